//! Where an event or a field comes from: its row, overlays and samples, and the Rust item that it became.
//!
//! The model of the emitted crate and a question in, an [`Explanation`] out, which `xtask` renders.

mod declared;
mod items;
mod resolve;
mod sampled;
mod suggestions;
#[cfg(test)]
mod tests;
mod walk;

use serde_json::Value;
use webhook_catalog::{
    Case, Diagnostic, EventRow, Origin, OverlayNote, RowChange, SharedDefinitions,
};

pub use crate::model::{Grade, Presence};
use crate::model::{Model, Vendor};
use crate::options::Options;
use resolve::ResolvedPointer;
pub use sampled::SampleCounts;

/// The event or place to explain.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The vendor's slug.
    pub vendor: &'a str,
    /// The event name.
    pub event: &'a str,
    /// JSON pointer into the body as it is delivered, with the envelope or, if the vendor sends such bodies, without.
    /// `*` or `-` stands for any item of an array or any value of a map, as does every index. `None` asks for the event
    /// as a whole.
    pub pointer: Option<&'a str>,
}

/// The sources of an event or of a place in it, and its items.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The vendor's slug.
    pub vendor: String,
    /// The event name.
    pub event: String,
    /// The pointer of the question.
    pub pointer: Option<String>,
    /// The event's row; `None` if the event is known by samples alone.
    pub row: Option<Origin>,
    /// The evidence for the event's type.
    pub grade: Grade,
    /// Set if the vendor has no event of this name: how that is known.
    pub unmatched: Option<String>,
    /// The answer that the vendor expects if it checks the receiver by the event.
    pub handshake: Option<String>,
    /// The subschemas of the row, overlays applied, that describe every value at the place.
    pub declarations: Vec<Declaration>,
    /// The overlays that changed the place or its surroundings, in the order in which they are applied.
    pub overlays: Vec<OverlayPart>,
    /// The samples of the event and, if they have the same place, of the vendor's other events.
    pub samples: Vec<SampledAt>,
    /// The items for the place. Several if alternatives of a union have such a place.
    pub items: Vec<RustItem>,
}

/// A subschema that describes the place.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// JSON pointer into the payload schema.
    pub pointer: String,
    /// Its author.
    pub by: Declared,
    /// The subschema without the subschemas in it.
    pub excerpt: Value,
}

/// The author of a subschema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// The row's own schema; overlays may have changed it.
    Row,
    /// The overlay with this label.
    Overlay(String),
    /// A definition that all rows of the vendor share, from the overlay with this label.
    Definition(String),
}

/// An overlay's part in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayPart {
    /// The overlay's label, reason and source.
    pub note: OverlayNote,
    /// True if it is for all rows of the vendor.
    pub is_vendor_wide: bool,
    /// Its changes at the place, in it, around it, and to the list of required members there.
    pub changes: Vec<RowChange>,
    /// The shared definitions from it that describe the place.
    pub definitions: Vec<String>,
}

/// A sample and its values at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledAt {
    /// The sample's file.
    pub label: String,
    /// The event it is a sample of.
    pub event: String,
    /// The sample's origin; `None` if its provenance is not recorded.
    pub kind: Option<Case>,
    /// Its values at the place.
    pub counts: SampleCounts,
}

/// An item of the emitted crate that holds the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustItem {
    /// Its full path: a type, or a field as in `webhook_events::slack::AppMention::ts`.
    pub path: String,
    /// The part of the item that is the place, such as `each item`; `None` for the item itself.
    pub inside: Option<String>,
    /// Its type as its file spells it.
    pub rust_type: String,
    /// Full paths of the crate's own types in it.
    pub types: Vec<String>,
    /// The alternatives of unions that have the place: a value takes one of each union named here.
    pub alternatives: Vec<String>,
    /// Its presence; `None` if it has none, as the items of an array.
    pub presence: Option<Presence>,
    /// True if it may be `null`.
    pub is_nullable: bool,
    /// The reasons for its type and presence, one sentence each.
    pub why: Vec<String>,
    /// The steps below it: names of members, `*` for the items of an array or the values of a map.
    pub members: Vec<String>,
}

impl Question<'_> {
    /// True if the diagnostic names the event that is asked about.
    pub fn concerns(&self, diagnostic: &Diagnostic) -> bool {
        let place = &diagnostic.place;
        place.vendor.as_deref() == Some(self.vendor) && place.event.as_deref() == Some(self.event)
    }
}

/// The vendor with this slug. The error names similar ones.
pub fn find_vendor<'m>(model: &'m Model, slug: &str) -> Result<&'m Vendor, Box<Diagnostic>> {
    suggestions::find_vendor(model, slug)
}

/// Answers a question about the model. `row` is the event's row of the catalogue, if it has one, and
/// `shared_definitions` has those that the row refers to.
///
/// The error names what the model does not have, and the nearest names that it has.
pub fn explain(
    model: &Model,
    row: Option<&EventRow>,
    shared_definitions: &SharedDefinitions,
    options: &Options,
    question: &Question<'_>,
) -> Result<Explanation, Box<Diagnostic>> {
    let vendor = find_vendor(model, question.vendor)?;
    let event = suggestions::find_event(vendor, question)?;
    let row = row.filter(|row| row.vendor == vendor.id && row.event_name == event.name);
    let resolved = match question.pointer {
        Some(pointer) => {
            let steps = suggestions::read_pointer(vendor, event, pointer)?;
            resolve::resolve(vendor, event, &event.samples, steps)
        }
        None => resolve::resolve(vendor, event, &[], walk::event_steps(vendor)),
    };
    let ResolvedPointer {
        steps,
        walk,
        is_unenveloped: _,
    } = &resolved;
    let is_shared = walk.ends.iter().any(|end| end.holder.is_shared(vendor));
    let sampled_events = vendor
        .events
        .iter()
        .filter(|other| is_shared || other.arrives_as == event.arrives_as);
    let samples: Vec<SampledAt> = sampled_events
        .flat_map(|event| event.samples.iter().map(move |sample| (event, sample)))
        .map(|(event, sample)| SampledAt {
            label: sample.label.clone(),
            event: event.name.to_string(),
            kind: sample.provenance.as_ref().map(|provenance| provenance.kind),
            counts: sampled::count(vendor, sample, steps),
        })
        .collect();
    let mut row_facts = row.map_or_else(declared::RowFacts::default, |row| {
        declared::row_facts(row, &shared_definitions.used_by(row), steps)
    });
    if let (None, Some(row)) = (question.pointer, row) {
        row_facts.overlays = declared::all_overlays(row);
    }
    let crate_ident = options.crate_ident();
    let describer = items::ItemDescriber {
        vendor,
        event,
        crate_ident: &crate_ident,
        presence_by: &row_facts.presence_by,
        samples: &samples,
    };
    let items: Vec<RustItem> = if walk.steps_taken == steps.len() {
        walk.ends.iter().map(|end| describer.item(end)).collect()
    } else if samples.iter().any(|sample| sample.counts.with > 0) {
        describer.catch_alls(&walk.ends)
    } else {
        Vec::new()
    };
    if items.is_empty() {
        return Err(Box::new(suggestions::no_member(vendor, event, &resolved)));
    }
    Ok(Explanation {
        vendor: vendor.id.to_string(),
        event: event.name.to_string(),
        pointer: question.pointer.map(str::to_owned),
        row: row.map(|row| row.origin.clone()),
        grade: event.grade,
        unmatched: event.unmatched.clone(),
        handshake: event.handshake.clone(),
        declarations: row_facts.declarations,
        overlays: row_facts.overlays,
        samples,
        items,
    })
}
