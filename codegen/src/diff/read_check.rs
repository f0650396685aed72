//! Decides whether the types of one model (the reader) read every value that the types of another (the writer) allow.
//!
//! The emitted code counts, not the schema: an enum reads any string, an object keeps unknown members, a union tries its
//! alternatives. The answer is no if it would take too many steps.

use std::collections::BTreeMap;

use serde_json::Value;

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
    /// Pairs of types that are being checked, and pairs that fit if the earlier ones do.
    assumed: Vec<(TypeId, TypeId)>,
    steps: usize,
    depth: usize,
}

/// True if the reader's item reads every value of the writer's item, `null` included.
pub(super) fn reads_item(reader: &Vendor, writer: &Vendor, reading: &Item, written: &Item) -> bool {
    ReadCheck::new(reader, writer).item(reading, written)
}

/// True if the reader's type reads every value of the writer's type, `null` included.
pub(super) fn reads_type(
    reader: &Vendor,
    writer: &Vendor,
    reading: TypeId,
    written: TypeId,
) -> bool {
    let item = |id: TypeId| Item {
        shape: Shape::Named(id),
        nullable: false,
    };
    reads_item(reader, writer, &item(reading), &item(written))
}

/// True if the reader's shape reads every value of the writer's shape. Both exclude `null`.
pub(super) fn reads_shape(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Shape,
    written: &Shape,
) -> bool {
    ReadCheck::new(reader, writer).shape(reading, written)
}

/// True if a tagged union of the reader reads every value of a tagged alternative of the writer.
pub(super) fn reads_alternative(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Union,
    written: &Alternative,
) -> bool {
    ReadCheck::new(reader, writer).tagged(reading, written.tag.as_deref(), &written.shape)
}

/// True if the reader's item reads every value that the writer's object may have for a member which it does not declare.
pub(super) fn reads_undeclared(
    reader: &Vendor,
    writer: &Vendor,
    reading: &Item,
    written: &Object,
    name: &str,
) -> bool {
    ReadCheck::new(reader, writer).undeclared(reading, written, name)
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
            assumed: Vec::new(),
            steps: 0,
            depth: 0,
        }
    }

    fn item(&mut self, reading: &Item, written: &Item) -> bool {
        let is_only_null = is_only_null(&written.shape);
        let has_null = written.nullable || is_only_null;
        let null_fits =
            !has_null || reading.nullable || is_null_read(self.reader, &reading.shape, 0);
        null_fits && (is_only_null || self.shape(&reading.shape, &written.shape))
    }

    fn shape(&mut self, reading: &Shape, written: &Shape) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.depth > MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        let fits = self.shapes(reading, written);
        self.depth -= 1;
        fits
    }

    fn shapes(&mut self, reading: &Shape, written: &Shape) -> bool {
        let (reader, writer) = (self.reader, self.writer);
        if is_only_null(written) {
            return is_null_read(reader, reading, 0);
        }
        // The writer's newtype first: `reads_null` needs the reader's newtype.
        if let Some(item) = inner(writer, written) {
            let null_fits = !item.nullable || is_null_read(reader, reading, 0);
            return null_fits && self.shape(reading, &item.shape);
        }
        if let Some(item) = inner(reader, reading) {
            return self.shape(&item.shape, written);
        }
        match (reading.without_meaning(), written.without_meaning()) {
            (Shape::Any { .. }, _) => true,
            (
                _,
                Shape::Any {
                    reason: Some(Fallback::NoValue),
                },
            ) => true,
            (Shape::Named(one), Shape::Named(other)) => self.types(*one, *other),
            (_, Shape::Named(id)) => self.plain_reads_named(reading, kind(writer, *id)),
            (Shape::Named(id), _) => self.named_reads_plain(kind(reader, *id), written),
            (Shape::Boolean, Shape::Boolean)
            | (Shape::Integer, Shape::Integer)
            | (Shape::Number, Shape::Number | Shape::Integer)
            | (Shape::String | Shape::Constant(_), Shape::String | Shape::Constant(_)) => true,
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
            ) => false,
        }
    }

    /// Checks two named types. A pair that occurs inside itself fits if everything else does.
    fn types(&mut self, reading: TypeId, written: TypeId) -> bool {
        if self.assumed.contains(&(reading, written)) {
            return true;
        }
        let before = self.assumed.len();
        self.assumed.push((reading, written));
        let fits = match (kind(self.reader, reading), kind(self.writer, written)) {
            // Split the writer's union first: different alternatives may read its parts.
            (TypeKind::Union(one), TypeKind::Union(other)) => {
                other
                    .alternatives
                    .iter()
                    .all(|written| match (&one.tag, &other.tag) {
                        (Some(tag), Some(known)) if tag.member == known.member => {
                            self.tagged(one, written.tag.as_deref(), &written.shape)
                        }
                        _ => self.union(one, &written.shape),
                    })
            }
            (_, TypeKind::Union(other)) => other
                .alternatives
                .iter()
                .all(|written_as| self.shape(&Shape::Named(reading), &written_as.shape)),
            (TypeKind::Union(one), _) => self.union(one, &Shape::Named(written)),
            (TypeKind::Object(one), TypeKind::Object(other)) => self.objects(one, other),
            (TypeKind::StringEnum(_), TypeKind::StringEnum(_)) => true,
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) => self.tuples(one, other),
            (
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Tuple(_)
                | TypeKind::Newtype(_),
                _,
            ) => false,
        };
        if !fits {
            // Assumptions made after this pair may depend on it; discard them.
            self.assumed.truncate(before);
        }
        fits
    }

    /// Checks an unnamed shape against a named type.
    fn plain_reads_named(&mut self, reading: &Shape, written: &TypeKind) -> bool {
        match (reading, written) {
            (_, TypeKind::Union(union)) => union
                .alternatives
                .iter()
                .all(|alternative| self.shape(reading, &alternative.shape)),
            (Shape::String | Shape::Text(_) | Shape::Constant(_), TypeKind::StringEnum(_)) => true,
            (Shape::Map(item), TypeKind::Object(object)) => {
                matches!(item.shape, Shape::Any { .. }) || self.map_reads(item, object)
            }
            (Shape::List(item), TypeKind::Tuple(Tuple { places, rest })) => {
                let mut places = places.iter();
                places.all(|place| self.item(item, &place.item)) && self.item(item, rest)
            }
            _ => false,
        }
    }

    /// Checks a named type against an unnamed shape.
    fn named_reads_plain(&mut self, reading: &TypeKind, written: &Shape) -> bool {
        match (reading, written) {
            (TypeKind::Union(union), _) => self.union(union, written),
            (TypeKind::StringEnum(_), Shape::String | Shape::Text(_) | Shape::Constant(_)) => true,
            (TypeKind::Object(object), Shape::Map(item)) => {
                object.properties.iter().all(|property| {
                    property.presence == Presence::Optional
                        && self.item(property.member_item(), item)
                })
            }
            (TypeKind::Tuple(Tuple { places, rest }), Shape::List(item)) => {
                let mut places = places.iter();
                places.all(|place| {
                    place.presence == Presence::Optional && self.item(&place.item, item)
                }) && self.item(rest, item)
            }
            _ => false,
        }
    }

    fn objects(&mut self, reading: &Object, written: &Object) -> bool {
        let declared = members(written);
        reading
            .properties
            .iter()
            .all(|property| match declared.get(property.name.as_str()) {
                None => {
                    property.presence == Presence::Optional
                        && self.prefixed(property, reading, written)
                        && self.undeclared(property.member_item(), written, &property.name)
                }
                Some(found) => {
                    let is_there = property.presence == Presence::Optional
                        || found.presence == Presence::Required;
                    is_there && self.item(&property.item, &found.item)
                }
            })
    }

    /// Checks the members that the writer declares and the reader has in a map.
    fn prefixed(&mut self, property: &Property, reading: &Object, written: &Object) -> bool {
        let item = property.member_item();
        let held = |one: &&Property| reading.property(&one.name) == Some(property);
        let mut declared = written.properties.iter().filter(held);
        !property.is_prefix || declared.all(|one| self.item(item, one.member_item()))
    }

    /// Checks a member that the writer does not declare. It may still describe it, or else it may send any value but
    /// promises none.
    fn undeclared(&mut self, reading: &Item, written: &Object, name: &str) -> bool {
        // The value fits all descriptions, so that the narrowest decides.
        let mut is_described = false;
        let is_read = written.others.iter().any(|others| {
            let values = others.values_of(name);
            is_described |= !values.is_empty();
            !values.is_empty()
                && values
                    .into_iter()
                    .all(|values| self.untyped(reading, values))
        });
        is_read
            || !is_described
            || written
                .others
                .iter()
                .any(|others| others.forbidden.contains(name))
    }

    /// Checks a map against an object: its members, and those that it does not declare.
    fn map_reads(&mut self, item: &Item, written: &Object) -> bool {
        let mut properties = written.properties.iter();
        let is_closed = |check: &mut Self, others: &OtherMembers| {
            let patterns = others.patterns.iter().map(|(_, values)| values);
            others.additional.as_ref().is_some_and(|additional| {
                patterns
                    .chain([additional])
                    .all(|values| check.untyped(item, values))
            })
        };
        properties.all(|property| self.item(item, property.member_item()))
            && written.others.iter().any(|others| is_closed(self, others))
    }

    fn untyped(&mut self, reading: &Item, written: &UntypedValues) -> bool {
        let mut check = ReadCheck::of_types(self.reader, &written.types);
        check.steps = self.steps;
        check.depth = self.depth;
        let fits = check.item(reading, &written.item);
        self.steps = check.steps;
        fits
    }

    fn tuples(&mut self, reading: &Tuple, written: &Tuple) -> bool {
        let longest = reading.places.len().max(written.places.len());
        let places = (0..longest).all(|index| {
            let (one, other) = (reading.places.get(index), written.places.get(index));
            let is_there = one.is_none_or(|place| place.presence == Presence::Optional)
                || other.is_some_and(|place| place.presence == Presence::Required);
            let item = |place: Option<&'_ TuplePlace>, rest: &Item| {
                place.map_or_else(|| rest.clone(), |place| place.item.clone())
            };
            is_there && self.item(&item(one, &reading.rest), &item(other, &written.rest))
        });
        places && self.item(&reading.rest, &written.rest)
    }

    /// Checks a union against one shape.
    fn union(&mut self, reading: &Union, written: &Shape) -> bool {
        if let Shape::Named(id) = written
            && let TypeKind::Union(other) = kind(self.writer, *id)
        {
            let mut alternatives = other.alternatives.iter();
            return alternatives.all(|alternative| self.union(reading, &alternative.shape));
        }
        if reading.tag.is_none() && reading.unknown.is_some() {
            return true;
        }
        let Some(Tag { member, unknown: _ }) = &reading.tag else {
            return reading.alternatives.iter().any(|alternative| {
                self.passes(&alternative.guard, written) && self.shape(&alternative.shape, written)
            });
        };
        match self.object(written) {
            None => false,
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
                Some(_) => reading
                    .alternatives
                    .iter()
                    .all(|alternative| self.shape(&alternative.shape, written)),
            },
        }
    }

    /// Checks a tagged union against values with this tag. It keeps values that no alternative is for.
    fn tagged(&mut self, reading: &Union, tag: Option<&str>, written: &Shape) -> bool {
        let mut alternatives = reading.alternatives.iter();
        match alternatives.find(|alternative| alternative.tag.as_deref() == tag) {
            Some(Alternative { shape, .. }) => self.shape(shape, written),
            None => true,
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
