//! Whole vendors: envelopes, samples, names and facts.

use serde_json::{Value, json};
use webhook_catalog::{
    Checked, EventName, EventRow, Profile, Profiles, Sample, Signature, VendorId,
};

use super::{lines, print_module, row};
use crate::lower::tests::lower;
use crate::model::{DeclaredPresence, Evidence, Model, ModulePath, TypeKind, Vendor};
use crate::schema::DRAFT;
use crate::test_support::Files;

fn sample(event: &str, case: &str, value: Value) -> Sample {
    Sample {
        vendor: VendorId::new("acme").expect("a valid slug"),
        event_name: EventName::new(event).expect("a valid name"),
        case: case.to_owned(),
        bytes: value.to_string().into_bytes(),
        value,
        trigger: Some(format!("{event} fires")),
        docs_url: None,
        provenance: None,
        label: format!("{event}/{case}.json"),
    }
}

fn body(properties: Value, required: Value) -> Value {
    json!({"$schema": DRAFT, "type": "object", "properties": properties, "required": required})
}

/// A profile by which the member `event` holds the event.
fn enveloped() -> Profiles {
    let profile = Profile {
        event: "/event".to_owned(),
        ..Profile::default()
    };
    Profiles([(VendorId::new("acme").expect("a valid slug"), profile)].into())
}

fn only_vendor(checked: Checked<Model>) -> Vendor {
    assert_eq!(lines(&checked), [""; 0]);
    checked
        .value
        .vendors
        .into_iter()
        .next()
        .expect("one vendor")
}

fn envelope(vendor: &Vendor) -> String {
    print_module(
        vendor,
        vendor.envelope.as_ref().expect("an envelope").fields,
    )
}

fn event(vendor: &Vendor, index: usize) -> String {
    print_module(vendor, vendor.events[index].root)
}

#[test]
fn the_envelope_is_lowered_once() {
    let rows: Vec<EventRow> = ["b", "a"]
        .iter()
        .map(|name| {
            let inner = json!({"type": "object", "description": "The event", "properties": {*name: {"type": "string"}}});
            row(name, body(json!({"id": {"type": "string"}, "n": {"$ref": "#/$defs/n"}, "event": inner}), json!(["id", "event"])))
        })
        .map(|mut row| {
            row.payload_schema["$defs"] = json!({"n": {"enum": ["x"]}, "unused": {"const": row.event_name.as_str()}});
            row.payload_schema["description"] = json!(row.event_name.as_str());
            row
        })
        .collect();
    let vendor = only_vendor(lower(&rows, &[], &enveloped()));
    assert_eq!(envelope(&vendor), "{ id: String, n?: @n }; @n = enum[x]");
    assert_eq!(
        (event(&vendor, 0).as_str(), event(&vendor, 1).as_str()),
        ("{ a?: String }", "{ b?: String }")
    );
    let split = vendor.envelope.expect("an envelope");
    assert_eq!(
        (
            split.event_member.as_str(),
            split.event_docs.description.as_deref()
        ),
        ("event", Some("The event"))
    );
    assert_eq!(
        vendor.types[split.fields.0].module_path,
        ModulePath::Envelope
    );
    assert_eq!(
        vendor.types[vendor.events[0].root.0].module_path,
        ModulePath::Event(EventName::new("a").expect("a name"))
    );
}

#[test]
fn members_of_the_envelope_have_ids_and_times() {
    let text = json!({"type": "string"});
    let team = json!({"$ref": "#/$defs/team_id"});
    let event = json!({"type": "object", "properties": {"team": text}});
    let properties =
        json!({"team": text, "host": team, "sent": {"type": "integer"}, "event": event});
    let definitions = json!({
        "team_id": {"type": "string", "x-id": true, "x-members": ["team"]},
        "time": {"type": "integer", "format": "unix-time", "x-members": ["sent"]},
    });
    let shared = json!({"reason": "r", "source": "s", "patch": {}, "$defs": definitions});
    let files = Files::default()
        .row("paid", json!({"type": "object", "properties": properties}))
        .overlay("shared", shared);
    let mut inputs = files.inputs();
    inputs.profiles = enveloped();
    let model = Model::build(inputs).value.expect("no error");
    let vendor = &model.vendors[0];
    assert_eq!(
        envelope(vendor),
        "{ host?: TeamId, sent?: UnixTime, team?: TeamId }"
    );
}

#[test]
fn envelopes_that_differ_are_joined() {
    let event = || json!({"type": "object"});
    let one = body(
        json!({"a": {"type": "string", "description": "x"}, "b": {"type": "string"}, "c": {"type": "integer"}, "event": event()}),
        json!(["a", "b", "c", "event"]),
    );
    let two = body(
        json!({"a": {"type": "string", "description": "y"}, "b": {"type": ["integer", "null"]}, "event": event()}),
        json!(["a", "event"]),
    );
    let vendor = only_vendor(lower(
        &[row("one", one), row("two", two)],
        &[],
        &enveloped(),
    ));
    assert_eq!(
        envelope(&vendor),
        "{ a: String, b?: union(s: String, n: Integer) or null, c?: Integer }"
    );
}

#[test]
fn definitions_of_one_name_must_be_equal() {
    let schema = |value: &str| {
        let mut schema = body(
            json!({"a": {"$ref": "#/$defs/x"}, "event": {"type": "object"}}),
            json!([value]),
        );
        schema["$defs"] = json!({"x": {"const": value}});
        schema
    };
    let checked = lower(
        &[row("one", schema("1")), row("two", schema("2"))],
        &[],
        &enveloped(),
    );
    assert_eq!(
        lines(&checked),
        ["E117 /$defs/x: two events' envelopes define `x` differently"]
    );
    assert!(checked.has_errors());
}

#[test]
fn a_row_without_the_event_member_gives_an_empty_event() {
    let checked = lower(
        &[row(
            "one",
            body(json!({"a": {"type": "string"}}), json!([])),
        )],
        &[],
        &enveloped(),
    );
    assert_eq!(
        lines(&checked),
        ["E115 : the schema does not declare `event`, which holds the event"]
    );
    assert!(!checked.has_errors());
    let vendor = &checked.value.vendors[0];
    assert_eq!(
        (event(vendor, 0).as_str(), envelope(vendor).as_str()),
        ("{}", "{ a?: String }")
    );
}

#[test]
fn events_known_by_samples_alone() {
    let samples = [
        sample(
            "fired",
            "two",
            json!({"n": 1, "list": [{"a": 1}, {"a": null, "b": "x"}]}),
        ),
        sample("fired", "one", json!({"n": 1.5, "list": [], "only": {}})),
    ];
    let vendor = only_vendor(lower(&[], &samples, &Profiles::default()));
    assert_eq!(
        event(&vendor, 0),
        "{ list: [{ a: Integer or null, b?: String }], n: Number, only?: map[Any] }"
    );
    let fired = &vendor.events[0];
    assert_eq!(
        fired
            .samples
            .iter()
            .map(|sample| sample.case.as_str())
            .collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert_eq!(
        (fired.facts.trigger.as_deref(), fired.facts.auth_method),
        (Some("fired fires"), None)
    );
    assert_eq!(
        (vendor.display_name.as_str(), vendor.category.as_deref()),
        ("Acme", None)
    );
    let TypeKind::Object(root) = &vendor.types[fired.root.0].kind else {
        panic!("the root is an object")
    };
    assert_eq!(root.properties[0].evidence, Evidence::default());
    assert_eq!(vendor.types[fired.root.0].schema_pointer, "");
}

#[test]
fn a_row_takes_precedence_over_its_samples() {
    let schema = body(json!({"a": {"type": "string"}}), json!(["a"]));
    let vendor = only_vendor(lower(
        &[row("e", schema)],
        &[sample("e", "one", json!({"b": 1}))],
        &Profiles::default(),
    ));
    assert_eq!(event(&vendor, 0), "{ a: String }");
    assert_eq!(vendor.events[0].samples.len(), 1);
    let TypeKind::Object(root) = &vendor.types[vendor.events[0].root.0].kind else {
        panic!("the root is an object")
    };
    assert_eq!(
        root.properties[0].evidence.declared,
        Some(DeclaredPresence::RequiredBySchema)
    );
}

#[test]
fn the_envelope_is_inferred_from_samples() {
    let samples = [
        sample("one", "x", json!({"id": "1", "event": {"a": 1}})),
        sample("two", "x", json!({"id": "2", "at": 5, "event": {"b": 1}})),
    ];
    let vendor = only_vendor(lower(&[], &samples, &enveloped()));
    assert_eq!(envelope(&vendor), "{ at?: Integer, id: String }");
    assert_eq!(
        (event(&vendor, 0).as_str(), event(&vendor, 1).as_str()),
        ("{ a: Integer }", "{ b: Integer }")
    );
}

#[test]
fn an_event_with_an_error_is_left_out() {
    let rows = [
        row("bad", body(json!({"a": {"type": "strnig"}}), json!([]))),
        row(
            "good",
            body(
                json!({"a": {"type": "object", "properties": {"b": true}}}),
                json!([]),
            ),
        ),
    ];
    let checked = lower(&rows, &[], &Profiles::default());
    assert!(checked.has_errors());
    assert_eq!(checked.value.vendors[0].events.len(), 1);
    assert_eq!(event(&checked.value.vendors[0], 0), "{ a?: { b?: Any } }");
    let found = &checked.diagnostics[0];
    assert_eq!(
        (found.place.event.as_deref(), found.place.row),
        (Some("bad"), Some(1))
    );
    assert_eq!(
        found.excerpt.as_ref().map(|excerpt| excerpt.text.as_str()),
        Some("\"strnig\"")
    );
}

#[test]
fn a_vendor_without_a_signature_scheme_has_a_reason() {
    let samples = [sample("e", "one", json!({"event": {}}))];
    for profiles in [Profiles::default(), enveloped()] {
        let vendor = only_vendor(lower(&[], &samples, &profiles));
        let why = "nobody has described how this vendor signs its deliveries".to_owned();
        assert_eq!(vendor.signature, Signature::Unsupported { why });
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut rows: Vec<EventRow> = ["c", "a", "b"]
        .iter()
        .map(|name| row(name, body(json!({*name: {"type": "object", "properties": {"x": true}}, "event": {"type": "object"}}), json!([]))))
        .collect();
    let forwards = lower(&rows, &[], &enveloped());
    rows.reverse();
    let backwards = lower(&rows, &[], &enveloped());
    assert_eq!(forwards.value, backwards.value);
    assert_eq!(lines(&forwards), lines(&backwards));
}
