//! Arrays whose first items have types of their own.

use super::Lowerer;
use super::candidates::TupleCandidate;
use super::context::{Location, Lowered};
use crate::ident::RustIdent;
use crate::model::{PathStep, Presence, Tuple, TuplePlace, TypeKind};

impl Lowerer<'_, '_> {
    pub(super) fn lower_tuple(&mut self, form: TupleCandidate, location: &Location) -> TypeKind {
        let TupleCandidate {
            places,
            min_items,
            rest,
        } = form;
        let mut lowered_places = Vec::with_capacity(places.len());
        for (index, seeds) in places.into_iter().enumerate() {
            let Lowered { item, docs } =
                self.lower(&seeds, &location.below(PathStep::Place(index)));
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
        } = self.lower(&rest, &location.below(PathStep::Each));
        TypeKind::Tuple(Tuple {
            places: lowered_places,
            rest,
        })
    }
}
