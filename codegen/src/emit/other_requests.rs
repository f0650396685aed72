//! Requests that are no events: the data that they are recognised by, and the docs of them.

use proc_macro2::TokenStream;
use quote::quote;
use webhook_catalog::{BodyCondition, NotEvent, OtherRequests, Wrapper, pointer};

use super::imports::Imports;
use super::naming::{emit_path, emit_test};
use crate::docs::{self, Text};
use crate::model::Vendor;

/// Emits the value of the field `other_requests` of the constants that name events; `events` is the path to the list
/// of the events' facts.
pub(super) fn emit_other_requests(
    vendor: &Vendor,
    events: &TokenStream,
    imports: &mut Imports,
) -> TokenStream {
    let OtherRequests { kinds, wrapper } = &vendor.other_requests;
    if kinds.is_empty() && wrapper.is_none() {
        return quote!(None);
    }
    imports.support(["ValueTest", "facts_of"]);
    let kinds = kinds.iter().map(|kind| {
        let NotEvent {
            name,
            conditions,
            answer,
        } = kind;
        let conditions = emit_conditions(conditions);
        quote!((crate::support::NotEvent { name: #name, answer: #answer }, #conditions))
    });
    let wrapper = match wrapper {
        None => quote!(None),
        Some(wrapper) => {
            let Wrapper {
                member,
                events,
                description: _,
            } = wrapper;
            let events = emit_conditions(events);
            quote!(Some(crate::support::Wrapper { member: #member, events: #events }))
        }
    };
    quote! {
        Some(crate::support::OtherRequests {
            kinds: &[#(#kinds),*],
            wrapper: #wrapper,
            is_event: |name| facts_of(#events, name).is_some(),
        })
    }
}

fn emit_conditions(conditions: &[BodyCondition]) -> TokenStream {
    let conditions = conditions.iter().map(|condition| {
        let path = emit_path(&pointer::steps(&condition.pointer));
        let test = emit_test(&condition.test);
        quote!((#path, #test))
    });
    quote!(&[#(#conditions),*])
}

/// The section of the module's docs about requests that are no events.
pub(super) fn docs(vendor: &Vendor, text: Text) -> Text {
    let OtherRequests { kinds, wrapper: _ } = &vendor.other_requests;
    if kinds.is_empty() {
        return text;
    }
    let mut answers: Vec<(&str, Vec<String>)> = Vec::new();
    let mut kinds: Vec<&NotEvent> = kinds.iter().collect();
    kinds.sort_by(|one, other| one.name.cmp(&other.name));
    for NotEvent { name, answer, .. } in kinds {
        let name = docs::code(name);
        match answers.iter_mut().find(|(known, _)| known == answer) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => answers.push((answer, vec![name])),
        }
    }
    let text = text.heading("Requests that are no events").markdown(
        "The reading functions refuse them with an error of the kind [`ErrorKind::NotEvent`](crate::ErrorKind::NotEvent), whose \
         [`not_event`](ParseError::not_event) has the kind's name and the answer:",
    );
    answers.into_iter().fold(text, |text, (answer, names)| {
        text.markdown(&format!("{}:", names.join(", ")))
            .prose(answer)
    })
}

/// The sentence of the functions' docs about such requests.
pub(super) fn error_docs(vendor: &Vendor) -> &'static str {
    match vendor.other_requests.kinds.is_empty() {
        true => "",
        false => " If the request is [no event](self#requests-that-are-no-events).",
    }
}
