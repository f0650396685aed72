//! Objects: members become properties, sorted by name.

use std::collections::BTreeMap;

use super::others::{PrefixedMembers, UndeclaredMembers};
use super::{Builder, DocumentedItem, Location, SchemaOrigin};
use crate::ident::RustIdent;
use crate::lower::merge::{MergedMember, RequiredBy, docs_of};
use crate::model::{
    DeclaredPresence, Evidence, Fallback, Item, Object, PathStep, Presence, Property, Shape,
    TypeKind,
};

impl Builder<'_, '_> {
    pub(super) fn build_object(
        &mut self,
        members: BTreeMap<String, MergedMember>,
        undeclared: UndeclaredMembers,
        location: &Location,
    ) -> TypeKind {
        let mut properties = Vec::with_capacity(members.len());
        for (name, member) in members {
            let MergedMember {
                seeds,
                required_by,
                conditional,
            } = member;
            let declared = self.declared_presence(required_by);
            // Until the evidence of samples is applied, the schema's word counts. It is never applied to other members.
            let is_hint = declared == Some(DeclaredPresence::Hint);
            let presence = match required_by {
                Some(_) if !(is_hint && self.describes_others()) => Presence::Required,
                Some(_) | None => Presence::Optional,
            };
            let DocumentedItem { item, docs } = match conditional {
                Some(id) => DocumentedItem {
                    item: Item::any(Some(Fallback::Conditional)),
                    docs: docs_of(self.document(), &[id]),
                },
                None => self.build(&seeds, &location.below(PathStep::Member(name.clone()))),
            };
            let evidence = Evidence {
                declared,
                ..Evidence::default()
            };
            properties.push(Property {
                name,
                is_prefix: false,
                presence,
                item,
                boxed: false,
                docs,
                evidence,
                ident: RustIdent::default(),
            });
        }
        let UndeclaredMembers { prefixed, others } = undeclared;
        if let Some(prefixed) = prefixed {
            let name = |property: &Property| property.name.cmp(&prefixed.prefix);
            // A declared member of that very name leaves no name for the others.
            if let Err(at) = properties.binary_search_by(name) {
                properties.insert(at, self.build_prefixed(prefixed, location));
            }
        }
        TypeKind::Object(Object { properties, others })
    }

    /// The property that holds all other members whose names start alike.
    fn build_prefixed(&mut self, prefixed: PrefixedMembers, location: &Location) -> Property {
        let PrefixedMembers { prefix, seeds } = prefixed;
        let location = location.below(PathStep::Member(prefix.clone()));
        let DocumentedItem { item, docs } = self.build_each(&seeds, &location);
        Property {
            name: prefix,
            is_prefix: true,
            presence: Presence::Optional,
            item: Item {
                shape: Shape::Map(item.into()),
                nullable: false,
            },
            boxed: false,
            docs,
            evidence: Evidence::default(),
            ident: RustIdent::default(),
        }
    }

    /// The schema's word on a member; `None` if the schema was inferred from samples.
    fn declared_presence(&self, required_by: Option<RequiredBy>) -> Option<DeclaredPresence> {
        Some(match (self.origin, required_by) {
            (SchemaOrigin::Samples, _) => return None,
            (_, None) => DeclaredPresence::Optional,
            (_, Some(RequiredBy::Overlay)) => DeclaredPresence::RequiredByOverlay,
            (SchemaOrigin::Row { is_trusted: true }, Some(RequiredBy::Row)) => {
                DeclaredPresence::RequiredBySchema
            }
            (SchemaOrigin::Row { is_trusted: false }, Some(RequiredBy::Row)) => {
                DeclaredPresence::Hint
            }
        })
    }
}
