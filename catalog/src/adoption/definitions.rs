//! Definitions: one for each object that documents describe in several places, alike or nearly so.

use std::collections::{BTreeMap, BTreeSet};

use super::names::definition_name;
use super::schema::SchemaId;
use super::shape::Shape;

/// A definition, which grows by every place that it is found at.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    /// The schemas that describe it, as alternatives.
    pub(super) places: BTreeSet<SchemaId>,
    /// The members by which objects are recognised: those of the mapping's schemas. Empty if the mapping does not name it.
    known: BTreeSet<String>,
    /// Members of other objects that hold it.
    held_by: Vec<String>,
}

/// All definitions. Those of the mapping come first.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub(super) list: Vec<Definition>,
    /// The mapping's definitions, by the names of their schemas.
    by_schema: BTreeMap<String, usize>,
    /// Other definitions, by the names of the schemas that describe them together.
    by_names: BTreeMap<BTreeSet<String>, usize>,
    /// Definitions of objects that contain themselves.
    by_places: BTreeMap<BTreeSet<SchemaId>, usize>,
}

/// Two schemas whose names would give one name in `$defs`.
pub(super) struct NameClash(pub(super) String);

impl Definitions {
    /// Adds a definition of the mapping, with the names of its schemas and their joined shape.
    pub(super) fn add_mapped(
        &mut self,
        name: &str,
        schemas: Vec<(String, SchemaId)>,
        shape: &Shape,
        held_by: Vec<String>,
    ) {
        let index = self.list.len();
        self.by_schema
            .extend(schemas.iter().map(|(schema, _)| (schema.clone(), index)));
        self.list.push(Definition {
            name: name.to_owned(),
            places: schemas.into_iter().map(|(_, id)| id).collect(),
            known: shape.members.keys().cloned().collect(),
            held_by,
        });
    }

    /// The definition of the objects of a place, if they have one. `member` is the name of the member that holds them.
    pub(super) fn choose(
        &mut self,
        shape: &Shape,
        places: &BTreeSet<SchemaId>,
        member: &str,
    ) -> Result<Option<usize>, NameClash> {
        if let Some(known) = self.by_places.get(places) {
            return Ok(Some(*known));
        }
        if let Some(known) = self.held_by(shape, member) {
            return Ok(Some(known));
        }
        let is_named = !shape.is_inline && !shape.names.is_empty();
        let mapped: BTreeSet<Option<usize>> = shape
            .names
            .iter()
            .map(|name| self.by_schema.get(name).copied())
            .collect();
        match mapped.first() {
            Some(Some(only)) if is_named && mapped.len() == 1 => return Ok(Some(*only)),
            _ => {}
        }
        match self.most_alike(shape, member) {
            Some(known) => Ok(Some(known)),
            None if is_named => self.of_names(shape, places).map(Some),
            None => Ok(None),
        }
    }

    /// Makes a definition of an object that contains itself.
    pub(super) fn add_recursive(&mut self, places: &BTreeSet<SchemaId>, member: &str) {
        let base = definition_name(member);
        let mut name = base.clone();
        let mut count = 1;
        while self.list.iter().any(|definition| definition.name == name) {
            count += 1;
            name = format!("{base}_{count}");
        }
        self.by_places.insert(places.clone(), self.list.len());
        self.list.push(Definition {
            name,
            places: places.clone(),
            known: BTreeSet::new(),
            held_by: Vec::new(),
        });
    }

    /// The definition that members of this name hold, if it has most of what the object has.
    fn held_by(&self, shape: &Shape, member: &str) -> Option<usize> {
        let is_held = |definition: &&Definition| {
            let common = shape
                .members
                .keys()
                .filter(|name| definition.known.contains(*name))
                .count();
            definition.held_by.iter().any(|name| name == member)
                && common > 0
                && common * 10 >= shape.members.len() * 7
        };
        self.list.iter().position(|definition| is_held(&definition))
    }

    /// The mapping's definition that is most like an object, if it is like it: the two have at least 80 % of their members in
    /// common, or 55 % and nearly all of the object's.
    fn most_alike(&self, shape: &Shape, member: &str) -> Option<usize> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (index, Definition { name, known, .. }) in self.list.iter().enumerate() {
            let (own, all) = (shape.members.len(), known.len());
            let common = shape
                .members
                .keys()
                .filter(|name| known.contains(*name))
                .count();
            if common == 0 || (all < 3 && (common < all || common < own)) {
                continue;
            }
            let percent = common * 100 / (own + all - common);
            if percent < 80 && (percent < 55 || common * 100 < own * 85) {
                continue;
            }
            let is_named = member == name || member.strip_suffix('s') == Some(name);
            let score = percent + if is_named { 15 } else { 0 };
            if best.is_none_or(|(best, size, _)| (score, all) > (best, size)) {
                best = Some((score, all, index));
            }
        }
        best.map(|(_, _, index)| index)
    }

    /// The definition of the schemas with these names.
    fn of_names(&mut self, shape: &Shape, places: &BTreeSet<SchemaId>) -> Result<usize, NameClash> {
        if let Some(known) = self.by_names.get(&shape.names) {
            return Ok(*known);
        }
        let names: Vec<String> = shape
            .names
            .iter()
            .map(|name| definition_name(name))
            .collect();
        let name = names.join("_or_");
        if self.list.iter().any(|definition| definition.name == name) {
            return Err(NameClash(name));
        }
        let index = self.list.len();
        self.by_names.insert(shape.names.clone(), index);
        self.list.push(Definition {
            name,
            places: places.clone(),
            known: BTreeSet::new(),
            held_by: Vec::new(),
        });
        Ok(index)
    }
}
