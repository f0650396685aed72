//! `Cargo.toml` of the emitted crate.

use std::fmt::Write as _;

use webhook_catalog::BodyFormat;

use crate::format::header;
use crate::ident::cargo_feature;
use crate::model::Model;
use crate::options::{Options, Package};

pub(super) fn emit_manifest(model: &Model, options: &Options) -> String {
    let features: Vec<&str> = model
        .vendors
        .iter()
        .map(|vendor| cargo_feature(&vendor.id))
        .collect();
    let mut text = header("#", "the catalogue's vendors");
    let name = &options.crate_name;
    let Package {
        version,
        license,
        authors,
        attribution: _,
        publish,
    } = &options.package;
    // The caller checks name, version and licence, and `VendorId` the names of features.
    let _ = write!(
        text,
        r#"
[package]
name = "{name}"
version = "{version}"
edition = "2024"
rust-version = "1.88"
description = "Typed webhook events of {vendors}: parse a delivery, lose nothing"
license = "{license}"
{authors}{registry}
readme = "README.md"
keywords = ["webhook", "events", "saas", "serde", "json"]
categories = ["web-programming", "parser-implementations"]
exclude = ["tests/**/*.rs", "tests/**/*.txt"]

[package.metadata.docs.rs]
all-features = true

# One feature per vendor: compile only what you receive.
[features]
default = []
all = [{all}]
"#,
        vendors = senders(model),
        authors = match &authors[..] {
            [] => String::new(),
            authors => format!("authors = [{}]\n", texts(authors)),
        },
        registry = if *publish {
            format!("documentation = \"https://docs.rs/{name}\"")
        } else {
            "publish = false".to_owned()
        },
        all = quoted(&features),
    );
    for (feature, vendor) in features.iter().zip(&model.vendors) {
        let form = match vendor.body {
            BodyFormat::Json => "",
            BodyFormat::Form => "\"form\"",
        };
        let parts = &vendor.api.features;
        if parts.is_empty() {
            let _ = writeln!(text, "{feature} = [{form}]");
            continue;
        }
        let _ = writeln!(text, "{feature} = [{}]", quoted(parts));
        for part in parts {
            let _ = writeln!(text, "{part} = [{form}]");
        }
    }
    text.push_str(
        r#"
# Verification of signatures: `verify_request` in every vendor's module, and `sign_request` for tests.
verify = ["dep:base16ct", "dep:base64ct", "dep:ed25519-compact", "dep:form_urlencoded", "dep:hmac", "dep:sha1", "dep:sha2"]
# Bodies that are forms; the features of vendors that send them enable it.
form = ["dep:form_urlencoded", "dep:percent-encoding"]
# `Headers` for `http::HeaderMap`.
http = ["dep:http"]
# Constructors of types, and conversions between `Event` and the types of events.
constructors = []
# Stored deliveries of each event, for tests: the module `samples` in every vendor's module.
samples = []
# Conversions of times to the types of these crates.
chrono = ["dep:chrono"]
jiff = ["dep:jiff"]
time = ["dep:time"]

[dependencies]
serde = { version = "1.0.229", default-features = false, features = ["std"] }
# Without `float_roundtrip` the last digit of a float may change.
serde_json = { version = "1.0.154", features = ["float_roundtrip"] }

# Dependencies of `verify`, `form`, `http` and the conversions of times.
base16ct = { version = "1.0.0", default-features = false, features = ["alloc"], optional = true }
base64ct = { version = "1.8.3", default-features = false, features = ["alloc"], optional = true }
chrono = { version = "0.4.45", default-features = false, features = ["std"], optional = true }
ed25519-compact = { version = "2.6.1", default-features = false, optional = true }
form_urlencoded = { version = "1.2.2", optional = true }
hmac = { version = "0.13.0", default-features = false, optional = true }
http = { version = "1.5.0", default-features = false, features = ["std"], optional = true }
jiff = { version = "1.0.2", default-features = false, features = ["std"], optional = true }
percent-encoding = { version = "2.3.2", default-features = false, features = ["alloc"], optional = true }
sha1 = { version = "0.11.0", default-features = false, optional = true }
sha2 = { version = "0.11.1", default-features = false, optional = true }
time = { version = "0.3.55", default-features = false, features = ["std"], optional = true }

# For the examples in the docs.
[dev-dependencies]
serde = { version = "1.0.229", default-features = false, features = ["derive"] }
"#,
    );
    text
}

/// The vendors by their slugs, if they are few.
fn senders(model: &Model) -> String {
    const MAX_NAMED: usize = 3;
    let names: Vec<&str> = model
        .vendors
        .iter()
        .map(|vendor| vendor.id.as_str())
        .collect();
    match &names[..] {
        [] => "no vendor".to_owned(),
        names if names.len() <= MAX_NAMED => names.join(", "),
        _ => "SaaS vendors".to_owned(),
    }
}

/// Any texts as strings of TOML.
fn texts(texts: &[String]) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    let texts = texts
        .iter()
        .map(|text| format!("\"{}\"", text.chars().map(escape).collect::<String>()));
    texts.collect::<Vec<_>>().join(", ")
}

fn quoted(names: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn the_package_is_the_owner_s() {
        let model = Model {
            vendors: vec![fixtures::vendor()],
            refused: Vec::new(),
        };
        let mut options = Options::named("acme-events");
        let ours = emit_manifest(&model, &options);
        assert!(ours.contains("\ndocumentation = \"https://docs.rs/acme-events\"\n"));
        assert!(!ours.contains("authors") && !ours.contains("publish"));
        options.package = Package {
            version: "3.1.0".to_owned(),
            license: "LicenseRef-Acme".to_owned(),
            authors: vec!["Ann \"A\" \\ <a@acme.example>\n".to_owned()],
            attribution: None,
            publish: false,
        };
        let manifest = emit_manifest(&model, &options);
        for line in [
            "version = \"3.1.0\"",
            "description = \"Typed webhook events of acme: parse a delivery, lose nothing\"",
            "license = \"LicenseRef-Acme\"",
            r#"authors = ["Ann \"A\" \\ <a@acme.example>\u000A"]"#,
            "publish = false",
        ] {
            assert!(
                manifest.contains(&format!("\n{line}\n")),
                "{line}: {manifest}"
            );
        }
        assert!(!manifest.contains("docs.rs/"), "{manifest}");
    }
}
