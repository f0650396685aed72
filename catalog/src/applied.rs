//! What an overlay did to a row: which places of its columns are not as the snapshot has them.

use crate::pointer;

/// Why a row is not as the snapshot has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayNote {
    /// The overlay's file, as the user named it.
    pub label: String,
    /// Why the row was changed.
    pub reason: String,
    /// What the change rests on, usually a URL.
    pub source: String,
}

/// An overlay that had a part in a row, and which part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedOverlay {
    /// Which overlay, and why there is one.
    pub note: OverlayNote,
    /// Whether it is the vendor's own, for all its rows, rather than one for this event.
    pub is_vendor_wide: bool,
    /// What its patch changed, sorted by pointer. Empty where the row takes nothing but definitions from it.
    pub changes: Vec<RowChange>,
}

impl AppliedOverlay {
    /// Whether the patch changed this column, or anything in it.
    pub fn changes_column(&self, column: &str) -> bool {
        let column = pointer::segment(column);
        self.changes
            .iter()
            .any(|change| pointer::is_within(&change.pointer, &column))
    }
}

/// A place of a row that an overlay changed. What is below it changed with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowChange {
    /// JSON pointer into the row, the column first: `/payload_schema/properties/id`. It ends where row and patch part.
    pub pointer: String,
    /// What happened there.
    pub kind: ChangeKind,
}

impl RowChange {
    pub(crate) fn at(pointer: &str, kind: ChangeKind) -> Self {
        let pointer = pointer.to_owned();
        Self { pointer, kind }
    }
}

/// What an overlay did at one place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// There was nothing before.
    Added,
    /// There was another value before, and one of the two is no object.
    Replaced,
    /// There is nothing any more.
    Removed,
}
