//! The constant that locates the event's name in a request.

use proc_macro2::TokenStream;
use quote::quote;
use webhook_catalog::{Alias, BodyNaming, EventName, Naming, UnenvelopedNaming};

use super::imports::Imports;
use crate::event_routing::{aliases_by_precedence, body_naming};
use crate::model::{EventTag, Vendor};
use webhook_catalog::pointer;

/// Emits the constant that locates the event's name in a body or in the headers.
pub(super) fn emit_naming(vendor: &Vendor, imports: &mut Imports) -> Option<TokenStream> {
    if let Some(Naming::Header { name, aliases }) = &vendor.naming {
        return Some(emit_header_naming(name, aliases));
    }
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

fn emit_header_naming(name: &str, aliases: &[Alias]) -> TokenStream {
    let aliases = aliases.iter().filter_map(|alias| {
        let value = alias.values.first()?.as_ref()?;
        let event_name = alias.event.as_str();
        Some(quote!((#value, #event_name)))
    });
    quote! {
        #[doc = " The header that names the event."]
        static NAMING: crate::support::HeaderNaming = crate::support::HeaderNaming { header: #name, aliases: &[#(#aliases),*] };
    }
}
