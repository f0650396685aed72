//! Examples of the crate's docs that call every function of a vendor's module, on a stored delivery.

use webhook_catalog::{SecretForm, Signature};

use super::entry_points::request_names_event;
use super::features::whole_cfg;
use crate::event_routing::body_names_event;
use crate::model::{Event, Model, Vendor};
use crate::options::Options;

/// A doc test that reads, looks at and writes a delivery; empty if no vendor's bodies name their events.
pub(super) fn reading(model: &Model, options: &Options) -> Vec<String> {
    let Some((vendor, event)) = of_most_samples(model, body_names_event) else {
        return Vec::new();
    };
    let (module, function, variant) = (&vendor.module, &event.folder, &event.variant);
    let path = options.crate_path(module);
    let code = format!(
        "use {path}::{module}::{{self, Event}};

let sample = {module}::samples::{function}();
let (headers, body) = (sample.headers(), sample.body());

let delivery = {module}::parse_request(headers, body)?;
// From the body alone, and with a name that is known from elsewhere, such as the URL.
assert_eq!({module}::parse(body)?, delivery);
assert_eq!({module}::parse_named(sample.event_name, body)?, delivery);
// The name alone, before anything else is read.
assert_eq!({module}::peek(body)?.as_deref(), Some(sample.event_name));
assert_eq!({module}::peek_request(headers, body)?.as_deref(), Some(sample.event_name));
// What does not fit its type, and what no type declares.
assert!(delivery.misfits().is_empty());
for pointer in delivery.unknown_members() {{
    println!(\"new: {{pointer}}\");
}}
// For tests and contracts: the first misfit is an error.
assert_eq!({module}::parse_strict(body)?, delivery);
// Written, it is what was read; an event can be stored and read by itself.
let written = serde_json::to_value(&delivery)?;
assert_eq!(written, serde_json::from_slice::<serde_json::Value>(body)?);
let payload = serde_json::to_vec(&delivery.event)?;
let event = Event::from_payload(sample.event_name, &payload)?;
assert!(matches!(event, Event::{variant}(_)));
assert_eq!(event, delivery.event);"
    );
    doc_test(vendor, &["samples"], &code)
}

/// A doc test that signs, verifies and receives a delivery; empty if there is no vendor for it.
pub(super) fn signing(model: &Model, options: &Options) -> Vec<String> {
    let signs_text = |vendor: &Vendor| {
        matches!(&vendor.signature, Signature::Supported(scheme) if scheme.secret == SecretForm::Text)
            && request_names_event(vendor)
            && body_names_event(vendor)
            && !vendor.signature.needs_request()
    };
    let Some((vendor, event)) = of_most_samples(model, signs_text) else {
        return Vec::new();
    };
    let (module, function) = (&vendor.module, &event.folder);
    let path = options.crate_path(module);
    let code = format!(
        "use std::time::SystemTime;

use {path}::{module};
use {path}::verify::{{Request, Secret}};

let body = {module}::samples::{function}().body();
let (secrets, now) = ([Secret::new(\"the secret\")], SystemTime::now());
let headers = {module}::sign(&secrets[0], now, body)?;

// In two steps, and in one.
let verified = {module}::verify(&headers, body, &secrets, now)?;
let delivery = {module}::parse_request(&headers, verified.body())?;
assert_eq!({module}::receive(&headers, body, &secrets, now)?, delivery);
// The same functions for every vendor, also for those that sign the method or the URI.
let (method, uri) = (\"POST\", \"https://example.com/hook\");
let request = Request {{ method, uri, headers: &headers, body }};
assert_eq!({module}::sign_request(&secrets[0], now, &request)?, headers);
assert_eq!({module}::verify_request(&request, &secrets, now)?, verified);
assert_eq!({module}::receive_request(&request, &secrets, now)?, delivery);
// Another secret, another body: refused.
assert!({module}::verify(&headers, b\"{{}}\", &secrets, now).is_err());"
    );
    doc_test(vendor, &["samples", "verify"], &code)
}

/// The vendor with the most samples of those that qualify, and the event of its docs that is alone in its variant.
fn of_most_samples(
    model: &Model,
    qualifies: impl Fn(&Vendor) -> bool,
) -> Option<(&Vendor, &Event)> {
    let samples = |vendor: &Vendor| -> usize {
        let events = vendor.events.iter();
        events.map(|event| event.samples.len()).sum()
    };
    let vendors = model.vendors.iter().filter(|vendor| qualifies(vendor));
    let vendor = vendors.rev().max_by_key(|vendor| samples(vendor))?;
    let mut variants = vendor.variants().into_iter();
    let variant = variants.find(|variant| {
        let mut arms = vendor.api.example.iter();
        variant.events.len() == 1 && arms.any(|arm| arm.event == variant.events[0].name)
    })?;
    Some((vendor, variant.events[0]))
}

/// A doc test that is compiled with these features alone.
fn doc_test(vendor: &Vendor, features: &[&str], code: &str) -> Vec<String> {
    let features = features
        .iter()
        .map(|feature| format!(", feature = \"{feature}\""));
    let features: String = features.collect();
    let head = [
        "```".to_owned(),
        format!("# #[cfg(all({}{features}))] {{", whole_cfg(vendor)),
    ];
    let tail = ["# }", "# Ok::<(), Box<dyn std::error::Error>>(())", "```"];
    let lines = code.lines().map(str::to_owned);
    let tail = tail.map(str::to_owned);
    head.into_iter().chain(lines).chain(tail).collect()
}
