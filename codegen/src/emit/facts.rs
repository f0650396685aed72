//! Grades and facts as constants. Those that most events of a vendor share stand once.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use webhook_catalog::{Fact, FactValue, Facts, RetryPolicy};

use super::grade::{emit_counts, emit_grade};
use super::imports::Imports;
use crate::ident::NameKind;
use crate::model::{Event, Vendor, is_of_one_event};

/// Emits the vendor's facts.
pub(super) fn emit_vendor_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["VendorFacts"]);
    let (id, name) = (vendor.id.as_str(), &vendor.display_name);
    let category = vendor.category.map(|category| category.as_str());
    let category = optional(category.map(|text| quote!(#text)));
    let docs_url = optional_text(vendor.docs_url.as_ref());
    let grade = emit_grade(vendor.api.common_grade, imports);
    let grades = emit_counts(vendor, imports);
    quote! {
        #[doc = " Facts about the vendor."]
        pub const FACTS: VendorFacts = VendorFacts {
            id: #id,
            display_name: #name,
            category: #category,
            docs_url: #docs_url,
            grade: #grade,
            grades: #grades,
        };
    }
}

/// Emits the constant that every event's facts start from.
pub(super) fn emit_common_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["EventFacts"]);
    let grade = emit_grade(vendor.api.common_grade, imports);
    let fields = emit_differing(&vendor.api.common_facts, &Facts::default(), imports);
    quote! {
        #[doc = " Facts that most events of this vendor share."]
        const COMMON: EventFacts = EventFacts { grade: #grade, #fields ..EventFacts::NONE };
    }
}

/// Emits the facts of one event.
pub(super) fn emit_event_facts(
    vendor: &Vendor,
    event: &Event,
    imports: &mut Imports,
) -> TokenStream {
    imports.support(["EventFacts"]);
    let (name, variant) = (event.name.as_str(), &event.variant);
    let trigger = optional_text(event.facts.trigger.as_ref());
    let docs_url = optional_text(event.facts.docs_url.as_ref());
    let grade = (event.grade != vendor.api.common_grade).then(|| {
        let grade = emit_grade(event.grade, imports);
        quote!(grade: #grade,)
    });
    let handshake = event.handshake.as_ref().map(|answer| {
        let answer = optional(Some(quote!(#answer)));
        quote!(handshake: #answer,)
    });
    let others = emit_differing(&event.facts, &vendor.api.common_facts, imports);
    quote! {
        impl #variant {
            #[doc = " Facts about this event."]
            pub const FACTS: EventFacts = EventFacts {
                name: #name, #grade trigger: #trigger, docs_url: #docs_url, #handshake #others ..super::COMMON
            };
        }
    }
}

/// Emits the fields that differ from `base`, except for those that are given for each event.
fn emit_differing(facts: &Facts, base: &Facts, imports: &mut Imports) -> TokenStream {
    let shared = Fact::ALL.iter().filter(|fact| !is_of_one_event(**fact));
    let differing = shared.filter(|fact| facts.get(**fact) != base.get(**fact));
    let fields = differing.map(|fact| {
        let name = format_ident!("{}", fact.field());
        let value = optional(facts.get(*fact).map(|value| emit_value(value, imports)));
        quote!(#name: #value,)
    });
    fields.collect()
}

/// Emits a value as a constant of the support code's type for it.
fn emit_value(value: FactValue<'_>, imports: &mut Imports) -> TokenStream {
    let mut listed = |list: &'static str, word: &str| {
        imports.support([list]);
        let list = format_ident!("{list}");
        let variant = format_ident!("{}", NameKind::Variant.name(word));
        quote!(#list::#variant)
    };
    match value {
        FactValue::Text(text) => quote!(#text),
        FactValue::Scopes(scopes) => quote!(&[#(#scopes),*]),
        FactValue::Bytes(bytes) => quote!(#bytes),
        FactValue::AuthMethod(method) => listed("AuthMethod", method.as_str()),
        FactValue::DeliveryGuarantee(guarantee) => listed("DeliveryGuarantee", guarantee.as_str()),
        FactValue::Transport(transport) => listed("Transport", transport.as_str()),
        FactValue::RetryPolicy(retry) => {
            imports.support(["RetryPolicy"]);
            emit_retry(retry)
        }
    }
}

fn emit_retry(retry: &RetryPolicy) -> TokenStream {
    let RetryPolicy {
        max_attempts,
        backoff,
        total_retry_window,
    } = retry;
    let max_attempts = optional(max_attempts.map(|count| quote!(#count)));
    let backoff = optional_text(backoff.as_ref());
    let total_window = optional_text(total_retry_window.as_ref());
    quote!(RetryPolicy { max_attempts: #max_attempts, backoff: #backoff, total_window: #total_window })
}

fn optional_text(text: Option<&String>) -> TokenStream {
    optional(text.map(|text| quote!(#text)))
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}
