//! Lowering within one home: a place in a schema to an item, and whatever types it needs on the way.
//!
//! Bodies of named types wait in a queue, so that neither long chains of definitions nor recursion use up the stack.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use webhook_catalog::DiagnosticCode;

use webhook_catalog::codes;

use super::candidates::{ShapeCandidate, ShapeCandidates, TupleCandidate, Variant};
use super::item::any;
use super::merge::{AllOfSet, Group, Key, Member};
use super::shared::{Shared, shared_name};
use super::types::Types;
use crate::ident::RustIdent;
use crate::model::{Docs, Fallback, Item, ModulePath, PathStep, TypeDef, TypeId, TypeKind};
use crate::schema::{Document, OnceNotice, Report, SchemaId};

/// How deep arrays, maps and alternatives may be nested through references before it is refused.
pub(super) const MAX_NESTING: usize = 96;

/// A value's item, and what to say at the place that holds it.
pub(super) struct Lowered {
    pub(super) item: Item,
    pub(super) docs: Docs,
}

/// Types that are being lowered around the present place, innermost first.
pub(super) struct RecursionStack {
    pub(super) key: Key,
    pub(super) id: TypeId,
    pub(super) is_nullable: bool,
    pub(super) outer: Option<Rc<RecursionStack>>,
}

/// Where a value is, and what is around it.
#[derive(Clone)]
pub(super) struct Location {
    pub(super) path: Vec<PathStep>,
    pub(super) around: Option<Rc<RecursionStack>>,
}

impl Location {
    pub(super) fn below(&self, step: PathStep) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self {
            path,
            around: self.around.clone(),
        }
    }
}

/// A type that has an id and waits for its body.
pub(super) enum Body {
    Object(BTreeMap<String, Member>),
    /// With the member that tells its variants apart, if the schema says one.
    Union(Vec<Variant>, Option<String>),
    Tuple(TupleCandidate),
}

/// A list or map that is being lowered. It needs a name only if it turns up again inside itself.
pub(super) struct Inline {
    pub(super) key: Key,
    pub(super) path: Vec<PathStep>,
    pub(super) pointer: String,
    pub(super) is_nullable: bool,
    pub(super) id: Option<TypeId>,
}

/// Lowers one home.
pub(super) struct Lowerer<'d, 'r> {
    pub(super) document: &'d Document<'d>,
    pub(super) report: &'r mut Report,
    pub(super) types: &'r mut Types,
    pub(super) module_path: ModulePath,
    /// What became of the definitions that the vendor's rows share.
    pub(super) shared: &'d Shared,
    /// Whether a schema declares the properties; else samples alone show them.
    pub(super) is_declared: bool,
    /// Forms that have been found out, by subschema.
    pub(super) candidates: BTreeMap<SchemaId, Rc<ShapeCandidates>>,
    /// Whether a group has a shape, as far as that has been found out.
    pub(super) shaped: BTreeMap<Group, bool>,
    pub(super) depth: usize,
    pub(super) budget: usize,
    pub(super) has_reported: BTreeSet<DiagnosticCode>,
    pub(super) definitions: BTreeMap<SchemaId, Item>,
    pub(super) definition_names: BTreeSet<String>,
    pub(super) inline: Vec<Inline>,
    pub(super) waiting: VecDeque<(TypeId, Location, Body)>,
}

impl<'d, 'r> Lowerer<'d, 'r> {
    pub(super) fn new(
        document: &'d Document<'d>,
        report: &'r mut Report,
        types: &'r mut Types,
        module_path: ModulePath,
        shared: &'d Shared,
        is_declared: bool,
    ) -> Self {
        Self {
            document,
            report,
            types,
            module_path,
            shared,
            is_declared,
            candidates: BTreeMap::new(),
            shaped: BTreeMap::new(),
            depth: 0,
            budget: 16 * document.nodes.len() + 100_000,
            has_reported: BTreeSet::new(),
            definitions: BTreeMap::new(),
            definition_names: BTreeSet::new(),
            inline: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Takes work off the budget. Whether there was enough left; the first time there is not, that is an error.
    pub(super) fn spend(&mut self, work: usize) -> bool {
        let spent = self.budget.checked_sub(work + 1);
        self.budget = spent.unwrap_or(0);
        if spent.is_none() && self.has_reported.insert(codes::TOO_MANY_TYPES) {
            let message = "combining its references and alternatives gives far more types than it has subschemas".to_owned();
            let help = "refer to definitions by `$ref` alone, or combine fewer `allOf` and `anyOf`";
            self.report
                .error(codes::TOO_MANY_TYPES, "", message, help, None);
        }
        spent.is_some()
    }

    pub(super) fn refuse_nesting(&mut self, all_of: &AllOfSet) {
        if self.has_reported.insert(codes::REFERENCES_TOO_DEEP) {
            let pointer = self.pointer_of(all_of);
            let message = "references nest types too deep here".to_owned();
            let help = "describe the deep part as an object or array without further keywords";
            self.report
                .error(codes::REFERENCES_TOO_DEEP, &pointer, message, help, None);
        }
    }

    pub(super) fn warn_contradiction(&mut self, all_of: &AllOfSet, name: &str) {
        let pointer = self.pointer_of(all_of);
        let message = format!("`{name}` is required, but its schema is `false`");
        self.report.warning(
            codes::UNSATISFIABLE_SCHEMA,
            &pointer,
            message,
            "no payload fits this; correct it by an overlay",
            None,
        );
    }

    pub(super) fn pointer_of(&self, all_of: &AllOfSet) -> String {
        all_of
            .seeds
            .first()
            .map_or(String::new(), |id| self.document.node(*id).pointer.clone())
    }

    pub(super) fn reserve(
        &mut self,
        path: Vec<PathStep>,
        schema_pointer: String,
        docs: Docs,
    ) -> TypeId {
        let id = self.types.next();
        let schema_pointer = if self.is_declared {
            schema_pointer
        } else {
            String::new()
        };
        self.types.push(TypeDef {
            module_path: self.module_path.clone(),
            path,
            schema_pointer,
            docs,
            kind: TypeKind::Newtype(any(None)),
            smallest: 0,
            name: RustIdent::default(),
        });
        id
    }

    pub(super) fn around(
        &self,
        all_of: &AllOfSet,
        id: TypeId,
        is_nullable: bool,
        outer: Option<Rc<RecursionStack>>,
    ) -> Option<Rc<RecursionStack>> {
        let key = all_of.expand(self.document).key(all_of);
        Some(Rc::new(RecursionStack {
            key,
            id,
            is_nullable,
            outer,
        }))
    }

    /// What became of a definition, if the vendor's rows share it.
    pub(super) fn shared_item(&self, target: SchemaId) -> Option<&'d Item> {
        if self.shared.is_empty() {
            return None;
        }
        self.shared.get(&shared_name(self.document, target)?)
    }

    /// Lowers the bodies that wait, and those that they add.
    pub(super) fn finish(&mut self) {
        while let Some((id, location, body)) = self.waiting.pop_front() {
            let kind = match body {
                Body::Object(members) => self.lower_object(members, &location),
                Body::Union(variants, tag) => self.lower_union(variants, tag, &location),
                Body::Tuple(tuple) => self.lower_tuple(tuple, &location),
            };
            self.types[id].kind = kind;
        }
    }

    pub(super) fn check(&mut self, candidates: &ShapeCandidates, all_of: &AllOfSet) {
        let pointer = self.pointer_of(all_of);
        if candidates.variants.is_empty() && !candidates.is_nullable {
            let json = all_of.seeds.first().and_then(|id| self.document.json(*id));
            let message = "no value fits this".to_owned();
            let help = "it is taken as any JSON value; correct it by an overlay";
            self.report
                .warning(codes::UNSATISFIABLE_SCHEMA, &pointer, message, help, json);
        }
        let is_open = candidates
            .variants
            .iter()
            .any(|variant| variant.form == ShapeCandidate::Any(Some(Fallback::Untyped)));
        if is_open {
            let message =
                "a schema without `type` accepts values of every type, whatever it says about one"
                    .to_owned();
            let help =
                "add `\"type\": \"object\"` (or `\"array\"`) by an overlay, if that is meant"
                    .to_owned();
            self.report.once(
                &pointer,
                OnceNotice {
                    code: codes::SCHEMA_WITHOUT_TYPE,
                    message,
                    help,
                },
            );
        }
    }
}
