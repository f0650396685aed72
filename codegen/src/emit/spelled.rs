//! Types as text, spelled as in the emitted files: for those who tell of the crate instead of making it.

use proc_macro2::TokenStream;

use super::imports::Imports;
use super::types;
use crate::model::{Home, Item, Property, TuplePlace, Vendor};

/// The type of an object's field, as the file of `home` has it.
pub(crate) fn field(vendor: &Vendor, home: Option<&Home>, property: &Property) -> String {
    let Property {
        presence,
        item,
        boxed,
        ..
    } = property;
    let imports = &mut imports(home);
    text(&types::field_type(vendor, *presence, item, *boxed, imports))
}

/// The type of a tuple's place.
pub(crate) fn place(vendor: &Vendor, home: Option<&Home>, place: &TuplePlace) -> String {
    text(&types::place_type(vendor, place, &mut imports(home)))
}

/// The type of a value that stands by itself, in a list for instance.
pub(crate) fn item(vendor: &Vendor, home: Option<&Home>, item: &Item) -> String {
    text(&types::item_type(vendor, item, false, &mut imports(home)))
}

fn imports(home: Option<&Home>) -> Imports {
    match home {
        Some(Home::Shared) => Imports::of_shared(),
        Some(Home::Envelope | Home::Event(_)) | None => Imports::default(),
    }
}

/// Types are made of names, angle brackets, path separators and commas alone.
fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}
