//! An explanation for programs.
//!
//! One object for an event or a field, as below; for a vendor `vendor` and `events`, for a diagnostic `code`, `subject`, `title` and
//! `remedy`, and for `--list` `codes`. `version` is 1 and grows when a member changes its meaning or is removed; members may be added without a new version.
//!
//! | member | content |
//! |---|---|
//! | `version` | 1 |
//! | `vendor`, `event` | as in the question |
//! | `pointer` | the pointer of the question; null for the event itself |
//! | `row` | `file` and `row` (counted from 1) of the catalogue's row; `kind`, which is `catalogue` or, for a row of ours, `addition`; null if the event is known by samples alone |
//! | `grade` | `proven`, `documented` or `catalogue` |
//! | `unmatched` | how it is known that the vendor has no event of this name; null if it has |
//! | `handshake` | the answer that the vendor expects if it checks the receiver by the event; else null |
//! | `declared_by_row` | true if the row's own schema, without overlays, declares the place |
//! | `schema` | the subschemas that describe the place: `pointer` into the row's payload schema with overlays applied; `by`, which is `row`, `overlay` or `definition` (one that all rows of the vendor share); `overlay`, the file of the latter two, else null; `excerpt`, the keywords that hold no subschemas |
//! | `overlays` | those that changed the place: `file`, `reason`, `source`, `vendor_wide`, `changes` (each with `pointer` into the row and `kind`, which is `added`, `replaced` or `removed`) and `definitions`, the names of shared ones that describe the place |
//! | `samples` | each with `file`, `event`, `kind` (`captured`, `documented`, `composed` or null), and its counts: values at the place (`with`), those that are null (`null`, counted in `with` too), and parents without the place (`without`); all zero if it has no parent of the place either |
//! | `rust` | the Rust items of the place: `path`; `inside`, the part of the item, or null; `type`; `types`, paths of the crate's own types in it; `alternatives` of unions in which it is; `required`, null if the item has no presence; `nullable`; `why`, a list of sentences; `members`, the pointer steps below it |

use serde_json::{Value, json};
use webhook_catalog::{ChangeKind, RowKind};
use webhook_codegen::explain::{
    Declaration, Declared, Explanation, OverlayPart, Presence, RustItem, SampleCounts, SampledAt,
};

use crate::Outcome;

/// The version of the format above.
const VERSION: u32 = 1;

/// The explanation as JSON.
pub(super) fn render(explanation: &Explanation) -> Value {
    let Explanation {
        vendor,
        event,
        pointer,
        row,
        grade,
        unmatched,
        handshake,
        declarations,
        overlays,
        samples,
        items,
    } = explanation;
    let row = row.as_ref().map(|origin| {
        let kind = match origin.kind {
            RowKind::Catalogue => "catalogue",
            RowKind::Addition => "addition",
        };
        json!({ "file": origin.source, "row": origin.row, "kind": kind })
    });
    let all = |values: Vec<Value>| Value::Array(values);
    json!({
        "version": VERSION,
        "vendor": vendor,
        "event": event,
        "pointer": pointer,
        "row": row,
        "grade": grade.as_str(),
        "unmatched": unmatched,
        "handshake": handshake,
        "declared_by_row": declarations.iter().any(|found| found.by == Declared::Row),
        "schema": all(declarations.iter().map(declaration).collect()),
        "overlays": all(overlays.iter().map(overlay).collect()),
        "samples": all(samples.iter().map(sample).collect()),
        "rust": all(items.iter().map(item).collect()),
    })
}

/// The last line of a run with `--message-format json`.
pub(super) fn finished(outcome: Outcome, explanation: Option<Value>) -> Value {
    json!({
        "reason": "explain-finished",
        "exit_code": outcome as u8,
        "explanation": explanation,
    })
}

fn declaration(declaration: &Declaration) -> Value {
    let Declaration {
        pointer,
        by,
        excerpt,
    } = declaration;
    let (by, file) = match by {
        Declared::Row => ("row", None),
        Declared::Overlay(file) => ("overlay", Some(file)),
        Declared::Definition(file) => ("definition", Some(file)),
    };
    json!({ "pointer": pointer, "by": by, "overlay": file, "excerpt": excerpt })
}

fn overlay(part: &OverlayPart) -> Value {
    let OverlayPart {
        note,
        is_vendor_wide,
        changes,
        definitions,
    } = part;
    let changes = changes
        .iter()
        .map(|change| json!({ "pointer": change.pointer, "kind": change_word(change.kind) }));
    json!({
        "file": note.label,
        "reason": note.reason,
        "source": note.source,
        "vendor_wide": is_vendor_wide,
        "changes": changes.collect::<Vec<_>>(),
        "definitions": definitions,
    })
}

/// The kind of a change in one word.
pub(super) fn change_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Replaced => "replaced",
        ChangeKind::Removed => "removed",
    }
}

fn sample(sample: &SampledAt) -> Value {
    let SampledAt {
        label,
        event,
        kind,
        counts,
    } = sample;
    let SampleCounts {
        with,
        nulls,
        without,
    } = counts;
    let kind = kind.map(|kind| kind.as_str());
    json!({ "file": label, "event": event, "kind": kind, "with": with, "null": nulls, "without": without })
}

fn item(item: &RustItem) -> Value {
    let RustItem {
        path,
        inside,
        rust_type,
        types,
        alternatives,
        presence,
        is_nullable,
        why,
        members,
    } = item;
    json!({
        "path": path,
        "inside": inside,
        "type": rust_type,
        "types": types,
        "alternatives": alternatives,
        "required": presence.map(|presence| presence == Presence::Required),
        "nullable": is_nullable,
        "why": why,
        "members": members,
    })
}
