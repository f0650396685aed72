//! The derive twin: the same model as the types that a careful user would write by hand, with serde's derives. It is what
//! the emitted crate is measured against.
//!
//! The careful user writes, and so does the twin:
//!
//! - a struct per object, with `Option` and `skip_serializing_if` where a member may be absent, and `#[serde(flatten)] extra`
//!   for what is not known; absent and `null` are told apart by an `Option` in an `Option`;
//! - an internally tagged `Event`, boxed; the five subscriptions that all arrive as `message` are one variant;
//! - internally tagged enums for unions with a tag, with what has no tag or an unknown one in an untagged variant at their
//!   end, and untagged enums for other unions and for strings with known values;
//! - `i64` for integers, and no docs.
//!
//! Where derives offer no way, or several, the twin takes the one that is fastest:
//!
//! - `parse` tries a body with an envelope, and then one without. An untagged enum would copy every body first.
//! - An unknown event is only counted as such, by `#[serde(other)]`. [`UnknownEvents::Kept`] keeps it, by an untagged
//!   variant; then everything is copied once more, and a known event with a wrong field becomes an unknown one.
//! - A tuple is a list of JSON values.
//!
//! It has nothing of the facts, accessors, places of errors, signatures and checks for repeated members that the emitted
//! crate has beside its types.

mod reach;
mod types;

use std::collections::BTreeMap;
use std::path::Path;

use webhook_catalog::{BodyNaming, Naming};
use webhook_codegen::model::{Envelope, Event, ModulePath, TypeId, Vendor};

use crate::package::Package;
use crate::{emitted, inputs, vendor_model};
use reach::Reached;
use types::Writer;

/// Folders below one another's parent: the emitted crate, the twin, and the twin that keeps unknown events.
pub const FOLDERS: [&str; 3] = ["events", "twin", "twin-keeping"];

/// Writes the emitted crate and both twins of Slack's events beside each other, into [`FOLDERS`] below `scratch`.
pub fn write_beside(scratch: &Path) -> [Package; 3] {
    let slack = vendor_model(inputs::checked_in(), "slack");
    let [events, twin, keeping] = FOLDERS;
    let write_twin =
        |name: &str, unknown| Package::write(scratch, name, emit(&slack, name, unknown));
    [
        Package::write(scratch, events, emitted(inputs::checked_in()).tree.iter()),
        write_twin(twin, UnknownEvents::Dropped),
        write_twin(keeping, UnknownEvents::Kept),
    ]
}

/// What the twin does with an event that it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownEvents {
    /// It is read as an event without anything, and its payload is lost.
    Dropped,
    /// It is kept whole.
    Kept,
}

/// On every type.
const DERIVES: &str = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n";

/// Above the types of every file.
const IMPORTS: &str = "use serde::{Deserialize, Serialize};\n";

/// The twin's package: paths and texts of its files. Its name is `name`.
///
/// # Panics
///
/// If the vendor's deliveries do not look like Slack's: an envelope with the event inside, which a member names, or the event
/// alone.
pub fn emit(vendor: &Vendor, name: &str, unknown: UnknownEvents) -> BTreeMap<String, String> {
    let (Some(envelope), Some(Naming::Body(naming))) = (&vendor.envelope, &vendor.naming) else {
        panic!("the twin needs a vendor with an envelope whose bodies name their event")
    };
    let tag = event_tag(envelope, naming);
    let events = tagged_events(vendor, naming);
    let mut reached = Reached::default();
    reached.plain(vendor, envelope.fields);
    for event in events.values() {
        reached.tagged(vendor, event.root, tag);
    }
    let writer = Writer {
        vendor,
        reached: &reached,
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

/// The member of the event that names it.
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

/// The events by what their tag says. Of several that say the same, one has the type of all.
fn tagged_events<'v>(vendor: &'v Vendor, naming: &'v BodyNaming) -> BTreeMap<&'v str, &'v Event> {
    let mut events: BTreeMap<&str, &Event> = BTreeMap::new();
    for event in &vendor.events {
        let alias = naming
            .aliases
            .iter()
            .find(|alias| alias.event == event.name);
        let said = alias.and_then(|alias| alias.values.first()?.as_deref());
        let said = said.unwrap_or(event.name.as_str());
        let earlier = events.entry(said).or_insert(event);
        if event.name.as_str() == said {
            *earlier = event;
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

/// The types of one module_path that anything leads to.
fn file(writer: &Writer<'_>, module_path: &ModulePath, envelope: &Envelope) -> String {
    let Writer { vendor, reached } = writer;
    let mut text = IMPORTS.to_owned();
    let defs = vendor.types.iter().enumerate();
    let here = defs.filter(|(_, def)| def.module_path == *module_path);
    for (index, def) in here {
        let id = TypeId(index);
        if !reached.contains(id) {
            continue;
        }
        let event = (id == envelope.fields).then_some(envelope.event_member.as_str());
        let definition = writer.definition(id, def, event);
        text.push_str(&format!("\n{DERIVES}{definition}\n"));
    }
    text
}

/// Modules, `Delivery`, `Event`, `parse`.
fn root(
    writer: &Writer<'_>,
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
        .map(|(said, event)| {
            let (variant, module) = (&event.variant, event.module.as_str());
            let root = &writer.vendor.types[event.root.0].name;
            format!("    #[serde(rename = {said:?})]\n    {variant}(Box<{module}::{root}>),\n")
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

/// For members that may be `null` or absent: whatever is there is `Some`.
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {{
    T::deserialize(deserializer).map(Some)
}}
"#
    )
}
