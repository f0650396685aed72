//! Constraints and annotations as sentences for the docs, without a full stop.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::keyword::Keyword;
use super::parse::{NOTE_VALUE, shorten_text, texts_of};
use super::report::shorten;

/// The sentence that tells a constraint or an annotation, without a full stop.
pub(super) fn note(keyword: Keyword, value: &Value) -> Option<String> {
    use Keyword as K;
    let shown = shorten(value, NOTE_VALUE);
    let plural = |one: &str, many: &str| {
        if shown == "1" {
            one.to_owned()
        } else {
            many.to_owned()
        }
    };
    let text = shorten_text(value.as_str().unwrap_or_default());
    Some(match keyword {
        K::MultipleOf => format!("A multiple of {shown}"),
        K::Maximum => format!("At most {shown}"),
        K::Minimum => format!("At least {shown}"),
        K::ExclusiveMaximum if value.is_boolean() => {
            return exclusive_note("Less than the maximum", value);
        }
        K::ExclusiveMinimum if value.is_boolean() => {
            return exclusive_note("More than the minimum", value);
        }
        K::ExclusiveMaximum => format!("Less than {shown}"),
        K::ExclusiveMinimum => format!("More than {shown}"),
        K::MaxLength => format!("At most {shown} {}", plural("character", "characters")),
        K::MinLength => format!("At least {shown} {}", plural("character", "characters")),
        K::Pattern => format!("Matches `{text}`"),
        K::MaxItems => format!("At most {shown} {}", plural("item", "items")),
        K::MinItems => format!("At least {shown} {}", plural("item", "items")),
        K::UniqueItems => {
            return (value == &Value::Bool(true)).then(|| "No two items are equal".to_owned());
        }
        K::MaxContains => format!("At most {shown} of these"),
        K::MinContains => format!("At least {shown} of these"),
        K::MaxProperties => format!("At most {shown} {}", plural("member", "members")),
        K::MinProperties => format!("At least {shown} {}", plural("member", "members")),
        K::Format => format!("Format: `{text}`"),
        K::ContentEncoding => format!("Encoded as `{text}`"),
        K::ContentMediaType => format!("Holds `{text}`"),
        K::ContentSchema => format!("The decoded content fits `{shown}`"),
        K::Contains => format!("Holds an item that fits `{shown}`"),
        K::PropertyNames => format!("Member names fit `{shown}`"),
        K::UnevaluatedItems => format!("Further items fit `{shown}`"),
        K::UnevaluatedProperties => format!("Further members fit `{shown}`"),
        K::Default => format!("Default: `{shown}`"),
        K::Examples => {
            let examples: Vec<_> = value
                .as_array()
                .into_iter()
                .flatten()
                .take(3)
                .map(|item| format!("`{}`", shorten(item, NOTE_VALUE)))
                .collect();
            if examples.is_empty() {
                return None;
            }
            format!("Examples: {}", examples.join(", "))
        }
        K::Example => format!("Example: `{shown}`"),
        K::DependentRequired => {
            let sorted: BTreeMap<_, _> = value.as_object().into_iter().flatten().collect();
            let sentences: BTreeSet<_> = sorted
                .into_iter()
                .map(|(name, names)| dependent_note(name, names))
                .collect();
            let sentences: Vec<_> = sentences.into_iter().collect();
            if sentences.is_empty() {
                return None;
            }
            sentences.join("; ")
        }
        _ => return None,
    })
}

fn exclusive_note(note: &str, value: &Value) -> Option<String> {
    (value == &Value::Bool(true)).then(|| note.to_owned())
}

/// The sentence that tells which members one member asks for.
pub(super) fn dependent_note(name: &str, names: &Value) -> String {
    let names: Vec<_> = texts_of(names)
        .map(|name| format!("`{}`", shorten_text(name)))
        .collect();
    format!(
        "With `{}` there must be {}",
        shorten_text(name),
        if names.is_empty() {
            "nothing else".to_owned()
        } else {
            names.join(", ")
        }
    )
}
