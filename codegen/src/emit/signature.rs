//! Signatures of deliveries: the vendor's scheme as a constant, and `verify` and `sign`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use webhook_catalog::{
    SecretForm, Signature, SignedPart, SigningAlgorithm, SigningScheme, Timestamp, TimestampForm,
    TimestampPlace,
};

use super::entry_points::request_names_event;
use super::imports::Imports;
use super::receive::emit_receive;
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
        "Request",
        "Secret",
        "SignatureScheme",
        "Verified",
        "VerifyError",
        "ReceiveError",
    ]);
    let scheme = match &vendor.signature {
        Signature::Supported(scheme) => emit_scheme(scheme, &mut imports),
        Signature::Unsupported { why } => quote!(SignatureScheme::Unsupported { why: #why }),
    };
    let docs = scheme_docs(vendor).outer();
    let constant = quote! {
        #docs
        pub const SIGNATURE: SignatureScheme = #scheme;
    };
    let functions = emit_functions(vendor, crate_path);
    let receive = emit_receive(vendor, crate_path);
    let times = match &vendor.signature {
        Signature::Supported(SigningScheme {
            timestamp: Some(_), ..
        }) => quote!(
            use std::time::{Duration, SystemTime};
        ),
        Signature::Supported(_) | Signature::Unsupported { .. } => quote!(
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
        [quote!(#times #uses), constant]
            .into_iter()
            .chain(functions)
            .chain(receive),
    )
}

/// Summary of a vendor's signature scheme for the README.
pub(super) fn summary(vendor: &Vendor) -> String {
    match &vendor.signature {
        Signature::Supported(scheme) if vendor.signature.needs_request() => {
            format!("{}, over the URI as well", docs::cell(&scheme.header))
        }
        Signature::Supported(scheme) => docs::cell(&scheme.header),
        Signature::Unsupported { why } => format!("not checked: {}", docs::cell_words(why)),
    }
}

fn emit_scheme(scheme: &SigningScheme, imports: &mut Imports) -> TokenStream {
    imports.verify([
        "Encoding",
        "SigningAlgorithm",
        "SigningScheme",
        "SecretForm",
        "SignedPart",
    ]);
    let SigningScheme {
        algorithm,
        secret,
        header,
        header_aliases,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let algorithm = match algorithm {
        SigningAlgorithm::HmacSha1 => quote!(HmacSha1),
        SigningAlgorithm::HmacSha256 => quote!(HmacSha256),
        SigningAlgorithm::HmacSha512 => quote!(HmacSha512),
        SigningAlgorithm::Ed25519 => quote!(Ed25519),
    };
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
        SignedPart::Form { body_hash } => {
            let body_hash = optional(body_hash.as_ref().map(|parameter| quote!(#parameter)));
            quote!(SignedPart::Form { body_hash: #body_hash })
        }
        SignedPart::Method => quote!(SignedPart::Method),
        SignedPart::Uri { decoded } => quote!(SignedPart::Uri { decoded: #decoded }),
        SignedPart::Header(name) => quote!(SignedPart::Header(#name)),
    });
    quote! {
        SignatureScheme::Supported(SigningScheme {
            algorithm: SigningAlgorithm::#algorithm,
            secret: SecretForm::#secret,
            header: #header,
            header_aliases: &[#(#header_aliases),*],
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
        Signature::Supported(scheme) => scheme,
        Signature::Unsupported { why } => {
            return Text::default()
                .markdown(&format!("Signatures of {name} cannot be verified."))
                .markdown(&format!("Reason: {}.", docs::escape(why)));
        }
    };
    let SigningScheme {
        algorithm,
        secret,
        header,
        header_aliases,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let signature = match algorithm {
        SigningAlgorithm::HmacSha1 => "HMAC with SHA-1",
        SigningAlgorithm::HmacSha256 => "HMAC with SHA-256",
        SigningAlgorithm::HmacSha512 => "HMAC with SHA-512",
        SigningAlgorithm::Ed25519 => "Ed25519 signature",
    };
    let headers = [header].into_iter().chain(header_aliases);
    let headers = headers.map(|header| docs::code(header)).collect::<Vec<_>>();
    let headers = headers.join(" or ");
    let place = match separator {
        Some(separator) => {
            let separator = docs::code(separator);
            format!("The header {headers} holds parts separated by {separator}. A signature is")
        }
        None => format!("The header {headers} holds"),
    };
    let prefix = match prefix.as_str() {
        "" => String::new(),
        prefix => format!("{} and ", docs::code(prefix)),
    };
    let secret = match (algorithm, secret) {
        (SigningAlgorithm::Ed25519, secret) => {
            format!(" The secret is the public key in {secret}, and a private key to sign.")
        }
        (_, SecretForm::Text) => String::new(),
        (_, SecretForm::Hex) => " The secret is given in hexadecimal digits.".to_owned(),
        (_, SecretForm::Base64) => " The secret is given in base64.".to_owned(),
    };
    let details: String = signed.iter().map(part_docs).collect();
    Text::default()
        .markdown(&format!("Signature scheme of {name}."))
        .markdown(&format!(
            "{place} {prefix}the {signature}, as {encoding}, of {}.{details}{secret}",
            template(signed)
        ))
        .markdown(&time_docs(timestamp.as_ref()))
}

/// The signed text, with placeholders as in the profile.
fn template(signed: &[SignedPart]) -> String {
    if signed == [SignedPart::Body] {
        return "the body".to_owned();
    }
    let parts = signed.iter().map(SignedPart::to_string);
    docs::code(&parts.collect::<String>())
}

/// A sentence about a part that its placeholder does not explain.
fn part_docs(part: &SignedPart) -> String {
    match part {
        SignedPart::Form { body_hash } => {
            let other = body_hash.as_ref().map(|parameter| {
                format!(
                    " If the URI has the parameter {}, it is the SHA-256 of the body, and no fields are signed.",
                    docs::code(parameter)
                )
            });
            format!(
                " `{{form}}` are the decoded fields of the form in the body, each name followed by its value, sorted.{}",
                other.unwrap_or_default()
            )
        }
        SignedPart::Uri { decoded } if !decoded.is_empty() => format!(
            " In `{{uri}}` the percent encoding of the characters {} is decoded.",
            docs::code(decoded)
        ),
        SignedPart::Literal(_)
        | SignedPart::Timestamp
        | SignedPart::Body
        | SignedPart::Method
        | SignedPart::Uri { .. }
        | SignedPart::Header(_) => String::new(),
    }
}

fn time_docs(timestamp: Option<&Timestamp>) -> String {
    let Some(timestamp) = timestamp else {
        return "No timestamp is checked, so a replayed delivery has a valid signature; only its id shows that it is not new."
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

/// `verify` and `sign` if the scheme covers the body alone, and both for requests.
fn emit_functions(vendor: &Vendor, crate_path: &str) -> Vec<TokenStream> {
    let verify = verify_docs(vendor, crate_path).outer();
    let sign = sign_docs(vendor).outer();
    if vendor.signature.needs_request() {
        return vec![emit_verify_request(&verify), emit_sign_request(&sign)];
    }
    let request_docs = |function: &str| {
        Text::default()
            .markdown(&format!(
                "[`{function}()`] for any vendor: the method and the URI of the request are not signed."
            ))
            .heading("Errors")
            .markdown(&format!("As [`{function}()`]."))
            .outer()
    };
    vec![
        quote! {
            #verify
            pub fn verify<'b>(
                headers: &(impl Headers + ?Sized),
                body: &'b [u8],
                secrets: &[Secret],
                clock: impl Into<Clock>,
            ) -> Result<Verified<'b>, VerifyError> {
                SIGNATURE.verify(headers, body, secrets, clock)
            }
        },
        emit_verify_request(&request_docs("verify")),
        quote! {
            #sign
            pub fn sign(
                secret: &Secret,
                at: SystemTime,
                body: &[u8],
            ) -> Result<Vec<(&'static str, String)>, VerifyError> {
                SIGNATURE.sign(secret, at, body)
            }
        },
        emit_sign_request(&request_docs("sign")),
    ]
}

fn emit_verify_request(docs: &TokenStream) -> TokenStream {
    quote! {
        #docs
        pub fn verify_request<'r>(
            request: &Request<'r, impl Headers + ?Sized>,
            secrets: &[Secret],
            clock: impl Into<Clock>,
        ) -> Result<Verified<'r>, VerifyError> {
            SIGNATURE.verify_request(request, secrets, clock)
        }
    }
}

fn emit_sign_request(docs: &TokenStream) -> TokenStream {
    quote! {
        #docs
        pub fn sign_request(
            secret: &Secret,
            at: SystemTime,
            request: &Request<'_, impl Headers + ?Sized>,
        ) -> Result<Vec<(&'static str, String)>, VerifyError> {
            SIGNATURE.sign_request(secret, at, request)
        }
    }
}

fn verify_docs(vendor: &Vendor, crate_path: &str) -> Text {
    let name = docs::escape(&vendor.display_name);
    let Signature::Supported(scheme) = &vendor.signature else {
        return Text::default()
            .markdown(&format!(
                "Refuses every delivery of {name} for the reason given in [`SIGNATURE`]."
            ))
            .heading("Errors")
            .markdown("Always.");
    };
    let (when, or_when) = match scheme.timestamp {
        Some(_) => (
            ", and when",
            ", or if the signed timestamp is too far from the clock",
        ),
        None => ("", ""),
    };
    let arguments = if vendor.signature.needs_request() {
        "The request's URI is absolute, with scheme, host and query, as the vendor calls it: behind a proxy, the public address."
    } else {
        "`body` is the unmodified body of the request."
    };
    Text::default()
        .markdown(&format!("Checks that {name} signed a delivery{when}."))
        .markdown(&format!(
            "{arguments} All `secrets` are tried, so that a secret can be replaced without downtime. `clock` is the current \
             time, or a [`Clock`] with a different tolerance."
        ))
        .verbatim(example(vendor, crate_path))
        .heading("Errors")
        .markdown(&format!("If there is no valid signature{or_when}."))
}

/// A doc test in which a receiver verifies and parses a delivery.
pub(super) fn example(vendor: &Vendor, crate_path: &str) -> Vec<String> {
    let module = &vendor.module;
    let (argument, call) = if request_names_event(vendor) {
        let headers = if vendor.signature.needs_request() {
            "request.headers"
        } else {
            "headers"
        };
        ("", format!("parse_request({headers}, "))
    } else {
        ("event_name: &str, ", "parse_named(event_name, ".to_owned())
    };
    let (names, parameters, verify) = if vendor.signature.needs_request() {
        (
            "Headers, Request, Secret",
            "request: &Request<'_, impl Headers>",
            "verify_request(request, ",
        )
    } else {
        (
            "Headers, Secret",
            "headers: &impl Headers, body: &[u8]",
            "verify(headers, body, ",
        )
    };
    let text = format!(
        r#"```
use std::error::Error;
use std::time::SystemTime;

use {crate_path}::{module};
use {crate_path}::verify::{{{names}}};

fn receive({argument}{parameters}, secret: &str) -> Result<(), Box<dyn Error>> {{
    let secrets = [Secret::new(secret)];
    let delivery = {module}::{verify}&secrets, SystemTime::now())?;
    let delivery = {module}::{call}delivery.body())?;
    println!("{{}}", delivery.event.name());
    Ok(())
}}
```"#
    );
    text.lines().map(str::to_owned).collect()
}

fn sign_docs(vendor: &Vendor) -> Text {
    let name = docs::escape(&vendor.display_name);
    let Signature::Supported(_) = &vendor.signature else {
        return Text::default()
            .markdown(&format!(
                "Signs nothing, since signatures of {name} are not supported: [`SIGNATURE`] gives the reason."
            ))
            .heading("Errors")
            .markdown("Always.");
    };
    let signed = if vendor.signature.needs_request() {
        "request, which needs no headers,"
    } else {
        "body"
    };
    Text::default()
        .markdown(&format!(
            "Signs a {signed} as {name} would at the time `at`, and returns the headers to send with it."
        ))
        .markdown("For tests and local tools.")
        .heading("Errors")
        .markdown("If the secret or the time cannot be represented in the vendor's format.")
}
