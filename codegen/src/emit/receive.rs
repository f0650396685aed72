//! The functions that verify and parse a delivery in one call.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::entry_points::request_names_event;
use crate::docs::Text;
use crate::model::Vendor;

/// Names of the functions that [`emit_receive`] emits.
pub(super) fn receive_functions(vendor: &Vendor) -> Vec<Ident> {
    let suffix = if request_names_event(vendor) {
        ""
    } else {
        "_named"
    };
    let request = format_ident!("receive_request{suffix}");
    if vendor.signature.needs_request() {
        vec![request]
    } else {
        vec![format_ident!("receive{suffix}"), request]
    }
}

/// Emits the functions that verify and parse: `receive` if the scheme covers the body alone, and `receive_request`.
pub(super) fn emit_receive(vendor: &Vendor, crate_path: &str) -> Vec<TokenStream> {
    let names = request_names_event(vendor);
    let event_name = (!names).then(|| quote!(event_name: &str,));
    let parse = |headers: TokenStream| {
        if names {
            quote!(parse_request(#headers, delivery.body()))
        } else {
            quote!(parse_named(event_name, delivery.body()))
        }
    };
    let docs = receive_docs(vendor, crate_path).outer();
    let functions = receive_functions(vendor);
    let of_request = |docs: &TokenStream, name: &Ident| {
        let parse = parse(quote!(request.headers));
        quote! {
            #docs
            #[inline]
            pub fn #name(
                #event_name
                request: &Request<'_, impl Headers + ?Sized>,
                secrets: &[Secret],
                clock: impl Into<Clock>,
            ) -> Result<super::Delivery, ReceiveError> {
                let delivery = verify_request(request, secrets, clock)?;
                Ok(super::#parse?)
            }
        }
    };
    let [name, request] = &functions[..] else {
        return functions
            .iter()
            .map(|name| of_request(&docs, name))
            .collect();
    };
    let request_docs = Text::default()
        .markdown(&format!(
            "[`{name}()`] for any vendor: the method and the URI of the request are not signed."
        ))
        .heading("Errors")
        .markdown(&format!("As [`{name}()`]."))
        .outer();
    let parse = parse(quote!(headers));
    vec![
        quote! {
            #docs
            #[inline]
            pub fn #name(
                #event_name
                headers: &(impl Headers + ?Sized),
                body: &[u8],
                secrets: &[Secret],
                clock: impl Into<Clock>,
            ) -> Result<super::Delivery, ReceiveError> {
                let delivery = verify(headers, body, secrets, clock)?;
                Ok(super::#parse?)
            }
        },
        of_request(&request_docs, request),
    ]
}

fn receive_docs(vendor: &Vendor, crate_path: &str) -> Text {
    let (verify, parse) = (
        if vendor.signature.needs_request() {
            "verify_request"
        } else {
            "verify"
        },
        if request_names_event(vendor) {
            "parse_request"
        } else {
            "parse_named"
        },
    );
    Text::default()
        .markdown(&format!(
            "Verifies and reads a delivery: [`{verify}()`] and [`{parse}()`](super::{parse}()) in one call."
        ))
        .verbatim(receive_example(vendor, crate_path))
        .heading("Errors")
        .markdown("[`ReceiveError::Refused`] if there is no valid signature, and [`ReceiveError::Unreadable`] if the signed body cannot be read.")
}

/// A doc test in which a receiver answers by the kind of failure.
fn receive_example(vendor: &Vendor, crate_path: &str) -> Vec<String> {
    let module = &vendor.module;
    let (argument, pass) = if request_names_event(vendor) {
        ("", "")
    } else {
        ("event_name: &str, ", "event_name, ")
    };
    let (name, parameters, used, imports) = match &receive_functions(vendor)[..] {
        [name, _] => (
            name.clone(),
            "headers: &impl Headers, body: &[u8]",
            "headers, body",
            "Headers, ReceiveError, Secret",
        ),
        names => (
            names[0].clone(),
            "request: &Request<'_, impl Headers>",
            "request",
            "Headers, ReceiveError, Request, Secret",
        ),
    };
    let text = format!(
        r#"```
use std::time::SystemTime;

use {crate_path}::{module};
use {crate_path}::verify::{{{imports}}};

/// Returns the status of the answer.
fn answer({argument}{parameters}, secrets: &[Secret]) -> u16 {{
    match {module}::{name}({pass}{used}, secrets, SystemTime::now()) {{
        Ok(delivery) => {{
            println!("{{}}", delivery.event.name());
            200
        }}
        Err(ReceiveError::Refused(_)) => 401,
        Err(_) => 400,
    }}
}}
```"#
    );
    text.lines().map(str::to_owned).collect()
}
