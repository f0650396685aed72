//! Named types: matched by home and path, then taken apart by form.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::place::Place;
use crate::diff::change::TypeChange;
use crate::diff::reads;
use crate::diff::report::ItemRef;
use crate::model::{
    Item, ModulePath, PathStep, RustType, Shape, TypeDef, TypeId, TypeKind, Vendor,
};

/// What tells types apart.
type Key<'m> = (&'m ModulePath, &'m [PathStep]);

/// A type on both sides, and where it is.
pub(super) struct Both<'p> {
    pub(super) place: &'p Place,
    pub(super) before: TypeId,
    pub(super) after: TypeId,
}

impl Comparison<'_> {
    /// Every type of the vendor, but for those whose event only one side has.
    pub(super) fn types(&mut self) {
        let [before, after] = self.vendors().map(types_by_key);
        let homes = |vendor: &Vendor| -> BTreeSet<ModulePath> {
            let events = vendor.events.iter();
            events
                .map(|event| ModulePath::Event(event.name.clone()))
                .collect()
        };
        let [events_before, events_after] = self.vendors().map(homes);
        let keys: BTreeSet<&Key<'_>> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let is_whole_event = |events: &BTreeSet<ModulePath>| {
                matches!(key.0, ModulePath::Event(_)) && !events.contains(key.0)
            };
            if is_whole_event(&events_before) || is_whole_event(&events_after) {
                continue;
            }
            let (one, other) = (before.get(key).copied(), after.get(key).copied());
            let place = self.type_place(one, other);
            let path = |item: &Option<ItemRef>| item.as_ref().map(|item| item.path.clone());
            match (one, other) {
                (Some(before), Some(after)) => self.def(&Both {
                    place: &place,
                    before,
                    after,
                }),
                (Some(_), None) => {
                    self.push(&place, path(&place.baseline), None, TypeChange::Removed);
                }
                (None, _) => {
                    self.push(&place, None, path(&place.current), TypeChange::Added);
                }
            }
        }
    }

    fn def(&mut self, both: &Both<'_>) {
        let baseline = &self.baseline.types[both.before.0];
        let TypeDef {
            module_path: _,
            path,
            // Where a schema says it is no part of the crate.
            schema_pointer: _,
            docs,
            kind,
            // Worked out from the form, and only for payloads to test with.
            smallest: _,
            name,
        } = &self.current.types[both.after.0];
        // A root is called as its event is, which is told there.
        if !path.is_empty() && baseline.name != *name {
            self.name(both.place);
        }
        self.docs(both.place, &baseline.docs, docs);
        match (&baseline.kind, kind) {
            (TypeKind::Object(one), TypeKind::Object(other)) => self.object(both, one, other),
            (TypeKind::StringEnum(one), TypeKind::StringEnum(other)) => {
                self.string_enum(both, one, other);
            }
            (TypeKind::Union(one), TypeKind::Union(other)) => self.union(both, one, other),
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) => self.tuple(both, one, other),
            (TypeKind::Newtype(one), TypeKind::Newtype(other)) => self.newtype(both, one, other),
            (
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Union(_)
                | TypeKind::Tuple(_)
                | TypeKind::Newtype(_),
                _,
            ) => {
                let [before, after] = self.vendors();
                let (one, other) = (both.before, both.after);
                let reads = TypeChange::Kind {
                    baseline_reads: reads_whole(before, after, one, other),
                    current_reads: reads_whole(after, before, other, one),
                };
                let words = [&baseline.kind, kind].map(|kind| Some(form(kind).to_owned()));
                let [was, is] = words;
                self.push(both.place, was, is, reads);
            }
        }
    }

    fn newtype(&mut self, both: &Both<'_>, baseline: &Item, current: &Item) {
        let inner = |comparison: &Self, vendor: &Vendor, id: TypeId, item: &Item| {
            let module_path = &vendor.types[id.0].module_path;
            let rust_type = RustType::of_item(vendor, module_path, item);
            Some(comparison.member_item(vendor, id, "0", rust_type))
        };
        let place = both.place.of(
            inner(self, self.baseline, both.before, baseline),
            inner(self, self.current, both.after, current),
        );
        self.item(&place, baseline, current);
    }
}

/// Whether one type reads another, `null` included.
pub(super) fn reads_whole(
    reader: &Vendor,
    writer: &Vendor,
    reading: TypeId,
    written: TypeId,
) -> bool {
    let item = |id: TypeId| Item {
        shape: Shape::Named(id),
        nullable: false,
    };
    reads::reads_item(reader, writer, &item(reading), &item(written))
}

fn form(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "an object",
        TypeKind::StringEnum(_) => "an enum of texts",
        TypeKind::Union(_) => "one of several forms",
        TypeKind::Tuple(_) => "an array with places",
        TypeKind::Newtype(_) => "a name around another type",
    }
}

fn types_by_key(vendor: &Vendor) -> BTreeMap<Key<'_>, TypeId> {
    let types = vendor.types.iter().enumerate();
    types
        .map(|(index, def)| ((&def.module_path, def.path.as_slice()), TypeId(index)))
        .collect()
}
