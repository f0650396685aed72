//! Expectations of emitted readers, in the words of their error messages.

use crate::model::{Item, Shape, TypeId, TypeKind, Vendor};

/// The expectation of the reader of a vendor's events.
pub(crate) fn event(vendor: &Vendor) -> &'static str {
    let mut roots = vendor.events.iter().map(|event| event.root);
    if roots.all(|root| is_object(vendor, root)) {
        "an object"
    } else {
        "a JSON value"
    }
}

/// The expectation of the reader of an item.
pub(crate) fn item(vendor: &Vendor, item: &Item) -> String {
    let expected = match &item.shape {
        Shape::Any { .. } | Shape::Lazy(_) => return "a JSON value or null".to_owned(),
        Shape::Boolean => "a boolean",
        Shape::Integer | Shape::UnixTime => "an integer",
        Shape::Number => "a number",
        Shape::String | Shape::Text(_) | Shape::Constant(_) => "a string",
        Shape::List(_) => "an array",
        Shape::Map(_) => "an object",
        Shape::Named(id) => match &vendor.types[id.0].kind {
            TypeKind::Object(_) => "an object",
            TypeKind::StringEnum(_) => "a string",
            TypeKind::Union(union) if union.tag.is_some() => "an object",
            TypeKind::Union(_) => "one of several forms",
            TypeKind::Tuple(_) => "an array",
            TypeKind::Newtype(inner) => return self::item(vendor, inner),
        },
    };
    if item.nullable {
        format!("{expected} or null")
    } else {
        expected.to_owned()
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
