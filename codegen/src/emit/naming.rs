//! The constant that locates the event's name in a request.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use webhook_catalog::{
    BodyNaming, EventName, HeaderAlias, Naming, NamingRule, UnenvelopedNaming, ValueTest, pointer,
};

use super::imports::Imports;
use super::other_requests::emit_other_requests;
use crate::event_routing::{self, body_naming};
use crate::model::{EventTag, Vendor};

/// Emits the constant that locates the event's name in a body or in the headers.
pub(super) fn emit_naming(vendor: &Vendor, imports: &mut Imports) -> Option<TokenStream> {
    if let Some(Naming::Header { name, aliases }) = &vendor.naming {
        return Some(emit_header_naming(name, aliases));
    }
    let naming = body_naming(vendor)?;
    let BodyNaming {
        pointers,
        places,
        join: _,
        rules,
        unenveloped,
    } = naming;
    imports.support(["EventNaming", "PathTrie"]);
    let paths = pointers
        .iter()
        .map(|pointer| emit_path(&pointer::steps(pointer)));
    let places = places.iter().map(|place| {
        let indices = place.iter().copied().map(Literal::usize_unsuffixed);
        quote!(&[#(#indices),*])
    });
    let join = event_routing::join(naming);
    if !rules.is_empty() {
        imports.support(["NamingRule", "ValueTest"]);
    }
    let rules = rules.iter().map(emit_rule);
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
    let other_requests = emit_other_requests(vendor, &quote!(EVENTS), imports);
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
            places: &[#(#places),*],
            join: #join,
            rules: &[#(#rules),*],
            unenveloped: #unenveloped,
            tag: #tag,
            event_member: #event_member,
            other_requests: #other_requests,
            path_trie: PathTrie::new(),
        };
    })
}

fn emit_rule(rule: &NamingRule) -> TokenStream {
    let event_name = rule.event.as_str();
    let conditions = rule.conditions.iter().map(|condition| {
        let pointer = Literal::usize_unsuffixed(condition.pointer);
        let test = emit_test(&condition.test);
        quote!((#pointer, #test))
    });
    quote!(NamingRule { event_name: #event_name, conditions: &[#(#conditions),*] })
}

pub(super) fn emit_test(test: &ValueTest) -> TokenStream {
    match test {
        ValueTest::Equals(Value::String(text)) => quote!(ValueTest::Text(#text)),
        ValueTest::Equals(value) => {
            let json = value.to_string();
            quote!(ValueTest::Json(#json))
        }
        ValueTest::Like(pattern) => quote!(ValueTest::Like(#pattern)),
        ValueTest::Present => quote!(ValueTest::Present),
        ValueTest::Absent => quote!(ValueTest::Absent),
        ValueTest::Empty => quote!(ValueTest::Empty),
        ValueTest::AnyOf(tests) => {
            let tests = tests.iter().map(emit_test);
            quote!(ValueTest::AnyOf(&[#(#tests),*]))
        }
    }
}

pub(super) fn emit_path(steps: &[String]) -> TokenStream {
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

fn emit_header_naming(name: &str, aliases: &[HeaderAlias]) -> TokenStream {
    let aliases = aliases.iter().map(|HeaderAlias { event, value }| {
        let event_name = event.as_str();
        quote!((#value, #event_name))
    });
    quote! {
        #[doc = " The header that names the event."]
        static NAMING: crate::support::HeaderNaming = crate::support::HeaderNaming { header: #name, aliases: &[#(#aliases),*] };
    }
}
