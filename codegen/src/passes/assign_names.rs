//! Gives every module, type, field and variant its Rust name.

use std::collections::BTreeMap;

use webhook_catalog::{Diagnostic, Place, codes};

use crate::ident::{self, NameKind, RustIdent};
use crate::model::{Model, ModulePath, PathStep, Shape, TypeDef, TypeKind, Union, Vendor};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    let ids: Vec<String> = model
        .vendors
        .iter()
        .map(|vendor| vendor.id.to_string())
        .collect();
    let (modules, _) = ident::assign(NameKind::Module, ids.iter().map(String::as_str), &[]);
    for (vendor, id) in model.vendors.iter_mut().zip(&ids) {
        vendor.module = modules[id.as_str()].clone();
        name_events(vendor, diagnostics);
        name_types(vendor);
        name_members(vendor, diagnostics);
        name_placeholders(vendor);
    }
}

/// Names of placeholders are snake case already, so no two of them are alike.
fn name_placeholders(vendor: &mut Vendor) {
    for placeholder in vendor
        .message_template
        .iter_mut()
        .flat_map(|one| &mut one.placeholders)
    {
        placeholder.ident = ident::single(NameKind::Field, &placeholder.profile.name);
    }
}

fn name_events(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<String> = vendor
        .events
        .iter()
        .map(|event| event.name.to_string())
        .collect();
    let (modules, collisions) =
        ident::assign(NameKind::Module, names.iter().map(String::as_str), &[]);
    let (variants, _) = ident::assign(NameKind::Type, names.iter().map(String::as_str), &[]);
    for (event, name) in vendor.events.iter_mut().zip(&names) {
        event.module = modules[name.as_str()].clone();
        event.variant = variants[name.as_str()].clone();
    }
    for names in collisions {
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            ..Place::default()
        };
        diagnostics.push(collision(place, "events", &names));
    }
}

/// Types are named by their path within their home, so that no change elsewhere renames them.
fn name_types(vendor: &mut Vendor) {
    let mut homes: BTreeMap<ModulePath, Vec<usize>> = BTreeMap::new();
    for (index, def) in vendor.types.iter().enumerate() {
        homes
            .entry(def.module_path.clone())
            .or_default()
            .push(index);
    }
    let roots: BTreeMap<_, _> = vendor
        .events
        .iter()
        .map(|event| (&event.name, &event.variant))
        .collect();
    for (module_path, members) in homes {
        let root = match &module_path {
            ModulePath::Envelope => Some(ident::own("Envelope")),
            ModulePath::Shared => None,
            ModulePath::Event(name) => Some(roots[name].clone()),
        };
        let raws: Vec<String> = members
            .iter()
            .map(|index| path_text(&vendor.types[*index].path))
            .collect();
        let nested = raws
            .iter()
            .filter(|raw| !raw.is_empty())
            .map(String::as_str);
        let taken: Vec<&str> = root.iter().map(RustIdent::as_str).collect();
        let (names, _) = ident::assign(NameKind::Type, nested, &taken);
        for (index, raw) in members.iter().zip(&raws) {
            vendor.types[*index].name = match &root {
                Some(root) if raw.is_empty() => root.clone(),
                _ => names[raw.as_str()].clone(),
            };
        }
    }
}

/// A path as text that no other path has, with the words of the name in it.
fn path_text(path: &[PathStep]) -> String {
    path.iter()
        .map(|step| match step {
            PathStep::Member(name) => format!("/~{name}"),
            PathStep::Each => "/*item".to_owned(),
            PathStep::Place(index) => format!("/#place{index}"),
            PathStep::Alternative(index) => format!("/|alternative{index}"),
            PathStep::Definition(name) => format!("/${name}"),
        })
        .collect()
}

fn name_members(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let kinds: Vec<&'static str> = vendor.types.iter().map(kind_word).collect();
    let untagged: Vec<Option<String>> = vendor.types.iter().map(definition_name).collect();
    for def in &mut vendor.types {
        let what = match &def.kind {
            TypeKind::StringEnum(_) => "values",
            TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Tuple(_)
            | TypeKind::Newtype(_) => "members",
        };
        let collisions = match &mut def.kind {
            TypeKind::Object(object) => {
                let raws: Vec<String> = object
                    .properties
                    .iter()
                    .map(|property| property.name.clone())
                    .collect();
                let (names, collisions) =
                    ident::assign(NameKind::Field, raws.iter().map(String::as_str), &[]);
                for (property, raw) in object.properties.iter_mut().zip(&raws) {
                    property.ident = names[raw.as_str()].clone();
                }
                owned(collisions)
            }
            TypeKind::StringEnum(list) => {
                let raws: Vec<String> = list
                    .values
                    .iter()
                    .map(|value| value.value.clone())
                    .collect();
                let (names, collisions) = ident::assign(
                    NameKind::Variant,
                    raws.iter().map(String::as_str),
                    &["Self"],
                );
                for (value, raw) in list.values.iter_mut().zip(&raws) {
                    value.ident = names[raw.as_str()].clone();
                }
                list.unknown = unknown_variant(names.values());
                owned(collisions)
            }
            TypeKind::Union(union) => {
                name_alternatives(union, &kinds, &untagged);
                Vec::new()
            }
            TypeKind::Tuple(tuple) => {
                for (index, place) in tuple.places.iter_mut().enumerate() {
                    place.ident = ident::single(NameKind::Field, &format!("place{index}"));
                }
                Vec::new()
            }
            TypeKind::Newtype(_) => Vec::new(),
        };
        for names in collisions {
            let place = Place {
                vendor: Some(vendor.id.to_string()),
                event: def.module_path.event().map(ToString::to_string),
                pointer: Some(def.schema_pointer.clone()),
                ..Place::default()
            };
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            diagnostics.push(collision(place, what, &names));
        }
    }
}

/// The name of the definition that a type is.
fn definition_name(def: &TypeDef) -> Option<String> {
    match &def.path[..] {
        [PathStep::Definition(name)] => Some(name.clone()),
        _ => None,
    }
}

/// Alternatives are named by the constant that tells them apart, or by their form, or by their place. The one without the
/// tag of the others is named by its definition.
fn name_alternatives(union: &mut Union, kinds: &[&'static str], definitions: &[Option<String>]) {
    let has_tag = union.tag.is_some();
    let words: Vec<String> = union
        .alternatives
        .iter()
        .map(|alternative| match &alternative.guard.constants[..] {
            _ if has_tag => alternative.tag.clone().unwrap_or_else(|| {
                let definition = match alternative.shape {
                    Shape::Named(id) => definitions[id.0].clone(),
                    _ => None,
                };
                definition.unwrap_or_else(|| "Untagged".to_owned())
            }),
            [(_, value), ..] => value.clone(),
            [] => match &alternative.shape {
                Shape::Any { .. } => "Any".to_owned(),
                Shape::Boolean => "Boolean".to_owned(),
                Shape::Integer => "Integer".to_owned(),
                Shape::Number => "Number".to_owned(),
                Shape::String | Shape::Constant(_) => "String".to_owned(),
                Shape::List(_) => "List".to_owned(),
                Shape::Map(_) => "Map".to_owned(),
                Shape::Named(id) => kinds[id.0].to_owned(),
            },
        })
        .collect();
    let unique: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let name = NameKind::Variant.name(word);
            let is_alone = words
                .iter()
                .filter(|other| NameKind::Variant.name(other).eq_ignore_ascii_case(&name))
                .count()
                == 1;
            if is_alone {
                word.clone()
            } else {
                format!("{word} {}", index + 1)
            }
        })
        .collect();
    let (names, _) = ident::assign(
        NameKind::Variant,
        unique.iter().map(String::as_str),
        &["Self"],
    );
    for (alternative, raw) in union.alternatives.iter_mut().zip(&unique) {
        alternative.ident = names[raw.as_str()].clone();
    }
    if let Some(tag) = &mut union.tag {
        tag.unknown = unknown_variant(union.alternatives.iter().map(|one| &one.ident));
    }
}

/// What the variant that keeps unknown values is called beside the known ones.
fn unknown_variant<'n>(taken: impl Iterator<Item = &'n RustIdent> + Clone) -> RustIdent {
    let is_free = |name: &&str| {
        !taken
            .clone()
            .any(|taken| taken.as_str().eq_ignore_ascii_case(name))
    };
    ident::own(
        ["Unknown", "Unlisted", "NotInTheSchema"]
            .into_iter()
            .find(is_free)
            .unwrap_or("Else"),
    )
}

fn kind_word(def: &TypeDef) -> &'static str {
    match def.kind {
        TypeKind::Object(_) => "Object",
        TypeKind::StringEnum(_) => "Known",
        TypeKind::Union(_) => "OneOf",
        TypeKind::Tuple(_) => "Tuple",
        TypeKind::Newtype(_) => "Plain",
    }
}

fn owned(collisions: Vec<Vec<&str>>) -> Vec<Vec<String>> {
    collisions
        .into_iter()
        .map(|names| names.into_iter().map(str::to_owned).collect())
        .collect()
}

fn collision(place: Place, what: &str, names: &[&str]) -> Diagnostic {
    let list: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", crate::docs::one_line(name)))
        .collect();
    Diagnostic::warning(codes::NAME_COLLISION, place, format!("the {what} {} would share one Rust name", list.join(" and ")))
        .with_help("each that is not spelled like the name carries a short hash of its own spelling, which stays the same")
}
