//! Objects: members by name.

use std::collections::BTreeMap;

use super::Comparison;
use super::item::is_retyped;
use super::place::{Place, rust_type};
use super::types::Both;
use crate::diff::change::ValueChange;
use crate::model::{Evidence, Object, Presence, Property, TypeId, Vendor};

impl Comparison<'_> {
    pub(super) fn object(&mut self, both: &Both<'_>, baseline: &Object, current: &Object) {
        let Object { properties } = current;
        let mut sides: BTreeMap<&str, (Option<&Property>, Option<&Property>)> = BTreeMap::new();
        for property in &baseline.properties {
            sides.entry(&property.name).or_default().0 = Some(property);
        }
        for property in properties {
            sides.entry(&property.name).or_default().1 = Some(property);
        }
        for (name, (before, after)) in sides {
            let item = |vendor: &Vendor, owner: TypeId, property: Option<&Property>| {
                property.map(|property| self.field_item(vendor, owner, property))
            };
            let place = both.place.below(
                name,
                item(self.baseline, both.before, before),
                item(self.current, both.after, after),
            );
            match (before, after) {
                (Some(before), Some(after)) => self.property(&place, before, after),
                (Some(before), None) => {
                    let kind = if self.names_event(both.before, &place.pointer, name) {
                        ValueChange::NamingMemberRemoved
                    } else {
                        let baseline_reads = before.presence == Presence::Optional;
                        ValueChange::FieldRemoved { baseline_reads }
                    };
                    self.push(&place, rust_type(&place.baseline), None, kind);
                }
                (None, _) => {
                    let text = rust_type(&place.current);
                    self.push(&place, None, text, ValueChange::FieldAdded);
                }
            }
        }
    }

    fn property(&mut self, place: &Place, baseline: &Property, current: &Property) {
        let Property {
            name: _,
            presence,
            item,
            boxed,
            docs,
            evidence,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.name(place);
        }
        self.presence(place, baseline.presence, *presence);
        self.item(place, &baseline.item, item);
        self.boxed(place, baseline.boxed, *boxed);
        self.docs(place, &baseline.docs, docs);
        let Evidence {
            schema,
            // Samples are evidence, and are not compared.
            samples_with: _,
            samples: _,
        } = evidence;
        if baseline.presence == *presence {
            let word = |schema: &Option<Presence>| {
                Some(match schema {
                    Some(Presence::Required) => "required by the schema".to_owned(),
                    Some(Presence::Optional) => "optional in the schema".to_owned(),
                    None => "known from samples".to_owned(),
                })
            };
            let (before, after) = (word(&baseline.evidence.schema), word(schema));
            self.text(place, before, after, ValueChange::Declaration);
        }
    }

    pub(super) fn presence(&mut self, place: &Place, baseline: Presence, current: Presence) {
        let word = |presence: Presence| {
            Some(match presence {
                Presence::Required => "required".to_owned(),
                Presence::Optional => "optional".to_owned(),
            })
        };
        let is_retyped = is_retyped(place);
        let kind = match current {
            Presence::Required => ValueChange::BecameRequired { is_retyped },
            Presence::Optional => ValueChange::BecameOptional { is_retyped },
        };
        self.text(place, word(baseline), word(current), kind);
    }

    pub(super) fn boxed(&mut self, place: &Place, baseline: bool, current: bool) {
        let word = |is_boxed: bool| Some(if is_boxed { "boxed" } else { "in place" }.to_owned());
        self.text(place, word(baseline), word(current), ValueChange::Boxed);
    }
}
