//! Describes ends of a walk as items of the emitted crate, with the reasons for their types.

use std::collections::BTreeSet;

use super::walk::{CatchAll, Holder, WalkEnd, catch_alls, steps_below};
use super::{RustItem, SampledAt};
use crate::model::{Event, Item, Presence, Property, RustType, Shape, TextType, TypeId, Vendor};

/// Number of files that a sentence names.
const MAX_LABELS: usize = 3;

/// Describes the items of one event.
pub(super) struct ItemDescriber<'t> {
    pub(super) vendor: &'t Vendor,
    pub(super) event: &'t Event,
    pub(super) crate_ident: &'t str,
    /// The overlays that set which members are required.
    pub(super) presence_by: &'t BTreeSet<String>,
    pub(super) samples: &'t [SampledAt],
}

impl ItemDescriber<'_> {
    pub(super) fn item(&self, end: &WalkEnd<'_>) -> RustItem {
        let WalkEnd {
            holder,
            item,
            alternatives,
        } = end;
        let (path, inside) = self.path(holder);
        let mut types = Vec::new();
        self.types_in(&item.shape, &mut types);
        let alternatives = alternatives.iter().map(|((owner, _), alternative)| {
            format!("{}::{}", self.type_path(*owner), alternative.ident)
        });
        RustItem {
            path,
            inside,
            rust_type: self.rust_type(holder, item),
            types,
            alternatives: alternatives.collect(),
            presence: presence(holder),
            is_nullable: item.nullable,
            why: self.why(end),
            members: steps_below(self.vendor, end).into_iter().collect(),
        }
    }

    /// The items that keep an undeclared member, given the ends of the walk to it.
    pub(super) fn catch_alls(&self, ends: &[WalkEnd<'_>]) -> Vec<RustItem> {
        let mut items = Vec::new();
        for end in ends {
            for catch_all in catch_alls(self.vendor, end) {
                let known = self.item(end);
                items.push(match catch_all {
                    CatchAll::Extra(owner) => RustItem {
                        path: format!("{}::extra", self.type_path(owner)),
                        inside: None,
                        rust_type: "JsonObject".to_owned(),
                        types: Vec::new(),
                        presence: None,
                        is_nullable: false,
                        why: vec![
                            "Samples have it, but no schema declares it: it is kept in `extra`."
                                .to_owned(),
                        ],
                        members: Vec::new(),
                        ..known
                    },
                    CatchAll::Json(_) => known,
                });
            }
        }
        items
    }

    /// The item's path, and the part of it that the holder is.
    fn path(&self, holder: &Holder<'_>) -> (String, Option<String>) {
        let module = self.module();
        let field = |owner: &TypeId, name: &str| format!("{}::{name}", self.type_path(*owner));
        match holder {
            Holder::Body => (format!("{module}::Delivery"), None),
            Holder::Event => (format!("{module}::Event::{}", self.event.variant), None),
            Holder::Member { owner, property } => (field(owner, property.ident.as_str()), None),
            Holder::Place { owner, place, .. } => (field(owner, place.ident.as_str()), None),
            Holder::Rest { owner } => (field(owner, "rest"), Some("each item".to_owned())),
            Holder::Items(inner) => self.each("each item", inner),
            Holder::Values(inner) => self.each("each value", inner),
        }
    }

    fn each(&self, part: &str, inner: &Holder<'_>) -> (String, Option<String>) {
        let (path, inside) = self.path(inner);
        let part = match inside {
            Some(inside) => format!("{part} of {inside}"),
            None => part.to_owned(),
        };
        (path, Some(part))
    }

    fn rust_type(&self, holder: &Holder<'_>, item: &Item) -> String {
        let vendor = self.vendor;
        let owner = holder.owner().unwrap_or(self.event.root);
        let scope = &vendor.types[owner.0].module_path;
        match holder {
            Holder::Body => "struct".to_owned(),
            Holder::Event => format!("Box<{}>", self.event.variant),
            Holder::Member { property, .. } => {
                RustType::of_field(vendor, scope, property).to_string()
            }
            Holder::Place { place, .. } => RustType::of_place(vendor, scope, place).to_string(),
            Holder::Rest { .. } | Holder::Items(_) | Holder::Values(_) => {
                RustType::of_item(vendor, scope, item).to_string()
            }
        }
    }

    /// Paths of the named types in a shape.
    fn types_in(&self, shape: &Shape, found: &mut Vec<String>) {
        match shape {
            Shape::Named(id) => found.push(self.type_path(*id)),
            Shape::Text(TextType::Id(name)) => found.push(format!("{}::{name}", self.module())),
            Shape::List(item) | Shape::Map(item) | Shape::Lazy(item) => {
                self.types_in(&item.shape, found)
            }
            Shape::Any { .. }
            | Shape::Constant(_)
            | Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(TextType::DateTime | TextType::Ts) => {}
        }
    }

    /// `webhook_events::slack`.
    fn module(&self) -> String {
        format!("{}::{}", self.crate_ident, self.vendor.module)
    }

    /// The path by which users reach a type.
    fn type_path(&self, id: TypeId) -> String {
        self.vendor.public_path(self.crate_ident, id)
    }

    fn why(&self, end: &WalkEnd<'_>) -> Vec<String> {
        let WalkEnd {
            holder,
            item,
            alternatives,
        } = end;
        let mut why = Vec::new();
        if let Holder::Member { property, .. } = holder {
            why.extend(self.why_present(property));
            // An alternative counts only the samples that take it, which are not known here.
            let is_missing_in_samples = property.evidence.is_lacking();
            if is_missing_in_samples && alternatives.is_empty() {
                why.push(match self.labels(|sample| sample.counts.without > 0) {
                    Some(labels) => format!("Missing in {labels}."),
                    None => {
                        "Samples that lack it have a value of the same type elsewhere.".to_owned()
                    }
                });
            }
        }
        if item.nullable {
            let label = self.labels(|sample| sample.counts.nulls > 0);
            why.push(match (self.event.described.row.is_some(), label) {
                (true, Some(labels)) => {
                    format!("The schema allows `null`, and {labels} has it.")
                }
                (true, None) => "The schema allows `null`.".to_owned(),
                (false, Some(labels)) => format!("It is `null` in {labels}."),
                (false, None) => {
                    "Samples have `null` at another place of the same type.".to_owned()
                }
            });
        }
        match &item.shape {
            Shape::Any { reason } => why.push(match reason {
                Some(reason) => format!("Kept as JSON: {}.", reason),
                None => "Kept as JSON: no schema describes it.".to_owned(),
            }),
            Shape::Lazy(_) => why.push("Decoded when it is looked at.".to_owned()),
            Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Named(_) => {}
        }
        why
    }

    fn why_present(&self, property: &Property) -> Vec<String> {
        let mut why = vec![property.evidence.sentence(property.presence)];
        if let Some(labels) = enumerate(self.presence_by.iter().map(String::as_str)) {
            why.push(format!("The list of required members comes from {labels}."));
        }
        why
    }

    /// The files of the selected samples, as a list in a sentence.
    fn labels(&self, is_selected: impl Fn(&SampledAt) -> bool) -> Option<String> {
        let samples = self.samples.iter().filter(|sample| is_selected(sample));
        enumerate(samples.map(|sample| sample.label.as_str()))
    }
}

/// Files as a list in a sentence.
fn enumerate<'l>(labels: impl Iterator<Item = &'l str>) -> Option<String> {
    let labels: BTreeSet<&str> = labels.collect();
    let shown: Vec<&str> = labels.iter().take(MAX_LABELS).copied().collect();
    let (last, others) = shown.split_last()?;
    let rest = labels.len() - shown.len();
    Some(match (others, rest) {
        ([], 0) => (*last).to_owned(),
        (others, 0) => format!("{} and {last}", others.join(", ")),
        (_, rest) => format!("{} and {rest} more", shown.join(", ")),
    })
}

fn presence(holder: &Holder<'_>) -> Option<Presence> {
    match holder {
        Holder::Member { property, .. } => Some(property.presence),
        Holder::Place { place, .. } => Some(place.presence),
        Holder::Body
        | Holder::Event
        | Holder::Rest { .. }
        | Holder::Items(_)
        | Holder::Values(_) => None,
    }
}
