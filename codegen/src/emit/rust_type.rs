//! Types as text, spelled as in the emitted files: for those who tell of the crate instead of making it.

use proc_macro2::TokenStream;

use super::imports::Imports;
use super::types;
use crate::model::{Alternative, Item, ModulePath, Property, TuplePlace, TypeId, Vendor};

/// The type of an object's field, as the file of `module_path` has it.
pub(crate) fn field(
    vendor: &Vendor,
    module_path: Option<&ModulePath>,
    property: &Property,
) -> String {
    let Property {
        presence,
        item,
        boxed,
        ..
    } = property;
    let imports = &mut imports(module_path);
    text(&types::field_type(vendor, *presence, item, *boxed, imports))
}

/// The type of a tuple's place.
pub(crate) fn place(
    vendor: &Vendor,
    module_path: Option<&ModulePath>,
    place: &TuplePlace,
) -> String {
    text(&types::place_type(vendor, place, &mut imports(module_path)))
}

/// The type of a value that stands by itself, in a list for instance.
pub(crate) fn item(vendor: &Vendor, module_path: Option<&ModulePath>, item: &Item) -> String {
    text(&types::item_type(
        vendor,
        item,
        false,
        &mut imports(module_path),
    ))
}

/// The type of a union's variant.
pub(crate) fn alternative(
    vendor: &Vendor,
    module_path: Option<&ModulePath>,
    one: &Alternative,
) -> String {
    let Alternative { shape, boxed, .. } = one;
    let inner = types::shape_type(vendor, shape, &mut imports(module_path));
    text(&types::boxed_type(inner, *boxed))
}

/// The path by which users reach a type. Roots of homes stand in the vendor's module as well as in their own.
pub(crate) fn type_path(vendor: &Vendor, crate_ident: &str, id: TypeId) -> String {
    let def = &vendor.types[id.0];
    let module = format!("{crate_ident}::{}", vendor.module);
    if def.path.is_empty() {
        return format!("{module}::{}", def.name);
    }
    match &def.module_path {
        ModulePath::Envelope => format!("{module}::envelope::{}", def.name),
        ModulePath::Shared => format!("{module}::shared::{}", def.name),
        ModulePath::Event(name) => {
            let mut events = vendor.events.iter();
            let own = events.find(|event| event.name == *name);
            let module_path = own.map_or("", |event| event.module.as_str());
            format!("{module}::{module_path}::{}", def.name)
        }
    }
}

pub(super) fn imports(module_path: Option<&ModulePath>) -> Imports {
    match module_path {
        Some(ModulePath::Shared) => Imports::of_shared(),
        Some(ModulePath::Envelope | ModulePath::Event(_)) | None => Imports::default(),
    }
}

/// Types are made of names, angle brackets, path separators and commas alone.
pub(super) fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}
