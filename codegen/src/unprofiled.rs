//! Vendors without a profile: their deliveries name no event, and their signatures cannot be checked.

use std::collections::BTreeSet;

use webhook_catalog::{Diagnostic, Place, VendorId, codes};

use crate::Inputs;

/// Number of vendors that the warning lists.
const MAX_LISTED: usize = 30;

/// One warning about all vendors without a profile; `None` if there are none.
pub(crate) fn check(inputs: &Inputs) -> Option<Diagnostic> {
    let rows = inputs.rows.iter().map(|row| &row.vendor);
    let samples = inputs.samples.iter().map(|sample| &sample.vendor);
    let vendors: BTreeSet<&VendorId> = rows.chain(samples).collect();
    let mut unprofiled = vendors
        .into_iter()
        .filter(|vendor| !inputs.profiles.0.contains_key(vendor));
    let first = unprofiled.next()?;
    let others: Vec<&VendorId> = unprofiled.collect();
    let place = Place {
        vendor: others.is_empty().then(|| first.to_string()),
        ..Place::default()
    };
    let without = "there is no `parse`, only `parse_named`";
    let message = match others.len() {
        0 => format!("{first} has no profile: {without}"),
        more => {
            let vendors = [first].into_iter().chain(others).take(MAX_LISTED);
            let listed: Vec<&str> = vendors.map(VendorId::as_str).collect();
            let rest = match (more + 1).saturating_sub(MAX_LISTED) {
                0 => String::new(),
                rest => format!(" and {rest} more"),
            };
            let count = more + 1;
            format!(
                "{count} vendors have no profile: {without} ({}{rest})",
                listed.join(", ")
            )
        }
    };
    let help = "describe in a profile how a delivery names its event and how it is signed";
    Some(Diagnostic::warning(codes::VENDOR_WITHOUT_PROFILE, place, message).with_help(help))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::test_support::Files;

    #[test]
    fn one_warning_for_all_vendors_without_a_profile() {
        let files = Files::default().row("paid", json!({"type": "object"}));
        let mut inputs = files.inputs();
        let message = |inputs: &Inputs| check(inputs).map(|found| found.message);
        assert_eq!(
            message(&inputs).as_deref(),
            Some("acme has no profile: there is no `parse`, only `parse_named`")
        );
        let mut other = inputs.rows[0].clone();
        other.vendor = VendorId::new("other").expect("a slug");
        inputs.rows.push(other);
        assert_eq!(
            message(&inputs).as_deref(),
            Some(
                "2 vendors have no profile: there is no `parse`, only `parse_named` (acme, other)"
            )
        );
        for vendor in ["acme", "other"] {
            let vendor = VendorId::new(vendor).expect("a slug");
            inputs
                .profiles
                .0
                .insert(vendor, webhook_catalog::Profile::default());
        }
        assert_eq!(message(&inputs), None);
    }
}
