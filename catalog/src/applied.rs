//! Effects of overlays on a row: the places where it differs from the snapshot.

use serde_json::{Map, Value};

use crate::pointer;

/// Origin of a difference between a row and the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayNote {
    /// The overlay's file, as the user named it.
    pub label: String,
    /// The reason for the change.
    pub reason: String,
    /// The source of the change, usually a URL.
    pub source: String,
}

/// An overlay that was applied to a row, and its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedOverlay {
    /// The overlay.
    pub note: OverlayNote,
    /// True if the overlay is for all rows of the vendor, false if it is for this event.
    pub is_vendor_wide: bool,
    /// Places that its patch changed, sorted by pointer. Empty if the row uses only definitions of the overlay, or if the overlay
    /// only says that the event is unmatched.
    pub changes: Vec<RowChange>,
}

impl AppliedOverlay {
    /// True if the patch changed this column or anything in it.
    pub fn changes_column(&self, column: &str) -> bool {
        let column = pointer::segment(column);
        self.changes
            .iter()
            .any(|change| pointer::is_within(&change.pointer, &column))
    }
}

/// A place of a row that an overlay changed, including everything below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowChange {
    /// JSON pointer into the row, the column first: `/payload_schema/properties/id`. It ends where row and patch differ.
    pub pointer: String,
    /// The kind of change.
    pub kind: ChangeKind,
}

impl RowChange {
    pub(crate) fn at(pointer: &str, kind: ChangeKind) -> Self {
        let pointer = pointer.to_owned();
        Self { pointer, kind }
    }
}

/// The kind of change that an overlay made at one place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The snapshot has no value there.
    Added,
    /// The snapshot has another value, and at least one of the two is not an object.
    Replaced,
    /// The overlay removed the value.
    Removed,
}

/// A row as it was before overlays, and the parts of their patches that it says itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BeforeOverlays {
    /// Its columns.
    pub columns: Map<String, Value>,
    /// The patches of overlays of use to some row that say the same as the row, in the order of the overlays.
    pub repeated: Vec<RepeatedPatch>,
}

/// The places of an overlay's patch at which the row says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedPatch {
    /// The overlay.
    pub note: OverlayNote,
    /// JSON pointers into the row, sorted.
    pub pointers: Vec<String>,
}
