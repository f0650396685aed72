//! Boxes fields through which a type would contain itself.

use std::collections::BTreeSet;

use crate::model::{Model, Shape, TypeId, TypeKind, Vendor};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        break_cycles(vendor);
    }
}

/// Index of a property, alternative or tuple place that holds another type by value.
pub(super) type Slot = usize;

fn break_cycles(vendor: &mut Vendor) {
    let edges: Vec<Vec<(Slot, TypeId)>> = vendor
        .types
        .iter()
        .map(|def| held_by_value(&def.kind))
        .collect();
    let is_boxable = |node: usize| !matches!(vendor.types[node].kind, TypeKind::Newtype(_));
    for (from, slot) in edges_to_box(&edges, is_boxable) {
        match &mut vendor.types[from].kind {
            TypeKind::Object(object) => object.properties[slot].boxed = true,
            TypeKind::Union(union) => union.alternatives[slot].boxed = true,
            TypeKind::Tuple(tuple) => tuple.places[slot].boxed = true,
            TypeKind::StringEnum(_) | TypeKind::Newtype(_) => {
                unreachable!("only slots that can be boxed are chosen")
            }
        }
    }
}

/// The types that a value of this type holds without indirection. Lists and maps are indirections.
pub(super) fn held_by_value(kind: &TypeKind) -> Vec<(Slot, TypeId)> {
    let shapes: Vec<&Shape> = match kind {
        TypeKind::Object(object) => object
            .properties
            .iter()
            .map(|property| &property.item.shape)
            .collect(),
        TypeKind::Union(union) => union
            .alternatives
            .iter()
            .map(|alternative| &alternative.shape)
            .collect(),
        TypeKind::Tuple(tuple) => tuple.places.iter().map(|place| &place.item.shape).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
        TypeKind::Newtype(item) => vec![&item.shape],
    };
    shapes
        .into_iter()
        .enumerate()
        .filter_map(|(slot, shape)| match shape {
            Shape::Named(id) => Some((slot, *id)),
            Shape::Any { .. }
            | Shape::Boolean
            | Shape::Integer
            | Shape::UnixTime
            | Shape::Number
            | Shape::String
            | Shape::Text(_)
            | Shape::Constant(_) => None,
            Shape::List(_) | Shape::Map(_) | Shape::Lazy(_) => None,
        })
        .collect()
}

/// Edges whose removal makes the graph acyclic: the back edges of a depth-first search. If the slots of a back edge's source
/// cannot be boxed, the last edge of the path whose source's slots can be.
///
/// The search uses an explicit stack, because the catalogue determines its depth.
fn edges_to_box(
    edges: &[Vec<(Slot, TypeId)>],
    is_boxable: impl Fn(usize) -> bool,
) -> BTreeSet<(usize, Slot)> {
    #[derive(Clone, Copy, PartialEq)]
    enum VisitState {
        New,
        OnPath,
        Done,
    }
    let mut states = vec![VisitState::New; edges.len()];
    let mut to_box = BTreeSet::new();
    for start in 0..edges.len() {
        if states[start] != VisitState::New {
            continue;
        }
        states[start] = VisitState::OnPath;
        // Each type on the path, with the index of its next edge.
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(&(_, TypeId(target))) = edges[node].get(*next) else {
                states[node] = VisitState::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match states[target] {
                VisitState::New => {
                    states[target] = VisitState::OnPath;
                    path.push((target, 0));
                }
                VisitState::OnPath => {
                    let to_boxable = path.iter().rev().find(|(node, _)| is_boxable(*node));
                    to_box.extend(to_boxable.map(|(node, next)| (*node, edges[*node][next - 1].0)));
                }
                VisitState::Done => {}
            }
        }
    }
    to_box
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed<const N: usize>(
        edges: &[Vec<(Slot, TypeId)>],
        unboxable: [usize; N],
    ) -> Vec<(usize, Slot)> {
        edges_to_box(edges, |node| !unboxable.contains(&node))
            .into_iter()
            .collect()
    }

    #[test]
    fn only_edges_that_close_a_cycle_are_boxed() {
        let edges = [
            vec![(0, TypeId(1)), (1, TypeId(2))],
            vec![(0, TypeId(2)), (1, TypeId(0))],
            vec![(0, TypeId(2))],
        ];
        assert_eq!(boxed(&edges, []), [(1, 1), (2, 0)]);
    }

    #[test]
    fn an_edge_before_an_unboxable_type_is_boxed() {
        let edges = [
            vec![(0, TypeId(1))],
            vec![(0, TypeId(2))],
            vec![(0, TypeId(0))],
        ];
        assert_eq!(boxed(&edges, [2]), [(1, 0)]);
        assert_eq!(boxed(&edges, [1, 2]), [(0, 0)]);
        assert_eq!(boxed(&edges, [0]), [(2, 0)]);
    }

    #[test]
    fn a_long_cycle_does_not_overflow_the_stack() {
        let edges: Vec<_> = (0..200_000)
            .map(|node| vec![(0, TypeId((node + 1) % 200_000))])
            .collect();
        assert_eq!(boxed(&edges, []), [(199_999, 0)]);
    }
}
