//! The emitted test code: a line an event, over the macros of `codegen/golden/check`.

use std::fmt::Write as _;

use proc_macro2::Literal;
use webhook_catalog::{BodyFormat, Naming, PlaceholderKind, Signature};

use super::EventTests;
use crate::emit::whole_cfg;
use crate::event_routing::body_names_event;
use crate::format::header;
use crate::model::{Model, Presence, Vendor};
use crate::options::Options;
use crate::output::OutputTree;

/// The root of the test binary. Its layout is that of rustfmt, which looks at it.
pub(super) fn main_file(model: &Model, options: &Options) -> String {
    let mut text = header("//", "the catalogue's vendors");
    text.push_str(
        "\n//! Golden tests: payloads, what they become, and what becomes of them if a value does not fit.\n",
    );
    text.push_str("\n#[allow(dead_code, unused_imports, unused_macros, reason = \"which of it is used depends on the vendors\")]\n#[rustfmt::skip]\nmod check;\n");
    for vendor in &model.vendors {
        text.push_str(&format!(
            "\n#[cfg({})]\n#[rustfmt::skip]\nmod {};\n",
            whole_cfg(vendor),
            vendor.module
        ));
    }
    text.push_str("\n#[test]\n#[rustfmt::skip]\n#[allow(unused_variables, clippy::match_single_binding, reason = \"without features there is no vendor\")]\nfn earlier_payloads() {\n    check::earlier_payloads(|vendor, event_name, body| match vendor {\n");
    for vendor in &model.vendors {
        let body = match vendor.body {
            BodyFormat::Json => "body.as_bytes()",
            BodyFormat::Form => "check::forms::encode(body).as_bytes()",
        };
        text.push_str(&format!(
            "        #[cfg({cfg})]\n        \"{id}\" => Some(check::rewritten(::{krate}::{module}::parse_named_strict(event_name, {body}))),\n",
            cfg = whole_cfg(vendor),
            id = vendor.id,
            krate = options.crate_ident(),
            module = vendor.module,
        ));
    }
    text.push_str("        _ => None,\n    });\n}\n");
    text
}

/// Emits a vendor's test module and golden files. `events` are those of the vendor, in order.
pub(crate) fn emit_vendor(
    vendor: &Vendor,
    events: Vec<EventTests>,
    options: &Options,
    tree: &mut OutputTree,
) {
    let folder = format!("tests/golden/{}", vendor.module.unraw());
    tree.insert(
        format!("{folder}/mod.rs"),
        module_file(vendor, &events, options),
    );
    let files = events.into_iter().flat_map(|event| event.files);
    tree.insert_data(&folder, &header("#", vendor.id.as_str()), files);
}

fn module_file(vendor: &Vendor, events: &[EventTests], options: &Options) -> String {
    let mut text = header("//", vendor.id.as_str());
    let module = &vendor.module;
    let parse = match &vendor.naming {
        _ if body_names_event(vendor) => " parse".to_owned(),
        Some(Naming::Header { name, .. }) => format!(" [{}]", Literal::string(name)),
        Some(Naming::Body(_) | Naming::MessageTemplates(_)) | None => String::new(),
    };
    let envelope = match &vendor.envelope {
        Some(_) => " .envelope",
        None => "",
    };
    let form = match vendor.body {
        BodyFormat::Json => "",
        BodyFormat::Form => " (to_form)",
    };
    let captures = captures(vendor);
    let _ = write!(
        text,
        "\ncrate::check::vendor!({module}{parse}{envelope}{form}{captures});\n\ncrate::check::golden! {{\n    {module}:\n"
    );
    for (event, EventTests { tests, files: _ }) in vendor.events.iter().zip(events) {
        let name = Literal::string(event.name.as_str());
        let start = format!("    {} {} {name}:", event.folder, event.variant);
        text.push_str(&filled(&start, tests));
    }
    text.push_str("}\n");
    text.push_str(&signature_test(vendor, &options.crate_ident()));
    text
}

/// The test of the vendor's functions for signatures.
fn signature_test(vendor: &Vendor, krate: &str) -> String {
    let path = format!("::{krate}::{}", vendor.module);
    let check = match &vendor.signature {
        Signature::Supported(_) => "accepts_signatures",
        Signature::Unsupported { .. } => "refuses_signatures",
    };
    let of_requests = (
        format!("{path}::sign_request"),
        format!("{path}::verify_request"),
    );
    let of_bodies = (
        format!("|secret, at, request| {path}::sign(secret, at, request.body)"),
        format!(
            "|request, secrets, at| {path}::verify(request.headers, request.body, secrets, at)"
        ),
    );
    let calls = [
        Some(of_requests),
        (!vendor.signature.needs_request()).then_some(of_bodies),
    ];
    let calls = calls.into_iter().flatten().map(|(sign, verify)| {
        format!(
            "    crate::check::signatures::{check}(\n        &{path}::SIGNATURE,\n        {sign},\n        {verify},\n    );\n"
        )
    });
    let calls: String = calls.collect();
    format!("\n#[cfg(feature = \"verify\")]\n#[test]\nfn signatures() {{\n{calls}}}\n")
}

/// The captures of a vendor's messages, as the macro takes them.
fn captures(vendor: &Vendor) -> String {
    let Some(templates) = &vendor.message_templates else {
        return String::new();
    };
    let mut text = String::from(" |captures| {\n");
    for placeholder in &templates.placeholders {
        let ident = &placeholder.ident;
        let value = match (placeholder.profile.kind, placeholder.presence) {
            (PlaceholderKind::Money, Presence::Required) => format!("captures.{ident}.text"),
            (PlaceholderKind::Money, Presence::Optional) => {
                format!("captures.{ident}.map(|money| money.text)")
            }
            (PlaceholderKind::Text | PlaceholderKind::Url | PlaceholderKind::UnixTime, _) => {
                format!("captures.{ident}")
            }
        };
        let _ = writeln!(text, "    {ident}: {value},");
    }
    text.push('}');
    text
}

/// Width of a line of test names.
const WIDTH: usize = 100;

/// Names after `start`, on as many lines as they need.
fn filled(start: &str, names: &[String]) -> String {
    let mut text = start.to_owned();
    let mut width = start.len();
    for name in names {
        if width + 1 + name.len() > WIDTH {
            text.push_str("\n       ");
            width = 7;
        }
        text.push(' ');
        text.push_str(name);
        width += 1 + name.len();
    }
    text.push_str(";\n");
    text
}
