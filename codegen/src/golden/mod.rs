//! Golden files: per event its payloads, the typed values they must become, and changes after which a value does not fit, all as
//! data.
//!
//! The expectations are computed from the model, independently of the emitted code, so the two check each other. The emitted
//! tests, in `codegen/golden`, read the files when they run.

mod changes;
mod compose;
#[path = "../../golden/check/escapes.rs"]
mod escapes;
#[allow(dead_code, reason = "the rest of it is for the emitted tests")]
#[path = "../../golden/check/forms.rs"]
mod forms;
mod json_body;
#[path = "../../golden/check/json_edit.rs"]
mod json_edit;
mod json_text;
mod message_template;
mod misfits;
mod payload;
mod tests_of_vendor;
mod typed_value;
mod unknown;

use std::cmp::Reverse;

use serde_json::Value;
use webhook_catalog::{BodyFormat, pointer};

use crate::emit::{StoredText, VendorSample};
use crate::format::header;
use crate::misfit::{self, Kept};
use crate::model::{Event, Model, Vendor};
use crate::options::Options;
use crate::output::OutputTree;
use escapes::normalize_escapes;
use misfits::MisfitChange;
use payload::Payload;
pub(crate) use tests_of_vendor::emit_vendor;

/// Emits the parts of `tests/golden` that are no vendor's. It is one test binary.
pub(crate) fn emit(model: &Model, options: &Options, tree: &mut OutputTree) {
    macro_rules! check_files {
        ($($name:literal)*) => {
            [$(($name, include_str!(concat!("../../golden/check/", $name, ".rs")))),*]
        };
    }
    let files = check_files!["earlier" "escapes" "forms" "golden_file" "json_edit" "layout" "misfits" "mod" "signatures" "vendor"];
    for (name, text) in files {
        let text = text.replace("webhook_events", &options.crate_ident());
        let header = header("//", &format!("codegen/golden/check/{name}.rs"));
        tree.insert(
            format!("tests/golden/check/{name}.rs"),
            format!("{header}\n{text}"),
        );
    }
    tree.insert(
        "tests/golden/main.rs",
        tests_of_vendor::main_file(model, options),
    );
}

/// A payload of the golden tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldenPayload {
    /// The vendor's slug.
    pub vendor: String,
    /// The event's name.
    pub event: String,
    /// The name of its test.
    pub case: String,
    /// The whole body.
    pub body: String,
}

/// The payloads of all golden tests.
pub(crate) fn all_payloads(model: &Model) -> Vec<GoldenPayload> {
    let events = model
        .vendors
        .iter()
        .flat_map(|vendor| vendor.events.iter().map(move |event| (vendor, event)));
    let payloads = events.flat_map(|(vendor, event)| {
        let payloads = payload::payloads(vendor, event).into_iter();
        payloads.map(|payload| GoldenPayload {
            vendor: vendor.id.to_string(),
            event: event.name.to_string(),
            case: payload.test.unraw().to_owned(),
            body: payload.text.into_owned(),
        })
    });
    payloads.collect()
}

/// The golden files of one event, and the tests that read them.
pub(crate) struct EventTests {
    /// The identifiers of the tests.
    tests: Vec<String>,
    /// Path below the vendor's folder, and text.
    files: Vec<(String, String)>,
}

/// Makes the golden files of one event.
pub(crate) fn event_tests(vendor: &Vendor, event: &Event) -> EventTests {
    let payloads = payload::payloads(vendor, event);
    let folder = event.folder.unraw();
    let mut made = EventTests {
        tests: Vec::new(),
        files: Vec::new(),
    };
    let mut texts = Vec::new();
    for payload in &payloads {
        let path = format!("{folder}/{}.json", payload.test.unraw());
        made.files.push((path, payload.text.clone().into_owned()));
        texts.push(typed_payload(payload, vendor, event));
    }
    if let Some(first) = payloads.first() {
        texts.extend(misfits(first, vendor, event));
        texts.push(unknown::unknown_event(first, vendor));
    }
    let mut payloads = payloads.iter();
    texts.extend(payloads.find_map(|payload| unknown::unknown_form(payload, vendor, event)));
    for text in texts {
        let path = format!("{folder}/{}.txt", text.file_name());
        made.files.push((path, text.print()));
        made.tests.push(text.test);
    }
    made
}

/// The payloads of a vendor's events as samples, by event. The first of an event names it, if any does. Of these it is the one called
/// `typical`, or else `full`, or else the longest.
pub(crate) fn samples(vendor: &Vendor) -> Vec<VendorSample<'_>> {
    let events = vendor.events.iter();
    let samples = events.flat_map(|event| {
        let mut payloads = payload::payloads(vendor, event);
        payloads.sort_by_key(|payload| {
            let called = |case: &str| payload.case == case;
            let names = (called("typical"), called("full"));
            Reverse((payload.names_event, names, payload.text.len()))
        });
        payloads.into_iter().map(move |payload| {
            let case = payload.test.unraw().to_owned();
            let text = match vendor.body {
                BodyFormat::Json => StoredText::File(format!(
                    "tests/golden/{}/{}/{case}.json",
                    vendor.module.unraw(),
                    event.folder.unraw()
                )),
                BodyFormat::Form => StoredText::Text(forms::encode(&payload.text)),
            };
            VendorSample { event, case, text }
        })
    });
    samples.collect()
}

/// Reads a payload, which is JSON.
fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("a payload is JSON")
}

/// Stands for the typed value of a payload that its type refuses, so that its test fails.
const UNREADABLE: &str = "The payload does not fit its type.\n";

/// A text file that says what becomes of a payload.
struct TextFile {
    /// The identifier of its test.
    test: String,
    comment: &'static str,
    /// True if `parse` finds the event's name, false if `parse_named` needs it.
    names_event: bool,
    /// The payload's file, without `.json`.
    payload: String,
    text: String,
}

impl TextFile {
    /// The file's name without `.txt`.
    fn file_name(&self) -> &str {
        self.test.strip_prefix("r#").unwrap_or(&self.test)
    }

    fn print(&self) -> String {
        let Self {
            test: _,
            comment,
            names_event,
            payload,
            text,
        } = self;
        let function = if *names_event { "parse" } else { "parse_named" };
        format!("// {comment}\n{function} {payload}.json\n{text}")
    }
}

/// The delivery that a payload must be read as.
fn typed_payload(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> TextFile {
    let delivery =
        typed_value::print_delivery(vendor, event, &payload.text, payload.is_unenveloped);
    let mut text = delivery.unwrap_or_else(|| UNREADABLE.to_owned());
    text.push_str(&unknown_members(payload, vendor, event));
    let captures = message_template::print_captures(vendor, event, payload.case);
    text.push_str(&captures.unwrap_or_default());
    TextFile {
        test: payload.test.to_string(),
        comment: payload.origin,
        names_event: payload.names_event,
        payload: payload.test.unraw().to_owned(),
        text,
    }
}

/// Prints the members of a payload that no type declares, if there are any.
fn unknown_members(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> String {
    let unknown = misfit::unknown_members(vendor, event, &payload.value, payload.is_unenveloped);
    if unknown.is_empty() {
        return String::new();
    }
    let mut pointers: Vec<_> = unknown.iter().map(pointer::from_steps).collect();
    pointers.sort_unstable();
    let lines = pointers
        .iter()
        .map(|pointer| format!("    {},\n", typed_value::quoted(pointer)));
    format!("Unknown members [\n{}]\n", lines.collect::<String>())
}

/// The changes to a payload after which a value does not fit: those where the event is named as before, and those where only the
/// caller names it.
fn misfits(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> Vec<TextFile> {
    let (if_named, others): (Vec<_>, Vec<_>) = misfits::misfit_changes(vendor, event, payload)
        .into_iter()
        .partition(|change| change.if_named);
    let tables = [
        (
            "misfits",
            "Changes to the payload; below each the error if it is read strictly, and the outcome otherwise.",
            payload.names_event,
            others,
        ),
        (
            "misfits_if_named",
            "The same for changes that may leave the event unknown unless the caller names it.",
            false,
            if_named,
        ),
    ];
    let tables = tables
        .into_iter()
        .filter(|(.., changes)| !changes.is_empty());
    tables
        .map(|(test, comment, names_event, changes)| TextFile {
            test: test.to_owned(),
            comment,
            names_event,
            payload: payload.test.unraw().to_owned(),
            text: changes.iter().map(print_change).collect(),
        })
        .collect()
}

fn print_change(change: &MisfitChange) -> String {
    let pointer = |steps| {
        let pointer = pointer::from_steps(steps);
        normalize_escapes(&pointer.escape_debug().to_string())
    };
    let outcome = match &change.kept {
        Some(Kept::Member(steps)) => format!("typed, `{}` kept in `extra`", pointer(steps)),
        Some(Kept::Payload(steps)) if steps.is_empty() => {
            "malformed, with the body as payload".to_owned()
        }
        Some(Kept::Payload(steps)) => format!("malformed, with `{}` as payload", pointer(steps)),
        None => "refused".to_owned(),
    };
    let MisfitChange { change, error, .. } = change;
    format!("{change}\n    {error}\n    {outcome}\n")
}
