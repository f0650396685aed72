//! The payloads of an event that are tested: its samples, or one composed from its types.

use std::borrow::Cow;

use serde_json::Value;
use webhook_catalog::{BodyFormat, Case, Naming, Sample};

use super::{compose, json_text, message_template};
use crate::event_routing;
use crate::form_value::nearest_of_form;
use crate::ident::{self, NameKind, RustIdent};
use crate::model::{Event, Vendor};

/// A payload with a test.
pub(super) struct Payload<'m> {
    pub(super) case: &'m str,
    /// The name of its test.
    pub(super) test: RustIdent,
    pub(super) text: Cow<'m, str>,
    /// Its origin, as a sentence.
    pub(super) origin: &'static str,
    pub(super) value: Cow<'m, Value>,
    /// True if it is the event itself, although others of its vendor have an envelope.
    pub(super) is_unenveloped: bool,
    /// True if the body names its event, by a string or by its message.
    pub(super) names_event: bool,
}

/// Names of tests that are no payload's.
const OTHER_TESTS: &[&str] = &["misfits", "misfits_if_named", "unknown", "unknown_form"];

/// The event's samples, or a payload composed from its types where there are none.
pub(super) fn payloads<'m>(vendor: &'m Vendor, event: &'m Event) -> Vec<Payload<'m>> {
    let cases: Vec<Stored<'m>> = if event.samples.is_empty() {
        let value = compose::compose(vendor, event);
        let value = match vendor.body {
            BodyFormat::Json => value,
            BodyFormat::Form => nearest_of_form(value).unwrap_or_default(),
        };
        vec![Stored {
            case: "composed",
            text: Cow::Owned(json_text::pretty(&value) + "\n"),
            origin: "Composed from the schema: every member that it declares.",
            value: Cow::Owned(value),
        }]
    } else {
        event.samples.iter().filter_map(Stored::of).collect()
    };
    let names = cases.iter().map(|stored| stored.case);
    let (tests, _) = ident::assign(NameKind::Field, names, OTHER_TESTS);
    let naming = vendor.naming.as_ref();
    let payload = |stored: Stored<'m>| Payload {
        case: stored.case,
        test: tests[stored.case].clone(),
        text: stored.text,
        origin: stored.origin,
        is_unenveloped: vendor.envelope.is_some()
            && event_routing::is_unenveloped(naming, &stored.value),
        names_event: names_event(vendor, event, &stored.value),
        value: stored.value,
    };
    cases.into_iter().map(payload).collect()
}

/// A payload whose test has no name yet.
struct Stored<'m> {
    case: &'m str,
    text: Cow<'m, str>,
    origin: &'static str,
    value: Cow<'m, Value>,
}

impl<'m> Stored<'m> {
    fn of(sample: &'m Sample) -> Option<Self> {
        let provenance = sample.provenance.as_ref();
        let origin = match provenance.map(|provenance| provenance.kind) {
            Some(Case::Captured) => "Captured from a real delivery.",
            Some(Case::Documented) => "Quoted from the vendor's documentation.",
            Some(Case::Composed) => "Composed by hand.",
            None => "A sample of unstated origin.",
        };
        Some(Self {
            case: &sample.case,
            text: Cow::Borrowed(std::str::from_utf8(&sample.bytes).ok()?),
            origin,
            value: Cow::Borrowed(&sample.value),
        })
    }
}

/// Returns true if a body names this event.
fn names_event(vendor: &Vendor, event: &Event, body: &Value) -> bool {
    match &vendor.naming {
        Some(naming @ Naming::Body(_)) => event_routing::named(naming, body)
            .is_some_and(|named| named.event_name == event.name.as_str()),
        Some(Naming::MessageTemplates(_)) => {
            message_template::event_templates(vendor, event).is_some()
        }
        Some(Naming::Header { .. }) | None => false,
    }
}
