//! Objects: members become properties, sorted by name.

use std::collections::BTreeMap;

use super::{Builder, DocumentedItem, Location};
use crate::ident::RustIdent;
use crate::lower::merge::{MergedMember, docs_of};
use crate::model::{Evidence, Fallback, Item, Object, PathStep, Presence, Property, TypeKind};

impl Builder<'_, '_> {
    pub(super) fn build_object(
        &mut self,
        members: BTreeMap<String, MergedMember>,
        location: &Location,
    ) -> TypeKind {
        let mut properties = Vec::with_capacity(members.len());
        for (name, member) in members {
            let MergedMember {
                seeds,
                is_required,
                conditional,
            } = member;
            let presence = if is_required {
                Presence::Required
            } else {
                Presence::Optional
            };
            let DocumentedItem { item, docs } = match conditional {
                Some(id) => DocumentedItem {
                    item: Item::any(Some(Fallback::Conditional)),
                    docs: docs_of(self.document(), &[id]),
                },
                None => self.build(&seeds, &location.below(PathStep::Member(name.clone()))),
            };
            let evidence = Evidence {
                schema: self.is_declared.then_some(presence),
                samples_with: 0,
                samples: 0,
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
        TypeKind::Object(Object { properties })
    }
}
