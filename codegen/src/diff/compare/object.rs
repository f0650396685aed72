//! Objects: members by name.

use super::types::TypePair;
use super::{BASELINE, Comparison, match_by_key};
use crate::diff::change::ValueChange;
use crate::diff::report::Subject;
use crate::model::{Evidence, Object, Presence, Property, RustType};

impl Comparison<'_> {
    pub(super) fn object(&mut self, types: &TypePair<'_>, objects: [&Object; 2]) {
        let members = match_by_key(objects.map(|Object { properties }| {
            let properties = properties.iter();
            properties.map(|property| (property.name.as_str(), property))
        }));
        for (name, properties) in members {
            let items = self.member_items(types, |side, vendor, scope| {
                let property = properties[side]?;
                let rust_type = RustType::of_field(vendor, scope, property);
                Some((property.ident.as_str(), rust_type.into()))
            });
            let subject = types.subject.member(name, items);
            match properties {
                [Some(baseline), Some(current)] => self.property(&subject, [baseline, current]),
                [Some(removed), None] => {
                    let owner = types.ids[BASELINE];
                    let kind = if self.is_naming_member(owner, &subject.pointer, name) {
                        ValueChange::NamingMemberRemoved
                    } else {
                        ValueChange::FieldRemoved {
                            baseline_reads: removed.presence == Presence::Optional,
                        }
                    };
                    self.push(&subject, subject.kinds(), kind);
                }
                [None, _] => self.push(&subject, subject.kinds(), ValueChange::FieldAdded),
            }
        }
    }

    fn property(&mut self, subject: &Subject, [baseline, current]: [&Property; 2]) {
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
            self.push_renamed(subject);
        }
        self.presence(subject, [baseline.presence, *presence]);
        self.item(subject, [&baseline.item, item]);
        self.boxed(subject, [baseline.boxed, *boxed]);
        self.docs(subject, [&baseline.docs, docs]);
        let Evidence {
            schema,
            // Counts of samples are evidence, and are not compared.
            samples_with: _,
            samples: _,
        } = evidence;
        if baseline.presence == *presence {
            let texts = [&baseline.evidence.schema, schema].map(|declared| {
                Some(match declared {
                    Some(Presence::Required) => "required by the schema".to_owned(),
                    Some(Presence::Optional) => "optional in the schema".to_owned(),
                    None => "known from samples".to_owned(),
                })
            });
            self.push_if_changed(subject, texts, ValueChange::Declaration);
        }
    }
}
