//! Tuples: arrays whose first items are described one by one.

use super::{Builder, DocumentedItem, Location};
use crate::ident::RustIdent;
use crate::lower::candidates::TupleSchema;
use crate::model::{PathStep, Presence, Tuple, TuplePlace, TypeKind};

impl Builder<'_, '_> {
    pub(super) fn build_tuple(&mut self, tuple: TupleSchema, location: &Location) -> TypeKind {
        let TupleSchema {
            places,
            min_items,
            rest,
        } = tuple;
        let places = places
            .into_iter()
            .enumerate()
            .map(|(index, seeds)| {
                let DocumentedItem { item, docs } =
                    self.build(&seeds, &location.below(PathStep::Place(index)));
                let presence = if index < min_items {
                    Presence::Required
                } else {
                    Presence::Optional
                };
                TuplePlace {
                    presence,
                    item,
                    boxed: false,
                    docs,
                    ident: RustIdent::default(),
                }
            })
            .collect();
        let rest = self.build(&rest, &location.below(PathStep::Each)).item;
        TypeKind::Tuple(Tuple { places, rest })
    }
}
