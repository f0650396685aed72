//! Objects: members to properties, sorted by name.

use std::collections::BTreeMap;

use super::Lowerer;
use super::context::{Location, Lowered};
use super::item::any;
use super::merge::{Member, docs_of};
use crate::ident::RustIdent;
use crate::model::{Evidence, Fallback, Object, PathStep, Presence, Property, TypeKind};

impl Lowerer<'_, '_> {
    pub(super) fn lower_object(
        &mut self,
        members: BTreeMap<String, Member>,
        location: &Location,
    ) -> TypeKind {
        let mut properties = Vec::with_capacity(members.len());
        for (name, member) in members {
            let Member {
                seeds,
                is_required,
                condition,
            } = member;
            let presence = if is_required {
                Presence::Required
            } else {
                Presence::Optional
            };
            let Lowered { item, docs } = match condition {
                Some(id) => Lowered {
                    item: any(Some(Fallback::Conditional)),
                    docs: docs_of(self.document, &[id]),
                },
                None => self.lower(&seeds, &location.below(PathStep::Member(name.clone()))),
            };
            let schema = self.is_declared.then_some(presence);
            let evidence = Evidence {
                schema,
                samples_with: 0,
                samples: 0,
            };
            let ident = RustIdent::default();
            properties.push(Property {
                name,
                presence,
                item,
                boxed: false,
                docs,
                evidence,
                ident,
            });
        }
        TypeKind::Object(Object { properties })
    }
}
