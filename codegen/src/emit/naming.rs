//! The functions `parse`, `parse_named` and `peek`, and the constant that locates the event's name in a body.

use proc_macro2::TokenStream;
use quote::quote;
use webhook_catalog::{BodyNaming, EventName, Naming, UnenvelopedNaming};

use super::imports::Imports;
use crate::docs::{self, Text};
use crate::event_routing::{
    aliases_by_precedence, body_names_event, body_naming, unenveloped_naming,
};
use crate::model::{EventTag, MessageTemplates, Vendor};
use webhook_catalog::pointer;

/// Emits the constant that locates the event's name in a body.
pub(super) fn emit_naming(vendor: &Vendor, imports: &mut Imports) -> Option<TokenStream> {
    let BodyNaming {
        pointers,
        join,
        aliases,
        unenveloped,
    } = body_naming(vendor)?;
    imports.support(["EventNaming", "PathTrie"]);
    let paths = pointers
        .iter()
        .map(|pointer| emit_path(&pointer::steps(pointer)));
    let join = match join {
        Some(join) => quote!(Some(#join)),
        None => quote!(None),
    };
    let aliases = aliases_by_precedence(aliases);
    if !aliases.is_empty() {
        imports.support(["Alias"]);
    }
    let aliases = aliases.into_iter().map(|alias| {
        let event_name = alias.event.as_str();
        let values = alias.values.iter().map(|value| match value {
            Some(value) => quote!(Some(#value)),
            None => quote!(None),
        });
        quote!(Alias { values: &[#(#values),*], event_name: #event_name })
    });
    let unenveloped = match unenveloped {
        None => quote!(None),
        Some(UnenvelopedNaming { pointers, unless }) => {
            imports.support(["Unenveloped"]);
            let paths = pointers
                .iter()
                .map(|pointer| emit_path(&pointer::steps(pointer)));
            quote!(Some(Unenveloped { paths: &[#(#paths),*], unless: &[#(#unless),*] }))
        }
    };
    let tag = emit_tag(vendor, imports);
    let event_member = vendor
        .envelope
        .as_ref()
        .map(|envelope| envelope.event_member.as_str())
        .filter(|_| vendor.api.is_name_in_event);
    let event_member = match event_member {
        Some(member) => quote!(Some(#member)),
        None => quote!(None),
    };
    Some(quote! {
        #[doc = " Location of the event's name in a body."]
        static NAMING: EventNaming = EventNaming {
            paths: &[#(#paths),*],
            join: #join,
            aliases: &[#(#aliases),*],
            unenveloped: #unenveloped,
            tag: #tag,
            event_member: #event_member,
            path_trie: PathTrie::new(),
        };
    })
}

fn emit_path(steps: &[String]) -> TokenStream {
    quote!(&[#(#steps),*])
}

fn emit_tag(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    let Some(EventTag { member, events }) = &vendor.api.event_tag else {
        return quote!(None);
    };
    imports.support(["EventTag"]);
    let unenveloped = vec![member.clone()];
    let envelope = vendor
        .envelope
        .as_ref()
        .map(|envelope| &envelope.event_member);
    let enveloped: Vec<String> = envelope.into_iter().chain(&unenveloped).cloned().collect();
    let (path, unenveloped_path) = (emit_path(&enveloped), emit_path(&unenveloped));
    let event_names = events.iter().map(EventName::as_str);
    quote!(Some(EventTag { path: #path, unenveloped_path: #unenveloped_path, event_names: &[#(#event_names),*] }))
}

/// Emits `parse_named`, and `parse` and `peek` if bodies identify their event; the former two also in their strict forms.
pub(super) fn emit_functions(vendor: &Vendor, imports: &mut Imports) -> Vec<TokenStream> {
    imports.support(["OnMisfit", "ParseError"]);
    let id = vendor.id.as_str();
    let mut functions = Vec::new();
    if body_naming(vendor).is_some() {
        functions.extend(emit_parse(
            "Reads a delivery from the bytes of a request's body.",
            "An event unknown to this crate becomes [`Event::Unknown`], which is no error.",
            "If the body is not JSON, or does not name its event.",
            |on_misfit| quote!(crate::support::parse(#id, &NAMING, OnMisfit::#on_misfit, body)),
        ));
        functions.push(quote! {
            #[doc = " Finds the name of the event in a body without reading the event."]
            #[doc = ""]
            #[doc = " The search stops as soon as the name is certain; skipped parts are not checked. `None` if the body names no event."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " If the searched part of the body is not JSON."]
            pub fn peek(body: &[u8]) -> Result<Option<Cow<'_, str>>, ParseError> {
                NAMING.peek_name(#id, body)
            }
        });
    }
    if let Some(message_templates) = &vendor.message_templates {
        functions.extend(emit_template_functions(id, message_templates));
    }
    functions.extend(emit_parse_named(vendor));
    functions
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
        Some(Naming::Header { name }) => {
            format!(
                "Reads a delivery of the event that the request header {} names.",
                docs::code(name)
            )
        }
        Some(Naming::Body(_) | Naming::MessageTemplates(_)) | None => {
            "Reads a delivery of the event that the caller names, since the body does not name it.".to_owned()
        }
    };
    let docs = Text::default()
        .markdown(&how)
        .markdown("An event unknown to this crate becomes [`Event::Unknown`], which is no error.")
        .markdown(MISFITS)
        .heading("Errors")
        .markdown("If the body is not JSON.")
        .outer();
    let strict_docs = Text::default()
        .markdown("[`parse_named()`] without tolerance, for tests: the first value that does not fit its type is an error.")
        .heading("Errors")
        .markdown(&format!("If the body is not JSON. {MISFIT_ERROR}"))
        .outer();
    let read = |on_misfit: TokenStream| match unenveloped_naming(vendor) {
        Some(_) => {
            quote!(parse_named_or_unenveloped(#id, &NAMING, event_name, OnMisfit::#on_misfit, body))
        }
        None => quote!(parse_named(#id, event_name, OnMisfit::#on_misfit, body)),
    };
    let (keep, refuse) = (read(quote!(Keep)), read(quote!(Refuse)));
    [
        quote! {
            #docs
            pub fn parse_named(event_name: &str, body: &[u8]) -> Result<Delivery, ParseError> {
                crate::support::#keep
            }
        },
        quote! {
            #strict_docs
            pub fn parse_named_strict(event_name: &str, body: &[u8]) -> Result<Delivery, ParseError> {
                crate::support::#refuse
            }
        },
    ]
}

/// Emits `parse`, `parse_strict` and `peek` for bodies whose message template identifies the event.
fn emit_template_functions(
    id: &str,
    message_templates: &MessageTemplates,
) -> impl Iterator<Item = TokenStream> + use<> {
    let first = docs::code(&message_templates.texts[0]);
    let unknown = format!(
        "A message that matches no template becomes [`Event::Unknown`], whose name is `unknown wording:` and the text at \
         {first}; this is no error."
    );
    let parse = emit_parse(
        "Reads a delivery from the bytes of a request's body, and recognises the event by its message template.",
        &unknown,
        "If the body is not JSON.",
        |on_misfit| quote!(crate::support::parse_by_template(#id, &message_template::TEMPLATES, OnMisfit::#on_misfit, body)),
    );
    let peek = quote! {
        #[doc = " Finds the name of the event whose message template a body matches."]
        #[doc = ""]
        #[doc = " `None` if the body matches no template, or in more than one way."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " If the body is not JSON."]
        pub fn peek(body: &[u8]) -> Result<Option<Cow<'_, str>>, ParseError> {
            message_template::TEMPLATES.peek(#id, body)
        }
    };
    parse.into_iter().chain([peek])
}
