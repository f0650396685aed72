//! Shapes to the schemas of overlays. Repeated until no definition grows, because a definition is made of all places that it is
//! found at.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

use super::definitions::{Definitions, NameClash};
use super::schema::{Kinds, SchemaId, kind_list};
use super::shape::{Shape, Shapes};
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::text::shown;

/// Number of places that may be converted in one repetition.
const MAX_PLACES: usize = 50_000;
/// Number of objects within each other that have no definition.
const MAX_INLINE_DEPTH: usize = 32;

/// The schemas of overlays.
#[derive(Debug, Default)]
pub(super) struct Converted {
    /// The payload schema of each event.
    pub(super) events: Vec<Value>,
    /// The definitions that they refer to, directly or through others.
    pub(super) definitions: BTreeMap<String, Value>,
}

/// Converts the payloads of events, each described by several schemas.
pub(super) fn convert(
    events: &[BTreeSet<SchemaId>],
    definitions: &mut Definitions,
    shapes: &mut Shapes<'_>,
    label: &str,
) -> Converted {
    let mut converter = Converter {
        shapes,
        definitions,
        label,
        reached: BTreeSet::new(),
        waiting: VecDeque::new(),
        inline: Vec::new(),
        grew: false,
        places: 0,
    };
    loop {
        let converted = converter.convert_all(events);
        if !converter.grew
            || converter
                .shapes
                .diagnostics
                .iter()
                .any(Diagnostic::is_error)
        {
            return converted;
        }
    }
}

struct Converter<'c, 's> {
    shapes: &'c mut Shapes<'s>,
    definitions: &'c mut Definitions,
    /// The mapping, in messages.
    label: &'c str,
    /// The definitions that something refers to.
    reached: BTreeSet<usize>,
    waiting: VecDeque<usize>,
    /// The objects without a definition that are being converted, outermost first.
    inline: Vec<BTreeSet<SchemaId>>,
    /// True if a definition got a place that it did not have.
    grew: bool,
    places: usize,
}

impl Converter<'_, '_> {
    fn convert_all(&mut self, events: &[BTreeSet<SchemaId>]) -> Converted {
        self.grew = false;
        self.places = 0;
        self.reached.clear();
        let mut converted = Converted::default();
        for event in events {
            let shape = self.shapes.joined(event);
            let payload = self.object(&shape, "", false);
            converted.events.push(payload);
        }
        while let Some(index) = self.waiting.pop_front() {
            let places = self.definitions.list[index].places.clone();
            let shape = self.shapes.joined(&places);
            let name = self.definitions.list[index].name.clone();
            let definition = self.object(&shape, &name, false);
            converted.definitions.insert(name, definition);
        }
        converted
    }

    /// The schema of a place. `member` is the name of the member that holds it.
    fn place(&mut self, ids: &BTreeSet<SchemaId>, member: &str) -> Value {
        self.places += 1;
        if self.places > MAX_PLACES {
            return self.give_up(
                codes::TOO_MANY_TYPES,
                "the documents describe too many places",
            );
        }
        let shape = self.shapes.joined(ids);
        let is_nullable = shape.kinds.has(Kinds::NULL);
        let kinds = shape.kinds.without(Kinds::NULL);
        if kinds.is_empty() {
            return Value::Bool(true);
        }
        let scalars = kinds.without(Kinds::OBJECT.or(Kinds::ARRAY));
        if kinds == Kinds::OBJECT {
            return self.object_at(&shape, ids, member, is_nullable);
        }
        if kinds == Kinds::ARRAY {
            return self.array(&shape, member, is_nullable);
        }
        if kinds == scalars {
            return scalar(&shape, scalars, is_nullable);
        }
        let mut alternatives = Vec::new();
        if kinds.has(Kinds::OBJECT) {
            alternatives.push(self.object_at(&shape, ids, member, false));
        }
        if kinds.has(Kinds::ARRAY) {
            alternatives.push(self.array(&shape, member, false));
        }
        if !scalars.is_empty() {
            alternatives.push(scalar(&shape, scalars, false));
        }
        if is_nullable {
            alternatives.push(json!({"type": "null"}));
        }
        json!({ "anyOf": alternatives })
    }

    /// The objects of a place: a reference to their definition, or their members.
    fn object_at(
        &mut self,
        shape: &Shape,
        ids: &BTreeSet<SchemaId>,
        member: &str,
        is_nullable: bool,
    ) -> Value {
        if shape.members.is_empty() {
            return self.object(shape, member, is_nullable);
        }
        match self.definitions.choose(shape, ids, member) {
            Ok(Some(definition)) => {
                let reference = self.refer(definition, ids);
                return if is_nullable {
                    json!({"anyOf": [reference, {"type": "null"}]})
                } else {
                    reference
                };
            }
            Ok(None) => {}
            Err(NameClash(name)) => {
                let message = format!("two schemas would be the definition {}", shown(&name));
                return self.give_up(codes::DEFINITION_NAMES_CLASH, &message);
            }
        }
        if self.inline.contains(ids) {
            self.definitions.add_recursive(ids, member);
            self.grew = true;
            return Value::Bool(true);
        }
        if self.inline.len() >= MAX_INLINE_DEPTH {
            let message = format!("objects nest more than {MAX_INLINE_DEPTH} levels deep");
            return self.give_up(codes::REFERENCES_TOO_DEEP, &message);
        }
        self.inline.push(ids.clone());
        let object = self.object(shape, member, is_nullable);
        self.inline.pop();
        object
    }

    fn refer(&mut self, definition: usize, ids: &BTreeSet<SchemaId>) -> Value {
        let known = &mut self.definitions.list[definition];
        let before = known.places.len();
        known.places.extend(ids);
        self.grew |= known.places.len() > before;
        if self.reached.insert(definition) {
            self.waiting.push_back(definition);
        }
        json!({ "$ref": format!("#/$defs/{}", self.definitions.list[definition].name) })
    }

    fn object(&mut self, shape: &Shape, member: &str, is_nullable: bool) -> Value {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), types(Kinds::OBJECT, is_nullable));
        if !shape.members.is_empty() {
            let members = shape.members.iter();
            let properties: Map<String, Value> = members
                .map(|(name, schemas)| (name.clone(), self.place(schemas, name)))
                .collect();
            schema.insert("properties".to_owned(), properties.into());
        } else if !shape.others.is_empty() {
            let others = self.place(&shape.others, member);
            schema.insert("additionalProperties".to_owned(), others);
        }
        let required: Vec<&String> = shape
            .required
            .iter()
            .filter(|name| shape.members.contains_key(*name))
            .collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.into()
    }

    fn array(&mut self, shape: &Shape, member: &str, is_nullable: bool) -> Value {
        let mut schema = json!({"type": types(Kinds::ARRAY, is_nullable)});
        if !shape.items.is_empty() {
            schema["items"] = self.place(&shape.items, member);
        }
        schema
    }

    /// Reports that the documents cannot be adopted. Said once; what is converted is not used.
    fn give_up(&mut self, code: crate::diagnostic::DiagnosticCode, message: &str) -> Value {
        let help =
            "name the schemas that belong together below `[definitions]`, or map fewer events";
        let diagnostic = Diagnostic::error(code, Place::of(self.label), message).with_help(help);
        if !self.shapes.diagnostics.contains(&diagnostic) {
            self.shapes.diagnostics.push(diagnostic);
        }
        Value::Bool(true)
    }
}

fn scalar(shape: &Shape, kinds: Kinds, is_nullable: bool) -> Value {
    let mut schema = json!({"type": types(kinds, is_nullable)});
    if let Some(values) = shape.values.as_ref().filter(|_| kinds == Kinds::STRING) {
        let mut values: Vec<Value> = values.iter().map(|value| json!(value)).collect();
        if is_nullable {
            values.push(Value::Null);
        }
        schema["enum"] = values.into();
    }
    schema
}

fn types(kinds: Kinds, is_nullable: bool) -> Value {
    let mut names = kind_list(kinds);
    if is_nullable {
        names.push("null");
    }
    match names[..] {
        [only] => json!(only),
        _ => json!(names),
    }
}
