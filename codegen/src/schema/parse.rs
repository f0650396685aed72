//! A payload schema as JSON to a [`Document`]: every subschema in a table, every keyword looked at.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};
use webhook_catalog::{codes, pointer};

use super::keyword::Keyword;
use super::notes::{dependent_required, note};
use super::report::shorten;
use super::resolve::{self, Reference, Resources};
use super::value_kind::{ValueKind, as_size};
use super::{
    ArrayKeywords, Definitions, Document, Keywords, MAX_DEPTH, Node, ObjectKeywords, OnceNotice,
    Report, Schema, SchemaId, Source, TypeSet,
};
use crate::model::Note;

/// How long the pointers of all subschemas may be together, in bytes.
const MAX_POINTERS: usize = 64 << 20;
/// How long a title or description may be, in bytes.
const MAX_PROSE: usize = 16 << 10;
/// How long a value in a note may be, in characters.
pub(super) const NOTE_VALUE: usize = 120;
/// The draft that schemas are read as, as `$schema` names it.
pub(crate) const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Parses a schema and resolves its references. `None` if it has an error, which is then reported.
pub(crate) fn parse<'a>(
    source: impl Into<Source<'a>>,
    report: &mut Report,
) -> Option<Document<'a>> {
    let source = source.into();
    let before = report.errors();
    let Source { schema, shared } = source;
    // Shared definitions count as if they stood in `$defs`, two levels down.
    if is_deeper(schema, MAX_DEPTH) || shared.values().any(|value| is_deeper(value, MAX_DEPTH - 2))
    {
        let help = "describe the deep part as an object or array without further keywords";
        report.error(
            codes::SCHEMA_TOO_DEEP,
            "",
            format!("the schema is nested more than {MAX_DEPTH} levels deep"),
            help,
            None,
        );
        return None;
    }
    let draft_4 = schema
        .get("$schema")
        .and_then(Value::as_str)
        .is_some_and(|uri| uri.contains("draft-04"));
    let mut parser = Parser {
        source,
        report,
        draft_4,
        pointer_bytes: 0,
        nodes: Vec::new(),
        by_pointer: BTreeMap::new(),
        references: Vec::new(),
        resources: Resources::default(),
    };
    parser.schema(schema, "", &Rc::from(""));
    resolve::resolve(&mut parser);
    let Parser { nodes, .. } = parser;
    let document = Document { source, nodes };
    if report.errors() == before {
        resolve::refuse_circles(&document, report);
    }
    (report.errors() == before).then_some(document)
}

/// Whether arrays and objects are nested more than `limit` levels deep.
pub(crate) fn is_deeper(value: &Value, limit: usize) -> bool {
    match value {
        Value::Array(items) => limit == 0 || items.iter().any(|item| is_deeper(item, limit - 1)),
        Value::Object(members) => {
            limit == 0 || members.values().any(|item| is_deeper(item, limit - 1))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

pub(super) fn shorten_text(text: &str) -> String {
    text.chars().take(NOTE_VALUE).collect()
}

/// A schema that is being parsed.
pub(super) struct Parser<'a, 'r> {
    pub(super) source: Source<'a>,
    pub(super) report: &'r mut Report,
    draft_4: bool,
    /// The length of all pointers so far.
    pointer_bytes: usize,
    pub(super) nodes: Vec<Node>,
    pub(super) by_pointer: BTreeMap<String, SchemaId>,
    pub(super) references: Vec<(SchemaId, Reference)>,
    pub(super) resources: Resources,
}

/// The subschema whose keywords are being read.
struct Current<'k> {
    id: SchemaId,
    pointer: &'k str,
    base: &'k Rc<str>,
    members: &'k Map<String, Value>,
    keywords: Keywords,
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
    /// Parses the subschema at `pointer`, with `base` as the URI that its references are relative to.
    pub(super) fn schema(&mut self, value: &'a Value, pointer: &str, base: &Rc<str>) -> SchemaId {
        let id = SchemaId(self.nodes.len());
        self.nodes.push(Node {
            pointer: pointer.to_owned(),
            schema: Schema::Anything,
        });
        self.by_pointer.insert(pointer.to_owned(), id);
        if self.are_names_too_long(pointer) {
            return id;
        }
        let members = match value {
            Value::Bool(true) => return id,
            Value::Bool(false) => {
                self.nodes[id.0].schema = Schema::Nothing;
                return id;
            }
            Value::Object(members) => members,
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let message = format!(
                    "{} stands where a schema belongs",
                    super::value_kind::describe(value)
                );
                self.report.error(
                    codes::NOT_A_SCHEMA,
                    pointer,
                    message,
                    "write an object, `true` or `false`",
                    Some(value),
                );
                return id;
            }
        };
        let base = &self.resource(id, pointer, members, base);
        let mut current = Current {
            id,
            pointer,
            base,
            members,
            keywords: Keywords::default(),
        };
        if pointer.is_empty() && !members.contains_key("$defs") {
            self.named_schemas(&current, Keyword::Defs, &Value::Null);
        }
        let mut sorted: Vec<_> = members.iter().collect();
        sorted.sort_by_key(|(name, _)| name.as_str());
        for (name, value) in sorted {
            match Keyword::from_text(name) {
                Some(keyword) => self.keyword(&mut current, keyword, value),
                None => self.unknown_keyword(pointer, name),
            }
        }
        let Current { keywords, .. } = current;
        if !members.is_empty() {
            self.nodes[id.0].schema = Schema::Keywords(Box::new(keywords));
        }
        id
    }

    /// Whether the pointers of all subschemas together have grown too long, which a long name with many members below
    /// brings about. Told once.
    fn are_names_too_long(&mut self, pointer: &str) -> bool {
        let before = self.pointer_bytes;
        self.pointer_bytes += pointer.len();
        if before <= MAX_POINTERS && self.pointer_bytes > MAX_POINTERS {
            let message = "the names of members are too long for how many there are below them";
            let help = "describe the object with the long name as one without further keywords";
            let pointer: String = pointer.chars().take(NOTE_VALUE).collect();
            self.report.error(
                codes::TEXT_TOO_LONG,
                &pointer,
                message.to_owned(),
                help,
                None,
            );
        }
        self.pointer_bytes > MAX_POINTERS
    }

    /// A title or description, shortened where it is longer than anyone reads.
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

    fn unknown_keyword(&mut self, pointer: &str, name: &str) {
        let message = format!("`{}` is no keyword of JSON Schema", shorten_text(name));
        let help =
            "it is left out like any annotation; correct it by an overlay if it is a misspelling"
                .to_owned();
        let pointer = pointer::join(pointer, name);
        self.report.once(
            &pointer,
            OnceNotice {
                code: codes::UNKNOWN_KEYWORD,
                message,
                help,
            },
        );
    }

    /// The base URI below this subschema, which `$id` changes.
    fn resource(
        &mut self,
        id: SchemaId,
        pointer: &str,
        members: &Map<String, Value>,
        base: &Rc<str>,
    ) -> Rc<str> {
        if pointer.is_empty() {
            self.resources.add_resource("", pointer);
        }
        let key = if self.draft_4 { "id" } else { "$id" };
        let Some(Value::String(uri)) = members.get(key) else {
            return Rc::clone(base);
        };
        if let Some(anchor) = uri.strip_prefix('#') {
            // Up to draft 7 an `$id` that is a fragment alone was what `$anchor` is today.
            self.anchor(id, base, anchor, false);
            return Rc::clone(base);
        }
        let (uri, _) = super::uri::split_fragment(uri);
        let absolute: Rc<str> = Rc::from(super::uri::join(base, uri));
        if !self.resources.add_resource(&absolute, pointer) {
            let help = "give each subschema an `$id` of its own";
            self.report.error(
                codes::DUPLICATE_ANCHOR,
                pointer,
                format!("another subschema has the `$id` `{absolute}` too"),
                help,
                None,
            );
        }
        absolute
    }

    fn anchor(&mut self, id: SchemaId, base: &Rc<str>, name: &str, dynamic: bool) {
        if !self.resources.add_anchor(base, name, id, dynamic) {
            let help = "give each subschema an anchor of its own";
            let pointer = self.nodes[id.0].pointer.clone();
            self.report.error(
                codes::DUPLICATE_ANCHOR,
                &pointer,
                format!("another subschema has the anchor `{name}` too"),
                help,
                None,
            );
        }
    }

    /// Reads one keyword. Without `_`, so that no keyword passes in silence.
    fn keyword(&mut self, current: &mut Current<'_>, keyword: Keyword, value: &'a Value) {
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
            K::Required => current.object().required = texts_of(value).map(str::to_owned).collect(),
            K::PrefixItems | K::Items | K::AdditionalItems => self.items(current, keyword, value),
            K::MinItems => {
                current.array().min_items = as_size(value).unwrap_or(0);
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
            | K::Format
            | K::ContentEncoding
            | K::ContentMediaType
            | K::Default
            | K::Examples
            | K::Example => self.constraint(current, keyword, value),
        }
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
    fn named_schemas(
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
                schema: shorten(value, NOTE_VALUE),
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
            current.note(note(shorten(value, NOTE_VALUE)));
        }
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(super) fn texts_of(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn types_of(value: &Value) -> TypeSet {
    match value.as_str() {
        Some(text) => TypeSet::from_text(text).unwrap_or(TypeSet::ALL),
        None => texts_of(value)
            .filter_map(TypeSet::from_text)
            .fold(TypeSet::EMPTY, TypeSet::or),
    }
}
