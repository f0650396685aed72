//! Vendors and events as a whole, and the facts about them.

use webhook_catalog::Fact;

use super::Axis::{Behaviour, Source};
use super::Judgement;
use crate::diff::change::{EventChange, ModelChange, VendorChange, VendorFact};
use crate::diff::rule::Rule;

pub(super) fn vendor(change: VendorChange) -> Judgement {
    match change {
        VendorChange::Added => Judgement::new(
            Rule::VendorAdded,
            "the vendor is new",
            "nothing to do; its module and its Cargo feature are there to be used",
        )
        .adds_items(),
        VendorChange::Removed => Judgement::new(
            Rule::VendorRemoved,
            "the vendor is gone, and with it its module and its Cargo feature",
            "stay with the version before, or take the vendor's code over; make sure that the catalogue lost it on purpose",
        )
        .breaks([Source, Behaviour]),
        VendorChange::Fact(VendorFact::DisplayName) => Judgement::new(
            Rule::VendorDisplayNameChanged,
            "the vendor's name is another one",
            None,
        ),
        VendorChange::Fact(VendorFact::Category) => Judgement::new(
            Rule::VendorCategoryChanged,
            "the vendor's category is another one",
            None,
        ),
        VendorChange::Fact(VendorFact::DocsUrl) => Judgement::new(
            Rule::VendorDocsUrlChanged,
            "the address of the vendor's documentation is another one",
            None,
        ),
    }
}

pub(super) fn event(kind: &EventChange, change: &ModelChange) -> Judgement {
    match kind {
        EventChange::Added { similar } => Judgement::new(
            Rule::EventAdded,
            "the event is new; so far it came as `Unknown`",
            "match on its variant; the arm for unknown events no longer sees it",
        )
        .breaks([Behaviour])
        .adds_items()
        .hint(
            similar
                .as_ref()
                .map(|name| format!("perhaps renamed from `{name}`")),
        ),
        EventChange::Removed { similar } => Judgement::new(
            Rule::EventRemoved,
            "the event is gone; where the vendor still sends it, it comes as `Unknown`",
            "remove the arm for it, or match on the name in `Unknown`",
        )
        .breaks([Source, Behaviour])
        .hint(
            similar
                .as_ref()
                .map(|name| format!("perhaps renamed to `{name}`")),
        ),
        EventChange::RowAdded => Judgement::new(
            Rule::EventRowAdded,
            "the catalogue has a row for the event, which samples alone showed",
            None,
        ),
        EventChange::RowRemoved => Judgement::new(
            Rule::EventRowRemoved,
            "the catalogue has no row for the event any more; it is there because samples show it",
            "find out whether the vendor still sends it, and remove its samples if not",
        )
        .breaks([Behaviour]),
        EventChange::OverlayAdded => Judgement::new(
            Rule::EventOverlayChanged,
            "an overlay describes the payload",
            None,
        ),
        EventChange::OverlayRemoved => Judgement::new(
            Rule::EventOverlayChanged,
            "no overlay describes the payload any more",
            None,
        ),
        EventChange::Fact { fact, is_worse } => event_fact(*fact, *is_worse, change),
    }
}

/// A fact that the baseline did not have cannot have been relied on.
fn event_fact(fact: Fact, is_worse: bool, change: &ModelChange) -> Judgement {
    let was_known = change.before.is_some();
    match fact {
        Fact::Trigger => Judgement::new(
            Rule::TriggerChanged,
            "what makes the vendor send the event is another one",
            "read it: the event may come at other times",
        ),
        Fact::DocsUrl => Judgement::new(
            Rule::EventDocsUrlChanged,
            "the address of the event's documentation is another one",
            None,
        ),
        Fact::Namespace => Judgement::new(
            Rule::NamespaceChanged,
            "the vendor's group of the event is another one",
            "nothing to do, unless you look at `FACTS.namespace`",
        ),
        Fact::AuthMethod => Judgement::new(
            Rule::AuthMethodChanged,
            "the way in which a delivery shows that it is genuine is another one",
            "check deliveries in the new way",
        )
        .breaks_if(was_known, Behaviour),
        Fact::SignatureHeader => Judgement::new(
            Rule::SignatureHeaderChanged,
            "the header that holds the signature is another one",
            "look for the signature in the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::SignatureDetail => Judgement::new(
            Rule::SignatureDetailChanged,
            "the description of the signature is another one",
            "read whether the scheme is another one, and the profile with it",
        )
        .breaks_if(was_known, Behaviour),
        Fact::DeliveryGuarantee => Judgement::new(
            Rule::DeliveryGuaranteeChanged,
            "how often a delivery may arrive is another one",
            "see whether repeats or losses have to be reckoned with",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Transport => Judgement::new(
            Rule::TransportChanged,
            "how the payload travels is another one",
            "receive it in the new way",
        )
        .breaks_if(
            transport(&change.before) != transport(&change.after),
            Behaviour,
        ),
        Fact::Retry => Judgement::new(
            Rule::RetryPolicyChanged,
            "what the vendor does when a delivery fails is another one",
            "see how long a receiver may be down without losing deliveries",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Scopes => Judgement::new(
            Rule::ScopesChanged,
            "the OAuth scopes that the app needs are others",
            "ask for the scopes that are new, or the vendor stops sending",
        )
        .breaks_if(is_worse, Behaviour),
        Fact::SubscriptionEvent => Judgement::new(
            Rule::SubscriptionEventChanged,
            "the subscription that brings the event is another one",
            "subscribe to the new one",
        )
        .breaks([Behaviour]),
        Fact::MaxPayloadBytes => Judgement::new(
            Rule::MaxPayloadChanged,
            "the largest payload is another one",
            "let the receiver take bodies of that size",
        )
        .breaks_if(is_worse, Behaviour),
        Fact::IdempotencyKeyHeader => Judgement::new(
            Rule::IdempotencyHeaderChanged,
            "the header by which repeats are known is another one",
            "look for the key in the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::EventIdHeader => Judgement::new(
            Rule::EventIdHeaderChanged,
            "the header with the delivery's id is another one",
            "look for the id in the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Notes => Judgement::new(
            Rule::EventNotesChanged,
            "the catalogue's notes are others",
            "read them",
        ),
    }
}

/// A catalogue without a transport means an HTTP request.
fn transport(side: &Option<String>) -> &str {
    side.as_deref().unwrap_or("webhook")
}
