//! The outcomes beside a typed event: payloads that are refused, events that are unknown, and forms that are.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;
use webhook_catalog::Naming;

use super::json_spans::{Placed, place};
use super::payload::Payload;
use super::statements::{Statements, spelled_text};
use super::{emit_delivery, refuse, text_constant, type_path};
use crate::event_routing;
use crate::format::SourceItem;
use crate::model::{Event, TypeKind, Vendor};
use webhook_catalog::pointer;

/// What no vendor calls an event, or a form of one.
const NO_NAME: &str = "no such name";

/// The refusals as tables, a line each: compact to read, and cheap to compile.
pub(super) fn emit_refusals(
    payload: &Payload<'_>,
    vendor: &Vendor,
    event: &Event,
) -> Vec<SourceItem> {
    let (if_named, others): (Vec<_>, Vec<_>) = refuse::refusals(vendor, event, payload)
        .into_iter()
        .partition(|refusal| refusal.if_named);
    let (module, name) = (&vendor.module, spelled_text(event.name.as_str()));
    let parse_named = format!("|body| {module}::parse_named({name}, body)");
    let parse = if payload.names_event {
        format!("{module}::parse")
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
    parse: &str,
    [table, test]: [&str; 2],
    docs: &str,
) -> Vec<SourceItem> {
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
    let mut statements = Statements::new();
    let body = payload.constant();
    statements.statement(&format!("check::refuses({body}, {parse}, {table});"));
    vec![constant, statements.into_test(test)]
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
) -> impl Iterator<Item = SourceItem> {
    let unknown = payloads
        .first()
        .map(|payload| emit_unknown_event(payload, vendor));
    let form = payloads
        .iter()
        .find_map(|payload| emit_unknown_form(payload, vendor, event));
    unknown.into_iter().chain(form)
}

fn emit_unknown_event(payload: &Payload<'_>, vendor: &Vendor) -> SourceItem {
    let (body, module) = (payload.constant(), &vendor.module);
    let mut statements = Statements::new();
    match renamed(payload, vendor) {
        Some((change, name)) => {
            let name = spelled_text(&name);
            statements.statement(&format!("let body = {change};"));
            statements.statement(&format!(
                "let delivery = check::parsed({module}::parse(body.as_bytes()));"
            ));
            statements.statement(&format!("super::stays_unknown(&delivery, {name}, &body);"));
        }
        None => {
            let name = spelled_text(NO_NAME);
            statements.statement(&format!(
                "let delivery = check::parsed({module}::parse_named({name}, {body}.as_bytes()));"
            ));
            statements.statement(&format!("super::stays_unknown(&delivery, {name}, {body});"));
        }
    }
    statements.into_test("unknown")
}

/// The payload with another event's name, and that name, where the body says one.
fn renamed(payload: &Payload<'_>, vendor: &Vendor) -> Option<(String, String)> {
    let Some(naming @ Naming::Body(by_body)) =
        vendor.naming.as_ref().filter(|_| payload.names_event)
    else {
        return None;
    };
    let pointers = match &by_body.unenveloped {
        Some(unenveloped) if payload.is_unenveloped => &unenveloped.pointers,
        _ => &by_body.pointers,
    };
    let pointer = pointers.first()?;
    let mut value = payload.value.clone().into_owned();
    *value.pointer_mut(pointer)? = Value::from(NO_NAME);
    let name = event_routing::named(naming, &value)?.event_name;
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

fn replaced(payload: &Payload<'_>, start: usize, end: usize, with: &str) -> String {
    let (body, with) = (payload.constant(), spelled_text(with));
    format!("check::replaced({body}, {start}..{end}, {with})")
}

fn find<'p>(json_spans: &'p Placed, path: &[String]) -> Option<&'p Placed> {
    path.iter().try_fold(json_spans, |json_spans, step| {
        let mut inside = json_spans.inside.iter();
        inside.find(|one| one.step == *step).map(|one| &one.value)
    })
}

/// The payload with a tag that no form of the event has.
fn emit_unknown_form(payload: &Payload<'_>, vendor: &Vendor, event: &Event) -> Option<SourceItem> {
    let (id, names) = vendor.behind_names(event.root);
    let def = &vendor.types[id.0];
    let TypeKind::Union(union) = &def.kind else {
        return None;
    };
    let tag = union.tag.as_ref()?;
    let path = (0..names).fold("event".to_owned(), |path, _| path + ".0");
    let body = place(&payload.text)?;
    let json_spans = match &vendor.envelope {
        Some(envelope) if !payload.is_unenveloped => {
            find(&body, std::slice::from_ref(&envelope.event_member))?
        }
        _ => &body,
    };
    let said = Value::from(NO_NAME).to_string();
    let change = match json_spans.inside.iter().find(|one| one.step == tag.member) {
        Some(tag) => replaced(payload, tag.value.at.start, tag.value.at.end, &said),
        None => {
            let start = json_spans.at.start;
            let comma = if json_spans.inside.is_empty() {
                ""
            } else {
                ", "
            };
            let member = Value::from(tag.member.as_str());
            replaced(
                payload,
                start,
                start + 1,
                &format!("{{{member}: {said}{comma}"),
            )
        }
    };
    let type_path = type_path(vendor, event, def);
    let mut statements = Statements::new();
    statements.statement(&format!("let body = {change};"));
    emit_delivery(payload, vendor, event, "body", &mut statements);
    statements.statement(&format!("let form: &{type_path} = &{path};"));
    let condition = format!("matches!(form, {type_path}::{}(_))", tag.unknown);
    statements.assert(&condition);
    statements.statement("check::comes_back(&delivery, &body);");
    Some(statements.into_test("unknown_form"))
}
