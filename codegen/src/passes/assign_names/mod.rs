//! Assigns the Rust names of modules, types, fields and variants.

mod types;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Diagnostic, EventName, Place, codes};

use crate::docs::one_line;
use crate::ident::{self, NameKind, RustIdent};
use crate::model::{
    Alternative, MemberValues, Model, ModulePath, Object, PathStep, Shape, StringEnum, TypeDef,
    TypeKind, Union, Vendor,
};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    let vendors = model.vendors.iter();
    let modules = Names::assign(
        NameKind::Module,
        vendors.map(|vendor| vendor.id.to_string()).collect(),
        &[],
    );
    for (vendor, module) in model.vendors.iter_mut().zip(modules.idents) {
        vendor.module = module;
        name_events(vendor, diagnostics);
        name_types(vendor);
        name_members(vendor, diagnostics);
        name_placeholders(vendor);
    }
}

/// Names of one scope.
struct Names {
    /// A name per raw string, in their order.
    idents: Vec<RustIdent>,
    /// Raw strings that would share a name without a hash.
    collisions: Vec<Vec<String>>,
}

impl Names {
    fn assign(kind: NameKind, raws: Vec<String>, taken: &[&str]) -> Self {
        let (names, collisions) = ident::assign(kind, raws.iter().map(String::as_str), taken);
        let collisions = collisions.into_iter();
        Self {
            idents: raws.iter().map(|raw| names[raw.as_str()].clone()).collect(),
            collisions: collisions
                .map(|raws| raws.into_iter().map(str::to_owned).collect())
                .collect(),
        }
    }
}

/// Placeholders have distinct names in snake case, which do not collide.
fn name_placeholders(vendor: &mut Vendor) {
    let templates = vendor.message_templates.iter_mut();
    for placeholder in templates.flat_map(|templates| &mut templates.placeholders) {
        placeholder.ident = ident::single(NameKind::Field, &placeholder.profile.name);
    }
}

fn name_events(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let events = vendor.events.iter();
    let names: Vec<String> = events.map(|event| event.name.to_string()).collect();
    let folders = Names::assign(NameKind::Module, names, &[]);
    for (event, folder) in vendor.events.iter_mut().zip(folders.idents) {
        event.folder = folder;
    }
    let variants: BTreeSet<EventName> = vendor
        .events
        .iter()
        .map(|event| event.arrives_as.clone())
        .collect();
    let raws: Vec<String> = variants.iter().map(ToString::to_string).collect();
    let modules = Names::assign(NameKind::Module, raws.clone(), &[]);
    let types = Names::assign(NameKind::Type, raws, &[]);
    let names = modules.idents.into_iter().zip(types.idents);
    let names: BTreeMap<EventName, _> = variants.into_iter().zip(names).collect();
    for event in &mut vendor.events {
        (event.module, event.variant) = names[&event.arrives_as].clone();
    }
    for raws in modules.collisions {
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            ..Place::default()
        };
        diagnostics.push(collision(place, "events", &raws));
    }
}

/// Names types by their path within their module, so that no change elsewhere renames them.
fn name_types(vendor: &mut Vendor) {
    let mut modules: BTreeMap<ModulePath, Vec<usize>> = BTreeMap::new();
    for (index, def) in vendor.types.iter().enumerate() {
        let types = modules.entry(def.module_path.clone()).or_default();
        types.push(index);
    }
    let events = vendor.events.iter();
    let event_roots: BTreeMap<_, _> = events
        .map(|event| (&event.arrives_as, &event.variant))
        .collect();
    for (module_path, types) in modules {
        let root = match &module_path {
            ModulePath::Envelope => Some(ident::own("Envelope")),
            ModulePath::Shared | ModulePath::Common => None,
            ModulePath::Event(name) => Some(event_roots[name].clone()),
        };
        let is_root = |index: &usize| root.is_some() && vendor.types[*index].path.is_empty();
        let (roots, nested): (Vec<usize>, Vec<usize>) = types.into_iter().partition(is_root);
        let paths: Vec<&[PathStep]> = nested
            .iter()
            .map(|index| &*vendor.types[*index].path)
            .collect();
        let taken: Vec<&str> = root.iter().map(RustIdent::as_str).collect();
        let names = types::names(&paths, &taken);
        for (index, name) in nested.into_iter().zip(names) {
            vendor.types[index].name = name;
        }
        for (index, name) in roots.into_iter().zip(&root) {
            vendor.types[index].name = name.clone();
        }
    }
}

fn name_members(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<TypeWords> = vendor.types.iter().map(TypeWords::of).collect();
    for def in &mut vendor.types {
        let (scope, collisions) = match &mut def.kind {
            TypeKind::Object(object) => ("members", name_fields(object)),
            TypeKind::StringEnum(list) => ("values", name_values(list)),
            TypeKind::Union(union) => {
                name_alternatives(union, &names);
                continue;
            }
            TypeKind::Tuple(tuple) => {
                for (index, place) in tuple.places.iter_mut().enumerate() {
                    place.ident = ident::single(NameKind::Field, &format!("place{index}"));
                }
                continue;
            }
            TypeKind::Newtype(_) => continue,
        };
        for raws in collisions {
            let place = Place {
                vendor: Some(vendor.id.to_string()),
                event: def.module_path.event().map(ToString::to_string),
                pointer: Some(def.schema_pointer.clone()),
                ..Place::default()
            };
            diagnostics.push(collision(place, scope, &raws));
        }
    }
}

/// Names the fields of an object and returns the collisions.
fn name_fields(object: &mut Object) -> Vec<Vec<String>> {
    let properties = object.properties.iter();
    let raws = properties
        .map(|property| match property.is_prefix {
            true => property.name.trim_end_matches(['_', '-']).to_owned(),
            false => property.name.clone(),
        })
        .collect();
    let names = Names::assign(NameKind::Field, raws, &[]);
    for (property, ident) in object.properties.iter_mut().zip(names.idents) {
        property.ident = ident;
    }
    names.collisions
}

/// Names the variants of a string enum and returns the collisions.
fn name_values(list: &mut StringEnum) -> Vec<Vec<String>> {
    let raws = list
        .values
        .iter()
        .map(|value| value.value.clone())
        .collect();
    let names = Names::assign(NameKind::Variant, raws, &["Self"]);
    list.unknown = unknown_variant(&names.idents);
    for (value, ident) in list.values.iter_mut().zip(names.idents) {
        value.ident = ident;
    }
    names.collisions
}

/// The words by which alternatives of a type are named.
struct TypeWords {
    kind: &'static str,
    /// The name of the definition that the type comes from.
    definition: Option<String>,
}

impl TypeWords {
    fn of(def: &TypeDef) -> Self {
        let kind = match def.kind {
            TypeKind::Object(_) => "Object",
            TypeKind::StringEnum(_) => "Known",
            TypeKind::Union(_) => "OneOf",
            TypeKind::Tuple(_) => "Tuple",
            TypeKind::Newtype(_) => "Plain",
        };
        let definition = match &def.path[..] {
            [PathStep::Definition(name)] => Some(name.clone()),
            _ => None,
        };
        Self { kind, definition }
    }
}

/// Names the variants of a union: by tag, constant or kind of the values, or by label if these are not unique.
fn name_alternatives(union: &mut Union, types: &[TypeWords]) {
    let alternatives = union.alternatives.iter();
    let words: Vec<String> = if union.tag.is_some() {
        alternatives
            .map(|alternative| tagged_word(alternative, types))
            .collect()
    } else {
        alternatives
            .map(|alternative| untagged_word(alternative, types))
            .collect()
    };
    let variants: Vec<String> = words
        .iter()
        .map(|word| NameKind::Variant.name(word).to_ascii_lowercase())
        .collect();
    let named = union.alternatives.iter().zip(&words).zip(&variants);
    let raws = named.map(|((alternative, word), variant)| {
        let is_unique = variants.iter().filter(|other| *other == variant).count() == 1;
        if is_unique {
            word.clone()
        } else {
            alternative.label.clone()
        }
    });
    let names = Names::assign(NameKind::Variant, raws.collect(), &["Self"]);
    let unknown = unknown_variant(&names.idents);
    if let Some(tag) = &mut union.tag {
        tag.unknown = unknown;
    } else if let Some(ident) = &mut union.unknown {
        *ident = unknown;
    }
    for (alternative, ident) in union.alternatives.iter_mut().zip(names.idents) {
        alternative.ident = ident;
    }
}

/// The tag's value, or the name of the definition of the alternative without the tag.
fn tagged_word(alternative: &Alternative, types: &[TypeWords]) -> String {
    let definition = || match alternative.shape {
        Shape::Named(id) => types[id.0].definition.clone(),
        _ => None,
    };
    let word = alternative.tag.clone().or_else(definition);
    word.unwrap_or_else(|| "Untagged".to_owned())
}

/// The constant that distinguishes the alternative, or the kind of its values.
fn untagged_word(alternative: &Alternative, types: &[TypeWords]) -> String {
    let mut values = alternative.guard.values.iter();
    if let Some((_, text)) = values.find_map(MemberValues::constant) {
        return text.to_owned();
    }
    let word = match &alternative.shape {
        Shape::Any { .. } => "Any",
        Shape::Boolean => "Boolean",
        Shape::Integer | Shape::UnixTime => "Integer",
        Shape::Number => "Number",
        Shape::String | Shape::Text(_) | Shape::Constant(_) => "String",
        Shape::List(_) => "List",
        Shape::Map(_) => "Map",
        Shape::Lazy(_) => "Lazy",
        Shape::Named(id) => types[id.0].kind,
    };
    word.to_owned()
}

/// The variant that keeps unknown values, with a name that no other variant has.
fn unknown_variant(taken: &[RustIdent]) -> RustIdent {
    let is_free = |name: &&str| {
        !taken
            .iter()
            .any(|taken| taken.as_str().eq_ignore_ascii_case(name))
    };
    let mut names = ["Unknown", "Unlisted", "NotInTheSchema"].into_iter();
    ident::own(names.find(is_free).unwrap_or("Else"))
}

fn collision(place: Place, scope: &str, raws: &[String]) -> Diagnostic {
    let list: Vec<String> = raws
        .iter()
        .map(|raw| format!("`{}`", one_line(raw)))
        .collect();
    let message = format!(
        "the {scope} {} would share one Rust name",
        list.join(" and ")
    );
    Diagnostic::warning(codes::NAME_COLLISION, place, message).with_help(
        "names that differ from the vendor's spelling get a hash of that spelling, which does not change",
    )
}
