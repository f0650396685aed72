//! Small catalogues for tests, read as the command line reads its files.

use serde_json::{Value, json};
use webhook_catalog::{
    Checked, Naming, SharedDefinitions, SourceFile, read_overlays, read_profiles, read_rows,
    read_samples,
};

use crate::{Inputs, Model};

/// Files of a catalogue of acme.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) rows: Vec<Value>,
    pub(crate) additions: Vec<Value>,
    pub(crate) overlays: Vec<SourceFile>,
    pub(crate) samples: Vec<SourceFile>,
    pub(crate) profiles: &'static str,
}

pub(crate) fn file(label: &str, path: &str, text: &str) -> SourceFile {
    SourceFile {
        label: label.to_owned(),
        path: path.to_owned(),
        bytes: text.into(),
    }
}

impl Files {
    pub(crate) fn row(mut self, event: &str, schema: Value) -> Self {
        self.rows.push(row(event, schema));
        self
    }

    pub(crate) fn addition(mut self, event: &str, schema: Value) -> Self {
        self.additions.push(row(event, schema));
        self
    }

    pub(crate) fn overlay(mut self, name: &str, content: Value) -> Self {
        let path = format!("acme/{name}.json");
        self.overlays.push(file(
            &format!("overlays/{path}"),
            &path,
            &content.to_string(),
        ));
        self
    }

    pub(crate) fn sample(mut self, event: &str, case: &str, value: Value) -> Self {
        let path = format!("acme/{event}/{case}.json");
        self.samples
            .push(file(&format!("samples/{path}"), &path, &value.to_string()));
        self
    }

    /// Puts a `provenance.toml` beside an event's samples.
    pub(crate) fn provenance(mut self, event: &str, text: &str) -> Self {
        let path = format!("acme/{event}/provenance.toml");
        self.samples
            .push(file(&format!("samples/{path}"), &path, text));
        self
    }

    pub(crate) fn inputs(&self) -> Inputs {
        let rows = lines("rows.jsonl", "rows.jsonl", &self.rows);
        let additions = lines("additions/acme.jsonl", "acme.jsonl", &self.additions);
        let overlays = sound(read_overlays(&self.overlays));
        Inputs {
            rows: sound(read_rows(rows.as_slice(), additions.as_slice(), &overlays)),
            shared_definitions: SharedDefinitions::of(overlays),
            samples: sound(read_samples(&self.samples)),
            profiles: sound(read_profiles(&file(
                "profiles.toml",
                "profiles.toml",
                self.profiles,
            ))),
        }
    }

    /// The model of these files, which must have no error; warnings do not count.
    #[track_caller]
    pub(crate) fn model(&self) -> Model {
        let Checked { value, diagnostics } = Model::build(self.inputs());
        value.unwrap_or_else(|| panic!("{diagnostics:#?}"))
    }
}

/// The naming in a profile with these keys.
#[track_caller]
pub(crate) fn naming(keys: &str) -> Naming {
    let text = format!("[acme]\n{keys}");
    let profiles = sound(read_profiles(&file(
        "profiles.toml",
        "profiles.toml",
        &text,
    )));
    let naming = profiles
        .0
        .into_values()
        .next()
        .and_then(|profile| profile.naming);
    naming.expect("a naming")
}

fn row(event: &str, mut schema: Value) -> Value {
    schema["$schema"] = json!(crate::schema::DRAFT);
    json!({
        "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": event,
        "trigger_description": "Fires.", "payload_schema": schema, "auth_method": "none",
        "docs_url": "https://acme.example", "last_introspected_at": "2026-05-13T00:00:00Z",
        "source_extractor_version": "v1", "extraction_method": "manual-html",
    })
}

/// A file of these rows, if there are any.
fn lines(label: &str, path: &str, rows: &[Value]) -> Option<SourceFile> {
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    (!rows.is_empty()).then(|| file(label, path, &text))
}

#[track_caller]
pub(crate) fn sound<T>(checked: Checked<T>) -> T {
    assert_eq!(checked.diagnostics, []);
    checked.value
}

pub(crate) fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// A patch of the payload schema, with its reason and source.
pub(crate) fn patch(event: &str, schema: Value) -> Value {
    json!({
        "event_name": event, "reason": "the row knows too little", "source": "https://acme.example/paid",
        "patch": {"payload_schema": schema},
    })
}
