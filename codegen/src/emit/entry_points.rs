//! The functions that read deliveries: `parse`, `parse_request`, `parse_named` and `peek`.

use proc_macro2::TokenStream;
use quote::quote;
use webhook_catalog::{BodyFormat, Naming};

use super::imports::Imports;
use super::other_requests;
use crate::docs::{self, Text};
use crate::event_routing::{body_names_event, body_naming, unenveloped_naming};
use crate::model::{MessageTemplates, Vendor};

/// Emits `parse_named`, `parse_request` if deliveries name their event, and `parse` and `peek` if bodies do; all but the last also in
/// their strict forms.
pub(super) fn emit_functions(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["OnMisfit", "ParseError"]);
    let id = vendor.id.as_str();
    let mut functions = Vec::new();
    functions.extend((vendor.body == BodyFormat::Form).then(|| emit_read_form(id)));
    if body_naming(vendor).is_some() {
        let not_event = other_requests::error_docs(vendor);
        let unsearchable = match vendor.body {
            BodyFormat::Json => {
                format!(" If the searched part of the body is not JSON.{not_event}")
            }
            BodyFormat::Form => format!(" If {}.{not_event}", unreadable(vendor)),
        };
        let peek = peek_of_body(vendor, &quote!(NAMING.peek_name(#id, body)));
        functions.extend(emit_parse(
            "Reads a delivery from the bytes of a request's body.",
            UNKNOWN,
            &format!(
                "If {}, or does not name its event.{not_event}",
                unreadable(vendor)
            ),
            |on_misfit| {
                let call = quote!(crate::support::parse(#id, &NAMING, OnMisfit::#on_misfit, body));
                of_body(vendor, call)
            },
        ));
        functions.push(quote! {
            #[doc = " Finds the name of the event in a body without reading the event."]
            #[doc = ""]
            #[doc = " The search stops as soon as the name is certain; skipped parts are not checked. `None` if the body names no event."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = #unsearchable]
            pub fn peek(body: &[u8]) -> Result<Option<Cow<'_, str>>, ParseError> {
                #peek
            }
        });
    }
    if let Some(message_templates) = &vendor.message_templates {
        functions.extend(emit_template_functions(vendor, message_templates));
    }
    functions.extend(emit_parse_request(vendor));
    functions.extend(emit_parse_named(vendor));
    functions
}

/// True if requests name their event, in the body or in a header.
pub(super) fn request_names_event(vendor: &Vendor) -> bool {
    body_names_event(vendor) || matches!(vendor.naming, Some(Naming::Header { .. }))
}

/// Emits `parse_request`, `parse_request_strict` and `peek_request`.
fn emit_parse_request(vendor: &Vendor) -> Vec<TokenStream> {
    if !request_names_event(vendor) {
        return Vec::new();
    }
    let Some(Naming::Header { name, .. }) = &vendor.naming else {
        return emit_requests_named_by_body();
    };
    let id = vendor.id.as_str();
    let header = docs::code(name);
    let header_error = format!(
        "If the header {header} is missing, empty, not UTF-8, or repeated with different values."
    );
    let docs = Text::default()
        .markdown(&format!(
            "Reads a delivery from the headers and the body of a request. The header {header} names the event."
        ))
        .markdown(UNKNOWN)
        .markdown(MISFITS)
        .heading("Errors")
        .markdown(&format!("{header_error} If {}.", unreadable(vendor)))
        .outer();
    let strict_docs = Text::default()
        .markdown("[`parse_request()`] without tolerance, for tests: the first value that does not fit its type is an error.")
        .heading("Errors")
        .markdown(&format!(
            "{header_error} If {}. {MISFIT_ERROR}",
            unreadable(vendor)
        ))
        .outer();
    let peek_docs = Text::default()
        .markdown(&format!(
            "Finds the name of the event in the header {header}. The body is not read."
        ))
        .heading("Errors")
        .markdown(&header_error)
        .outer();
    vec![
        quote! {
            #docs
            pub fn parse_request(headers: &(impl crate::support::Headers + ?Sized), body: &[u8]) -> Result<Delivery, ParseError> {
                let event_name = NAMING.event_name(#id, headers)?;
                parse_named(&event_name, body)
            }
        },
        quote! {
            #strict_docs
            pub fn parse_request_strict(headers: &(impl crate::support::Headers + ?Sized), body: &[u8]) -> Result<Delivery, ParseError> {
                let event_name = NAMING.event_name(#id, headers)?;
                parse_named_strict(&event_name, body)
            }
        },
        quote! {
            #peek_docs
            pub fn peek_request<'b>(headers: &(impl crate::support::Headers + ?Sized), body: &'b [u8]) -> Result<Option<Cow<'b, str>>, ParseError> {
                let _ = body;
                NAMING.event_name(#id, headers).map(Some)
            }
        },
    ]
}

/// The same functions for a vendor whose bodies name their event.
fn emit_requests_named_by_body() -> Vec<TokenStream> {
    let functions = [
        (
            "parse_request",
            quote!(parse),
            "Reads a delivery from the headers and the body of a request, like every vendor's `parse_request`. The body names the \
             event, so the headers are not read.",
        ),
        (
            "parse_request_strict",
            quote!(parse_strict),
            "[`parse_request()`] without tolerance, for tests.",
        ),
    ];
    let mut emitted: Vec<TokenStream> = functions
        .into_iter()
        .map(|(name, call, summary)| {
            let name = quote::format_ident!("{name}");
            let docs = Text::default()
                .markdown(summary)
                .heading("Errors")
                .markdown(&format!("Those of [`{call}()`]."))
                .outer();
            quote! {
                #docs
                pub fn #name(headers: &(impl crate::support::Headers + ?Sized), body: &[u8]) -> Result<Delivery, ParseError> {
                    let _ = headers;
                    #call(body)
                }
            }
        })
        .collect();
    let docs = Text::default()
        .markdown("Finds the name of the event of a request, like every vendor's `peek_request`. The headers are not read.")
        .heading("Errors")
        .markdown("Those of [`peek()`].")
        .outer();
    emitted.push(quote! {
        #docs
        pub fn peek_request<'b>(headers: &(impl crate::support::Headers + ?Sized), body: &'b [u8]) -> Result<Option<Cow<'b, str>>, ParseError> {
            let _ = headers;
            peek(body)
        }
    });
    emitted
}

/// Emits `parse` and `parse_strict`.
fn emit_parse(
    summary: &str,
    unknown: &str,
    error: &str,
    call: impl Fn(TokenStream) -> TokenStream,
) -> [TokenStream; 2] {
    let docs = Text::default()
        .markdown(summary)
        .markdown(unknown)
        .markdown(MISFITS)
        .heading("Errors")
        .markdown(error)
        .outer();
    let strict_docs = Text::default()
        .markdown("[`parse()`] without tolerance, for tests: the first value that does not fit its type is an error.")
        .heading("Errors")
        .markdown(&format!("{error} {MISFIT_ERROR}"))
        .outer();
    let (keep, refuse) = (call(quote!(Keep)), call(quote!(Refuse)));
    [
        quote! {
            #docs
            pub fn parse(body: &[u8]) -> Result<Delivery, ParseError> {
                #keep
            }
        },
        quote! {
            #strict_docs
            pub fn parse_strict(body: &[u8]) -> Result<Delivery, ParseError> {
                #refuse
            }
        },
    ]
}

/// Emits the function by which a form is read as JSON is.
fn emit_read_form(id: &str) -> TokenStream {
    quote! {
        #[doc = " Reads a form through its JSON, in which positions of errors mean nothing."]
        fn read_form(
            body: &[u8],
            read: impl FnOnce(&[u8]) -> Result<Delivery, ParseError>,
        ) -> Result<Delivery, ParseError> {
            let mut delivery = crate::support::read_form(#id, body, read)?;
            if let Event::Malformed(event) = &mut delivery.event {
                event.error.remove_position();
            }
            Ok(delivery)
        }
    }
}

/// A call that reads the JSON `body`, for bodies of the vendor's format.
fn of_body(vendor: &Vendor, call: TokenStream) -> TokenStream {
    match vendor.body {
        BodyFormat::Json => call,
        BodyFormat::Form => quote!(read_form(body, |body| #call)),
    }
}

/// The same for a call that finds the event's name.
fn peek_of_body(vendor: &Vendor, call: &TokenStream) -> TokenStream {
    let id = vendor.id.as_str();
    match vendor.body {
        BodyFormat::Json => call.clone(),
        BodyFormat::Form => quote! {
            crate::support::read_form(#id, body, |body| {
                let name = #call?;
                Ok(name.map(|name| Cow::Owned(name.into_owned())))
            })
        },
    }
}

/// The condition of the error for a body of another format.
fn unreadable(vendor: &Vendor) -> &'static str {
    match vendor.body {
        BodyFormat::Json => "the body is not JSON",
        BodyFormat::Form => "the body is not a form in UTF-8",
    }
}

const UNKNOWN: &str =
    "An event unknown to this crate becomes [`Event::Unknown`], which is no error.";

const MISFITS: &str = "A value that does not fit its type is kept as it came: an optional member in `extra` of its object, and an \
                       event without such a member around the value as [`Event::Malformed`]. [`Delivery::misfits`] lists these \
                       values.";

const MISFIT_ERROR: &str = "If a value does not fit its type, or a member is repeated.";

/// Emits `parse_named` and `parse_named_strict`.
fn emit_parse_named(vendor: &Vendor) -> [TokenStream; 2] {
    let id = vendor.id.as_str();
    let how = match &vendor.naming {
        Some(Naming::Body(_) | Naming::MessageTemplates(_)) if body_names_event(vendor) => {
            "Reads a delivery of the event that the caller names, regardless of the name in the body.".to_owned()
        }
        Some(Naming::Header { name, .. }) => {
            format!(
                "Reads a delivery of the event that the caller names, regardless of the request header {}.",
                docs::code(name)
            )
        }
        Some(Naming::Body(_) | Naming::MessageTemplates(_)) | None => {
            "Reads a delivery of the event that the caller names, since the body does not name it.".to_owned()
        }
    };
    let docs = Text::default()
        .markdown(&how)
        .markdown(UNKNOWN)
        .markdown(MISFITS)
        .heading("Errors")
        .markdown(&format!("If {}.", unreadable(vendor)))
        .outer();
    let strict_docs = Text::default()
        .markdown("[`parse_named()`] without tolerance, for tests: the first value that does not fit its type is an error.")
        .heading("Errors")
        .markdown(&format!("If {}. {MISFIT_ERROR}", unreadable(vendor)))
        .outer();
    let may_differ = unenveloped_naming(vendor).is_some() || vendor.event_wrapper().is_some();
    let read = |on_misfit: TokenStream| match may_differ {
        true => {
            quote!(crate::support::parse_named_or_unenveloped(#id, &NAMING, event_name, OnMisfit::#on_misfit, body))
        }
        false => {
            quote!(crate::support::parse_named(#id, event_name, OnMisfit::#on_misfit, body))
        }
    };
    let read = |on_misfit| of_body(vendor, read(on_misfit));
    let (keep, refuse) = (read(quote!(Keep)), read(quote!(Refuse)));
    [
        quote! {
            #docs
            pub fn parse_named(event_name: &str, body: &[u8]) -> Result<Delivery, ParseError> {
                #keep
            }
        },
        quote! {
            #strict_docs
            pub fn parse_named_strict(event_name: &str, body: &[u8]) -> Result<Delivery, ParseError> {
                #refuse
            }
        },
    ]
}

/// Emits `parse`, `parse_strict` and `peek` for bodies whose message template identifies the event.
fn emit_template_functions(
    vendor: &Vendor,
    message_templates: &MessageTemplates,
) -> impl Iterator<Item = TokenStream> + use<> {
    let id = vendor.id.as_str();
    let first = docs::code(&message_templates.texts[0]);
    let not_event = other_requests::error_docs(vendor);
    let unknown = format!(
        "A message that matches no template becomes [`Event::Unknown`], whose name is `unknown wording:` and the text at \
         {first}; this is no error."
    );
    let parse = emit_parse(
        "Reads a delivery from the bytes of a request's body, and recognises the event by its message template.",
        &unknown,
        &format!(
            "If {}, or has no text of a message.{not_event}",
            unreadable(vendor)
        ),
        |on_misfit| {
            let call = quote!(crate::support::parse_by_template(#id, &message_template::TEMPLATES, OnMisfit::#on_misfit, body));
            of_body(vendor, call)
        },
    );
    let errors = format!(" If {}.{not_event}", unreadable(vendor));
    let peek = peek_of_body(vendor, &quote!(message_template::TEMPLATES.peek(#id, body)));
    let peek = quote! {
        #[doc = " Finds the name of the event whose message template a body matches."]
        #[doc = ""]
        #[doc = " `None` if the body matches no template, or in more than one way."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = #errors]
        pub fn peek(body: &[u8]) -> Result<Option<Cow<'_, str>>, ParseError> {
            #peek
        }
    };
    parse.into_iter().chain([peek])
}
