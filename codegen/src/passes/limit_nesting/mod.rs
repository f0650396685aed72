//! Limits the nesting of types to what the compiler accepts; deeper values become JSON values.
//!
//! For every type the compiler follows the types of its fields through boxes, lists and options, up to 128 levels, both in
//! the emitted crate and in crates that use it.

mod depth;

use std::collections::VecDeque;

use webhook_catalog::{Diagnostic, Place, codes};

use crate::model::{Fallback, Item, Model, Presence, Shape, TypeId, TypeKind, Vendor};

/// Nesting limit of an event's types. The rest of the compiler's 128 levels is left to crates that use them.
const MAX_DEPTH: usize = 96;

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        limit(vendor, diagnostics);
    }
}

/// A type contained in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    target: usize,
    /// Levels in between: the type itself, and each option and map around it.
    levels: usize,
}

fn limit(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let edges: Vec<Vec<Edge>> = vendor.types.iter().map(|def| edges(&def.kind)).collect();
    let roots: Vec<usize> = roots(vendor).map(|root| root.0).collect();
    let keep = depth::within(&edges, &roots, MAX_DEPTH);
    if keep.iter().all(|keep| *keep) {
        return;
    }
    let events = vendor
        .events
        .iter()
        .map(|event| (event.root.0, Some(event)));
    let envelope = vendor
        .envelope
        .iter()
        .map(|envelope| (envelope.fields.0, None));
    for (_, event) in events.chain(envelope).filter(|(root, _)| !keep[*root]) {
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            event: event.map(|event| event.name.to_string()),
            ..Place::default()
        };
        let message = "its types refer to one another deeper than the compiler follows".to_owned();
        diagnostics.push(
            Diagnostic::error(codes::TYPES_TOO_DEEP, place, message)
                .with_help("describe the deep part as an object or array without further keywords"),
        );
    }
    remove_deep(vendor, &keep, &roots, diagnostics);
}

fn roots(vendor: &Vendor) -> impl Iterator<Item = TypeId> {
    let envelope = vendor.envelope.iter().map(|envelope| envelope.fields);
    vendor.events.iter().map(|event| event.root).chain(envelope)
}

fn edges(kind: &TypeKind) -> Vec<Edge> {
    let optional = |presence: Presence| usize::from(presence == Presence::Optional);
    let items: Vec<(usize, &Item)> = match kind {
        TypeKind::Object(object) => object
            .properties
            .iter()
            .map(|property| (optional(property.presence), &property.item))
            .collect(),
        TypeKind::Tuple(tuple) => tuple
            .places
            .iter()
            .map(|place| (optional(place.presence), &place.item))
            .chain([(0, &tuple.rest)])
            .collect(),
        TypeKind::Newtype(item) => vec![(0, item)],
        TypeKind::Union(union) => {
            let shapes = union.alternatives.iter();
            return shapes
                .filter_map(|alternative| edge(0, &alternative.shape))
                .collect();
        }
        TypeKind::StringEnum(_) => Vec::new(),
    };
    let levels = |(optional, item): &(usize, &Item)| (*optional).max(usize::from(item.nullable));
    items
        .iter()
        .filter_map(|item| edge(levels(item), &item.1.shape))
        .collect()
}

fn edge(levels: usize, shape: &Shape) -> Option<Edge> {
    match shape {
        Shape::Named(id) => Some(Edge {
            target: id.0,
            levels: levels + 1,
        }),
        Shape::List(item) | Shape::Lazy(item) => {
            edge(levels + usize::from(item.nullable), &item.shape)
        }
        Shape::Map(item) => edge(levels + 1 + usize::from(item.nullable), &item.shape),
        Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::UnixTime
        | Shape::Number
        | Shape::String
        | Shape::Text(_)
        | Shape::Constant(_) => None,
    }
}

/// Removes the types that are not kept, and those that only these lead to.
fn remove_deep(
    vendor: &mut Vendor,
    keep: &[bool],
    roots: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (def, _) in vendor.types.iter_mut().zip(keep).filter(|(_, keep)| **keep) {
        let mut is_replaced = false;
        for shape in def.kind.shapes_mut() {
            is_replaced |= replace_deep(shape, keep);
        }
        if is_replaced {
            let place = Place {
                vendor: Some(vendor.id.to_string()),
                event: def.module_path.event().map(ToString::to_string),
                pointer: Some(def.schema_pointer.clone()),
                ..Place::default()
            };
            let message = format!(
                "{}, so what follows stays a JSON value",
                Fallback::NestedTypes
            );
            diagnostics.push(
                Diagnostic::warning(codes::TYPES_TOO_DEEP, place, message)
                    .with_help("nothing is lost; a flatter schema would give types"),
            );
        }
    }
    let mut reached = vec![false; vendor.types.len()];
    let mut next: VecDeque<usize> = roots.iter().copied().filter(|root| keep[*root]).collect();
    while let Some(id) = next.pop_front() {
        if !std::mem::replace(&mut reached[id], true) {
            next.extend(edges(&vendor.types[id].kind).iter().map(|edge| edge.target));
        }
    }
    // Roots always stay; the run fails with an error if one was not kept.
    for root in roots {
        reached[*root] = true;
    }
    vendor.retain_types(&reached);
}

fn replace_deep(shape: &mut Shape, keep: &[bool]) -> bool {
    match shape {
        Shape::Named(id) if !keep[id.0] => {
            let reason = Some(Fallback::NestedTypes);
            *shape = Shape::Any { reason };
            true
        }
        Shape::List(item) | Shape::Map(item) | Shape::Lazy(item) => {
            let is_replaced = replace_deep(&mut item.shape, keep);
            item.nullable &= !matches!(item.shape, Shape::Any { .. });
            is_replaced
        }
        Shape::Named(_)
        | Shape::Any { .. }
        | Shape::Boolean
        | Shape::Integer
        | Shape::UnixTime
        | Shape::Number
        | Shape::String
        | Shape::Text(_)
        | Shape::Constant(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use crate::lower::tests::{lines, lower_schema, print};

    /// Objects `d0` to `d{length}`, each with the next in `next`.
    fn chain(length: usize, last: Value) -> Value {
        let mut definitions: Map<String, Value> = (0..length)
            .map(|index| {
                let next = json!({"$ref": format!("#/$defs/d{}", index + 1)});
                let schema = json!({"type": "object", "properties": {"next": next}});
                (format!("d{index}"), schema)
            })
            .collect();
        definitions.insert(format!("d{length}"), last);
        json!({"type": "object", "properties": {"first": {"$ref": "#/$defs/d0"}}, "$defs": definitions})
    }

    /// The number of types left, the printed types, and the diagnostics.
    fn limited(schema: Value) -> (usize, String, Vec<String>) {
        let mut lowered = lower_schema(schema);
        assert_eq!(lines(&lowered), [""; 0]);
        super::run(&mut lowered.value, &mut lowered.diagnostics);
        let vendor = &lowered.value.vendors[0];
        (vendor.types.len(), print(vendor), lines(&lowered))
    }

    #[test]
    fn a_long_chain_is_replaced() {
        let (types, printed, diagnostics) = limited(chain(300, json!({"type": "object"})));
        assert_eq!(types, 48);
        assert!(
            printed.contains("@d46 = { next?: Any(types nest too deep for the compiler here) }"),
            "{printed}"
        );
        assert_eq!(
            diagnostics,
            [
                "E133 /$defs/d46: types nest too deep for the compiler here, so what follows stays a JSON value"
            ]
        );
    }

    #[test]
    fn a_short_chain_stays() {
        let (types, _, diagnostics) = limited(chain(40, json!({"type": "object"})));
        assert_eq!((types, diagnostics.len()), (41, 0));
    }

    #[test]
    fn a_circle_that_is_too_long_stays_json() {
        let (types, printed, diagnostics) = limited(chain(60, json!({"$ref": "#/$defs/d0"})));
        assert_eq!((types, diagnostics.len()), (1, 1), "{printed}");
    }

    #[test]
    fn many_types_around_one_are_not_deep() {
        let nodes: Map<String, Value> = (0..200)
            .map(|index| {
                let schema = json!({"type": "object", "required": [format!("k{index}")], "properties": {format!("k{index}"): {"type": "string"}, "content": {"type": "array", "items": {"$ref": "#/$defs/any"}}}});
                (format!("n{index}"), schema)
            })
            .collect();
        let references: Vec<Value> = nodes
            .keys()
            .map(|name| json!({"$ref": format!("#/$defs/{name}")}))
            .collect();
        let mut definitions = nodes;
        definitions.insert("any".to_owned(), json!({"anyOf": references}));
        let schema = json!({"type": "object", "properties": {"doc": {"$ref": "#/$defs/any"}}, "$defs": definitions});
        let (types, _, diagnostics) = limited(schema);
        assert_eq!((types, diagnostics.len()), (202, 0));
    }
}
