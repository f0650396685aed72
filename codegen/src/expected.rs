//! Expectations of emitted readers, in the words of their error messages.

use crate::model::{TypeId, TypeKind, Vendor};

/// The expectation of the reader of a vendor's events.
pub(crate) fn event(vendor: &Vendor) -> &'static str {
    let mut roots = vendor.events.iter().map(|event| event.root);
    if roots.all(|root| is_object(vendor, root)) {
        "an object"
    } else {
        "a JSON value"
    }
}

/// Returns true if all values of a type are objects.
fn is_object(vendor: &Vendor, id: TypeId) -> bool {
    let (id, _) = vendor.behind_names(id);
    match &vendor.types[id.0].kind {
        TypeKind::Object(_) => true,
        TypeKind::Union(union) => union.tag.is_some(),
        TypeKind::Newtype(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => false,
    }
}
