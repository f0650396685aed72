//! Tuples: arrays whose first items are described one by one.

use super::{Builder, DocumentedItem, Location, SchemaOrigin};
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
        // A sample proves no place: an array is as long as the sender likes.
        let required = match self.origin {
            SchemaOrigin::Row { is_trusted: false } => min_items.by_overlay,
            SchemaOrigin::Row { is_trusted: true } | SchemaOrigin::Samples => min_items.by_any,
        };
        let places = places
            .into_iter()
            .enumerate()
            .map(|(index, seeds)| {
                let DocumentedItem { item, docs } =
                    self.build(&seeds, &location.below(PathStep::Place(index)));
                let presence = if index < required {
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
        let rest = self.build_each(&rest, location).item;
        TypeKind::Tuple(Tuple { places, rest })
    }
}
