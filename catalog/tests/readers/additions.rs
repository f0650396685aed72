//! Additions: rows beside a catalogue.

use serde_json::{Value, json};
use webhook_catalog::{Checked, EventRow, Overlay, RowKind, SourceFile, read_overlays, read_rows};

use crate::rows::{file, rows};

/// Rows of acme with these event names, as a file.
fn named(path: &str, events: &[&str]) -> SourceFile {
    let row = |event: &&str| {
        let mut row = rows().remove(0);
        row["event_name"] = json!(event);
        format!("{row}\n")
    };
    file(path, events.iter().map(row).collect::<String>())
}

/// The rows of a catalogue that has acme's `paid`, as event and author, and all diagnostics.
fn read(additions: &[SourceFile], overlays: &[Overlay]) -> (Vec<(String, RowKind)>, Vec<String>) {
    let Checked { value, diagnostics } =
        read_rows(&[named("rows.jsonl", &["paid"])], additions, overlays);
    let rows = value
        .iter()
        .map(|row| (row.event_name.to_string(), row.origin.kind));
    let lines = diagnostics.iter().map(|found| {
        assert!(found.is_error() && found.help.is_some(), "{found:?}");
        format!("{} {}: {}", found.code, found.place, found.message)
    });
    (rows.collect(), lines.collect())
}

/// The one diagnostic about these additions, which leaves acme's row alone or beside `sent`.
fn found(additions: &[SourceFile], has_sent: bool) -> String {
    let (rows, mut lines) = read(additions, &[]);
    let mut expected = vec![("paid".to_owned(), RowKind::Catalogue)];
    if has_sent {
        expected.push(("sent".to_owned(), RowKind::Addition));
    }
    assert_eq!(rows, expected);
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}

#[test]
fn additions_are_rows_beside_those_of_the_catalogue() {
    let (rows, lines) = read(&[named("acme.jsonl", &["sent", "lost"])], &[]);
    assert_eq!(lines, [""; 0]);
    let expected = [
        ("lost", RowKind::Addition),
        ("paid", RowKind::Catalogue),
        ("sent", RowKind::Addition),
    ];
    assert_eq!(rows, expected.map(|(event, kind)| (event.to_owned(), kind)));
}

#[test]
fn the_place_of_an_addition_is_its_line() {
    let catalogue = named("rows.jsonl", &["paid"]);
    let checked = read_rows(&[catalogue], &[named("acme.jsonl", &["sent", "lost"])], &[]);
    let places: Vec<(&str, u64)> = checked
        .value
        .iter()
        .map(|row| (row.origin.source.as_str(), row.origin.row))
        .collect();
    assert_eq!(
        places,
        [("acme.jsonl", 2), ("rows.jsonl", 1), ("acme.jsonl", 1)]
    );
}

#[test]
fn additions_of_vendors_that_the_catalogue_lacks_are_not_read() {
    let (rows, lines) = read(&[file("other.jsonl", "not JSON")], &[]);
    assert_eq!(lines, [""; 0]);
    assert_eq!(rows.len(), 1);
}

#[test]
fn an_addition_that_the_catalogue_has_taken_up() {
    assert_eq!(
        found(&[named("acme.jsonl", &["sent", "paid"])], true),
        "E025 acme.jsonl, row 2, acme paid: the catalogue has taken up `paid` of acme: rows.jsonl, row 1"
    );
}

#[test]
fn an_addition_of_another_vendor() {
    let of_acme = named("acme.jsonl", &["sent"]);
    let mut row: Value = rows().remove(1);
    row["vendor"] = json!("other");
    let mut bytes = of_acme.bytes;
    bytes.extend(row.to_string().bytes());
    assert_eq!(
        found(&[file("acme.jsonl", bytes)], true),
        "E024 acme.jsonl, row 2, other invoice.sent: the addition is of `other`, in a file of acme"
    );
}

#[test]
fn a_second_addition_for_one_event() {
    assert_eq!(
        found(&[named("acme.jsonl", &["sent", "sent"])], true),
        "E026 acme.jsonl, row 2, acme sent: `sent` of acme is already added in acme.jsonl, row 1"
    );
}

#[test]
fn a_file_that_names_no_vendor() {
    for path in ["acme.json", "Acme!.jsonl", "acme/more.jsonl", "notes.txt"] {
        let message = "additions stand in `<vendor>.jsonl`, and this file is no such file";
        assert_eq!(
            found(&[named(path, &["sent"])], false),
            format!("E023 {path}: {message}")
        );
    }
}

#[test]
fn an_addition_without_its_source_is_refused() {
    let mut row = rows().remove(1);
    row["docs_url"] = Value::Null;
    let text = format!(
        "{}{row}\n",
        String::from_utf8_lossy(&named("", &["sent"]).bytes)
    );
    assert_eq!(
        found(&[file("acme.jsonl", text)], true),
        "E011 acme.jsonl, row 2, column docs_url, acme invoice.sent: null in the required column `docs_url`"
    );
}

fn overlay(path: &str, content: &Value) -> SourceFile {
    file(path, content.to_string())
}

#[test]
fn overlays_of_the_vendor_and_of_the_event_apply_to_additions() {
    let whole = json!({
        "reason": "why", "source": "where", "$defs": {},
        "patch": {
            "notes": "of the vendor", "event_namespace": "of the vendor",
            "docs_url": "https://acme.example/all",
        },
    });
    let own = json!({
        "event_name": "sent", "reason": "why", "source": "where", "patch": {"notes": "of the event"},
    });
    let overlays = read_overlays(&[
        overlay("acme/shared.json", &whole),
        overlay("acme/sent.json", &own),
    ]);
    assert_eq!(overlays.diagnostics, []);
    let checked = read_rows(
        &[named("rows.jsonl", &["paid"])],
        &[named("acme.jsonl", &["sent"])],
        &overlays.value,
    );
    assert_eq!(checked.diagnostics, []);
    let facts = |row: &EventRow| {
        (
            row.overlays.len(),
            row.facts.notes.clone(),
            row.facts.namespace.clone(),
            row.facts.docs_url.clone(),
        )
    };
    let found: Vec<_> = checked.value.iter().map(facts).collect();
    let text = |text: &str| Some(text.to_owned());
    let of_the_vendor = "of the vendor";
    assert_eq!(
        found,
        [
            (
                1,
                text(of_the_vendor),
                text(of_the_vendor),
                text("https://acme.example/all")
            ),
            (
                2,
                text("of the event"),
                text(of_the_vendor),
                text("https://acme.example/docs#paid")
            ),
        ],
        "an addition keeps the page that it was written after"
    );
}

#[test]
fn an_overlay_applies_to_the_row_that_replaces_an_addition() {
    let own = json!({
        "event_name": "paid", "reason": "why", "source": "where", "patch": {"delivery": "polling"},
    });
    let overlays = read_overlays(&[overlay("acme/paid.json", &own)]);
    let (rows, lines) = read(&[named("acme.jsonl", &["paid"])], &overlays.value);
    assert_eq!(rows, [("paid".to_owned(), RowKind::Catalogue)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("E025 "), "{lines:?}");
}
