//! References: what `$ref`, `$dynamicRef` and `$recursiveRef` point at, and circles that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use webhook_catalog::{codes, pointer};

use super::keyword::Keyword;
use super::parse::Parser;
use super::uri::{join, percent_decode, split_fragment};
use super::{Document, Report, Schema, SchemaId};
use crate::model::Fallback;

/// A reference as it is written.
pub(super) struct Reference {
    /// `$ref`, `$dynamicRef` or `$recursiveRef`.
    pub(super) keyword: Keyword,
    /// Its value.
    pub(super) text: String,
    /// The URI that it is relative to.
    pub(super) base: Rc<str>,
}

/// What references may name: resources by URI, anchors by resource and name.
#[derive(Default)]
pub(super) struct Resources {
    roots: BTreeMap<String, String>,
    anchors: BTreeMap<(Rc<str>, String), SchemaId>,
    dynamic_anchors: BTreeMap<String, BTreeSet<SchemaId>>,
    recursive_anchors: BTreeMap<Rc<str>, SchemaId>,
}

impl Resources {
    /// Adds the schema at `pointer` under its URI. Whether no other has that URI.
    pub(super) fn add_resource(&mut self, uri: &str, pointer: &str) -> bool {
        self.roots
            .insert(uri.to_owned(), pointer.to_owned())
            .is_none_or(|before| before == pointer)
    }

    /// Adds an anchor. Whether no other of this resource has that name.
    pub(super) fn add_anchor(
        &mut self,
        base: &Rc<str>,
        name: &str,
        id: SchemaId,
        dynamic: bool,
    ) -> bool {
        if dynamic {
            self.dynamic_anchors
                .entry(name.to_owned())
                .or_default()
                .insert(id);
        }
        self.anchors
            .insert((Rc::clone(base), name.to_owned()), id)
            .is_none()
    }

    /// Adds a resource whose root has `$recursiveAnchor: true`.
    pub(super) fn add_recursive_anchor(&mut self, base: &Rc<str>, id: SchemaId) {
        self.recursive_anchors.insert(Rc::clone(base), id);
    }
}

/// What a reference comes to.
enum Target {
    /// A subschema.
    Found(SchemaId),
    /// One of several, which only a validator can tell while it runs.
    Undecided,
    /// Nothing, which has been reported.
    Missing,
}

/// Resolves every reference. Places that are no schema by themselves are parsed when something refers to them.
pub(super) fn resolve(parser: &mut Parser<'_, '_>) {
    let mut next = 0;
    // Parsing a place that is referred to may add references.
    while next < parser.references.len() {
        let (from, reference) = &parser.references[next];
        let from = *from;
        let reference = Reference {
            keyword: reference.keyword,
            text: reference.text.clone(),
            base: Rc::clone(&reference.base),
        };
        next += 1;
        let target = find(parser, from, &reference);
        let Schema::Keywords(keywords) = &mut parser.nodes[from.0].schema else {
            continue;
        };
        match target {
            Target::Found(id) => keywords.references.push(id),
            Target::Undecided => {
                let keyword = reference.keyword.as_str();
                keywords.fallback = Some(Fallback::AmbiguousReference(keyword));
            }
            Target::Missing => {}
        }
    }
}

fn find(parser: &mut Parser<'_, '_>, from: SchemaId, reference: &Reference) -> Target {
    let (uri, fragment) = split_fragment(&reference.text);
    let uri: Rc<str> = Rc::from(join(&reference.base, uri));
    let at = format!(
        "{}/{}",
        parser.nodes[from.0].pointer,
        reference.keyword.as_str()
    );
    let Some(root) = parser.resources.roots.get(&*uri).cloned() else {
        let message = format!("`{}` refers to another document", reference.text);
        let help =
            "copy the definition below `$defs` and refer to it there; an overlay can do that";
        parser
            .report
            .error(codes::REMOTE_REFERENCE, &at, message, help, None);
        return Target::Missing;
    };
    let found = percent_decode(fragment).and_then(|fragment| {
        if fragment.is_empty() || fragment.starts_with('/') {
            by_pointer(parser, &root, &fragment, &uri)
        } else {
            parser
                .resources
                .anchors
                .get(&(Rc::clone(&uri), fragment.clone()))
                .copied()
        }
    });
    let Some(found) = found else {
        let message = format!("`{}` refers to nothing", reference.text);
        let help = "name a definition that is there, such as `#/$defs/name`";
        parser
            .report
            .error(codes::DANGLING_REFERENCE, &at, message, help, None);
        return Target::Missing;
    };
    let resources = &parser.resources;
    match reference.keyword {
        Keyword::DynamicRef => {
            let candidates = resources
                .dynamic_anchors
                .get(fragment)
                .filter(|ids| ids.contains(&found));
            if candidates.is_some_and(|ids| ids.len() > 1) {
                Target::Undecided
            } else {
                Target::Found(found)
            }
        }
        Keyword::RecursiveRef => {
            let several = resources.recursive_anchors.contains_key(&uri)
                && resources.recursive_anchors.len() > 1;
            if several {
                Target::Undecided
            } else {
                Target::Found(found)
            }
        }
        _ => Target::Found(found),
    }
}

/// The subschema at a JSON pointer below a resource's root.
fn by_pointer(
    parser: &mut Parser<'_, '_>,
    root: &str,
    fragment: &str,
    base: &Rc<str>,
) -> Option<SchemaId> {
    // Unescaped and escaped again, because one pointer can be spelled in several ways.
    let pointer = root.to_owned() + &pointer::from_steps(pointer::steps(fragment));
    if let Some(id) = parser.by_pointer.get(&pointer) {
        return Some(*id);
    }
    let value = parser.source.pointer(&pointer)?;
    (value.is_object() || value.is_boolean()).then(|| parser.schema(value, &pointer, base))
}

/// Reports every schema that refers to itself for one and the same value, which says nothing and never ends.
pub(super) fn refuse_circles(document: &Document<'_>, report: &mut Report) {
    /// How far the search has come with a node.
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; document.nodes.len()];
    for start in 0..document.nodes.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut stack = vec![(SchemaId(start), in_place(document, SchemaId(start)))];
        while let Some((id, next)) = stack.last_mut() {
            let id = *id;
            let Some(below) = next.pop() else {
                marks[id.0] = Mark::Done;
                stack.pop();
                continue;
            };
            match marks[below.0] {
                Mark::New => {
                    marks[below.0] = Mark::Open;
                    stack.push((below, in_place(document, below)));
                }
                Mark::Open => {
                    let message =
                        "the schema refers to itself without any content between".to_owned();
                    let help = "remove the reference, or put it below `properties` or `items`";
                    report.error(
                        codes::CIRCULAR_SCHEMA,
                        &document.node(id).pointer,
                        message,
                        help,
                        document.json(id),
                    );
                }
                Mark::Done => {}
            }
        }
    }
}

/// Subschemas that apply to the same value.
fn in_place(document: &Document<'_>, id: SchemaId) -> Vec<SchemaId> {
    let Some(keywords) = document.keywords(id) else {
        return Vec::new();
    };
    let lists = [
        &keywords.references,
        &keywords.all_of,
        &keywords.any_of,
        &keywords.one_of,
        &keywords.conditional,
        &keywords.in_place,
    ];
    lists.into_iter().flatten().copied().collect()
}
