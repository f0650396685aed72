//! Message templates: the wording of each event's messages, as learned from its samples.

use std::collections::BTreeMap;

use webhook_catalog::{EventName, Piece};

use super::Presence;
use crate::ident::RustIdent;

/// How a vendor words its events, as learned from their samples.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageTemplates {
    /// JSON pointers to the texts that are worded.
    pub texts: Vec<String>,
    /// What varies in them and beside them, in the profile's order.
    pub placeholders: Vec<Placeholder>,
    /// The events that have samples, sorted by event name.
    pub events: Vec<EventTemplates>,
}

/// Something that varies from body to body.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholder {
    /// What the profile says of it.
    pub profile: webhook_catalog::Placeholder,
    /// Whether the texts of every event say it.
    pub presence: Presence,
    /// The field's name.
    pub ident: RustIdent,
}

/// How one event is worded.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTemplates {
    /// The event.
    pub event: EventName,
    /// One template for each text: literals, with holes that no other hole touches.
    pub templates: Vec<Vec<Piece>>,
    /// Placeholders that repeat another one in this event, and that other one.
    pub repeats: Vec<(String, String)>,
    /// What the placeholders stand for in each sample, by name; those that repeat another are left out.
    pub words: Vec<BTreeMap<String, String>>,
}
