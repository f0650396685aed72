//! The kinds of values that keywords take.

use serde_json::Value;
use webhook_catalog::pointer;

use super::TypeSet;
use super::keyword::Keyword;

/// The kind of value that a keyword takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A number above zero.
    PositiveNumber,
    /// A number, or the boolean of draft 4.
    NumberOrBoolean,
    /// A whole number from zero.
    Size,
    /// An array of texts.
    Texts,
    /// An array, of anything.
    List,
    /// An array of at least one schema.
    Schemas,
    /// An object whose members are schemas.
    NamedSchemas,
    /// An object whose members are arrays of texts.
    NamedTexts,
    /// The name of a JSON type, or an array of such names.
    Types,
}

impl ValueKind {
    /// The kind that a keyword takes. `None` for any value, and for a schema, which is checked as such.
    pub(super) fn of(keyword: Keyword) -> Option<Self> {
        use Keyword as K;
        Some(match keyword {
            K::Schema
            | K::Id
            | K::Ref
            | K::Anchor
            | K::DynamicRef
            | K::DynamicAnchor
            | K::RecursiveRef => Self::Text,
            K::Pattern
            | K::Format
            | K::ContentEncoding
            | K::ContentMediaType
            | K::Title
            | K::Description => Self::Text,
            K::UniqueItems
            | K::RecursiveAnchor
            | K::Nullable
            | K::Deprecated
            | K::Lazy
            | K::TypedText => Self::Boolean,
            K::Maximum | K::Minimum => Self::Number,
            K::MultipleOf => Self::PositiveNumber,
            K::ExclusiveMaximum | K::ExclusiveMinimum => Self::NumberOrBoolean,
            K::MaxLength
            | K::MinLength
            | K::MaxItems
            | K::MinItems
            | K::MaxContains
            | K::MinContains => Self::Size,
            K::MaxProperties | K::MinProperties => Self::Size,
            K::Required | K::Members => Self::Texts,
            K::Enum => Self::List,
            K::AllOf | K::AnyOf | K::OneOf | K::PrefixItems => Self::Schemas,
            K::Defs
            | K::Definitions
            | K::Properties
            | K::PatternProperties
            | K::DependentSchemas => Self::NamedSchemas,
            K::Dependencies => Self::NamedSchemas,
            K::DependentRequired => Self::NamedTexts,
            K::Type => Self::Types,
            // Schemas; `items` may be an array of them in earlier drafts.
            K::Items
            | K::AdditionalItems
            | K::Contains
            | K::AdditionalProperties
            | K::PropertyNames => return None,
            K::If | K::Then | K::Else | K::Not | K::UnevaluatedItems | K::UnevaluatedProperties => {
                return None;
            }
            K::ContentSchema => return None,
            // Annotations that are not read.
            K::Vocabulary
            | K::Comment
            | K::Const
            | K::Default
            | K::ReadOnly
            | K::WriteOnly
            | K::Example => return None,
            K::Examples | K::DraftFourId | K::Discriminator | K::ExternalDocs | K::Xml => {
                return None;
            }
        })
    }

    /// The first violation in a value: a pointer below it, a message, and the value there.
    pub(super) fn violation(self, value: &Value) -> Option<(String, String, &Value)> {
        let at_root = |ok: bool| (!ok).then(|| (String::new(), self.message(value), value));
        match self {
            Self::Text => at_root(value.is_string()),
            Self::Boolean => at_root(value.is_boolean()),
            Self::Number => at_root(value.is_number()),
            Self::PositiveNumber => at_root(value.as_f64().is_some_and(|number| number > 0.0)),
            Self::NumberOrBoolean => at_root(value.is_number() || value.is_boolean()),
            Self::Size => at_root(value.is_number() && as_size(value).is_some()),
            Self::List => at_root(value.is_array()),
            Self::Schemas => at_root(value.as_array().is_some_and(|items| !items.is_empty())),
            Self::NamedSchemas => at_root(value.is_object()),
            Self::Texts => match value.as_array() {
                Some(items) => first_other(
                    items.iter().enumerate(),
                    Value::is_string,
                    "must be an array of strings",
                ),
                None => at_root(false),
            },
            Self::NamedTexts => match value.as_object() {
                Some(members) => {
                    let texts = |value: &Value| {
                        value
                            .as_array()
                            .is_some_and(|items| items.iter().all(Value::is_string))
                    };
                    let found = members
                        .iter()
                        .filter(|(_, value)| !texts(value))
                        .min_by_key(|(name, _)| name.as_str());
                    let (name, value) = found?;
                    let message = format!(
                        "holds {}, but its members must be arrays of strings",
                        describe(value)
                    );
                    Some((pointer::segment(name), message, value))
                }
                None => at_root(false),
            },
            Self::Types => match value {
                Value::Array(items) if !items.is_empty() => {
                    first_other(items.iter().enumerate(), is_type, "must name JSON types")
                }
                _ => at_root(is_type(value)),
            },
        }
    }

    fn message(self, value: &Value) -> String {
        let expected = match self {
            Self::Text => "must be a string",
            Self::Boolean => "must be `true` or `false`",
            Self::Number | Self::NumberOrBoolean => "must be a number",
            Self::PositiveNumber => "must be a number above zero",
            Self::Size => "must be a whole number from zero",
            Self::Texts => "must be an array of strings",
            Self::List => "must be an array",
            Self::Schemas => "must be an array of at least one schema",
            Self::NamedSchemas | Self::NamedTexts => "must be an object",
            Self::Types => "must name JSON types",
        };
        format!("is {}, but {expected}", describe(value))
    }

    /// The remedy for a violation.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Types => {
                "write one of `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`, or a list of them"
            }
            Self::Text
            | Self::Boolean
            | Self::Number
            | Self::PositiveNumber
            | Self::NumberOrBoolean
            | Self::Size
            | Self::Texts
            | Self::List
            | Self::Schemas
            | Self::NamedSchemas
            | Self::NamedTexts => "correct the schema in the catalogue or by an overlay",
        }
    }
}

fn is_type(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| TypeSet::from_text(text).is_some())
}

fn first_other<'v>(
    mut items: impl Iterator<Item = (usize, &'v Value)>,
    fits: impl Fn(&Value) -> bool,
    expected: &str,
) -> Option<(String, String, &'v Value)> {
    let (index, value) = items.find(|(_, value)| !fits(value))?;
    Some((
        format!("/{index}"),
        format!("holds {}, but {expected}", describe(value)),
        value,
    ))
}

/// A whole number from zero, `2.0` included. Numbers above `usize::MAX` saturate.
pub(super) fn as_size(value: &Value) -> Option<usize> {
    if let Some(number) = value.as_u64() {
        return Some(usize::try_from(number).unwrap_or(usize::MAX));
    }
    let number = value.as_f64()?;
    // The cast saturates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (number >= 0.0 && number.fract() == 0.0).then_some(number as usize)
}

/// A noun phrase for a value, for messages.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(_) => "a number".to_owned(),
        Value::String(text) => format!(
            "the string \"{}\"",
            text.chars()
                .take(40)
                .flat_map(char::escape_debug)
                .collect::<String>()
        ),
        Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
