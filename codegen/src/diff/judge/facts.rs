//! Vendors and events as a whole, and the facts about them.

use webhook_catalog::Fact;

use super::Axis::{Behaviour, Source};
use super::Judgement;
use crate::diff::change::{EventChange, ModelChange, VendorChange, VendorFact, VerifyEffect};
use crate::diff::report::Wire;
use crate::diff::rule::Rule;

pub(super) fn vendor(change: VendorChange) -> Judgement {
    match change {
        VendorChange::Added => Judgement::new(
            Rule::VendorAdded,
            "the vendor is new",
            "nothing to do; its module and its Cargo feature are available",
        )
        .adds_items(),
        VendorChange::Removed => Judgement::new(
            Rule::VendorRemoved,
            "the vendor was removed, with its module and its Cargo feature",
            "keep the previous version or copy the vendor's code; check that the removal is on purpose",
        )
        .breaks([Source, Behaviour]),
        VendorChange::Fact(VendorFact::DisplayName) => Judgement::new(
            Rule::VendorDisplayNameChanged,
            "the vendor's display name changed",
            None,
        ),
        VendorChange::Fact(VendorFact::Category) => Judgement::new(
            Rule::VendorCategoryChanged,
            "the vendor's category changed",
            None,
        ),
        VendorChange::Fact(VendorFact::DocsUrl) => Judgement::new(
            Rule::VendorDocsUrlChanged,
            "the vendor's documentation URL changed",
            None,
        ),
        VendorChange::Fact(VendorFact::DeliveryId) => Judgement::new(
            Rule::VendorDeliveryIdChanged,
            "the place of a delivery's id changed",
            "receivers that tell repeated deliveries by it see each of them once more",
        )
        .breaks([Behaviour]),
    }
}

pub(super) fn event(kind: &EventChange, change: &ModelChange) -> Judgement {
    match kind {
        EventChange::Added { similar } => Judgement::new(
            Rule::EventAdded,
            "the event is new; the baseline reads it as `Unknown`",
            "match on its variant; the arm for unknown events no longer sees it",
        )
        .breaks([Behaviour])
        .adds_items()
        .hint(
            similar
                .as_ref()
                .map(|name| format!("perhaps renamed from `{name}`")),
        ),
        EventChange::Removed {
            similar,
            has_variant,
        } => Judgement::new(
            Rule::EventRemoved,
            "the event was removed; if the vendor still sends it, it is read as `Unknown`",
            if *has_variant {
                "match on the name in `Unknown`; the variant still receives the other events of its type"
            } else {
                "remove the arm for it, or match on the name in `Unknown`"
            },
        )
        .breaks([Source, Behaviour])
        .hint(
            similar
                .as_ref()
                .map(|name| format!("perhaps renamed to `{name}`")),
        ),
        EventChange::RowAdded => Judgement::new(
            Rule::EventRowAdded,
            "the catalogue has a row for the event, which was known from samples alone",
            None,
        ),
        EventChange::RowRemoved => Judgement::new(
            Rule::EventRowRemoved,
            "the catalogue has no row for the event any more; its types follow from samples alone, and no fact is known",
            "check that the vendor still sends it, and remove its samples if not",
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
        EventChange::GradeRose => Judgement::new(
            Rule::EventGradeChanged,
            "the evidence for the type is stronger",
            None,
        ),
        EventChange::GradeSank => Judgement::new(
            Rule::EventGradeChanged,
            "the evidence for the type is weaker",
            "check the type against the vendor's documentation or a delivery",
        ),
        EventChange::Feature { is_lost: true } => Judgement::new(
            Rule::EventFeatureChanged,
            "a feature that compiled the event does not compile it any more",
            "enable the feature that it moved to, or that of the whole vendor",
        )
        .breaks([Source, Behaviour]),
        EventChange::Feature { is_lost: false } => Judgement::new(
            Rule::EventFeatureChanged,
            "other features compile the event",
            None,
        ),
        EventChange::Handshake => Judgement::new(
            Rule::HandshakeChanged,
            "the answer to the vendor's check of the receiver changed",
            "compare it with your receiver's answer",
        ),
        EventChange::Fact {
            fact,
            is_worse,
            verify,
        } => match (fact, verify) {
            (_, VerifyEffect::None) => event_fact(*fact, *is_worse, change),
            (Fact::AuthMethod, effect) => authentication(Rule::AuthMethodChanged, *effect),
            (_, effect) => authentication(Rule::SignatureHeaderChanged, *effect),
        },
    }
}

/// A fact that the baseline's `verify` checks deliveries by, or that it is known to be at odds with.
fn authentication(rule: Rule, effect: VerifyEffect) -> Judgement {
    let is_method = rule == Rule::AuthMethodChanged;
    match effect {
        VerifyEffect::Refuses => Judgement::new(
            rule,
            if is_method {
                "deliveries are authenticated by another method, and the baseline's `verify` refuses them"
            } else {
                "the signature is in another header, and the baseline's `verify` refuses deliveries without the old one"
            },
            "correct the signature in the profile, or the row by an overlay",
        )
        .wire(Wire::Malformed)
        .breaks([Behaviour]),
        VerifyEffect::Agrees | VerifyEffect::None => Judgement::new(
            rule,
            if is_method {
                "the row names the method now by which `verify` checks deliveries"
            } else {
                "the row names the header now that `verify` reads"
            },
            None,
        ),
    }
}

/// A fact that the baseline did not have cannot have been relied on.
fn event_fact(fact: Fact, is_worse: bool, change: &ModelChange) -> Judgement {
    let was_known = change.before.is_some();
    match fact {
        Fact::Trigger => Judgement::new(
            Rule::TriggerChanged,
            "the trigger of the event changed",
            "read it: the vendor may send the event at other times",
        ),
        Fact::DocsUrl => Judgement::new(
            Rule::EventDocsUrlChanged,
            "the event's documentation URL changed",
            None,
        ),
        Fact::Namespace => Judgement::new(
            Rule::NamespaceChanged,
            "the event's namespace changed",
            "nothing to do, unless your code uses `FACTS.namespace`",
        ),
        Fact::AuthMethod => Judgement::new(
            Rule::AuthMethodChanged,
            "the authentication method of deliveries changed",
            "authenticate deliveries with the new method",
        )
        .breaks_if(was_known, Behaviour),
        Fact::SignatureHeader => Judgement::new(
            Rule::SignatureHeaderChanged,
            "the header with the signature changed",
            "read the signature from the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::SignatureDetail => Judgement::new(
            Rule::SignatureDetailChanged,
            "the description of the signature changed",
            "check if the scheme changed, and update the profile if so",
        )
        .breaks_if(was_known, Behaviour),
        Fact::DeliveryGuarantee => Judgement::new(
            Rule::DeliveryGuaranteeChanged,
            "the delivery guarantee changed",
            "check that your code handles repeated and lost deliveries",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Transport => Judgement::new(
            Rule::TransportChanged,
            "the transport of the payload changed",
            "receive it by the new transport",
        )
        .breaks_if(
            transport(&change.before) != transport(&change.after),
            Behaviour,
        ),
        Fact::Retry => Judgement::new(
            Rule::RetryPolicyChanged,
            "the retry policy changed",
            "check how long a receiver may be down without losing deliveries",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Scopes => Judgement::new(
            Rule::ScopesChanged,
            "the required OAuth scopes changed",
            "request the new scopes, or the vendor stops sending",
        )
        .breaks_if(is_worse, Behaviour),
        Fact::SubscriptionEvent => Judgement::new(
            Rule::SubscriptionEventChanged,
            "the required subscription changed",
            "subscribe to the new one",
        )
        .breaks([Behaviour]),
        Fact::MaxPayloadBytes => Judgement::new(
            Rule::MaxPayloadChanged,
            "the maximum payload size changed",
            "allow bodies of that size in the receiver",
        )
        .breaks_if(is_worse, Behaviour),
        Fact::IdempotencyKeyHeader => Judgement::new(
            Rule::IdempotencyHeaderChanged,
            "the header with the idempotency key changed",
            "read the key from the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::EventIdHeader => Judgement::new(
            Rule::EventIdHeaderChanged,
            "the header with the delivery's id changed",
            "read the id from the new header",
        )
        .breaks_if(was_known, Behaviour),
        Fact::Notes => Judgement::new(
            Rule::EventNotesChanged,
            "the catalogue's notes changed",
            "read them",
        ),
    }
}

/// A catalogue without a transport means an HTTP request.
fn transport(side: &Option<String>) -> &str {
    side.as_deref().unwrap_or("webhook")
}
