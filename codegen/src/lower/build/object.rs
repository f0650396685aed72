//! Objects: members become properties, sorted by name.

use std::collections::BTreeMap;

use super::{Builder, DocumentedItem, Location, SchemaOrigin};
use crate::ident::RustIdent;
use crate::lower::merge::{MergedMember, RequiredBy, docs_of};
use crate::model::{
    DeclaredPresence, Evidence, Fallback, Item, Object, OtherMembers, PathStep, Presence, Property,
    TypeKind,
};

impl Builder<'_, '_> {
    pub(super) fn build_object(
        &mut self,
        members: BTreeMap<String, MergedMember>,
        others: Vec<OtherMembers>,
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
                presence,
                item,
                boxed: false,
                docs,
                evidence,
                ident: RustIdent::default(),
            });
        }
        TypeKind::Object(Object { properties, others })
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
