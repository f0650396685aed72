//! Marks the types that are decoded only when a lazy value is looked at. Emitted functions of theirs are inline, so that a program
//! that does not look at such values does not compile them.

use crate::model::{Model, Shape, TypeDef, TypeId, Vendor};

pub(super) fn run(model: &mut Model) {
    for vendor in &mut model.vendors {
        mark_lazy(vendor);
    }
}

fn mark_lazy(vendor: &mut Vendor) {
    let roots = vendor.events.iter().map(|event| event.root);
    let envelope = vendor.envelope.iter().map(|envelope| envelope.fields);
    let mut waiting: Vec<TypeId> = roots.chain(envelope).collect();
    for def in &mut vendor.types {
        def.is_lazy = true;
    }
    while let Some(TypeId(id)) = waiting.pop() {
        let def = &mut vendor.types[id];
        if std::mem::take(&mut def.is_lazy) {
            waiting.extend(decoded_with(def));
        }
    }
}

/// The types that are decoded with a value of this type.
fn decoded_with(def: &TypeDef) -> Vec<TypeId> {
    let decoded = def.kind.shapes().into_iter().filter_map(decoded_type);
    decoded.chain(def.same_as).collect()
}

fn decoded_type(shape: &Shape) -> Option<TypeId> {
    match shape {
        Shape::List(item) | Shape::Map(item) => decoded_type(&item.shape),
        Shape::Lazy(_) => None,
        shape => shape.named(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::tests::lower_schema;
    use crate::model::TypeKind;

    #[test]
    fn a_type_is_lazy_if_only_lazy_values_hold_it() {
        let text = json!({"type": "string"});
        let mut lowered = lower_schema(json!({
            "type": "object",
            "properties": {
                "blocks": {"type": "array", "x-lazy": true, "items": {"$ref": "#/$defs/block"}},
                "file": {"$ref": "#/$defs/file"},
            },
            "$defs": {
                "block": {"type": "object", "properties": {"cover": {"$ref": "#/$defs/file"}, "image": {"$ref": "#/$defs/image"}}},
                "file": {"type": "object", "properties": {"id": text}},
                "image": {"type": "object", "properties": {"url": text}},
            },
        }));
        super::run(&mut lowered.value);
        let types = lowered.value.vendors[0].types.iter();
        // Each type by its first member.
        let mut lazy: Vec<(&str, bool)> = types
            .map(|def| match &def.kind {
                TypeKind::Object(object) => (&*object.properties[0].name, def.is_lazy),
                kind => panic!("{kind:?}"),
            })
            .collect();
        lazy.sort_unstable();
        let expected = [
            ("blocks", false),
            ("cover", true),
            ("id", false),
            ("url", true),
        ];
        assert_eq!(lazy, expected);
    }
}
