//! A vendor's `mod.rs`: facts, parse functions, the delivery and the event enum; and the modules of the envelope and of shared
//! types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::delivery::emit_delivery;
use super::entry_points::{emit_functions, request_names_event};
use super::event_enum::{emit_conversions, emit_event_enum};
use super::example;
use super::facts::{emit_common_facts, emit_vendor_facts, facts_path};
use super::features::{shared_attribute, variant_cfg};
use super::grade;
use super::imports::Imports;
use super::naming::emit_naming;
use super::other_requests;
use super::receive::receive_functions;
use super::type_modules::TypeModules;
use super::types::{allow_missing_docs, emit_type};
use crate::docs::{self, Text};
use crate::event_routing::body_names_event;
use crate::format::{SourceItem, rust_file};
use crate::ident::{RustIdent, cargo_feature};
use crate::model::{Envelope, ModulePath, Topic, Variant, Vendor};
use webhook_catalog::{BodyFormat, DeliveryId, EventName, Signature};

/// Emits `<vendor>/mod.rs`.
pub(super) fn emit_module(vendor: &Vendor, crate_path: &str) -> String {
    let mut imports = Imports::of_module();
    let mut items = vec![
        emit_vendor_facts(vendor, &mut imports),
        emit_event_list(vendor, &mut imports),
        emit_common_facts(vendor, &mut imports),
    ];
    items.extend(emit_naming(vendor, &mut imports));
    items.extend(emit_functions(vendor, &mut imports));
    items.extend(emit_delivery(vendor, &mut imports));
    items.extend(emit_event_enum(vendor, crate_path, &mut imports));
    let conversions = emit_conversions(vendor);
    let modules = emit_mod_lines(vendor);
    let cow = request_names_event(vendor).then(|| {
        quote!(
            use std::borrow::Cow;
        )
    });
    let uses = imports.to_tokens();
    let head = [emit_allow_links(vendor), quote!(#cow #uses), modules];
    let items = head.into_iter().chain(items);
    let items = items.map(SourceItem::Tokens).chain(conversions);
    rust_file(vendor.id.as_str(), &module_docs(vendor, crate_path), items)
}

/// Emits `<vendor>/envelope.rs`.
pub(super) fn emit_envelope(
    vendor: &Vendor,
    envelope: &Envelope,
    type_modules: &TypeModules<'_>,
) -> String {
    let mut imports = Imports::default();
    let def = &vendor.types[envelope.fields.0];
    let docs = Text::default().markdown(&format!(
        "The members that accompany every event of {}.",
        docs::escape(&vendor.display_name)
    ));
    let definition = emit_type(vendor, def, &docs, &mut imports);
    let nested = type_modules.emit(&def.module_path, &mut imports);
    let tokens = [allow_missing_docs(), imports.to_tokens()]
        .into_iter()
        .chain(definition);
    let items = tokens.map(SourceItem::Tokens).chain(nested);
    let file_docs =
        Text::default().markdown("The envelope: the members of a delivery besides the event.");
    rust_file(vendor.id.as_str(), &file_docs, items)
}

/// Emits `<vendor>/common.rs`.
pub(super) fn emit_common(vendor: &Vendor, type_modules: &TypeModules<'_>) -> String {
    let file_docs = Text::default().markdown(
        "Types that are alike in several places. The modules of events reexport them under names of their own.",
    );
    let mut imports = Imports::default();
    let nested = type_modules.emit(&ModulePath::Common, &mut imports);
    let head = [allow_missing_docs(), imports.to_tokens()];
    let items = head.map(SourceItem::Tokens).into_iter().chain(nested);
    rust_file(vendor.id.as_str(), &file_docs, items)
}

/// The docs of the module: the entry points with an example, the events by topic, and what is special about deliveries.
fn module_docs(vendor: &Vendor, crate_path: &str) -> Text {
    let name = docs::escape(&vendor.display_name);
    let events = vendor.events.len();
    let deliveries = vendor.deliveries.as_deref().unwrap_or("Deliveries");
    let deliveries = docs::escape(deliveries);
    let fence = || "```".to_owned();
    let example = example::receiver(vendor, crate_path);
    let mut text = Text::default()
        .markdown(&format!(
            "{deliveries} of {name}: {events} {}.",
            plural(events, "event")
        ))
        .markdown(&entry_points(vendor))
        .verbatim(std::iter::once(fence()).chain(example).chain([fence()]))
        .heading("Events")
        .verbatim(
            vendor
                .api
                .topics
                .iter()
                .map(|topic| topic_line(vendor, topic)),
        )
        .heading("Deliveries")
        .markdown(&receiving(vendor))
        .then(grade::vendor_docs(vendor));
    if let Some(url) = &vendor.docs_url {
        text = text.markdown(&format!("Documentation by {name}: {}", docs::link(url)));
    }
    if vendor.body == BodyFormat::Form {
        text = text.markdown(
            "The body of a delivery is a form (`application/x-www-form-urlencoded`). Values are text, and a field that is repeated is \
             a list of texts. `data[email]` is the member `email` of the object `data`; `data[0][id]` and `data[1][id]` are members \
             of objects in a list. [`Delivery::to_form`] writes the same fields. `Serialize` and `Deserialize` write and read them as \
             JSON, and the pointers of errors and misfits lead into that: `/data/email`.",
        );
    }
    if vendor.message_templates.is_some() {
        text = text.markdown(
            "A delivery is a message for people and does not name its event. The event is recognised by its message \
             template, and [`Delivery::captures`] returns the values in the message.",
        );
    }
    if !request_names_event(vendor) {
        text = text.markdown(&format!(
            "Nothing in a delivery of {name} names its event, so there is no `parse` and no `parse_request`. The receiver passes \
             the name to [`parse_named()`], for instance from the URL that it gave to {name} for this event."
        ));
    }
    if let Some(answer) = &vendor.handshake_request {
        text = text
            .markdown(&format!(
                "{name} checks the receiver by a request that is no delivery."
            ))
            .prose(answer);
    }
    if let Some(wrapper) = vendor.event_wrapper() {
        text = text.markdown(&format!(
            "A delivery may come in a wrapper, whose member {} holds it. It is read as if it came alone: pointers of errors and misfits lead into the delivery, lines and columns into the body. The other members of the wrapper are in \
             [`Delivery::wrapper`], and are written back.",
            docs::code(&wrapper.member)
        ));
        let description = wrapper.description.iter();
        text = description.fold(text, |text, description| text.prose(description));
    }
    if !vendor.api.features.is_empty() {
        let parts: Vec<String> = vendor
            .api
            .features
            .iter()
            .map(|part| docs::code(part))
            .collect();
        text = text.markdown(&format!(
            "The feature {} compiles all events. {} compile a part each, which takes less time; other events are then unknown.",
            docs::code(cargo_feature(&vendor.id)),
            parts.join(", ")
        ));
    }
    other_requests::docs(vendor, text)
}

/// The functions that read deliveries, and the types that they return.
fn entry_points(vendor: &Vendor) -> String {
    let (first, others) = if request_names_event(vendor) {
        let others = "[`parse()`] reads a body alone, [`parse_named()`] an event that the caller names; [`peek()`] finds the name.";
        (
            "[`parse_request()`] reads a request",
            if body_names_event(vendor) {
                others
            } else {
                "[`parse_named()`] reads an event that the caller names."
            },
        )
    } else {
        ("[`parse_named()`] reads a body", "")
    };
    format!("{first} to a [`Delivery`], whose `event` is an [`Event`]. {others}")
}

/// The rest of a receiver's work: the check of the signature, duplicates, and handshakes.
fn receiving(vendor: &Vendor) -> String {
    let mut sentences = Vec::new();
    if matches!(vendor.signature, Signature::Supported(_)) {
        let functions = receive_functions(vendor);
        let function = functions[0].to_string();
        sentences.push(format!(
            "With the feature `verify`, `{function}` checks the signature of a request before it reads it."
        ));
    }
    match &vendor.delivery_id {
        Some(DeliveryId::Header(name)) => sentences.push(format!(
            "The header {} identifies a delivery, so that duplicates can be told.",
            docs::code(name)
        )),
        Some(DeliveryId::Body(pointer)) => sentences.push(format!(
            "The member {} of the body identifies a delivery, so that duplicates can be told.",
            docs::code(pointer)
        )),
        None => {}
    }
    let variants = vendor.variants().into_iter();
    let handshakes: Vec<String> = variants
        .filter(|variant| variant.events.iter().any(|event| event.handshake.is_some()))
        .map(|variant| format!("[`{}`]", variant.main().variant))
        .collect();
    if !handshakes.is_empty() {
        sentences.push(format!(
            "A check of the receiver, which its docs say how to answer: {}.",
            handshakes.join(", ")
        ));
    }
    sentences.join(" ")
}

/// The item of a list with links to the events of a topic.
fn topic_line(vendor: &Vendor, topic: &Topic) -> String {
    let variants = vendor.variants().into_iter();
    let variants = variants.filter(|variant| {
        let mut events = variant.events.iter();
        events.any(|event| topic.events.contains(&event.name))
    });
    let links: Vec<String> = variants
        .map(|variant| format!("[`{}`]", variant.main().variant))
        .collect();
    format!("- **{}**: {}", docs::escape(&topic.title), links.join(", "))
}

/// The attribute for links to what not every feature compiles.
fn emit_allow_links(vendor: &Vendor) -> TokenStream {
    if vendor.api.features.is_empty() {
        return TokenStream::new();
    }
    let whole = cargo_feature(&vendor.id);
    quote!(#![cfg_attr(
        not(feature = #whole),
        allow(rustdoc::broken_intra_doc_links, reason = "events of other features are not compiled")
    )])
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

fn emit_mod_lines(vendor: &Vendor) -> TokenStream {
    let variants = vendor.variants();
    let mods = variants.iter().map(|variant| {
        let module = &variant.main().module;
        let allow = allow_inception(&vendor.module, module);
        let cfg = variant_cfg(vendor, variant);
        quote!(#cfg #allow #[doc(hidden)] pub mod #module;)
    });
    let uses = variants.iter().map(|variant| {
        let (module, ident) = (&variant.main().module, &variant.main().variant);
        let cfg = variant_cfg(vendor, variant);
        quote!(#cfg pub use #module::#ident;)
    });
    let envelope = vendor.envelope.as_ref().map(|_| {
        (
            quote!(
                #[doc(hidden)]
                pub mod envelope;
            ),
            quote!(
                pub use envelope::Envelope;
            ),
        )
    });
    let (envelope_mod, envelope_use) = envelope.unzip();
    let reexports = vendor.api.reexports.iter().map(|(name, definition)| {
        let file = &vendor.api.shared_files[definition];
        (name, shared_attribute(file))
    });
    let (always, by_feature): (Vec<_>, Vec<_>) = reexports.partition(|(_, cfg)| cfg.is_empty());
    let names = always.iter().map(|(name, _)| name);
    let always = (!always.is_empty()).then(|| quote!(pub use shared::{#(#names),*};));
    let by_feature = by_feature
        .iter()
        .map(|(name, cfg)| quote!(#cfg pub use shared::#name;));
    let shared_uses = always.into_iter().chain(by_feature);
    let has_types_in = |module_path| {
        let mut types = vendor.types.iter();
        types.any(|def| def.module_path == module_path)
    };
    let shared_mod = has_types_in(ModulePath::Shared).then(|| {
        quote!(
            pub mod shared;
        )
    });
    let common_mod = has_types_in(ModulePath::Common).then(|| {
        quote!(
            mod common;
        )
    });
    let ids = (!vendor.ids.is_empty()).then(|| {
        (
            quote!(
                pub mod ids;
            ),
            quote!(
                pub use ids::*;
            ),
        )
    });
    let (ids_mod, ids_use) = ids.unzip();
    let message_templates = vendor.message_templates.as_ref().map(|_| {
        (
            quote!(
                pub mod message_template;
            ),
            quote!(
                pub use message_template::Captures;
            ),
        )
    });
    let (template_mod, template_use) = message_templates.unzip();
    let types_mod = emit_types_mod(vendor);
    let receive = receive_functions(vendor);
    let of_bodies = (!vendor.signature.needs_request()).then(|| quote!(sign, verify,));
    quote! {
        #(#mods)*
        #envelope_mod
        #types_mod
        #ids_mod
        #shared_mod
        #common_mod
        #template_mod
        #[cfg(feature = "samples")]
        pub mod samples;
        #[cfg(feature = "verify")]
        mod signature;
        #(#uses)*
        #envelope_use
        #(#shared_uses)*
        #ids_use
        #template_use
        #[cfg(feature = "verify")]
        pub use signature::{SIGNATURE, #(#receive,)* #of_bodies sign_request, verify_request};
    }
}

/// The attribute that a module with its parent's name needs for Clippy.
fn allow_inception(parent: &RustIdent, module: &RustIdent) -> Option<TokenStream> {
    (module == parent).then(
        || quote!(#[allow(clippy::module_inception, reason = "the vendor calls its event so")]),
    )
}

/// Emits the module by which the docs show the modules that hold more than an event's type. The modules themselves are hidden, since
/// they would stand before the types of the events.
fn emit_types_mod(vendor: &Vendor) -> Option<TokenStream> {
    let has_nested = |module_path: &ModulePath| {
        let mut types = vendor.types.iter();
        types.any(|def| def.module_path == *module_path && !def.path.is_empty())
    };
    let variants = vendor.variants().into_iter();
    let variants = variants.filter(|variant| has_nested(&ModulePath::Event(variant.name.clone())));
    let events = variants.map(|variant| {
        let (cfg, module) = (variant_cfg(vendor, &variant), &variant.main().module);
        quote!(#cfg #[doc(inline)] pub use super::#module;)
    });
    let envelope = has_nested(&ModulePath::Envelope);
    let envelope = envelope.then(|| {
        quote!(
            #[doc(inline)]
            pub use super::envelope;
        )
    });
    let uses: Vec<TokenStream> = events.chain(envelope).collect();
    (!uses.is_empty()).then(|| {
        quote! {
            #[doc = " The types inside events, by the module of the event."]
            pub mod types { #(#uses)* }
        }
    })
}

fn emit_event_list(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["EventFacts"]);
    let variants: BTreeMap<&EventName, Variant<'_>> = vendor
        .variants()
        .into_iter()
        .map(|variant| (variant.name, variant))
        .collect();
    let facts = vendor.events.iter().map(|event| {
        let cfg = variant_cfg(vendor, &variants[&event.arrives_as]);
        let facts = facts_path(event);
        quote!(#cfg &#facts)
    });
    quote! {
        #[doc = " The facts of every event, sorted by event name."]
        pub const EVENTS: &[&EventFacts] = &[#(#facts),*];
    }
}
