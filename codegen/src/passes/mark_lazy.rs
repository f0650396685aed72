//! Marks the types that are decoded only when a lazy value is looked at. Emitted functions of theirs are inline, so that a program
//! that does not look at such values does not compile them.

use crate::model::{Item, Model, Shape, TypeDef, TypeId, TypeKind, Vendor};

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
    let shapes: Vec<&Shape> = match &def.kind {
        TypeKind::Object(object) => {
            let properties = object.properties.iter();
            properties.map(|property| &property.item.shape).collect()
        }
        TypeKind::Tuple(tuple) => {
            let places = tuple.places.iter().map(|place| &place.item.shape);
            places.chain([&tuple.rest.shape]).collect()
        }
        TypeKind::Newtype(Item { shape, .. }) => vec![shape],
        TypeKind::Union(union) => {
            let alternatives = union.alternatives.iter();
            alternatives.map(|alternative| &alternative.shape).collect()
        }
        TypeKind::StringEnum(_) => Vec::new(),
    };
    let decoded = shapes.into_iter().filter_map(decoded_type);
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

    #[test]
    fn a_type_is_lazy_if_only_lazy_values_hold_it() {
        let object = |name: &str, member: &str, of: serde_json::Value| json!({"type": "object", "title": name, "properties": {member: of}});
        let text = json!({"type": "string"});
        let mut lowered = lower_schema(json!({
            "type": "object",
            "properties": {
                "blocks": {"type": "array", "x-lazy": true, "items": {"$ref": "#/$defs/block"}},
                "file": {"$ref": "#/$defs/file"},
            },
            "$defs": {
                "block": {"type": "object", "properties": {"image": {"$ref": "#/$defs/image"}, "file": {"$ref": "#/$defs/file"}}},
                "image": object("Image", "url", text.clone()),
                "file": object("File", "id", text),
            },
        }));
        super::run(&mut lowered.value);
        let types = &lowered.value.vendors[0].types;
        let lazy: Vec<bool> = types.iter().map(|def| def.is_lazy).collect();
        let members = |index: usize| match &types[index].kind {
            crate::model::TypeKind::Object(object) => object.properties[0].name.clone(),
            kind => panic!("{kind:?}"),
        };
        let mut lazy: Vec<(String, bool)> = lazy
            .into_iter()
            .enumerate()
            .map(|(index, is_lazy)| (members(index), is_lazy))
            .collect();
        lazy.sort();
        let expected = [
            ("blocks", false),
            ("file", true),
            ("id", false),
            ("url", true),
        ];
        assert_eq!(
            lazy,
            expected.map(|(name, is_lazy)| (name.to_owned(), is_lazy))
        );
    }
}
