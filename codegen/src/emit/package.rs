//! The files around the source: manifest, README, licences, `lib.rs`, support code.

use std::fmt::Write as _;

use webhook_catalog::{BodyNaming, Naming, Signature};

use super::{coverage, signature};
use crate::Options;
use crate::docs::{self, Text};
use crate::format::header;
use crate::ident::cargo_feature;
use crate::model::{Model, Vendor};
use crate::output::OutputTree;

macro_rules! support_files {
    ($($name:literal,)*) => {
        /// The run-time code, copied as it stands.
        const SUPPORT: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../support/", $name))),)*];
    };
}

support_files! {
    "context.rs",
    "decode.rs",
    "delivery.rs",
    "encode.rs",
    "error.rs",
    "facts.rs",
    "nullable.rs",
    "integer.rs",
    "json.rs",
    "locate.rs",
    "mod.rs",
    "money.rs",
    "naming.rs",
    "object.rs",
    "reader.rs",
    "scan.rs",
    "search.rs",
    "path_trie.rs",
    "string_enum.rs",
    "tagged.rs",
    "transcode.rs",
    "tuple.rs",
    "union.rs",
    "verify/clock.rs",
    "verify/error.rs",
    "verify/headers.rs",
    "verify/mac.rs",
    "verify/mod.rs",
    "verify/scheme.rs",
    "verify/secret.rs",
    "verify/timestamp.rs",
    "message_template.rs",
}

/// Emits everything that is not about one vendor or one event.
pub(crate) fn emit_package(model: &Model, options: &Options, tree: &mut OutputTree) {
    tree.insert("Cargo.toml", manifest(model, options));
    tree.insert("README.md", readme(model, options));
    tree.insert(
        "LICENSES.md",
        header_comment("codegen/assets/LICENSES.md") + include_str!("../../assets/LICENSES.md"),
    );
    tree.insert("src/lib.rs", lib(model));
    for (name, text) in SUPPORT {
        tree.insert(
            format!("src/support/{name}"),
            copied(&format!("support/{name}"), text),
        );
    }
}

/// A file that is copied as it stands.
fn copied(path: &str, text: &str) -> String {
    header("//", &format!("codegen/{path}")) + "\n" + text
}

fn manifest(model: &Model, options: &Options) -> String {
    let features: Vec<&str> = model
        .vendors
        .iter()
        .map(|vendor| cargo_feature(&vendor.id))
        .collect();
    let mut text = header("#", "the catalogue's vendors");
    let (name, version) = (&options.crate_name, env!("CARGO_PKG_VERSION"));
    // Names are checked: a crate name by the caller, a feature by the rule for vendors' slugs.
    let _ = write!(
        text,
        r#"
[package]
name = "{name}"
version = "{version}"
edition = "2024"
rust-version = "1.88"
description = "Typed webhook events of SaaS vendors: parse a delivery, lose nothing"
license = "MIT OR Apache-2.0"
documentation = "https://docs.rs/{name}"
readme = "README.md"
keywords = ["webhook", "events", "saas", "serde", "json"]
categories = ["web-programming", "parser-implementations"]
exclude = ["tests"]

[package.metadata.docs.rs]
all-features = true

# One feature per vendor: compile only what you receive.
[features]
default = [{all}]
"#,
        all = features
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect::<Vec<_>>()
            .join(", "),
    );
    for feature in features {
        let _ = writeln!(text, "{feature} = []");
    }
    text.push_str(
        r#"
# Checking signatures: `verify` in every vendor's module, and `sign` for tests.
verify = ["dep:base16ct", "dep:base64ct", "dep:hmac", "dep:sha1", "dep:sha2"]
# Checking them with the headers of an `http::HeaderMap`; brings `verify`.
http = ["dep:http", "verify"]

[dependencies]
serde = { version = "1.0.229", default-features = false, features = ["std"] }
# Without `float_roundtrip` a float may come back with another last digit.
serde_json = { version = "1.0.154", features = ["float_roundtrip"] }

# What `verify` and `http` bring.
base16ct = { version = "1.0.0", default-features = false, features = ["alloc"], optional = true }
base64ct = { version = "1.8.3", default-features = false, features = ["alloc"], optional = true }
hmac = { version = "0.13.0", default-features = false, optional = true }
http = { version = "1.5.0", default-features = false, features = ["std"], optional = true }
sha1 = { version = "0.11.0", default-features = false, optional = true }
sha2 = { version = "0.11.1", default-features = false, optional = true }
"#,
    );
    text
}

fn header_comment(source: &str) -> String {
    format!("<!-- {} -->\n\n", header("", source).trim())
}

fn readme(model: &Model, options: &Options) -> String {
    let mut text = header_comment("the catalogue's vendors");
    let (name, ident) = (&options.crate_name, options.crate_ident());
    let count: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let _ = write!(
        text,
        "# {name}\n\n\
         Typed webhook events: {count} events of {vendors}. A delivery becomes a typed event, an unknown event keeps its\n\
         payload, and a malformed one is an error that says which event, where, and what was expected. Nothing of a payload\n\
         is lost: members that a type does not know stay in `extra`, and writing a delivery gives back the JSON it was read from.\n\n\
         What no schema describes is a `Json`: made sure to be JSON and kept as text, and a `serde_json::Value` once it is looked\n\
         at, as `json[\"type\"]` does. So nobody pays for building what nobody reads.\n\n",
        vendors = vendors_text(model.vendors.len()),
    );
    if let Some(vendor) = model
        .vendors
        .iter()
        .find(|vendor| matches!(vendor.naming, Some(Naming::Body(_) | Naming::Header { .. })))
        .or(model.vendors.first())
    {
        let _ = write!(
            text,
            "See the module docs for how to receive: `{ident}::{}`.\n\n",
            vendor.module
        );
    }
    text.push_str(
        "## Vendors\n\nEach vendor is a Cargo feature of the same name, all on by default.\n\n",
    );
    text.push_str(
        "| vendor | feature | events | the body names its event | signature |\n|---|---|---|---|---|\n",
    );
    for vendor in &model.vendors {
        let naming = match &vendor.naming {
            Some(Naming::Body(BodyNaming { pointers, .. })) => {
                format!("at {}", docs::cell(&pointers[0]))
            }
            Some(Naming::Header { name }) => {
                format!("no: header {}", docs::cell(name))
            }
            Some(Naming::MessageTemplates(_)) if vendor.message_template.is_some() => {
                "no: recognised by its wording".to_owned()
            }
            Some(Naming::MessageTemplates(_)) | None => "no".to_owned(),
        };
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {naming} | {} |",
            docs::cell_words(&vendor.display_name),
            cargo_feature(&vendor.id),
            vendor.events.len(),
            signature::summary(vendor)
        );
    }
    text.push_str(&signatures(model, &ident));
    text.push_str(&coverage::emit_tables(model));
    text.push_str("\n## Licence\n\nMIT or Apache-2.0, at your option. The descriptions come from others: see `LICENSES.md`.\n");
    text
}

/// The README's words on signatures, with the first vendor that has any.
fn signatures(model: &Model, crate_ident: &str) -> String {
    let is_signed = |vendor: &&Vendor| matches!(vendor.signature, Signature::Hmac(_));
    let mut text = "\n## Signatures\n\n\
         The feature `verify` checks that a delivery comes from its vendor, over the bytes of the body as they came. The feature\n\
         `http` brings it too, and takes the headers of an `http::HeaderMap`.\n"
        .to_owned();
    if let Some(vendor) = model.vendors.iter().find(is_signed) {
        let example = signature::example(vendor, crate_ident).join("\n");
        let example = example.replacen("```", "```rust", 1);
        let _ = write!(text, "\n{example}\n");
    }
    text.push_str(
        "\nSeveral secrets can be passed while one is being replaced. The crate never reads the clock, and its errors hold nothing of\n\
         secrets, signatures and event_routing. Where the table says that a vendor's signature is not checked, `verify` refuses every\n\
         delivery and says why.\n",
    );
    text
}

fn vendors_text(count: usize) -> String {
    if count == 1 {
        "1 vendor".to_owned()
    } else {
        format!("{count} vendors")
    }
}

/// `lib.rs` is written as text because rustfmt looks at it: an inner `rustfmt::skip` is not stable.
fn lib(model: &Model) -> String {
    let mut text = header("//", "the catalogue's vendors");
    let events: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let docs = Text::default()
        .markdown(&format!("Typed webhook events: {events} events of {}.", vendors_text(model.vendors.len())))
        .markdown(
            "Each vendor is a module and a Cargo feature. A module has a `Delivery` (the whole body) and an `Event` (one \
             variant per event, and `Unknown`), `parse_named` and, where the body names its event or is recognised by its \
             wording, `parse` and `peek`.",
        )
        .markdown(
            "Three outcomes are never mixed up: a typed event; `Unknown`, which keeps the name and the payload of an event \
             that this crate does not know; and [`ParseError`], which says which event, where in the body, and what was \
             expected. Nothing is lost on the way: writing a delivery gives back the JSON it was read from.",
        )
        .markdown(
            "With the feature `verify`, each module also has a `verify`, which checks that a delivery comes from its vendor, \
             and a `sign` for tests. The feature `http` brings that as well, over the headers of an `http::HeaderMap`.",
        )
        .markdown(
            "A member that is there twice is refused wherever this crate reads objects itself. Inside plain JSON values \
             the last one counts, as everywhere in `serde_json`.",
        );
    let _ = write!(
        text,
        "\n{}\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n",
        docs.inner()
    );
    text.push_str(
        "\n#[allow(dead_code, unused_imports, unused_macros, reason = \"which of it is used depends on the vendors\")]\n#[rustfmt::skip]\nmod support;\n",
    );
    for vendor in &model.vendors {
        let _ = write!(
            text,
            "\n#[cfg(feature = \"{}\")]\n#[rustfmt::skip]\npub mod {};\n",
            cargo_feature(&vendor.id),
            vendor.module
        );
    }
    text.push_str(
        "\npub use support::{Amount, Money};\n\
         pub use support::{AuthMethod, DeliveryGuarantee, RetryPolicy, Transport};\n\
         pub use support::{ErrorKind, ParseError, UnknownEvent};\n\
         pub use support::{EventFacts, VendorFacts};\n\
         pub use support::{Integer, Json, JsonObject, Nullable, Number, Value};\n\
         \n\
         #[cfg(feature = \"verify\")]\n\
         pub use support::verify;\n",
    );
    text
}
