//! The types of a vendor, or of a part that is lowered beside others.

use std::ops::{Index, IndexMut};

use crate::model::{TypeDef, TypeId};
use crate::remap_type_ids::remap_type_ids;

/// Types, numbered from `first` on. Smaller numbers are those of types that were there before.
#[derive(Default)]
pub(super) struct Types {
    first: usize,
    defs: Vec<TypeDef>,
}

impl Types {
    /// None yet, to be numbered as if they followed `others`.
    pub(super) fn after(others: &Self) -> Self {
        Self {
            first: others.next().0,
            defs: Vec::new(),
        }
    }

    /// The number of the type that comes next.
    pub(super) fn next(&self) -> TypeId {
        TypeId(self.first + self.defs.len())
    }

    pub(super) fn push(&mut self, def: TypeDef) {
        self.defs.push(def);
    }

    /// Adds types that were numbered as if they followed an earlier state of these. What they refer to was there then, or is
    /// among them. Gives back what has become of the number of one of them.
    pub(super) fn append(&mut self, part: Self, id: TypeId) -> TypeId {
        let by = self.next().0 - part.first;
        let new = |id: TypeId| TypeId(if id.0 < part.first { id.0 } else { id.0 + by });
        self.defs.extend(part.defs.into_iter().map(|mut def| {
            remap_type_ids(&mut def.kind, &new);
            def
        }));
        new(id)
    }

    /// All of them.
    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs
    }
}

impl Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.defs[id.0 - self.first]
    }
}

impl IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.defs[id.0 - self.first]
    }
}
