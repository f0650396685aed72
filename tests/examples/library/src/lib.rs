//! Schemas that a program holds anyway, turned into a crate, and two versions of them compared.

use serde_json::{Value, json};
use webhook_catalog::{Checked, Diagnostic, SourceFile, read_rows};
use webhook_codegen::diff::{DiffOptions, Report, diff};
use webhook_codegen::{Inputs, Model, Options, OutputTree};

/// The model of events with these names and schemas.
///
/// # Errors
///
/// The errors among the diagnostics.
pub fn model(events: &[(&str, Value)]) -> Result<Model, Vec<Diagnostic>> {
    let row = |(name, schema): &(&str, Value)| {
        let row = json!({ "vendor": "shop", "event_name": name, "payload_schema": schema });
        format!("{row}\n")
    };
    let file = SourceFile {
        label: "the schemas".to_owned(),
        path: "schemas.jsonl".to_owned(),
        bytes: events.iter().map(row).collect::<String>().into_bytes(),
    };
    let Checked {
        value: rows,
        mut diagnostics,
    } = read_rows(&[file], &[], &[]);
    let model = Model::build(Inputs {
        rows,
        ..Inputs::default()
    });
    diagnostics.extend(model.diagnostics);
    let errors: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(Diagnostic::is_error)
        .collect();
    model.value.filter(|_| errors.is_empty()).ok_or(errors)
}

/// The files of the crate.
pub fn files(model: Model) -> OutputTree {
    model.emit(&Options::named("shop-events")).tree
}

/// The differences of two versions.
pub fn compare(old: &Model, new: &Model) -> Option<Report> {
    let options = DiffOptions {
        crate_name: "shop-events".to_owned(),
        baseline: "released".to_owned(),
        current: "next".to_owned(),
        ..DiffOptions::default()
    };
    diff(old, new, &options, &[]).value
}

#[cfg(test)]
mod tests {
    use webhook_codegen::diff::Impact;

    use super::*;

    fn schema(required: &[&str]) -> Value {
        json!({ "type": "object", "required": required, "properties": { "id": { "type": "string" } } })
    }

    #[test]
    fn schemas_become_a_crate() {
        let model = model(&[("order.paid", schema(&["id"]))]).expect("the schema is fine");
        let files = files(model);
        let event = files
            .get("src/shop/order_paid.rs")
            .expect("the event has a file");
        assert!(event.contains("pub id: String"), "{event}");
    }

    #[test]
    fn a_member_that_may_be_missing_breaks_readers() {
        let [old, new] = [&["id"][..], &[]].map(|required| {
            model(&[("order.paid", schema(required))]).expect("the schema is fine")
        });
        let report = compare(&old, &new).expect("both are comparable");
        assert_eq!(report.findings.len(), 1);
        assert_eq!(report.findings[0].impact(), Impact::Breaking);
    }

    #[test]
    fn a_wrong_schema_is_told() {
        let errors = model(&[("order.paid", json!({ "$ref": "#/$defs/missing" }))]);
        let errors = errors.map(|_| ()).expect_err("the reference leads nowhere");
        assert!(errors[0].message.contains("#/$defs/missing"), "{errors:?}");
    }
}
