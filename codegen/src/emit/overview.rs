//! The first screen of the docs of `Event` and of the types of events: an example, and links to what people use.

use super::example;
use super::features::whole_cfg;
use crate::docs::{self, Text};
use crate::ident::RustIdent;
use crate::model::{
    Accessor, AccessorSource, Event, ModulePath, RustType, Shape, TypeDef, TypeKind, Union, Vendor,
};

/// rustdoc folds the declaration of a struct with more fields.
const SHOWN_FIELDS: usize = 12;
/// The number of kinds that an example matches.
const MATCHED_KINDS: usize = 3;

/// The example that matches events, and the methods of `Event`.
pub(super) fn event_enum(vendor: &Vendor, crate_path: &str) -> Text {
    let module = &vendor.module;
    let mut lines = vec![
        format!("use {crate_path}::{module}::Event;"),
        String::new(),
        "fn handle(event: &Event) {".to_owned(),
        "    match event {".to_owned(),
    ];
    lines.extend(example::arms(vendor));
    lines.extend(["    }", "}"].map(str::to_owned));
    if !vendor.api.features.is_empty() {
        // The events of the example may belong to several features.
        lines.insert(0, format!("# #[cfg({})] {{", whole_cfg(vendor)));
        lines.push("# }".to_owned());
    }
    Text::default()
        .verbatim(fenced(lines))
        .verbatim(event_methods(vendor))
}

/// A list of the methods that read any event.
fn event_methods(vendor: &Vendor) -> Vec<String> {
    let mut lines = vec![
        "- [`name`](Self::name), [`facts`](Self::facts): The vendor's name of the event, and facts about it, such as its trigger."
            .to_owned(),
    ];
    let accessors = vendor.api.event_accessors.iter();
    lines.extend(accessors.map(|accessor| {
        let description = docs::escape(&accessor.description);
        format!("- {}: {description}", method("Self", &accessor.name))
    }));
    let views = vendor.api.views.iter();
    let views: Vec<String> = views.map(|view| method("Self", &view.name)).collect();
    if !views.is_empty() {
        lines.push(format!(
            "- {}: Types that several events share.",
            views.join(", ")
        ));
    }
    lines
}

/// The kinds of an event and the methods that read any of them, or links to its fields if rustdoc folds them.
pub(super) fn event_type(vendor: &Vendor, event: &Event, crate_path: &str) -> Text {
    let (id, newtypes) = vendor.behind_names(event.root);
    let inner = &vendor.types[id.0];
    match &inner.kind {
        TypeKind::Object(object) if newtypes == 0 && object.properties.len() >= SHOWN_FIELDS => {
            let fields: Vec<String> = object
                .fields()
                .map(|property| {
                    let name = property.ident.unraw();
                    format!("[`{name}`](#structfield.{name})")
                })
                .collect();
            Text::default().markdown(&format!("Its fields: {}.", fields.join(", ")))
        }
        TypeKind::Union(union) if newtypes == 1 => kinds(vendor, event, inner, union, crate_path),
        TypeKind::Object(_)
        | TypeKind::Union(_)
        | TypeKind::StringEnum(_)
        | TypeKind::Tuple(_)
        | TypeKind::Newtype(_) => Text::default(),
    }
}

/// The kinds of an event that is one of several shapes.
fn kinds(vendor: &Vendor, event: &Event, inner: &TypeDef, union: &Union, crate_path: &str) -> Text {
    let TypeKind::Newtype(item) = &vendor.types[event.root.0].kind else {
        return Text::default();
    };
    let Shape::Named(_) = item.shape else {
        return Text::default();
    };
    let scope = ModulePath::Event(event.arrives_as.clone());
    let path = RustType::of_shape(vendor, &scope, &item.shape).to_string();
    let (module, variant, name) = (&vendor.module, &event.variant, &inner.name);
    let tag = union.accessors.iter();
    let mut tag = tag.filter(|accessor| matches!(accessor.source, AccessorSource::Tag));
    let other = tag.next_back().map(|accessor| {
        format!(
            "println!(\"another kind: {{:?}}\", other.{}())",
            accessor.name
        )
    });
    let other = other.unwrap_or_else(|| "println!(\"another kind: {other:?}\")".to_owned());
    let mut lines = vec![
        format!(
            "use {crate_path}::{module}::{{{variant}, {}}};",
            public_path(vendor, inner)
        ),
        String::new(),
        format!("fn handle(event: &{variant}) {{"),
        "    match &event.0 {".to_owned(),
    ];
    let matched = union.alternatives.iter().take(MATCHED_KINDS);
    lines.extend(matched.map(|alternative| {
        let kind = &alternative.ident;
        format!("        {name}::{kind}(kind) => println!(\"{{kind:?}}\"),")
    }));
    lines.push(format!("        other => {other},"));
    lines.extend(["    }", "}"].map(str::to_owned));
    let kinds = union.alternatives.iter().map(|alternative| {
        let kind = &alternative.ident;
        format!("[`{kind}`]({path}::{kind})")
    });
    let kinds: Vec<String> = kinds.collect();
    let accessors = union.accessors.iter();
    let methods: Vec<String> = accessors
        .map(|Accessor { name, .. }| method(&path, name))
        .collect();
    let mut items = Vec::new();
    if !methods.is_empty() {
        items.push(format!("- Methods for any kind: {}.", methods.join(", ")));
    }
    items.push(format!(
        "- Kinds, the variants of [`{name}`]({path}): {}.",
        kinds.join(", ")
    ));
    Text::default().verbatim(fenced(lines)).verbatim(items)
}

/// The path from the vendor's module to a type.
fn public_path(vendor: &Vendor, def: &TypeDef) -> String {
    let name = &def.name;
    match &def.module_path {
        ModulePath::Shared if vendor.api.reexports.contains_key(name) => name.to_string(),
        ModulePath::Shared => format!("shared::{name}"),
        ModulePath::Envelope => format!("envelope::{name}"),
        ModulePath::Common => format!("common::{name}"),
        ModulePath::Event(event) => {
            let mut variants = vendor.variants().into_iter();
            let variant = variants.find(|variant| variant.name == event);
            variant.map_or_else(
                || name.to_string(),
                |variant| format!("{}::{name}", variant.main().module),
            )
        }
    }
}

/// A link to a method.
fn method(owner: &str, name: &RustIdent) -> String {
    format!("[`{}`]({owner}::{name})", name.unraw())
}

fn fenced(lines: Vec<String>) -> impl Iterator<Item = String> {
    let fence = || std::iter::once("```".to_owned());
    fence().chain(lines).chain(fence())
}
