//! Changes of rows that overlays hide. The crate stays as it is; a maintainer looks at the overlay.

use webhook_catalog::HiddenEffect;

use super::Judgement;
use crate::diff::change::OverlayChange;
use crate::diff::rule::Rule;

pub(super) fn overlay(change: &OverlayChange) -> Judgement {
    let OverlayChange {
        effect,
        label,
        reason,
    } = change;
    let judgement = match effect {
        HiddenEffect::Covered => Judgement::new(
            Rule::OverlayChangeCovered,
            format!("the row changed where `{label}` decides, so that the crate stays as it is"),
            "check if the overlay is still right",
        ),
        HiddenEffect::Repeated => Judgement::new(
            Rule::OverlayContradicted,
            format!("the row says now what `{label}` says"),
            "take the place out of the overlay; the catalogue no longer needs it",
        ),
        HiddenEffect::Contradicted => Judgement::new(
            Rule::OverlayContradicted,
            format!(
                "the row says now something else than before, and than `{label}`, which decides"
            ),
            "compare both with the vendor's documentation, and correct the overlay or its reason",
        ),
    };
    judgement.hint(Some(format!("the overlay's reason: {reason}")))
}
