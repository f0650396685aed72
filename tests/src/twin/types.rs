//! Definitions of the twin's types.

use webhook_codegen::RustIdent;
use webhook_codegen::model::{
    Alternative, Item, ModulePath, Object, Presence, Property, Shape, StringEnum, TypeDef, TypeId,
    TypeKind, Union, Vendor,
};

use super::reach::ReachableTypes;

/// Type of the field for undeclared members.
const JSON_OBJECT: &str = "serde_json::Map<String, serde_json::Value>";

/// Writes the definitions of a vendor's types.
pub(super) struct TypeWriter<'m> {
    pub(super) vendor: &'m Vendor,
    pub(super) reachable: &'m ReachableTypes,
}

impl TypeWriter<'_> {
    /// Definition of a type without its derives. `event` is the member that holds the event, for the envelope's type.
    pub(super) fn definition(&self, id: TypeId, def: &TypeDef, event: Option<&str>) -> String {
        let name = &def.name;
        match &def.kind {
            TypeKind::Object(object) => self.object(id, name, object, event),
            TypeKind::StringEnum(list) => string_enum(name, list),
            TypeKind::Union(union) => self.union(name, union),
            TypeKind::Tuple(_) => format!("pub struct {name}(pub Vec<serde_json::Value>);"),
            TypeKind::Newtype(item) => format!("pub struct {name}(pub {});", self.item(item)),
        }
    }

    fn object(&self, id: TypeId, name: &RustIdent, object: &Object, event: Option<&str>) -> String {
        let mut fields = String::new();
        // Members that start alike stay in `extra`: serde cannot tell them from others.
        for property in object.properties.iter().filter(|one| !one.is_prefix) {
            let own = property.presence;
            if let Some(presence) = self.reachable.presence(id, &property.name, own) {
                fields.push_str(&self.field(property, presence));
            }
        }
        if let Some(member) = event {
            fields.push_str(&format!("    #[serde(rename = {member:?})]\n"));
            fields.push_str("    pub event_: crate::Event,\n");
        }
        format!(
            "pub struct {name} {{\n{fields}    #[serde(flatten)]\n    pub extra: {JSON_OBJECT},\n}}"
        )
    }

    fn field(&self, property: &Property, presence: Presence) -> String {
        let Property {
            name,
            is_prefix: _,
            presence: _,
            item,
            boxed,
            docs: _,
            evidence: _,
            ident,
        } = property;
        let mut attributes: Vec<String> = Vec::new();
        if ident.unraw() != name {
            attributes.push(format!("rename = {name:?}"));
        }
        let value = boxed_type(self.shape(&item.shape), *boxed);
        let is_any = matches!(item.shape, Shape::Any { .. } | Shape::Lazy(_));
        let field_type = match (presence, item.nullable) {
            (Presence::Required, false) => value,
            (Presence::Required, true) => format!("Option<{value}>"),
            (Presence::Optional, nullable) => {
                // A plain `Option` deserializes `null` as `None`.
                if nullable || is_any {
                    attributes.push("default, deserialize_with = \"crate::present\"".to_owned());
                }
                attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
                if nullable {
                    format!("Option<Option<{value}>>")
                } else {
                    format!("Option<{value}>")
                }
            }
        };
        let attributes = match &attributes[..] {
            [] => String::new(),
            all => format!("    #[serde({})]\n", all.join(", ")),
        };
        format!("{attributes}    pub {ident}: {field_type},\n")
    }

    fn union(&self, name: &RustIdent, union: &Union) -> String {
        let variant = |alternative: &Alternative| {
            let inner = boxed_type(self.shape(&alternative.shape), alternative.boxed);
            format!("    {}({inner}),\n", alternative.ident)
        };
        let Some(tag) = &union.tag else {
            let variants: String = union.alternatives.iter().map(variant).collect();
            return format!("#[serde(untagged)]\npub enum {name} {{\n{variants}}}");
        };
        let (mut tagged, mut others) = (String::new(), String::new());
        for alternative in &union.alternatives {
            let variant = variant(alternative);
            match &alternative.tag {
                Some(text) => tagged += &format!("    #[serde(rename = {text:?})]\n{variant}"),
                None => others += &format!("    #[serde(untagged)]\n{variant}"),
            }
        }
        let (member, unknown) = (&tag.member, &tag.unknown);
        format!(
            "#[serde(tag = {member:?})]\npub enum {name} {{\n{tagged}{others}    #[serde(untagged)]\n    \
             {unknown}({JSON_OBJECT}),\n}}"
        )
    }

    fn item(&self, item: &Item) -> String {
        let inner = self.shape(&item.shape);
        if item.nullable {
            format!("Option<{inner}>")
        } else {
            inner
        }
    }

    fn shape(&self, shape: &Shape) -> String {
        match shape {
            Shape::Any { .. } | Shape::Lazy(_) => "serde_json::Value".to_owned(),
            Shape::Boolean => "bool".to_owned(),
            Shape::Integer | Shape::UnixTime => "i64".to_owned(),
            Shape::Number => "serde_json::Number".to_owned(),
            Shape::String | Shape::Text(_) | Shape::Constant(_) => "String".to_owned(),
            Shape::List(item) => format!("Vec<{}>", self.item(item)),
            Shape::Map(item) if matches!(item.shape, Shape::Any { .. }) => JSON_OBJECT.to_owned(),
            Shape::Map(item) => {
                format!("std::collections::BTreeMap<String, {}>", self.item(item))
            }
            Shape::Named(id) => {
                let def = &self.vendor.types[id.0];
                match def.module_path {
                    ModulePath::Shared => format!("crate::shared::{}", def.name),
                    ModulePath::Envelope | ModulePath::Event(_) | ModulePath::Common => {
                        def.name.to_string()
                    }
                }
            }
        }
    }
}

fn boxed_type(inner: String, boxed: bool) -> String {
    if boxed {
        format!("Box<{inner}>")
    } else {
        inner
    }
}

fn string_enum(name: &RustIdent, list: &StringEnum) -> String {
    let variants: String = list
        .values
        .iter()
        .map(|value| {
            format!(
                "    #[serde(rename = {:?})]\n    {},\n",
                value.value, value.ident
            )
        })
        .collect();
    let unknown = &list.unknown;
    format!("pub enum {name} {{\n{variants}    #[serde(untagged)]\n    {unknown}(String),\n}}")
}
