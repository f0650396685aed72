//! The form of deliveries: envelope, event name, message templates and signature.

use super::Axis::{Behaviour, Source, Wire};
use super::Judgement;
use crate::diff::change::{Availability, DeliveryChange, ModelChange, SignatureChange};
use crate::diff::rule::Rule;

pub(super) fn delivery(kind: DeliveryChange, change: &ModelChange) -> Judgement {
    match kind {
        DeliveryChange::EnvelopeAdded => Judgement::new(
            Rule::EnvelopeAdded,
            "the event stands in a member of the body, and the baseline takes the whole body for it",
            "read `Delivery::envelope` for what stands around the event",
        )
        .breaks([Wire, Behaviour])
        .adds_items(),
        DeliveryChange::EnvelopeRemoved => Judgement::new(
            Rule::EnvelopeRemoved,
            "the event is the whole body, and the baseline looks for it in a member",
            "look for the envelope's fields in the event",
        )
        .breaks([Wire, Source, Behaviour]),
        DeliveryChange::EventMember => Judgement::new(
            Rule::EventMemberChanged,
            "the event stands in another member, and the baseline refuses bodies without the old one",
            "roll the new version out before the vendor changes over",
        )
        .breaks([Wire]),
        DeliveryChange::Naming { parse, is_found } => Judgement::new(
            Rule::NamingChanged,
            match parse {
                Availability::Unchanged => "deliveries name their event in another way",
                Availability::Added => {
                    "deliveries name their event in another way; `parse` and `peek` are new"
                }
                Availability::Removed => {
                    "deliveries name their event in another way; `parse` and `peek` are gone"
                }
            },
            "name the event by `parse_named` where the body does not, and by `parse` where it does",
        )
        .breaks_if(!is_found, Wire)
        .breaks_if(parse == Availability::Removed, Source)
        .breaks_if(change.before.is_some(), Behaviour)
        .adds_items_if(parse == Availability::Added),
        DeliveryChange::Alias => Judgement::new(
            Rule::AliasChanged,
            "what deliveries say in place of the event name is another one; the baseline takes it for another event, or an unknown one",
            "see which of the events your arms now get",
        )
        .breaks([Behaviour]),
        DeliveryChange::UnenvelopedAdded => Judgement::new(
            Rule::BareAdded,
            "some deliveries are the event itself, and the baseline refuses them; `Delivery::envelope` is an `Option`",
            "handle deliveries without envelope",
        )
        .breaks([Wire, Source]),
        DeliveryChange::UnenvelopedRemoved => Judgement::new(
            Rule::BareRemoved,
            "all deliveries have an envelope; `Delivery::envelope` is no `Option` any more",
            "drop the handling of deliveries without envelope",
        )
        .breaks([Source]),
        DeliveryChange::UnenvelopedChanged => Judgement::new(
            Rule::BareChanged,
            "deliveries without envelope name their event in another way",
            "roll the new version out before the vendor changes over",
        )
        .breaks([Wire]),
        DeliveryChange::TemplateTexts { templates } => Judgement::new(
            Rule::WordingChanged,
            match templates {
                Availability::Unchanged => "the texts that tell events apart are others",
                Availability::Added => {
                    "the texts that tell events apart are others; `parse`, `peek` and `Wording` are new"
                }
                Availability::Removed => {
                    "the texts that tell events apart are others; `parse`, `peek` and `Wording` are gone"
                }
            },
            "name the event by `parse_named` where its wording does not tell",
        )
        .breaks([Behaviour])
        .breaks_if(templates == Availability::Removed, Source)
        .adds_items_if(templates == Availability::Added),
        DeliveryChange::EventTemplates => Judgement::new(
            Rule::EventWordingChanged,
            "the event is worded otherwise; the baseline takes the new wording for an unknown event",
            "roll the new version out before the vendor changes over",
        )
        .breaks([Behaviour]),
        DeliveryChange::PlaceholderAdded => Judgement::new(
            Rule::PlaceholderAdded,
            "what deliveries say has a value more",
            None,
        )
        .adds_items(),
        DeliveryChange::PlaceholderRemoved => Judgement::new(
            Rule::PlaceholderRemoved,
            "what deliveries say has a value less",
            "look for it in the text",
        )
        .breaks([Source]),
        DeliveryChange::PlaceholderChanged { is_retyped } => Judgement::new(
            Rule::PlaceholderChanged,
            "the value is found or written otherwise",
            "use the new type, and see whether the value still means the same",
        )
        .breaks([Behaviour])
        .breaks_if(is_retyped, Source),
    }
}

pub(super) fn signature(change: SignatureChange) -> Judgement {
    match change {
        SignatureChange::Described => Judgement::new(
            Rule::SignatureDescribed,
            "`verify` checks deliveries; so far it refused every one",
            "check deliveries with it",
        )
        .breaks([Behaviour]),
        SignatureChange::Undescribed => Judgement::new(
            Rule::SignatureUndescribed,
            "`verify` refuses every delivery; so far it checked them",
            "find out how deliveries are signed now",
        )
        .breaks([Wire, Behaviour]),
        SignatureChange::Scheme => Judgement::new(
            Rule::SignatureSchemeChanged,
            "deliveries are signed in another way, and the baseline's `verify` refuses them",
            "roll the new version out when the vendor changes over",
        )
        .breaks([Wire, Behaviour]),
        SignatureChange::Tolerance => Judgement::new(
            Rule::SignatureToleranceChanged,
            "a delivery may be older or younger than before, or less so",
            "give `verify` a tolerance of your own where it matters",
        )
        .breaks([Behaviour]),
        SignatureChange::Reason => Judgement::new(
            Rule::SignatureReasonChanged,
            "the reason why signatures cannot be checked is another one",
            None,
        ),
    }
}
