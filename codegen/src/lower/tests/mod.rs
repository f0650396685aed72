//! Tests of lowering, which print the lowered types as compact text.

mod alternatives;
pub(crate) mod arbitrary;
mod differential;
pub(crate) mod fits;
mod hostile;
mod keywords;
mod rules;
mod shared;
mod vendors;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use webhook_catalog::{
    AuthMethod, Checked, EventName, EventRow, Facts, Origin, Profiles, RowKind, Sample, VendorId,
};

use crate::inputs::Inputs;
use crate::model::{
    Docs, Guard, Item, JsonType, Model, ModulePath, Object, PathStep, Presence, Shape, TextType,
    Tuple, TypeDef, TypeId, TypeKind, Union, Vendor,
};

/// A minimal row with this schema.
fn row(event: &str, schema: Value) -> EventRow {
    EventRow {
        origin: Origin {
            kind: RowKind::Catalogue,
            source: "rows.jsonl".to_owned(),
            row: 1,
        },
        vendor: VendorId::new("acme").expect("a valid slug"),
        vendor_display_name: Some("Acme".to_owned()),
        category: Some("crm".to_owned()),
        event_name: EventName::new(event).expect("a valid name"),
        payload_schema: schema,
        facts: Facts {
            trigger: Some("Fires".to_owned()),
            docs_url: Some("https://acme.test".to_owned()),
            auth_method: Some(AuthMethod::None),
            ..Facts::default()
        },
        extraction: None,
        before_overlays: None,
        overlays: Vec::new(),
        shared_definitions: BTreeSet::new(),
        presence_by_overlay: BTreeMap::new(),
        unmatched: None,
    }
}

/// Lowers copies of the inputs.
pub(crate) fn lower(rows: &[EventRow], samples: &[Sample], profiles: &Profiles) -> Checked<Model> {
    let inputs = Inputs {
        rows: rows.to_vec(),
        samples: samples.to_vec(),
        profiles: profiles.clone(),
        ..Inputs::default()
    };
    super::lower(inputs, &crate::watch::Unwatched)
}

/// Lowers one schema, with the `$schema` that it leaves out.
pub(crate) fn lower_schema(mut schema: Value) -> Checked<Model> {
    if let Some(members) = schema.as_object_mut() {
        members
            .entry("$schema")
            .or_insert_with(|| json!(crate::schema::DRAFT));
    }
    lower(&[row("e", schema)], &[], &Profiles::default())
}

/// The diagnostics, one line each.
pub(crate) fn lines<T>(checked: &Checked<T>) -> Vec<String> {
    checked
        .diagnostics
        .iter()
        .map(|found| {
            format!(
                "{} {}: {}",
                found.code,
                found.place.pointer.as_deref().unwrap_or("-"),
                found.message
            )
        })
        .collect()
}

/// The only vendor of a schema that is lowered without any diagnostic.
#[track_caller]
fn vendor_of(schema: Value) -> Vendor {
    let checked = lower_schema(schema);
    assert_eq!(lines(&checked), [""; 0]);
    checked
        .value
        .vendors
        .into_iter()
        .next()
        .expect("the schema was lowered")
}

/// The type of a schema's root, which is lowered without any diagnostic.
#[track_caller]
fn types(schema: Value) -> String {
    print(&vendor_of(schema))
}

/// The type of a member `x` of an object that has nothing else.
#[track_caller]
fn member(schema: Value) -> String {
    let printed = types(json!({"type": "object", "properties": {"x": schema}}));
    printed
        .strip_prefix("{ x?: ")
        .and_then(|rest| rest.strip_suffix(" }"))
        .map_or(printed.clone(), str::to_owned)
}

/// Every note, with the path of the type or member that has it.
#[track_caller]
fn notes(schema: Value) -> Vec<String> {
    let vendor = vendor_of(schema);
    let mut found = Vec::new();
    for def in &vendor.types {
        let path = path(def);
        let mut add = |place: String, docs: &Docs| {
            found.extend(docs.notes.iter().map(|note| format!("{place}: {note}")))
        };
        add(path.clone(), &def.docs);
        match &def.kind {
            TypeKind::Object(Object { properties, .. }) => {
                properties
                    .iter()
                    .for_each(|property| add(format!("{path}/{}", property.name), &property.docs));
            }
            TypeKind::Union(Union { alternatives, .. }) => {
                alternatives
                    .iter()
                    .enumerate()
                    .for_each(|(index, alternative)| {
                        add(format!("{path}/|{index}"), &alternative.docs)
                    });
            }
            TypeKind::Tuple(Tuple { places, .. }) => {
                places
                    .iter()
                    .enumerate()
                    .for_each(|(index, place)| add(format!("{path}/{index}"), &place.docs));
            }
            TypeKind::Newtype(_) | TypeKind::StringEnum(_) => {}
        }
    }
    found
}

/// The diagnostics of a schema that is lowered all the same.
#[track_caller]
fn warnings(schema: Value) -> Vec<String> {
    let checked = lower_schema(schema);
    assert!(!checked.has_errors(), "{:?}", lines(&checked));
    lines(&checked)
}

/// The diagnostics of a schema that is refused.
#[track_caller]
fn errors(schema: Value) -> Vec<String> {
    let checked = lower_schema(schema);
    assert!(
        checked.value.vendors.is_empty(),
        "a refused event is left out"
    );
    checked
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .for_each(|found| {
            assert!(found.help.is_some(), "an error has a help text: {found:?}");
            assert_eq!(found.place.event.as_deref(), Some("e"));
            assert_eq!(found.place.column.as_deref(), Some("payload_schema"));
        });
    let Checked { diagnostics, .. } = checked;
    lines(&Checked {
        value: (),
        diagnostics: diagnostics
            .into_iter()
            .filter(|found| found.is_error())
            .collect(),
    })
}

/// All types of a vendor with one event: the root, then each definition.
pub(crate) fn print(vendor: &Vendor) -> String {
    print_module(vendor, vendor.events[0].root)
}

fn print_module(vendor: &Vendor, root: TypeId) -> String {
    let paths: BTreeSet<(&ModulePath, &[PathStep])> = vendor
        .types
        .iter()
        .map(|def| (&def.module_path, &def.path[..]))
        .collect();
    assert_eq!(
        paths.len(),
        vendor.types.len(),
        "paths are unique within a module"
    );
    let mut printer = Printer {
        vendor,
        root,
        open: Vec::new(),
        definitions: Vec::new(),
    };
    let mut text = printer.body(root);
    let mut next = 0;
    while let Some(id) = printer.definitions.get(next).copied() {
        next += 1;
        text += &format!("; {} = {}", path(&vendor.types[id.0]), printer.body(id));
    }
    text
}

fn path(def: &TypeDef) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Member(name) => name.clone(),
        PathStep::Each => "*".to_owned(),
        PathStep::Place(index) => index.to_string(),
        PathStep::Alternative(label) => format!("|{label}"),
        PathStep::Definition(name) => format!("@{name}"),
    };
    def.path.iter().map(step).collect::<Vec<_>>().join("/")
}

struct Printer<'v> {
    vendor: &'v Vendor,
    root: TypeId,
    open: Vec<TypeId>,
    definitions: Vec<TypeId>,
}

impl Printer<'_> {
    fn body(&mut self, id: TypeId) -> String {
        self.open.push(id);
        let text = match &self.vendor.types[id.0].kind {
            TypeKind::Object(Object { properties, .. }) => {
                let properties: Vec<_> = properties
                    .iter()
                    .map(|property| {
                        let mark = match property.presence {
                            _ if property.is_prefix => "*",
                            Presence::Required => "",
                            Presence::Optional => "?",
                        };
                        format!("{}{mark}: {}", property.name, self.item(&property.item))
                    })
                    .collect();
                if properties.is_empty() {
                    "{}".to_owned()
                } else {
                    format!("{{ {} }}", properties.join(", "))
                }
            }
            TypeKind::StringEnum(values) => {
                let values: Vec<_> = values
                    .values
                    .iter()
                    .map(|value| value.value.as_str())
                    .collect();
                format!("enum[{}]", values.join("|"))
            }
            TypeKind::Union(Union {
                tag,
                alternatives,
                unknown,
                accessors: _,
            }) => {
                let alternatives: Vec<_> = alternatives
                    .iter()
                    .map(|alternative| {
                        let guard = match (tag, &alternative.tag) {
                            (None, _) => guard(&alternative.guard),
                            (Some(_), Some(text)) => format!("{text}:"),
                            (Some(_), None) => "without:".to_owned(),
                        };
                        format!("{guard} {}", self.shape(&alternative.shape))
                    })
                    .collect();
                match tag {
                    None if unknown.is_some() => format!("union({}, ...)", alternatives.join(", ")),
                    None => format!("union({})", alternatives.join(", ")),
                    Some(tag) => format!("by {}({})", tag.member, alternatives.join(", ")),
                }
            }
            TypeKind::Tuple(Tuple { places, rest }) => {
                let places: Vec<_> = places
                    .iter()
                    .map(|place| {
                        let mark = if place.presence == Presence::Required {
                            ""
                        } else {
                            "?"
                        };
                        format!("{}{mark}", self.item(&place.item))
                    })
                    .collect();
                format!("tuple({}, {}*)", places.join(", "), self.item(rest))
            }
            TypeKind::Newtype(item) => format!("new {}", self.item(item)),
        };
        self.open.pop();
        text
    }

    fn item(&mut self, item: &Item) -> String {
        let shape = self.shape(&item.shape);
        assert!(
            !(item.nullable && matches!(item.shape, Shape::Any { .. })),
            "a JSON value holds `null` by itself"
        );
        if item.nullable {
            format!("{shape} or null")
        } else {
            shape
        }
    }

    fn shape(&mut self, shape: &Shape) -> String {
        match shape {
            Shape::Any { reason: None } => "Any".to_owned(),
            Shape::Any {
                reason: Some(reason),
            } => format!("Any({reason})"),
            Shape::Boolean => "Boolean".to_owned(),
            Shape::Integer => "Integer".to_owned(),
            Shape::Number => "Number".to_owned(),
            Shape::UnixTime => "UnixTime".to_owned(),
            Shape::String => "String".to_owned(),
            Shape::Text(TextType::DateTime) => "DateTime".to_owned(),
            Shape::Text(TextType::Ts) => "Ts".to_owned(),
            Shape::Text(TextType::Id(name)) => name.to_string(),
            Shape::Constant(text) => format!("{text:?}"),
            Shape::List(item) => format!("[{}]", self.item(item)),
            Shape::Map(item) => format!("map[{}]", self.item(item)),
            Shape::Lazy(item) => format!("lazy[{}]", self.item(item)),
            Shape::Named(id) => {
                let def = &self.vendor.types[id.0];
                if *id == self.root {
                    "@root".to_owned()
                } else if matches!(def.path[..], [PathStep::Definition(_)]) {
                    if !self.definitions.contains(id) {
                        self.definitions.push(*id);
                    }
                    path(def)
                } else if self.open.contains(id) {
                    format!("@/{}", path(def))
                } else {
                    self.body(*id)
                }
            }
        }
    }
}

fn guard(guard: &Guard) -> String {
    let Guard {
        json_type,
        values,
        required,
    } = guard;
    let json_type = match json_type {
        None => "*",
        Some(JsonType::Boolean) => "b",
        Some(JsonType::Number) => "n",
        Some(JsonType::String) => "s",
        Some(JsonType::Array) => "a",
        Some(JsonType::Object) => "o",
    };
    let values: Vec<_> = values
        .iter()
        .map(|member| {
            let mark = if member.is_required { "" } else { "?" };
            let values = member.values.iter();
            let values = values.map(|value| match value {
                Value::String(text) => text.clone(),
                other => format!("({other})"),
            });
            let values: Vec<_> = values.collect();
            format!("{}{mark}={}", member.path.join("/"), values.join("|"))
        })
        .collect();
    let tests: Vec<_> = values
        .into_iter()
        .chain(required.iter().map(|name| format!("+{name}")))
        .collect();
    if tests.is_empty() {
        format!("{json_type}:")
    } else {
        format!("{json_type}<{}>:", tests.join(","))
    }
}
