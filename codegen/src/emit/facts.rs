//! Facts as constants: what most events of a vendor share stands once.

use std::collections::BTreeMap;
use std::fmt::Debug;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use crate::model::{Event, Facts, Vendor};

/// Emits the vendor's facts.
pub(super) fn emit_vendor_facts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["VendorFacts"]);
    let (id, name) = (vendor.id.as_str(), &vendor.display_name);
    let category = optional(
        vendor
            .category
            .map(|category| category.as_str())
            .map(|text| quote!(#text)),
    );
    let docs_url = optional(vendor.docs_url.as_ref().map(|url| quote!(#url)));
    quote! {
        #[doc = " What is known of the vendor."]
        pub const FACTS: VendorFacts =
            VendorFacts { id: #id, display_name: #name, category: #category, docs_url: #docs_url };
    }
}

/// The facts that most events share, each for itself.
pub(super) struct Common(Facts);

impl Common {
    pub(super) fn of(vendor: &Vendor) -> Self {
        fn most<T: Clone + Debug>(vendor: &Vendor, fact: impl Fn(&Facts) -> &T) -> T {
            let mut counts = BTreeMap::<String, (usize, &T)>::new();
            for event in &vendor.events {
                let fact = fact(&event.facts);
                counts.entry(format!("{fact:?}")).or_insert((0, fact)).0 += 1;
            }
            // Ties go to the smaller text, so that the result depends on nothing but the facts.
            let most = counts
                .iter()
                .max_by(|(a, (x, _)), (b, (y, _))| x.cmp(y).then(b.cmp(a)));
            most.map(|(_, (_, fact))| (*fact).clone())
                .expect("a vendor has events")
        }
        if vendor.events.is_empty() {
            return Self(Facts::default());
        }
        Self(Facts {
            trigger: None,
            docs_url: None,
            namespace: most(vendor, |facts| &facts.namespace),
            auth_method: most(vendor, |facts| &facts.auth_method),
            signature_header: most(vendor, |facts| &facts.signature_header),
            signature_detail: most(vendor, |facts| &facts.signature_detail),
            delivery_guarantee: most(vendor, |facts| &facts.delivery_guarantee),
            transport: most(vendor, |facts| &facts.transport),
            retry: most(vendor, |facts| &facts.retry),
            scopes: most(vendor, |facts| &facts.scopes),
            subscription_event: most(vendor, |facts| &facts.subscription_event),
            max_payload_bytes: most(vendor, |facts| &facts.max_payload_bytes),
            idempotency_key_header: most(vendor, |facts| &facts.idempotency_key_header),
            event_id_header: most(vendor, |facts| &facts.event_id_header),
            notes: most(vendor, |facts| &facts.notes),
        })
    }

    /// Emits the constant that every event's facts start from.
    pub(super) fn emit(&self, imports: &mut Imports) -> TokenStream {
        imports.support(["EventFacts"]);
        let fields = differing(&self.0, &Facts::default(), imports);
        quote! {
            #[doc = " What most events of this vendor have in common."]
            const COMMON: EventFacts = EventFacts { #fields ..EventFacts::NONE };
        }
    }

    /// Emits the facts of one event.
    pub(super) fn emit_event(&self, event: &Event, imports: &mut Imports) -> TokenStream {
        imports.support(["EventFacts"]);
        let (name, variant) = (event.name.as_str(), &event.variant);
        let trigger = optional(event.facts.trigger.as_ref().map(|text| quote!(#text)));
        let docs_url = optional(event.facts.docs_url.as_ref().map(|text| quote!(#text)));
        let others = differing(&event.facts, &self.0, imports);
        quote! {
            impl #variant {
                #[doc = " What the catalogue knows of this event."]
                pub const FACTS: EventFacts = EventFacts {
                    name: #name, trigger: #trigger, docs_url: #docs_url, #others ..super::COMMON
                };
            }
        }
    }
}

fn differing(facts: &Facts, from: &Facts, imports: &mut Imports) -> TokenStream {
    let (facts, from) = (shared_facts(facts), shared_facts(from));
    let fields = facts
        .iter()
        .zip(&from)
        .filter(|((_, fact), (_, base))| fact.to_string() != base.to_string());
    let fields = fields.map(|((name, fact), _)| {
        if fact.to_string().starts_with("Some") {
            match *name {
                "auth_method" => imports.support(["AuthMethod"]),
                "delivery_guarantee" => imports.support(["DeliveryGuarantee"]),
                "transport" => imports.support(["Transport"]),
                "retry" => imports.support(["RetryPolicy"]),
                _ => {}
            }
        }
        let name = format_ident!("{name}");
        quote!(#name: #fact,)
    });
    fields.collect()
}

/// Every fact but name, trigger and docs, which are an event's own.
fn shared_facts(facts: &Facts) -> Vec<(&'static str, TokenStream)> {
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
    let text = |text: &Option<String>| optional(text.as_ref().map(|text| quote!(#text)));
    let word = |list: &str, word: &'static str| {
        let (list, variant) = (
            format_ident!("{list}"),
            format_ident!("{}", crate::ident::Kind::Variant.name(word)),
        );
        quote!(#list::#variant)
    };
    vec![
        ("namespace", text(namespace)),
        ("auth_method", optional(auth_method.map(|method| word("AuthMethod", method.as_str())))),
        ("signature_header", text(signature_header)),
        ("signature_detail", text(signature_detail)),
        ("delivery_guarantee", optional(delivery_guarantee.map(|one| word("DeliveryGuarantee", one.as_str())))),
        ("transport", optional(transport.map(|transport| word("Transport", transport.as_str())))),
        ("retry", optional(retry.as_ref().map(|retry| {
            let max_attempts = optional(retry.max_attempts.map(|count| quote!(#count)));
            let (backoff, window) = (text(&retry.backoff), text(&retry.total_retry_window));
            quote!(RetryPolicy { max_attempts: #max_attempts, backoff: #backoff, total_window: #window })
        }))),
        ("scopes", optional(scopes.as_ref().map(|scopes| quote!(&[#(#scopes),*])))),
        ("subscription_event", text(subscription_event)),
        ("max_payload_bytes", optional(max_payload_bytes.map(|bytes| quote!(#bytes)))),
        ("idempotency_key_header", text(idempotency_key_header)),
        ("event_id_header", text(event_id_header)),
        ("notes", text(notes)),
    ]
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}
