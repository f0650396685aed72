//! The checks of golden files. An event's folder holds, as data:
//!
//! - `<case>.json`, a payload, and `<case>.txt`, the delivery that it must be read as, in the layout of `{:#?}`;
//! - `misfits.txt`, changes to a payload after which one value does not fit, and `misfits_if_named.txt`, those after which only the
//!   caller can name the event. Below each change stand the error of `parse_strict` and the outcome of `parse`;
//! - `unknown.txt`, a payload with the name of no event;
//! - `unknown_form.txt`, a payload with a tag that is not known, and the delivery that it must be read as.
//!
//! A text file starts with a comment and with the function and the payload that it is about. Where the vendor sends forms, payloads
//! are the JSON of their fields, and the tests read the form.

mod earlier;
mod escapes;
pub(crate) mod forms;
mod golden_file;
mod json_edit;
mod layout;
mod misfits;
#[cfg(feature = "verify")]
pub(crate) mod signatures;
mod vendor;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ::webhook_events::ParseError;

pub(crate) use earlier::{earlier_payloads, rewritten};
use escapes::normalize_escapes;
use golden_file::Golden;
use json_edit::Span;
use misfits::Changed;
pub(crate) use vendor::{Vendor, golden, vendor};

/// A name that no vendor gives an event.
const NO_NAME: &str = "no such name";

/// An event with golden files.
pub(crate) struct Event {
    /// Its folder in the vendor's.
    pub(crate) folder: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// [`reread`] of the event's type.
    pub(crate) reread: fn(&str) -> Value,
}

impl Event {
    /// Runs one test, called as its function is.
    #[track_caller]
    pub(crate) fn check<V: Vendor>(&self, test: &str) {
        match test {
            "misfits" | "misfits_if_named" => self.check_misfits::<V>(test),
            "unknown" => self.check_unknown::<V>(),
            _ => self.check_delivery::<V>(unraw(test)),
        }
    }

    /// The payload is read as the delivery that the file shows, in every way there is, and nothing of it is lost.
    fn check_delivery<V: Vendor>(&self, test: &str) {
        let golden = Golden::read(&self.path::<V>(), test);
        let (body, expected) = golden.changed();
        let delivery = shown_on_error(golden.parse::<V>(self.name, &body));
        assert_same_lines(&show::<V>(&delivery), expected);
        assert_eq!(V::misfits(&delivery), []);
        let strictly = shown_on_error(golden.parse_strict::<V>(self.name, &body));
        assert_eq!(strictly, delivery);
        if golden.names_event {
            let name = shown_on_error(V::peek(V::encode(&body).as_bytes()));
            assert_eq!(name.as_deref(), Some(self.name));
            assert_eq!(V::name(&delivery), self.name);
            let again = V::deserialize(&body).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(again, delivery);
        }
        let named_by = V::NAME_HEADER.map(|header| (header, self.name));
        if golden.names_event || named_by.is_some() {
            let headers: Vec<_> = named_by.into_iter().collect();
            let requested = V::parse_request(&headers, V::encode(&body).as_bytes());
            let requested = shown_on_error(requested);
            assert_eq!(requested, delivery);
        }
        if !golden.names_event && V::BODY_NAMES_EVENT {
            let name = V::peek(V::encode(&body).as_bytes()).unwrap_or_default();
            assert_ne!(name.as_deref(), Some(self.name), "`parse` reads the payload");
        }
        comes_back::<V>(&delivery, &body);
        let event = V::event(&delivery);
        assert_eq!((self.reread)(&event), json(&event));
    }

    /// The payload under the name of no event is kept whole.
    fn check_unknown<V: Vendor>(&self) {
        let golden = Golden::read(&self.path::<V>(), "unknown");
        let (body, expected) = golden.changed();
        let delivery = shown_on_error(golden.parse::<V>(NO_NAME, &body));
        let name = V::unknown_name(&delivery).unwrap_or_else(|| panic!("known: {delivery:?}"));
        assert_eq!(normalize_escapes(&format!("Unknown({name:?})\n")), expected);
        assert_eq!(V::misfits(&delivery), []);
        let strictly = shown_on_error(golden.parse_strict::<V>(NO_NAME, &body));
        assert_eq!(strictly, delivery);
        comes_back::<V>(&delivery, &body);
    }

    /// Each change to the payload leads to exactly the error and the outcome below it.
    fn check_misfits<V: Vendor>(&self, test: &str) {
        let golden = Golden::read(&self.path::<V>(), test);
        let span = Span::of(&golden.payload).expect("a payload is JSON");
        let fitting = shown_on_error(golden.parse::<V>(self.name, &golden.payload));
        let changed = Changed {
            event: self,
            golden: &golden,
            has_envelope: V::has_envelope(&fitting),
        };
        let mut lines = golden.rest.lines();
        let mut count = 0;
        while let Some(change) = lines.next() {
            let body = json_edit::edit(&golden.payload, &span, change)
                .unwrap_or_else(|| panic!("not applicable: {change}"));
            let mut below = || lines.next().and_then(|line| line.strip_prefix("    "));
            let (error, outcome) = (below(), below());
            let read = changed.read::<V>(&body);
            let read = read.unwrap_or_else(|failure| panic!("{change}: {failure}"));
            let expected = error.zip(outcome).expect("error and outcome stand below a change");
            assert_eq!((&*read.error, &*read.outcome), expected, "{change}");
            count += 1;
        }
        assert_ne!(count, 0, "there is a change");
    }

    fn path<V: Vendor>(&self) -> PathBuf {
        vendor_folder::<V>().join(unraw(self.folder))
    }
}

/// A delivery, its unknown members and the captures of its message, in the layout of golden files.
fn show<V: Vendor>(delivery: &V::Delivery) -> String {
    let mut text = layout::compact(&normalize_escapes(&format!("{delivery:#?}")));
    text.push('\n');
    let mut unknown = V::unknown_members(delivery);
    unknown.sort_unstable();
    if !unknown.is_empty() {
        text.push_str("Unknown members [\n");
        for pointer in unknown {
            text.push_str(&normalize_escapes(&format!("    {pointer:?},\n")));
        }
        text.push_str("]\n");
    }
    if let Some(captures) = V::captures(delivery) {
        text.push_str("Captures {\n");
        for (name, value) in captures {
            text.push_str(&normalize_escapes(&format!("    {name}: {value},\n")));
        }
        text.push_str("}\n");
    }
    text
}

/// Asserts that two texts are the same, or shows the first lines that differ.
#[track_caller]
fn assert_same_lines(found: &str, expected: &str) {
    let line = |text: &str, index| text.lines().nth(index).map(str::to_owned);
    let mut indices = 0..found.lines().count().max(expected.lines().count());
    if let Some(index) = indices.find(|index| line(found, *index) != line(expected, *index)) {
        let [found_line, expected_line] =
            [found, expected].map(|text| line(text, index).unwrap_or_default());
        panic!("expected: {expected_line}\n   found: {found_line}\nin:\n{found}");
    }
}

/// Asserts that nothing of the body was lost.
fn comes_back<V: Vendor>(delivery: &V::Delivery, body: &str) {
    let value = serde_json::to_value(delivery).expect("every type writes JSON");
    assert_eq!(value, json(body));
    let text = serde_json::to_string(delivery).expect("every type writes JSON");
    assert_eq!(value, json(&text));
    if let Some(form) = V::to_form(delivery) {
        forms::assert_same_fields(&form, &V::encode(body));
    }
}

/// Reads a `T` on its own and writes it again.
pub(crate) fn reread<T: Serialize + DeserializeOwned>(text: &str) -> Value {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(value).expect("every type writes JSON")
}

/// Asserts that the vendor's folder holds the files of these tests and no other.
pub(crate) fn every_file_is_read<V: Vendor>(events: &[(&str, &[&str])]) {
    let mut expected = BTreeSet::new();
    for (folder, tests) in events {
        for test in *tests {
            let path = format!("{}/{}", unraw(folder), unraw(test));
            if !matches!(
                *test,
                "misfits" | "misfits_if_named" | "unknown" | "unknown_form"
            ) {
                expected.insert(format!("{path}.json"));
            }
            expected.insert(format!("{path}.txt"));
        }
    }
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder can be listed");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        entries
            .map(|entry| name(entry.expect("an entry")))
            .collect()
    };
    let vendor = vendor_folder::<V>();
    let mut found = BTreeSet::new();
    for folder in names(&vendor) {
        let path = vendor.join(&folder);
        if path.is_dir() {
            let files = names(&path);
            found.extend(files.iter().map(|file| format!("{folder}/{file}")));
        } else {
            let is_ours = folder == "mod.rs" || folder == "generated-files.txt";
            assert!(is_ours, "no test reads {folder}");
        }
    }
    assert_eq!(found, expected);
}

/// The value, or a panic that shows the error as users see it.
#[track_caller]
fn shown_on_error<T>(outcome: Result<T, ParseError>) -> T {
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the text is JSON")
}

fn vendor_folder<V: Vendor>() -> PathBuf {
    let root = std::env::var_os("CARGO_MANIFEST_DIR");
    let root = root.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    root.join("tests/golden").join(V::FOLDER)
}

/// A name without `r#`, as files have it.
fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
