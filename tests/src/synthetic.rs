//! Synthetic catalogues of any size, for measuring how run time and memory scale.

use serde_json::{Value, json};

/// `count` rows as JSONL: a hundred events per vendor, and schemas of twelve kinds with different names.
///
/// The text is deterministic, and a smaller catalogue is a prefix of a larger one.
pub fn jsonl(count: usize) -> String {
    (0..count)
        .map(|index| row(index).to_string() + "\n")
        .collect()
}

fn row(index: usize) -> Value {
    let vendor = format!("vendor-{}", index / 100);
    json!({
        "vendor": vendor,
        "vendor_display_name": format!("Vendor {}", index / 100),
        "category": "ops",
        "event_name": format!("thing{}.{}", index % 100 / 4, ["created", "updated", "deleted", "moved"][index % 4]),
        "trigger_description": format!("Thing number {index} changes."),
        "payload_schema": schema(index),
        "auth_method": "hmac-sha256",
        "signature_header": "X-Signature",
        "docs_url": format!("https://{vendor}.example/events/{index}"),
        "last_introspected_at": "2026-05-13T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
        "delivery_guarantees": "at-least-once",
    })
}

fn schema(index: usize) -> Value {
    let name = format!("value_{index}");
    let text = json!({ "type": "string", "description": format!("Text number {index}.") });
    let special = match index % 12 {
        0 => json!({ "type": ["string", "null"] }),
        1 => json!({ "type": "array", "items": text }),
        2 => {
            json!({ "type": "object", "properties": { "inner": text, "count": { "type": "integer" } } })
        }
        3 => json!({ "enum": ["small", "large", name] }),
        4 => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        5 => {
            json!({ "anyOf": [{ "type": "integer" }, { "type": "object", "required": ["id"], "properties": { "id": text } }] })
        }
        6 => {
            json!({ "type": "array", "prefixItems": [text, { "type": "boolean" }], "minItems": 1 })
        }
        7 => json!({ "const": name }),
        8 => json!({ "$ref": "#/$defs/node" }),
        9 => {
            json!({ "allOf": [{ "type": "object", "properties": { "a": text } }, { "properties": { "b": text } }] })
        }
        10 => json!({ "type": "number", "minimum": 0, "maximum": index }),
        _ => json!({ "type": "boolean" }),
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "id": { "type": "string", "description": "What the event is called." },
            "created_at": { "type": "string", "format": "date-time" },
            name: special,
        },
        "required": ["id"],
        "$defs": {
            "node": {
                "type": "object",
                "properties": { "next": { "$ref": "#/$defs/node" }, "label": text },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::jsonl;
    use crate::outcome;
    use crate::rows::named;

    #[test]
    fn every_synthetic_row_is_emitted() {
        let file = named("synthetic.jsonl", jsonl(240).into_bytes());
        let (generated, diagnostics) = outcome::of_rows(&[file]);
        let generated = generated.unwrap_or_else(|| panic!("{diagnostics:#?}"));
        let emitted: usize = generated
            .summary
            .vendors
            .iter()
            .map(|vendor| vendor.emitted)
            .sum();
        assert_eq!(emitted, 240);
    }

    #[test]
    fn a_smaller_catalogue_is_a_prefix() {
        assert!(jsonl(250).starts_with(&jsonl(150)));
    }
}
