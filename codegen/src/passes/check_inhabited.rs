//! Makes every type inhabited, and measures its smallest value. No finite payload fits a type that requires itself, directly
//! or through others; its recursive members become optional. A type whose smallest value is too large is an error.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use webhook_catalog::{Diagnostic, Place, codes};

use crate::model::{Item, Model, Presence, Shape, TypeDef, TypeKind, Vendor};

/// Limit of the JSON values in the smallest payload of an event.
const MAX_VALUES: u64 = 1 << 20;
/// Nesting limit of the smallest payload: `serde_json` reads 127 levels, some of which an envelope or an array may take.
const MAX_DEPTH: u64 = 120;

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let mut smallest = measure(&vendor.types);
        if smallest.contains(&None) {
            check_inhabited(vendor, &smallest, diagnostics);
            smallest = measure(&vendor.types);
        }
        let smallest: Vec<Smallest> = smallest
            .into_iter()
            .map(|smallest| smallest.expect("every type is inhabited once none requires itself"))
            .collect();
        refuse_large(vendor, &smallest, diagnostics);
        for (def, smallest) in vendor.types.iter_mut().zip(smallest) {
            def.smallest = smallest.values;
        }
    }
}

fn refuse_large(vendor: &Vendor, smallest: &[Smallest], diagnostics: &mut Vec<Diagnostic>) {
    for event in &vendor.events {
        let Smallest { values, depth } = smallest[event.root.0];
        let message = if values > MAX_VALUES {
            format!("the smallest payload that fits holds more than {MAX_VALUES} values")
        } else if depth > MAX_DEPTH {
            format!("the smallest payload that fits is nested more than {MAX_DEPTH} levels deep")
        } else {
            continue;
        };
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            event: Some(event.name.to_string()),
            pointer: Some(vendor.types[event.root.0].schema_pointer.clone()),
            ..Place::default()
        };
        diagnostics.push(
            Diagnostic::error(codes::SMALLEST_PAYLOAD_TOO_LARGE, place, message)
                .with_help("require less, by an overlay: no vendor sends such a payload"),
        );
    }
}

/// The smallest value of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Smallest {
    /// Number of JSON values, itself included.
    values: u64,
    /// Nesting depth; one for a scalar.
    depth: u64,
}

/// The smallest value of each type; `None` if there is none of finite size.
///
/// This is Dijkstra's algorithm: types are settled from the smallest on, and each settled type is added to the types that
/// contain it, so every edge is visited once.
fn measure(types: &[TypeDef]) -> Vec<Option<Smallest>> {
    let mut smallest = vec![None; types.len()];
    let mut least = Vec::with_capacity(types.len());
    let mut missing: Vec<usize> = Vec::with_capacity(types.len());
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut next = BinaryHeap::new();
    for (id, def) in types.iter().enumerate() {
        let Needs {
            types: needed,
            required,
            scalars,
        } = needs(&def.kind);
        for target in needed {
            waiting[target].push(id);
        }
        least.push(Smallest {
            values: 1 + scalars,
            depth: 1,
        });
        missing.push(required);
        if required == 0 {
            next.push(Reverse((least[id], id)));
        }
    }
    while let Some(Reverse((size, id))) = next.pop() {
        if smallest[id].is_some() {
            continue;
        }
        smallest[id] = Some(size);
        for &other in &waiting[id] {
            if missing[other] > 0 {
                missing[other] -= 1;
                least[other] = Smallest {
                    values: least[other].values.saturating_add(size.values),
                    depth: least[other].depth.max(size.depth + 1),
                };
                if missing[other] == 0 {
                    next.push(Reverse((least[other], other)));
                }
            }
        }
    }
    smallest
}

/// The values that a value of a type must contain.
#[derive(Default)]
struct Needs {
    /// Candidates among the named types.
    types: Vec<usize>,
    /// Number of the candidates that it must contain: all of them, or one for a union.
    required: usize,
    /// Number of other values.
    scalars: u64,
}

fn needs(kind: &TypeKind) -> Needs {
    let items: Vec<&Item> = match kind {
        TypeKind::Object(object) => object
            .properties
            .iter()
            .filter(|property| property.presence == Presence::Required)
            .map(|property| &property.item)
            .collect(),
        TypeKind::Tuple(tuple) => tuple
            .places
            .iter()
            .filter(|place| place.presence == Presence::Required)
            .map(|place| &place.item)
            .collect(),
        TypeKind::Newtype(item) => vec![item],
        TypeKind::StringEnum(_) => Vec::new(),
        TypeKind::Union(union) => {
            let shapes = union
                .alternatives
                .iter()
                .map(|alternative| &alternative.shape);
            let needed: Option<Vec<usize>> = shapes.map(target_of).collect();
            return match needed {
                Some(types) => Needs {
                    types,
                    required: 1,
                    scalars: 0,
                },
                None => Needs::default(),
            };
        }
    };
    let count = items.len() as u64;
    let types: Vec<usize> = items.into_iter().filter_map(needed_by).collect();
    Needs {
        required: types.len(),
        scalars: count - types.len() as u64,
        types,
    }
}

/// The type of which a value of this item must contain a value.
fn needed_by(item: &Item) -> Option<usize> {
    let item = item.looked_at();
    target_of(&item.shape).filter(|_| !item.nullable)
}

fn target_of(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Named(id) => Some(id.0),
        // Lists and maps may be empty.
        Shape::List(_) | Shape::Map(_) => None,
        Shape::Lazy(item) => needed_by(item),
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

/// Makes members and places optional that lead to types without a smallest value.
fn check_inhabited(
    vendor: &mut Vendor,
    smallest: &[Option<Smallest>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let vendor_id = vendor.id.to_string();
    let is_endless = |item: &Item| needed_by(item).is_some_and(|target| smallest[target].is_none());
    let types = vendor.types.iter_mut().zip(smallest);
    for def in types.filter_map(|(def, smallest)| smallest.is_none().then_some(def)) {
        let names: Vec<String> = match &mut def.kind {
            TypeKind::Object(object) => object
                .properties
                .iter_mut()
                .filter(|property| is_endless(&property.item))
                .filter_map(|property| {
                    let before = std::mem::replace(&mut property.presence, Presence::Optional);
                    (before == Presence::Required).then(|| property.name.clone())
                })
                .collect(),
            TypeKind::Tuple(tuple) => tuple
                .places
                .iter_mut()
                .enumerate()
                .skip_while(|(_, place)| !is_endless(&place.item))
                .filter_map(|(index, place)| {
                    let before = std::mem::replace(&mut place.presence, Presence::Optional);
                    (before == Presence::Required).then(|| index.to_string())
                })
                .collect(),
            // They are inhabited once their parts are.
            TypeKind::StringEnum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => Vec::new(),
        };
        for name in names {
            let place = Place {
                vendor: Some(vendor_id.clone()),
                event: def.module_path.event().map(ToString::to_string),
                pointer: Some(def.schema_pointer.clone()),
                ..Place::default()
            };
            let message = format!(
                "`{}` is required and leads back here without end, so no payload fits",
                crate::docs::one_line(&name)
            );
            diagnostics.push(
                Diagnostic::warning(codes::ENDLESS_REQUIREMENT, place, message)
                    .with_help("the field is optional; an overlay can say so for good"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{lines, lower_schema, print};

    /// The types of a schema after the pass, and the diagnostics.
    fn checked(schema: Value) -> (String, Vec<String>) {
        let mut lowered = lower_schema(schema);
        assert_eq!(lines(&lowered), [""; 0]);
        super::run(&mut lowered.value, &mut lowered.diagnostics);
        (print(&lowered.value.vendors[0]), lines(&lowered))
    }

    #[test]
    fn a_member_that_requires_its_own_type_is_optional() {
        let (types, diagnostics) = checked(
            json!({"type": "object", "required": ["id", "next"], "properties": {"id": {"type": "string"}, "next": {"$ref": "#"}}}),
        );
        assert_eq!(types, "{ id: String, next?: @root }");
        assert_eq!(
            diagnostics,
            ["E131 : `next` is required and leads back here without end, so no payload fits"]
        );
    }

    #[test]
    fn a_circle_of_several_types_is_opened() {
        let object = |target: &str| json!({"type": "object", "required": ["x"], "properties": {"x": {"$ref": target}}});
        let (types, diagnostics) = checked(json!({
            "type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/a"}},
            "$defs": {"a": object("#/$defs/b"), "b": {"anyOf": [object("#/$defs/a"), {"type": "array", "minItems": 1, "prefixItems": [{"$ref": "#/$defs/b"}]}]}},
        }));
        assert!(!types.contains("x: "), "{types}");
        assert!(!diagnostics.is_empty());
    }

    #[test]
    fn types_that_end_stay_as_they_are() {
        let schema = json!({
            "type": "object", "required": ["list", "map", "null", "either", "pair"],
            "properties": {
                "list": {"type": "array", "items": {"$ref": "#"}},
                "map": {"type": "object", "additionalProperties": {"$ref": "#"}},
                "null": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
                "either": {"anyOf": [{"$ref": "#"}, {"type": "string"}]},
                "pair": {"type": "array", "prefixItems": [{"$ref": "#"}], "minItems": 0},
            },
        });
        let before = print(&lower_schema(schema.clone()).value.vendors[0]);
        assert_eq!(checked(schema), (before, Vec::new()));
    }

    #[test]
    fn definitions_that_double_are_refused() {
        let mut definitions: serde_json::Map<String, Value> = (0..40)
            .map(|index| {
                let next = json!({"$ref": format!("#/$defs/d{}", index + 1)});
                let properties = json!({"a": next, "b": next});
                let schema =
                    json!({"type": "object", "required": ["a", "b"], "properties": properties});
                (format!("d{index}"), schema)
            })
            .collect();
        definitions.insert("d40".to_owned(), json!({"type": "object"}));
        let (_, diagnostics) = checked(json!({"$ref": "#/$defs/d0", "$defs": definitions}));
        assert_eq!(
            diagnostics,
            ["E132 /$defs/d0: the smallest payload that fits holds more than 1048576 values"]
        );
    }

    #[test]
    fn a_long_chain_of_required_members_is_refused() {
        let chain = |length: usize| {
            let mut definitions: serde_json::Map<String, Value> = (0..length)
                .map(|index| {
                    let properties = json!({"next": {"$ref": format!("#/$defs/d{}", index + 1)}});
                    let schema =
                        json!({"type": "object", "required": ["next"], "properties": properties});
                    (format!("d{index}"), schema)
                })
                .collect();
            definitions.insert(format!("d{length}"), json!({"type": "object"}));
            checked(json!({"$ref": "#/$defs/d0", "$defs": definitions})).1
        };
        assert_eq!(chain(100), [""; 0]);
        assert_eq!(
            chain(10_000),
            ["E132 /$defs/d0: the smallest payload that fits is nested more than 120 levels deep"]
        );
    }

    #[test]
    fn a_place_that_requires_its_own_type_is_optional_with_those_after_it() {
        let (types, diagnostics) = checked(json!({
            "type": "array", "prefixItems": [{"type": "string"}, {"$ref": "#"}, {"type": "string"}], "minItems": 3,
        }));
        assert_eq!(types.matches('?').count(), 2, "{types}");
        assert_eq!(diagnostics.len(), 2);
    }
}
