//! Tuples: places by number, then what follows them.

use super::Comparison;
use super::place::{Place, rust_type};
use super::types::{Both, reads_whole};
use crate::diff::change::TypeChange;
use crate::model::{Item, RustType, Tuple, TuplePlace, TypeId, Vendor};

impl Comparison<'_> {
    pub(super) fn tuple(&mut self, both: &Both<'_>, baseline: &Tuple, current: &Tuple) {
        let Tuple { places, rest } = current;
        let longest = baseline.places.len().max(places.len());
        let [before, after] = self.vendors();
        let baseline_reads = reads_whole(before, after, both.before, both.after);
        for index in 0..longest {
            let item = |vendor: &Vendor, owner: TypeId, place: Option<&TuplePlace>| {
                let module_path = &vendor.types[owner.0].module_path;
                place.map(|place| {
                    let rust_type = RustType::of_place(vendor, module_path, place);
                    self.member_item(vendor, owner, place.ident.as_str(), rust_type)
                })
            };
            let (one, other) = (baseline.places.get(index), places.get(index));
            let place = both.place.below(
                &index.to_string(),
                item(before, both.before, one),
                item(after, both.after, other),
            );
            match (one, other) {
                (Some(one), Some(other)) => self.tuple_place(&place, one, other),
                (Some(_), None) => {
                    let kind = TypeChange::PlaceRemoved { baseline_reads };
                    self.push(&place, rust_type(&place.baseline), None, kind);
                }
                (None, _) => {
                    let kind = TypeChange::PlaceAdded { baseline_reads };
                    self.push(&place, None, rust_type(&place.current), kind);
                }
            }
        }
        let item = |vendor: &Vendor, owner: TypeId, rest: &Item| {
            let module_path = &vendor.types[owner.0].module_path;
            let item = RustType::of_item(vendor, module_path, rest);
            Some(self.member_item(vendor, owner, "rest", RustType::Vec(item.into())))
        };
        let place = both
            .place
            .of(
                item(before, both.before, &baseline.rest),
                item(after, both.after, rest),
            )
            .inside("*");
        self.item(&place, &baseline.rest, rest);
    }

    fn tuple_place(&mut self, place: &Place, baseline: &TuplePlace, current: &TuplePlace) {
        let TuplePlace {
            presence,
            item,
            boxed,
            docs,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.name(place);
        }
        self.presence(place, baseline.presence, *presence);
        self.item(place, &baseline.item, item);
        self.boxed(place, baseline.boxed, *boxed);
        self.docs(place, &baseline.docs, docs);
    }
}
