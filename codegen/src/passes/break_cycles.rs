//! Puts a box wherever a type would contain itself.

use crate::model::{Model, Shape, TypeId, TypeKind, Vendor};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        break_cycles(vendor);
    }
}

/// A place in a type that holds another type by value: the index of the property, alternative or place.
type Slot = usize;

fn break_cycles(vendor: &mut Vendor) {
    let edges: Vec<Vec<(Slot, TypeId)>> = vendor
        .types
        .iter()
        .map(|def| held_by_value(&def.kind))
        .collect();
    for (from, slot) in closing_edges(&edges) {
        match &mut vendor.types[from].kind {
            TypeKind::Object(object) => object.properties[slot].boxed = true,
            TypeKind::Union(union) => union.alternatives[slot].boxed = true,
            TypeKind::Tuple(tuple) => tuple.places[slot].boxed = true,
            TypeKind::StringEnum(_) | TypeKind::Newtype(_) => {}
        }
    }
}

/// The types that a value of this type holds without a pointer between. Lists and maps are pointers already.
fn held_by_value(kind: &TypeKind) -> Vec<(Slot, TypeId)> {
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
            Shape::Any { .. } | Shape::Boolean | Shape::Integer | Shape::Number | Shape::String => {
                None
            }
            Shape::List(_) | Shape::Map(_) => None,
        })
        .collect()
}

/// Edges that lead back to a type on the way to them: without them the graph has no circle. Walked with a stack of our
/// own, because a catalogue decides how deep it goes.
fn closing_edges(edges: &[Vec<(Slot, TypeId)>]) -> Vec<(usize, Slot)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        OnTheWay,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut closing = Vec::new();
    for start in 0..edges.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::OnTheWay;
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            let Some(&(slot, TypeId(target))) = edges[node].get(*next) else {
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
                Mark::OnTheWay => closing.push((node, slot)),
                Mark::Done => {}
            }
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_edges_that_close_a_circle_are_found() {
        let edges = [
            vec![(0, TypeId(1)), (1, TypeId(2))],
            vec![(0, TypeId(2)), (1, TypeId(0))],
            vec![(0, TypeId(2))],
        ];
        assert_eq!(closing_edges(&edges), [(2, 0), (1, 1)]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (0..200_000)
            .map(|node| vec![(0, TypeId((node + 1) % 200_000))])
            .collect();
        assert_eq!(closing_edges(&edges), [(199_999, 0)]);
    }
}
