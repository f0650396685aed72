//! Overlays and additions that a newer catalogue makes stale, and their removal.

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::codes;
use webhook_catalog::diagnostic::Diagnostic;

use super::InputChange;
use crate::files::Sources;
use crate::sync::Change;

/// Takes the stale overlays and additions out of the sources. Returns the changes to their files.
///
/// Adopted overlays stay, because `adopt` would make them again, and so do files of shared definitions, of which only one may be stale.
pub(super) fn drop_stale(sources: &mut Sources, stale: &[Diagnostic]) -> Vec<InputChange> {
    let mut overlays = BTreeSet::new();
    let mut additions: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for diagnostic in stale {
        let Some(label) = diagnostic.place.source.as_deref() else {
            continue;
        };
        let is_overlay = [codes::OVERLAY_WITHOUT_EVENT, codes::OVERLAY_WITHOUT_EFFECT]
            .contains(&diagnostic.code)
            && !label.contains("/adopted/")
            && !label.ends_with("/definitions.json");
        if is_overlay {
            overlays.insert(label);
        } else if let (codes::ADDITION_TAKEN_UP, Some(row)) =
            (diagnostic.code, diagnostic.place.row)
        {
            let row = usize::try_from(row).unwrap_or_default();
            additions.entry(label).or_default().insert(row);
        }
    }
    sources
        .overlays
        .retain(|file| !overlays.contains(file.label.as_str()));
    let mut changes: Vec<InputChange> = overlays.into_iter().map(InputChange::remove).collect();
    for file in &mut sources.additions {
        if let Some(rows) = additions.get(file.label.as_str()) {
            file.bytes = without_lines(&file.bytes, rows);
            changes.push(InputChange {
                path: file.label.clone(),
                change: if file.bytes.is_empty() {
                    Change::Remove
                } else {
                    Change::Replace
                },
                bytes: file.bytes.clone(),
            });
        }
    }
    sources.additions.retain(|file| !file.bytes.is_empty());
    changes
}

/// A text without the lines of these numbers, counted from 1.
fn without_lines(text: &[u8], numbers: &BTreeSet<usize>) -> Vec<u8> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').zip(1..);
    let kept = lines.filter(|(_, number)| !numbers.contains(number));
    kept.flat_map(|(line, _)| line).copied().collect()
}
