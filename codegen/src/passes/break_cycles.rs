//! Puts a box wherever a type would contain itself.

use std::collections::BTreeSet;

use crate::model::{Model, Shape, TypeId, TypeKind, Vendor};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        break_cycles(vendor);
    }
}

/// A place in a type that holds another type by value: the index of the property, alternative or place.
pub(super) type Slot = usize;

fn break_cycles(vendor: &mut Vendor) {
    let edges: Vec<Vec<(Slot, TypeId)>> = vendor
        .types
        .iter()
        .map(|def| held_by_value(&def.kind))
        .collect();
    let has_room = |node: usize| !matches!(vendor.types[node].kind, TypeKind::Newtype(_));
    for (from, slot) in edges_to_box(&edges, has_room) {
        match &mut vendor.types[from].kind {
            TypeKind::Object(object) => object.properties[slot].boxed = true,
            TypeKind::Union(union) => union.alternatives[slot].boxed = true,
            TypeKind::Tuple(tuple) => tuple.places[slot].boxed = true,
            TypeKind::StringEnum(_) | TypeKind::Newtype(_) => {
                unreachable!("a box is put only where there is room for one")
            }
        }
    }
}

/// The types that a value of this type holds without a pointer between. Lists and maps are pointers already.
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
            | Shape::Number
            | Shape::String
            | Shape::Constant(_) => None,
            Shape::List(_) | Shape::Map(_) => None,
        })
        .collect()
}

/// Edges without which the graph has no circle. An edge that leads back to a type on the way to it is one, or, where the
/// type it leaves has no room for a box, the last edge before it that leaves a type with room.
///
/// Walked with a stack of our own, because a catalogue decides how deep it goes.
fn edges_to_box(
    edges: &[Vec<(Slot, TypeId)>],
    has_room: impl Fn(usize) -> bool,
) -> BTreeSet<(usize, Slot)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        OnTheWay,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut to_box = BTreeSet::new();
    for start in 0..edges.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::OnTheWay;
        // Each type on the way, with the index of the edge to look at next.
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            let Some(&(_, TypeId(target))) = edges[node].get(*next) else {
                marks[node] = Mark::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match marks[target] {
                Mark::New => {
                    marks[target] = Mark::OnTheWay;
                    way.push((target, 0));
                }
                Mark::OnTheWay => {
                    let circle = way.iter().rev().find(|(node, _)| has_room(*node));
                    to_box.extend(circle.map(|(node, next)| (*node, edges[*node][next - 1].0)));
                }
                Mark::Done => {}
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
        without_room: [usize; N],
    ) -> Vec<(usize, Slot)> {
        edges_to_box(edges, |node| !without_room.contains(&node))
            .into_iter()
            .collect()
    }

    #[test]
    fn only_edges_that_close_a_circle_are_boxed() {
        let edges = [
            vec![(0, TypeId(1)), (1, TypeId(2))],
            vec![(0, TypeId(2)), (1, TypeId(0))],
            vec![(0, TypeId(2))],
        ];
        assert_eq!(boxed(&edges, []), [(1, 1), (2, 0)]);
    }

    #[test]
    fn a_type_without_room_is_boxed_where_it_is_held() {
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
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (0..200_000)
            .map(|node| vec![(0, TypeId((node + 1) % 200_000))])
            .collect();
        assert_eq!(boxed(&edges, []), [(199_999, 0)]);
    }
}
