//! The derive twin: types of the same model as a careful user would write them with serde's derives. The benches compare the emitted
//! crate with it.
//!
//! It has:
//!
//! - a struct per object, with `Option` and `skip_serializing_if` where a member may be absent, and `#[serde(flatten)] extra`
//!   for undeclared members; an `Option<Option<_>>` where absent and `null` differ;
//! - an internally tagged `Event` with boxed variants; the subscriptions whose deliveries are all `message` share one;
//! - internally tagged enums for tagged unions, with an untagged last variant for values without a tag or with an unknown one;
//!   untagged enums for other unions and for string enums;
//! - `i64` for integers, and no docs.
//!
//! Where derives offer no or several solutions, the twin takes the fastest:
//!
//! - `parse` tries a body with an envelope first, then one without. An untagged enum would buffer every body.
//! - An unknown event becomes a unit variant by `#[serde(other)]`. [`UnknownEvents::Kept`] keeps its payload by an untagged variant;
//!   then every event is buffered, and a known event with an invalid member becomes an unknown one.
//! - A tuple is a list of JSON values.
//!
//! It lacks the emitted crate's facts, accessors, positions of errors, signatures and checks for repeated members.

mod reach;
mod types;

use std::collections::BTreeMap;
use std::path::Path;

use webhook_catalog::{BodyNaming, Naming, ValueTest};
use webhook_codegen::model::{Envelope, Event, ModulePath, TypeId, Vendor};

use crate::package::Package;
use crate::{emitted, inputs, vendor_model};
use reach::ReachableTypes;
use types::TypeWriter;

/// Folder names of the emitted crate, the twin, and the twin that keeps unknown events.
pub const FOLDERS: [&str; 3] = ["events", "twin", "twin-keeping"];

/// Writes the emitted crate and both twins, with Slack's events, into [`FOLDERS`] below `scratch`.
pub fn write_packages(scratch: &Path) -> [Package; 3] {
    let slack = vendor_model(inputs::of_vendors(&["slack"]), "slack");
    let [events, twin, keeping] = FOLDERS;
    let write_twin =
        |name: &str, unknown| Package::write(scratch, name, emit(&slack, name, unknown));
    [
        Package::write(
            scratch,
            events,
            emitted(inputs::of_vendors(&["slack"])).tree.iter(),
        ),
        write_twin(twin, UnknownEvents::Dropped),
        write_twin(keeping, UnknownEvents::Kept),
    ]
}

/// The twin's treatment of unknown events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownEvents {
    /// A unit variant; the payload is lost.
    Dropped,
    /// A variant with the payload.
    Kept,
}

/// Attribute of every type.
const DERIVES: &str = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n";

/// First line of every file.
const IMPORTS: &str = "use serde::{Deserialize, Serialize};\n";

/// The twin's package `name`: texts of its files by path.
///
/// # Panics
///
/// If the vendor's deliveries are not like Slack's: events that a member names, with and without an envelope.
pub fn emit(vendor: &Vendor, name: &str, unknown: UnknownEvents) -> BTreeMap<String, String> {
    let (Some(envelope), Some(Naming::Body(naming))) = (&vendor.envelope, &vendor.naming) else {
        panic!("the twin needs a vendor with an envelope whose bodies name their event")
    };
    let tag = event_tag(envelope, naming);
    let events = tagged_events(vendor, naming);
    let mut reachable = ReachableTypes::default();
    reachable.add(vendor, envelope.fields);
    for event in events.values() {
        reachable.add_tagged(vendor, event.root, tag);
    }
    let writer = TypeWriter {
        vendor,
        reachable: &reachable,
    };

    let mut files = BTreeMap::new();
    files.insert("Cargo.toml".to_owned(), manifest(name));
    let mut modules = Vec::new();
    let mut add = |module: &str, module_path: &ModulePath| {
        modules.push(module.to_owned());
        let text = file(&writer, module_path, envelope);
        files.insert(format!("src/{module}.rs"), text);
    };
    add("envelope", &ModulePath::Envelope);
    add("shared", &ModulePath::Shared);
    for event in events.values() {
        add(event.module.unraw(), &ModulePath::Event(event.name.clone()));
    }
    let root = root(&writer, envelope, &events, tag, &modules, unknown);
    files.insert("src/lib.rs".to_owned(), root);
    files
}

/// The event's member that names it.
fn event_tag<'v>(envelope: &Envelope, naming: &'v BodyNaming) -> &'v str {
    let within = naming.pointers.first().and_then(|pointer| {
        let (member, tag) = pointer.strip_prefix('/')?.split_once('/')?;
        (member == envelope.event_member && !tag.contains('/')).then_some(tag)
    });
    match (within, &naming.join, &naming.unenveloped) {
        (Some(tag), None, Some(_)) => tag,
        _ => panic!("the twin needs events that name themselves, with and without an envelope"),
    }
}

/// The events by the value of their tag. Of several with the same value, one has the type for all.
fn tagged_events<'v>(vendor: &'v Vendor, naming: &'v BodyNaming) -> BTreeMap<&'v str, &'v Event> {
    let mut events: BTreeMap<&str, &Event> = BTreeMap::new();
    for event in &vendor.events {
        let mut rules = naming.rules.iter();
        let rule = rules.find(|rule| rule.event == event.name);
        let tag = rule.and_then(|rule| match &rule.conditions.first()?.test {
            ValueTest::Equals(value) => value.as_str(),
            _ => None,
        });
        let tag = tag.unwrap_or(event.name.as_str());
        let entry = events.entry(tag).or_insert(event);
        if event.name.as_str() == tag {
            *entry = event;
        }
    }
    events
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         serde = {{ version = \"1\", default-features = false, features = [\"derive\", \"std\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"float_roundtrip\"] }}\n"
    )
}

/// The reachable types of one module.
fn file(writer: &TypeWriter<'_>, module_path: &ModulePath, envelope: &Envelope) -> String {
    let TypeWriter { vendor, reachable } = writer;
    let mut text = IMPORTS.to_owned();
    let defs = vendor.types.iter().enumerate();
    let here = defs.filter(|(_, def)| def.module_path == *module_path);
    for (index, def) in here {
        let id = TypeId(index);
        if !reachable.contains(id) {
            continue;
        }
        let event = (id == envelope.fields).then_some(envelope.event_member.as_str());
        let definition = writer.definition(id, def, event);
        text.push_str(&format!("\n{DERIVES}{definition}\n"));
    }
    text
}

/// `lib.rs`: modules, `Delivery`, `Event` and `parse`.
fn root(
    writer: &TypeWriter<'_>,
    envelope: &Envelope,
    events: &BTreeMap<&str, &Event>,
    tag: &str,
    modules: &[String],
    unknown: UnknownEvents,
) -> String {
    let modules: String = modules
        .iter()
        .map(|module| format!("pub mod {module};\n"))
        .collect();
    let variants: String = events
        .iter()
        .map(|(tag, event)| {
            let (variant, module) = (&event.variant, event.module.as_str());
            let root = &writer.vendor.types[event.root.0].name;
            format!("    #[serde(rename = {tag:?})]\n    {variant}(Box<{module}::{root}>),\n")
        })
        .collect();
    let unknown = match unknown {
        UnknownEvents::Dropped => "    #[serde(other)]\n    Unknown,\n",
        UnknownEvents::Kept => {
            "    #[serde(untagged)]\n    Unknown(serde_json::Map<String, serde_json::Value>),\n"
        }
    };
    let fields = &writer.vendor.types[envelope.fields.0].name;
    format!(
        r#"{IMPORTS}
{modules}
{DERIVES}#[serde(untagged)]
pub enum Delivery {{
    Enveloped(Box<envelope::{fields}>),
    Unenveloped(Event),
}}

{DERIVES}#[serde(tag = {tag:?})]
pub enum Event {{
{variants}{unknown}}}

pub fn parse(body: &[u8]) -> serde_json::Result<Delivery> {{
    match serde_json::from_slice(body) {{
        Ok(enveloped) => Ok(Delivery::Enveloped(enveloped)),
        Err(error) => match serde_json::from_slice(body) {{
            Ok(unenveloped) => Ok(Delivery::Unenveloped(unenveloped)),
            Err(_) => Err(error),
        }},
    }}
}}

/// For members that may be `null` or absent: a present member is `Some`.
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {{
    T::deserialize(deserializer).map(Some)
}}
"#
    )
}
