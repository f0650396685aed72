//! A vendor's `samples.rs`: the stored deliveries of each event.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use webhook_catalog::Naming;

use super::entry_points::request_names_event;
use super::features::variant_cfg;
use super::imports::Imports;
use crate::docs::{self, Text};
use crate::format::rust_file;
use crate::model::{Event, Vendor};

/// A stored delivery of an event.
pub(crate) struct VendorSample<'m> {
    pub(crate) event: &'m Event,
    /// The name of the sample among those of the event.
    pub(crate) case: String,
    pub(crate) text: StoredText,
}

/// The body of a stored delivery.
pub(crate) enum StoredText {
    /// The path of a file of the crate.
    File(String),
    /// The text itself.
    Text(String),
}

/// Emits `<vendor>/samples.rs`. The first sample of an event is the one that its function returns.
pub(crate) fn emit_samples(vendor: &Vendor, samples: &[VendorSample<'_>], krate: &str) -> String {
    let mut imports = Imports::without_payload_types();
    imports.support(["Sample"]);
    let mut cfgs = BTreeMap::new();
    for variant in vendor.variants() {
        let events = variant.events.iter().map(|event| &event.name);
        cfgs.extend(events.zip(std::iter::repeat(variant_cfg(vendor, &variant))));
    }
    let entries = samples.iter().map(|sample| {
        let VendorSample { event, case, text } = sample;
        let (cfg, name) = (&cfgs[&event.name], event.name.as_str());
        let text = match text {
            StoredText::File(path) => {
                let path = format!("../../{path}");
                quote!(include_str!(#path))
            }
            StoredText::Text(text) => Literal::string(text).into_token_stream(),
        };
        let headers = headers(vendor, event);
        quote!(#cfg Sample::new(#name, #case, #text, &[#headers], super::parse_named))
    });
    let functions = vendor.events.iter().map(|event| {
        let (cfg, function, variant) = (&cfgs[&event.name], &event.folder, &event.variant);
        let name = event.name.as_str();
        let docs =
            Text::default().markdown(&format!("A delivery of [`{variant}`](super::{variant})."));
        let docs = docs.outer();
        quote! {
            #docs
            #cfg
            pub fn #function() -> &'static Sample<Delivery> {
                crate::support::first_sample(ALL, #name)
            }
        }
    });
    let uses = imports.to_tokens();
    let head = quote! {
        #uses
        use super::Delivery;
    };
    let all = quote! {
        #[doc = " Every sample, by the name of its event."]
        pub static ALL: &[Sample<Delivery>] = &[#(#entries),*];
    };
    let items = [head, all].into_iter().chain(functions);
    rust_file(vendor.id.as_str(), &module_docs(vendor, krate), items)
}

fn module_docs(vendor: &Vendor, krate: &str) -> Text {
    let text = Text::default().markdown(&format!(
        "Stored deliveries of {}, for tests: those that the vendor documents, captured ones, and others composed after its \
         documentation.",
        docs::escape(&vendor.display_name)
    ));
    let arms = &vendor.api.example;
    let mut events = vendor.events.iter();
    let Some(event) = events.find(|event| arms.iter().any(|arm| arm.event == event.name)) else {
        return text;
    };
    let (module, function, variant) = (&vendor.module, &event.folder, &event.variant);
    let read = if request_names_event(vendor) {
        format!("let delivery = {module}::parse_request(sample.headers(), sample.body()).unwrap();")
    } else {
        format!("let delivery = {module}::parse_named(sample.event_name, sample.body()).unwrap();")
    };
    let lines = [
        "```",
        &format!("use {krate}::{module}::{{self, Event}};"),
        "",
        &format!("let sample = {module}::samples::{function}();"),
        &read,
        &format!("assert!(matches!(delivery.event, Event::{variant}(_)));"),
        "assert_eq!(delivery, sample.delivery());",
        "```",
    ];
    text.verbatim(lines.map(str::to_owned))
}

/// The header that names the event.
fn headers(vendor: &Vendor, event: &Event) -> TokenStream {
    let Some(Naming::Header { name, aliases }) = &vendor.naming else {
        return TokenStream::new();
    };
    let mut aliases = aliases.iter();
    let alias = aliases.find(|alias| alias.event == event.name);
    let value = alias.map_or(event.name.as_str(), |alias| &alias.value);
    quote!((#name, #value))
}
