//! Small catalogues that random mutations start from: with and without envelope, overlays, forms, groups and shared definitions.

use serde_json::{Value, json};
use webhook_catalog::{
    Checked, SharedDefinitions, SourceFile, read_overlays, read_profiles, read_rows,
};
use webhook_codegen::{Inputs, Model};

/// The parts of a vendor's catalogue, before they are read.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// The vendor.
    pub(crate) vendor: &'static str,
    /// Events with their payload schemas.
    pub(crate) rows: Vec<(&'static str, Value)>,
    /// Events with the patches of their payload schemas.
    pub(crate) overlays: Vec<(&'static str, Value)>,
    /// The vendor's table of profiles, without its heading.
    pub(crate) profile: &'static str,
    /// Tables that a mutation may put in its place.
    pub(crate) other_profiles: &'static [&'static str],
    /// True if bodies are forms.
    pub(crate) is_form: bool,
    /// True if the same mutation changes all events.
    pub(crate) is_group: bool,
}

impl Base {
    /// The base without overlays, with bodies in JSON.
    fn new(vendor: &'static str, rows: Vec<(&'static str, Value)>, profile: &'static str) -> Self {
        Self {
            vendor,
            rows,
            overlays: Vec::new(),
            profile,
            other_profiles: &[],
            is_form: false,
            is_group: false,
        }
    }

    /// The inputs, if they have no error.
    pub(crate) fn inputs(&self) -> Option<Inputs> {
        let file = |path: String, bytes: String| SourceFile {
            label: path.clone(),
            path,
            bytes: bytes.into_bytes(),
        };
        let lines = self.rows.iter().map(|(event, schema)| {
            json!({ "vendor": self.vendor, "event_name": event, "payload_schema": schema })
        });
        let lines: String = lines.map(|row| format!("{row}\n")).collect();
        let overlays = self.overlays.iter().map(|(event, patch)| {
            let overlay = json!({
                "event_name": event, "reason": "why", "source": "where",
                "patch": { "payload_schema": patch },
            });
            file(format!("{}/{event}.json", self.vendor), overlay.to_string())
        });
        let overlays = whole(read_overlays(&overlays.collect::<Vec<_>>()))?;
        let profiles = format!("[{}]\n{}", self.vendor, self.profile);
        let rows = file("rows.jsonl".to_owned(), lines);
        let inputs = Inputs {
            rows: whole(read_rows(&[rows], &[], &overlays))?,
            shared_definitions: SharedDefinitions::of(overlays),
            samples: Vec::new(),
            profiles: whole(read_profiles(&file("profiles.toml".to_owned(), profiles)))?,
        };
        whole(Model::build(inputs.clone())).flatten()?;
        Some(inputs)
    }
}

/// The value, if it has no error.
fn whole<T>(checked: Checked<T>) -> Option<T> {
    let mut diagnostics = checked.diagnostics.iter();
    (!diagnostics.any(webhook_catalog::Diagnostic::is_error)).then_some(checked.value)
}

/// A schema with every kind of type.
fn rich(event: &str) -> Value {
    json!({
        "type": "object",
        "required": ["type", "id", "amount", "item"],
        "properties": {
            "type": { "const": event },
            "id": { "type": "string" },
            "amount": { "type": "integer" },
            "note": { "type": ["string", "null"] },
            "state": { "type": "string", "enum": ["new", "done"] },
            "item": {
                "type": "object",
                "required": ["sku"],
                "properties": {
                    "sku": { "type": "string" },
                    "price": { "type": "number" },
                    "size": { "type": "object", "properties": { "w": { "type": "integer" } } },
                },
            },
            "tags": { "type": "array", "items": { "type": "string" } },
            "meta": { "type": "object", "additionalProperties": { "type": "string" } },
            "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } },
            "pair": {
                "type": "array",
                "prefixItems": [{ "type": "string" }, { "type": "integer" }],
                "minItems": 2,
                "items": false,
            },
            "source": { "oneOf": [
                {
                    "type": "object",
                    "required": ["kind", "card"],
                    "properties": { "kind": { "const": "card" }, "card": { "type": "string" } },
                },
                {
                    "type": "object",
                    "required": ["kind", "iban"],
                    "properties": { "kind": { "const": "bank" }, "iban": { "type": "string" } },
                },
            ] },
            "either": { "oneOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "required": ["a"],
                    "properties": { "a": { "type": "integer" } },
                },
            ] },
            "later": {
                "type": "object",
                "x-lazy": true,
                "properties": { "z": { "type": "integer" } },
            },
        },
        "$defs": { "line": {
            "type": "object",
            "required": ["n"],
            "properties": { "n": { "type": "integer" }, "unit": { "type": "string" } },
        } },
    })
}

/// A body with an event in its member `data`, which names itself.
fn enveloped(event: &str) -> Value {
    json!({
        "type": "object",
        "required": ["data", "sent"],
        "properties": {
            "data": {
                "type": "object",
                "required": ["type", "id"],
                "properties": {
                    "type": { "const": event },
                    "id": { "type": "string" },
                    "amount": { "type": "integer" },
                    "kinds": { "type": "array", "items": { "enum": ["a", "b"] } },
                },
            },
            "sent": { "type": "integer" },
            "account": { "type": ["string", "null"] },
        },
    })
}

fn flat(event: &str) -> Value {
    json!({
        "type": "object",
        "required": ["type", "id"],
        "properties": {
            "type": { "const": event },
            "id": { "type": "string" },
            "amount": { "type": "integer" },
            "state": { "type": "string", "enum": ["new", "done"] },
            "is_test": { "type": "boolean" },
        },
    })
}

/// All bases. The first events of a group have the same schema but for their names.
pub(crate) fn all() -> Vec<Base> {
    let rich_rows = || vec![("paid", rich("paid"))];
    vec![
        Base {
            other_profiles: &["name.body = [\"/type\"]\ntrust_required = true\n"],
            ..Base::new("hinted", rich_rows(), "name.body = [\"/type\"]\n")
        },
        Base {
            other_profiles: &[
                "name.body = [\"/type\"]\n",
                "name.body = [\"/id\"]\ntrust_required = true\n",
            ],
            ..Base::new(
                "trusted",
                rich_rows(),
                "name.body = [\"/type\"]\ntrust_required = true\n",
            )
        },
        Base {
            other_profiles: &[
                "name.body = [\"/type\"]\ntrust_required = true\n",
                "name.header = \"X-Type\"\ntrust_required = true\n",
            ],
            ..Base::new(
                "headed",
                rich_rows(),
                "name.header = \"X-Event\"\ntrust_required = true\n",
            )
        },
        Base {
            other_profiles: &[
                "name.body = [\"/type\"]\ntrust_required = true\n",
                "event = \"/data\"\nname.body = [\"/data/type\"]\n",
                "event = \"/data\"\nname.body = [\"/data/type\"]\nname.bare = [\"/type\"]\ntrust_required = true\n",
            ],
            ..Base::new(
                "enveloped",
                vec![("paid", enveloped("paid")), ("sent", enveloped("sent"))],
                "event = \"/data\"\nname.body = [\"/data/type\"]\ntrust_required = true\n",
            )
        },
        Base {
            overlays: vec![(
                "paid",
                json!({
                    "required": ["type", "id", "state"],
                    "properties": {
                        "note": { "type": "integer" },
                        "tags": { "items": { "enum": ["x", "y"] } },
                        "added": { "type": "boolean" },
                        "either": null,
                    },
                }),
            )],
            ..Base::new("overlaid", rich_rows(), "name.body = [\"/type\"]\n")
        },
        Base {
            is_form: true,
            other_profiles: &["body = \"form\"\nname.body = [\"/type\"]\n"],
            ..Base::new(
                "form",
                vec![("paid", flat("paid"))],
                "body = \"form\"\nname.body = [\"/type\"]\ntrust_required = true\n",
            )
        },
        Base {
            is_group: true,
            ..Base::new(
                "grouped",
                vec![
                    ("paid", rich("paid")),
                    ("sent", rich("sent")),
                    ("lost", rich("lost")),
                ],
                "name.body = [\"/type\"]\ntrust_required = true\n",
            )
        },
    ]
}
