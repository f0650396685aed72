//! Golden tests: per event its payloads, the typed values they must become, and payloads that must be refused.
//!
//! What is expected is worked out here from the model, not by running the emitted code, so the two check each other.

mod compose;
mod expect;
mod json_text;
mod placed;
mod refuse;
mod worded;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use webhook_catalog::{Case, Naming, Signature};

use crate::Options;
use crate::docs::{self, Text};
use crate::emit::{allow_inception, feature};
use crate::format::{header, rust_file};
use crate::ident::{self, Kind};
use crate::model::{Event, Model, Sample, Vendor};
use crate::output::OutputTree;
use crate::pointer;
use expect::Expectations;

/// Emits what `tests/golden` holds besides the modules of vendors and events: it is one test binary.
pub(crate) fn emit(model: &Model, options: &Options, tree: &mut OutputTree) {
    let check =
        include_str!("../../golden/check.rs").replace("webhook_events", &options.crate_ident());
    tree.insert(
        "tests/golden/check.rs",
        header("//", "codegen/golden/check.rs") + "\n" + &check,
    );
    tree.insert("tests/golden/main.rs", main_file(model));
}

/// Written as text because rustfmt looks at it, as it does at `lib.rs`.
fn main_file(model: &Model) -> String {
    let mut text = header("//", "the catalogue's vendors");
    text.push_str(
        "\n//! Golden tests: payloads, what they become, and payloads that are refused.\n",
    );
    text.push_str("\n#[allow(dead_code, reason = \"which of it is used depends on the vendors\")]\n#[rustfmt::skip]\nmod check;\n");
    for vendor in &model.vendors {
        text.push_str(&format!(
            "\n#[cfg(feature = \"{}\")]\n#[rustfmt::skip]\nmod {};\n",
            feature(vendor),
            vendor.module
        ));
    }
    text
}

/// Emits a vendor's module of golden tests.
pub(crate) fn vendor_file(vendor: &Vendor, options: &Options) -> String {
    let krate = format_ident!("{}", options.crate_ident());
    let module = &vendor.module;
    let mods = vendor.events.iter().map(|event| {
        let module = &event.module;
        let allow = allow_inception(vendor, module);
        quote!(#allow mod #module;)
    });
    let names = vendor.events.iter().map(|event| event.name.as_str());
    let list = quote! {
        #[doc = " Every event of the crate has its golden tests, and no others do."]
        #[test]
        fn every_event_is_tested() {
            let tested = [#(#names),*];
            let known: Vec<&str> = #krate::#module::EVENTS.iter().map(|facts| facts.name).collect();
            assert_eq!(known, tested);
        }
    };
    rust_file(
        vendor.id.as_str(),
        &Text::default(),
        [quote!(#(#mods)*), list, signature_test(vendor, &krate)],
    )
}

/// What is signed is accepted and nothing else is, or nothing at all where signatures cannot be checked.
fn signature_test(vendor: &Vendor, krate: &Ident) -> TokenStream {
    let module = &vendor.module;
    let sign = quote!(#krate::#module::sign);
    let verify = quote!(|headers, body, secrets, at| {
        #krate::#module::verify(headers, body, secrets, at)
    });
    let check = match &vendor.signature {
        Signature::Hmac(scheme) => {
            let is_timed = scheme.timestamp.is_some();
            quote!(crate::check::checks_signatures(#sign, #verify, #is_timed))
        }
        Signature::Unsupported { .. } => quote!(crate::check::refuses_signatures(#sign, #verify)),
    };
    quote! {
        #[cfg(feature = "verify")]
        #[test]
        fn signatures() {
            #check;
        }
    }
}

/// A payload to be tested, and what it is called.
struct Payload {
    case: String,
    text: String,
    docs: String,
    value: serde_json::Value,
}

/// Emits the golden tests of one event.
pub(crate) fn event_file(vendor: &Vendor, event: &Event, options: &Options) -> String {
    let krate = format_ident!("{}", options.crate_ident());
    let module = &vendor.module;
    let payloads = payloads(vendor, event);
    let mut expectations = Expectations::new(vendor, event);
    let mut items = Vec::new();
    for payload in &payloads {
        items.extend(emit_payload(payload, vendor, event, &mut expectations));
    }
    if let Some(first) = payloads.first() {
        items.extend(emit_refusals(first, vendor, event));
    }
    let uses = quote!(use #krate::#module::{self, Event}; use crate::check;);
    let source = format!("{}/{}", vendor.id, event.name);
    let docs = Text::default().markdown(&format!("Event {}.", docs::code(event.name.as_str())));
    rust_file(&source, &docs, [uses].into_iter().chain(items))
}

/// The event's samples, or a payload composed from its types where there are none.
fn payloads(vendor: &Vendor, event: &Event) -> Vec<Payload> {
    if event.samples.is_empty() {
        let value = compose::compose(vendor, event);
        let docs = "Composed from the schema: every member that it declares.".to_owned();
        return vec![Payload {
            case: "composed".to_owned(),
            text: json_text::pretty(&value),
            docs,
            value,
        }];
    }
    event.samples.iter().filter_map(sample_payload).collect()
}

fn sample_payload(sample: &Sample) -> Option<Payload> {
    let text = String::from_utf8(sample.bytes.clone()).ok()?;
    let provenance = sample.provenance.as_ref();
    let docs = match provenance.map(|provenance| provenance.kind) {
        Some(Case::Captured) => "Captured from a real delivery.",
        Some(Case::Documented) => "Quoted from the vendor's documentation.",
        Some(Case::Composed) => "Composed by hand.",
        None => "A sample of unstated origin.",
    };
    Some(Payload {
        case: sample.case.clone(),
        text,
        docs: docs.to_owned(),
        value: sample.value.clone(),
    })
}

fn emit_payload(
    payload: &Payload,
    vendor: &Vendor,
    event: &Event,
    expectations: &mut Expectations<'_>,
) -> [TokenStream; 2] {
    let body = body_ident(&payload.case);
    let test = ident::single(Kind::Field, &payload.case);
    let (text, docs) = (
        raw_string(&payload.text),
        Text::default().markdown(&payload.docs).outer(),
    );
    let call = parse_call(vendor, event, &quote!(#body.as_bytes()));
    let (module, variant) = (&vendor.module, &event.variant);
    let statements = expectations.of_body(&payload.value);
    let named = peek_check(vendor, event, &quote!(#body));
    let words = worded::emit_words(vendor, event, &payload.case);
    [
        quote!(#docs const #body: &str = #text;),
        quote! {
            #[test]
            fn #test() {
                let delivery = check::parsed(#call);
                let Event::#variant(event) = &delivery.event else { panic!("{delivery:?}") };
                #statements
                #named
                #words
                check::comes_back(&delivery, #body);
                check::comes_back_alone::<#module::#variant>(&delivery.event);
            }
        },
    ]
}

/// `peek` and `Deserialize` must agree with `parse` about the event.
fn peek_check(vendor: &Vendor, event: &Event, body: &TokenStream) -> TokenStream {
    let (module, name) = (&vendor.module, event.name.as_str());
    if !is_told(vendor, event) {
        return TokenStream::new();
    }
    quote! {
        let named = check::parsed(#module::peek(#body.as_bytes()));
        assert_eq!(named.as_deref(), Some(#name));
        let again: #module::Delivery = check::deserialized(#body);
        assert_eq!(again, delivery);
    }
}

fn parse_call(vendor: &Vendor, event: &Event, body: &TokenStream) -> TokenStream {
    let (module, name) = (&vendor.module, event.name.as_str());
    if is_told(vendor, event) {
        quote!(#module::parse(#body))
    } else {
        quote!(#module::parse_named(#name, #body))
    }
}

/// Whether the body tells this event, by a name or by its wording.
fn is_told(vendor: &Vendor, event: &Event) -> bool {
    match vendor.naming {
        Some(Naming::Body { .. }) => true,
        Some(Naming::Wording(_)) => worded::event_wording(vendor, event).is_some(),
        Some(Naming::Header { .. }) | None => false,
    }
}

/// The refusals as tables, a line each: compact to read, and cheap to compile.
fn emit_refusals(payload: &Payload, vendor: &Vendor, event: &Event) -> Vec<TokenStream> {
    let (if_named, others): (Vec<_>, Vec<_>) = refuse::refusals(vendor, event, &payload.text)
        .into_iter()
        .partition(|refusal| refusal.if_named);
    let (module, name) = (&vendor.module, event.name.as_str());
    let parse_named = quote!(|body| #module::parse_named(#name, body));
    let parse = if is_told(vendor, event) {
        quote!(#module::parse)
    } else {
        parse_named.clone()
    };
    let mut items = emit_table(
        payload,
        &others,
        &parse,
        ["REFUSED", "refused"],
        "Changes to the payload: the bytes replaced, what stands there instead, and the error that must follow.",
    );
    items.extend(emit_table(
        payload,
        &if_named,
        &parse_named,
        ["REFUSED_IF_NAMED", "refused_if_named"],
        "Changes that may leave the event unknown, and the error that must follow where the caller names it.",
    ));
    items
}

/// A table of refusals and the test that goes through it.
fn emit_table(
    payload: &Payload,
    refusals: &[refuse::Refusal],
    parse: &TokenStream,
    [table, test]: [&str; 2],
    docs: &str,
) -> Vec<TokenStream> {
    if refusals.is_empty() {
        return Vec::new();
    }
    let lines = refusals.iter().map(|refusal| {
        let refuse::Refusal {
            at,
            with,
            error,
            if_named: _,
        } = refusal;
        format!("{}..{} {with} | {error}\n", at.start, at.end)
    });
    let text = raw_string(&format!("\n{}", lines.collect::<String>()));
    let (table, test) = (format_ident!("{table}"), format_ident!("{test}"));
    let (body, docs) = (body_ident(&payload.case), format!(" {docs}"));
    vec![
        quote! {
            #[doc = #docs]
            const #table: &str = #text;
        },
        quote! {
            #[test]
            fn #test() {
                check::refuses(#body, #parse, #table);
            }
        },
    ]
}

fn body_ident(case: &str) -> Ident {
    format_ident!("{}", Kind::Field.name(case).to_ascii_uppercase())
}

/// A raw string literal, so that payloads read as they are sent; escaped where a raw string cannot hold them.
fn raw_string(text: &str) -> TokenStream {
    let longest = text
        .split('"')
        .skip(1)
        .map(|rest| rest.len() - rest.trim_start_matches('#').len())
        .max();
    let hashes = "#".repeat(longest.map_or(1, |longest| longest + 1));
    let is_plain = text
        .chars()
        .all(|char| char == '\n' || !(char.is_control() || docs::is_unsafe(char)));
    match format!("r{hashes}\"{text}\"{hashes}").parse() {
        Ok(literal) if is_plain => literal,
        _ => quote!(#text),
    }
}

/// Places without which a body does not name its event, and places that only tell aliases apart.
struct NamingPlaces {
    needed: Vec<Vec<String>>,
    others: Vec<Vec<String>>,
}

fn naming_places(vendor: &Vendor) -> NamingPlaces {
    match &vendor.naming {
        Some(Naming::Body { pointers, join, .. }) => {
            let mut needed: Vec<_> = pointers
                .iter()
                .map(|pointer| pointer::steps(pointer))
                .collect();
            let others = if join.is_some() {
                Vec::new()
            } else {
                needed.split_off(1)
            };
            NamingPlaces { needed, others }
        }
        Some(Naming::Header { .. } | Naming::Wording(_)) | None => NamingPlaces {
            needed: Vec::new(),
            others: Vec::new(),
        },
    }
}
