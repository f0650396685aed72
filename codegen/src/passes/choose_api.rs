//! Chooses the methods of unions and of `Event`, and the tag that is found together with an event's name.
//!
//! Runs after `assign_names`, since methods are named after fields and types, and after `join_equal_types`, since alternatives may
//! have a member of one common type.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::pointer;

use crate::event_routing::body_naming;
use crate::ident::{self, NameKind, RustIdent};
use crate::model::{
    Accessor, AccessorField, AccessorSource, Alternative, EventTag, EventView, Model, ModulePath,
    PathStep, Property, RustType, Shape, Tag, TypeId, TypeKind, Union, Vendor,
};

/// A member gets an accessor if two alternatives have it, and one for each of this many types of alternatives; or if the union is an
/// event and the profile lists the member.
const MIN_SHARE: usize = 8;

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        for id in (0..vendor.types.len()).map(TypeId) {
            let accessors = accessors(vendor, id);
            if let TypeKind::Union(union) = &mut vendor.types[id.0].kind {
                union.accessors = accessors;
            }
        }
        vendor.api.views = event_views(vendor);
        vendor.api.reexports = reexports(vendor);
        vendor.api.event_tag = event_tag(vendor);
        vendor.api.is_name_in_event = is_name_in_event(vendor);
    }
}

/// Accessors of a tagged union: its tag first, then members by name. Empty for other types.
fn accessors(vendor: &Vendor, id: TypeId) -> Vec<Accessor> {
    let def = &vendor.types[id.0];
    let TypeKind::Union(union) = &def.kind else {
        return Vec::new();
    };
    let Some(tag) = &union.tag else {
        return Vec::new();
    };
    let mut roots = vendor.events.iter();
    let is_event = roots.any(|event| vendor.behind_names(event.root).0 == id);
    let members = common_members(vendor, union, tag, is_event);
    let names = members.keys().copied().chain([tag.member.as_str()]);
    let (names, _) = ident::assign(NameKind::Field, names, &[]);
    let tag_accessor = Accessor {
        member: tag.member.clone(),
        name: names[tag.member.as_str()].clone(),
        output: RustType::Option(RustType::Ref(RustType::Str.into()).into()),
        description: None,
        source: AccessorSource::Tag,
    };
    let field_accessors = members.into_iter().map(|(member, common)| {
        let description = common_description(&common);
        let fields = common.fields.into_iter().map(|(variant, property)| {
            let rust_type = RustType::of_field(vendor, &def.module_path, property);
            AccessorField {
                variant: variant.clone(),
                field: property.ident.clone(),
                rust_type,
            }
        });
        Accessor {
            member: member.to_owned(),
            name: names[member].clone(),
            output: accessor_output(vendor, &def.module_path, common.shape),
            description,
            source: AccessorSource::Fields {
                fields: fields.collect(),
                reads_unknown: *common.shape == Shape::String,
            },
        }
    });
    [tag_accessor].into_iter().chain(field_accessors).collect()
}

/// A member that several alternatives have in the same shape.
struct CommonMember<'m> {
    shape: &'m Shape,
    /// The variants whose value has it, each with the field.
    fields: Vec<(&'m RustIdent, &'m Property)>,
}

/// The members that enough alternatives have, all in the same shape. Constants are left out: the tag implies them.
fn common_members<'m>(
    vendor: &'m Vendor,
    union: &'m Union,
    tag: &Tag,
    is_event: bool,
) -> BTreeMap<&'m str, CommonMember<'m>> {
    // `None` for members whose shapes differ.
    let mut members: BTreeMap<&str, Option<CommonMember<'m>>> = BTreeMap::new();
    for alternative in &union.alternatives {
        let Shape::Named(id) = alternative.shape else {
            continue;
        };
        let TypeKind::Object(object) = &vendor.types[id.0].kind else {
            continue;
        };
        for property in object.properties.iter().filter(|one| !one.is_prefix) {
            // Texts are read as such, from unknown alternatives too.
            let shape = text_of(&property.item.shape);
            let member = members.entry(&property.name).or_insert_with(|| {
                let fields = Vec::new();
                Some(CommonMember { shape, fields })
            });
            match member {
                Some(common) if vendor.are_alike(common.shape, shape) => {
                    common.fields.push((&alternative.ident, property));
                }
                other => *other = None,
            }
        }
    }
    // One type may be the alternative of several tags.
    let mut shapes: Vec<&Shape> = Vec::new();
    for Alternative { shape, .. } in &union.alternatives {
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    let min_fields = shapes.len().div_ceil(MIN_SHARE).max(2);
    let members = members
        .into_iter()
        .filter_map(|(name, common)| Some((name, common?)));
    members
        .filter(|(name, common)| {
            let is_constant = matches!(common.shape, Shape::Constant(_));
            let is_wanted =
                common.fields.len() >= min_fields || is_event && is_listed(vendor, name);
            *name != tag.member && !is_constant && is_wanted
        })
        .collect()
}

/// The description on which all that describe the member agree.
fn common_description(common: &CommonMember<'_>) -> Option<String> {
    let properties = common.fields.iter();
    let mut descriptions = properties.filter_map(|(_, one)| one.docs.description.as_ref());
    let first = descriptions.next()?;
    descriptions
        .all(|other| other == first)
        .then(|| first.clone())
}

/// True if the profile lists the member among those that people read.
fn is_listed(vendor: &Vendor, member: &str) -> bool {
    let pointers = vendor.accessors.iter().flat_map(|one| &one.pointers);
    let mut pointers = pointers.map(|pointer| pointer::steps(pointer));
    pointers.any(|steps| steps == [member])
}

/// The shape of a text without its type; any other shape is itself.
pub(super) fn text_of(shape: &Shape) -> &Shape {
    match shape {
        Shape::Text(_) => &Shape::String,
        shape => shape,
    }
}

/// The return type of an accessor: a reference, except for booleans and lists of lazy values.
pub(super) fn accessor_output(vendor: &Vendor, scope: &ModulePath, shape: &Shape) -> RustType {
    if let Some(items) = RustType::of_lazy_items(vendor, scope, shape) {
        return items;
    }
    let value = match shape {
        Shape::String => RustType::Ref(RustType::Str.into()),
        Shape::Boolean => RustType::Bool,
        Shape::List(item) => {
            let item = RustType::of_item(vendor, scope, item);
            RustType::Ref(RustType::Slice(item.into()).into())
        }
        shape => RustType::Ref(RustType::of_shape(vendor, scope, shape).into()),
    };
    RustType::Option(value.into())
}

/// A view for each shared type that several events wrap, such as events that differ only in their subscription.
fn event_views(vendor: &Vendor) -> Vec<EventView> {
    let mut events: BTreeMap<TypeId, Vec<_>> = BTreeMap::new();
    for variant in vendor.variants() {
        if let TypeKind::Newtype(item) = &vendor.types[variant.main().root.0].kind
            && let Some(shared) = vendor.wrapped_shared_type(item)
        {
            events.entry(shared).or_default().push(variant);
        }
    }
    events.retain(|_, variants| variants.len() > 1);
    let views = events.into_iter().map(|(id, variants)| {
        let events = variants.iter().flat_map(|variant| &variant.events);
        let mut events: Vec<_> = events.map(|event| event.name.clone()).collect();
        events.sort();
        let name = vendor.types[id.0].name.clone();
        EventView {
            name: ident::single(NameKind::Field, &format!("as {name}")),
            output: RustType::Option(RustType::Ref(RustType::Shared(name).into()).into()),
            events,
        }
    });
    views.collect()
}

/// The shared definitions that people match on: those that events wrap, their alternatives without a tag, and enums. One that has the name of another item of the vendor's
/// module stays in `shared`.
fn reexports(vendor: &Vendor) -> BTreeMap<RustIdent, String> {
    let wrapped = vendor.events.iter().filter_map(|event| {
        let TypeKind::Newtype(item) = &vendor.types[event.root.0].kind else {
            return None;
        };
        vendor.wrapped_shared_type(item)
    });
    let mut wrapped: BTreeSet<TypeId> = wrapped.collect();
    // The ordinary kind of an event, such as a message without a subtype.
    let ordinary = wrapped.iter().filter_map(|id| {
        let TypeKind::Union(union) = &vendor.types[id.0].kind else {
            return None;
        };
        union.tag.as_ref()?;
        let mut alternatives = union.alternatives.iter();
        alternatives
            .find(|alternative| alternative.tag.is_none())?
            .shape
            .named()
    });
    let ordinary: Vec<TypeId> = ordinary.collect();
    wrapped.extend(ordinary);
    let events: BTreeSet<&RustIdent> = vendor.events.iter().map(|event| &event.variant).collect();
    let defs = vendor.types.iter().enumerate();
    let reexports = defs.filter_map(|(index, def)| {
        let ([PathStep::Definition(definition)], ModulePath::Shared) =
            (&def.path[..], &def.module_path)
        else {
            return None;
        };
        let is_enum = match &def.kind {
            TypeKind::Union(_) | TypeKind::StringEnum(_) => true,
            TypeKind::Object(_) | TypeKind::Tuple(_) | TypeKind::Newtype(_) => {
                wrapped.contains(&TypeId(index))
            }
        };
        let is_free = !events.contains(&def.name);
        (is_enum && is_free).then(|| (def.name.clone(), definition.clone()))
    });
    reexports.collect()
}

/// The tag that most events have. The reader finds it in the same search as the event's name; events with another tag need a
/// second search.
fn event_tag(vendor: &Vendor) -> Option<EventTag> {
    body_naming(vendor)?;
    let mut tags: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for event in &vendor.events {
        if let Some(member) = vendor.tag_member(event.root) {
            tags.entry(member).or_default().push(event.name.clone());
        }
    }
    let (member, events) = tags
        .into_iter()
        .max_by_key(|(member, events)| (events.len(), Reverse(*member)))?;
    Some(EventTag {
        member: member.to_owned(),
        events,
    })
}

fn is_name_in_event(vendor: &Vendor) -> bool {
    let (Some(naming), Some(envelope)) = (body_naming(vendor), &vendor.envelope) else {
        return false;
    };
    let mut pointers = naming.pointers.iter().map(|text| pointer::steps(text));
    pointers.all(|steps| steps.len() > 1 && steps[0] == envelope.event_member)
}

#[cfg(test)]
mod tests {
    use webhook_catalog::{BodyNaming, EventName, Naming};

    use super::*;
    use crate::model::fixtures::{
        add_event, add_type, object_of, tagged_alternative, variant, vendor,
    };
    use crate::model::{Docs, Envelope, Item, Presence, VendorApi};

    fn run_on(vendor: Vendor) -> Vendor {
        let mut model = Model {
            vendors: vec![vendor],
            refused: Vec::new(),
        };
        run(&mut model);
        model.vendors.remove(0)
    }

    fn shared(vendor: &mut Vendor, name: &str, kind: TypeKind) -> TypeId {
        add_type(vendor, ModulePath::Shared, name, kind)
    }

    fn wrapper(id: TypeId) -> TypeKind {
        TypeKind::Newtype(Item {
            shape: Shape::Named(id),
            nullable: false,
        })
    }

    /// A shared union with the tag `kind`, one alternative per object.
    fn tagged_union<const N: usize>(vendor: &mut Vendor, objects: [TypeKind; N]) -> TypeId {
        let mut alternatives = Vec::new();
        for (index, object) in objects.into_iter().enumerate() {
            let id = shared(vendor, &format!("object{index}"), object);
            alternatives.push(tagged_alternative(&format!("tag{index}"), id));
        }
        let tag = Some(Tag {
            member: "kind".to_owned(),
            unknown: variant("unknown"),
        });
        let union = Union {
            tag,
            unknown: None,
            alternatives,
            accessors: Vec::new(),
        };
        shared(vendor, "union", TypeKind::Union(union))
    }

    fn accessors_of<const N: usize>(objects: [TypeKind; N]) -> Vec<Accessor> {
        let mut vendor = vendor();
        let id = tagged_union(&mut vendor, objects);
        match run_on(vendor).types.remove(id.0).kind {
            TypeKind::Union(union) => union.accessors,
            other => panic!("a union was added, but here is {other:?}"),
        }
    }

    fn signatures(accessors: &[Accessor]) -> Vec<(String, String)> {
        let signature =
            |accessor: &Accessor| (accessor.name.to_string(), accessor.output.to_string());
        accessors.iter().map(signature).collect()
    }

    fn outputs<const N: usize>(objects: [TypeKind; N]) -> Vec<(String, String)> {
        signatures(&accessors_of(objects))
    }

    fn signature(name: &str, output: &str) -> (String, String) {
        (name.to_owned(), output.to_owned())
    }

    #[test]
    fn a_union_without_a_tag_has_no_accessors() {
        let mut vendor = vendor();
        let id = tagged_union(&mut vendor, [object_of([]), object_of([])]);
        if let TypeKind::Union(union) = &mut vendor.types[id.0].kind {
            union.tag = None;
        }
        assert_eq!(accessors(&vendor, id), []);
    }

    #[test]
    fn the_tag_and_members_of_several_alternatives_get_accessors() {
        let list = || {
            Shape::List(Box::new(Item {
                shape: Shape::String,
                nullable: true,
            }))
        };
        let object = || {
            object_of([
                ("kind", Shape::String),
                ("is_new", Shape::Boolean),
                ("items", list()),
                ("text", Shape::String),
                ("type", Shape::Integer),
            ])
        };
        assert_eq!(
            outputs([object(), object(), object_of([("other", Shape::String)])]),
            [
                signature("kind", "Option<&str>"),
                signature("is_new", "Option<bool>"),
                signature("items", "Option<&[Option<String>]>"),
                signature("text", "Option<&str>"),
                signature("r#type", "Option<&Integer>"),
            ]
        );
    }

    #[test]
    fn members_of_differing_shapes_and_constants_get_none() {
        let constant = || Shape::Constant("always".to_owned());
        let found = outputs([
            object_of([("a", Shape::String), ("b", constant())]),
            object_of([("a", Shape::Integer), ("b", constant())]),
        ]);
        assert_eq!(found, [signature("kind", "Option<&str>")]);
    }

    #[test]
    fn a_member_needs_one_in_eight_alternatives() {
        let with = || object_of([("a", Shape::String)]);
        let without = || object_of([]);
        let sixteen = std::array::from_fn::<_, 16, _>(|at| if at < 2 { with() } else { without() });
        assert_eq!(outputs(sixteen).len(), 2);
        let seventeen =
            std::array::from_fn::<_, 17, _>(|at| if at < 2 { with() } else { without() });
        assert_eq!(outputs(seventeen).len(), 1);
        assert_eq!(outputs([with(), without()]).len(), 1);
    }

    #[test]
    fn an_accessor_knows_its_fields() {
        let mut nullable = object_of([("a", Shape::Number)]);
        if let TypeKind::Object(object) = &mut nullable {
            object.properties[0].item.nullable = true;
        }
        let mut required = object_of([("a", Shape::Number)]);
        if let TypeKind::Object(object) = &mut required {
            object.properties[0].presence = Presence::Required;
        }
        let accessors = accessors_of([nullable, object_of([]), required]);
        assert_eq!(accessors[0].source, AccessorSource::Tag);
        let AccessorSource::Fields {
            fields,
            reads_unknown,
        } = &accessors[1].source
        else {
            panic!("a member has fields, but here is {:?}", accessors[1]);
        };
        assert!(!reads_unknown);
        let fields: Vec<_> = fields
            .iter()
            .map(|field| (field.variant.as_str(), field.rust_type.to_string()))
            .collect();
        assert_eq!(
            fields,
            [
                ("Tag0", "Nullable<Number>".to_owned()),
                ("Tag2", "Number".to_owned())
            ]
        );
    }

    #[test]
    fn accessors_whose_names_would_be_alike_are_told_apart() {
        let object = || object_of([("Kind", Shape::Integer)]);
        let found = outputs([object(), object()]);
        assert_eq!(found[0].0, "kind");
        assert!(found[1].0.starts_with("kind_x"), "{found:?}");
    }

    #[test]
    fn a_shared_type_of_several_events_gets_a_view() {
        let mut vendor = vendor();
        let message = shared(&mut vendor, "message", object_of([]));
        let other = shared(&mut vendor, "other", object_of([]));
        for (name, id) in [("a.b", message), ("a.c", message), ("d", other)] {
            add_event(&mut vendor, name, wrapper(id));
        }
        let VendorApi { views, .. } = run_on(vendor).api;
        let events = ["a.b", "a.c"].map(|name| EventName::new(name).expect("an event name"));
        assert_eq!(views.len(), 1);
        assert_eq!(views[0].name.as_str(), "as_message");
        assert_eq!(views[0].output.to_string(), "Option<&shared::Message>");
        assert_eq!(views[0].events, events);
    }

    #[test]
    fn what_people_match_on_is_reexported() {
        let mut vendor = vendor();
        let message = shared(&mut vendor, "message", object_of([]));
        let place = shared(&mut vendor, "place", object_of([]));
        let union = tagged_union(&mut vendor, [object_of([])]);
        let taken = tagged_union(&mut vendor, [object_of([])]);
        let names = [
            (message, "Message"),
            (place, "Place"),
            (union, "Block"),
            (taken, "Paid"),
        ];
        for (id, name) in names {
            let def = &mut vendor.types[id.0];
            def.name = ident::single(NameKind::Type, name);
            def.path = vec![PathStep::Definition(name.to_lowercase())];
        }
        add_event(&mut vendor, "sent", wrapper(message));
        add_event(&mut vendor, "paid", object_of([]));
        let reexports = run_on(vendor).api.reexports;
        let names: Vec<&str> = reexports.keys().map(RustIdent::as_str).collect();
        assert_eq!(names, ["Block", "Message"]);
    }

    #[test]
    fn an_accessor_has_the_description_on_which_all_agree() {
        let described = |texts: [Option<&str>; 2]| {
            let mut object = object_of([("a", Shape::String), ("b", Shape::String)]);
            if let TypeKind::Object(object) = &mut object {
                for (property, text) in object.properties.iter_mut().zip(texts) {
                    property.docs.description = text.map(str::to_owned);
                }
            }
            object
        };
        let accessors = accessors_of([
            described([Some("One."), Some("One.")]),
            described([None, Some("Other.")]),
        ]);
        let descriptions: Vec<Option<&str>> = accessors
            .iter()
            .map(|accessor| accessor.description.as_deref())
            .collect();
        assert_eq!(descriptions, [None, Some("One."), None]);
    }

    fn named_by_body(pointers: &[&str]) -> Option<Naming> {
        Some(Naming::Body(BodyNaming {
            pointers: pointers.iter().map(|text| (*text).to_owned()).collect(),
            places: vec![vec![0]],
            join: None,
            rules: Vec::new(),
            unenveloped: None,
        }))
    }

    #[test]
    fn the_most_frequent_tag_is_the_event_tag() {
        let mut vendor = vendor();
        let kind = tagged_union(&mut vendor, [object_of([])]);
        let other = tagged_union(&mut vendor, [object_of([])]);
        if let TypeKind::Union(Union { tag: Some(tag), .. }) = &mut vendor.types[other.0].kind {
            tag.member = "another".to_owned();
        }
        for (name, id) in [("a", kind), ("b", other), ("c", kind)] {
            add_event(&mut vendor, name, wrapper(id));
        }
        assert_eq!(
            run_on(vendor.clone()).api.event_tag,
            None,
            "bodies do not name their event"
        );
        vendor.naming = named_by_body(&["/type"]);
        let tag = run_on(vendor).api.event_tag.expect("there are tags");
        assert_eq!(tag.member, "kind");
        let events: Vec<&str> = tag.events.iter().map(EventName::as_str).collect();
        assert_eq!(events, ["a", "c"]);
    }

    #[test]
    fn names_are_in_the_event_if_every_pointer_is() {
        let mut vendor = vendor();
        let fields = add_type(&mut vendor, ModulePath::Envelope, "envelope", object_of([]));
        vendor.envelope = Some(Envelope {
            event_member: "event".to_owned(),
            fields,
            event_docs: Docs::default(),
        });
        for (pointers, is_in_event) in [
            (&["/event/type"][..], true),
            (&["/event/type", "/event/kind"], true),
            (&["/event/type", "/type"], false),
            (&["/event"], false),
        ] {
            vendor.naming = named_by_body(pointers);
            let api = run_on(vendor.clone()).api;
            assert_eq!(api.is_name_in_event, is_in_event, "{pointers:?}");
        }
    }
}
