//! Guards: the conditions by which an alternative claims a value.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::all_of::ExpandedSet;
use super::candidates::{SchemaShape, ShapeCandidate, ShapeCandidates};
use super::context::Context;
use super::merge::{MergedMember, merge};
use crate::equality::contains;
use crate::model::{Guard, JsonType, MemberValues};
use crate::schema::{SchemaId, TypeSet};

/// Limit of the values that a guard lists for one member.
const MAX_VALUES: usize = 256;
/// Limit of the steps to a member that tells alternatives apart.
const MAX_STEPS: usize = 4;
/// Limit of the members of one alternative that are looked at, those of inner objects included.
const MAX_MEMBERS: usize = 1_000;

/// The members of an alternative whose values are listed, by path.
type ListedMembers = BTreeMap<Vec<String>, MemberValues>;

impl Context<'_, '_> {
    /// The guards of alternatives that are tried in turn. Beside what each requires by itself, a guard lists the values of
    /// members by which an alternative differs from others.
    pub(super) fn guards(&mut self, candidates: &[ShapeCandidate]) -> Vec<Guard> {
        let mut guards: Vec<Guard> = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            guards.push(self.guard(&candidate.shape));
        }
        let is_object =
            |candidate: &&ShapeCandidate| candidate.shape.types().meets(TypeSet::OBJECT);
        if candidates.iter().filter(is_object).count() < 2 {
            return guards;
        }
        let listed: Vec<ListedMembers> = candidates
            .iter()
            .map(|candidate| self.listed_members(&candidate.shape))
            .collect();
        for (index, guard) in guards.iter_mut().enumerate() {
            for (path, member) in &listed[index] {
                let mut others = candidates.iter().zip(&listed).enumerate();
                let tells_apart = others.any(|(other, (candidate, members))| {
                    other != index && is_object(&candidate) && member.tells_from(members.get(path))
                });
                let is_known = guard.values.iter().any(|known| known.path == *path);
                if tells_apart && !is_known {
                    if let [name] = &path[..] {
                        guard.required.retain(|required| required != name);
                    }
                    guard.values.push(member.clone());
                }
            }
        }
        guards
    }

    fn listed_members(&mut self, shape: &SchemaShape) -> ListedMembers {
        let mut listed = ListedMembers::new();
        if let SchemaShape::Object(members) = shape {
            let mut left = MAX_MEMBERS;
            self.list_members(members, &mut Vec::new(), true, &mut left, &mut listed);
        }
        listed
    }

    fn list_members(
        &mut self,
        members: &BTreeMap<String, MergedMember>,
        path: &mut Vec<String>,
        is_required: bool,
        left: &mut usize,
        listed: &mut ListedMembers,
    ) {
        for (name, member) in members {
            if *left == 0 || member.seeds.is_empty() {
                continue;
            }
            *left -= 1;
            path.push(name.clone());
            let mut is_required = is_required && member.is_required();
            if let Some(values) = self.values_of(&member.seeds) {
                let path = path.clone();
                let member = MemberValues {
                    path: path.clone(),
                    is_required,
                    values,
                };
                listed.insert(path, member);
            } else if path.len() < MAX_STEPS {
                let candidates = self.candidates_of_seeds(&member.seeds);
                is_required &= !candidates.is_nullable;
                if let [
                    ShapeCandidate {
                        shape: SchemaShape::Object(members),
                        ..
                    },
                ] = &candidates.alternatives[..]
                {
                    self.list_members(members, path, is_required, left, listed);
                }
            }
            path.pop();
        }
    }

    /// The values that these subschemas list; `None` if they allow others or too many.
    fn values_of(&mut self, seeds: &[SchemaId]) -> Option<Vec<Value>> {
        let expanded = ExpandedSet::of(self.document, seeds);
        if expanded.is_impossible || !self.spend(expanded.nodes.len()) {
            return None;
        }
        let mut values = if expanded.open.is_empty() {
            let merged = merge(self.document, &expanded.nodes);
            let types = merged.types.unwrap_or(TypeSet::ALL);
            let values = merged.values?.into_iter();
            values
                .filter(|value| TypeSet::of(value).is_within(types))
                .collect()
        } else {
            let candidates = self.candidates_of_seeds(seeds);
            let mut texts = Vec::new();
            for candidate in &candidates.alternatives {
                match &candidate.shape {
                    SchemaShape::Constant(text) => texts.push(Value::from(text.as_str())),
                    SchemaShape::StringEnum(listed) => {
                        texts.extend(listed.iter().map(|text| Value::from(text.as_str())));
                    }
                    _ => return None,
                }
            }
            texts
        };
        if !contains(&values, &Value::Null) && self.candidates_of_seeds(seeds).is_nullable {
            values.push(Value::Null);
        }
        (!values.is_empty() && values.len() <= MAX_VALUES).then_some(values)
    }

    fn candidates_of_seeds(&mut self, seeds: &[SchemaId]) -> Rc<ShapeCandidates> {
        match seeds {
            [only] => self.candidates_of(*only),
            _ => {
                let expanded = Rc::new(ExpandedSet::of(self.document, seeds));
                Rc::new(self.candidates_of_set(&expanded))
            }
        }
    }

    /// True if a value of `later` may fit `earlier` too, whose guard it passes.
    pub(super) fn may_hide(
        &mut self,
        earlier: &SchemaShape,
        later: &SchemaShape,
        depth: usize,
    ) -> bool {
        match (earlier, later) {
            (SchemaShape::Object(one), SchemaShape::Object(other)) => {
                let required = other.iter().filter(|(_, member)| member.is_required());
                for (name, member) in required {
                    let Some(declared) = one.get(name) else {
                        continue;
                    };
                    if !self.may_share_values(&declared.seeds, &member.seeds, depth) {
                        return false;
                    }
                }
                true
            }
            (SchemaShape::Object(_), SchemaShape::Map(_)) => true,
            (SchemaShape::Map(one), SchemaShape::Map(other))
            | (SchemaShape::List(one), SchemaShape::List(other)) => {
                self.may_share_values(one, other, depth)
            }
            (SchemaShape::Map(each), SchemaShape::Object(_)) => each.is_empty(),
            (one, other) => one == other,
        }
    }

    /// True if the types of these subschemas may read the same value.
    fn may_share_values(&mut self, one: &[SchemaId], other: &[SchemaId], depth: usize) -> bool {
        if one.is_empty() || other.is_empty() || depth > MAX_STEPS || !self.spend(1) {
            return true;
        }
        let [one, other] = [one, other].map(|seeds| self.candidates_of_seeds(seeds));
        if one.is_nullable && other.is_nullable {
            return true;
        }
        let other = &other.alternatives;
        one.alternatives.iter().any(|one| {
            other.iter().any(|other| {
                one.shape.types().meets(other.shape.types())
                    && match (&one.shape, &other.shape) {
                        (SchemaShape::Object(_), SchemaShape::Object(_)) => {
                            self.may_hide(&one.shape, &other.shape, depth + 1)
                        }
                        _ => true,
                    }
            })
        })
    }

    /// The necessary condition for values of this shape.
    pub(super) fn guard(&mut self, shape: &SchemaShape) -> Guard {
        let mut guard = Guard {
            json_type: json_type(shape.types()),
            ..Guard::default()
        };
        let SchemaShape::Object(members) = shape else {
            return guard;
        };
        for (name, member) in members.iter().filter(|(_, member)| member.is_required()) {
            match self.constant(&member.seeds) {
                Some(text) => guard.values.push(MemberValues {
                    path: vec![name.clone()],
                    is_required: true,
                    values: vec![Value::from(text)],
                }),
                None => guard.required.push(name.clone()),
            }
        }
        guard
    }

    /// The only string that all these subschemas accept.
    fn constant(&mut self, seeds: &[SchemaId]) -> Option<String> {
        <[_; 1]>::try_from(self.texts(seeds)?)
            .ok()
            .map(|[text]| text)
    }

    /// The strings that all these subschemas accept; `None` if they accept other values.
    pub(super) fn texts(&mut self, seeds: &[SchemaId]) -> Option<Vec<String>> {
        if seeds.is_empty() {
            return None;
        }
        let candidates = self.candidates_of_seeds(seeds);
        if candidates.is_nullable {
            return None;
        }
        let [only] = &candidates.alternatives[..] else {
            return None;
        };
        match &only.shape {
            SchemaShape::Constant(value) => Some(vec![value.clone()]),
            SchemaShape::StringEnum(values) => Some(values.clone()),
            _ => None,
        }
    }
}

impl MemberValues {
    /// True if the values show that an object is not one of another alternative, which may list values of the same member.
    fn tells_from(&self, other: Option<&Self>) -> bool {
        match other {
            None => self.is_required,
            Some(other) if self.is_required => {
                self.values.len() != other.values.len()
                    || !self
                        .values
                        .iter()
                        .all(|value| contains(&other.values, value))
            }
            Some(other) => !self
                .values
                .iter()
                .any(|value| contains(&other.values, value)),
        }
    }
}

/// The one JSON type that holds all these types; `None` if there is no such type.
fn json_type(types: TypeSet) -> Option<JsonType> {
    let json_types = [
        (TypeSet::BOOLEAN, JsonType::Boolean),
        (TypeSet::NUMBER, JsonType::Number),
        (TypeSet::STRING, JsonType::String),
        (TypeSet::ARRAY, JsonType::Array),
        (TypeSet::OBJECT, JsonType::Object),
    ];
    let mut holding = json_types
        .into_iter()
        .filter(|(set, _)| types.is_within(*set));
    holding.next().map(|(_, json_type)| json_type)
}
