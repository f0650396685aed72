//! Changes: the differences between two models, before they are judged.
//!
//! In every kind of change, `wire` is how the baseline reads deliveries with the values that the current types allow at the place,
//! `current_reads` is true if the current types read all values of the baseline's, and `is_retyped` is true if the Rust type of
//! the item differs.

use webhook_catalog::{Fact, HiddenEffect};

use super::report::{Subject, Wire};

/// One difference, with both sides of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ModelChange {
    /// The place and the Rust items concerned.
    pub(crate) subject: Subject,
    /// The baseline's value, in words or as a Rust type.
    pub(crate) before: Option<String>,
    /// The current value.
    pub(crate) after: Option<String>,
    /// The kind of change.
    pub(crate) kind: ModelChangeKind,
}

/// The kind of a change, by theme.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ModelChangeKind {
    /// A vendor as a whole.
    Vendor(VendorChange),
    /// An event as a whole.
    Event(EventChange),
    /// The Rust name of an item that is otherwise the same.
    Renamed,
    /// The vendor's name of an item whose Rust name is the same.
    Respelled { wire: Wire, is_retyped: bool },
    /// A member or another value.
    Value(ValueChange),
    /// A type or one of its methods.
    Type(TypeChange),
    /// The form of deliveries.
    Delivery(DeliveryChange),
    /// The signature of deliveries.
    Signature(SignatureChange),
    /// The documentation in a schema.
    Docs(DocsPart),
    /// A row, at a place that an overlay decides.
    Overlay(OverlayChange),
}

impl ModelChangeKind {
    /// True if nothing of it shows in the Rust types but their docs.
    pub(crate) fn is_in_docs_alone(&self) -> bool {
        matches!(
            self,
            Self::Docs(_)
                | Self::Value(
                    ValueChange::Constant | ValueChange::Fallback | ValueChange::Declaration
                )
        )
    }
}

macro_rules! from_themes {
    ($($theme:ident($change:ident))*) => {
        $(impl From<$change> for ModelChangeKind {
            fn from(change: $change) -> Self {
                Self::$theme(change)
            }
        })*
    };
}

from_themes! {
    Vendor(VendorChange)
    Event(EventChange)
    Value(ValueChange)
    Type(TypeChange)
    Delivery(DeliveryChange)
    Signature(SignatureChange)
    Docs(DocsPart)
}

/// A change of a vendor as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VendorChange {
    /// Only the current side has the vendor.
    Added,
    /// Only the baseline has the vendor.
    Removed,
    /// A fact about the vendor differs.
    Fact(VendorFact),
}

/// A fact about a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VendorFact {
    DisplayName,
    Category,
    DocsUrl,
    DeliveryId,
}

/// A change of an event as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventChange {
    /// Only the current side has the event; `similar` is a removed event that resembles it.
    Added { similar: Option<String> },
    /// Only the baseline has the event; `similar` is an added event that resembles it. `has_variant` is true if others arrive as its
    /// type.
    Removed {
        similar: Option<String>,
        has_variant: bool,
    },
    /// An event that was known from samples alone has a row.
    RowAdded,
    /// An event that had a row is known from samples alone.
    RowRemoved,
    /// An overlay starts describing the event's payload.
    OverlayAdded,
    /// No overlay describes the event's payload any more.
    OverlayRemoved,
    /// The evidence for the event's type is stronger.
    GradeRose,
    /// The evidence for the event's type is weaker.
    GradeSank,
    /// Another feature compiles the event. `is_lost` is true if one that compiled it does not any more.
    Feature { is_lost: bool },
    /// The answer that a handshake expects differs, or the event became a handshake or ceased to be one.
    Handshake,
    /// A fact about the event differs. `is_worse` is true if receivers relied on the baseline's value. `verify` is its effect on
    /// the signature check.
    Fact {
        fact: Fact,
        is_worse: bool,
        verify: VerifyEffect,
    },
}

/// The effect of a fact on the baseline's `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerifyEffect {
    /// None is known: the vendor has no scheme to check, or the fact says nothing of it.
    None,
    /// `verify` checks by the fact that is gone, and refuses deliveries that are signed by the current one.
    Refuses,
    /// `verify` checks by the current fact already.
    Agrees,
}

/// A change of a member or of another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueChange {
    /// Only the current side describes the member.
    FieldAdded,
    /// Only the baseline describes the member.
    FieldRemoved { wire: Wire },
    /// Only the baseline describes the member, and it looks there for the name of the event.
    NamingMemberRemoved,
    /// A required member or tuple place is optional.
    BecameOptional { wire: Wire, is_retyped: bool },
    /// An optional member or tuple place is required.
    BecameRequired { is_retyped: bool },
    /// Only the current side allows `null`.
    NullAllowed { wire: Wire, is_retyped: bool },
    /// Only the baseline allows `null`.
    NullRemoved { is_retyped: bool },
    /// The shape differs.
    Shape {
        wire: Wire,
        current_reads: bool,
        is_retyped: bool,
    },
    /// The value is in a `Box` on one side only.
    Boxed,
    /// The constant of a string differs, or only one side has one.
    Constant,
    /// The reason for keeping the value as JSON differs.
    Fallback,
    /// The declaration of a member in the schema differs; its presence does not.
    Declaration,
}

/// A change of a type or of one of its methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypeChange {
    /// Only the current side has the type.
    Added,
    /// Only the baseline has the type.
    Removed,
    /// A type of the same name is of another kind, such as a union instead of an object.
    Kind { wire: Wire, current_reads: bool },
    /// Only the current enum has the value.
    EnumValueAdded,
    /// Only the baseline's enum has the value.
    EnumValueRemoved,
    /// Only the current union has the alternative.
    AlternativeAdded { wire: Wire },
    /// Only the baseline's union has the alternative.
    AlternativeRemoved,
    /// The variant for unknown values is gone, as an alternative reads any value.
    UnknownRemoved,
    /// The alternatives of a union are tried in another order.
    AlternativesReordered,
    /// The guard of an alternative differs.
    Guard { wire: Wire },
    /// The tag of a union differs, or only one side has one.
    Tag { wire: Wire },
    /// Only the current tuple has the place.
    PlaceAdded { wire: Wire },
    /// Only the baseline's tuple has the place.
    PlaceRemoved { wire: Wire },
    /// Only the current type has the method.
    MethodAdded,
    /// Only the baseline's type has the method.
    MethodRemoved,
    /// A method returns another type.
    MethodRetyped,
}

/// A change in the form of deliveries: envelope, event name, message templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeliveryChange {
    /// Only current deliveries have an envelope.
    EnvelopeAdded,
    /// Only the baseline's deliveries have an envelope.
    EnvelopeRemoved,
    /// The event is another member of the envelope.
    EventMember,
    /// The schema requires the member that holds the event.
    EventBecameRequired,
    /// The schema does not require the member that holds the event any more.
    EventBecameOptional,
    /// The texts that the schema allows for the event's name do not name it to the baseline any more. `is_known` is true if
    /// they name another event that the baseline has.
    NamedOtherwise { is_known: bool },
    /// Bodies have another format.
    BodyFormat,
    /// The place of the event name differs.
    Naming {
        /// `parse` and `peek` on either side.
        parse: Availability,
        /// True if the baseline still finds the event name.
        is_found: bool,
    },
    /// The rules that identify an event differ.
    Rule {
        /// True if code without the current rules reads what they identify, if as another event.
        is_read: bool,
    },
    /// Only the current side has deliveries without envelope.
    UnenvelopedAdded,
    /// Only the baseline has deliveries without envelope.
    UnenvelopedRemoved,
    /// Deliveries without envelope name their event in another way.
    UnenvelopedChanged,
    /// Only the current side tells this kind of request from events. `was_event` is true if the baseline may read one as an event.
    NotEventAdded { was_event: bool },
    /// Only the baseline tells this kind of request from events.
    NotEventRemoved,
    /// The conditions of a kind of request that is no event differ.
    NotEventConditions { was_event: bool },
    /// The answer to a kind of request that is no event differs.
    NotEventAnswer,
    /// The wrapper around requests differs; `field` is the availability of the method for its members.
    Wrapper { field: Availability },
    /// The strings that identify events by message templates differ; `templates` is the availability of the templates.
    TemplateTexts { templates: Availability },
    /// The message templates of an event differ.
    EventTemplates,
    /// Only the current templates have the placeholder.
    PlaceholderAdded,
    /// Only the baseline's templates have the placeholder.
    PlaceholderRemoved,
    /// The definition of a placeholder differs.
    PlaceholderChanged { is_retyped: bool },
}

/// The sides that have an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Availability {
    /// Both or neither.
    Unchanged,
    /// The current side only.
    Added,
    /// The baseline only.
    Removed,
}

impl Availability {
    /// The change from the baseline's availability to the current one.
    pub(crate) fn between(baseline: bool, current: bool) -> Self {
        match (baseline, current) {
            (true, true) | (false, false) => Self::Unchanged,
            (false, true) => Self::Added,
            (true, false) => Self::Removed,
        }
    }
}

/// A change of a vendor's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureChange {
    /// Only current signatures can be checked.
    Described,
    /// Only the baseline's signatures can be checked.
    Undescribed,
    /// The scheme differs. `verifies` is true if the baseline accepts all signatures by the current one.
    Scheme { verifies: bool },
    /// Only the tolerance of the timestamp differs.
    Tolerance,
    /// Signatures cannot be checked, for another reason than before.
    Reason,
}

/// A change of a row that an overlay hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OverlayChange {
    /// The effect on the overlay.
    pub(crate) effect: HiddenEffect,
    /// The overlay's file, as the user named it.
    pub(crate) label: String,
    /// The overlay's reason.
    pub(crate) reason: String,
}

/// A part of the documentation in a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocsPart {
    Title,
    Description,
    Deprecated,
    /// A note about the format of a string.
    Format,
    /// A note about members that are not described.
    OtherMembers,
    /// Any other note: a bound, a pattern, a default, an example.
    Note,
}
