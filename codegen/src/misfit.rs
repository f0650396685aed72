//! Values that do not fit the emitted types, and members that these do not declare: reads a body by the model, as the emitted crate
//! does.

use serde_json::{Map, Value};

use crate::equality::contains;
use crate::event_routing;
use crate::expected;
use crate::model::{
    Choice, Event, Guard, Item, JsonType, MemberValues, Object, Presence, Shape, Tag, Tuple,
    TypeId, TypeKind, Union, Vendor,
};

/// A value that does not fit its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// Path of the value in the body.
    pub(crate) steps: Vec<String>,
    /// In the words of the emitted crate.
    pub(crate) expected: String,
    /// The JSON type of the value; `None` if it is missing.
    pub(crate) found: Option<&'static str>,
}

/// The value that is kept as it came because of a misfit in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    /// An optional member, which stays in `extra`.
    Member(Vec<String>),
    /// The payload of a malformed event: the event, or the whole body.
    Payload(Vec<String>),
}

/// The first misfit of a whole body, as `parse_strict` finds it; `None` if the body fits.
pub(crate) fn misfit_of_body(vendor: &Vendor, event: &Event, body: &Value) -> Option<Misfit> {
    let is_unenveloped = event_routing::is_unenveloped(vendor.naming.as_ref(), body);
    let mut reader = Reader::new(vendor, true);
    reader.delivery(event, body, is_unenveloped).err()
}

/// The first misfit of a whole body, those in lazy values included.
pub(crate) fn misfit_of_looked_at_body(
    vendor: &Vendor,
    event: &Event,
    body: &Value,
) -> Option<Misfit> {
    let is_unenveloped = event_routing::is_unenveloped(vendor.naming.as_ref(), body);
    let mut reader = Reader::new(vendor, true);
    reader.looks_at_lazy = true;
    reader.delivery(event, body, is_unenveloped).err()
}

/// The only misfit of a whole body, and the value that `parse` keeps because of it. `None` if the body fits, or has several
/// misfits.
pub(crate) fn only_misfit(
    vendor: &Vendor,
    event: &Event,
    body: &Value,
    is_unenveloped: bool,
) -> Option<(Misfit, Kept)> {
    let misfits = misfits(vendor, event, body, is_unenveloped);
    let [only] = <[_; 1]>::try_from(misfits).ok()?;
    Some(only)
}

/// The misfits of a whole body, and the values that `parse` keeps because of them.
pub(crate) fn misfits(
    vendor: &Vendor,
    event: &Event,
    body: &Value,
    is_unenveloped: bool,
) -> Vec<(Misfit, Kept)> {
    let mut reader = Reader::new(vendor, false);
    let read = reader.keeping(Kept::Payload, |reader| {
        reader.delivery(event, body, is_unenveloped)
    });
    debug_assert_eq!(read, Ok(()), "the body as a whole can be kept");
    reader.kept
}

/// The members of a whole body that no type declares. Those inside plain JSON, which has no type, are not among them.
pub(crate) fn unknown_members(
    vendor: &Vendor,
    event: &Event,
    body: &Value,
    is_unenveloped: bool,
) -> Vec<Vec<String>> {
    let mut reader = Reader::new(vendor, false);
    let read = reader.delivery(event, body, is_unenveloped);
    read.map(|()| reader.unknown).unwrap_or_default()
}

/// Number of leaves of a whole body that are read into fields with a type.
pub(crate) fn typed_leaves(vendor: &Vendor, event: &Event, body: &Value) -> usize {
    let is_unenveloped = event_routing::is_unenveloped(vendor.naming.as_ref(), body);
    let mut reader = Reader::new(vendor, false);
    let read = reader.delivery(event, body, is_unenveloped);
    read.map_or(0, |()| reader.typed_leaves)
}

/// Reads values as the emitted crate does. An error is a misfit for which no value around it has been kept so far.
struct Reader<'v> {
    vendor: &'v Vendor,
    /// True if nothing is kept: in `parse_strict`, and inside unions without a tag.
    is_strict: bool,
    /// True if lazy values must fit as well.
    looks_at_lazy: bool,
    /// Path of the current value.
    path: Vec<Step<'v>>,
    kept: Vec<(Misfit, Kept)>,
    /// Paths of members that no type declares.
    unknown: Vec<Vec<String>>,
    /// Number of leaves in fields with a type.
    typed_leaves: usize,
}

#[derive(Clone, Copy)]
enum Step<'v> {
    Member(&'v str),
    Item(usize),
}

impl<'v> Reader<'v> {
    fn new(vendor: &'v Vendor, is_strict: bool) -> Self {
        Self {
            vendor,
            is_strict,
            looks_at_lazy: false,
            path: Vec::new(),
            kept: Vec::new(),
            unknown: Vec::new(),
            typed_leaves: 0,
        }
    }

    fn delivery(
        &mut self,
        event: &'v Event,
        body: &'v Value,
        is_unenveloped: bool,
    ) -> Result<(), Misfit> {
        let vendor = self.vendor;
        let Some(envelope) = vendor.envelope.as_ref().filter(|_| !is_unenveloped) else {
            return self.named(event.root, body);
        };
        self.named(envelope.fields, body)?;
        self.unknown
            .retain(|path| path[..] != [&*envelope.event_member]);
        self.inside(Step::Member(&envelope.event_member), |reader| {
            let Some(payload) = body.get(&envelope.event_member) else {
                return Err(reader.misfit(expected::event(vendor), None));
            };
            reader.keeping(Kept::Payload, |reader| reader.named(event.root, payload))
        })
    }

    /// Reads a value that is kept if it does not fit.
    fn keeping(
        &mut self,
        kept: fn(Vec<String>) -> Kept,
        read: impl FnOnce(&mut Self) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        let (misfits, unknown) = (self.kept.len(), self.unknown.len());
        let typed_leaves = self.typed_leaves;
        match read(self) {
            Err(misfit) if !self.is_strict => {
                self.kept.truncate(misfits);
                self.kept.push((misfit, kept(self.steps())));
                self.unknown.truncate(unknown);
                self.typed_leaves = typed_leaves;
                Ok(())
            }
            read => read,
        }
    }

    fn inside<T>(&mut self, step: Step<'v>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let read = read(self);
        self.path.pop();
        read
    }

    fn steps(&self) -> Vec<String> {
        let steps = self.path.iter().map(|step| match step {
            Step::Member(name) => (*name).to_owned(),
            Step::Item(index) => index.to_string(),
        });
        steps.collect()
    }

    /// A misfit of the current value, which is missing if it is `None`.
    fn misfit(&self, expected: impl Into<String>, value: Option<&Value>) -> Misfit {
        Misfit {
            steps: self.steps(),
            expected: expected.into(),
            found: value.map(json_type),
        }
    }

    fn named(&mut self, id: TypeId, value: &'v Value) -> Result<(), Misfit> {
        let vendor = self.vendor;
        match (&vendor.types[id.0].kind, value) {
            (TypeKind::Object(object), Value::Object(members)) => self.object(object, members),
            (TypeKind::Tuple(tuple), Value::Array(items)) => self.tuple(tuple, items),
            (TypeKind::Union(union), _) => match &union.tag {
                Some(tag) if value.is_object() => self.tagged(union, tag, value),
                Some(_) => Err(self.refused(&Shape::Named(id), value)),
                None => self.untagged(id, union, value),
            },
            (TypeKind::Newtype(item), _) => self.item(item, value),
            (TypeKind::StringEnum(_), Value::String(_)) => {
                self.typed_leaves += 1;
                Ok(())
            }
            (TypeKind::Object(_) | TypeKind::Tuple(_) | TypeKind::StringEnum(_), _) => {
                Err(self.refused(&Shape::Named(id), value))
            }
        }
    }

    fn item(&mut self, item: &'v Item, value: &'v Value) -> Result<(), Misfit> {
        if item.nullable && value.is_null() {
            self.typed_leaves += 1;
            return Ok(());
        }
        self.shape(&item.shape, value).map_err(|mut misfit| {
            let is_here = misfit.steps.len() == self.path.len();
            if is_here && item.nullable && !misfit.expected.ends_with(OR_NULL) {
                misfit.expected.push_str(OR_NULL);
            }
            misfit
        })
    }

    fn shape(&mut self, shape: &'v Shape, value: &'v Value) -> Result<(), Misfit> {
        let fits = match (shape, value) {
            (Shape::Any { .. }, _) => return Ok(()),
            (Shape::Boolean, value) => value.is_boolean(),
            (Shape::Number, value) => value.is_number(),
            (Shape::Integer | Shape::UnixTime, Value::Number(number)) => {
                let is_whole = |float: f64| float.fract() == 0.0;
                number.is_i64() || number.is_u64() || number.as_f64().is_some_and(is_whole)
            }
            (Shape::String | Shape::Text(_) | Shape::Constant(_), value) => value.is_string(),
            (Shape::List(item), Value::Array(items)) => {
                self.typed_leaves += usize::from(items.is_empty());
                return self.items(item, items, 0);
            }
            (Shape::Lazy(item), value) => return self.lazy(item, value),
            (Shape::Map(item), Value::Object(members)) => {
                for (name, value) in members {
                    self.inside(Step::Member(name), |reader| reader.item(item, value))?;
                }
                self.typed_leaves += usize::from(members.is_empty());
                return Ok(());
            }
            (Shape::Integer | Shape::UnixTime | Shape::List(_) | Shape::Map(_), _) => false,
            (Shape::Named(id), value) => return self.named(*id, value),
        };
        if fits {
            self.typed_leaves += 1;
            Ok(())
        } else {
            Err(self.refused(shape, value))
        }
    }

    /// Any value fits. One that does not fit when it is looked at has no leaves with a type.
    fn lazy(&mut self, item: &'v Item, value: &'v Value) -> Result<(), Misfit> {
        if self.looks_at_lazy {
            return self.item(item, value);
        }
        let (misfits, unknown) = (self.kept.len(), self.unknown.len());
        let typed_leaves = self.typed_leaves;
        let is_strict = std::mem::take(&mut self.is_strict);
        if self.item(item, value).is_err() {
            self.typed_leaves = typed_leaves;
        }
        self.is_strict = is_strict;
        self.kept.truncate(misfits);
        self.unknown.truncate(unknown);
        Ok(())
    }

    fn refused(&self, shape: &Shape, value: &Value) -> Misfit {
        let item = Item {
            shape: shape.clone(),
            nullable: false,
        };
        self.misfit(expected::item(self.vendor, &item), Some(value))
    }

    fn object(
        &mut self,
        object: &'v Object,
        members: &'v Map<String, Value>,
    ) -> Result<(), Misfit> {
        self.typed_leaves += usize::from(members.is_empty());
        let mut declared = 0;
        for property in object.properties.iter().filter(|one| !one.is_prefix) {
            let found = members.get(&property.name);
            declared += usize::from(found.is_some());
            self.inside(Step::Member(&property.name), |reader| {
                match (found, property.presence) {
                    (Some(value), Presence::Optional) => {
                        reader.keeping(Kept::Member, |reader| reader.item(&property.item, value))
                    }
                    (found, presence) => reader.place(presence, &property.item, found),
                }
            })?;
        }
        if declared < members.len() {
            for (name, value) in members {
                match object.property(name) {
                    Some(property) if property.is_prefix => {
                        self.inside(Step::Member(name), |reader| {
                            reader.keeping(Kept::Member, |reader| {
                                reader.item(property.member_item(), value)
                            })
                        })?;
                    }
                    Some(_) => {}
                    None => {
                        let path = self.inside(Step::Member(name), |reader| reader.steps());
                        self.unknown.push(path);
                    }
                }
            }
        }
        Ok(())
    }

    /// A member or a place that is not kept if it does not fit.
    fn place(
        &mut self,
        presence: Presence,
        item: &'v Item,
        found: Option<&'v Value>,
    ) -> Result<(), Misfit> {
        match (found, presence) {
            (Some(value), _) => self.item(item, value),
            (None, Presence::Optional) => Ok(()),
            (None, Presence::Required) => Err(self.misfit(expected::item(self.vendor, item), None)),
        }
    }

    fn tuple(&mut self, tuple: &'v Tuple, items: &'v [Value]) -> Result<(), Misfit> {
        for (index, place) in tuple.places.iter().enumerate() {
            self.inside(Step::Item(index), |reader| {
                reader.place(place.presence, &place.item, items.get(index))
            })?;
        }
        let start = tuple.places.len().min(items.len());
        self.typed_leaves += usize::from(items.is_empty());
        self.items(&tuple.rest, &items[start..], start)
    }

    fn items(&mut self, item: &'v Item, items: &'v [Value], start: usize) -> Result<(), Misfit> {
        for (value, index) in items.iter().zip(start..) {
            self.inside(Step::Item(index), |reader| reader.item(item, value))?;
        }
        Ok(())
    }

    fn tagged(&mut self, union: &'v Union, tag: &'v Tag, value: &'v Value) -> Result<(), Misfit> {
        let refused = match union.choose(value) {
            Some(Choice::Known(alternative)) => return self.shape(&alternative.shape, value),
            Some(Choice::Unknown) | None => return Ok(()),
            Some(Choice::Refused) => self.inside(Step::Member(&tag.member), |reader| {
                reader.misfit("a string", value.get(&tag.member))
            }),
        };
        // A tag that is no string counts as absent.
        let mut alternatives = union.alternatives.iter();
        let Some(untagged) = alternatives
            .find(|alternative| alternative.tag.is_none())
            .filter(|_| !self.is_strict)
        else {
            return Err(refused);
        };
        let kept = Kept::Member(refused.steps.clone());
        let refused = (refused, kept);
        self.shape(&untagged.shape, value)?;
        // The alternative may declare the tag, and then has found the same.
        if !self.kept.contains(&refused) {
            self.kept.push(refused);
        }
        Ok(())
    }

    /// The alternatives are tried strictly, so that tolerance never picks the wrong one.
    fn untagged(&mut self, id: TypeId, union: &'v Union, value: &'v Value) -> Result<(), Misfit> {
        let is_strict = std::mem::replace(&mut self.is_strict, true);
        let mut misfits = Vec::new();
        let mut is_read = false;
        for alternative in &union.alternatives {
            if admits(&alternative.guard, value) {
                let (unknown, typed_leaves) = (self.unknown.len(), self.typed_leaves);
                match self.shape(&alternative.shape, value) {
                    Ok(()) => is_read = true,
                    Err(misfit) => {
                        misfits.push(misfit);
                        self.unknown.truncate(unknown);
                        self.typed_leaves = typed_leaves;
                    }
                }
            }
            if is_read {
                break;
            }
        }
        self.is_strict = is_strict;
        match misfits.pop() {
            _ if is_read || union.unknown.is_some() => Ok(()),
            Some(only) if misfits.is_empty() => Err(only),
            _ => Err(self.refused(&Shape::Named(id), value)),
        }
    }
}

/// End of the words for what may also be null.
const OR_NULL: &str = " or null";

/// True if a value passes the guard of an alternative.
pub(crate) fn admits(guard: &Guard, value: &Value) -> bool {
    let Guard {
        json_type,
        values,
        required,
    } = guard;
    let has_type = match json_type {
        None => true,
        Some(JsonType::Boolean) => value.is_boolean(),
        Some(JsonType::Number) => value.is_number(),
        Some(JsonType::String) => value.is_string(),
        Some(JsonType::Array) => value.is_array(),
        Some(JsonType::Object) => value.is_object(),
    };
    let has_value = |member: &MemberValues| {
        let mut path = member.path.iter();
        let found = path.try_fold(value, |value, name| value.get(name));
        found.map_or(!member.is_required, |found| contains(&member.values, found))
    };
    has_type
        && required.iter().all(|name| value.get(name).is_some())
        && values.iter().all(has_value)
}

/// A value's JSON type, in the words of the emitted crate.
pub(crate) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
