//! Arrays whose first items have types of their own.

use super::Lowerer;
use super::forms::TupleForm;
use super::home::{At, Lowered};
use crate::ident::RustIdent;
use crate::model::{PathStep, Presence, Tuple, TuplePlace, TypeKind};

impl Lowerer<'_, '_> {
    pub(super) fn lower_tuple(&mut self, form: TupleForm, at: &At) -> TypeKind {
        let TupleForm {
            places,
            min_items,
            rest,
        } = form;
        let mut lowered_places = Vec::with_capacity(places.len());
        for (index, seeds) in places.into_iter().enumerate() {
            let Lowered { item, docs } = self.lower(&seeds, &at.below(PathStep::Place(index)));
            let presence = if index < min_items {
                Presence::Required
            } else {
                Presence::Optional
            };
            let ident = RustIdent::default();
            lowered_places.push(TuplePlace {
                presence,
                item,
                boxed: false,
                docs,
                ident,
            });
        }
        let Lowered {
            item: rest,
            docs: _,
        } = self.lower(&rest, &at.below(PathStep::Each));
        TypeKind::Tuple(Tuple {
            places: lowered_places,
            rest,
        })
    }
}
