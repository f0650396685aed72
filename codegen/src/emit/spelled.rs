//! Types as text, spelled as in the emitted files: for those who tell of the crate instead of making it.

use proc_macro2::TokenStream;

use super::imports::Imports;
use super::types;
use crate::model::{Alternative, Home, Item, Property, TuplePlace, TypeId, Vendor};

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

/// The type of a union's variant.
pub(crate) fn alternative(vendor: &Vendor, home: Option<&Home>, one: &Alternative) -> String {
    let Alternative { shape, boxed, .. } = one;
    let inner = types::shape_type(vendor, shape, &mut imports(home));
    text(&types::boxed_type(inner, *boxed))
}

/// The path by which users reach a type. Roots of homes stand in the vendor's module as well as in their own.
pub(crate) fn type_path(vendor: &Vendor, crate_ident: &str, id: TypeId) -> String {
    let def = &vendor.types[id.0];
    let module = format!("{crate_ident}::{}", vendor.module);
    if def.path.is_empty() {
        return format!("{module}::{}", def.name);
    }
    match &def.home {
        Home::Envelope => format!("{module}::envelope::{}", def.name),
        Home::Shared => format!("{module}::shared::{}", def.name),
        Home::Event(name) => {
            let mut events = vendor.events.iter();
            let own = events.find(|event| event.name == *name);
            let home = own.map_or("", |event| event.module.as_str());
            format!("{module}::{home}::{}", def.name)
        }
    }
}

pub(super) fn imports(home: Option<&Home>) -> Imports {
    match home {
        Some(Home::Shared) => Imports::of_shared(),
        Some(Home::Envelope | Home::Event(_)) | None => Imports::default(),
    }
}

/// Types are made of names, angle brackets, path separators and commas alone.
pub(super) fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}
