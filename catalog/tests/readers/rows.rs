//! A few rows that use every column, and how to write and compare them.

use serde_json::{Value, json};
use webhook_catalog::{Checked, EventRow, Fact, Origin, RowKind, SourceFile, read_rows};

/// Rows that hold a value and null in every optional column, texts beyond ASCII, and schemas that a struct column can hold.
pub(crate) fn rows() -> Vec<Value> {
    let full = json!({
        "vendor": "acme", "vendor_display_name": "Acme ✓", "category": "dev-tools",
        "event_name": "/v1:Invoice.paid", "event_namespace": "billing",
        "trigger_description": "Fires when \"an invoice\"\nis paid.",
        "payload_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {
                "id": {"type": "string", "maxLength": 20},
                "kind": {"type": "string", "enum": ["a", null]},
            },
            "required": ["id"],
        },
        "required_oauth_scopes": ["invoices:read", "invoices:write"],
        "required_subscription_event": "invoice", "auth_method": "hmac-sha512",
        "signature_header": "X-Acme-Signature", "signature_algorithm_detail": "",
        "retry_policy": {"max_attempts": 3, "backoff": "slower and slower", "total_retry_window": "PT72H"},
        "max_payload_size_bytes": 200, "idempotency_key_header": "X-Acme-Key", "event_id_header": "X-Acme-Id",
        "delivery_guarantees": "at-least-once", "delivery": "webhook",
        "docs_url": "https://acme.example/docs#paid", "last_introspected_at": "2026-05-13T01:02:03Z",
        "source_extractor_version": "v1.0-rc1", "extraction_method": "vendor-openapi",
        "extraction_confidence": 0.5, "notes": "NaN",
    });
    let mut sparse = full.clone();
    for column in [
        "event_namespace",
        "required_oauth_scopes",
        "required_subscription_event",
        "signature_header",
        "signature_algorithm_detail",
        "retry_policy",
        "max_payload_size_bytes",
        "idempotency_key_header",
        "event_id_header",
        "delivery_guarantees",
        "delivery",
        "extraction_confidence",
        "notes",
    ] {
        sparse[column] = Value::Null;
    }
    sparse["event_name"] = json!("invoice.sent");
    let mut partial = full.clone();
    partial["event_name"] = json!("invoice.lost");
    partial["required_oauth_scopes"] = json!([]);
    partial["retry_policy"] =
        json!({"max_attempts": null, "backoff": "", "total_retry_window": null});
    partial["payload_schema"] = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"id": {"type": "integer"}},
    });
    let mut rows = vec![full, sparse, partial];
    for row in &mut rows {
        for fact in Fact::ALL {
            // Indexing adds what is absent, as null.
            let _ = &mut row[fact.column()];
        }
    }
    rows
}

pub(crate) fn file(label: &str, bytes: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile {
        label: label.to_owned(),
        path: label.to_owned(),
        bytes: bytes.into(),
    }
}

pub(crate) fn jsonl(rows: &[Value]) -> SourceFile {
    file(
        "rows.jsonl",
        rows.iter()
            .map(|row| format!("{row}\n"))
            .collect::<String>(),
    )
}

/// Reads files that have nothing wrong with them, and forgets where the rows came from.
pub(crate) fn read_clean(files: &[SourceFile]) -> Vec<EventRow> {
    let Checked { value, diagnostics } = read_rows(files, &[], &[]);
    assert_eq!(diagnostics, []);
    value
        .into_iter()
        .map(|row| EventRow {
            origin: Origin {
                kind: RowKind::default(),
                source: String::new(),
                row: 0,
            },
            ..row
        })
        .collect()
}

#[test]
fn rows_survive_being_written_and_read() {
    let read = read_clean(&[jsonl(&rows())]);
    assert_eq!(read.len(), 3);
    let names: Vec<&str> = read.iter().map(|row| row.event_name.as_str()).collect();
    assert_eq!(names, ["/v1:Invoice.paid", "invoice.lost", "invoice.sent"]);
    let written: Vec<Value> = read.iter().map(EventRow::to_json).collect();
    assert_eq!(read_clean(&[jsonl(&written)]), read);
    assert_eq!(written[0], rows()[0]);
    assert_eq!(written[2], rows()[1]);
}

#[test]
fn order_and_division_into_files_do_not_matter() {
    let expected = read_clean(&[jsonl(&rows())]);
    let mut shuffled = rows();
    shuffled.rotate_left(1);
    assert_eq!(read_clean(&[jsonl(&shuffled)]), expected);
    let array = Value::Array(shuffled[..1].to_vec()).to_string();
    assert_eq!(
        read_clean(&[jsonl(&shuffled[1..]), file("rest.json", array)]),
        expected
    );
}

#[test]
fn nested_columns_may_be_json_text_in_json_too() {
    let mut folded = rows();
    for row in &mut folded {
        for column in ["payload_schema", "retry_policy", "required_oauth_scopes"] {
            let text = row[column].to_string();
            row[column] = Value::String(text);
        }
    }
    assert_eq!(read_clean(&[jsonl(&folded)]), read_clean(&[jsonl(&rows())]));
}

#[test]
fn a_byte_order_mark_crlf_and_blank_lines_are_no_obstacle() {
    let mut text = String::from("\u{feff}\r\n");
    for row in rows() {
        text.push_str(&format!("{row}\r\n\r\n"));
    }
    assert_eq!(
        read_clean(&[file("rows.jsonl", text)]),
        read_clean(&[jsonl(&rows())])
    );
}
