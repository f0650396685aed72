//! What a change is about: the pointer of a place, and the Rust item that it is on either side.

use super::Comparison;
use crate::diff::report::{ItemKind, ItemRef, Scope};
use crate::model::{ModulePath, PathStep, Property, RustType, TypeDef, TypeId, TypeKind, Vendor};
use webhook_catalog::pointer;

/// A place on both sides. A side without an item does not have it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) scope: Scope,
    pub(super) pointer: String,
    pub(super) baseline: Option<ItemRef>,
    pub(super) current: Option<ItemRef>,
}

impl Place {
    /// A place inside, which is the same Rust item.
    pub(super) fn inside(&self, step: &str) -> Self {
        Self {
            pointer: format!("{}/{step}", self.pointer),
            ..self.clone()
        }
    }

    /// A place below with Rust items of its own.
    pub(super) fn below(
        &self,
        name: &str,
        baseline: Option<ItemRef>,
        current: Option<ItemRef>,
    ) -> Self {
        Self {
            scope: self.scope.clone(),
            pointer: pointer::join(&self.pointer, name),
            baseline,
            current,
        }
    }

    /// The same place with other Rust items.
    pub(super) fn of(&self, baseline: Option<ItemRef>, current: Option<ItemRef>) -> Self {
        Self {
            baseline,
            current,
            ..self.clone()
        }
    }
}

impl Comparison<'_> {
    /// The vendor as a whole.
    pub(super) fn vendor_place(&self) -> Place {
        let [baseline, current] = self.vendors().map(|vendor| {
            Some(ItemRef {
                path: format!("{}::{}", self.crate_ident, vendor.module),
                kind: ItemKind::Module,
            })
        });
        Place {
            scope: Scope::Vendor,
            pointer: String::new(),
            baseline,
            current,
        }
    }

    /// An item of the vendor's module, such as `Delivery`.
    pub(super) fn module_item(&self, name: &str, kind: ItemKind) -> Place {
        let [baseline, current] = self.vendors().map(|vendor| {
            Some(ItemRef {
                path: format!("{}::{}::{name}", self.crate_ident, vendor.module),
                kind: kind.clone(),
            })
        });
        Place {
            baseline,
            current,
            ..self.vendor_place()
        }
    }

    /// A type, where both sides or one of them have it.
    pub(super) fn type_place(&self, baseline: Option<TypeId>, current: Option<TypeId>) -> Place {
        let (vendor, id) = match (baseline, current) {
            (Some(id), _) => (self.baseline, id),
            (None, Some(id)) => (self.current, id),
            (None, None) => unreachable!("a type is on one side at least"),
        };
        let def = &vendor.types[id.0];
        Place {
            scope: match &def.module_path {
                ModulePath::Envelope => Scope::Envelope,
                ModulePath::Shared => Scope::Shared,
                ModulePath::Event(name) => Scope::Event(name.clone()),
            },
            pointer: self.pointer_of(def),
            baseline: baseline.map(|id| self.type_item(self.baseline, id)),
            current: current.map(|id| self.type_item(self.current, id)),
        }
    }

    fn type_item(&self, vendor: &Vendor, id: TypeId) -> ItemRef {
        ItemRef {
            path: vendor.public_path(self.crate_ident, id),
            kind: item_kind(&vendor.types[id.0].kind),
        }
    }

    /// Something that belongs to a type, such as a field.
    pub(super) fn member_item(
        &self,
        vendor: &Vendor,
        owner: TypeId,
        name: &str,
        kind: impl Into<ItemKind>,
    ) -> ItemRef {
        let owner = vendor.public_path(self.crate_ident, owner);
        ItemRef {
            path: format!("{owner}::{name}"),
            kind: kind.into(),
        }
    }

    /// A field.
    pub(super) fn field_item(&self, vendor: &Vendor, owner: TypeId, field: &Property) -> ItemRef {
        let module_path = &vendor.types[owner.0].module_path;
        let rust_type = RustType::of_field(vendor, module_path, field);
        self.member_item(vendor, owner, field.ident.as_str(), rust_type)
    }

    /// The pointer from a delivery's body to a type's values.
    fn pointer_of(&self, def: &TypeDef) -> String {
        let is_definition = matches!(def.path.first(), Some(PathStep::Definition(_)));
        let prefix = match &def.module_path {
            ModulePath::Event(_) if !is_definition => self.event_pointer(),
            ModulePath::Event(_) | ModulePath::Envelope | ModulePath::Shared => String::new(),
        };
        def.path.iter().fold(prefix, |pointer, step| match step {
            PathStep::Member(name) => pointer::join(&pointer, name),
            PathStep::Each => format!("{pointer}/*"),
            PathStep::Place(index) => format!("{pointer}/{index}"),
            PathStep::Alternative(index) => format!("{pointer}/|{index}"),
            PathStep::Definition(name) => format!("#{name}"),
        })
    }

    /// Where the event stands in a body that has an envelope.
    pub(super) fn event_pointer(&self) -> String {
        let mut envelopes = self
            .vendors()
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

/// The type of an item, where there is one.
pub(super) fn rust_type(item: &Option<ItemRef>) -> Option<String> {
    item.as_ref().map(|item| item.kind.to_string())
}
