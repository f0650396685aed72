//! An event's file: its type first, then the types inside it, then how they are read and written.

use webhook_catalog::RowKind;

use super::facts::emit_event_facts;
use super::grade;
use super::imports::Imports;
use super::type_modules::TypeModules;
use super::types::{allow_missing_docs, emit_type, schema_docs};
use crate::docs::{self, Text};
use crate::format::{SourceItem, rust_file};
use crate::model::{Event, ModulePath, Vendor};

/// Emits `<vendor>/<event>.rs`.
pub(super) fn emit_event(vendor: &Vendor, event: &Event, type_modules: &TypeModules<'_>) -> String {
    let mut imports = Imports::default();
    let root = &vendor.types[event.root.0];
    let definition = emit_type(vendor, root, &event_docs(vendor, event), &mut imports);
    let facts = emit_event_facts(vendor, event, &mut imports);
    let module_path = ModulePath::Event(event.name.clone());
    let nested = type_modules.emit(&module_path, &mut imports);
    // Only now is known what the items use.
    let tokens = [allow_missing_docs(), imports.to_tokens()]
        .into_iter()
        .chain(definition)
        .chain([facts]);
    let items = tokens.map(SourceItem::Tokens).chain(nested);
    let source = format!("{}/{}", vendor.id, event.name);
    let file_docs = Text::default().markdown(&format!(
        "Event {}: [`{}`] and the types inside it.",
        docs::code(event.name.as_str()),
        event.variant
    ));
    rust_file(&source, &file_docs, items)
}

/// The docs of an event: its trigger and the schema's docs, then its name and the vendor's own documentation.
fn event_docs(vendor: &Vendor, event: &Event) -> Text {
    let mut text = Text::default();
    if let Some(trigger) = &event.facts.trigger {
        text = text.prose(trigger);
    }
    text = text.then(schema_docs(&vendor.types[event.root.0].docs));
    let mut sentences = vec![format!(
        "Event {} of {}.",
        docs::code(event.name.as_str()),
        docs::escape(&vendor.display_name)
    )];
    if let Some(url) = &event.facts.docs_url {
        let origin = match event.described.row {
            Some(RowKind::Addition) => "Added to the catalogue after",
            Some(RowKind::Catalogue) | None => "Documented at",
        };
        sentences.push(format!("{origin} {}.", docs::link(url)));
    }
    sentences.push(grade::event_sentence(event));
    text = text.markdown(&sentences.join(" "));
    if let Some(why) = &event.unmatched {
        text = text
            .markdown("The vendor has no event of this name.")
            .prose(why);
    }
    if let Some(answer) = &event.handshake {
        text = text
            .markdown("A handshake: by this event the vendor checks the receiver.")
            .prose(answer);
    }
    text
}
