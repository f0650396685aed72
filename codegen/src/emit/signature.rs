//! Signatures of deliveries: the vendor's scheme as a constant, and `verify` and `sign`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use webhook_catalog::{
    HashAlgorithm, HmacScheme, SecretForm, Signature, SignedPart, Timestamp, TimestampForm,
    TimestampPlace,
};

use super::entry_points::request_names_event;
use super::imports::Imports;
use crate::docs::{self, Text};
use crate::format::rust_file;
use crate::ident::NameKind;
use crate::model::Vendor;

/// Emits `<vendor>/signature.rs`.
pub(super) fn emit_signature(vendor: &Vendor, crate_path: &str) -> String {
    let mut imports = Imports::without_payload_types();
    imports.verify([
        "Clock",
        "Headers",
        "Secret",
        "SignatureScheme",
        "Verified",
        "VerifyError",
    ]);
    let scheme = match &vendor.signature {
        Signature::Hmac(scheme) => emit_scheme(scheme, &mut imports),
        Signature::Unsupported { why } => quote!(SignatureScheme::Unsupported { why: #why }),
    };
    let docs = scheme_docs(vendor).outer();
    let constant = quote! {
        #docs
        pub const SIGNATURE: SignatureScheme = #scheme;
    };
    let times = match &vendor.signature {
        Signature::Hmac(HmacScheme {
            timestamp: Some(_), ..
        }) => quote!(
            use std::time::{Duration, SystemTime};
        ),
        Signature::Hmac(_) | Signature::Unsupported { .. } => quote!(
            use std::time::SystemTime;
        ),
    };
    let uses = imports.to_tokens();
    let file_docs = Text::default().markdown(&format!(
        "Verification of deliveries of {}.",
        docs::escape(&vendor.display_name)
    ));
    rust_file(
        vendor.id.as_str(),
        &file_docs,
        [
            quote!(#times #uses),
            constant,
            emit_verify(vendor, crate_path),
            emit_sign(vendor),
        ],
    )
}

/// Summary of a vendor's signature scheme for the README.
pub(super) fn summary(vendor: &Vendor) -> String {
    match &vendor.signature {
        Signature::Hmac(scheme) => docs::cell(&scheme.header),
        Signature::Unsupported { why } => format!("not checked: {}", docs::cell_words(why)),
    }
}

fn emit_scheme(scheme: &HmacScheme, imports: &mut Imports) -> TokenStream {
    imports.verify([
        "Encoding",
        "HashAlgorithm",
        "HmacScheme",
        "SecretForm",
        "SignedPart",
    ]);
    let HmacScheme {
        algorithm,
        secret,
        header,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let algorithm = variant(algorithm.as_str());
    let secret = variant(secret.as_str());
    let encoding = variant(encoding.as_str());
    let separator = optional(separator.as_ref().map(|separator| quote!(#separator)));
    let timestamp = optional(
        timestamp
            .as_ref()
            .map(|timestamp| emit_timestamp(timestamp, imports)),
    );
    let signed = signed.iter().map(|part| match part {
        SignedPart::Literal(text) => quote!(SignedPart::Literal(#text)),
        SignedPart::Timestamp => quote!(SignedPart::Timestamp),
        SignedPart::Body => quote!(SignedPart::Body),
    });
    quote! {
        SignatureScheme::Hmac(HmacScheme {
            algorithm: HashAlgorithm::#algorithm,
            secret: SecretForm::#secret,
            header: #header,
            separator: #separator,
            prefix: #prefix,
            encoding: Encoding::#encoding,
            timestamp: #timestamp,
            signed: &[#(#signed),*],
        })
    }
}

fn emit_timestamp(timestamp: &Timestamp, imports: &mut Imports) -> TokenStream {
    imports.verify(["Timestamp", "TimestampForm", "TimestampPlace"]);
    let Timestamp {
        place,
        form,
        tolerance,
    } = timestamp;
    let tolerance = Literal::u64_unsuffixed(*tolerance);
    let form = variant(form.as_str());
    let place = match place {
        TimestampPlace::Header(header) => quote!(TimestampPlace::Header(#header)),
        TimestampPlace::Part(prefix) => quote!(TimestampPlace::Part(#prefix)),
    };
    quote! {
        Timestamp {
            place: #place,
            form: TimestampForm::#form,
            tolerance: Duration::from_secs(#tolerance),
        }
    }
}

/// The variant of the support code's enum for a word of the profile.
fn variant(word: &str) -> proc_macro2::Ident {
    format_ident!("{}", NameKind::Variant.name(word))
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}

fn scheme_docs(vendor: &Vendor) -> Text {
    let name = docs::escape(&vendor.display_name);
    let scheme = match &vendor.signature {
        Signature::Hmac(scheme) => scheme,
        Signature::Unsupported { why } => {
            return Text::default()
                .markdown(&format!("Signatures of {name} cannot be verified."))
                .markdown(&format!("Reason: {}.", docs::escape(why)));
        }
    };
    let HmacScheme {
        algorithm,
        secret,
        header,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let hash = match algorithm {
        HashAlgorithm::Sha1 => "SHA-1",
        HashAlgorithm::Sha256 => "SHA-256",
        HashAlgorithm::Sha512 => "SHA-512",
    };
    let header = docs::code(header);
    let place = match separator {
        Some(separator) => {
            let separator = docs::code(separator);
            format!("The header {header} holds parts separated by {separator}. A signature is")
        }
        None => format!("The header {header} holds"),
    };
    let prefix = match prefix.as_str() {
        "" => String::new(),
        prefix => format!("{} and ", docs::code(prefix)),
    };
    let secret = match secret {
        SecretForm::Text => "",
        SecretForm::Hex => " The secret is given in hexadecimal digits.",
        SecretForm::Base64 => " The secret is given in base64.",
    };
    Text::default()
        .markdown(&format!("Signature scheme of {name}."))
        .markdown(&format!(
            "{place} {prefix}the HMAC with {hash}, as {encoding}, of {}.{secret}",
            template(signed)
        ))
        .markdown(&time_docs(timestamp.as_ref()))
}

/// The hashed text, with placeholders as in the profile.
fn template(signed: &[SignedPart]) -> String {
    if signed == [SignedPart::Body] {
        return "the body".to_owned();
    }
    let parts = signed.iter().map(|part| match part {
        SignedPart::Literal(text) => text,
        SignedPart::Timestamp => "{timestamp}",
        SignedPart::Body => "{body}",
    });
    docs::code(&parts.collect::<String>())
}

fn time_docs(timestamp: Option<&Timestamp>) -> String {
    let Some(timestamp) = timestamp else {
        return "No timestamp is signed, so a replayed delivery has a valid signature; only its id shows that it is not new."
            .to_owned();
    };
    let place = match &timestamp.place {
        TimestampPlace::Header(header) => format!("in the header {}", docs::code(header)),
        TimestampPlace::Part(prefix) => format!("in the same header, after {}", docs::code(prefix)),
    };
    let form = match timestamp.form {
        TimestampForm::Seconds => "in seconds since 1970",
        TimestampForm::Milliseconds => "in milliseconds since 1970",
        TimestampForm::Rfc3339 => "as a date and time in UTC",
    };
    format!(
        "The timestamp is {place}, {form}. It may differ from the receiver's clock by {} seconds in either direction.",
        timestamp.tolerance
    )
}

fn emit_verify(vendor: &Vendor, crate_path: &str) -> TokenStream {
    let name = docs::escape(&vendor.display_name);
    let docs = match &vendor.signature {
        Signature::Hmac(scheme) => {
            let (when, or_when) = match scheme.timestamp {
                Some(_) => (
                    ", and when",
                    ", or if the signed timestamp is too far from the clock",
                ),
                None => ("", ""),
            };
            Text::default()
                .markdown(&format!("Checks that {name} signed a delivery{when}."))
                .markdown(
                    "`body` is the unmodified body of the request. All `secrets` are tried, so that a secret can be replaced \
                     without downtime. `clock` is the current time, or a [`Clock`] with a different tolerance.",
                )
                .verbatim(example(vendor, crate_path))
                .heading("Errors")
                .markdown(&format!("If there is no valid signature{or_when}."))
        }
        Signature::Unsupported { .. } => Text::default()
            .markdown(&format!(
                "Refuses every delivery of {name} for the reason given in [`SIGNATURE`]."
            ))
            .heading("Errors")
            .markdown("Always."),
    };
    let docs = docs.outer();
    quote! {
        #docs
        pub fn verify<'b>(
            headers: &(impl Headers + ?Sized),
            body: &'b [u8],
            secrets: &[Secret],
            clock: impl Into<Clock>,
        ) -> Result<Verified<'b>, VerifyError> {
            SIGNATURE.verify(headers, body, secrets, clock)
        }
    }
}

/// A doc test in which a receiver verifies and parses a delivery.
pub(super) fn example(vendor: &Vendor, crate_path: &str) -> Vec<String> {
    let module = &vendor.module;
    let (argument, call) = if request_names_event(vendor) {
        ("", "parse_request(headers, ")
    } else {
        ("event_name: &str, ", "parse_named(event_name, ")
    };
    let text = format!(
        r#"```
use std::error::Error;
use std::time::SystemTime;

use {crate_path}::{module};
use {crate_path}::verify::{{Headers, Secret}};

fn receive({argument}headers: &impl Headers, body: &[u8], secret: &str) -> Result<(), Box<dyn Error>> {{
    let secrets = [Secret::new(secret)];
    let delivery = {module}::verify(headers, body, &secrets, SystemTime::now())?;
    let delivery = {module}::{call}delivery.body())?;
    println!("{{}}", delivery.event.name());
    Ok(())
}}
```"#
    );
    text.lines().map(str::to_owned).collect()
}

fn emit_sign(vendor: &Vendor) -> TokenStream {
    let name = docs::escape(&vendor.display_name);
    let docs = match &vendor.signature {
        Signature::Hmac(_) => Text::default()
            .markdown(&format!(
                "Signs a body as {name} would at the time `at`, and returns the headers to send with it."
            ))
            .markdown("For tests and local tools.")
            .heading("Errors")
            .markdown("If the secret or the time cannot be represented in the vendor's format."),
        Signature::Unsupported { .. } => Text::default()
            .markdown(&format!(
                "Signs nothing, since signatures of {name} are not supported: [`SIGNATURE`] gives the reason."
            ))
            .heading("Errors")
            .markdown("Always."),
    };
    let docs = docs.outer();
    quote! {
        #docs
        pub fn sign(
            secret: &Secret,
            at: SystemTime,
            body: &[u8],
        ) -> Result<Vec<(&'static str, String)>, VerifyError> {
            SIGNATURE.sign(secret, at, body)
        }
    }
}
