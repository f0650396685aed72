//! Named types: matched by module and path, then compared by kind.

use std::collections::BTreeSet;

use webhook_catalog::EventName;

use super::{BASELINE, CURRENT, Comparison, match_by_key};
use crate::diff::change::TypeChange;
use crate::diff::read_check::reads_type;
use crate::diff::report::{ItemKind, ItemRef, Subject};
use crate::ident::RustIdent;
use crate::model::{Item, ModulePath, RustType, TypeDef, TypeId, TypeKind};

/// A type that both sides have.
pub(super) struct TypePair<'s> {
    pub(super) subject: &'s Subject,
    pub(super) ids: [TypeId; 2],
}

impl Comparison<'_> {
    /// Every type of the vendor except those of events that only one side has.
    pub(super) fn types(&mut self) {
        let [baseline_events, current_events] =
            self.vendors.map(|vendor| -> BTreeSet<&EventName> {
                vendor.events.iter().map(|event| &event.name).collect()
            });
        let types = match_by_key(self.vendors.map(|vendor| {
            let types = vendor.types.iter().enumerate();
            types.map(|(index, def)| ((&def.module_path, &def.path), TypeId(index)))
        }));
        for ((module_path, _), ids) in types {
            if let ModulePath::Event(name) = module_path
                && !(baseline_events.contains(name) && current_events.contains(name))
            {
                continue;
            }
            let subject = self.type_subject(ids);
            match ids {
                [Some(before), Some(after)] => self.type_pair(&TypePair {
                    subject: &subject,
                    ids: [before, after],
                }),
                [Some(_), None] => self.push(&subject, subject.paths(), TypeChange::Removed),
                [None, _] => self.push(&subject, subject.paths(), TypeChange::Added),
            }
        }
    }

    fn type_pair(&mut self, types: &TypePair<'_>) {
        let [baseline, current] =
            [BASELINE, CURRENT].map(|side| &self.vendors[side].types[types.ids[side].0]);
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
        } = current;
        // A root has the name of its event, which is compared there.
        if !path.is_empty() && baseline.name != *name {
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
                    baseline_reads: self.baseline_reads_type(types),
                    current_reads: self.current_reads_type(types),
                };
                let texts = [&baseline.kind, kind].map(|kind| Some(kind_text(kind).to_owned()));
                self.push(types.subject, texts, change);
            }
        }
    }

    fn newtype(&mut self, types: &TypePair<'_>, inner: [&Item; 2]) {
        let items = self.member_items(types, |side, vendor, scope| {
            Some(("0", RustType::of_item(vendor, scope, inner[side]).into()))
        });
        self.item(&types.subject.with_items(items), inner);
    }

    /// True if the baseline's type reads every value of the current one.
    pub(super) fn baseline_reads_type(&self, types: &TypePair<'_>) -> bool {
        let ([baseline, current], [before, after]) = (self.vendors, types.ids);
        reads_type(baseline, current, before, after)
    }

    fn current_reads_type(&self, types: &TypePair<'_>) -> bool {
        let ([baseline, current], [before, after]) = (self.vendors, types.ids);
        reads_type(current, baseline, after, before)
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
