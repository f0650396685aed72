//! Shapes: a place of the documents with references, `allOf`, `oneOf` and `anyOf` resolved, and all its alternatives joined.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::document::Document;
use super::schema::{Kinds, ReferenceId, SchemaId, Schemas, kind_names};
use crate::codes;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::text::shown;

/// Longest chain of references and nested combinations.
const MAX_DEPTH: usize = 200;

/// The values of a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// Their types; empty if nothing is said of them.
    pub(super) kinds: Kinds,
    /// The strings; `None` if any string is allowed.
    pub(super) values: Option<BTreeSet<String>>,
    /// Members of the objects, each with the schemas that describe it.
    pub(super) members: BTreeMap<String, BTreeSet<SchemaId>>,
    /// Members that every alternative requires.
    pub(super) required: BTreeSet<String>,
    /// Values of members without a name.
    pub(super) others: BTreeSet<SchemaId>,
    pub(super) items: BTreeSet<SchemaId>,
    /// Names of the referenced schemas that the objects are of.
    pub(super) names: BTreeSet<String>,
    /// True if some object is described in place.
    pub(super) is_inline: bool,
}

impl Shape {
    /// The values of either shape. A shape that says nothing adds nothing: documents leave out what they do not know.
    fn or(mut self, other: &Self) -> Self {
        let is_object = self.kinds.has(Kinds::OBJECT);
        if other.kinds.has(Kinds::OBJECT) {
            if is_object {
                self.required.retain(|name| other.required.contains(name));
            } else {
                self.required.clone_from(&other.required);
            }
        }
        self.values = match (
            self.kinds.has(Kinds::STRING),
            other.kinds.has(Kinds::STRING),
        ) {
            (true, true) => match (self.values, &other.values) {
                (Some(mut values), Some(more)) => {
                    values.extend(more.iter().cloned());
                    Some(values)
                }
                _ => None,
            },
            (true, false) => self.values,
            (false, _) => other.values.clone(),
        };
        self.kinds = self.kinds.or(other.kinds);
        self.add_parts(other);
        self
    }

    /// Adds what is in the other's objects and arrays.
    fn add_parts(&mut self, other: &Self) {
        for (name, schemas) in &other.members {
            self.members
                .entry(name.clone())
                .or_default()
                .extend(schemas);
        }
        self.others.extend(&other.others);
        self.items.extend(&other.items);
        self.names.extend(other.names.iter().cloned());
        self.is_inline |= other.is_inline;
    }

    /// The values of both shapes, or the reason why there are none.
    fn and(mut self, other: &Self) -> Result<Self, String> {
        self.kinds = match (self.kinds.is_empty(), other.kinds.is_empty()) {
            (true, _) => other.kinds,
            (_, true) => self.kinds,
            (false, false) => {
                let kinds = self.kinds.and(other.kinds);
                if kinds.is_empty() {
                    return Err(format!(
                        "it asks for {} and for {} at once",
                        kind_names(self.kinds),
                        kind_names(other.kinds)
                    ));
                }
                kinds
            }
        };
        self.values = match (self.values, &other.values) {
            (Some(values), Some(others)) => {
                let both: BTreeSet<String> = values.intersection(others).cloned().collect();
                if both.is_empty() {
                    return Err("no string is in both of its lists of values".to_owned());
                }
                Some(both)
            }
            (values, others) => values.or_else(|| others.clone()),
        };
        self.required.extend(other.required.iter().cloned());
        let adds = |shape: &Self| !shape.members.is_empty() || !shape.others.is_empty();
        // A reference with nothing but annotations beside it stays a reference.
        let is_extended = adds(&self) && adds(other);
        self.add_parts(other);
        self.is_inline |= is_extended;
        Ok(self)
    }
}

/// Computes the shapes of schemas, each once.
pub(super) struct Shapes<'a> {
    schemas: &'a Schemas,
    documents: &'a [Document],
    known: HashMap<SchemaId, Rc<Shape>>,
    /// The references that are being resolved.
    stack: Vec<ReferenceId>,
    depth: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(schemas: &'a Schemas, documents: &'a [Document]) -> Self {
        Self {
            schemas,
            documents,
            known: HashMap::new(),
            stack: Vec::new(),
            depth: 0,
            diagnostics: Vec::new(),
        }
    }

    /// The shape of a place that several schemas describe, as alternatives.
    pub(super) fn joined(&mut self, ids: &BTreeSet<SchemaId>) -> Shape {
        ids.iter()
            .fold(Shape::default(), |joined, id| joined.or(&self.shape(*id)))
    }

    fn shape(&mut self, id: SchemaId) -> Rc<Shape> {
        if let Some(known) = self.known.get(&id) {
            return Rc::clone(known);
        }
        if self.depth > MAX_DEPTH {
            let message =
                format!("references and combinations nest more than {MAX_DEPTH} levels deep");
            self.refuse(codes::REFERENCES_TOO_DEEP, id, message);
            return Rc::default();
        }
        self.depth += 1;
        let shape = self.resolve(id).unwrap_or_else(|reason| {
            let message = format!("no value fits: {reason}");
            self.refuse(codes::UNSATISFIABLE_SCHEMA, id, message);
            Shape::default()
        });
        self.depth -= 1;
        let shape = Rc::new(shape);
        self.known.insert(id, Rc::clone(&shape));
        shape
    }

    fn resolve(&mut self, id: SchemaId) -> Result<Shape, String> {
        let schemas = self.schemas;
        let schema = schemas.schema(id);
        let is_combined = schema.reference.is_some()
            || !schema.all_of.is_empty()
            || !schema.alternatives.is_empty();
        // Converters to OpenAPI 3.1 write the type null beside an `allOf`, where 3.0 has `nullable`.
        let is_only_null = is_combined && schema.kinds == Kinds::NULL;
        let mut shape = Shape {
            kinds: if is_only_null {
                Kinds::default()
            } else {
                schema.kinds
            },
            values: schema.values.clone(),
            members: schema
                .members
                .iter()
                .map(|(name, id)| (name.clone(), BTreeSet::from([*id])))
                .collect(),
            required: schema.required.clone(),
            others: schema.others.clone(),
            items: schema.items.clone(),
            names: BTreeSet::new(),
            is_inline: !schema.members.is_empty() || !schema.others.is_empty(),
        };
        if let Some(reference) = schema.reference {
            let target = self.target(reference, id);
            shape = shape.and(&target)?;
        }
        for part in &schema.all_of {
            shape = shape.and(&self.shape(*part))?;
        }
        for alternatives in &schema.alternatives {
            let ids = alternatives.iter().copied().collect();
            shape = shape.and(&self.joined(&ids))?;
        }
        if (schema.is_nullable || is_only_null) && !shape.kinds.is_empty() {
            shape.kinds = shape.kinds.or(Kinds::NULL);
        }
        Ok(shape)
    }

    fn target(&mut self, reference: ReferenceId, from: SchemaId) -> Shape {
        let schemas = self.schemas;
        let found = schemas.reference(reference);
        if self.stack.contains(&reference) {
            let message = format!("{} refers to itself for the same value", shown(&found.name));
            self.refuse(codes::CIRCULAR_SCHEMA, from, message);
            return Shape::default();
        }
        // A dangling reference has been reported.
        let Some(target) = found.target else {
            return Shape::default();
        };
        self.stack.push(reference);
        let mut shape = Shape::clone(&self.shape(target));
        self.stack.pop();
        if shape.kinds.has(Kinds::OBJECT) && !shape.members.is_empty() {
            shape.names = BTreeSet::from([found.name.clone()]);
            shape.is_inline = false;
        }
        shape
    }

    fn refuse(&mut self, code: DiagnosticCode, id: SchemaId, message: String) {
        let (document, pointer) = self.schemas.origin(id);
        let place = self.documents[document].place(pointer);
        let help = "correct the document, or report it to the vendor";
        self.diagnostics
            .push(Diagnostic::error(code, place, message).with_help(help));
    }
}
