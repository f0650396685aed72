//! An event's file: its type first, then the types inside it, then how they are read and written.

use webhook_catalog::RowKind;

use super::facts::emit_variant_facts;
use super::grade;
use super::imports::Imports;
use super::overview;
use super::type_modules::TypeModules;
use super::types::{allow_missing_docs, emit_type, schema_docs};
use crate::docs::{self, Text};
use crate::format::{SourceItem, rust_file};
use crate::model::{ModulePath, Variant, Vendor};

/// Emits `<vendor>/<event>.rs`.
pub(super) fn emit_variant(
    vendor: &Vendor,
    variant: &Variant<'_>,
    type_modules: &TypeModules<'_>,
    crate_path: &str,
) -> String {
    let event = variant.main();
    let mut imports = Imports::default();
    let root = &vendor.types[event.root.0];
    let definition = emit_type(
        vendor,
        root,
        &variant_docs(vendor, variant, crate_path),
        &mut imports,
    );
    let facts = emit_variant_facts(vendor, variant, &mut imports);
    let module_path = ModulePath::Event(variant.name.clone());
    let nested = type_modules.emit(&module_path, &mut imports);
    // Only now is known what the items use.
    let tokens = [allow_missing_docs(), imports.to_tokens()]
        .into_iter()
        .chain(definition)
        .chain([facts]);
    let items = tokens.map(SourceItem::Tokens).chain(nested);
    let source = format!("{}/{}", vendor.id, variant.name);
    let file_docs = Text::default().markdown(&format!(
        "{}: [`{}`] and the types inside it.",
        events_text(variant),
        event.variant
    ));
    rust_file(&source, &file_docs, items)
}

/// Such as ``Event `a` `` or ``Events `a`, `b` ``.
pub(super) fn events_text(variant: &Variant<'_>) -> String {
    let names = variant.events.iter();
    let names: Vec<String> = names.map(|event| docs::code(event.name.as_str())).collect();
    let noun = if names.len() == 1 { "Event" } else { "Events" };
    format!("{noun} {}", names.join(", "))
}

/// The docs of a variant: its trigger and the schema's docs, then the names of its events and the vendor's own documentation.
fn variant_docs(vendor: &Vendor, variant: &Variant<'_>, crate_path: &str) -> Text {
    let event = variant.main();
    let docs = &vendor.types[event.root.0].docs;
    // A description may begin with the trigger.
    let is_repeated = |trigger: &&String| {
        let description = docs.description.as_deref().unwrap_or_default();
        description.starts_with(trigger.trim_end_matches('.'))
    };
    let trigger = event.facts.trigger.as_ref();
    let trigger = trigger.filter(|trigger| !is_repeated(trigger));
    let mut text = Text::default();
    if let Some(trigger) = trigger {
        text = text.prose(trigger);
    }
    text = text
        .then(schema_docs(docs))
        .then(overview::event_type(vendor, event, crate_path));
    let mut sentences = vec![format!(
        "{} of {}.",
        events_text(variant),
        docs::escape(&vendor.display_name)
    )];
    if let Some(member) = vendor.api.name_members.get(variant.name) {
        sentences.push(format!(
            "These events arrive as one type. The member {} tells which one it is; [`facts`](Self::facts) returns its name, docs and \
             scopes.",
            docs::code(&member.member)
        ));
    }
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
