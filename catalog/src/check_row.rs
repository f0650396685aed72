//! Checks an untyped record by the rules of its form and builds an [`EventRow`].

use std::collections::BTreeSet;

use crate::cell::{Cell, Cells};
use crate::check_cell::{confidence, date_time, event_name, payload_schema, vendor, version};
use crate::columns::{ColumnPresence, RowForm};
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::record::Record;
use crate::row::{EventRow, Extraction};
use crate::text::{nearest, shown};
use crate::values::{Category, ExtractionMethod};

/// Checks one record, whose payload schema becomes the row's. `reported` holds the required columns that were already
/// reported for the file as a whole.
pub(crate) fn check(
    mut record: Record,
    reported: &BTreeSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EventRow> {
    let mut cells = Cells {
        form: record.form(),
        record: &record,
        reported,
        diagnostics,
        refused: false,
    };
    let vendor = cells.required("vendor", vendor);
    let published = ColumnPresence::Published;
    let display_name = |cell: &mut Cell<'_>| cell.text(1, usize::MAX);
    let vendor_display_name = cells.read("vendor_display_name", published, display_name);
    let category = cells.read("category", published, category);
    let event_name = cells.required("event_name", event_name);
    cells.required("payload_schema", payload_schema);
    let extraction = match cells.form {
        RowForm::Published => extraction(&mut cells),
        RowForm::Short => None,
    };
    let facts = Facts::read(&mut cells);
    if cells.refused {
        return None;
    }
    let payload_schema = record.columns.remove("payload_schema");
    Some(EventRow {
        origin: record.origin,
        vendor: vendor?,
        vendor_display_name,
        category,
        event_name: event_name?,
        payload_schema: payload_schema?,
        facts,
        extraction,
        overlays: record.overlays,
        before_overlays: record.before_overlays,
        shared_definitions: record.shared_definitions,
        presence_by_overlay: record.presence_by_overlay,
        unmatched: record.unmatched,
    })
}

/// One of the publisher's categories, or any text in a row of another form.
fn category(cell: &mut Cell<'_>) -> Option<String> {
    if cell.form == RowForm::Short {
        return cell.text(1, usize::MAX);
    }
    let category = cell.listed(Category::ALL, Category::as_str)?;
    Some(category.as_str().to_owned())
}

fn extraction(cells: &mut Cells<'_>) -> Option<Extraction> {
    let last_introspected_at = cells.required("last_introspected_at", date_time);
    let source_extractor_version = cells.required("source_extractor_version", version);
    let method = cells.required("extraction_method", |cell| {
        cell.listed(ExtractionMethod::ALL, ExtractionMethod::as_str)
    });
    let confidence = cells.optional("extraction_confidence", confidence);
    Some(Extraction {
        last_introspected_at: last_introspected_at?,
        source_extractor_version: source_extractor_version?,
        method: method?,
        confidence,
    })
}

/// Help for a required column that a file lacks, given its unknown columns.
pub(crate) fn missing_column_help(column: &str, unknown: &[&str]) -> String {
    match nearest(column, unknown.iter().copied()) {
        Some(near) => format!("the file has {}: rename it to `{column}`", shown(near)),
        None => format!("add the column `{column}`; every row has a value there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Excerpt;
    use serde_json::{Value, json};

    fn row() -> Value {
        json!({
            "vendor": "acme", "vendor_display_name": "Acme", "category": "ops", "event_name": "paid",
            "trigger_description": "Fires.", "auth_method": "none", "docs_url": "https://acme.example",
            "payload_schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
            "last_introspected_at": "2026-05-13T00:00:00Z", "source_extractor_version": "v1",
            "extraction_method": "manual-html",
        })
    }

    fn check_row(row: Value) -> (Option<EventRow>, Vec<Diagnostic>) {
        let Value::Object(columns) = row else {
            panic!("a row is an object")
        };
        let mut diagnostics = Vec::new();
        let checked = check(
            Record::new("a.jsonl", 7, columns),
            &BTreeSet::new(),
            &mut diagnostics,
        );
        (checked, diagnostics)
    }

    /// The one diagnostic about a row whose `column` holds `value`: code, pointer, message.
    fn found(column: &str, value: Value) -> (&'static str, String, String) {
        let mut row = row();
        row[column] = value;
        let (checked, diagnostics) = check_row(row);
        let [diagnostic] = &diagnostics[..] else {
            panic!("one diagnostic, found {diagnostics:?}")
        };
        assert_eq!(checked.is_none(), diagnostic.is_error());
        assert_eq!(
            (diagnostic.place.row, diagnostic.place.column.as_deref()),
            (Some(7), Some(column))
        );
        let pointer = diagnostic.place.pointer.clone().unwrap_or_default();
        (
            diagnostic.code.as_str(),
            pointer,
            diagnostic.message.clone(),
        )
    }

    #[test]
    fn the_required_columns_are_enough() {
        let (checked, diagnostics) = check_row(row());
        assert_eq!(diagnostics, []);
        let row = checked.expect("the row is sound");
        assert_eq!(
            (row.event_name.as_str(), row.facts.retry, row.facts.notes),
            ("paid", None, None)
        );
    }

    /// A row of one's own.
    fn short_row() -> Value {
        json!({"vendor": "acme", "event_name": "paid", "payload_schema": {}})
    }

    #[test]
    fn three_columns_are_enough_for_a_row_of_ones_own() {
        let (checked, diagnostics) = check_row(short_row());
        assert_eq!(diagnostics, []);
        let row = checked.expect("the row is sound");
        assert_eq!(row.facts, Facts::default());
        assert_eq!(
            (row.vendor_display_name, row.category, row.extraction),
            (None, None, None)
        );
    }

    #[test]
    fn the_publishers_lists_and_limits_hold_for_its_rows_alone() {
        let mut row = short_row();
        row["category"] = json!("freight");
        row["trigger_description"] = json!("ä".repeat(501));
        row["notes"] = json!("ä".repeat(1001));
        let (checked, diagnostics) = check_row(row.clone());
        assert_eq!(diagnostics, []);
        let category = checked.and_then(|row| row.category);
        assert_eq!(category.as_deref(), Some("freight"));

        row["extraction_confidence"] = json!(1);
        let (checked, diagnostics) = check_row(row);
        assert_eq!(checked, None);
        let messages: Vec<&str> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "the row lacks the required column `vendor_display_name`",
                "unknown category `freight`",
                "the payload schema has no `$schema`",
                "the payload schema has no `type`",
                "the row lacks the required column `last_introspected_at`",
                "the row lacks the required column `source_extractor_version`",
                "the row lacks the required column `extraction_method`",
                "`trigger_description` has 501 characters, at most 500 are allowed",
                "the row lacks the required column `docs_url`",
                "the row lacks the required column `auth_method`",
                "`notes` has 1001 characters, at most 1000 are allowed",
            ]
        );
    }

    #[test]
    fn values_that_mean_something_to_the_crate_are_listed_for_every_row() {
        for (column, value, expected) in [
            ("auth_method", json!("md5"), "unknown auth_method `md5`"),
            ("delivery", json!("pigeon"), "unknown delivery `pigeon`"),
            (
                "payload_schema",
                json!({"$schema": "http://json-schema.org/draft-04/schema#"}),
                "the payload schema's `$schema` is `http://json-schema.org/draft-04/schema#`",
            ),
            (
                "vendor_display_name",
                json!(""),
                "`vendor_display_name` is empty",
            ),
        ] {
            let mut row = short_row();
            row[column] = value;
            let (_, diagnostics) = check_row(row);
            let messages: Vec<&str> = diagnostics
                .iter()
                .map(|diagnostic| diagnostic.message.as_str())
                .collect();
            assert_eq!(messages, [expected]);
        }
    }

    #[test]
    fn each_rule_names_its_column_and_what_was_found() {
        let long = "ä".repeat(501);
        for (column, value, code, pointer, message) in [
            ("vendor", json!("Acme"), "E014", "", "`Acme` is no vendor"),
            (
                "vendor_display_name",
                json!(""),
                "E013",
                "",
                "`vendor_display_name` is empty",
            ),
            (
                "category",
                json!("opps"),
                "E015",
                "",
                "unknown category `opps`",
            ),
            (
                "event_name",
                json!(7),
                "E012",
                "",
                "`event_name` is text, found a number",
            ),
            (
                "trigger_description",
                json!(long),
                "E013",
                "",
                "`trigger_description` has 501 characters, at most 500 are allowed",
            ),
            (
                "payload_schema",
                json!(true),
                "E012",
                "",
                "`payload_schema` is an object, found a boolean",
            ),
            (
                "required_oauth_scopes",
                json!({}),
                "E012",
                "",
                "`required_oauth_scopes` is an array of texts, found an object",
            ),
            (
                "required_oauth_scopes",
                json!(["a", null]),
                "E012",
                "/1",
                "a scope is text, found null",
            ),
            (
                "auth_method",
                json!(null),
                "E011",
                "",
                "null in the required column `auth_method`",
            ),
            (
                "retry_policy",
                json!([]),
                "E012",
                "",
                "`retry_policy` is an object, found an array",
            ),
            (
                "retry_policy",
                json!({"max_attempts": -1}),
                "E016",
                "/max_attempts",
                "`max_attempts` is not a whole number of 0 or more",
            ),
            (
                "retry_policy",
                json!({"a/b": 1}),
                "E018",
                "/a~1b",
                "`retry_policy` has no member `a/b`",
            ),
            (
                "max_payload_size_bytes",
                json!(0.5),
                "E016",
                "",
                "`max_payload_size_bytes` is not a whole number of 0 or more",
            ),
            (
                "delivery_guarantees",
                json!("once"),
                "E015",
                "",
                "unknown delivery_guarantees `once`",
            ),
            (
                "delivery",
                json!("Webhook"),
                "E015",
                "",
                "unknown delivery `Webhook`",
            ),
            (
                "docs_url",
                json!("acme.example"),
                "E014",
                "",
                "`acme.example` is no URL",
            ),
            (
                "last_introspected_at",
                json!("2026-05-13"),
                "E014",
                "",
                "`2026-05-13` is no RFC 3339 date-time",
            ),
            (
                "source_extractor_version",
                json!("1.0"),
                "E014",
                "",
                "`1.0` is no extractor version",
            ),
            (
                "extraction_method",
                json!("magic"),
                "E015",
                "",
                "unknown extraction_method `magic`",
            ),
            (
                "extraction_confidence",
                json!(1.01),
                "E016",
                "",
                "`extraction_confidence` is not from 0 to 1",
            ),
            (
                "extraction_confidence",
                json!("1"),
                "E012",
                "",
                "`extraction_confidence` is a number, found text",
            ),
            (
                "notes",
                json!("x".repeat(1001)),
                "E013",
                "",
                "`notes` has 1001 characters, at most 1000 are allowed",
            ),
        ] {
            assert_eq!(
                found(column, value),
                (code, pointer.to_owned(), message.to_owned())
            );
        }
    }

    #[test]
    fn a_value_near_to_an_allowed_one_is_recognised() {
        let mut row = row();
        row["delivery"] = json!("Web-hook");
        let (_, diagnostics) = check_row(row);
        let help = "did you mean `webhook`? allowed: `webhook`, `websocket`, `sse`, `polling`";
        assert_eq!(diagnostics[0].help.as_deref(), Some(help));
        assert_eq!(diagnostics[0].excerpt, Some(Excerpt::whole("\"Web-hook\"")));
    }

    #[test]
    fn schemas_without_a_header_are_warned_about() {
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        let expected = |message: &str| ("E021", String::new(), message.to_owned());
        assert_eq!(
            found("payload_schema", json!({"type": "object"})),
            expected("the payload schema has no `$schema`")
        );
        assert_eq!(
            found("payload_schema", json!({"$schema": dialect})),
            expected("the payload schema has no `type`")
        );
        let draft7 = "http://json-schema.org/draft-07/schema#";
        assert_eq!(
            found(
                "payload_schema",
                json!({"$schema": draft7, "type": "array"})
            ),
            expected(&format!("the payload schema's `$schema` is `{draft7}`"))
        );
    }

    #[test]
    fn all_that_is_wrong_with_a_row_is_reported() {
        let (checked, diagnostics) =
            check_row(json!({"vendor": "acme", "notes": 1, "extraction_method": "manual-html"}));
        assert_eq!(checked, None);
        let codes: Vec<&str> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect();
        assert_eq!(codes, [["E010"; 9].as_slice(), &["E012"]].concat());
        assert_eq!(
            diagnostics[0].message,
            "the row lacks the required column `vendor_display_name`"
        );
    }
}
