//! The form of deliveries: envelope, event name, message templates and signature.

use super::Axis::{Behaviour, Source};
use super::Judgement;
use crate::diff::change::{Availability, DeliveryChange, ModelChange, SignatureChange};
use crate::diff::report::Wire;
use crate::diff::rule::Rule;

pub(super) fn delivery(kind: DeliveryChange, change: &ModelChange) -> Judgement {
    match kind {
        DeliveryChange::EnvelopeAdded => Judgement::new(
            Rule::EnvelopeAdded,
            "the event is a member of the body, and the baseline reads the whole body as the event",
            "read the members around the event from `Delivery::envelope`",
        )
        .wire(Wire::Malformed)
        .breaks([Behaviour])
        .adds_items(),
        DeliveryChange::EnvelopeRemoved => Judgement::new(
            Rule::EnvelopeRemoved,
            "the event is the whole body, and the baseline reads it from a member",
            "read the envelope's fields from the event",
        )
        .wire(Wire::Malformed)
        .breaks([Source, Behaviour]),
        DeliveryChange::EventMember => Judgement::new(
            Rule::EventMemberChanged,
            "the event moved to another member, and bodies without the old one do not fit the baseline",
            "deploy the new version before the vendor switches",
        )
        .wire(Wire::Malformed),
        DeliveryChange::EventBecameRequired => Judgement::new(
            Rule::EventOptionalToRequired,
            "the member that holds the event is always present",
            None,
        ),
        DeliveryChange::EventBecameOptional => Judgement::new(
            Rule::EventRequiredToOptional,
            "the member that holds the event may be absent, and no version reads an event without it",
            "check which deliveries lack it; if they name their event, give `name.bare` in the profile",
        )
        .wire(Wire::Malformed),
        DeliveryChange::NamedOtherwise { is_known } => Judgement::new(
            Rule::NamingValuesChanged,
            if is_known {
                "deliveries of the event name another one, and the baseline reads them as that"
            } else {
                "deliveries of the event name one that the baseline does not know, and it reads them as `Unknown`"
            },
            "correct the schema by an overlay, or give the event a rule in the profile",
        )
        .wire(Wire::Malformed)
        .breaks([Behaviour]),
        DeliveryChange::BodyFormat => Judgement::new(
            Rule::BodyFormatChanged,
            "bodies have another format, which the baseline does not read",
            "correct `body` in the profile, or receive deliveries with the current version only",
        )
        .wire(Wire::Malformed),
        DeliveryChange::Naming { parse, is_found } => Judgement::new(
            Rule::NamingChanged,
            match parse {
                Availability::Unchanged => "deliveries name their event in another way",
                Availability::Added => {
                    "deliveries name their event in another way; `parse` and `peek` are new"
                }
                Availability::Removed => {
                    "deliveries name their event in another way; `parse` and `peek` were removed"
                }
            },
            "use `parse_named` if the body does not name the event, and `parse` if it does",
        )
        .malformed_if(!is_found)
        .breaks_if(parse == Availability::Removed, Source)
        .breaks_if(change.before.is_some(), Behaviour)
        .adds_items_if(parse == Availability::Added),
        DeliveryChange::Rule { is_read } => Judgement::new(
            Rule::AliasChanged,
            if is_read {
                "the values that identify the event changed; the baseline reads them as another event or an unknown one"
            } else {
                "the values that identify the event changed; the baseline may refuse them, as nothing else names the event"
            },
            "check which events your match arms receive now",
        )
        .malformed_if(!is_read)
        .breaks([Behaviour]),
        DeliveryChange::UnenvelopedAdded => Judgement::new(
            Rule::BareAdded,
            "some deliveries have no envelope, which does not fit the baseline",
            "expect `None` in `Delivery::envelope`",
        )
        .wire(Wire::Malformed),
        DeliveryChange::UnenvelopedRemoved => Judgement::new(
            Rule::BareRemoved,
            "all deliveries have an envelope",
            "remove the handling of deliveries without envelope",
        ),
        DeliveryChange::UnenvelopedChanged => Judgement::new(
            Rule::BareChanged,
            "deliveries without envelope name their event in another way",
            "deploy the new version before the vendor switches",
        )
        .wire(Wire::Malformed),
        DeliveryChange::NotEventAdded { was_event } => Judgement::new(
            Rule::NotEventAdded,
            if was_event {
                "requests of this kind are refused with their name; the baseline may read them as events, such as `Unknown`"
            } else {
                "requests of this kind are refused with their name; the baseline refuses them without it"
            },
            "answer them by `ParseError::not_event`",
        )
        .breaks_if(was_event, Behaviour),
        DeliveryChange::NotEventRemoved => Judgement::new(
            Rule::NotEventRemoved,
            "requests of this kind are refused without their name, or read as `Unknown`",
            "check if the vendor still sends them",
        )
        .breaks([Behaviour]),
        DeliveryChange::NotEventConditions { was_event } => Judgement::new(
            Rule::NotEventChanged,
            "a kind of request that is no event is recognised by other values",
            "check which requests your code sees as events",
        )
        .breaks_if(was_event, Behaviour),
        DeliveryChange::NotEventAnswer => Judgement::new(
            Rule::NotEventChanged,
            "the answer to a kind of request that is no event changed",
            "compare it with your receiver's answer",
        ),
        DeliveryChange::Wrapper { field } => Judgement::new(
            Rule::WrapperChanged,
            match field {
                Availability::Added => {
                    "events are read from a wrapper, too; the baseline reads the wrapper as an unknown event, or refuses it"
                }
                Availability::Removed => "events are not read from a wrapper any more",
                Availability::Unchanged => "the wrapper around requests changed",
            },
            "check that what the wrapper holds is still read",
        )
        .breaks([Behaviour])
        .breaks_if(field == Availability::Removed, Source)
        .adds_items_if(field == Availability::Added),
        DeliveryChange::TemplateTexts { templates } => Judgement::new(
            Rule::WordingChanged,
            match templates {
                Availability::Unchanged => "the strings that identify events changed",
                Availability::Added => {
                    "the texts that tell events apart are others; `parse`, `peek` and `Wording` are new"
                }
                Availability::Removed => {
                    "the strings that identify events changed; `parse`, `peek` and `Wording` were removed"
                }
            },
            "use `parse_named` if the wording does not identify the event",
        )
        .breaks([Behaviour])
        .breaks_if(templates == Availability::Removed, Source)
        .adds_items_if(templates == Availability::Added),
        DeliveryChange::EventTemplates => Judgement::new(
            Rule::EventWordingChanged,
            "the message templates of the event changed; the baseline reads the new wording as an unknown event",
            "deploy the new version before the vendor switches",
        )
        .breaks([Behaviour]),
        DeliveryChange::PlaceholderAdded => Judgement::new(
            Rule::PlaceholderAdded,
            "the message templates have another placeholder",
            None,
        )
        .adds_items(),
        DeliveryChange::PlaceholderRemoved => Judgement::new(
            Rule::PlaceholderRemoved,
            "the message templates have one placeholder less",
            "read it from the text",
        )
        .breaks([Source]),
        DeliveryChange::PlaceholderChanged { is_retyped } => Judgement::new(
            Rule::PlaceholderChanged,
            "the definition of the placeholder changed",
            "use the new type, and check the meaning of the value",
        )
        .breaks([Behaviour])
        .breaks_if(is_retyped, Source),
    }
}

pub(super) fn signature(change: SignatureChange) -> Judgement {
    match change {
        SignatureChange::Described => Judgement::new(
            Rule::SignatureDescribed,
            "`verify` checks deliveries now; the baseline refuses all of them",
            "check deliveries with `verify`",
        )
        .breaks([Behaviour]),
        SignatureChange::Undescribed => Judgement::new(
            Rule::SignatureUndescribed,
            "`verify` refuses all deliveries now; the baseline checks them",
            "look up how deliveries are signed now",
        )
        .wire(Wire::Malformed)
        .breaks([Behaviour]),
        SignatureChange::Scheme { verifies: true } => Judgement::new(
            Rule::SignatureSchemeChanged,
            "signatures come in fewer headers, all of which the baseline's `verify` reads",
            "check that no delivery has the signature in another header",
        )
        .breaks([Behaviour]),
        SignatureChange::Scheme { verifies: false } => Judgement::new(
            Rule::SignatureSchemeChanged,
            "the signature scheme changed, and the baseline's `verify` refuses new deliveries",
            "deploy the new version when the vendor switches",
        )
        .wire(Wire::Malformed)
        .breaks([Behaviour]),
        SignatureChange::Tolerance => Judgement::new(
            Rule::SignatureToleranceChanged,
            "the accepted age of deliveries changed",
            "pass your own tolerance to `verify` if it matters",
        )
        .breaks([Behaviour]),
        SignatureChange::Reason => Judgement::new(
            Rule::SignatureReasonChanged,
            "the reason why signatures cannot be checked changed",
            None,
        ),
    }
}
