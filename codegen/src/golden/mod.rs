//! Golden tests: per event its payloads, the typed values they must become, and payloads that must be refused.
//!
//! What is expected is worked out here from the model, not by running the emitted code, so the two check each other.

mod compose;
mod expect;
mod json_spans;
mod json_text;
mod message_template;
mod outcomes;
mod payload;
mod refuse;
mod statements;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use webhook_catalog::Signature;

use crate::Options;
use crate::docs::{self, Text};
use crate::format::{SourceItem, allow_inception, header, rust_file};
use crate::ident::cargo_feature;
use crate::model::{Event, Model, ModulePath, TypeDef, Vendor};
use crate::output::OutputTree;
use expect::Expectations;
use payload::Payload;
use statements::{Statements, spelled_text};

/// Emits what `tests/golden` holds besides the modules of vendors and events: it is one test binary.
pub(crate) fn emit(model: &Model, options: &Options, tree: &mut OutputTree) {
    let check =
        include_str!("../../golden/check.rs").replace("webhook_events", &options.crate_ident());
    tree.insert(
        "tests/golden/check.rs",
        header("//", "codegen/golden/check.rs") + "\n" + &check,
    );
    tree.insert("tests/golden/main.rs", main_file(model, options));
}

/// The payloads of all golden tests.
pub(crate) fn all_payloads(model: &Model) -> Vec<crate::Payload> {
    let events = model
        .vendors
        .iter()
        .flat_map(|vendor| vendor.events.iter().map(move |event| (vendor, event)));
    let payloads = events.flat_map(|(vendor, event)| {
        let payloads = payload::payloads(vendor, event).into_iter();
        payloads.map(|payload| crate::Payload {
            vendor: vendor.id.to_string(),
            event: event.name.to_string(),
            case: payload.test.unraw().to_owned(),
            body: payload.text.into_owned(),
        })
    });
    payloads.collect()
}

/// Written as text because rustfmt looks at it, as it does at `lib.rs`.
fn main_file(model: &Model, options: &Options) -> String {
    let mut text = header("//", "the catalogue's vendors");
    text.push_str(
        "\n//! Golden tests: payloads, what they become, and payloads that are refused.\n",
    );
    text.push_str("\n#[allow(dead_code, reason = \"which of it is used depends on the vendors\")]\n#[rustfmt::skip]\nmod check;\n");
    for vendor in &model.vendors {
        text.push_str(&format!(
            "\n#[cfg(feature = \"{}\")]\n#[rustfmt::skip]\nmod {};\n",
            cargo_feature(&vendor.id),
            vendor.module
        ));
    }
    text.push_str("\n#[test]\n#[rustfmt::skip]\nfn earlier_payloads() {\n    check::earlier_payloads(|vendor, event_name, body| match vendor {\n");
    for vendor in &model.vendors {
        text.push_str(&format!(
            "        #[cfg(feature = \"{feature}\")]\n        \"{id}\" => Some(check::outcome({krate}::{module}::parse_named(event_name, body))),\n",
            feature = cargo_feature(&vendor.id),
            id = vendor.id,
            krate = options.crate_ident(),
            module = vendor.module,
        ));
    }
    text.push_str("        _ => None,\n    });\n}\n");
    text
}

/// Emits a vendor's module of golden tests.
pub(crate) fn vendor_file(vendor: &Vendor, options: &Options) -> String {
    let krate = format_ident!("{}", options.crate_ident());
    let module = &vendor.module;
    let mods = vendor.events.iter().map(|event| {
        let module = &event.module;
        let allow = allow_inception(&vendor.module, module);
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
    let unknown = outcomes::emit_stays_unknown(vendor, &krate);
    let signatures = signature_test(vendor, &krate);
    let items = [quote!(#(#mods)*), list, signatures]
        .into_iter()
        .chain(unknown);
    rust_file(vendor.id.as_str(), &Text::default(), items)
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

/// Emits the golden tests of one event.
pub(crate) fn event_file(vendor: &Vendor, event: &Event, options: &Options) -> String {
    let krate = format_ident!("{}", options.crate_ident());
    let module = &vendor.module;
    let payloads = payload::payloads(vendor, event);
    let uses = quote!(use #krate::#module::{self, Event}; use crate::check;);
    let mut items = vec![SourceItem::Tokens(uses)];
    for payload in &payloads {
        items.extend(emit_payload(payload, vendor, event));
    }
    if let Some(first) = payloads.first() {
        items.extend(outcomes::emit_refusals(first, vendor, event));
        items.extend(outcomes::emit_unknown(&payloads, vendor, event));
    }
    let source = format!("{}/{}", vendor.id, event.name);
    let docs = Text::default().markdown(&format!("Event {}.", docs::code(event.name.as_str())));
    rust_file(&source, &docs, items)
}

fn emit_payload(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> [SourceItem; 2] {
    let body = payload.constant();
    let (module, variant) = (&vendor.module, &event.variant);
    let mut statements = Statements::new();
    emit_delivery(payload, vendor, event, &body, &mut statements);
    Expectations::new(vendor, event, &mut statements).of_body(payload);
    if payload.names_event {
        emit_peek(vendor, event, &body, &mut statements);
    }
    statements.formatted(message_template::emit_words(vendor, event, payload.case));
    statements.statement(&format!("check::comes_back(&delivery, {body});"));
    statements.statement(&format!(
        "check::comes_back_alone::<{module}::{variant}>(&delivery.event);"
    ));
    [
        text_constant(payload.docs, &body, &payload.text),
        statements.into_test(&payload.test),
    ]
}

/// Reads `body`, which tells its event as the payload does, to a `delivery` with an `event` in it.
fn emit_delivery(
    payload: &Payload<'_>,
    vendor: &Vendor,
    event: &Event,
    body: &str,
    statements: &mut Statements,
) {
    let call = payload.parse_call(vendor, event, &format!("{body}.as_bytes()"));
    statements.statement(&format!("let delivery = check::parsed({call});"));
    let otherwise = r#"else { panic!("{delivery:?}") }"#;
    statements.statement(&format!(
        "let Event::{}(event) = &delivery.event {otherwise};",
        event.variant
    ));
}

/// `peek` and `Deserialize` must agree with `parse` about the event.
fn emit_peek(vendor: &Vendor, event: &Event, body: &str, statements: &mut Statements) {
    let (module, name) = (&vendor.module, spelled_text(event.name.as_str()));
    statements.statement(&format!(
        "let named = check::parsed({module}::peek({body}.as_bytes()));"
    ));
    statements.assert_eq("named.as_deref()", &format!("Some({name})"));
    statements.statement(&format!(
        "let again: {module}::Delivery = check::deserialized({body});"
    ));
    statements.assert_eq("again", "delivery");
}

/// What tests of an event call one of its types.
fn type_path(vendor: &Vendor, event: &Event, def: &TypeDef) -> String {
    let (module, name) = (&vendor.module, &def.name);
    match &def.module_path {
        ModulePath::Envelope => format!("{module}::envelope::{name}"),
        ModulePath::Shared => format!("{module}::shared::{name}"),
        ModulePath::Event(_) => format!("{module}::{}::{name}", event.module),
    }
}

/// A constant with a text: a raw string, so that payloads read as they are sent, or an escaped one where a raw one cannot hold
/// them.
fn text_constant(docs: &str, name: &str, text: &str) -> SourceItem {
    let hashes = if text.contains("\"#") {
        let ends = text.split('"').skip(1);
        let longest = ends.map(|rest| rest.len() - rest.trim_start_matches('#').len());
        "#".repeat(longest.max().map_or(1, |longest| longest + 1))
    } else {
        "#".to_owned()
    };
    let is_plain = if text.is_ascii() {
        !text
            .bytes()
            .any(|byte| byte != b'\n' && byte.is_ascii_control())
    } else {
        text.chars()
            .all(|char| char == '\n' || !docs::is_unsafe(char))
    };
    let literal = if is_plain {
        format!("r{hashes}\"{text}\"{hashes}")
    } else {
        spelled_text(text)
    };
    SourceItem::Text(format!("/// {docs}\nconst {name}: &str = {literal};\n"))
}
