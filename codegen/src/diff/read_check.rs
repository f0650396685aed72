//! Finds the extent to which the types of one model (the reader) read the values that the types of another (the writer) allow.
//!
//! The emitted code counts, not the schema: an enum reads any string, an object keeps unknown members, a union tries its
//! alternatives, and an optional member that does not fit is kept as it came. The check fails if it would take too many steps.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::misfit_effect::Reading;
use crate::equality::contains;
use crate::model::{
    Alternative, Fallback, Guard, Item, JsonType, MemberValues, Object, OtherMembers, Presence,
    Property, Shape, Tag, Tuple, TuplePlace, TypeDef, TypeId, TypeKind, Union, UntypedValues,
    Vendor,
};

/// The limit of shapes to compare in one check.
const MAX_STEPS: usize = 200_000;
/// The limit of nested shapes.
const MAX_DEPTH: usize = 128;

/// A check of the types of `reader` against those of `writer`.
struct ReadCheck<'m> {
    reader: &'m [TypeDef],
    writer: &'m [TypeDef],
    /// Pairs of types with the worst result so far.
    readings: BTreeMap<(TypeId, TypeId), Reading>,
    /// The pairs of this pass, whose results count as they are.
    checked: BTreeSet<(TypeId, TypeId)>,
    /// True if a result of this pass is worse than before.
    has_changed: bool,
    steps: usize,
    depth: usize,
}

/// The reader's item against values of the writer's item, `null` included.
pub(super) fn read_item(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Item,
    written: &Item,
) -> Reading {
    ReadCheck::new(reader, writer).settle(|check| check.item(reading, written))
}

/// The reader's type against values of the writer's type, `null` included.
pub(super) fn read_type(
    reader: &Vendor,
    writer: &Vendor,
    reading: TypeId,
    written: TypeId,
) -> Reading {
    let item = |id: TypeId| Item {
        shape: Shape::Named(id),
        nullable: false,
    };
    read_item(reader, writer, &item(reading), &item(written))
}

/// The reader's shape against values of the writer's shape. Both exclude `null`.
pub(super) fn read_shape(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Shape,
    written: &Shape,
) -> Reading {
    ReadCheck::new(reader, writer).settle(|check| check.shape(reading, written))
}

/// A tagged union of the reader against values of a tagged alternative of the writer.
pub(super) fn read_alternative(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Union,
    written: &Alternative,
) -> Reading {
    ReadCheck::new(reader, writer)
        .settle(|check| check.tagged(reading, written.tag.as_deref(), &written.shape))
}

/// The reader's item against the values that the writer's object may have for a member which it does not declare.
pub(super) fn read_undeclared(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Item,
    written: &Object,
    name: &str,
) -> Reading {
    ReadCheck::new(reader, writer).settle(|check| check.undeclared(reading, written, name))
}

/// True if a shape reads `null` without an `Option`.
pub(super) fn reads_null(vendor: &Vendor, shape: &Shape) -> bool {
    is_null_read(&vendor.types, shape, 0)
}

fn is_null_read(types: &[TypeDef], shape: &Shape, depth: usize) -> bool {
    let id = match shape {
        Shape::Named(id) => id,
        Shape::Lazy(item) => return item.nullable || is_null_read(types, &item.shape, depth + 1),
        _ => return matches!(shape, Shape::Any { .. }),
    };
    match kind(types, *id) {
        _ if depth > MAX_DEPTH => false,
        TypeKind::Newtype(item) => item.nullable || is_null_read(types, &item.shape, depth + 1),
        TypeKind::Union(Union {
            tag: None,
            alternatives,
            unknown,
            accessors: _,
        }) => {
            let mut alternatives = alternatives.iter();
            unknown.is_some()
                || alternatives.any(|alternative| {
                    alternative.guard.is_open()
                        && is_null_read(types, &alternative.shape, depth + 1)
                })
        }
        TypeKind::Union(_) | TypeKind::Object(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => {
            false
        }
    }
}

impl<'m> ReadCheck<'m> {
    fn new(reader: &'m Vendor, writer: &'m Vendor) -> Self {
        Self::of_types(&reader.types, &writer.types)
    }

    fn of_types(reader: &'m [TypeDef], writer: &'m [TypeDef]) -> Self {
        Self {
            reader,
            writer,
            readings: BTreeMap::new(),
            checked: BTreeSet::new(),
            has_changed: false,
            steps: 0,
            depth: 0,
        }
    }

    /// Repeats a check until no pair of types has a worse result than the pairs inside it relied on.
    fn settle(&mut self, check: impl Fn(&mut Self) -> Reading) -> Reading {
        loop {
            self.has_changed = false;
            self.checked.clear();
            let reading = check(self);
            if !self.has_changed || reading == Reading::Fails {
                return reading;
            }
        }
    }

    fn item(&mut self, reading: &Item, written: &Item) -> Reading {
        let is_only_null = is_only_null(&written.shape);
        let has_null = written.nullable || is_only_null;
        let null_fits =
            !has_null || reading.nullable || is_null_read(self.reader, &reading.shape, 0);
        if !null_fits || is_only_null {
            Reading::fails_unless(null_fits)
        } else {
            self.shape(&reading.shape, &written.shape)
        }
    }

    fn shape(&mut self, reading: &Shape, written: &Shape) -> Reading {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.depth > MAX_DEPTH {
            return Reading::Fails;
        }
        self.depth += 1;
        let fits = self.shapes(reading, written);
        self.depth -= 1;
        fits
    }

    fn shapes(&mut self, reading: &Shape, written: &Shape) -> Reading {
        let (reader, writer) = (self.reader, self.writer);
        if is_only_null(written) {
            return Reading::fails_unless(is_null_read(reader, reading, 0));
        }
        // The writer's newtype first: `reads_null` needs the reader's newtype.
        if let Some(item) = inner(writer, written) {
            return if item.nullable && !is_null_read(reader, reading, 0) {
                Reading::Fails
            } else {
                self.shape(reading, &item.shape)
            };
        }
        if let Some(item) = inner(reader, reading) {
            let inside = self.shape(&item.shape, written);
            return match reading {
                // Any value is kept as text.
                Shape::Lazy(_) => inside.min(Reading::KeepsMembers),
                _ => inside,
            };
        }
        match (reading.without_meaning(), written.without_meaning()) {
            (Shape::Any { .. }, _)
            | (
                _,
                Shape::Any {
                    reason: Some(Fallback::NoValue),
                },
            ) => Reading::Fits,
            (Shape::Named(one), Shape::Named(other)) => self.types(*one, *other),
            (_, Shape::Named(id)) => self.plain_reads_named(reading, kind(writer, *id)),
            (Shape::Named(id), _) => self.named_reads_plain(kind(reader, *id), written),
            (Shape::Boolean, Shape::Boolean)
            | (Shape::Integer, Shape::Integer)
            | (Shape::Number, Shape::Number | Shape::Integer)
            | (Shape::String | Shape::Constant(_), Shape::String | Shape::Constant(_)) => {
                Reading::Fits
            }
            (Shape::List(one), Shape::List(other)) | (Shape::Map(one), Shape::Map(other)) => {
                self.item(one, other)
            }
            (
                Shape::Boolean
                | Shape::Integer
                | Shape::UnixTime
                | Shape::Number
                | Shape::String
                | Shape::Text(_)
                | Shape::Constant(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Lazy(_),
                _,
            ) => Reading::Fails,
        }
    }

    /// Checks two named types. A pair that occurs inside itself fits at first; `settle` repeats the check if it does not.
    fn types(&mut self, reading: TypeId, written: TypeId) -> Reading {
        let pair = (reading, written);
        let earlier = self.readings.get(&pair).copied();
        let earlier = earlier.unwrap_or(Reading::Fits);
        if earlier == Reading::Fails || !self.checked.insert(pair) {
            return earlier;
        }
        let found = match (kind(self.reader, reading), kind(self.writer, written)) {
            // Split the writer's union first: different alternatives may read its parts.
            (TypeKind::Union(one), TypeKind::Union(other)) => {
                let alternatives = other.alternatives.iter();
                Reading::worst(alternatives.map(|written| match (&one.tag, &other.tag) {
                    (Some(tag), Some(known)) if tag.member == known.member => {
                        self.tagged(one, written.tag.as_deref(), &written.shape)
                    }
                    _ => self.union(one, &written.shape),
                }))
            }
            (_, TypeKind::Union(other)) => self.all_alternatives(&Shape::Named(reading), other),
            (TypeKind::Union(one), _) => self.union(one, &Shape::Named(written)),
            (TypeKind::Object(one), TypeKind::Object(other)) => self.objects(one, other),
            (TypeKind::StringEnum(_), TypeKind::StringEnum(_)) => Reading::Fits,
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) => self.tuples(one, other),
            (
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Tuple(_)
                | TypeKind::Newtype(_),
                _,
            ) => Reading::Fails,
        };
        if found > earlier {
            self.readings.insert(pair, found);
            self.has_changed = true;
        }
        found.max(earlier)
    }

    fn all_alternatives(&mut self, reading: &Shape, written: &Union) -> Reading {
        let alternatives = written.alternatives.iter();
        Reading::worst(alternatives.map(|alternative| self.shape(reading, &alternative.shape)))
    }

    /// Checks an unnamed shape against a named type.
    fn plain_reads_named(&mut self, reading: &Shape, written: &TypeKind) -> Reading {
        match (reading, written) {
            (_, TypeKind::Union(union)) => self.all_alternatives(reading, union),
            (Shape::String | Shape::Text(_) | Shape::Constant(_), TypeKind::StringEnum(_)) => {
                Reading::Fits
            }
            (Shape::Map(item), TypeKind::Object(object)) => match &item.shape {
                Shape::Any { .. } => Reading::Fits,
                _ => self.map_reads(item, object),
            },
            (Shape::List(item), TypeKind::Tuple(Tuple { places, rest })) => {
                let items = places.iter().map(|place| &place.item).chain([rest]);
                Reading::worst(items.map(|written| self.item(item, written)))
            }
            _ => Reading::Fails,
        }
    }

    /// Checks a named type against an unnamed shape.
    fn named_reads_plain(&mut self, reading: &TypeKind, written: &Shape) -> Reading {
        match (reading, written) {
            (TypeKind::Union(union), _) => self.union(union, written),
            (TypeKind::StringEnum(_), Shape::String | Shape::Text(_) | Shape::Constant(_)) => {
                Reading::Fits
            }
            (TypeKind::Object(object), Shape::Map(item)) => {
                Reading::worst(object.properties.iter().map(|property| {
                    self.optional(property.presence, |check| {
                        check.item(property.member_item(), item)
                    })
                }))
            }
            (TypeKind::Tuple(Tuple { places, rest }), Shape::List(item)) => {
                if places
                    .iter()
                    .any(|place| place.presence == Presence::Required)
                {
                    return Reading::Fails;
                }
                let items = places.iter().map(|place| &place.item).chain([rest]);
                Reading::worst(items.map(|reading| self.item(reading, item)))
            }
            _ => Reading::Fails,
        }
    }

    /// A member of the reader that may be absent from the writer's values. It is kept as it came if it does not fit.
    fn optional(
        &mut self,
        presence: Presence,
        check: impl FnOnce(&mut Self) -> Reading,
    ) -> Reading {
        match presence {
            Presence::Required => Reading::Fails,
            Presence::Optional => check(self).min(Reading::KeepsMembers),
        }
    }

    fn objects(&mut self, reading: &Object, written: &Object) -> Reading {
        let declared = members(written);
        let properties = reading.properties.iter();
        Reading::worst(
            properties.map(|property| match declared.get(property.name.as_str()) {
                None => self.optional(property.presence, |check| {
                    let prefixed = check.prefixed(property, reading, written);
                    prefixed.max(check.undeclared(property.member_item(), written, &property.name))
                }),
                Some(found)
                    if found.presence == Presence::Required
                        && property.presence == Presence::Required =>
                {
                    self.item(&property.item, &found.item)
                }
                Some(found) => self.optional(property.presence, |check| {
                    check.item(&property.item, &found.item)
                }),
            }),
        )
    }

    /// Checks the members that the writer declares and the reader has in a map.
    fn prefixed(&mut self, property: &Property, reading: &Object, written: &Object) -> Reading {
        if !property.is_prefix {
            return Reading::Fits;
        }
        let item = property.member_item();
        let held = |one: &&Property| reading.property(&one.name) == Some(property);
        let declared = written.properties.iter().filter(held);
        Reading::worst(declared.map(|one| self.item(item, one.member_item())))
    }

    /// Checks a member that the writer does not declare. It may still describe it, or else it may send any value but
    /// promises none.
    fn undeclared(&mut self, reading: &Item, written: &Object, name: &str) -> Reading {
        let mut others = written.others.iter();
        if others.any(|others| others.forbidden.contains(name)) {
            return Reading::Fits;
        }
        let described = written.others.iter().filter_map(|others| {
            let values = others.values_of(name);
            let is_described = !values.is_empty();
            is_described.then(|| {
                Reading::worst(
                    values
                        .into_iter()
                        .map(|values| self.untyped(reading, values)),
                )
            })
        });
        // The value fits all descriptions, so that the narrowest decides.
        described.min().unwrap_or(Reading::Fits)
    }

    /// Checks a map against an object: its members, and those that it does not declare.
    fn map_reads(&mut self, item: &Item, written: &Object) -> Reading {
        let properties = written.properties.iter();
        let declared =
            Reading::worst(properties.map(|property| self.item(item, property.member_item())));
        let closed = |check: &mut Self, others: &OtherMembers| {
            let patterns = others.patterns.iter().map(|(_, values)| values);
            let additional = others.additional.as_ref()?;
            let values = patterns.chain([additional]);
            Some(Reading::worst(
                values.map(|values| check.untyped(item, values)),
            ))
        };
        let others = written.others.iter();
        let others = others.filter_map(|others| closed(self, others)).min();
        declared.max(others.unwrap_or(Reading::Fails))
    }

    fn untyped(&mut self, reading: &Item, written: &UntypedValues) -> Reading {
        let mut check = ReadCheck::of_types(self.reader, &written.types);
        check.steps = self.steps;
        check.depth = self.depth;
        let found = check.settle(|check| check.item(reading, &written.item));
        self.steps = check.steps;
        found
    }

    fn tuples(&mut self, reading: &Tuple, written: &Tuple) -> Reading {
        let longest = reading.places.len().max(written.places.len());
        let places = (0..longest).map(|index| {
            let (one, other) = (reading.places.get(index), written.places.get(index));
            let is_there = one.is_none_or(|place| place.presence == Presence::Optional)
                || other.is_some_and(|place| place.presence == Presence::Required);
            let item = |place: Option<&'_ TuplePlace>, rest: &Item| {
                place.map_or_else(|| rest.clone(), |place| place.item.clone())
            };
            if is_there {
                self.item(&item(one, &reading.rest), &item(other, &written.rest))
            } else {
                Reading::Fails
            }
        });
        Reading::worst(places).max(self.item(&reading.rest, &written.rest))
    }

    /// Checks a union against one shape. Alternatives without a tag are tried strictly.
    fn union(&mut self, reading: &Union, written: &Shape) -> Reading {
        if let Shape::Named(id) = written
            && let TypeKind::Union(other) = kind(self.writer, *id)
        {
            let alternatives = other.alternatives.iter();
            return Reading::worst(
                alternatives.map(|alternative| self.union(reading, &alternative.shape)),
            );
        }
        if reading.tag.is_none() && reading.unknown.is_some() {
            return Reading::Fits;
        }
        let Some(Tag { member, unknown: _ }) = &reading.tag else {
            let mut alternatives = reading.alternatives.iter();
            return Reading::fails_unless(alternatives.any(|alternative| {
                self.passes(&alternative.guard, written)
                    && self.shape(&alternative.shape, written) == Reading::Fits
            }));
        };
        match self.object(written) {
            None => Reading::Fails,
            Some(object) => match members(object).get(member.as_str()) {
                None => self.tagged(reading, None, written),
                Some(Property {
                    presence: Presence::Required,
                    item:
                        Item {
                            shape: Shape::Constant(text),
                            nullable: false,
                        },
                    ..
                }) => self.tagged(reading, Some(text), written),
                // The tag may be that of any alternative.
                Some(_) => Reading::worst(
                    reading
                        .alternatives
                        .iter()
                        .map(|alternative| self.shape(&alternative.shape, written)),
                ),
            },
        }
    }

    /// Checks a tagged union against values with this tag. It keeps values that no alternative is for.
    fn tagged(&mut self, reading: &Union, tag: Option<&str>, written: &Shape) -> Reading {
        let mut alternatives = reading.alternatives.iter();
        match alternatives.find(|alternative| alternative.tag.as_deref() == tag) {
            Some(Alternative { shape, .. }) => self.shape(shape, written),
            None => Reading::Fits,
        }
    }

    /// True if every value of the shape passes the guard.
    fn passes(&self, guard: &Guard, written: &Shape) -> bool {
        let Guard {
            json_type,
            values,
            required,
        } = guard;
        if json_type.is_some_and(|json_type| self.json_type(written) != Some(json_type)) {
            return false;
        }
        if values.is_empty() && required.is_empty() {
            return true;
        }
        let Some(members) = self.object(written).map(members) else {
            return false;
        };
        let is_there = |member: &&Property| member.presence == Presence::Required;
        let has_value = |listed: &MemberValues| match &listed.path[..] {
            [name] => members.get(name.as_str()).is_some_and(|member| {
                (is_there(member) || !listed.is_required) && self.lists(&member.item, listed)
            }),
            _ => false,
        };
        let is_always_there = |name: &String| members.get(name.as_str()).is_some_and(is_there);
        values.iter().all(has_value) && required.iter().all(is_always_there)
    }

    /// True if every value of the item, as its schema lists them, is among those of a guard.
    fn lists(&self, written: &Item, listed: &MemberValues) -> bool {
        let is_listed = |text: &str| contains(&listed.values, &text.into());
        let is_null_listed = !written.nullable || contains(&listed.values, &Value::Null);
        is_null_listed
            && match &written.shape {
                Shape::Constant(text) => is_listed(text),
                Shape::Named(id) => match kind(self.writer, *id) {
                    TypeKind::StringEnum(list) => {
                        list.values.iter().all(|known| is_listed(&known.value))
                    }
                    TypeKind::Object(_)
                    | TypeKind::Union(_)
                    | TypeKind::Tuple(_)
                    | TypeKind::Newtype(_) => false,
                },
                _ => false,
            }
    }

    /// The object type of a shape, if it is one.
    fn object(&self, written: &Shape) -> Option<&'m Object> {
        match written {
            Shape::Named(id) => match kind(self.writer, *id) {
                TypeKind::Object(object) => Some(object),
                TypeKind::StringEnum(_)
                | TypeKind::Union(_)
                | TypeKind::Tuple(_)
                | TypeKind::Newtype(_) => None,
            },
            _ => None,
        }
    }

    /// The JSON type of all values of a shape, if there is only one.
    fn json_type(&self, written: &Shape) -> Option<JsonType> {
        Some(match written {
            Shape::Any { .. } => return None,
            Shape::Boolean => JsonType::Boolean,
            Shape::Integer | Shape::UnixTime | Shape::Number => JsonType::Number,
            Shape::String | Shape::Text(_) | Shape::Constant(_) => JsonType::String,
            Shape::List(_) => JsonType::Array,
            Shape::Map(_) => JsonType::Object,
            Shape::Lazy(item) if item.nullable => return None,
            Shape::Lazy(item) => self.json_type(&item.shape)?,
            Shape::Named(id) => match kind(self.writer, *id) {
                TypeKind::Object(_) => JsonType::Object,
                TypeKind::StringEnum(_) => JsonType::String,
                TypeKind::Tuple(_) => JsonType::Array,
                TypeKind::Union(union) => union.tag.as_ref().map(|_| JsonType::Object)?,
                TypeKind::Newtype(item) if item.nullable => return None,
                TypeKind::Newtype(item) => self.json_type(&item.shape)?,
            },
        })
    }
}

/// True if the schema allows no value but `null`.
fn is_only_null(shape: &Shape) -> bool {
    let reason = Some(Fallback::OnlyNull);
    *shape == Shape::Any { reason }
}

/// The item that a newtype wraps, or that a lazy value is when it is looked at.
fn inner<'m>(types: &'m [TypeDef], shape: &'m Shape) -> Option<&'m Item> {
    match shape {
        Shape::Named(id) => match kind(types, *id) {
            TypeKind::Newtype(item) => Some(item),
            TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::Union(_)
            | TypeKind::Tuple(_) => None,
        },
        Shape::Lazy(item) => Some(item),
        _ => None,
    }
}

fn kind(types: &[TypeDef], id: TypeId) -> &TypeKind {
    &types[id.0].kind
}

fn members(object: &Object) -> BTreeMap<&str, &Property> {
    let properties = object.properties.iter();
    properties
        .map(|property| (property.name.as_str(), property))
        .collect()
}
