//! Docs: titles, descriptions, and what a type does not express. The only place where notes and fallbacks become English.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

/// Documentation of a type or a member. Titles and descriptions are vendor text, to be escaped when emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Annotations, constraints that the type does not enforce, and fallbacks.
    pub notes: Vec<Note>,
    /// `deprecated`.
    pub deprecated: bool,
}

/// An annotation, or a constraint that the type does not enforce.
///
/// JSON values and subschemas are held as compact JSON; they and texts are shortened where they are long. [`Display`]
/// gives a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// `multipleOf`.
    MultipleOf(String),
    /// `maximum`.
    Maximum(String),
    /// `minimum`.
    Minimum(String),
    /// `exclusiveMaximum`; `None` for the `true` of draft 4.
    ExclusiveMaximum(Option<String>),
    /// `exclusiveMinimum`; `None` for the `true` of draft 4.
    ExclusiveMinimum(Option<String>),
    /// `maxLength`.
    MaxLength(String),
    /// `minLength`.
    MinLength(String),
    /// `pattern`.
    Pattern(String),
    /// `format`.
    Format(String),
    /// `contentEncoding`.
    ContentEncoding(String),
    /// `contentMediaType`.
    ContentMediaType(String),
    /// `contentSchema`.
    ContentSchema(String),
    /// `maxItems`, or the position of the first item that is forbidden.
    MaxItems(String),
    /// `minItems`.
    MinItems(String),
    /// `uniqueItems: true`.
    UniqueItems,
    /// `contains`.
    Contains(String),
    /// `maxContains`.
    MaxContains(String),
    /// `minContains`.
    MinContains(String),
    /// `unevaluatedItems`.
    UnevaluatedItems(String),
    /// Items after those described are forbidden.
    NoFurtherItems,
    /// `maxProperties`.
    MaxProperties(String),
    /// `minProperties`.
    MinProperties(String),
    /// `propertyNames`.
    PropertyNames(String),
    /// `unevaluatedProperties`.
    UnevaluatedProperties(String),
    /// `additionalProperties: false`.
    NoOtherMembers,
    /// `additionalProperties`, where the type has members too.
    OtherMembers(String),
    /// `patternProperties`.
    MatchingMembers {
        /// Pattern of the members' names.
        pattern: String,
        /// Schema of the members.
        schema: String,
    },
    /// The only pattern of an object that has no other members: all names match it.
    MemberNamesMatch(String),
    /// A member whose schema is `false`.
    ForbiddenMember(String),
    /// `dependentRequired`, or a list of names in `dependencies`.
    DependentRequired(Vec<DependentRequired>),
    /// A schema of `dependentSchemas` or `dependencies`.
    DependentSchema {
        /// The member that makes the schema apply.
        member: String,
        /// The schema.
        schema: String,
    },
    /// `if`.
    If(String),
    /// `then`.
    Then(String),
    /// `else`.
    Else(String),
    /// `not`.
    Not(String),
    /// An `anyOf` whose branches do not differ in type.
    AnyOf(Vec<String>),
    /// A `oneOf` whose branches do not differ in type.
    OneOf(Vec<String>),
    /// `enum` or `const`.
    Values {
        /// The first values.
        shown: Vec<String>,
        /// Number of values after these.
        more: usize,
    },
    /// The description of one value, since values have no docs of their own.
    DescribedValue {
        /// The value.
        value: String,
        /// Its title or description.
        description: String,
    },
    /// `default`.
    Default(String),
    /// `examples`.
    Examples(Vec<String>),
    /// `example`.
    Example(String),
    /// The title or description of items that have no docs of their own.
    Text(String),
    /// A note on the items of an array.
    EachItem(Box<Note>),
    /// A note on the values of a map.
    EachValue(Box<Note>),
    /// More members than this, which are a map for that reason.
    TooManyMembers(usize),
    /// More values than this, which are a string for that reason.
    TooManyValues(usize),
    /// More items described one by one than this, which are an array for that reason.
    TooManyPlaces(usize),
    /// The reason why a part of the schema is not modelled.
    Fallback(Fallback),
}

/// Members that a member requires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DependentRequired {
    /// The member.
    pub member: String,
    /// The members required beside it.
    pub required: Vec<String>,
}

/// The reason why a value is kept as JSON. [`Display`] gives a clause without a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fallback {
    /// There is no `type`, so values of types that the other keywords do not describe are accepted too.
    Untyped,
    /// The schema is nested too deep.
    NestedSchema,
    /// The schema is too large.
    LargeSchema,
    /// No value but `null` fits.
    OnlyNull,
    /// No value fits.
    NoValue,
    /// The schema applies under a condition.
    Conditional,
    /// There are more alternatives than this.
    TooManyAlternatives(usize),
    /// This reference keyword has several targets, which only a validator can distinguish.
    AmbiguousReference(&'static str),
    /// The types around the value nest as deep as the compiler allows.
    NestedTypes,
    /// The events that arrive as one type describe the value in ways that have no type in common.
    DifferingEvents,
}

impl Display for Note {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::MultipleOf(number) => write!(f, "A multiple of {number}"),
            Self::Maximum(number) => write!(f, "At most {number}"),
            Self::Minimum(number) => write!(f, "At least {number}"),
            Self::ExclusiveMaximum(Some(number)) => write!(f, "Less than {number}"),
            Self::ExclusiveMaximum(None) => f.write_str("Less than the maximum"),
            Self::ExclusiveMinimum(Some(number)) => write!(f, "More than {number}"),
            Self::ExclusiveMinimum(None) => f.write_str("More than the minimum"),
            Self::MaxLength(count) => at_most(f, count, "character"),
            Self::MinLength(count) => at_least(f, count, "character"),
            Self::Pattern(pattern) => write!(f, "Matches `{pattern}`"),
            Self::Format(format) => write!(f, "Format: `{format}`"),
            Self::ContentEncoding(encoding) => write!(f, "Encoded as `{encoding}`"),
            Self::ContentMediaType(media_type) => write!(f, "Holds `{media_type}`"),
            Self::ContentSchema(schema) => write!(f, "The decoded content fits `{schema}`"),
            Self::MaxItems(count) => at_most(f, count, "item"),
            Self::MinItems(count) => at_least(f, count, "item"),
            Self::UniqueItems => f.write_str("No two items are equal"),
            Self::Contains(schema) => write!(f, "Holds an item that fits `{schema}`"),
            Self::MaxContains(count) => write!(f, "At most {count} of these"),
            Self::MinContains(count) => write!(f, "At least {count} of these"),
            Self::UnevaluatedItems(schema) => write!(f, "Further items fit `{schema}`"),
            Self::NoFurtherItems => f.write_str("No further items are described"),
            Self::MaxProperties(count) => at_most(f, count, "member"),
            Self::MinProperties(count) => at_least(f, count, "member"),
            Self::PropertyNames(schema) => write!(f, "Member names fit `{schema}`"),
            Self::UnevaluatedProperties(schema) => write!(f, "Further members fit `{schema}`"),
            Self::NoOtherMembers => f.write_str("No other members are described"),
            Self::OtherMembers(schema) => write!(f, "Other members fit `{schema}`"),
            Self::MatchingMembers { pattern, schema } => {
                write!(f, "Members that match `{pattern}` fit `{schema}`")
            }
            Self::MemberNamesMatch(pattern) => write!(f, "Member names match `{pattern}`"),
            Self::ForbiddenMember(member) => write!(f, "There must be no `{member}`"),
            Self::DependentRequired(dependencies) => {
                let sentences: BTreeSet<String> =
                    dependencies.iter().map(ToString::to_string).collect();
                let sentences: Vec<String> = sentences.into_iter().collect();
                f.write_str(&sentences.join("; "))
            }
            Self::DependentSchema { member, schema } => write!(f, "With `{member}`: `{schema}`"),
            Self::If(schema) => write!(f, "If: `{schema}`"),
            Self::Then(schema) => write!(f, "Then: `{schema}`"),
            Self::Else(schema) => write!(f, "Otherwise: `{schema}`"),
            Self::Not(schema) => write!(f, "Not: `{schema}`"),
            Self::AnyOf(schemas) => write!(f, "Fits one or more of {}", code_list(schemas)),
            Self::OneOf(schemas) => write!(f, "Fits exactly one of {}", code_list(schemas)),
            Self::Values { shown, more } => match (&shown[..], more) {
                ([value], 0) => write!(f, "Always `{value}`"),
                (values, 0) => write!(f, "One of {}", code_list(values)),
                (values, more) => write!(f, "One of {} and {more} more", code_list(values)),
            },
            Self::DescribedValue { value, description } => write!(f, "`{value}`: {description}"),
            Self::Default(value) => write!(f, "Default: `{value}`"),
            Self::Examples(values) => write!(f, "Examples: {}", code_list(values)),
            Self::Example(value) => write!(f, "Example: `{value}`"),
            Self::Text(text) => f.write_str(text),
            Self::EachItem(note) => write!(f, "Each item: {note}"),
            Self::EachValue(note) => write!(f, "Each value: {note}"),
            Self::TooManyMembers(limit) => {
                write!(
                    f,
                    "More than {limit} members are described, too many for fields"
                )
            }
            Self::TooManyValues(limit) => {
                write!(
                    f,
                    "More than {limit} values are described, too many for an enum"
                )
            }
            Self::TooManyPlaces(limit) => {
                write!(
                    f,
                    "More than {limit} items are described one by one, too many for fields"
                )
            }
            Self::Fallback(fallback) => fallback.fmt(f),
        }
    }
}

fn at_most(f: &mut Formatter<'_>, count: &str, noun: &str) -> fmt::Result {
    write!(f, "At most {count} {noun}{}", plural(count))
}

fn at_least(f: &mut Formatter<'_>, count: &str, noun: &str) -> fmt::Result {
    write!(f, "At least {count} {noun}{}", plural(count))
}

fn plural(count: &str) -> &'static str {
    if count == "1" { "" } else { "s" }
}

fn code_list(texts: &[String]) -> String {
    let spans: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    spans.join(", ")
}

impl Display for DependentRequired {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { member, required } = self;
        let required = match &required[..] {
            [] => "nothing else".to_owned(),
            names => code_list(names),
        };
        write!(f, "With `{member}` there must be {required}")
    }
}

impl Display for Fallback {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Untyped => {
                f.write_str("the schema gives no `type`, so other values are accepted too")
            }
            Self::NestedSchema => f.write_str("the schema is nested too deep"),
            Self::LargeSchema => f.write_str("the schema is too large to be modelled"),
            Self::OnlyNull => f.write_str("only `null` is described here"),
            Self::NoValue => f.write_str("no value fits the schema"),
            Self::Conditional => f.write_str("the schema describes it under a condition alone"),
            Self::TooManyAlternatives(limit) => write!(f, "it has more than {limit} alternatives"),
            Self::AmbiguousReference(keyword) => {
                write!(f, "`{keyword}` has several candidates here")
            }
            Self::NestedTypes => f.write_str("types nest too deep for the compiler here"),
            Self::DifferingEvents => {
                f.write_str("the events that arrive as this type describe it differently")
            }
        }
    }
}
