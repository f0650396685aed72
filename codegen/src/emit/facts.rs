//! Grades and facts as constants. Those that most events of a vendor share stand once.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use webhook_catalog::{DeliveryId, EventName, Fact, FactValue, Facts, RetryPolicy, pointer};

use super::accessors::emit_reference;
use super::grade::{emit_counts, emit_grade};
use super::imports::Imports;
use crate::docs::{self, Text};
use crate::ident::NameKind;
use crate::model::{Event, MemberRead, NameMember, Variant, Vendor, is_of_one_event};

/// Emits the vendor's facts.
pub(super) fn emit_vendor_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["VendorFacts"]);
    let (id, name) = (vendor.id.as_str(), &vendor.display_name);
    let category = optional_text(vendor.category.as_ref());
    let docs_url = optional_text(vendor.docs_url.as_ref());
    let delivery_id = optional(vendor.delivery_id.as_ref().map(|id| {
        imports.support(["DeliveryId"]);
        match id {
            DeliveryId::Header(name) => quote!(DeliveryId::Header(#name)),
            DeliveryId::Body(pointer) => {
                let steps = pointer::steps(pointer);
                quote!(DeliveryId::Body(&[#(#steps),*]))
            }
        }
    }));
    let grade = emit_grade(vendor.api.common_grade, imports);
    let grades = emit_counts(vendor, imports);
    quote! {
        #[doc = " Facts about the vendor."]
        pub const FACTS: VendorFacts = VendorFacts {
            id: #id,
            display_name: #name,
            category: #category,
            docs_url: #docs_url,
            delivery_id: #delivery_id,
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

/// Emits the facts of the events that arrive as one type, and, if there are several, the method that tells which one a payload is.
pub(super) fn emit_variant_facts(
    vendor: &Vendor,
    variant: &Variant<'_>,
    imports: &mut Imports,
) -> TokenStream {
    imports.support(["EventFacts"]);
    let ident = &variant.main().variant;
    let constants = variant.events.iter().map(|event| {
        let constant = format_ident!("{}", event.facts_name());
        let docs = facts_docs(event, variant).outer();
        let facts = emit_event_facts(vendor, event, imports);
        quote!(#docs pub const #constant: EventFacts = #facts;)
    });
    let constants: Vec<TokenStream> = constants.collect();
    let method = vendor.api.name_members.get(variant.name);
    let method = method.map(|member| emit_facts_method(variant, member, imports));
    quote!(impl #ident { #(#constants)* #method })
}

/// The path of the constant with an event's facts.
pub(super) fn facts_path(event: &Event) -> TokenStream {
    let (ident, constant) = (&event.variant, format_ident!("{}", event.facts_name()));
    quote!(#ident::#constant)
}

fn facts_docs(event: &Event, variant: &Variant<'_>) -> Text {
    if variant.is_of_one_event() {
        return Text::default().markdown("Facts about this event.");
    }
    let name = docs::code(event.name.as_str());
    let mut text = Text::default().markdown(&format!("Facts about the event {name}."));
    if let Some(trigger) = &event.facts.trigger {
        text = text.prose(trigger);
    }
    if let Some(FactValue::Scopes(scopes @ [_, ..])) = event.facts.get(Fact::Scopes) {
        let scopes: Vec<String> = scopes.iter().map(|scope| docs::code(scope)).collect();
        text = text.markdown(&format!("Scopes: {}.", scopes.join(", ")));
    }
    text
}

fn emit_event_facts(vendor: &Vendor, event: &Event, imports: &mut Imports) -> TokenStream {
    let name = event.name.as_str();
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
        EventFacts {
            name: #name, #grade trigger: #trigger, docs_url: #docs_url, #handshake #others ..super::COMMON
        }
    }
}

/// Emits the method that gives the facts of the event that a payload is.
fn emit_facts_method(
    variant: &Variant<'_>,
    member: &NameMember,
    imports: &mut Imports,
) -> TokenStream {
    let NameMember {
        member,
        read,
        texts,
        other,
    } = member;
    let constant = |name: &EventName| {
        let mut events = variant.events.iter();
        let event = events.find(|event| event.name == *name);
        let event = event.copied().unwrap_or(variant.main());
        let constant = format_ident!("{}", event.facts_name());
        quote!(&Self::#constant)
    };
    let text = emit_member_read(read, member, imports);
    let arms = texts.iter().map(|(text, event)| {
        let constant = constant(event);
        quote!(Some(#text) => #constant,)
    });
    let other = constant(other.as_ref().unwrap_or(variant.name));
    let docs = Text::default()
        .markdown(&format!(
            "Facts about the event that this is, of those that arrive as this type: the member {} tells.",
            docs::code(member)
        ))
        .outer();
    quote! {
        #docs
        pub fn facts(&self) -> &'static EventFacts {
            let text = #text;
            match text {
                #(#arms)*
                _ => #other,
            }
        }
    }
}

/// Emits an `Option` of the text of a member of `self`.
fn emit_member_read(read: &MemberRead, member: &str, imports: &mut Imports) -> TokenStream {
    let inner = |newtypes: usize| {
        let newtypes = std::iter::repeat_n(quote!(.0), newtypes);
        quote!(self #(#newtypes)*)
    };
    let as_str = |is_enum: bool| is_enum.then(|| quote!(.map(|value| value.as_str())));
    match read {
        MemberRead::Field {
            newtypes,
            field,
            rust_type,
            is_enum,
        } => {
            let inner = inner(*newtypes);
            let value = emit_reference(&quote!(#inner.#field), rust_type);
            let as_str = as_str(*is_enum);
            quote!(#value #as_str)
        }
        MemberRead::Extra { newtypes } => {
            imports.support(["Value"]);
            let inner = inner(*newtypes);
            quote!(#inner.extra.get(#member).and_then(Value::as_str))
        }
        MemberRead::Accessor {
            newtypes,
            accessor,
            is_enum: false,
            ..
        } => {
            let inner = inner(*newtypes);
            quote!(#inner.#accessor())
        }
        MemberRead::Accessor {
            newtypes,
            accessor,
            is_enum: true,
            union,
            unknown,
        } => {
            imports.support(["Value"]);
            imports.using(union);
            let inner = inner(*newtypes);
            quote! {
                match &#inner {
                    #union::#unknown(value) => value.get(#member).and_then(Value::as_str),
                    known => known.#accessor().map(|value| value.as_str()),
                }
            }
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
