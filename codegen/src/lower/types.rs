//! The types of a vendor, or of a part that is lowered beside others.

use std::ops::{Index, IndexMut};

use crate::model::{TypeDef, TypeId};

/// Types numbered from `first` on. Smaller numbers belong to types built before.
#[derive(Default)]
pub(super) struct Types {
    first: usize,
    defs: Vec<TypeDef>,
}

impl Types {
    /// An empty table, numbered as if its types followed `others`.
    pub(super) fn after(others: &Self) -> Self {
        Self {
            first: others.next().0,
            defs: Vec::new(),
        }
    }

    /// The id of the next type.
    pub(super) fn next(&self) -> TypeId {
        TypeId(self.first + self.defs.len())
    }

    pub(super) fn push(&mut self, def: TypeDef) {
        self.defs.push(def);
    }

    /// Appends a table that was numbered to follow an earlier state of this one, and whose types refer to each other or to
    /// types of that state. Returns the new id of the type `id` of that table.
    pub(super) fn append(&mut self, part: Self, id: TypeId) -> TypeId {
        let by = self.next().0 - part.first;
        let new = |id: TypeId| TypeId(if id.0 < part.first { id.0 } else { id.0 + by });
        self.defs.extend(part.defs.into_iter().map(|mut def| {
            def.kind.remap_type_ids(&new);
            def
        }));
        new(id)
    }

    /// All types.
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
