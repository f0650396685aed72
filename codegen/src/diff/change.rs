//! Changes: what differs between two models, before anybody judges it.

use super::report::Subject;
use crate::model::Presence;

/// One difference, with what is known of it on either side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    /// What it is about.
    pub(crate) subject: Subject,
    /// What there was, in words or as Rust spells it.
    pub(crate) before: Option<String>,
    /// What there is.
    pub(crate) after: Option<String>,
    /// What happened.
    pub(crate) kind: ChangeKind,
}

/// What happened.
///
/// `is_read` always asks whether the types of the baseline read what the current schema allows at the place, and
/// `is_retyped` whether the Rust type of the item is another one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ChangeKind {
    /// A vendor is new.
    VendorAdded,
    /// A vendor is gone.
    VendorRemoved,
    /// A fact about the vendor is another one.
    VendorFact(VendorFact),
    /// An event is new. With the event that is gone and looks like it.
    EventAdded { like: Option<String> },
    /// An event is gone. With the event that is new and looks like it.
    EventRemoved { like: Option<String> },
    /// The event, known by samples alone until now, has a row.
    RowAdded,
    /// The event's row is gone, and samples alone show it.
    RowRemoved,
    /// An overlay describes the event's payload, or none does any more.
    OverlayPart { is_described: bool },
    /// A fact about the event is another one.
    EventFact(EventFact),
    /// The same thing has another Rust name.
    Renamed,
    /// A member is known that was not.
    FieldAdded,
    /// A member is known no longer.
    FieldRemoved { is_read: bool },
    /// A member is known no longer, and the baseline looks there for the name of the event.
    NamingMemberRemoved,
    /// A member or place must be there that might be absent, or the other way round.
    Presence {
        now: Presence,
        is_read: bool,
        is_retyped: bool,
    },
    /// `null` is allowed that was not, or the other way round.
    Null {
        is_allowed: bool,
        is_read: bool,
        is_retyped: bool,
    },
    /// A value has another shape. `reads_back` asks of the current types what `is_read` asks of the baseline's.
    Shape {
        is_read: bool,
        reads_back: bool,
        is_retyped: bool,
    },
    /// A value is kept behind a `Box`, or no longer.
    Boxed,
    /// A text is always the same, no longer so, or always another one.
    Constant,
    /// Why a value is kept as JSON.
    Fallback,
    /// Whether a schema declares a member, and as what, its presence being the same.
    Declared,
    /// An enum knows a value more.
    EnumValueAdded,
    /// An enum knows a value less.
    EnumValueRemoved,
    /// A union has an alternative more.
    AlternativeAdded { is_read: bool },
    /// A union has an alternative less.
    AlternativeRemoved,
    /// Alternatives are tried in another order.
    AlternativesReordered,
    /// Another value is needed before an alternative is tried.
    Guard { is_read: bool },
    /// Alternatives are told apart by another member, or by one at all, or no longer.
    Tag { is_read: bool },
    /// A tuple has a place more.
    PlaceAdded { is_read: bool },
    /// A tuple has a place less.
    PlaceRemoved { is_read: bool },
    /// There is a type that was not there.
    TypeAdded,
    /// A type is gone.
    TypeRemoved,
    /// A type of the same name has another form.
    TypeKind { is_read: bool, reads_back: bool },
    /// There is a method that was not there.
    MethodAdded,
    /// A method is gone.
    MethodRemoved,
    /// A method returns another type.
    MethodRetyped,
    /// Deliveries have an envelope, which the event stands in.
    EnvelopeAdded,
    /// Deliveries have no envelope any more.
    EnvelopeRemoved,
    /// The event stands in another member of the body.
    EventMember,
    /// How a delivery names its event.
    Naming {
        /// Whether `parse` and `peek` are gone.
        loses_parse: bool,
        /// Whether `parse` and `peek` are new.
        gains_parse: bool,
        /// Whether the baseline looks for the name where it still is.
        is_found: bool,
    },
    /// What a delivery says in place of an event's name.
    Alias,
    /// Some deliveries are the event itself, without envelope.
    BareAdded,
    /// All deliveries have an envelope.
    BareRemoved,
    /// How deliveries without envelope name their event.
    BareChanged,
    /// Which texts tell events apart, or that texts do at all.
    WordingTexts { loses_type: bool, gains_type: bool },
    /// How an event is worded.
    WordingTemplates,
    /// Something that varies is told apart that was not.
    PlaceholderAdded,
    /// Something that varies is told apart no longer.
    PlaceholderRemoved,
    /// A placeholder is another one.
    PlaceholderChanged { is_retyped: bool },
    /// How deliveries are signed.
    Signature(SignatureChange),
    /// What the schema says beside the form.
    Docs(DocsPart),
}

/// A fact about a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VendorFact {
    DisplayName,
    Category,
    DocsUrl,
}

/// A fact about an event. `is_worse` says that what a receiver relied on holds no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventFact {
    Trigger,
    DocsUrl,
    Namespace,
    AuthMethod,
    SignatureHeader,
    SignatureDetail,
    DeliveryGuarantee,
    Transport,
    Retry,
    Scopes { is_worse: bool },
    SubscriptionEvent,
    MaxPayload { is_worse: bool },
    IdempotencyKeyHeader,
    EventIdHeader,
    Notes,
}

/// What became of a vendor's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureChange {
    /// It could not be checked and now can.
    Described,
    /// It could be checked and now cannot.
    Undescribed,
    /// It is made in another way.
    Scheme,
    /// Only the tolerance for the time is another one.
    Tolerance,
    /// It still cannot be checked, for another reason.
    Reason,
}

/// What a schema says beside the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocsPart {
    Title,
    Description,
    Deprecated,
    /// A note about the format of a text.
    Format,
    /// A note about members that are not described.
    OtherMembers,
    /// Any other note: a bound, a pattern, a default, an example.
    Note,
}
