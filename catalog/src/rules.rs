//! The publisher's rules for a row: takes an untyped record, gives an [`EventRow`] or everything that is wrong with it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::codes;
use crate::columns::{
    any_text, confidence, count, date_time, event_name, payload_schema, retry_policy, scopes, url,
    vendor, version,
};
use crate::diagnostic::{Diagnostic, DiagnosticCode, Excerpt};
use crate::record::Record;
use crate::row::{AuthMethod, Category, DeliveryGuarantee, EventRow, ExtractionMethod, Transport};
use crate::text::{nearest, one_of, shown};

/// Checks one record, whose payload schema becomes the row's. `reported` holds the required columns that were already reported for the file as a whole.
pub(crate) fn check(
    mut record: Record,
    reported: &BTreeSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<EventRow> {
    let mut row = Row {
        record: &record,
        reported,
        diagnostics,
        refused: false,
    };
    let vendor = row.required("vendor", vendor);
    let vendor_display_name = row.required("vendor_display_name", |cell| cell.text(1, usize::MAX));
    let category = row.required("category", |cell| {
        cell.listed(Category::ALL, Category::as_str)
    });
    let event_name = row.required("event_name", event_name);
    let event_namespace = row.optional("event_namespace", any_text);
    let trigger_description = row.required("trigger_description", |cell| cell.text(1, 500));
    row.required("payload_schema", payload_schema);
    let required_oauth_scopes = row.optional("required_oauth_scopes", scopes);
    let required_subscription_event = row.optional("required_subscription_event", any_text);
    let auth_method = row.required("auth_method", |cell| {
        cell.listed(AuthMethod::ALL, AuthMethod::as_str)
    });
    let signature_header = row.optional("signature_header", any_text);
    let signature_algorithm_detail = row.optional("signature_algorithm_detail", any_text);
    let retry_policy = row.optional("retry_policy", retry_policy);
    let max_payload_size_bytes = row.optional("max_payload_size_bytes", count);
    let idempotency_key_header = row.optional("idempotency_key_header", any_text);
    let event_id_header = row.optional("event_id_header", any_text);
    let delivery_guarantees = row.optional("delivery_guarantees", |cell| {
        cell.listed(DeliveryGuarantee::ALL, DeliveryGuarantee::as_str)
    });
    let delivery = row.optional("delivery", |cell| {
        cell.listed(Transport::ALL, Transport::as_str)
    });
    let docs_url = row.required("docs_url", url);
    let last_introspected_at = row.required("last_introspected_at", date_time);
    let source_extractor_version = row.required("source_extractor_version", version);
    let extraction_method = row.required("extraction_method", |cell| {
        cell.listed(ExtractionMethod::ALL, ExtractionMethod::as_str)
    });
    let extraction_confidence = row.optional("extraction_confidence", confidence);
    let notes = row.optional("notes", |cell| cell.text(0, 1000));
    if row.refused {
        return None;
    }
    let payload_schema = record.columns.remove("payload_schema");
    Some(EventRow {
        origin: record.origin,
        vendor: vendor?,
        vendor_display_name: vendor_display_name?,
        category: category?,
        event_name: event_name?,
        event_namespace,
        trigger_description: trigger_description?,
        payload_schema: payload_schema?,
        required_oauth_scopes,
        required_subscription_event,
        auth_method: auth_method?,
        signature_header,
        signature_algorithm_detail,
        retry_policy,
        max_payload_size_bytes,
        idempotency_key_header,
        event_id_header,
        delivery_guarantees,
        delivery,
        docs_url: docs_url?,
        last_introspected_at: last_introspected_at?,
        source_extractor_version: source_extractor_version?,
        extraction_method: extraction_method?,
        extraction_confidence,
        notes,
        overlays: record.overlays,
        shared_definitions: record.shared_definitions,
    })
}

struct Row<'a> {
    record: &'a Record,
    reported: &'a BTreeSet<&'a str>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Set by the first error; warnings leave it alone.
    refused: bool,
}

impl Row<'_> {
    fn required<T>(
        &mut self,
        column: &'static str,
        check: impl FnOnce(&mut Cell<'_>) -> Option<T>,
    ) -> Option<T> {
        let found = self.record.columns.get(column);
        if found.is_some_and(|value| !value.is_null()) || self.record.broken.contains(column) {
            return self.optional(column, check);
        }
        self.refused = true;
        if !self.reported.contains(column) {
            let (code, message) = match found {
                None => (
                    codes::MISSING_COLUMN,
                    format!("the row lacks the required column `{column}`"),
                ),
                Some(_) => (
                    codes::NULL_IN_REQUIRED,
                    format!("null in the required column `{column}`"),
                ),
            };
            let help = format!("give `{column}` a value: every row has one");
            self.diagnostics.push(
                Diagnostic::error(code, self.record.place_of(column), message).with_help(help),
            );
        }
        None
    }

    fn optional<T>(
        &mut self,
        column: &'static str,
        check: impl FnOnce(&mut Cell<'_>) -> Option<T>,
    ) -> Option<T> {
        if self.record.broken.contains(column) {
            self.refused = true;
            return None;
        }
        let value = self
            .record
            .columns
            .get(column)
            .filter(|value| !value.is_null())?;
        let mut cell = Cell {
            record: self.record,
            column,
            value,
            diagnostics: self.diagnostics,
        };
        let checked = check(&mut cell);
        self.refused |= checked.is_none();
        checked
    }
}

/// One value that is neither absent nor null.
pub(crate) struct Cell<'a> {
    pub(crate) record: &'a Record,
    pub(crate) column: &'static str,
    pub(crate) value: &'a Value,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Cell<'_> {
    pub(crate) fn refuse<T>(
        &mut self,
        code: DiagnosticCode,
        message: String,
        help: impl Into<String>,
    ) -> Option<T> {
        self.refuse_at("", code, message, self.value, help)
    }

    /// `found` is what stands at `pointer` within the cell.
    pub(crate) fn refuse_at<T>(
        &mut self,
        pointer: &str,
        code: DiagnosticCode,
        message: String,
        found: &Value,
        help: impl Into<String>,
    ) -> Option<T> {
        let mut place = self.record.place_of(self.column);
        if !pointer.is_empty() {
            place.pointer = Some(place.pointer.unwrap_or_default() + pointer);
        }
        let excerpt = Excerpt::whole(&found.to_string());
        self.diagnostics.push(
            Diagnostic::error(code, place, message)
                .with_help(help)
                .with_excerpt(excerpt),
        );
        None
    }

    pub(crate) fn text(&mut self, min: usize, max: usize) -> Option<String> {
        let text = any_text(self)?;
        let column = self.column;
        let length = text.chars().count();
        if length < min {
            return self.refuse(
                codes::WRONG_LENGTH,
                format!("`{column}` is empty"),
                "write at least one character",
            );
        }
        if length > max {
            let message = format!("`{column}` has {length} characters, at most {max} are allowed");
            return self.refuse(codes::WRONG_LENGTH, message, "shorten the text");
        }
        Some(text)
    }

    pub(crate) fn listed<T: Copy>(
        &mut self,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = any_text(self)?;
        if let Some(value) = all.iter().copied().find(|value| as_str(*value) == text) {
            return Some(value);
        }
        let message = format!("unknown {} {}", self.column, shown(&text));
        self.refuse(
            codes::NOT_LISTED,
            message,
            one_of(&text, all.iter().copied().map(as_str)),
        )
    }
}

/// What to say about a required column that a file lacks, given the unknown columns that it has.
pub(crate) fn missing_column_help(column: &str, unknown: &[&str]) -> String {
    match nearest(column, unknown.iter().copied()) {
        Some(near) => format!("the file has {}: rename it to `{column}`", shown(near)),
        None => format!("add the column `{column}`; every row has a value there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
            (row.event_name.as_str(), row.retry_policy, row.notes),
            ("paid", None, None)
        );
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
        let (checked, diagnostics) = check_row(json!({"vendor": "acme", "notes": 1}));
        assert_eq!(checked, None);
        let codes: Vec<&str> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect();
        assert_eq!(codes, [["E010"; 10].as_slice(), &["E012"]].concat());
        assert_eq!(
            diagnostics[0].message,
            "the row lacks the required column `vendor_display_name`"
        );
    }
}
