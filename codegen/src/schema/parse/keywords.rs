//! Reads the keywords of one subschema.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};
use webhook_catalog::{codes, pointer};

use super::parser::Parser;
use super::resources::Reference;
use crate::ident::{self, NameKind};
use crate::model::Note;
use crate::schema::json_text::{MAX_NOTED_VALUE, shorten, shorten_text, text_of, texts_of};
use crate::schema::keyword::Keyword;
use crate::schema::notes::{dependent_required, note};
use crate::schema::value_kind::{ValueKind, as_size};
use crate::schema::{
    ArrayKeywords, Definitions, Keywords, ObjectKeywords, SchemaId, TimeFormat, TypeSet,
};

/// Length limit of a title or description, in bytes.
const MAX_PROSE: usize = 16 << 10;

/// The subschema whose keywords are being read.
pub(super) struct Current<'k> {
    pub(super) id: SchemaId,
    pub(super) pointer: &'k str,
    pub(super) base: &'k Rc<str>,
    pub(super) members: &'k Map<String, Value>,
    pub(super) keywords: Keywords,
}

impl Current<'_> {
    fn object(&mut self) -> &mut ObjectKeywords {
        self.keywords.object.get_or_insert_default()
    }

    fn array(&mut self) -> &mut ArrayKeywords {
        self.keywords.array.get_or_insert_default()
    }

    fn note(&mut self, note: Note) {
        self.keywords.notes.push(note);
    }
}

impl<'a> Parser<'a, '_> {
    /// Reads one keyword. The `match` has no `_` arm, so every keyword is treated.
    pub(super) fn keyword(
        &mut self,
        current: &mut Current<'_>,
        keyword: Keyword,
        value: &'a Value,
    ) {
        use Keyword as K;
        if let Some(value_kind) = ValueKind::of(keyword)
            && let Some((pointer, message, found)) = value_kind.violation(value)
        {
            let pointer = format!("{}/{}{pointer}", current.pointer, keyword.as_str());
            let message = format!("`{}` {message}", keyword.as_str());
            self.report.error(
                codes::BAD_KEYWORD_VALUE,
                &pointer,
                message,
                value_kind.help(),
                Some(found),
            );
            return;
        }
        match keyword {
            K::Schema | K::Id | K::DraftFourId => {}
            K::Vocabulary | K::Comment | K::ReadOnly | K::WriteOnly | K::ExternalDocs | K::Xml => {}
            K::Ref | K::DynamicRef | K::RecursiveRef => self.reference(current, keyword, value),
            K::Anchor | K::DynamicAnchor => {
                self.anchor(
                    current.id,
                    current.base,
                    text_of(value),
                    keyword == K::DynamicAnchor,
                );
            }
            K::RecursiveAnchor => {
                if value == &Value::Bool(true) {
                    self.resources
                        .add_recursive_anchor(current.base, current.id);
                }
            }
            K::Defs | K::Definitions => {
                self.named_schemas(current, keyword, value);
            }
            K::Properties => {
                current.object().properties = self.named_schemas(current, keyword, value)
            }
            K::PatternProperties => {
                current.object().patterns = self.named_schemas(current, keyword, value)
            }
            K::DependentSchemas | K::Dependencies => self.dependencies(current, keyword, value),
            K::AdditionalProperties => {
                current.object().additional = Some(self.below(current, keyword, value))
            }
            K::Required => {
                let is_by_overlay = self.is_by_overlay(current, keyword);
                let object = current.object();
                object.required = texts_of(value).map(str::to_owned).collect();
                object.is_required_by_overlay = is_by_overlay;
            }
            K::PrefixItems | K::Items | K::AdditionalItems => self.items(current, keyword, value),
            K::MinItems => {
                let is_by_overlay = self.is_by_overlay(current, keyword);
                let array = current.array();
                array.min_items = as_size(value).unwrap_or(0);
                array.is_min_items_by_overlay = is_by_overlay;
                self.constraint(current, keyword, value);
            }
            K::AllOf => current.keywords.all_of = self.listed_schemas(current, keyword, value),
            K::Discriminator => {
                let name = value.get("propertyName").and_then(Value::as_str);
                current.keywords.discriminator = name.map(str::to_owned);
            }
            K::AnyOf => current.keywords.any_of = self.listed_schemas(current, keyword, value),
            K::OneOf => current.keywords.one_of = self.listed_schemas(current, keyword, value),
            K::If | K::Not | K::Then | K::Else => self.conditional(current, keyword, value),
            K::Contains
            | K::PropertyNames
            | K::UnevaluatedItems
            | K::UnevaluatedProperties
            | K::ContentSchema => {
                self.below(current, keyword, value);
                self.constraint(current, keyword, value);
            }
            K::Type => current.keywords.types = Some(types_of(value)),
            K::Nullable => current.keywords.nullable = value == &Value::Bool(true),
            K::Lazy => current.keywords.lazy = value == &Value::Bool(true),
            K::TypedText => self.typed_text(current, value),
            K::Members => {
                let shared = self.source.shared_name(current.pointer);
                let names = texts_of(value).map(str::to_owned);
                current.keywords.members = names.collect();
                if shared.is_none() {
                    self.refuse_type_name(current, keyword, value);
                }
            }
            K::Format => {
                current.keywords.time = value.as_str().and_then(TimeFormat::from_text);
                self.constraint(current, keyword, value);
            }
            K::Enum => current
                .keywords
                .values
                .push(value.as_array().cloned().unwrap_or_default()),
            K::Const => {
                current.keywords.values.push(vec![value.clone()]);
                current.keywords.is_constant = true;
            }
            K::Title => current.keywords.title = Some(self.prose(current, keyword, value)),
            K::Description => {
                current.keywords.description = Some(self.prose(current, keyword, value));
            }
            K::Deprecated => current.keywords.deprecated = value == &Value::Bool(true),
            K::MultipleOf
            | K::Maximum
            | K::ExclusiveMaximum
            | K::Minimum
            | K::ExclusiveMinimum
            | K::MaxLength
            | K::MinLength
            | K::Pattern
            | K::MaxItems
            | K::UniqueItems
            | K::MaxContains
            | K::MinContains
            | K::MaxProperties
            | K::MinProperties
            | K::DependentRequired
            | K::ContentEncoding
            | K::ContentMediaType
            | K::Default
            | K::Examples
            | K::Example => self.constraint(current, keyword, value),
        }
    }

    /// Reads `x-id`, which is true in a definition of text alone.
    fn typed_text(&mut self, current: &mut Current<'_>, value: &Value) {
        if value != &Value::Bool(true) {
            current.keywords.is_untyped = true;
            return;
        }
        let is_text = current.members.get("type").and_then(Value::as_str) == Some("string");
        match self.source.shared_name(current.pointer).filter(|_| is_text) {
            Some(name) => current.keywords.id = Some(ident::single(NameKind::Type, name)),
            None => self.refuse_type_name(current, Keyword::TypedText, value),
        }
    }

    fn refuse_type_name(&mut self, current: &Current<'_>, keyword: Keyword, value: &Value) {
        let pointer = pointer::join(current.pointer, keyword.as_str());
        let message = format!(
            "`{}` stands outside of a shared definition of text",
            keyword.as_str()
        );
        let help = "write it in `$defs` of the vendor's own overlay, beside the type `string`";
        self.report.error(
            codes::MISPLACED_TYPE_NAME,
            &pointer,
            message,
            help,
            Some(value),
        );
    }

    /// True if an overlay wrote the keyword.
    fn is_by_overlay(&self, current: &Current<'_>, keyword: Keyword) -> bool {
        let at = pointer::join(current.pointer, keyword.as_str());
        self.source.presence_by_overlay.contains_key(&at)
    }

    fn constraint(&mut self, current: &mut Current<'_>, keyword: Keyword, value: &Value) {
        if let Some(note) = note(keyword, value) {
            current.note(note);
        }
    }

    fn reference(&mut self, current: &Current<'_>, keyword: Keyword, value: &Value) {
        let reference = Reference {
            keyword,
            text: text_of(value).to_owned(),
            base: Rc::clone(current.base),
        };
        self.references.push((current.id, reference));
    }

    /// Parses the schema that is the value of a keyword.
    fn below(&mut self, current: &Current<'_>, keyword: Keyword, value: &'a Value) -> SchemaId {
        self.schema(
            value,
            &format!("{}/{}", current.pointer, keyword.as_str()),
            current.base,
        )
    }

    /// Parses the schemas in an object by their names, in the order of the names. Shared definitions join those of the root.
    pub(super) fn named_schemas(
        &mut self,
        current: &Current<'_>,
        keyword: Keyword,
        value: &'a Value,
    ) -> BTreeMap<String, SchemaId> {
        let is_shared = current.pointer.is_empty() && keyword == Keyword::Defs;
        let mut sorted: Definitions<'a> = BTreeMap::new();
        if is_shared {
            sorted.extend(self.source.shared);
        }
        let own = value.as_object().into_iter().flatten();
        sorted.extend(own.map(|(name, value)| (name.as_str(), value)));
        let parsed = sorted.into_iter().map(|(name, value)| {
            let pointer = format!(
                "{}/{}/{}",
                current.pointer,
                keyword.as_str(),
                pointer::escape(name)
            );
            (name.to_owned(), self.schema(value, &pointer, current.base))
        });
        parsed.collect()
    }

    fn listed_schemas(
        &mut self,
        current: &Current<'_>,
        keyword: Keyword,
        value: &'a Value,
    ) -> Vec<SchemaId> {
        let items = value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, item)| {
                let pointer = format!("{}/{}/{index}", current.pointer, keyword.as_str());
                self.schema(item, &pointer, current.base)
            })
            .collect()
    }

    fn items(&mut self, current: &mut Current<'_>, keyword: Keyword, value: &'a Value) {
        match (keyword, value) {
            (Keyword::PrefixItems, _) | (Keyword::Items, Value::Array(_)) => {
                current.array().prefix = self.listed_schemas(current, keyword, value);
            }
            (Keyword::AdditionalItems, _) => {
                let id = self.below(current, keyword, value);
                if current.members.get("items").is_some_and(Value::is_array) {
                    current.array().items = Some(id);
                }
            }
            _ => current.array().items = Some(self.below(current, keyword, value)),
        }
    }

    /// `dependentSchemas`, and `dependencies` whose values are schemas or lists of names.
    fn dependencies(&mut self, current: &mut Current<'_>, keyword: Keyword, value: &'a Value) {
        let sorted: BTreeMap<&String, &Value> = value.as_object().into_iter().flatten().collect();
        for (name, value) in sorted {
            if keyword == Keyword::Dependencies && value.is_array() {
                current.note(Note::DependentRequired(vec![dependent_required(
                    name, value,
                )]));
                continue;
            }
            let pointer = format!(
                "{}/{}/{}",
                current.pointer,
                keyword.as_str(),
                pointer::escape(name)
            );
            let id = self.schema(value, &pointer, current.base);
            current.keywords.conditional.push(id);
            current.note(Note::DependentSchema {
                member: shorten_text(name),
                schema: shorten(value, MAX_NOTED_VALUE),
            });
        }
    }

    fn conditional(&mut self, current: &mut Current<'_>, keyword: Keyword, value: &'a Value) {
        let id = self.below(current, keyword, value);
        let has_if = current.members.contains_key("if");
        let (note, applies): (fn(String) -> Note, bool) = match keyword {
            Keyword::Then => (Note::Then, has_if),
            Keyword::Else => (Note::Else, has_if),
            Keyword::If => (
                Note::If,
                current.members.contains_key("then") || current.members.contains_key("else"),
            ),
            _ => (Note::Not, true),
        };
        if matches!(keyword, Keyword::Then | Keyword::Else) {
            if applies {
                current.keywords.conditional.push(id);
            }
        } else {
            current.keywords.in_place.push(id);
        }
        if applies {
            current.note(note(shorten(value, MAX_NOTED_VALUE)));
        }
    }

    /// A title or description, cut off at [`MAX_PROSE`].
    fn prose(&mut self, current: &Current<'_>, keyword: Keyword, value: &Value) -> String {
        let text = text_of(value);
        if text.len() <= MAX_PROSE {
            return text.to_owned();
        }
        let end = (0..=MAX_PROSE)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(0);
        let message = format!(
            "`{}` has {} bytes and is cut off",
            keyword.as_str(),
            text.len()
        );
        let help = format!("shorten it to {MAX_PROSE} bytes by an overlay");
        let pointer = format!("{}/{}", current.pointer, keyword.as_str());
        self.report
            .warning(codes::TEXT_TOO_LONG, &pointer, message, &help, None);
        format!("{}…", &text[..end])
    }
}

fn types_of(value: &Value) -> TypeSet {
    match value.as_str() {
        Some(text) => TypeSet::from_text(text).unwrap_or(TypeSet::ALL),
        None => texts_of(value)
            .filter_map(TypeSet::from_text)
            .fold(TypeSet::EMPTY, TypeSet::or),
    }
}
