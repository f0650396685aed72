//! Named types: matched by module and path, then compared by kind.

use std::collections::BTreeSet;

use webhook_catalog::EventName;

use super::{BASELINE, CURRENT, Comparison, match_by_key, take_respelled};
use crate::diff::change::TypeChange;
use crate::diff::misfit_effect::{MisfitEffect, Reading};
use crate::diff::read_check::read_type;
use crate::diff::report::{ItemKind, ItemRef, Subject, Wire};
use crate::ident::RustIdent;
use crate::model::{Item, ModulePath, RustType, TypeDef, TypeId, TypeKind};

/// A type that both sides have.
pub(super) struct TypePair<'s> {
    pub(super) subject: &'s Subject,
    pub(super) ids: [TypeId; 2],
}

impl<'m> Comparison<'m> {
    /// Every type of the vendor except those of events that only one side has.
    pub(super) fn types(&mut self) {
        let [baseline_events, current_events] =
            self.vendors.map(|vendor| -> BTreeSet<&EventName> {
                vendor
                    .events
                    .iter()
                    .map(|event| &event.arrives_as)
                    .collect()
            });
        let mut types = match_by_key(self.vendors.map(|vendor| {
            // Common types are compared as the types that they stand for.
            let types = vendor.types.iter().enumerate();
            let types = types.filter(|(_, def)| def.module_path != ModulePath::Common);
            types.map(|(index, def)| ((&def.module_path, &def.path), (TypeId(index), &def.name)))
        }));
        let respelled = take_respelled(&mut types, |(module_path, _), (_, name)| {
            (module_path, name)
        });
        let mut shared = Vec::new();
        for ((module_path, _), sides) in types {
            let ids = sides.map(|side| Some(side?.0));
            if let ModulePath::Event(name) = module_path
                && !(baseline_events.contains(name) && current_events.contains(name))
            {
                continue;
            }
            match ids {
                [Some(before), Some(after)] if *module_path == ModulePath::Shared => {
                    shared.push([before, after]);
                }
                [Some(before), Some(after)] => self.type_pair([before, after]),
                _ => self.one_sided_type(ids),
            }
        }
        while let Some(ids) = self.waiting.pop() {
            self.type_pair(ids);
        }
        // Only now, as no value of one place has both.
        let respelled = respelled.into_iter();
        let respelled = respelled.map(|pair| pair.values.map(|(id, _)| id));
        self.respelled_types = respelled.collect();
        let mut apart = shared;
        apart.extend(&self.respelled_types);
        apart.retain(|ids| !self.met.contains(ids));
        for ids in apart {
            self.type_pair_apart(ids);
        }
    }

    /// Types that values of one place have on the two sides. If one is shared, they are compared after the types of events.
    pub(super) fn meet(&mut self, ids: [TypeId; 2]) {
        let mut defs = self.defs(ids).into_iter();
        let is_shared = defs.any(|def| def.module_path == ModulePath::Shared);
        if is_shared && self.met.insert(ids) {
            self.waiting.push(ids);
        }
    }

    fn one_sided_type(&mut self, ids: [Option<TypeId>; 2]) {
        let subject = self.type_subject(ids);
        let change = match ids {
            [Some(_), _] => TypeChange::Removed,
            [None, _] => TypeChange::Added,
        };
        self.push(&subject, subject.paths(), change);
    }

    /// Types of one name that no event of both sides has at one place: if they differ, one has taken the other's name, and
    /// no delivery that was read as the one is read as the other.
    fn type_pair_apart(&mut self, ids: [TypeId; 2]) {
        let before = self.changes.len();
        self.type_pair(ids);
        self.waiting.clear();
        let mut changes = self.changes[before..].iter();
        if changes.any(|change| !change.kind.is_in_docs_alone()) {
            self.changes.truncate(before);
            let [baseline, current] = ids.map(Some);
            self.one_sided_type([baseline, None]);
            self.one_sided_type([None, current]);
        }
    }

    fn type_pair(&mut self, ids: [TypeId; 2]) {
        let subject = &self.type_subject(ids.map(Some));
        let types = &TypePair { subject, ids };
        let [baseline, current] = self.defs(ids);
        let TypeDef {
            module_path: _,
            path,
            // The place in the schema is no part of the crate.
            schema_pointer: _,
            docs,
            kind,
            // Derived from the kind, and only for the payloads of tests.
            smallest: _,
            name,
            // Types outside of `shared` make no promise to be one type.
            is_lazy: _,
            same_as: _,
        } = current;
        if let Some(inner) = self.moved_inside(ids) {
            let texts = [&baseline.kind, kind].map(|kind| Some(kind_text(kind).to_owned()));
            let change = TypeChange::Kind {
                wire: Wire::Fits,
                current_reads: true,
            };
            self.push(types.subject, texts, change);
            return self.meet(inner);
        }
        // A root has the name of its event, which is compared there. A type that has moved is another item.
        if !path.is_empty() && baseline.name != *name && self.is_same_type(ids) {
            self.push_renamed(types.subject);
        }
        self.docs(types.subject, [&baseline.docs, docs]);
        match (&baseline.kind, kind) {
            (TypeKind::Object(one), TypeKind::Object(other)) => self.object(types, [one, other]),
            (TypeKind::StringEnum(one), TypeKind::StringEnum(other)) => {
                self.string_enum(types, [one, other]);
            }
            (TypeKind::Union(one), TypeKind::Union(other)) => self.union(types, [one, other]),
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) => self.tuple(types, [one, other]),
            (TypeKind::Newtype(one), TypeKind::Newtype(other)) => self.newtype(types, [one, other]),
            (
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Union(_)
                | TypeKind::Tuple(_)
                | TypeKind::Newtype(_),
                _,
            ) => {
                let change = TypeChange::Kind {
                    wire: self.wire_of_type(types),
                    current_reads: self.current_reads_type(types),
                };
                let texts = [&baseline.kind, kind].map(|kind| Some(kind_text(kind).to_owned()));
                self.push(types.subject, texts, change);
            }
        }
    }

    /// The types to compare if one of these is a newtype around the shared type that the other has become, or was.
    fn moved_inside(&self, ids: [TypeId; 2]) -> Option<[TypeId; 2]> {
        let inner = [BASELINE, CURRENT].map(|side| {
            let vendor = self.vendors[side];
            match &vendor.types[ids[side].0].kind {
                TypeKind::Newtype(item) => vendor.wrapped_shared_type(item).unwrap_or(ids[side]),
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Union(_)
                | TypeKind::Tuple(_) => ids[side],
            }
        });
        let is_one_newtype = (inner[BASELINE] == ids[BASELINE]) != (inner[CURRENT] == ids[CURRENT]);
        (is_one_newtype && self.has_moved(inner)).then_some(inner)
    }

    /// True if the types are matched with each other.
    pub(super) fn is_same_type(&self, ids: [TypeId; 2]) -> bool {
        let [baseline, current] = self.defs(ids);
        (&baseline.module_path, &baseline.path) == (&current.module_path, &current.path)
            || self.respelled_types.contains(&ids)
    }

    /// True if a definition that was shared is an event's own now, or the other way round, or is shared by others.
    pub(super) fn has_moved(&self, ids: [TypeId; 2]) -> bool {
        let [baseline, current] = self.defs(ids);
        let mut defs = [baseline, current].into_iter();
        baseline.schema_pointer == current.schema_pointer
            && defs.any(|def| def.module_path == ModulePath::Shared)
            && !self.is_same_type(ids)
    }

    fn defs(&self, ids: [TypeId; 2]) -> [&'m TypeDef; 2] {
        [BASELINE, CURRENT].map(|side| &self.vendors[side].types[ids[side].0])
    }

    fn newtype(&mut self, types: &TypePair<'_>, inner: [&Item; 2]) {
        let items = self.member_items(types, |side, vendor, scope| {
            Some(("0", RustType::of_item(vendor, scope, inner[side]).into()))
        });
        self.item(
            &types.subject.with_items(items),
            self.effect_in(types),
            inner,
        );
    }

    /// The effect of a misfit in the baseline's type.
    pub(super) fn effect_in(&self, types: &TypePair<'_>) -> MisfitEffect {
        self.effects.in_type(types.ids[BASELINE])
    }

    /// The reading of the current type's values by the baseline's type.
    pub(super) fn wire_of_type(&self, types: &TypePair<'_>) -> Wire {
        let ([baseline, current], [before, after]) = (self.vendors, types.ids);
        let reading = read_type(baseline, current, before, after);
        self.effect_in(types).wire(reading)
    }

    fn current_reads_type(&self, types: &TypePair<'_>) -> bool {
        let ([baseline, current], [before, after]) = (self.vendors, types.ids);
        read_type(current, baseline, after, before) == Reading::Fits
    }

    /// Methods by name. `owners` are the paths of the types that have them.
    pub(super) fn methods(
        &mut self,
        subject: &Subject,
        owners: [String; 2],
        methods: [Vec<(&RustIdent, &RustType)>; 2],
    ) {
        for (name, outputs) in match_by_key(methods) {
            let items = [BASELINE, CURRENT].map(|side| {
                Some(ItemRef {
                    path: format!("{}::{name}", owners[side]),
                    kind: ItemKind::Method(outputs[side]?.to_string()),
                })
            });
            let kind = match outputs {
                [Some(_), Some(_)] => TypeChange::MethodRetyped,
                [Some(_), None] => TypeChange::MethodRemoved,
                [None, _] => TypeChange::MethodAdded,
            };
            let texts = outputs.map(|output| Some(format!("{name}() -> {}", output?)));
            self.push_if_changed(&subject.with_items(items), texts, kind);
        }
    }
}

fn kind_text(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "an object",
        TypeKind::StringEnum(_) => "an enum of texts",
        TypeKind::Union(_) => "one of several forms",
        TypeKind::Tuple(_) => "an array with places",
        TypeKind::Newtype(_) => "a name around another type",
    }
}
