//! Chooses the methods of `Event` that return a member of many events, which the vendor's profile lists.
//!
//! Runs after `choose_api`, as the members of tagged unions are read by their accessors.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use webhook_catalog::{Diagnostic, MemberAccessor, Place, codes, pointer, shown};

use super::choose_api::{accessor_output, text_of};
use crate::ident::{self, NameKind};
use crate::model::{
    AccessorSource, EventAccessor, EventRead, Model, ModulePath, PathStep, ReadStep, RustType,
    Shape, TypeId, TypeKind, Variant, Vendor,
};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let mut accessors = Vec::new();
        for listed in &vendor.accessors {
            match accessor(vendor, listed) {
                Some(accessor) => accessors.push(accessor),
                None => diagnostics.push(without_events(vendor, listed)),
            }
        }
        vendor.api.event_accessors = accessors;
    }
}

fn without_events(vendor: &Vendor, listed: &MemberAccessor) -> Diagnostic {
    let place = Place {
        vendor: Some(vendor.id.to_string()),
        ..Place::default()
    };
    let message = format!(
        "the profile's accessor {} finds a member in no event",
        shown(&listed.name)
    );
    Diagnostic::warning(codes::USELESS_ACCESSOR, place, message)
        .with_help("correct its pointers, or declare the member by an overlay")
}

/// The method, if any event has the member. Values of other types than most events have are left out.
fn accessor(vendor: &Vendor, listed: &MemberAccessor) -> Option<EventAccessor> {
    let variants = vendor.variants();
    let found: Vec<(&Variant<'_>, Vec<Found>)> = variants
        .iter()
        .map(|variant| (variant, found(vendor, variant, listed)))
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, found) in &found {
        for output in outputs(found) {
            *counts.entry(output).or_default() += 1;
        }
    }
    let counts = counts.into_iter();
    let (output, _) = counts.max_by_key(|(output, count)| (*count, Reverse(output.clone())))?;
    let reads = found.iter().filter_map(|(variant, found)| {
        let mut found = found.iter();
        let found = found.find(|found| found.output.to_string() == output)?;
        Some((*variant, found))
    });
    let (_, first) = reads.clone().next()?;
    let (output, definition) = (first.output.clone(), first.definition.clone());
    let reads = reads.map(|(variant, found)| EventRead {
        variant: variant.name.clone(),
        steps: found.steps.clone(),
    });
    Some(EventAccessor {
        name: ident::single(NameKind::Field, &listed.name),
        output,
        definition,
        description: listed.description.clone(),
        reads: reads.collect(),
    })
}

/// A member of an event.
struct Found {
    steps: Vec<ReadStep>,
    output: RustType,
    definition: Option<String>,
}

/// The outputs, without repeats.
fn outputs(found: &[Found]) -> Vec<String> {
    let mut outputs: Vec<String> = found.iter().map(|one| one.output.to_string()).collect();
    outputs.sort();
    outputs.dedup();
    outputs
}

/// The members at the pointers, in their order.
fn found(vendor: &Vendor, variant: &Variant<'_>, listed: &MemberAccessor) -> Vec<Found> {
    let pointers = listed.pointers.iter();
    pointers
        .filter_map(|pointer| {
            let (steps, shape) = resolve(vendor, variant.main().root, &pointer::steps(pointer))?;
            // The vendor's module sees no other types.
            let is_visible = shape
                .named()
                .is_none_or(|id| vendor.types[id.0].module_path == ModulePath::Shared);
            let is_wanted = listed.definition.as_ref().is_none_or(|definition| {
                let id = shape.named();
                id.is_some_and(|id| is_definition(vendor, id, definition))
            });
            let output = accessor_output(vendor, &ModulePath::Envelope, text_of(&shape));
            let is_wanted = is_wanted && is_visible;
            (is_wanted && matches!(output, RustType::Option(_))).then(|| Found {
                steps,
                output,
                definition: shared_definition(vendor, &shape),
            })
        })
        .collect()
}

/// The shared definition in whose file the type of the values is.
fn shared_definition(vendor: &Vendor, shape: &Shape) -> Option<String> {
    match shape {
        Shape::List(item) | Shape::Map(item) | Shape::Lazy(item) => {
            shared_definition(vendor, &item.shape)
        }
        shape => match vendor.types[shape.named()?.0].path.first()? {
            PathStep::Definition(name) => Some(name.clone()),
            _ => None,
        },
    }
}

/// True if the type is that of a shared definition itself.
fn is_definition(vendor: &Vendor, id: TypeId, definition: &str) -> bool {
    match &vendor.types[id.0].path[..] {
        [PathStep::Definition(name)] => name == definition,
        _ => false,
    }
}

/// The way from a payload to a member, and the member's shape.
fn resolve(vendor: &Vendor, root: TypeId, names: &[String]) -> Option<(Vec<ReadStep>, Shape)> {
    let mut steps = Vec::new();
    let mut shape = Shape::Named(root);
    for name in names {
        let Shape::Named(id) = shape else {
            return None;
        };
        let (id, newtypes) = vendor.behind_names(id);
        let def = &vendor.types[id.0];
        let (step, inner) = match &def.kind {
            TypeKind::Object(object) => {
                let property = object.property(name).filter(|one| !one.is_prefix)?;
                let step = ReadStep::Field {
                    newtypes,
                    field: property.ident.clone(),
                    rust_type: RustType::of_field(vendor, &def.module_path, property),
                };
                (step, property.item.shape.clone())
            }
            TypeKind::Union(union) => {
                let mut accessors = union.accessors.iter();
                let accessor = accessors.find(|accessor| accessor.member == *name)?;
                let AccessorSource::Fields { .. } = accessor.source else {
                    return None;
                };
                let mut shapes = union.alternatives.iter().filter_map(|alternative| {
                    let TypeKind::Object(object) = &vendor.types[alternative.shape.named()?.0].kind
                    else {
                        return None;
                    };
                    Some(object.property(name)?.item.shape.clone())
                });
                let step = ReadStep::Accessor {
                    newtypes,
                    accessor: accessor.name.clone(),
                };
                (step, shapes.next()?)
            }
            TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => return None,
        };
        steps.push(step);
        shape = inner;
    }
    Some((steps, shape))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Model;
    use crate::options::Options;
    use crate::test_support::{Files, object};

    const PROFILE: &str = r#"
[acme]
name.body = ["/type"]

[acme.accessors]
user = { at = ["/user", "/user/id", "/actor"], description = "The user who did it." }
gone = { at = ["/gone"], description = "Nothing." }
"#;

    #[test]
    fn a_member_may_have_to_be_of_a_definition() {
        let profile = "[acme]\nname.body = [\"/type\"]\n[acme.accessors]\nuser = { at = [\"/object\"], type = \"user\", description = \"The user.\" }\n";
        let row = |definition: &str| {
            let mut row = object(json!({
                "type": {"type": "string"},
                "object": {"$ref": format!("#/$defs/{definition}")},
            }));
            row["required"] = json!(["object"]);
            row["$defs"] = json!({
                "user": object(json!({"id": {"type": "string"}})),
                "group": object(json!({"name": {"type": "string"}})),
            });
            row
        };
        let files = Files {
            profiles: profile,
            ..Files::default()
        };
        let files = files.row("a", row("user")).row("b", row("user"));
        let files = files.row("c", row("group")).row("d", row("group"));
        let model = files.model();
        let accessors = &model.vendors[0].api.event_accessors;
        assert_eq!(accessors.len(), 1);
        assert_eq!(accessors[0].output.to_string(), "Option<&shared::User>");
        let reads = accessors[0].reads.iter();
        let events: Vec<&str> = reads.map(|read| read.variant.as_str()).collect();
        assert_eq!(events, ["a", "b"]);
    }

    #[test]
    fn an_event_has_a_method_for_what_many_events_have() {
        let text = || json!({"type": "string"});
        let row = |members| {
            let mut row = object(members);
            row["properties"]["type"] = text();
            row
        };
        let files = Files {
            profiles: PROFILE,
            ..Files::default()
        }
        .row("a", row(json!({"user": text()})))
        .row(
            "b",
            row(json!({"user": object(json!({"id": {"type": ["string", "null"]}}))})),
        )
        .row(
            "c",
            row(json!({"user": {"type": "integer"}, "actor": text()})),
        )
        .row("d", row(json!({"user": {"type": "integer"}})));
        let found = Model::build(files.inputs()).diagnostics;
        let lines: Vec<String> = found
            .iter()
            .map(|found| format!("{} {}", found.code, found.message))
            .collect();
        assert_eq!(
            lines,
            ["E150 the profile's accessor `gone` finds a member in no event"]
        );
        let options = Options::named("my-events");
        let tree = files.model().emit(&options).tree;
        let text = tree.get("src/acme/mod.rs").expect("it is emitted");
        let start = text.find("/// The user who did it.").expect("it has docs");
        let end = start + text[start..].find("\n    }\n").expect("it ends");
        assert_eq!(
            text[start..end]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            "/// The user who did it. /// /// `None` where it is absent, and for events without it. \
             pub fn user(&self) -> Option<&str> { match self { \
             Self::A(event) => event.user.as_deref(), \
             Self::B(event) => { event .user .as_ref() \
             .and_then(|value| value.id.value().map(String::as_str)) } \
             Self::C(event) => event.actor.as_deref(), _ => None, }"
        );
        assert!(!text.contains("fn gone"), "{text}");
    }
}
