//! Tuples: places by number, then the items after them.

use super::Comparison;
use super::types::TypePair;
use crate::diff::change::TypeChange;
use crate::diff::misfit_effect::MisfitEffect;
use crate::diff::report::Subject;
use crate::model::{RustType, Tuple, TuplePlace};

impl Comparison<'_> {
    pub(super) fn tuple(&mut self, types: &TypePair<'_>, tuples: [&Tuple; 2]) {
        let [baseline, current] = tuples;
        let Tuple { places, rest } = current;
        let effect = self.effect_in(types);
        let wire = self.wire_of_type(types);
        for index in 0..baseline.places.len().max(places.len()) {
            let places = tuples.map(|tuple| tuple.places.get(index));
            let items = self.member_items(types, |side, vendor, scope| {
                let place = places[side]?;
                let rust_type = RustType::of_place(vendor, scope, place);
                Some((place.ident.as_str(), rust_type.into()))
            });
            let subject = types.subject.member(&index.to_string(), items);
            match places {
                [Some(baseline), Some(current)] => {
                    self.tuple_place(&subject, effect, [baseline, current])
                }
                [Some(_), None] => {
                    let kind = TypeChange::PlaceRemoved { wire };
                    self.push(&subject, subject.kinds(), kind);
                }
                [None, _] => {
                    let kind = TypeChange::PlaceAdded { wire };
                    self.push(&subject, subject.kinds(), kind);
                }
            }
        }
        let items = self.member_items(types, |side, vendor, scope| {
            let item = RustType::of_item(vendor, scope, &tuples[side].rest);
            Some(("rest", RustType::Vec(item.into()).into()))
        });
        let subject = types.subject.with_items(items).nested("*");
        self.item(&subject, effect, [&baseline.rest, rest]);
    }

    fn tuple_place(
        &mut self,
        subject: &Subject,
        effect: MisfitEffect,
        [baseline, current]: [&TuplePlace; 2],
    ) {
        let TuplePlace {
            presence,
            item,
            boxed,
            docs,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.push_renamed(subject);
        }
        self.presence(subject, effect, [baseline.presence, *presence]);
        self.item(subject, effect, [&baseline.item, item]);
        self.boxed(subject, [baseline.boxed, *boxed]);
        self.docs(subject, [&baseline.docs, docs]);
    }
}
