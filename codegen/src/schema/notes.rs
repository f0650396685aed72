//! Notes from the keywords that are constraints or annotations alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json_text::{MAX_NOTED_VALUE, shorten, shorten_text, text_of, texts_of};
use super::keyword::Keyword;
use crate::model::{DependentRequired, Note};

/// The note for a constraint or an annotation; `None` if the value constrains nothing, or for any other keyword.
pub(super) fn note(keyword: Keyword, value: &Value) -> Option<Note> {
    use Keyword as K;
    let json = || shorten(value, MAX_NOTED_VALUE);
    let text = || shorten_text(text_of(value));
    let is_true = value == &Value::Bool(true);
    Some(match keyword {
        K::MultipleOf => Note::MultipleOf(json()),
        K::Maximum => Note::Maximum(json()),
        K::Minimum => Note::Minimum(json()),
        K::ExclusiveMaximum if value.is_boolean() => {
            return is_true.then_some(Note::ExclusiveMaximum(None));
        }
        K::ExclusiveMinimum if value.is_boolean() => {
            return is_true.then_some(Note::ExclusiveMinimum(None));
        }
        K::ExclusiveMaximum => Note::ExclusiveMaximum(Some(json())),
        K::ExclusiveMinimum => Note::ExclusiveMinimum(Some(json())),
        K::MaxLength => Note::MaxLength(json()),
        K::MinLength => Note::MinLength(json()),
        K::Pattern => Note::Pattern(text()),
        K::MaxItems => Note::MaxItems(json()),
        K::MinItems => Note::MinItems(json()),
        K::UniqueItems => return is_true.then_some(Note::UniqueItems),
        K::MaxContains => Note::MaxContains(json()),
        K::MinContains => Note::MinContains(json()),
        K::MaxProperties => Note::MaxProperties(json()),
        K::MinProperties => Note::MinProperties(json()),
        K::Format => Note::Format(text()),
        K::ContentEncoding => Note::ContentEncoding(text()),
        K::ContentMediaType => Note::ContentMediaType(text()),
        K::ContentSchema => Note::ContentSchema(json()),
        K::Contains => Note::Contains(json()),
        K::PropertyNames => Note::PropertyNames(json()),
        K::UnevaluatedItems => Note::UnevaluatedItems(json()),
        K::UnevaluatedProperties => Note::UnevaluatedProperties(json()),
        K::Default => Note::Default(json()),
        K::Examples => {
            let examples = value.as_array().into_iter().flatten().take(3);
            let examples: Vec<String> = examples
                .map(|item| shorten(item, MAX_NOTED_VALUE))
                .collect();
            return (!examples.is_empty()).then_some(Note::Examples(examples));
        }
        K::Example => Note::Example(json()),
        K::DependentRequired => {
            let sorted: BTreeMap<&String, &Value> =
                value.as_object().into_iter().flatten().collect();
            let dependencies: Vec<DependentRequired> = sorted
                .into_iter()
                .map(|(name, names)| dependent_required(name, names))
                .collect();
            return (!dependencies.is_empty()).then_some(Note::DependentRequired(dependencies));
        }
        _ => return None,
    })
}

/// The members that one member requires.
pub(super) fn dependent_required(member: &str, names: &Value) -> DependentRequired {
    DependentRequired {
        member: shorten_text(member),
        required: texts_of(names).map(shorten_text).collect(),
    }
}
