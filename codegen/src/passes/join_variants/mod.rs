//! Joins the types of events that arrive as one type, which the vendor's profile lists: they share a variant and a payload type.
//!
//! The joined type reads all that the events' own types read. An object has the members of all of them, and one that not all have is
//! optional. Runs before presence is decided, so that the samples of all these events count for it.

mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::{Diagnostic, EventName, Place, codes, pointer};

use crate::model::{
    DeclaredPresence, Docs, EnumValue, Evidence, Fallback, Guard, Item, Model, ModulePath, Object,
    PathStep, Presence, Property, StringEnum, Tuple, TypeDef, TypeId, TypeKind, Union, Vendor,
};
use shapes::Joined;

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let groups = groups(vendor);
        if groups.is_empty() {
            continue;
        }
        for (name, events) in groups {
            join(vendor, &name, &events, diagnostics);
        }
        drop_unreached(vendor);
    }
}

/// The indices of the events whose variant the profile lists, by its name.
fn groups(vendor: &Vendor) -> BTreeMap<EventName, Vec<usize>> {
    let mut groups: BTreeMap<EventName, Vec<usize>> = BTreeMap::new();
    for (index, event) in vendor.events.iter().enumerate() {
        let events = groups.entry(event.arrives_as.clone()).or_default();
        events.push(index);
    }
    groups.retain(|name, events| match events[..] {
        [event] => vendor.events[event].name != *name,
        _ => true,
    });
    groups
}

/// Removes the events' own types.
fn drop_unreached(vendor: &mut Vendor) {
    let envelope = vendor.envelope.iter().map(|envelope| envelope.fields);
    let roots = vendor.events.iter().map(|event| event.root);
    let mut waiting: Vec<TypeId> = roots.chain(envelope).collect();
    let mut reached = vec![false; vendor.types.len()];
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.0], true) {
            waiting.extend(vendor.types[id.0].kind.type_ids());
        }
    }
    vendor.retain_types(&reached);
}

fn join(
    vendor: &mut Vendor,
    name: &EventName,
    events: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let roots: Vec<TypeId> = events
        .iter()
        .map(|index| vendor.events[*index].root)
        .collect();
    let mut joiner = Joiner {
        types: &mut vendor.types,
        module_path: ModulePath::Event(name.clone()),
        joined: BTreeMap::new(),
        paths: BTreeSet::new(),
        conflicts: Vec::new(),
    };
    let root = joiner.join_types(&roots, &[]);
    let root = root.unwrap_or_else(|| joiner.push_unjoined(roots[0]));
    for at in std::mem::take(&mut joiner.conflicts) {
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            event: Some(name.to_string()),
            pointer: Some(at),
            ..Place::default()
        };
        let message = "the events that arrive as this type describe the value in ways that have no type in common";
        diagnostics.push(
            Diagnostic::warning(codes::EVENT_TYPES_NOT_JOINED, place, message)
                .with_help("describe it alike by overlays; until then it is kept as JSON"),
        );
    }
    for index in events {
        vendor.events[*index].root = root;
    }
}

/// The types of one variant, as they are joined.
struct Joiner<'m> {
    /// The vendor's types, to which the joined ones are added.
    types: &'m mut Vec<TypeDef>,
    /// The module of the joined types.
    module_path: ModulePath,
    /// The joined type of each set of types.
    joined: BTreeMap<Vec<TypeId>, TypeId>,
    /// The paths of the joined types.
    paths: BTreeSet<Vec<PathStep>>,
    /// Pointers to the values that have no type in common.
    conflicts: Vec<String>,
}

impl Joiner<'_> {
    /// The type that reads what each of these reads, at this path; `None` if their kinds differ.
    fn join_types(&mut self, ids: &[TypeId], at: &[PathStep]) -> Option<TypeId> {
        let ids: BTreeSet<TypeId> = ids.iter().copied().collect();
        let ids: Vec<TypeId> = ids.into_iter().collect();
        if let [id] = ids[..]
            && self.types[id.0].module_path.event().is_none()
        {
            return Some(id);
        }
        if let Some(id) = self.joined.get(&ids) {
            return Some(*id);
        }
        let defs: Vec<TypeDef> = ids.iter().map(|id| self.types[id.0].clone()).collect();
        let kinds: Vec<&TypeKind> = defs.iter().map(|def| &def.kind).collect();
        if !are_of_one_kind(&kinds) {
            return None;
        }
        // Types may contain themselves.
        let id = self.push(&defs[0], at);
        self.joined.insert(ids, id);
        let path = self.types[id.0].path.clone();
        let kind = self.join_kinds(&kinds, &path);
        let docs = common_docs(defs.iter().map(|def| &def.docs));
        let def = &mut self.types[id.0];
        (def.kind, def.docs) = (kind, docs);
        Some(id)
    }

    /// Adds a type like this one, whose kind is yet to be joined.
    fn push(&mut self, like: &TypeDef, at: &[PathStep]) -> TypeId {
        let mut path = match &like.path[..] {
            [PathStep::Definition(_)] => like.path.clone(),
            _ => at.to_vec(),
        };
        while !self.paths.insert(path.clone()) {
            path.push(PathStep::Alternative("other".to_owned()));
        }
        self.types.push(TypeDef {
            module_path: self.module_path.clone(),
            path,
            ..like.clone()
        });
        TypeId(self.types.len() - 1)
    }

    /// Adds a root for payloads that have no type in common.
    fn push_unjoined(&mut self, like: TypeId) -> TypeId {
        let like = self.types[like.0].clone();
        let id = self.push(&like, &[]);
        self.conflicts.push(String::new());
        self.types[id.0].kind = TypeKind::Newtype(Item::any(Some(Fallback::DifferingEvents)));
        id
    }

    /// Joins kinds of which [`are_of_one_kind`] is true.
    fn join_kinds(&mut self, kinds: &[&TypeKind], at: &[PathStep]) -> TypeKind {
        match kinds[0] {
            TypeKind::Object(_) => {
                let objects = kinds.iter().filter_map(|kind| match kind {
                    TypeKind::Object(object) => Some(object),
                    _ => None,
                });
                TypeKind::Object(self.join_objects(&objects.collect::<Vec<_>>(), at))
            }
            TypeKind::StringEnum(_) => {
                let values = kinds.iter().flat_map(|kind| match kind {
                    TypeKind::StringEnum(list) => &list.values[..],
                    _ => &[],
                });
                TypeKind::StringEnum(string_enum(values.map(|value| &*value.value)))
            }
            TypeKind::Newtype(_) => {
                let items = kinds.iter().filter_map(|kind| match kind {
                    TypeKind::Newtype(item) => Some(item),
                    _ => None,
                });
                let Joined { item, is_certain } = self.join_items(items, at);
                TypeKind::Newtype(if is_certain { item } else { Item::any(None) })
            }
            TypeKind::Tuple(_) => {
                let tuples = kinds.iter().filter_map(|kind| match kind {
                    TypeKind::Tuple(tuple) => Some(tuple),
                    _ => None,
                });
                TypeKind::Tuple(self.join_tuples(&tuples.collect::<Vec<_>>(), at))
            }
            TypeKind::Union(_) => {
                let unions = kinds.iter().filter_map(|kind| match kind {
                    TypeKind::Union(union) => Some(union),
                    _ => None,
                });
                TypeKind::Union(self.join_unions(&unions.collect::<Vec<_>>(), at))
            }
        }
    }

    fn join_objects(&mut self, objects: &[&Object], at: &[PathStep]) -> Object {
        let properties = objects.iter().flat_map(|object| &object.properties);
        let names: BTreeSet<(&String, bool)> = properties
            .map(|property| (&property.name, property.is_prefix))
            .collect();
        let properties = names.into_iter().map(|name| {
            let all = objects.iter().map(|object| {
                let mut properties = object.properties.iter();
                properties.find(|property| (&property.name, property.is_prefix) == name)
            });
            let all: Vec<Option<&Property>> = all.collect();
            self.join_properties(&all, at)
        });
        let properties = properties.collect();
        let others = &objects[0].others;
        let are_alike = objects.iter().all(|object| object.others == *others);
        Object {
            properties,
            others: if are_alike {
                others.clone()
            } else {
                Vec::new()
            },
        }
    }

    /// Joins the properties of one name; `None` stands for an object without it.
    fn join_properties(&mut self, all: &[Option<&Property>], at: &[PathStep]) -> Property {
        let some: Vec<&Property> = all.iter().copied().flatten().collect();
        let first = some[0];
        let below = step(at, PathStep::Member(first.name.clone()));
        let Joined { item, is_certain } =
            self.join_items(some.iter().map(|property| &property.item), &below);
        let is_required = some
            .iter()
            .all(|property| property.presence == Presence::Required);
        let is_everywhere = some.len() == all.len();
        let presence = match is_required && is_everywhere && is_certain {
            true => Presence::Required,
            false => Presence::Optional,
        };
        let declared = match is_everywhere {
            true => weakest(some.iter().map(|property| property.evidence.declared)),
            false => Some(DeclaredPresence::Optional),
        };
        Property {
            presence,
            item,
            docs: common_docs(some.iter().map(|property| &property.docs)),
            evidence: Evidence {
                declared,
                ..Evidence::default()
            },
            ..first.clone()
        }
    }

    fn join_tuples(&mut self, tuples: &[&Tuple], at: &[PathStep]) -> Tuple {
        let mut joined = tuples[0].clone();
        for (index, place) in joined.places.iter_mut().enumerate() {
            let places = tuples.iter().map(|tuple| &tuple.places[index]);
            let below = step(at, PathStep::Place(index));
            let Joined { item, is_certain } =
                self.join_items(places.clone().map(|place| &place.item), &below);
            let mut places = places;
            if !is_certain || places.any(|place| place.presence == Presence::Optional) {
                place.presence = Presence::Optional;
            }
            place.item = item;
        }
        let rests = tuples.iter().map(|tuple| &tuple.rest);
        joined.rest = self.join_items(rests, &step(at, PathStep::Each)).item;
        joined
    }

    /// Joins the alternatives of one tag, or of one label.
    fn join_unions(&mut self, unions: &[&Union], at: &[PathStep]) -> Union {
        let mut joined = unions[0].clone();
        joined.alternatives.clear();
        for alternative in unions.iter().flat_map(|union| &union.alternatives) {
            let key = (&alternative.tag, &alternative.label);
            let mut known = joined.alternatives.iter();
            if known.any(|known| (&known.tag, &known.label) == key) {
                continue;
            }
            let same = unions.iter().flat_map(|union| &union.alternatives);
            let same: Vec<_> = same
                .filter(|other| (&other.tag, &other.label) == key)
                .collect();
            let below = step(at, PathStep::Alternative(alternative.label.clone()));
            let shapes = same.iter().map(|other| other.shape.clone()).collect();
            let (shape, _) = self.join_shapes(shapes, &below);
            let mut joined_alternative = alternative.clone();
            if same.iter().any(|other| other.guard != alternative.guard) {
                joined_alternative.guard = Guard {
                    json_type: alternative.guard.json_type,
                    ..Guard::default()
                };
            }
            joined_alternative.shape = shape;
            joined.alternatives.push(joined_alternative);
        }
        joined
    }

    fn conflict(&mut self, at: &[PathStep]) {
        let pointer = at.iter().fold(String::new(), |pointer, step| match step {
            PathStep::Member(name) | PathStep::Alternative(name) | PathStep::Definition(name) => {
                pointer::join(&pointer, name)
            }
            PathStep::Each => pointer::join(&pointer, "*"),
            PathStep::Place(index) => pointer::join(&pointer, &index.to_string()),
        });
        self.conflicts.push(pointer);
    }
}

/// The path of what is inside.
fn step(at: &[PathStep], step: PathStep) -> Vec<PathStep> {
    let mut below = at.to_vec();
    below.push(step);
    below
}

/// True if the kinds can be joined part by part.
fn are_of_one_kind(kinds: &[&TypeKind]) -> bool {
    let labels = |union: &Union| -> Vec<String> {
        let alternatives = union.alternatives.iter();
        alternatives.map(|one| one.label.clone()).collect()
    };
    kinds.iter().all(|kind| match (kinds[0], kind) {
        (TypeKind::Union(one), TypeKind::Union(other)) => match (&one.tag, &other.tag) {
            (Some(one), Some(other)) => one.member == other.member,
            (None, None) => labels(one) == labels(other) && one.unknown == other.unknown,
            (Some(_), None) | (None, Some(_)) => false,
        },
        (TypeKind::Tuple(one), TypeKind::Tuple(other)) => one.places.len() == other.places.len(),
        (TypeKind::Object(_), TypeKind::Object(_))
        | (TypeKind::StringEnum(_), TypeKind::StringEnum(_))
        | (TypeKind::Newtype(_), TypeKind::Newtype(_)) => true,
        (
            TypeKind::Union(_)
            | TypeKind::Tuple(_)
            | TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::Newtype(_),
            _,
        ) => false,
    })
}

/// An enum of these values, without repeats.
fn string_enum<'v>(values: impl Iterator<Item = &'v str>) -> StringEnum {
    let mut list = StringEnum {
        values: Vec::new(),
        unknown: Default::default(),
    };
    for value in values {
        if !list.values.iter().any(|known| known.value == value) {
            list.values.push(EnumValue {
                value: value.to_owned(),
                ident: Default::default(),
            });
        }
    }
    list
}

/// The word on presence that holds for all.
fn weakest(
    all: impl Iterator<Item = Option<DeclaredPresence>> + Clone,
) -> Option<DeclaredPresence> {
    let rank = |declared: &Option<DeclaredPresence>| match declared {
        Some(DeclaredPresence::Optional) => 0,
        None => 1,
        Some(DeclaredPresence::Hint) => 2,
        Some(DeclaredPresence::RequiredBySchema) => 3,
        Some(DeclaredPresence::RequiredByOverlay) => 4,
    };
    all.min_by_key(rank).flatten()
}

/// The title and the description of the first that has them, and the notes of all.
fn common_docs<'d>(all: impl Iterator<Item = &'d Docs> + Clone) -> Docs {
    let Some(first) = all.clone().next() else {
        return Docs::default();
    };
    let mut notes = first.notes.clone();
    notes.retain(|note| all.clone().all(|docs| docs.notes.contains(note)));
    Docs {
        title: all.clone().find_map(|docs| docs.title.clone()),
        description: all.clone().find_map(|docs| docs.description.clone()),
        notes,
        deprecated: all.clone().all(|docs| docs.deprecated),
    }
}

#[cfg(test)]
mod tests;
