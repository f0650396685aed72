//! Titles, descriptions, deprecation and notes.

use std::collections::BTreeMap;

use super::Comparison;
use crate::diff::change::DocsPart;
use crate::diff::report::Subject;
use crate::model::{Docs, Note};

impl Comparison<'_> {
    pub(super) fn docs(&mut self, subject: &Subject, [baseline, current]: [&Docs; 2]) {
        let Docs {
            title,
            description,
            notes,
            deprecated,
        } = current;
        let texts = [baseline.title.clone(), title.clone()];
        self.push_if_changed(subject, texts, DocsPart::Title);
        let texts = [baseline.description.clone(), description.clone()];
        self.push_if_changed(subject, texts, DocsPart::Description);
        let texts = [baseline.deprecated, *deprecated]
            .map(|is_deprecated| is_deprecated.then(|| "deprecated".to_owned()));
        self.push_if_changed(subject, texts, DocsPart::Deprecated);
        self.notes(subject, [&baseline.notes, notes]);
    }

    /// Notes have no ids; additions and removals are matched by kind.
    fn notes(&mut self, subject: &Subject, notes: [&[Note]; 2]) {
        let [before, after] = notes.map(by_sentence);
        if before == after {
            // Only the order or the number of repetitions can differ.
            self.push_if_changed(subject, notes.map(sentences), DocsPart::Note);
            return;
        }
        for part in [DocsPart::Format, DocsPart::OtherMembers, DocsPart::Note] {
            let texts = [
                only_in(&before, &after, part),
                only_in(&after, &before, part),
            ];
            self.push_if_changed(subject, texts, part);
        }
    }
}

/// Notes with their part, sorted by their sentences.
fn by_sentence(notes: &[Note]) -> BTreeMap<String, DocsPart> {
    let entries = notes.iter().map(|note| (note.to_string(), part_of(note)));
    entries.collect()
}

fn sentences(notes: &[Note]) -> Option<String> {
    let sentences: Vec<String> = notes.iter().map(ToString::to_string).collect();
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

/// The sentences of `part` that are in `notes` but not in `others`.
fn only_in(
    notes: &BTreeMap<String, DocsPart>,
    others: &BTreeMap<String, DocsPart>,
    part: DocsPart,
) -> Option<String> {
    let sentences: Vec<&str> = notes
        .iter()
        .filter(|(sentence, of)| **of == part && !others.contains_key(*sentence))
        .map(|(sentence, _)| sentence.as_str())
        .collect();
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

/// The part of the docs that a note belongs to.
fn part_of(note: &Note) -> DocsPart {
    match note {
        Note::EachItem(note) | Note::EachValue(note) => part_of(note),
        Note::Format(_) => DocsPart::Format,
        Note::NoOtherMembers
        | Note::OtherMembers(_)
        | Note::MatchingMembers { .. }
        | Note::MemberNamesMatch(_)
        | Note::PropertyNames(_)
        | Note::UnevaluatedProperties(_)
        | Note::NoFurtherItems => DocsPart::OtherMembers,
        Note::MultipleOf(_)
        | Note::Maximum(_)
        | Note::Minimum(_)
        | Note::ExclusiveMaximum(_)
        | Note::ExclusiveMinimum(_)
        | Note::MaxLength(_)
        | Note::MinLength(_)
        | Note::Pattern(_)
        | Note::ContentEncoding(_)
        | Note::ContentMediaType(_)
        | Note::ContentSchema(_)
        | Note::MaxItems(_)
        | Note::MinItems(_)
        | Note::UniqueItems
        | Note::Contains(_)
        | Note::MaxContains(_)
        | Note::MinContains(_)
        | Note::UnevaluatedItems(_)
        | Note::MaxProperties(_)
        | Note::MinProperties(_)
        | Note::ForbiddenMember(_)
        | Note::DependentRequired(_)
        | Note::DependentSchema { .. }
        | Note::If(_)
        | Note::Then(_)
        | Note::Else(_)
        | Note::Not(_)
        | Note::AnyOf(_)
        | Note::OneOf(_)
        | Note::Values { .. }
        | Note::DescribedValue { .. }
        | Note::Default(_)
        | Note::Examples(_)
        | Note::Example(_)
        | Note::Text(_)
        | Note::TooManyMembers(_)
        | Note::TooManyValues(_)
        | Note::TooManyPlaces(_)
        | Note::Fallback(_) => DocsPart::Note,
    }
}
