//! Types as text, spelled as in the emitted files: for those who tell of the crate instead of making it.

use proc_macro2::TokenStream;

use super::imports::Imports;
use super::types;
use crate::model::{Item, Property, TuplePlace, Vendor};

/// The type of an object's field.
pub(crate) fn field(vendor: &Vendor, property: &Property) -> String {
    let Property {
        presence,
        item,
        boxed,
        ..
    } = property;
    let imports = &mut Imports::default();
    text(&types::field_type(vendor, *presence, item, *boxed, imports))
}

/// The type of a tuple's place.
pub(crate) fn place(vendor: &Vendor, place: &TuplePlace) -> String {
    text(&types::place_type(vendor, place, &mut Imports::default()))
}

/// The type of a value that stands by itself, in a list for instance.
pub(crate) fn item(vendor: &Vendor, item: &Item) -> String {
    let imports = &mut Imports::default();
    text(&types::item_type(vendor, item, false, imports))
}

/// Types are made of names, angle brackets and commas alone.
fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}
