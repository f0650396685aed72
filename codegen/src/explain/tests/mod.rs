//! Small catalogues, read as the command line reads them, and what is explained of them.

mod places;
mod refused;
mod sources;

use serde_json::{Value, json};
use webhook_catalog::{
    ChangeKind, SourceFile, read_overlays, read_profiles, read_rows, read_samples,
};

use super::*;

/// Files of a catalogue of acme.
#[derive(Default)]
struct Files {
    rows: Vec<Value>,
    overlays: Vec<SourceFile>,
    samples: Vec<SourceFile>,
    profiles: &'static str,
}

fn file(label: &str, path: &str, text: &str) -> SourceFile {
    SourceFile {
        label: label.to_owned(),
        path: path.to_owned(),
        bytes: text.into(),
    }
}

impl Files {
    fn row(mut self, event: &str, mut schema: Value) -> Self {
        schema["$schema"] = json!(crate::schema::DRAFT);
        self.rows.push(json!({
            "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": event,
            "trigger_description": "Fires.", "payload_schema": schema, "auth_method": "none",
            "docs_url": "https://acme.example", "last_introspected_at": "2026-05-13T00:00:00Z",
            "source_extractor_version": "v1", "extraction_method": "manual-html",
        }));
        self
    }

    fn overlay(mut self, name: &str, content: Value) -> Self {
        let path = format!("acme/{name}.json");
        self.overlays.push(file(
            &format!("overlays/{path}"),
            &path,
            &content.to_string(),
        ));
        self
    }

    fn sample(mut self, event: &str, case: &str, value: Value) -> Self {
        let path = format!("acme/{event}/{case}.json");
        self.samples
            .push(file(&format!("samples/{path}"), &path, &value.to_string()));
        self
    }

    fn inputs(&self) -> Inputs {
        let text: String = self.rows.iter().map(|row| format!("{row}\n")).collect();
        let rows = file("rows.jsonl", "rows.jsonl", &text);
        let files: &[SourceFile] = if self.rows.is_empty() { &[] } else { &[rows] };
        let overlays = sound(read_overlays(&self.overlays));
        Inputs {
            rows: sound(read_rows(files, &overlays)),
            samples: sound(read_samples(&self.samples)),
            profiles: sound(read_profiles(&file(
                "profiles.toml",
                "profiles.toml",
                self.profiles,
            ))),
        }
    }

    fn ask(&self, event: &str, pointer: Option<&str>) -> Checked<Option<Explanation>> {
        let question = Question {
            vendor: "acme",
            event,
            pointer,
        };
        let options = Options {
            crate_name: "my-events".to_owned(),
        };
        explain(&self.inputs(), &options, &question)
    }

    /// The answer about a place, where there is one.
    #[track_caller]
    fn explain(&self, event: &str, pointer: &str) -> Explanation {
        let checked = self.ask(event, Some(pointer));
        let found = checked.diagnostics;
        checked.value.unwrap_or_else(|| panic!("{found:#?}"))
    }

    /// The only item that a place became.
    #[track_caller]
    fn item(&self, event: &str, pointer: &str) -> RustItem {
        let mut items = self.explain(event, pointer).items;
        let item = items.pop().expect("an explanation has an item");
        assert_eq!(items, []);
        item
    }

    /// Path, part and type of every item that a place became.
    #[track_caller]
    fn paths(&self, event: &str, pointer: &str) -> Vec<String> {
        let items = self.explain(event, pointer).items.into_iter();
        items
            .map(|item| {
                let inside = item
                    .inside
                    .map_or_else(String::new, |part| format!(", {part}"));
                format!("{}{inside}: {}", item.path, item.rust_type)
            })
            .collect()
    }

    /// Why there is no answer, and what to do.
    #[track_caller]
    fn refused(&self, event: &str, pointer: Option<&str>) -> String {
        let checked = self.ask(event, pointer);
        assert_eq!(checked.value, None);
        let [only] = &checked.diagnostics[..] else {
            panic!("{:#?}", checked.diagnostics)
        };
        let help = only.help.clone().unwrap_or_default();
        format!("{}: {}; {help}", only.code, only.message)
    }
}

#[track_caller]
fn sound<T>(checked: Checked<T>) -> T {
    assert_eq!(checked.diagnostics, []);
    checked.value
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// A patch of the payload schema, with its reason and source.
fn patch(event: &str, schema: Value) -> Value {
    json!({
        "event_name": event, "reason": "the row knows too little", "source": "https://acme.example/paid",
        "patch": {"payload_schema": schema},
    })
}

const ENVELOPE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";

/// An event in an envelope, with a field that an overlay added.
fn enveloped() -> Files {
    let schema = json!({
        "type": "object",
        "required": ["team", "event"],
        "properties": {
            "team": {"type": "string"},
            "event": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}},
        },
    });
    let added = json!({"properties": {"event": {"properties": {"ts": {"type": "string", "description": "When."}}}}});
    Files {
        profiles: ENVELOPE,
        ..Files::default()
    }
    .row("paid", schema.clone())
    .row("lost", schema)
    .overlay("paid", patch("paid", added))
    .sample(
        "paid",
        "full",
        json!({"team": "T", "event": {"type": "paid", "ts": "1"}}),
    )
    .sample(
        "paid",
        "least",
        json!({"team": "T", "event": {"type": "paid"}}),
    )
    .sample("lost", "bare", json!({"event": {"type": "lost"}}))
}
