//! The typed value of a payload as `{:#?}` prints it, computed from the model.
//!
//! The layout is that of `codegen/golden/check/layout.rs`: what a tuple holds is on the line of the tuple's name.

use std::collections::BTreeMap;

use super::escapes::normalize_escapes;
use super::json_body::Body;
use super::json_edit::Span;
use crate::equality::contains;
use crate::model::{
    Event, Guard, Item, JsonType, Object, Presence, Property, Shape, StringEnum, Tag, Tuple,
    TypeId, TypeKind, Union, Vendor,
};

/// Prints the delivery that `body` is read as. `None` if it is refused.
pub(super) fn print_delivery(
    vendor: &Vendor,
    event: &Event,
    body: &str,
    is_unenveloped: bool,
) -> Option<String> {
    let span = Span::of(body)?;
    let mut printer = Printer {
        vendor,
        body: Body(body),
        depth: 0,
        is_unknown: false,
        text: String::new(),
    };
    printer.delivery(event, &span, is_unenveloped)?;
    printer.text.push('\n');
    Some(printer.text)
}

struct Printer<'m> {
    vendor: &'m Vendor,
    body: Body<'m>,
    /// Number of brackets around the next line, tuples aside.
    depth: usize,
    /// True if the last union printed does not know its value.
    is_unknown: bool,
    text: String,
}

/// Every method appends a value, or gives `None` if the type refuses it; then `text` and `depth` are of no more use.
impl Printer<'_> {
    fn delivery(&mut self, event: &Event, body: &Span, is_unenveloped: bool) -> Option<()> {
        self.open("Delivery {");
        let payload = match &self.vendor.envelope {
            None => body,
            Some(_) if is_unenveloped => {
                self.entry("envelope: ", |printer| printer.word("None"))?;
                body
            }
            Some(envelope) => {
                let TypeKind::Object(object) = &self.vendor.types[envelope.fields.0].kind else {
                    return None;
                };
                let mut members = self.body.members(body)?;
                let payload = members.remove(envelope.event_member.as_str())?;
                self.entry("envelope: ", |printer| {
                    printer.tuple("Some", |printer| {
                        printer.object(envelope.fields, object, members)
                    })
                })?;
                payload
            }
        };
        self.entry("event: ", |printer| {
            printer.tuple(event.variant.unraw(), |printer| {
                printer.named(event.root, payload)
            })
        })?;
        self.entry("misfits: ", |printer| printer.word("[]"))?;
        self.close("}");
        Some(())
    }

    fn named(&mut self, id: TypeId, value: &Span) -> Option<()> {
        let def = &self.vendor.types[id.0];
        match &def.kind {
            TypeKind::Object(object) => {
                let members = self.body.members(value)?;
                self.object(id, object, members)
            }
            TypeKind::StringEnum(list) => self.string_enum(list, value),
            TypeKind::Union(union) => match &union.tag {
                Some(tag) => self.tagged_union(union, tag, value),
                None => self.untagged_union(union, value),
            },
            TypeKind::Tuple(places) => self.places(id, places, value),
            TypeKind::Newtype(item) => self.tuple(self.vendor.debug_name(id), |printer| {
                printer.item(item, value)
            }),
        }
    }

    fn object(
        &mut self,
        id: TypeId,
        object: &Object,
        mut members: BTreeMap<&str, &Span>,
    ) -> Option<()> {
        let name = self.vendor.debug_name(id);
        self.open(&format!("{name} {{"));
        let mut prefixed = BTreeMap::new();
        for property in object.properties.iter().filter(|one| one.is_prefix) {
            let held = |name: &str| object.property(name) == Some(property);
            let names: Vec<&str> = members.keys().copied().filter(|name| held(name)).collect();
            let held = names
                .into_iter()
                .filter_map(|name| members.remove_entry(name));
            prefixed.insert(&*property.name, held.collect::<Vec<_>>());
        }
        for property in object.written() {
            if property.is_prefix {
                let field = format!("{}: ", property.ident.unraw());
                let held = prefixed.remove(&*property.name).unwrap_or_default();
                let item = property.member_item();
                self.entry(&field, |printer| {
                    printer.map(held, |printer, value| printer.item(item, value))
                })?;
                continue;
            }
            let value = members.remove(property.name.as_str());
            let field = format!("{}: ", member_name(&property.name));
            self.entry(&field, |printer| printer.property(property, value))?;
        }
        let extra = members.into_iter().collect();
        self.entry("extra: ", |printer| {
            printer.map(extra, |printer, value| printer.json_value(value))
        })?;
        self.close("}");
        Some(())
    }

    fn property(&mut self, property: &Property, value: Option<&Span>) -> Option<()> {
        let Property { presence, item, .. } = property;
        match (presence, item.nullable, value) {
            (Presence::Required, _, value) => self.item(item, value?),
            (Presence::Optional, false, None) => self.word("None"),
            (Presence::Optional, false, Some(value)) => {
                self.tuple("Some", |printer| printer.shape(&item.shape, value))
            }
            (Presence::Optional, true, None) => self.word("Absent"),
            (Presence::Optional, true, Some(value)) if self.body.is_null(value) => {
                self.word("Null")
            }
            (Presence::Optional, true, Some(value)) => {
                self.tuple("Value", |printer| printer.shape(&item.shape, value))
            }
        }
    }

    fn string_enum(&mut self, list: &StringEnum, value: &Span) -> Option<()> {
        let text = self.body.string(value)?;
        match list.values.iter().find(|known| known.value == text) {
            Some(known) => self.word(known.ident.unraw()),
            None => self.tuple(list.unknown.unraw(), |printer| printer.quoted(&text)),
        }
    }

    fn tagged_union(&mut self, union: &Union, tag: &Tag, value: &Span) -> Option<()> {
        let members = self.body.members(value)?;
        let text = match members.get(tag.member.as_str()) {
            Some(value) => Some(self.body.string(value)?),
            None => None,
        };
        let mut alternatives = union.alternatives.iter();
        let known = alternatives.find(|alternative| alternative.tag == text);
        match known {
            Some(known) => self.tuple(known.ident.unraw(), |printer| {
                printer.shape(&known.shape, value)
            })?,
            None => self.tuple(tag.unknown.unraw(), |printer| {
                printer.map(members.into_iter().collect(), |printer, value| {
                    printer.json_value(value)
                })
            })?,
        }
        self.is_unknown = known.is_none();
        Some(())
    }

    /// The first alternative that reads the value, or the variant for values that none reads.
    fn untagged_union(&mut self, union: &Union, value: &Span) -> Option<()> {
        let (length, depth) = (self.text.len(), self.depth);
        for alternative in &union.alternatives {
            let is_read = self.admits(&alternative.guard, value)
                && self
                    .tuple(alternative.ident.unraw(), |printer| {
                        printer.shape(&alternative.shape, value)
                    })
                    .is_some();
            let is_known =
                union.unknown.is_none() || !self.is_union(&alternative.shape) || !self.is_unknown;
            if is_read && is_known {
                self.is_unknown = false;
                return Some(());
            }
            self.text.truncate(length);
            self.depth = depth;
        }
        let unknown = union.unknown.as_ref()?;
        self.tuple(unknown.unraw(), |printer| {
            printer.shape(&Shape::Any { reason: None }, value)
        })?;
        self.is_unknown = true;
        Some(())
    }

    fn is_union(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Named(id) => matches!(self.vendor.types[id.0].kind, TypeKind::Union(_)),
            _ => false,
        }
    }

    fn admits(&self, guard: &Guard, value: &Span) -> bool {
        let Guard {
            json_type,
            values,
            required,
        } = guard;
        let has_type = match json_type {
            None => true,
            Some(JsonType::Boolean) => matches!(self.body.first_byte(value), b't' | b'f'),
            Some(JsonType::Number) => self.body.is_number(value),
            Some(JsonType::String) => self.body.first_byte(value) == b'"',
            Some(JsonType::Array) => self.body.first_byte(value) == b'[',
            Some(JsonType::Object) => self.body.first_byte(value) == b'{',
        };
        let members = self.body.members(value).unwrap_or_default();
        has_type
            && required.iter().all(|name| members.contains_key(&**name))
            && values
                .iter()
                .all(|member| match self.member_at(value, &member.path) {
                    None => !member.is_required,
                    Some(found) => serde_json::from_str(self.body.json(found))
                        .is_ok_and(|found| contains(&member.values, &found)),
                })
    }

    fn member_at<'s>(&self, value: &'s Span, path: &[String]) -> Option<&'s Span> {
        path.iter().try_fold(value, |value, name| {
            self.body.members(value)?.get(name.as_str()).copied()
        })
    }

    /// An array whose first places have fields of their own.
    fn places(&mut self, id: TypeId, tuple: &Tuple, value: &Span) -> Option<()> {
        let mut items = self.body.items(value)?;
        let name = self.vendor.debug_name(id);
        self.open(&format!("{name} {{"));
        for place in &tuple.places {
            let field = format!("{}: ", place.ident.unraw());
            let value = items.next();
            self.entry(&field, |printer| match (place.presence, value) {
                (Presence::Required, value) => printer.item(&place.item, value?),
                (Presence::Optional, None) => printer.word("None"),
                (Presence::Optional, Some(value)) => {
                    printer.tuple("Some", |printer| printer.item(&place.item, value))
                }
            })?;
        }
        self.entry("rest: ", |printer| {
            printer.list(items, |printer, value| printer.item(&tuple.rest, value))
        })?;
        self.close("}");
        Some(())
    }

    fn item(&mut self, item: &Item, value: &Span) -> Option<()> {
        match item.nullable {
            false => self.shape(&item.shape, value),
            true if self.body.is_null(value) => self.word("None"),
            true => self.tuple("Some", |printer| printer.shape(&item.shape, value)),
        }
    }

    fn shape(&mut self, shape: &Shape, value: &Span) -> Option<()> {
        match shape {
            Shape::Any { .. } => {
                let text = self.body.minified(value);
                self.word(&format!("Json({})", normalize_escapes(&text)))
            }
            Shape::Boolean => match self.body.json(value) {
                text @ ("true" | "false") => self.word(text),
                _ => None,
            },
            Shape::Integer | Shape::UnixTime => {
                let number = self.body.number(value)?;
                let is_whole = number.is_i64()
                    || number.is_u64()
                    || number.as_f64().is_some_and(|float| float.fract() == 0.0);
                is_whole.then(|| self.word(&number.to_string()))?
            }
            Shape::Number => {
                let number = self.body.number(value)?;
                self.word(&format!("Number({number})"))
            }
            Shape::String | Shape::Text(_) | Shape::Constant(_) => {
                let text = self.body.string(value)?;
                self.quoted(&text)
            }
            Shape::List(item) => {
                let items = self.body.items(value)?;
                self.list(items, |printer, value| printer.item(item, value))
            }
            Shape::Map(item) => {
                let members = self.body.members(value)?.into_iter().collect();
                match item.shape {
                    Shape::Any { .. } => {
                        self.map(members, |printer, value| printer.json_value(value))
                    }
                    _ => self.map(members, |printer, value| printer.item(item, value)),
                }
            }
            Shape::Lazy(item) => self.tuple("Lazy", |printer| printer.item(item, value)),
            Shape::Named(id) => self.named(*id, value),
        }
    }

    /// A `serde_json::Value`.
    fn json_value(&mut self, value: &Span) -> Option<()> {
        match self.body.first_byte(value) {
            b'n' => self.word("Null"),
            b't' | b'f' => self.word(&format!("Bool({})", self.body.json(value))),
            b'"' => {
                let text = self.body.string(value)?;
                self.tuple("String", |printer| printer.quoted(&text))
            }
            b'[' => {
                self.text.push_str("Array ");
                let items = value.children.iter().map(|child| &child.value);
                self.list(items, |printer, value| printer.json_value(value))
            }
            b'{' => {
                self.text.push_str("Object ");
                let members = self.body.members(value)?.into_iter().collect();
                self.map(members, |printer, value| printer.json_value(value))
            }
            _ => {
                let number = self.body.number(value)?;
                self.word(&format!("Number({number})"))
            }
        }
    }

    fn map(
        &mut self,
        members: Vec<(&str, &Span)>,
        mut value: impl FnMut(&mut Self, &Span) -> Option<()>,
    ) -> Option<()> {
        if members.is_empty() {
            return self.word("{}");
        }
        let keys = members.into_iter().map(|(key, value)| (quoted(key), value));
        let members: BTreeMap<String, &Span> = keys.collect();
        self.open("{");
        for (key, member) in members {
            self.entry(&format!("{key}: "), |printer| value(printer, member))?;
        }
        self.close("}");
        Some(())
    }

    fn list<'s>(
        &mut self,
        items: impl Iterator<Item = &'s Span>,
        mut item: impl FnMut(&mut Self, &'s Span) -> Option<()>,
    ) -> Option<()> {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return self.word("[]");
        }
        self.open("[");
        for value in items {
            self.entry("", |printer| item(printer, value))?;
        }
        self.close("]");
        Some(())
    }

    fn tuple(&mut self, name: &str, value: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.text.push_str(name);
        self.text.push('(');
        value(self)?;
        self.text.push(')');
        Some(())
    }

    fn quoted(&mut self, text: &str) -> Option<()> {
        self.word(&quoted(text))
    }

    fn word(&mut self, text: &str) -> Option<()> {
        self.text.push_str(text);
        Some(())
    }

    fn open(&mut self, start: &str) {
        self.text.push_str(start);
        self.depth += 1;
    }

    fn entry(&mut self, start: &str, value: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.new_line();
        self.text.push_str(start);
        value(self)?;
        self.text.push(',');
        Some(())
    }

    fn close(&mut self, end: &str) {
        self.depth -= 1;
        self.new_line();
        self.text.push_str(end);
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"    ".repeat(self.depth));
    }
}

/// The name of a member as `Debug` shows it: quoted if it is no plain word.
fn member_name(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !name.is_empty() && name.bytes().all(is_plain) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A string as `Debug` prints it, the same for every toolchain.
pub(super) fn quoted(text: &str) -> String {
    normalize_escapes(&format!("{text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_by_our_own_rule() {
        assert_eq!(quoted("a\"\\\n\u{301}"), "\"a\\\"\\\\\\n\u{301}\"");
        assert_eq!(
            quoted("\u{202e}\\u{41}\u{7f}"),
            r#""\u{202e}\\u{41}\u{7f}""#
        );
    }
}
