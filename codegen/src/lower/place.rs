//! A place in a schema: what describes it there, or by reference, and whether that has been met before.

use std::rc::Rc;

use webhook_catalog::pointer;

use super::candidates::ShapeCandidates;
use super::context::{Inline, Location, Lowered, Lowerer, MAX_NESTING, RecursionStack};
use super::item::{any, joined, without_notes};
use super::merge::{AllOfSet, Key, docs_of};
use crate::model::{Docs, Fallback, Item, PathStep, Shape, TypeKind};
use crate::schema::{Document, SchemaId};

/// How many steps the path to a type may have.
const MAX_PATH: usize = 128;

/// A subschema with everything that only passes on to another left out.
pub(super) struct Core {
    pub(super) target: SchemaId,
    /// The subschemas that pass on to it.
    pub(super) hops: Vec<SchemaId>,
    /// Whether a reference was among them.
    pub(super) is_reference: bool,
    /// Whether one of them said `nullable`.
    pub(super) is_nullable: bool,
}

/// Follows a subschema that is nothing but a reference, or an `allOf` of one, apart from docs.
pub(super) fn core_of(document: &Document<'_>, id: SchemaId) -> Core {
    let mut core = Core {
        target: id,
        hops: Vec::new(),
        is_reference: false,
        is_nullable: false,
    };
    while let Some(keywords) = document.keywords(core.target) {
        let is_unenveloped = keywords.types.is_none()
            && keywords.values.is_empty()
            && keywords.object.is_none()
            && keywords.array.is_none()
            && keywords.any_of.is_empty()
            && keywords.one_of.is_empty()
            && keywords.conditional.is_empty()
            && keywords.fallback.is_none();
        let (next, by_reference) = match (&keywords.references[..], &keywords.all_of[..]) {
            ([target], []) => (*target, true),
            ([], [target]) => (*target, false),
            _ => break,
        };
        if !is_unenveloped {
            break;
        }
        core.hops.push(core.target);
        core.is_reference |= by_reference;
        core.is_nullable |= keywords.nullable;
        core.target = next;
    }
    core
}

impl Lowerer<'_, '_> {
    /// Lowers the value that all these subschemas describe.
    pub(super) fn lower(&mut self, seeds: &[SchemaId], location: &Location) -> Lowered {
        if seeds.is_empty() {
            return Lowered {
                item: any(None),
                docs: Docs::default(),
            };
        }
        let cores: Vec<Core> = seeds.iter().map(|id| core_of(self.document, *id)).collect();
        let hops: Vec<SchemaId> = cores
            .iter()
            .flat_map(|core| core.hops.iter().copied())
            .collect();
        let mut targets: Vec<SchemaId> = Vec::new();
        for core in &cores {
            if !targets.contains(&core.target) {
                targets.push(core.target);
            }
        }
        let by_reference = targets.len() == 1 && cores.iter().any(|core| core.is_reference);
        let mut lowered = match targets[..] {
            [target] if by_reference => self.define(target),
            _ => self.lower_here(&AllOfSet::of(&targets), location),
        };
        if cores.iter().any(|core| core.is_nullable) {
            lowered.item.nullable = !matches!(lowered.item.shape, Shape::Any { .. });
        }
        lowered.docs = joined(docs_of(self.document, &hops), lowered.docs);
        lowered
    }

    /// Lowers a definition once; afterwards all references share what came of it.
    pub(super) fn define(&mut self, target: SchemaId) -> Lowered {
        let closure_docs = |lowerer: &Self| {
            docs_of(
                lowerer.document,
                &AllOfSet::of(&[target]).expand(lowerer.document).nodes,
            )
        };
        let known = self
            .definitions
            .get(&target)
            .or_else(|| self.shared_item(target));
        if let Some(item) = known {
            let item = item.clone();
            let docs = closure_docs(self);
            let is_named = matches!(item.shape, Shape::Named(_));
            return Lowered {
                item,
                docs: if is_named { without_notes(docs) } else { docs },
            };
        }
        let name = self.definition_name(target);
        let location = Location {
            path: vec![PathStep::Definition(name)],
            around: None,
        };
        let lowered = self.lower_here(&AllOfSet::of(&[target]), &location);
        self.definitions.insert(target, lowered.item.clone());
        lowered
    }

    /// `name` for `#/$defs/name`, else the whole pointer.
    fn definition_name(&mut self, target: SchemaId) -> String {
        let pointer = self.document.node(target).pointer.clone();
        let plain = |prefix: &str| {
            pointer
                .strip_prefix(prefix)
                .filter(|name| !name.contains('/'))
        };
        let mut name = match (plain("/$defs/"), plain("/definitions/")) {
            (Some(name), _) => pointer::unescape(name).into_owned(),
            (None, Some(name))
                if self
                    .document
                    .source
                    .pointer(&format!("/$defs/{name}"))
                    .is_none() =>
            {
                pointer::unescape(name).into_owned()
            }
            _ if pointer.is_empty() => "body".to_owned(),
            _ => pointer,
        };
        while !self.definition_names.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    fn lower_here(&mut self, all_of: &AllOfSet, location: &Location) -> Lowered {
        let expanded = all_of.expand(self.document);
        let key = expanded.key(all_of);
        if let Some(item) = self.met_before(&key, &location.around) {
            return Lowered {
                item,
                docs: without_notes(docs_of(self.document, &expanded.nodes)),
            };
        }
        if location.path.len() > MAX_PATH || self.inline.len() > MAX_NESTING {
            self.refuse_nesting(all_of);
            return Lowered {
                item: any(Some(Fallback::NestedSchema)),
                docs: Docs::default(),
            };
        }
        let known = match all_of.seeds[..] {
            [one] => self.candidates.get(&one),
            _ => None,
        };
        let candidates = match known {
            Some(candidates) => ShapeCandidates::clone(candidates),
            None => self.candidates_of_all(all_of),
        };
        self.check(&candidates, all_of);
        let pointer = self.pointer_of(all_of);
        let is_nullable = candidates.is_nullable;
        self.inline.push(Inline {
            key,
            path: location.path.clone(),
            pointer,
            is_nullable,
            id: None,
        });
        let candidates = self.combine(candidates);
        let lowered = self.item_of(candidates, all_of, location);
        // `item_of` leaves the stack as it found it.
        let Some(Inline { id: Some(id), .. }) = self.inline.pop() else {
            return lowered;
        };
        let Lowered { item, docs } = lowered;
        self.types[id].docs = docs.clone();
        self.types[id].kind = TypeKind::Newtype(Item {
            shape: item.shape,
            nullable: false,
        });
        Lowered {
            item: Item {
                shape: Shape::Named(id),
                nullable: item.nullable,
            },
            docs: without_notes(docs),
        }
    }

    /// The item of the same subschemas, if they are being lowered around this place.
    fn met_before(&mut self, key: &Key, around: &Option<Rc<RecursionStack>>) -> Option<Item> {
        let mut next = around.as_ref();
        while let Some(found) = next {
            if &found.key == key {
                return Some(Item {
                    shape: Shape::Named(found.id),
                    nullable: found.is_nullable,
                });
            }
            next = found.outer.as_ref();
        }
        let index = self.inline.iter().position(|inline| &inline.key == key)?;
        let Inline {
            path,
            pointer,
            is_nullable,
            id,
            ..
        } = &self.inline[index];
        let is_nullable = *is_nullable;
        let id = match id {
            Some(id) => *id,
            None => {
                let id = self.reserve(path.clone(), pointer.clone(), Docs::default());
                self.inline[index].id = Some(id);
                id
            }
        };
        Some(Item {
            shape: Shape::Named(id),
            nullable: is_nullable,
        })
    }
}
