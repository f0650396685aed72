//! Facts as constants. Those that most events of a vendor share stand once.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use webhook_catalog::RetryPolicy;

use super::imports::Imports;
use crate::ident::NameKind;
use crate::model::{Event, Facts, Vendor};

/// Emits the vendor's facts.
pub(super) fn emit_vendor_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["VendorFacts"]);
    let (id, name) = (vendor.id.as_str(), &vendor.display_name);
    let category = vendor.category.map(|category| category.as_str());
    let category = optional(category.map(|text| quote!(#text)));
    let docs_url = optional_text(vendor.docs_url.as_ref());
    quote! {
        #[doc = " Facts about the vendor."]
        pub const FACTS: VendorFacts =
            VendorFacts { id: #id, display_name: #name, category: #category, docs_url: #docs_url };
    }
}

/// Emits the constant that every event's facts start from.
pub(super) fn emit_common_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["EventFacts"]);
    let fields = emit_differing(&vendor.api.common_facts, &Facts::default(), imports);
    quote! {
        #[doc = " Facts that most events of this vendor share."]
        const COMMON: EventFacts = EventFacts { #fields ..EventFacts::NONE };
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
    let others = emit_differing(&event.facts, &vendor.api.common_facts, imports);
    quote! {
        impl #variant {
            #[doc = " Facts about this event."]
            pub const FACTS: EventFacts = EventFacts {
                name: #name, trigger: #trigger, docs_url: #docs_url, #others ..super::COMMON
            };
        }
    }
}

/// Emits the fields that differ from `base`, but for name, trigger and docs, which are an event's own.
fn emit_differing(facts: &Facts, base: &Facts, imports: &mut Imports) -> TokenStream {
    let Facts {
        trigger: _,
        docs_url: _,
        namespace,
        auth_method,
        signature_header,
        signature_detail,
        delivery_guarantee,
        transport,
        retry,
        scopes,
        subscription_event,
        max_payload_bytes,
        idempotency_key_header,
        event_id_header,
        notes,
    } = facts;
    let mut fields = Fields {
        tokens: TokenStream::new(),
        imports,
    };
    fields.text("namespace", namespace, &base.namespace);
    fields.word(
        "auth_method",
        "AuthMethod",
        auth_method,
        &base.auth_method,
        |one| one.as_str(),
    );
    fields.text("signature_header", signature_header, &base.signature_header);
    fields.text("signature_detail", signature_detail, &base.signature_detail);
    fields.word(
        "delivery_guarantee",
        "DeliveryGuarantee",
        delivery_guarantee,
        &base.delivery_guarantee,
        |one| one.as_str(),
    );
    fields.word(
        "transport",
        "Transport",
        transport,
        &base.transport,
        |one| one.as_str(),
    );
    fields.add("retry", Some("RetryPolicy"), retry, &base.retry, emit_retry);
    fields.add(
        "scopes",
        None,
        scopes,
        &base.scopes,
        |scopes| quote!(&[#(#scopes),*]),
    );
    fields.text(
        "subscription_event",
        subscription_event,
        &base.subscription_event,
    );
    fields.add(
        "max_payload_bytes",
        None,
        max_payload_bytes,
        &base.max_payload_bytes,
        |bytes| quote!(#bytes),
    );
    fields.text(
        "idempotency_key_header",
        idempotency_key_header,
        &base.idempotency_key_header,
    );
    fields.text("event_id_header", event_id_header, &base.event_id_header);
    fields.text("notes", notes, &base.notes);
    fields.tokens
}

/// The fields of an `EventFacts` expression.
struct Fields<'i> {
    tokens: TokenStream,
    imports: &'i mut Imports,
}

impl Fields<'_> {
    fn add<T: PartialEq>(
        &mut self,
        name: &str,
        import: Option<&'static str>,
        fact: &Option<T>,
        base: &Option<T>,
        emit: impl Fn(&T) -> TokenStream,
    ) {
        if fact == base {
            return;
        }
        if let (Some(import), Some(_)) = (import, fact) {
            self.imports.support([import]);
        }
        let (name, value) = (format_ident!("{name}"), optional(fact.as_ref().map(emit)));
        self.tokens.extend(quote!(#name: #value,));
    }

    fn text(&mut self, name: &str, fact: &Option<String>, base: &Option<String>) {
        self.add(name, None, fact, base, |text| quote!(#text));
    }

    /// A word of a closed list, as a variant of the support code's enum for it.
    fn word<T: PartialEq>(
        &mut self,
        name: &str,
        list: &'static str,
        fact: &Option<T>,
        base: &Option<T>,
        word: impl Fn(&T) -> &'static str,
    ) {
        self.add(name, Some(list), fact, base, |fact| {
            let (list, variant) = (format_ident!("{list}"), variant(word(fact)));
            quote!(#list::#variant)
        });
    }
}

fn variant(word: &str) -> Ident {
    format_ident!("{}", NameKind::Variant.name(word))
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
