//! Definitions that are the same in several documents: equal as JSON, together with everything that they refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::build::definition_name;
use crate::components::components;
use crate::schema::{Document, SchemaId, canonical};

/// A definition, or a subschema in one. Two with equal keys are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DefinitionKey {
    /// Number of the definition.
    pub(super) number: usize,
    /// JSON pointer from the definition to the subschema; empty for the definition itself.
    pub(super) inside: String,
}

/// The definitions of several documents.
pub(super) struct SameDefinitions<'d> {
    documents: Vec<&'d Document<'d>>,
    /// By document and pointer, the number of each definition.
    numbers: Vec<BTreeMap<&'d str, usize>>,
    /// By number, the definitions that each refers to directly.
    references: BTreeMap<usize, BTreeSet<usize>>,
    /// Numbers of the definitions that lead to a subschema outside of definitions, which is a part of one document.
    bound: BTreeSet<usize>,
}

impl<'d> SameDefinitions<'d> {
    /// Numbers the definitions of these documents: the same ones alike, all others differently.
    pub(super) fn among(documents: Vec<&'d Document<'d>>) -> Self {
        let mut definitions = Vec::new();
        let mut texts = BTreeMap::new();
        let indices: Vec<_> = documents
            .iter()
            .map(|document| add_definitions(document, &mut texts, &mut definitions))
            .collect();
        let edges: Vec<Vec<usize>> = definitions.iter().map(Definition::targets).collect();
        let mut known = BTreeMap::new();
        let mut numbers: Vec<Option<usize>> = vec![None; definitions.len()];
        let mut references: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut bound = BTreeSet::new();
        let mut next = 0;
        // What a component leads to comes before it, so that everything outside of it is numbered.
        for mut component in components(&edges) {
            component.sort_by_key(|index| definitions[*index].pointer);
            let compared = component
                .iter()
                .map(|index| definitions[*index].compared(&definitions, &numbers, &bound))
                .collect::<Option<Vec<Compared<'_>>>>();
            let first = match compared {
                Some(compared) => *known.entry(compared).or_insert(next),
                None => {
                    bound.extend(next..next + component.len());
                    next
                }
            };
            for (place, index) in component.iter().enumerate() {
                numbers[*index] = Some(first + place);
            }
            for index in &component {
                let targets = edges[*index].iter().filter_map(|target| numbers[*target]);
                let number = numbers[*index].unwrap_or_default();
                references.entry(number).or_default().extend(targets);
            }
            next += component.len();
        }
        let number = |(pointer, index): (&'d str, usize)| Some((pointer, numbers[index]?));
        let numbers = indices
            .into_iter()
            .map(|indices| indices.into_iter().filter_map(number).collect())
            .collect();
        Self {
            documents,
            numbers,
            references,
            bound,
        }
    }

    /// The key of a subschema of the document at this index; `None` outside of definitions.
    pub(super) fn key(&self, document: usize, id: SchemaId) -> Option<DefinitionKey> {
        let (definition, inside) = split(&self.documents[document].node(id).pointer)?;
        Some(DefinitionKey {
            number: self.number(document, definition)?,
            inside: inside.to_owned(),
        })
    }

    /// These definitions and all that they refer to, without those that lead out of definitions.
    pub(super) fn closure(&self, mut numbers: BTreeSet<usize>) -> BTreeSet<usize> {
        numbers.retain(|number| !self.bound.contains(number));
        let mut waiting: Vec<usize> = numbers.iter().copied().collect();
        while let Some(number) = waiting.pop() {
            let targets = self.references.get(&number).into_iter().flatten();
            waiting.extend(targets.filter(|target| numbers.insert(**target)));
        }
        numbers
    }

    /// The number of the definition with this pointer in the document at this index.
    pub(super) fn number(&self, document: usize, definition: &str) -> Option<usize> {
        self.numbers[document].get(definition).copied()
    }
}

/// True for a definition, or a subschema in one.
pub(super) fn is_definition(document: &Document<'_>, id: SchemaId) -> bool {
    split(&document.node(id).pointer).is_some()
}

/// A definition of one document.
struct Definition<'d> {
    pointer: &'d str,
    name: String,
    /// Its JSON.
    text: Rc<str>,
    /// By pointers from the definition, the targets of the references there.
    references: Vec<(&'d str, Vec<Target<'d>>)>,
}

/// The target of a reference: the index of a definition and the pointer in it. `None` outside of definitions.
type Target<'d> = Option<(usize, &'d str)>;

/// A definition as others are compared with it: its name, its JSON, and its references.
type Compared<'d> = (&'d str, &'d str, Vec<(&'d str, Vec<ComparedTarget<'d>>)>);

/// The target of a reference, as others are compared with it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum ComparedTarget<'d> {
    /// In a definition that leads back to the reference: its pointer, and the pointer in it.
    Circular(&'d str, &'d str),
    /// In any other definition: its number, and the pointer in it.
    Numbered(usize, &'d str),
}

impl<'d> Definition<'d> {
    fn targets(&self) -> Vec<usize> {
        let targets = self.references.iter().flat_map(|(_, targets)| targets);
        targets.filter_map(|target| Some((*target)?.0)).collect()
    }

    /// `None` if it leads to a subschema outside of definitions.
    fn compared<'c>(
        &'c self,
        all: &[Self],
        numbers: &[Option<usize>],
        bound: &BTreeSet<usize>,
    ) -> Option<Compared<'c>>
    where
        'd: 'c,
    {
        let target = |target: &Target<'d>| {
            let (index, inside) = (*target)?;
            match numbers[index] {
                Some(number) if bound.contains(&number) => None,
                Some(number) => Some(ComparedTarget::Numbered(number, inside)),
                None => Some(ComparedTarget::Circular(all[index].pointer, inside)),
            }
        };
        let references = self.references.iter().map(|(inside, targets)| {
            let targets: Option<_> = targets.iter().map(target).collect();
            Some((*inside, targets?))
        });
        let references = references.collect::<Option<_>>()?;
        Some((&self.name, &self.text, references))
    }
}

/// JSON texts by the addresses of the values. An overlay's definition is one value in many documents.
type Texts = BTreeMap<*const Value, Rc<str>>;

/// Adds the definitions of a document. Returns their indices by their pointers.
fn add_definitions<'d>(
    document: &'d Document<'d>,
    texts: &mut Texts,
    definitions: &mut Vec<Definition<'d>>,
) -> BTreeMap<&'d str, usize> {
    let mut indices = BTreeMap::new();
    for node in &document.nodes {
        if let Some((pointer, "")) = split(&node.pointer)
            && let Some(json) = document.source.pointer(pointer)
        {
            let text = texts.entry(json).or_insert_with(|| canonical(json).into());
            indices.insert(pointer, definitions.len());
            definitions.push(Definition {
                pointer,
                name: definition_name(document, pointer),
                text: Rc::clone(text),
                references: Vec::new(),
            });
        }
    }
    for (index, node) in document.nodes.iter().enumerate() {
        let keywords = document.keywords(SchemaId(index));
        let references = keywords.map_or(&[][..], |keywords| &keywords.references);
        if let (false, Some((pointer, inside))) = (references.is_empty(), split(&node.pointer))
            && let Some(from) = indices.get(pointer)
        {
            let targets = references.iter().map(|target| {
                let (pointer, inside) = split(&document.node(*target).pointer)?;
                Some((*indices.get(pointer)?, inside))
            });
            definitions[*from]
                .references
                .push((inside, targets.collect()));
        }
    }
    indices
}

/// A pointer to a definition or into it: the definition's pointer, and the rest.
fn split(pointer: &str) -> Option<(&str, &str)> {
    let mut keywords = ["/$defs/", "/definitions/"].into_iter();
    let keyword = keywords.find(|keyword| pointer.starts_with(keyword))?;
    let name = &pointer[keyword.len()..];
    let end = name.find('/').unwrap_or(name.len());
    Some(pointer.split_at(keyword.len() + end))
}
