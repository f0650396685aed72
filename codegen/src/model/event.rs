//! Events: the facts, the root type and the samples of each.

use std::collections::BTreeSet;

use webhook_catalog::{EventName, Fact, Facts, RowKind, Sample, VendorId};

use super::{Grade, Presence, TypeId};
use crate::ident::RustIdent;

/// One event: its facts, the type of its payload, and its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The vendor's own name for it, byte for byte.
    pub name: EventName,
    /// The catalogue's facts apart from the payload.
    pub facts: Facts,
    /// The name that its variant, module and type are named after: its own, unless it arrives as one type with other events.
    pub arrives_as: EventName,
    /// The payload's type, the root of the module of its variant. Events that arrive as one type have the same.
    pub root: TypeId,
    /// Sources of the payload's schema other than samples.
    pub described: Described,
    /// Set if the vendor has no event of this name: how that is known, as prose.
    pub unmatched: Option<String>,
    /// Set if the vendor checks the receiver by this event: the answer that it expects, as prose.
    pub handshake: Option<String>,
    /// The evidence for the type. Set by `assign_grades`.
    pub grade: Grade,
    /// Presence of the member that holds the event, by the schema alone: no delivery is read without it. `None` if the body
    /// is the event.
    pub presence: Option<Presence>,
    /// The texts that the schema allows at the pointers by which bodies name events; empty if they name none.
    pub declared_names: Vec<DeclaredName>,
    /// Stored payloads (whole bodies), sorted by case.
    pub samples: Vec<Sample>,
    /// The folder of its golden tests.
    pub folder: RustIdent,
    /// The module and file name of its variant.
    pub module: RustIdent,
    /// The variant of the vendor's event enum; also the name of the root type.
    pub variant: RustIdent,
}

impl Event {
    /// The name of the constant with its facts, in its type.
    pub(crate) fn facts_name(&self) -> String {
        match self.name == self.arrives_as {
            true => "FACTS".to_owned(),
            false => self.folder.unraw().to_ascii_uppercase(),
        }
    }
}

/// A variant of a vendor's event enum: the events that arrive as its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant<'m> {
    /// The name that it is named after.
    pub name: &'m EventName,
    /// Its events, sorted by name; at least one.
    pub events: Vec<&'m Event>,
}

impl<'m> Variant<'m> {
    /// The event of the variant's own name, or the first one.
    pub fn main(&self) -> &'m Event {
        let mut events = self.events.iter();
        let named = events.find(|event| event.name == *self.name);
        named.unwrap_or(&self.events[0])
    }

    /// True if it stands for an event of its own name alone.
    pub fn is_of_one_event(&self) -> bool {
        self.events.len() == 1
    }
}

/// The declaration of a text that names events, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredName {
    /// The schema does not declare the member.
    Undeclared,
    /// Any text may be there, or the schema is too complex to tell.
    Open,
    /// No texts but these.
    Closed {
        /// The texts.
        texts: BTreeSet<String>,
        /// JSON pointer of the subschema.
        schema_pointer: String,
    },
}

/// Sources of a payload's schema other than samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// The author of the event's row, if it has one.
    pub row: Option<RowKind>,
    /// True if an overlay of this event changes the schema; overlays of all the vendor's rows do not count.
    pub by_overlay: bool,
    /// True if an overlay of all the vendor's rows changes values in the event, and not the envelope alone.
    pub by_shared_overlay: bool,
}

/// An event of the inputs that got no type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEvent {
    /// Its vendor.
    pub vendor: VendorId,
    /// Its name.
    pub name: EventName,
    /// The author of its row, if it has one.
    pub row: Option<RowKind>,
}

/// True for facts that emission gives for each event by itself, because no two events share them.
pub(crate) fn is_of_one_event(fact: Fact) -> bool {
    matches!(fact, Fact::Trigger | Fact::DocsUrl)
}
