//! Decides how a payload tells which of the events it is that arrive as its type: by the texts of one of its members, which the rules
//! of the vendor's profile name.
//!
//! Runs after `choose_api`, as the member of a tagged union is read by its accessor.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use webhook_catalog::{
    BodyNaming, Diagnostic, EventName, NamingRule, Place, ValueTest, codes, pointer,
};

use crate::event_routing::body_naming;
use crate::model::{
    AccessorSource, MemberRead, Model, NameMember, RustType, Shape, TypeId, TypeKind, Variant,
    Vendor,
};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let mut members = BTreeMap::new();
        for variant in vendor.variants() {
            if variant.is_of_one_event() {
                continue;
            }
            match name_member(vendor, &variant) {
                Some(member) => {
                    members.insert(variant.name.clone(), member);
                }
                None => diagnostics.push(not_told_apart(vendor, &variant)),
            }
        }
        vendor.api.name_members = members;
    }
}

fn not_told_apart(vendor: &Vendor, variant: &Variant<'_>) -> Diagnostic {
    let place = Place {
        vendor: Some(vendor.id.to_string()),
        event: Some(variant.name.to_string()),
        ..Place::default()
    };
    let message =
        "several events arrive as this type, and no single member tells which one a payload is";
    let help = "write a rule in `name.rules` for each but one of them, which differ in the texts of one member of the event, and declare that \
                member by an overlay; or take the events out of `variants`";
    Diagnostic::error(codes::EVENTS_NOT_TOLD_APART, place, message).with_help(help)
}

/// The member that tells the events of a variant apart, if a single one does.
fn name_member(vendor: &Vendor, variant: &Variant<'_>) -> Option<NameMember> {
    let naming = body_naming(vendor)?;
    let events: BTreeSet<&EventName> = variant.events.iter().map(|event| &event.name).collect();
    let rules = naming.rules.iter();
    let rules: Vec<&NamingRule> = rules.filter(|rule| events.contains(&rule.event)).collect();
    let ruled: BTreeSet<&EventName> = rules.iter().map(|rule| &rule.event).collect();
    let mut others = events.iter().filter(|event| !ruled.contains(**event));
    // The event that the body names by itself.
    let other = others.next();
    if others.next().is_some() {
        return None;
    }
    let differing = differing_pointer(naming, &rules)?;
    let member = member_of_event(vendor, &naming.pointers[differing])?;
    let mut texts = BTreeMap::new();
    for rule in rules {
        let condition = rule
            .conditions
            .iter()
            .find(|one| one.pointer == differing)?;
        for text in texts_of(&condition.test)? {
            if texts.insert(text.to_owned(), rule.event.clone()).is_some() {
                return None;
            }
        }
    }
    let read = member_read(vendor, variant.events[0].root, &member)?;
    Some(NameMember {
        member,
        read,
        texts,
        other: other.map(|event| (*event).clone()),
    })
}

/// The only pointer whose conditions differ between the rules.
fn differing_pointer(naming: &BodyNaming, rules: &[&NamingRule]) -> Option<usize> {
    let test = |rule: &NamingRule, pointer: usize| {
        let mut conditions = rule.conditions.iter();
        let condition = conditions.find(|one| one.pointer == pointer);
        condition.map(|condition| condition.test.clone())
    };
    let first = rules.first()?;
    let mut differing = (0..naming.pointers.len()).filter(|pointer| {
        let common = test(first, *pointer);
        // The name itself is no member by which events of one name differ.
        let is_name = naming.places.iter().any(|place| place.contains(pointer));
        let mut rules = rules.iter();
        common.is_some() && !is_name || rules.any(|rule| test(rule, *pointer) != common)
    });
    let pointer = differing.next()?;
    differing.next().is_none().then_some(pointer)
}

/// The member of the event that a pointer into the body leads to.
fn member_of_event(vendor: &Vendor, text: &str) -> Option<String> {
    let mut steps = pointer::steps(text).into_iter();
    if let Some(envelope) = &vendor.envelope
        && steps.next()? != envelope.event_member
    {
        return None;
    }
    let member = steps.next()?;
    steps.next().is_none().then_some(member)
}

fn texts_of(test: &ValueTest) -> Option<Vec<&str>> {
    match test {
        ValueTest::Equals(Value::String(text)) => Some(vec![text]),
        ValueTest::AnyOf(tests) => {
            let texts: Option<Vec<Vec<&str>>> = tests.iter().map(texts_of).collect();
            Some(texts?.concat())
        }
        ValueTest::Equals(_)
        | ValueTest::Like(_)
        | ValueTest::Present
        | ValueTest::Absent
        | ValueTest::Empty => None,
    }
}

/// The way to the text of a member of values of this type.
fn member_read(vendor: &Vendor, root: TypeId, member: &str) -> Option<MemberRead> {
    let (id, newtypes) = vendor.behind_names(root);
    let def = &vendor.types[id.0];
    let is_enum = |shape: &Shape| match shape {
        Shape::String | Shape::Text(_) | Shape::Constant(_) => Some(false),
        Shape::Named(id) => match vendor.types[id.0].kind {
            TypeKind::StringEnum(_) => Some(true),
            TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Tuple(_)
            | TypeKind::Newtype(_) => None,
        },
        Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::Number
        | Shape::UnixTime
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Lazy(_) => None,
    };
    match &def.kind {
        TypeKind::Object(object) => Some(match object.property(member) {
            Some(property) if !property.is_prefix => MemberRead::Field {
                newtypes,
                field: property.ident.clone(),
                rust_type: RustType::of_field(vendor, &def.module_path, property),
                is_enum: is_enum(&property.item.shape)?,
            },
            Some(_) => return None,
            None => MemberRead::Extra { newtypes },
        }),
        TypeKind::Union(union) => {
            let tag = union.tag.as_ref()?;
            let mut accessors = union.accessors.iter();
            let accessor = accessors.find(|accessor| accessor.member == member)?;
            let AccessorSource::Fields { fields, .. } = &accessor.source else {
                return None;
            };
            if fields.len() < union.alternatives.len() {
                return None;
            }
            let mut shapes = union.alternatives.iter().map(|alternative| {
                let id = alternative.shape.named()?;
                let TypeKind::Object(object) = &vendor.types[id.0].kind else {
                    return None;
                };
                is_enum(&object.property(member)?.item.shape)
            });
            let name = Shape::Named(id);
            let scope = &vendor.types[root.0].module_path;
            Some(MemberRead::Accessor {
                newtypes,
                accessor: accessor.name.clone(),
                is_enum: shapes.next()??,
                union: RustType::of_shape(vendor, scope, &name),
                unknown: tag.unknown.clone(),
            })
        }
        TypeKind::StringEnum(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => None,
    }
}
