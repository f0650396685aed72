//! Events: the facts, the root type and the samples of each.

use webhook_catalog::{
    AuthMethod, DeliveryGuarantee, EventName, RetryPolicy, Sample, Transport, VendorId,
};

use super::TypeId;
use crate::ident::RustIdent;

/// One event: its facts, its payload's type, and the payloads that prove it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The vendor's own name for it, byte for byte.
    pub name: EventName,
    /// What the catalogue knows apart from the payload.
    pub facts: Facts,
    /// The payload's type, always a type of its own, homed in this event.
    pub root: TypeId,
    /// What tells of the payload, besides the samples.
    pub described: Described,
    /// Stored payloads (whole bodies), sorted by case.
    pub samples: Vec<Sample>,
    /// The module and file name.
    pub module: RustIdent,
    /// The variant of the vendor's event enum; also the name of the root type.
    pub variant: RustIdent,
}

/// What tells of an event's payload, besides its samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// A row of the catalogue does.
    pub by_row: bool,
    /// An overlay for this event's row does, rather than one for all rows of the vendor.
    pub by_overlay: bool,
}

/// An event of the inputs that got no type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEvent {
    /// Its vendor.
    pub vendor: VendorId,
    /// Its name.
    pub name: EventName,
    /// True if the catalogue has a row for it.
    pub by_row: bool,
}

/// What the catalogue knows of an event apart from its payload.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// What makes the vendor send it.
    pub trigger: Option<String>,
    /// Where the vendor documents it.
    pub docs_url: Option<String>,
    /// The vendor's group of events it belongs to.
    pub namespace: Option<String>,
    /// How the delivery authenticates itself.
    pub auth_method: Option<AuthMethod>,
    /// The HTTP header with the signature or token.
    pub signature_header: Option<String>,
    /// The signature scheme, in the catalogue's words.
    pub signature_detail: Option<String>,
    /// How often a delivery may arrive.
    pub delivery_guarantee: Option<DeliveryGuarantee>,
    /// How it is carried; `None` means an HTTP POST.
    pub transport: Option<Transport>,
    /// What happens when the receiver does not answer.
    pub retry: Option<RetryPolicy>,
    /// OAuth scopes the receiving app needs.
    pub scopes: Option<Vec<String>>,
    /// The subscription that brings this event, where it is named differently.
    pub subscription_event: Option<String>,
    /// The largest payload the vendor sends, in bytes.
    pub max_payload_bytes: Option<u64>,
    /// The HTTP header with an idempotency key.
    pub idempotency_key_header: Option<String>,
    /// The HTTP header with the delivery's id.
    pub event_id_header: Option<String>,
    /// Caveats, in the catalogue's words.
    pub notes: Option<String>,
}
