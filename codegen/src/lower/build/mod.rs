//! Builds types from shape candidates.
//!
//! The contents of named types wait in a queue, so that neither long chains of definitions nor recursion exhaust the stack.

mod item;
mod labels;
mod object;
mod others;
mod place;
mod root;
mod tuple;
mod union;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use self::others::UndeclaredMembers;
use super::all_of::SetKey;
use super::candidates::{ShapeCandidate, TupleSchema};
use super::context::Context;
use super::merge::MergedMember;
use super::types::Types;
use crate::ident::RustIdent;
use crate::model::{Docs, Item, ModulePath, PathStep, TypeDef, TypeId, TypeKind};
use crate::schema::{Document, Report, SchemaId};

pub(super) use place::definition_name;

/// Items of a document's definitions.
pub(super) type DefinitionItems = BTreeMap<SchemaId, Item>;

/// The origin of a document's schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SchemaOrigin {
    /// A row, or the rows of all events.
    Row {
        /// True if the members that it requires are always there; otherwise its `required` is a hint.
        is_trusted: bool,
    },
    /// Inferred from samples.
    Samples,
}

/// Builds the types of one module from one document.
pub(super) struct Builder<'d, 'r> {
    context: Context<'d, 'r>,
    types: &'r mut Types,
    module_path: ModulePath,
    origin: SchemaOrigin,
    /// Items of definitions that are built elsewhere.
    shared: DefinitionItems,
    /// Items of the definitions that the module refers to so far.
    definitions: DefinitionItems,
    /// Names for the paths of definitions that are not named by their pointers.
    names: BTreeMap<SchemaId, String>,
    definition_names: BTreeSet<String>,
    /// Values being built that have no name yet, outermost first.
    unnamed: Vec<UnnamedFrame>,
    pending: VecDeque<(TypeId, Location, PendingKind)>,
    described: others::DescribedValues,
}

/// An item, and the docs of the place that holds it.
pub(super) struct DocumentedItem {
    item: Item,
    docs: Docs,
}

/// A path, and the named types that are being built around it.
#[derive(Clone)]
struct Location {
    path: Vec<PathStep>,
    enclosing: Option<Rc<RecursionStack>>,
}

/// Named types that are being built around a place, innermost first.
struct RecursionStack {
    key: Rc<SetKey>,
    id: TypeId,
    is_nullable: bool,
    outer: Option<Rc<RecursionStack>>,
}

/// A value that is being built. It gets a name only if it contains itself without a named type in between.
struct UnnamedFrame {
    key: Rc<SetKey>,
    path: Vec<PathStep>,
    pointer: String,
    is_nullable: bool,
    id: Option<TypeId>,
}

/// The contents of a type that has an id already.
enum PendingKind {
    Object(BTreeMap<String, MergedMember>, UndeclaredMembers),
    /// With the member named by `discriminator`.
    Union(Vec<ShapeCandidate>, Option<String>),
    Tuple(TupleSchema),
}

impl Location {
    fn root() -> Self {
        Self {
            path: Vec::new(),
            enclosing: None,
        }
    }

    fn below(&self, step: PathStep) -> Self {
        let mut location = self.clone();
        location.path.push(step);
        location
    }

    /// The same path inside one more named type.
    fn inside(&self, key: Rc<SetKey>, id: TypeId, is_nullable: bool) -> Self {
        let outer = self.enclosing.clone();
        Self {
            path: self.path.clone(),
            enclosing: Some(Rc::new(RecursionStack {
                key,
                id,
                is_nullable,
                outer,
            })),
        }
    }
}

impl<'d, 'r> Builder<'d, 'r> {
    pub(super) fn new(
        document: &'d Document<'d>,
        report: &'r mut Report,
        types: &'r mut Types,
        module_path: ModulePath,
        shared: DefinitionItems,
        origin: SchemaOrigin,
    ) -> Self {
        Self {
            context: Context::new(document, report),
            types,
            module_path,
            origin,
            shared,
            definitions: DefinitionItems::new(),
            names: BTreeMap::new(),
            definition_names: BTreeSet::new(),
            unnamed: Vec::new(),
            pending: VecDeque::new(),
            described: Default::default(),
        }
    }

    /// The diagnostics so far.
    pub(super) fn report(&mut self) -> &mut Report {
        self.context.report
    }

    /// Sets the names for the paths of these definitions.
    pub(super) fn with_names(self, names: BTreeMap<SchemaId, String>) -> Self {
        Self { names, ..self }
    }

    /// The items of all definitions that the module refers to.
    pub(super) fn into_definitions(self) -> DefinitionItems {
        self.definitions
    }

    fn document(&self) -> &'d Document<'d> {
        self.context.document
    }

    /// Adds a type whose kind is set later.
    fn reserve(&mut self, path: Vec<PathStep>, schema_pointer: String, docs: Docs) -> TypeId {
        let id = self.types.next();
        let schema_pointer = match self.origin {
            SchemaOrigin::Row { .. } => schema_pointer,
            SchemaOrigin::Samples => String::new(),
        };
        self.types.push(TypeDef {
            module_path: self.module_path.clone(),
            path,
            schema_pointer,
            docs,
            kind: TypeKind::Newtype(Item::any(None)),
            smallest: 0,
            name: RustIdent::default(),
            is_lazy: false,
            same_as: None,
        });
        id
    }

    /// Builds the contents of the pending types, and of those that they add.
    pub(super) fn finish(&mut self) {
        while let Some((id, location, kind)) = self.pending.pop_front() {
            self.types[id].kind = match kind {
                PendingKind::Object(members, others) => {
                    self.build_object(members, others, &location)
                }
                PendingKind::Union(candidates, tag) => self.build_union(candidates, tag, &location),
                PendingKind::Tuple(tuple) => self.build_tuple(tuple, &location),
            };
        }
    }
}
