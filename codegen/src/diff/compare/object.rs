//! Objects: members by name.

use super::types::TypePair;
use super::{BASELINE, CURRENT, Comparison, Respelled, match_by_key, take_respelled};
use crate::diff::change::ValueChange;
use crate::diff::misfit_effect::{MisfitEffect, Reading};
use crate::diff::read_check::read_undeclared;
use crate::diff::report::{Subject, Wire};
use crate::model::{DeclaredPresence, Evidence, Object, Presence, Property, RustType};

impl Comparison<'_> {
    pub(super) fn object(&mut self, types: &TypePair<'_>, objects: [&Object; 2]) {
        let effect = self.effect_in(types);
        let mut members = match_by_key(objects.map(|object| {
            let Object {
                properties,
                // They matter where the other side declares a member.
                others: _,
            } = object;
            let properties = properties.iter();
            properties.map(|property| ((property.name.as_str(), property.is_prefix), property))
        }));
        for Respelled { keys, values } in
            take_respelled(&mut members, |(_, is_prefix), property| {
                (is_prefix, &property.ident)
            })
        {
            let [before, after] = values;
            let names = keys.map(|(name, _)| name);
            let subject = self.member_subject(types, keys[BASELINE], [Some(before), Some(after)]);
            if self.is_naming_member(types.ids[BASELINE], &subject.pointer, names[BASELINE]) {
                members.insert(keys[BASELINE], [Some(before), None]);
                members.insert(keys[CURRENT], [None, Some(after)]);
            } else {
                let wire = self.wire_without(effect, before, objects[CURRENT]);
                self.push_respelled(&subject, names, wire);
            }
        }
        for (key, properties) in members {
            let (name, _) = key;
            let subject = self.member_subject(types, key, properties);
            match properties {
                [Some(baseline), Some(current)] => {
                    let owner = types.ids[BASELINE];
                    let names_event = self.is_naming_member(owner, &subject.pointer, name);
                    let effect = if names_event {
                        MisfitEffect::FATAL
                    } else {
                        effect
                    };
                    self.property(&subject, effect, [baseline, current], names_event);
                }
                [Some(removed), None] => {
                    let owner = types.ids[BASELINE];
                    let kind = if self.is_naming_member(owner, &subject.pointer, name) {
                        ValueChange::NamingMemberRemoved
                    } else {
                        ValueChange::FieldRemoved {
                            wire: self.wire_without(effect, removed, objects[CURRENT]),
                        }
                    };
                    self.push(&subject, subject.kinds(), kind);
                }
                [None, _] => self.push(&subject, subject.kinds(), ValueChange::FieldAdded),
            }
        }
    }

    /// The baseline's reading of objects that do not declare the member.
    fn wire_without(&self, effect: MisfitEffect, removed: &Property, current: &Object) -> Wire {
        if removed.presence == Presence::Required {
            return effect.wire(Reading::Fails);
        }
        let [reader, writer] = self.vendors;
        let item = removed.member_item();
        let reading = read_undeclared(reader, writer, item, current, &removed.name);
        effect.in_member(removed.presence).wire(reading)
    }

    /// A member, with its fields; members whose names start alike are shown by that start and `*`.
    fn member_subject(
        &self,
        types: &TypePair<'_>,
        (name, is_prefix): (&str, bool),
        properties: [Option<&Property>; 2],
    ) -> Subject {
        let items = self.member_items(types, |side, vendor, scope| {
            let property = properties[side]?;
            let rust_type = RustType::of_field(vendor, scope, property);
            Some((property.ident.as_str(), rust_type.into()))
        });
        match is_prefix {
            true => types.subject.member(&format!("{name}*"), items),
            false => types.subject.member(name, items),
        }
    }

    fn property(
        &mut self,
        subject: &Subject,
        effect: MisfitEffect,
        [baseline, current]: [&Property; 2],
        names_event: bool,
    ) {
        let Property {
            name: _,
            // Matched by it.
            is_prefix: _,
            presence: _,
            item,
            boxed,
            docs,
            evidence,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.push_renamed(subject);
        }
        // A body that does not name its event is refused even if the field is optional, so a hint counts too.
        let presences = [baseline, current].map(|property| match &property.evidence {
            evidence if names_event && evidence.is_hint() && !evidence.is_lacking() => {
                Presence::Required
            }
            _ => property.presence,
        });
        self.presence(subject, effect, presences);
        let effect = effect.in_member(baseline.presence);
        self.item(subject, effect, [&baseline.item, item]);
        self.boxed(subject, [baseline.boxed, *boxed]);
        self.docs(subject, [&baseline.docs, docs]);
        let Evidence {
            declared,
            // What samples and tags prove shows in the presence, and is not compared.
            is_tag: _,
            samples_with: _,
            samples: _,
            proofs: _,
        } = evidence;
        if presences[BASELINE] == presences[CURRENT] {
            let texts = [&baseline.evidence.declared, declared].map(|declared| {
                let text = match declared {
                    Some(DeclaredPresence::Optional) => "optional in the schema",
                    Some(DeclaredPresence::Hint | DeclaredPresence::RequiredBySchema) => {
                        "required by the schema"
                    }
                    Some(DeclaredPresence::RequiredByOverlay) => "required by an overlay",
                    None => "known from samples",
                };
                Some(text.to_owned())
            });
            self.push_if_changed(subject, texts, ValueChange::Declaration);
        }
    }
}
