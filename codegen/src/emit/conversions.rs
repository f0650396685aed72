//! Conversions of the kinds of an event that is one of several shapes into the event.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::imports::Imports;
use crate::format::SourceItem;
use crate::model::{ModulePath, RustType, Shape, TypeDef, TypeId, TypeKind, Union, Vendor};

/// Emits a call of the support code's `kind_conversions!` for a union that events are newtypes of.
pub(super) fn emit_union_conversions(
    vendor: &Vendor,
    def: &TypeDef,
    union: &Union,
    imports: &mut Imports,
) -> Option<SourceItem> {
    let mut events = vendor.events.iter();
    let is_kinds = events.any(|event| {
        kinds(vendor, event.root).is_some_and(|id| std::ptr::eq(&vendor.types[id.0], def))
    });
    if !is_kinds {
        return None;
    }
    let mut text = call("kind_conversions", &format!("{} {{", def.name));
    let kinds = distinct(vendor, def, union, &def.module_path);
    for (ident, kind) in &kinds {
        imports.using(kind);
        let _ = writeln!(text, "    {ident}({kind})");
    }
    text.push_str("}}\n");
    (!kinds.is_empty()).then_some(SourceItem::Text(text))
}

/// Emits a call of the support code's `newtype_conversions!` for an event that is a newtype of a union.
pub(super) fn emit_newtype_conversions(
    vendor: &Vendor,
    def: &TypeDef,
    imports: &mut Imports,
) -> Option<SourceItem> {
    let ModulePath::Event(_) = def.module_path else {
        return None;
    };
    let mut events = vendor.events.iter();
    let event = events.find(|event| std::ptr::eq(&vendor.types[event.root.0], def))?;
    let union_def = &vendor.types[kinds(vendor, event.root)?.0];
    let (TypeKind::Newtype(item), TypeKind::Union(union)) = (&def.kind, &union_def.kind) else {
        return None;
    };
    let of_union = RustType::of_item(vendor, &def.module_path, item);
    let mut text = call("newtype_conversions", &format!("{} {{", def.name));
    let _ = writeln!(text, "    {of_union},");
    for (_, kind) in distinct(vendor, union_def, union, &def.module_path) {
        imports.using(&kind);
        let _ = writeln!(text, "    {kind},");
    }
    text.push_str("}}\n");
    Some(SourceItem::Text(text))
}

/// The start of a call that the feature for constructors compiles.
fn call(name: &str, start: &str) -> String {
    format!("#[cfg(feature = \"constructors\")]\ncrate::support::{name}! {{{start}\n")
}

/// The union that is emitted for the one that an event is a newtype of.
fn kinds(vendor: &Vendor, root: TypeId) -> Option<TypeId> {
    let TypeKind::Newtype(item) = &vendor.types[root.0].kind else {
        return None;
    };
    let id = item.shape.named().filter(|_| !item.nullable)?;
    let is_union = matches!(vendor.types[id.0].kind, TypeKind::Union(_));
    is_union.then(|| vendor.types[id.0].same_as.unwrap_or(id))
}

/// The alternatives whose type tells which one it is, and the type as this module sees it.
fn distinct(
    vendor: &Vendor,
    def: &TypeDef,
    union: &Union,
    scope: &ModulePath,
) -> Vec<(String, RustType)> {
    let emitted = |shape: &Shape| {
        let id = shape.named()?;
        Some(vendor.types[id.0].same_as.unwrap_or(id))
    };
    let alternatives = union.alternatives.iter();
    let ids: Vec<Option<TypeId>> = alternatives
        .map(|alternative| emitted(&alternative.shape))
        .collect();
    let mut seen = BTreeSet::new();
    let repeated: BTreeSet<TypeId> = ids
        .iter()
        .flatten()
        .copied()
        .filter(|id| !seen.insert(*id))
        .collect();
    let alternatives = union.alternatives.iter().zip(&ids);
    let of_own_type = alternatives.filter_map(|(alternative, id)| {
        let id = (*id).filter(|id| !repeated.contains(id))?;
        // A union inside itself would be converted into itself.
        let is_other = !std::ptr::eq(&vendor.types[id.0], def);
        let kind = RustType::of_shape(vendor, scope, &alternative.shape);
        is_other.then(|| (alternative.ident.to_string(), kind))
    });
    of_own_type.collect()
}
