//! Where an event or a field comes from: its row, overlays and samples, and the Rust item that it became.
//!
//! The model of the emitted crate and a question in, an [`Explanation`] out, which `xtask` renders.

mod declared;
mod items;
mod reading;
mod sampled;
mod suggestions;
#[cfg(test)]
mod tests;
mod walk;

use serde_json::Value;
use webhook_catalog::{
    Case, Diagnostic, EventRow, Origin, OverlayNote, RowChange, SharedDefinitions,
};

use crate::model::Model;
pub use crate::model::Presence;
use crate::pipeline::Options;
use reading::Reading;

/// What is to be explained.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The vendor's slug.
    pub vendor: &'a str,
    /// The event name.
    pub event: &'a str,
    /// JSON pointer into the body as it is delivered, with the envelope or, where the vendor sends such, without. `*` or `-` stands for any item of an array or any value of a map,
    /// as does every index. `None` asks for the event as a whole.
    pub pointer: Option<&'a str>,
}

/// Where an event or a place in it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The vendor's slug.
    pub vendor: String,
    /// The event name.
    pub event: String,
    /// The pointer that was asked for.
    pub pointer: Option<String>,
    /// Where the event's row stands; `None` where samples alone show the event.
    pub row: Option<Origin>,
    /// The subschemas of the row, overlays applied, that describe the place whatever else is true of it.
    pub declarations: Vec<Declaration>,
    /// The overlays that had a part in it, in the order in which they are applied.
    pub overlays: Vec<OverlayPart>,
    /// What the samples have there: those of this event, and of the vendor's others where these have the same place.
    pub samples: Vec<SampledAt>,
    /// What it became. Several where alternatives of a union have such a place.
    pub items: Vec<RustItem>,
}

/// A subschema that describes the place.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// JSON pointer into the payload schema.
    pub pointer: String,
    /// Who wrote it.
    pub by: Declared,
    /// What it says, without the subschemas in it.
    pub excerpt: Value,
}

/// Who wrote a subschema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// The row's own schema has it, though overlays may have changed it.
    Row,
    /// The overlay with this label added it.
    Overlay(String),
    /// It is a definition that all rows of the vendor share, from the overlay with this label.
    Definition(String),
}

/// What an overlay had to do with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayPart {
    /// Which overlay, why there is one, and what it rests on.
    pub note: OverlayNote,
    /// Whether it is for all rows of the vendor.
    pub is_vendor_wide: bool,
    /// What it changed at the place, in it, around it, or in the list of members that are required there.
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
    pub counts: Counts,
}

/// Counts of a sample's values at a place. All are zero if the sample has no object or array around the place either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Values at the place; more than one only if the pointer has a step for any item.
    pub with: usize,
    /// Those of them that are `null`.
    pub nulls: usize,
    /// Objects or arrays around the place that have no value at the place.
    pub without: usize,
}

/// What a place became in the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustItem {
    /// Its full path: a type, or a field as in `webhook_events::slack::AppMention::ts`.
    pub path: String,
    /// What inside the item is meant, such as `each item`; `None` where it is the item itself.
    pub inside: Option<String>,
    /// Its type, spelled as in the file where it stands.
    pub rust_type: String,
    /// Full paths of the crate's own types in it.
    pub types: Vec<String>,
    /// Alternatives of unions in which the place is: a value must take one of each union's that is named here.
    pub alternatives: Vec<String>,
    /// Whether it must be there; `None` where that is no question, as for the items of an array.
    pub presence: Option<Presence>,
    /// Whether it may be `null`.
    pub is_nullable: bool,
    /// Why it is as it is, one sentence each.
    pub why: Vec<String>,
    /// The steps that lead on from here: names of members, `*` for the items of an array or the values of a map.
    pub members: Vec<String>,
}

impl Question<'_> {
    /// True if the diagnostic names the event that is asked about.
    pub fn concerns(&self, diagnostic: &Diagnostic) -> bool {
        let place = &diagnostic.place;
        place.vendor.as_deref() == Some(self.vendor) && place.event.as_deref() == Some(self.event)
    }
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
    let vendor = suggestions::find_vendor(model, question)?;
    let event = suggestions::find_event(vendor, question)?;
    let row = row.filter(|row| row.vendor == vendor.id && row.event_name == event.name);
    let reading = match question.pointer {
        Some(pointer) => {
            let steps = suggestions::read_pointer(event, pointer)?;
            reading::read(vendor, event, &event.samples, steps)
        }
        None => reading::read(vendor, event, &[], walk::event_steps(vendor)),
    };
    let Reading {
        steps,
        walked,
        is_unenveloped: _,
    } = &reading;
    let is_shared = walked
        .spots
        .iter()
        .any(|spot| spot.holder.is_shared(vendor));
    let sampled_events = vendor
        .events
        .iter()
        .filter(|other| is_shared || other.name == event.name);
    let samples: Vec<SampledAt> = sampled_events
        .flat_map(|event| event.samples.iter().map(move |sample| (event, sample)))
        .map(|(event, sample)| SampledAt {
            label: sample.label.clone(),
            event: event.name.to_string(),
            kind: sample.provenance.as_ref().map(|provenance| provenance.kind),
            counts: sampled::count(vendor, sample, steps),
        })
        .collect();
    let mut told = row.map_or_else(declared::Told::default, |row| {
        declared::tell(row, &shared_definitions.used_by(row), steps)
    });
    if let (None, Some(row)) = (question.pointer, row) {
        told.overlays = declared::all_overlays(row);
    }
    let crate_ident = options.crate_ident();
    let teller = items::Teller {
        vendor,
        event,
        crate_ident: &crate_ident,
        presence_by: &told.presence_by,
        samples: &samples,
    };
    let items: Vec<RustItem> = if walked.gone == steps.len() {
        walked.spots.iter().map(|spot| teller.item(spot)).collect()
    } else if samples.iter().any(|sample| sample.counts.with > 0) {
        teller.keepers(&walked.spots)
    } else {
        Vec::new()
    };
    if items.is_empty() {
        return Err(Box::new(suggestions::no_member(vendor, event, &reading)));
    }
    Ok(Explanation {
        vendor: vendor.id.to_string(),
        event: event.name.to_string(),
        pointer: question.pointer.map(str::to_owned),
        row: row.map(|row| row.origin.clone()),
        declarations: told.declarations,
        overlays: told.overlays,
        samples,
        items,
    })
}
