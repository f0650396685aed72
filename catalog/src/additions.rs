//! Additions: rows of ours for events that a vendor sends and the catalogue lacks, in one file per vendor.

use std::collections::BTreeMap;

use crate::catalogue::read_file;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::ids::VendorId;
use crate::record::{Record, Table};
use crate::source::{Origin, RowKind, SourceFile};
use crate::text::shown;

/// Reads the additions of the vendors that the catalogue's tables have. One that the catalogue has taken up is reported and
/// left out, as is one of another vendor and the second one of an event.
pub(crate) fn read<'a>(
    files: &'a [SourceFile],
    catalogue: &[(&str, Table)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, Table)> {
    let mut known: BTreeMap<String, BTreeMap<String, Origin>> = BTreeMap::new();
    for record in catalogue.iter().flat_map(|(_, table)| &table.records) {
        let events = record
            .text("vendor")
            .map(|vendor| known.entry(vendor.to_owned()).or_default());
        if let (Some(events), Some(event)) = (events, record.text("event_name")) {
            events
                .entry(event.to_owned())
                .or_insert_with(|| record.origin.clone());
        }
    }
    let mut tables = Vec::new();
    for file in files {
        let Some(vendor) = vendor_of(file) else {
            diagnostics.push(misplaced(file));
            continue;
        };
        let Some(events) = known.get_mut(vendor) else {
            continue;
        };
        let mut table = read_file(file, diagnostics);
        for record in &mut table.records {
            record.origin.kind = RowKind::Addition;
        }
        table
            .records
            .retain(|record| match refusal(record, vendor, events) {
                Some(diagnostic) => {
                    diagnostics.push(diagnostic);
                    false
                }
                None => true,
            });
        tables.push((file.label.as_str(), table));
    }
    tables
}

/// The vendor that names a file.
fn vendor_of(file: &SourceFile) -> Option<&str> {
    file.path
        .strip_suffix(".jsonl")
        .filter(|vendor| VendorId::new(vendor).is_ok())
}

fn misplaced(file: &SourceFile) -> Diagnostic {
    Diagnostic::error(
        codes::MISPLACED_ADDITIONS,
        Place::of(&file.label),
        "additions stand in `<vendor>.jsonl`, and this file is no such file",
    )
    .with_help("rename it after the vendor's slug, or remove it")
}

/// The reason for which an addition is no row of the vendor. Otherwise notes its event.
fn refusal(
    record: &Record,
    vendor: &str,
    events: &mut BTreeMap<String, Origin>,
) -> Option<Diagnostic> {
    // Without a vendor or event name, the check of the row reports it.
    let (of, event) = (record.text("vendor")?, record.text("event_name")?);
    if of != vendor {
        let message = format!("the addition is of {}, in a file of {vendor}", shown(of));
        let help = format!("move it to `{of}.jsonl`, or correct its vendor");
        return Some(
            Diagnostic::error(codes::ADDITION_OF_OTHER_VENDOR, record.place(), message)
                .with_help(help),
        );
    }
    let Some(first) = events.get(event) else {
        events.insert(event.to_owned(), record.origin.clone());
        return None;
    };
    let place = Place {
        source: Some(first.source.clone()),
        row: Some(first.row),
        ..Place::default()
    };
    let (code, message, help) = match first.kind {
        RowKind::Catalogue => (
            codes::ADDITION_TAKEN_UP,
            format!(
                "the catalogue has taken up {} of {vendor}: {place}",
                shown(event)
            ),
            "remove the addition; if it says more than the row, make it an overlay",
        ),
        RowKind::Addition => (
            codes::SECOND_ADDITION,
            format!("{} of {vendor} is already added in {place}", shown(event)),
            "keep one of the two additions",
        ),
    };
    Some(Diagnostic::error(code, record.place(), message).with_help(help))
}
