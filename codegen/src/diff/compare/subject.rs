//! Subjects of changes: a pointer, and the Rust items of both sides.

use webhook_catalog::{EventName, pointer};

use super::types::TypePair;
use super::{BASELINE, CURRENT, Comparison};
use crate::diff::report::{ItemKind, ItemRef, Scope, Subject};
use crate::model::{ModulePath, PathStep, TypeDef, TypeId, TypeKind, Vendor};

/// The items of both sides. A side without the item has `None`.
pub(super) type Items = [Option<ItemRef>; 2];

impl Subject {
    /// A place inside the same Rust items.
    pub(super) fn nested(&self, step: &str) -> Self {
        Self {
            pointer: format!("{}/{step}", self.pointer),
            ..self.clone()
        }
    }

    /// A member with Rust items of its own.
    pub(super) fn member(&self, name: &str, items: Items) -> Self {
        Self {
            pointer: pointer::join(&self.pointer, name),
            ..self.with_items(items)
        }
    }

    /// The same place with other Rust items.
    pub(super) fn with_items(&self, [baseline_item, current_item]: Items) -> Self {
        Self {
            baseline_item,
            current_item,
            ..self.clone()
        }
    }

    /// The paths of the items.
    pub(super) fn paths(&self) -> [Option<String>; 2] {
        [&self.baseline_item, &self.current_item]
            .map(|item| item.as_ref().map(|item| item.path.clone()))
    }

    /// The kinds of the items as text: the type of a field, for example.
    pub(super) fn kinds(&self) -> [Option<String>; 2] {
        [&self.baseline_item, &self.current_item]
            .map(|item| item.as_ref().map(|item| item.kind.to_string()))
    }

    /// True if the type of the item differs.
    pub(super) fn is_retyped(&self) -> bool {
        let [baseline, current] = self.kinds();
        baseline != current
    }
}

impl Comparison<'_> {
    /// The vendor as a whole.
    pub(super) fn vendor_subject(&self) -> Subject {
        let [baseline_item, current_item] = self.vendors.map(|vendor| {
            Some(ItemRef {
                path: format!("{}::{}", self.crate_ident, vendor.module),
                kind: ItemKind::Module,
            })
        });
        Subject {
            vendor: self.vendors[BASELINE].id.clone(),
            scope: Scope::Vendor,
            pointer: String::new(),
            baseline_item,
            current_item,
        }
    }

    /// An item of the vendor's module on both sides, such as `Delivery`.
    pub(super) fn module_subject(&self, name: &str, kind: ItemKind) -> Subject {
        let items = self
            .vendors
            .map(|vendor| Some(self.module_item(vendor, name, kind.clone())));
        self.vendor_subject().with_items(items)
    }

    /// An event, with its variant of `Event` as the item.
    pub(super) fn event_subject(&self, name: &EventName) -> Subject {
        let items = self.vendors.map(|vendor| {
            let event = vendor.events.iter().find(|event| event.name == *name)?;
            let kind = ItemKind::Value(format!("Box<{}>", event.variant));
            Some(self.module_item(vendor, &format!("Event::{}", event.variant), kind))
        });
        Subject {
            scope: Scope::Event(name.clone()),
            ..self.vendor_subject().with_items(items)
        }
    }

    /// A type that both sides or one of them have.
    pub(super) fn type_subject(&self, ids: [Option<TypeId>; 2]) -> Subject {
        let [baseline, current] = self.vendors;
        let defs = [
            ids[BASELINE].map(|id| &baseline.types[id.0]),
            ids[CURRENT].map(|id| &current.types[id.0]),
        ];
        // A type that only one side shares is compared for the event that the other side's belongs to.
        let mut defs = defs.into_iter().flatten();
        let def = defs
            .clone()
            .find(|def| def.module_path != ModulePath::Shared);
        let def = def
            .or_else(|| defs.next())
            .expect("at least one side has the type");
        let items = [(baseline, ids[BASELINE]), (current, ids[CURRENT])].map(|(vendor, id)| {
            let id = id?;
            Some(ItemRef {
                path: vendor.public_path(self.crate_ident, id),
                kind: item_kind(&vendor.types[id.0].kind),
            })
        });
        Subject {
            scope: match &def.module_path {
                ModulePath::Envelope => Scope::Envelope,
                ModulePath::Shared | ModulePath::Common => Scope::Shared,
                ModulePath::Event(name) => Scope::Event(name.clone()),
            },
            pointer: self.pointer_of(def),
            ..self.vendor_subject().with_items(items)
        }
    }

    /// An item of a vendor's module.
    pub(super) fn module_item(&self, vendor: &Vendor, path: &str, kind: ItemKind) -> ItemRef {
        ItemRef {
            path: format!("{}::{}::{path}", self.crate_ident, vendor.module),
            kind,
        }
    }

    /// Items that belong to a type, such as fields. `member` returns name and kind on the side of that index, given its
    /// vendor and the module of the owning type.
    pub(super) fn member_items<'n>(
        &self,
        types: &TypePair<'_>,
        member: impl Fn(usize, &Vendor, &ModulePath) -> Option<(&'n str, ItemKind)>,
    ) -> Items {
        [BASELINE, CURRENT].map(|side| {
            let (vendor, owner) = (self.vendors[side], types.ids[side]);
            let (name, kind) = member(side, vendor, &vendor.types[owner.0].module_path)?;
            let owner = vendor.public_path(self.crate_ident, owner);
            Some(ItemRef {
                path: format!("{owner}::{name}"),
                kind,
            })
        })
    }

    /// The pointer from the body to the values of a type.
    fn pointer_of(&self, def: &TypeDef) -> String {
        let is_definition = matches!(def.path.first(), Some(PathStep::Definition(_)));
        let prefix = match &def.module_path {
            ModulePath::Event(_) if !is_definition => self.event_pointer(),
            ModulePath::Event(_)
            | ModulePath::Envelope
            | ModulePath::Shared
            | ModulePath::Common => String::new(),
        };
        def.path.iter().fold(prefix, |pointer, step| match step {
            PathStep::Member(name) => pointer::join(&pointer, name),
            PathStep::Each => format!("{pointer}/*"),
            PathStep::Place(index) => format!("{pointer}/{index}"),
            PathStep::Alternative(label) => format!("{pointer}/|{}", pointer::escape(label)),
            PathStep::Definition(name) => format!("#{name}"),
        })
    }

    /// The pointer from the body to the event.
    pub(super) fn event_pointer(&self) -> String {
        let mut envelopes = self
            .vendors
            .into_iter()
            .filter_map(|vendor| vendor.envelope.as_ref());
        envelopes.next().map_or_else(String::new, |envelope| {
            pointer::join("", &envelope.event_member)
        })
    }
}

fn item_kind(kind: &TypeKind) -> ItemKind {
    match kind {
        TypeKind::Object(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => ItemKind::Struct,
        TypeKind::StringEnum(_) | TypeKind::Union(_) => ItemKind::Enum,
    }
}
