//! The outcomes beside a typed event: payloads that are refused, events that are unknown, and forms that are.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use webhook_catalog::Naming;

use super::payload::Payload;
use super::placed::{Placed, place};
use super::{refuse, text_constant, tokens, type_path};
use crate::bodies;
use crate::format::Code;
use crate::model::{Event, TypeKind, Vendor};
use crate::pointer;

/// What no vendor calls an event, or a form of one.
const NO_NAME: &str = "no such name";

/// The refusals as tables, a line each: compact to read, and cheap to compile.
pub(super) fn emit_refusals(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> Vec<Code> {
    let (if_named, others): (Vec<_>, Vec<_>) = refuse::refusals(vendor, event, payload)
        .into_iter()
        .partition(|refusal| refusal.if_named);
    let (module, name) = (&vendor.module, event.name.as_str());
    let parse_named = quote!(|body| #module::parse_named(#name, body));
    let parse = if payload.is_told {
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
    payload: &Payload<'_>,
    refusals: &[refuse::Refusal],
    parse: &TokenStream,
    [table, test]: [&str; 2],
    docs: &str,
) -> Vec<Code> {
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
    let text = format!("\n{}", lines.collect::<String>());
    let constant = text_constant(docs, table, &text);
    let (table, test) = (format_ident!("{table}"), format_ident!("{test}"));
    let body = payload.body_ident();
    let test = quote! {
        #[test]
        fn #test() {
            check::refuses(#body, #parse, #table);
        }
    };
    vec![constant, Code::Tokens(test)]
}

/// What the tests of all events of a vendor check of a body of an unknown one.
pub(super) fn emit_stays_unknown(vendor: &Vendor, krate: &Ident) -> Option<TokenStream> {
    vendor.events.first()?;
    let module = &vendor.module;
    Some(quote! {
        #[doc = " Asserts that a delivery of an unknown event is kept whole."]
        #[track_caller]
        fn stays_unknown(delivery: &#krate::#module::Delivery, name: &str, body: &str) {
            let #krate::#module::Event::Unknown(event) = &delivery.event else { panic!("{delivery:?}") };
            assert_eq!(event.name, name);
            crate::check::comes_back(delivery, body);
        }
    })
}

/// Tests that another event's name, and another form's, leave all that they come with in place.
pub(super) fn emit_unknown(
    payloads: &[Payload<'_>],
    vendor: &Vendor,
    event: &Event,
) -> Vec<TokenStream> {
    let Some(first) = payloads.first() else {
        return Vec::new();
    };
    let form = payloads
        .iter()
        .find_map(|payload| emit_unknown_form(payload, vendor, event));
    [emit_unknown_event(first, vendor)]
        .into_iter()
        .chain(form)
        .collect()
}

fn emit_unknown_event(payload: &Payload<'_>, vendor: &Vendor) -> TokenStream {
    let (body, module) = (payload.body_ident(), &vendor.module);
    let renamed = renamed(payload, vendor);
    let statements = match renamed {
        Some((change, name)) => quote! {
            let body = #change;
            let delivery = check::parsed(#module::parse(body.as_bytes()));
            super::stays_unknown(&delivery, #name, &body);
        },
        None => quote! {
            let delivery = check::parsed(#module::parse_named(#NO_NAME, #body.as_bytes()));
            super::stays_unknown(&delivery, #NO_NAME, #body);
        },
    };
    quote! {
        #[test]
        fn unknown() {
            #statements
        }
    }
}

/// The payload with another event's name, and that name, where the body says one.
fn renamed(payload: &Payload<'_>, vendor: &Vendor) -> Option<(TokenStream, String)> {
    let Some(naming @ Naming::Body(by_body)) = vendor.naming.as_ref().filter(|_| payload.is_told)
    else {
        return None;
    };
    let pointers = match &by_body.bare {
        Some(bare) if payload.is_bare => &bare.pointers,
        _ => &by_body.pointers,
    };
    let pointer = pointers.first()?;
    let mut value = payload.value.clone().into_owned();
    *value.pointer_mut(pointer)? = Value::from(NO_NAME);
    let name = bodies::named(naming, &value)?.event_name;
    if vendor
        .events
        .iter()
        .any(|event| event.name.as_str() == name)
    {
        return None;
    }
    let body = place(&payload.text)?;
    let at = find(&body, &pointer::steps(pointer))?.at.clone();
    let with = Value::from(NO_NAME).to_string();
    Some((replaced(payload, at.start, at.end, &with), name))
}

fn replaced(payload: &Payload<'_>, start: usize, end: usize, with: &str) -> TokenStream {
    let body = payload.body_ident();
    let [start, end] = [start, end].map(proc_macro2::Literal::usize_unsuffixed);
    quote!(check::replaced(#body, #start..#end, #with))
}

fn find<'p>(placed: &'p Placed, path: &[String]) -> Option<&'p Placed> {
    path.iter().try_fold(placed, |placed, step| {
        let mut inside = placed.inside.iter();
        inside.find(|one| one.step == *step).map(|one| &one.value)
    })
}

/// The payload with a tag that no form of the event has.
fn emit_unknown_form(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> Option<TokenStream> {
    let (id, names) = vendor.behind_names(event.root);
    let def = &vendor.types[id.0];
    let TypeKind::Union(union) = &def.kind else {
        return None;
    };
    let tag = union.tag.as_ref()?;
    let path = (0..names).fold(quote!(event), |path, _| quote!(#path.0));
    let body = place(&payload.text)?;
    let placed = match &vendor.envelope {
        Some(envelope) if !payload.is_bare => {
            find(&body, std::slice::from_ref(&envelope.event_member))?
        }
        _ => &body,
    };
    let said = Value::from(NO_NAME).to_string();
    let change = match placed.inside.iter().find(|one| one.step == tag.member) {
        Some(tag) => replaced(payload, tag.value.at.start, tag.value.at.end, &said),
        None => {
            let start = placed.at.start;
            let comma = if placed.inside.is_empty() { "" } else { ", " };
            let member = Value::from(tag.member.as_str());
            replaced(
                payload,
                start,
                start + 1,
                &format!("{{{member}: {said}{comma}"),
            )
        }
    };
    let call = payload.parse_call(vendor, event, &quote!(body.as_bytes()));
    let (variant, unknown) = (&event.variant, &tag.unknown);
    let type_path = tokens(&type_path(vendor, event, def));
    Some(quote! {
        #[test]
        fn unknown_form() {
            let body = #change;
            let delivery = check::parsed(#call);
            let Event::#variant(event) = &delivery.event else { panic!("{delivery:?}") };
            let form: &#type_path = &#path;
            assert!(matches!(form, #type_path::#unknown(_)));
            check::comes_back(&delivery, &body);
        }
    })
}
