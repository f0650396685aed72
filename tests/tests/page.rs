//! The rows of Slack agree with the publisher's page about the same events.

use std::collections::BTreeMap;

use end_to_end::inputs::{file, snapshot_rows};
use serde_json::{Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use webhook_catalog::EventRow;

const PAGE: &str = "tests/fixtures/page/slack.toml";

/// The only event that the page counts but does not list.
const NOT_LISTED: &str = "link_shared";

/// Content of the page.
struct PublisherPage {
    /// Stated number of events.
    counted: i64,
    /// Event name and trigger, in the order of the page.
    events: Vec<(String, String)>,
    /// Facts that all events share, by the fixture's key.
    shared: BTreeMap<String, String>,
    fields: Vec<Field>,
}

/// A field of the body.
struct Field {
    pointer: String,
    r#type: String,
    r#const: Option<String>,
    is_required: bool,
    description: String,
}

#[test]
fn the_page_counts_113_events_and_lists_112() {
    let (page, rows) = (page(), snapshot_rows("slack"));
    let mut listed: Vec<&str> = page.events.iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        (page.counted, listed.len(), rows.len()),
        (113, 112, 113),
        "the page's count, the events it lists, the snapshot's rows of Slack"
    );
    assert!(!listed.contains(&NOT_LISTED));
    listed.push(NOT_LISTED);
    listed.sort_unstable();
    let named: Vec<&str> = rows.iter().map(|row| row.event_name.as_str()).collect();
    assert_eq!(named, listed);
}

#[test]
fn the_page_lists_events_by_name() {
    let page = page();
    assert!(
        page.events.is_sorted_by_key(|(name, _)| name),
        "the fixture keeps the page's order"
    );
}

#[test]
fn every_trigger_is_the_pages_sentence() {
    let (page, rows) = (page(), snapshot_rows("slack"));
    let mut differences = Differences::default();
    for (name, trigger) in &page.events {
        let row = rows.iter().find(|row| row.event_name.as_str() == name);
        let found = row.and_then(|row| row.facts.trigger.clone());
        differences.compare(name, "trigger", &json!(trigger), &json!(found));
    }
    differences.expect_none();
}

#[test]
fn auth_and_delivery_are_the_pages_in_every_row() {
    let page = page();
    let mut differences = Differences::default();
    for row in &snapshot_rows("slack") {
        let mut shared = page.shared.clone();
        let mut compare = |key: &str, found: Option<&str>| {
            let expected = shared.remove(key);
            differences.compare(
                row.event_name.as_str(),
                key,
                &json!(expected),
                &json!(found),
            );
        };
        let policy = row.facts.retry.as_ref();
        compare("namespace", row.facts.namespace.as_deref());
        let extraction = row.extraction.as_ref();
        compare(
            "extraction_method",
            extraction.map(|extraction| extraction.method.as_str()),
        );
        compare(
            "auth_method",
            row.facts.auth_method.map(|method| method.as_str()),
        );
        compare("signature_header", row.facts.signature_header.as_deref());
        compare("signature_detail", row.facts.signature_detail.as_deref());
        compare(
            "delivery_guarantee",
            row.facts.delivery_guarantee.map(|value| value.as_str()),
        );
        compare(
            "backoff",
            policy.and_then(|policy| policy.backoff.as_deref()),
        );
        assert!(shared.is_empty(), "not compared: {shared:?}");
    }
    differences.expect_none();
}

#[test]
fn fields_types_and_requiredness_are_the_pages_in_every_row() {
    let page = page();
    let mut differences = Differences::default();
    for row in &snapshot_rows("slack") {
        compare_fields(&page, row, &mut differences);
    }
    differences.expect_none();
}

/// Compares the page's fields with the properties of the row's schema.
fn compare_fields(page: &PublisherPage, row: &EventRow, differences: &mut Differences) {
    let name = row.event_name.as_str();
    let mut found = BTreeMap::new();
    collect_properties(&row.payload_schema, "", &mut found);
    for field in &page.fields {
        let mut expected = json!({ "type": field.r#type, "description": field.description, "required": field.is_required });
        if let Some(value) = &field.r#const {
            expected["const"] = json!(value);
        }
        let property = found.remove(&field.pointer);
        differences.compare(name, &field.pointer, &expected, &json!(property));
    }
    for (pointer, property) in found {
        differences.compare(name, &pointer, &Value::Null, &property);
    }
}

/// Adds every property below `schema` by its pointer into the body, with its keywords and its requiredness.
fn collect_properties(schema: &Value, prefix: &str, found: &mut BTreeMap<String, Value>) {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let pointer = format!("{prefix}/{name}");
        collect_properties(property, &pointer, found);
        let mut keywords = property.clone();
        if let Some(keywords) = keywords.as_object_mut() {
            keywords.retain(|keyword, _| keyword != "properties" && keyword != "required");
            let is_required = required.contains(&json!(name));
            keywords.insert("required".to_owned(), json!(is_required));
        }
        found.insert(pointer, keywords);
    }
}

/// Differences between page and snapshot, reported together.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare(&mut self, event: &str, subject: &str, page: &Value, snapshot: &Value) {
        if page != snapshot {
            self.0.push(format!(
                "{event}: {subject}: the page has {page}, the snapshot has {snapshot}"
            ));
        }
    }

    #[track_caller]
    fn expect_none(self) {
        let Self(differences) = self;
        assert!(
            differences.is_empty(),
            "{} differences:\n{}",
            differences.len(),
            differences.join("\n")
        );
    }
}

fn page() -> PublisherPage {
    let text = String::from_utf8(file(PAGE).bytes).expect("the fixture is UTF-8");
    let table = DeTable::parse(&text).expect("the fixture is TOML");
    let table = table.get_ref();
    let events = at(at(table, "listed").as_table().expect("a table"), "events");
    let shared = at(table, "shared").as_table().expect("a table").iter();
    PublisherPage {
        counted: integer(at(table, "counted")),
        events: items(events)
            .map(|pair| match pair.as_array().map(|pair| &pair[..]) {
                Some([name, trigger]) => (string(name.get_ref()), string(trigger.get_ref())),
                _ => panic!("an event is a name and a trigger, found {pair:?}"),
            })
            .collect(),
        shared: shared
            .map(|(key, value)| (key.get_ref().to_string(), string(value.get_ref())))
            .collect(),
        fields: items(at(table, "fields"))
            .map(|field| field.as_table().expect("a field is a table"))
            .map(|field| Field {
                pointer: string(at(field, "pointer")),
                r#type: string(at(field, "type")),
                r#const: field.get("const").map(|value| string(value.get_ref())),
                is_required: at(field, "required").as_bool().expect("true or false"),
                description: string(at(field, "description")),
            })
            .collect(),
    }
}

fn at<'t, 'a>(table: &'t DeTable<'a>, key: &str) -> &'t DeValue<'a> {
    let value = table.get(key);
    value
        .map(Spanned::get_ref)
        .unwrap_or_else(|| panic!("the fixture has `{key}`"))
}

fn items<'t, 'a>(value: &'t DeValue<'a>) -> impl Iterator<Item = &'t DeValue<'a>> {
    let array = value.as_array().expect("a list");
    array.iter().map(Spanned::get_ref)
}

fn string(value: &DeValue<'_>) -> String {
    value.as_str().expect("a string").to_owned()
}

fn integer(value: &DeValue<'_>) -> i64 {
    let integer = value.as_integer().expect("an integer");
    integer.as_str().parse().expect("a small integer")
}
