//! Message templates: the texts that name a delivery's event, as learned from samples.

use std::collections::BTreeMap;

use webhook_catalog::{EventName, Piece};

use super::Presence;
use crate::ident::RustIdent;

/// The message templates of a vendor's events.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageTemplates {
    /// JSON pointers to the texts that the templates fit.
    pub texts: Vec<String>,
    /// The placeholders, in the profile's order.
    pub placeholders: Vec<Placeholder>,
    /// The events that have samples, sorted by event name.
    pub events: Vec<EventTemplates>,
}

/// A part of a message that varies from body to body.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholder {
    /// Its declaration in the profile.
    pub profile: webhook_catalog::PlaceholderProfile,
    /// Required if the templates of every event capture it.
    pub presence: Presence,
    /// The field's name.
    pub ident: RustIdent,
}

/// The message templates of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTemplates {
    /// The event.
    pub event: EventName,
    /// One template for each text: literals and captures, with a literal between any two captures.
    pub templates: Vec<Vec<Piece>>,
    /// Pairs of a placeholder that repeats another one in this event, and that other one.
    pub repeats: Vec<(String, String)>,
    /// The captures of each sample, by placeholder; repeated ones are left out.
    pub captures: Vec<BTreeMap<String, String>>,
}
