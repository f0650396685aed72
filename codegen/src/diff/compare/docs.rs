//! What schemas say beside the form.

use std::collections::BTreeSet;

use super::Comparison;
use super::place::Place;
use crate::diff::change::{ChangeKind, DocsPart};
use crate::model::Docs;

impl Comparison<'_> {
    pub(super) fn docs(&mut self, place: &Place, baseline: &Docs, current: &Docs) {
        let Docs {
            title,
            description,
            notes,
            deprecated,
        } = current;
        let part = ChangeKind::Docs;
        self.text(
            place,
            baseline.title.clone(),
            title.clone(),
            part(DocsPart::Title),
        );
        self.text(
            place,
            baseline.description.clone(),
            description.clone(),
            part(DocsPart::Description),
        );
        let word = |is_deprecated: bool| is_deprecated.then(|| "deprecated".to_owned());
        self.text(
            place,
            word(baseline.deprecated),
            word(*deprecated),
            part(DocsPart::Deprecated),
        );
        self.notes(place, &baseline.notes, notes);
    }

    /// Notes have no names, so those that went and those that came are told by what they speak of.
    fn notes(&mut self, place: &Place, baseline: &[String], current: &[String]) {
        let (before, after): (BTreeSet<&String>, BTreeSet<&String>) =
            (baseline.iter().collect(), current.iter().collect());
        if before == after {
            // The same in another order, or one of them told twice.
            let texts = |notes: &[String]| (!notes.is_empty()).then(|| notes.join("; "));
            let (before, after) = (texts(baseline), texts(current));
            self.text(place, before, after, ChangeKind::Docs(DocsPart::Note));
            return;
        }
        for part in [DocsPart::Format, DocsPart::OtherMembers, DocsPart::Note] {
            let of_part = |notes: &BTreeSet<&String>, others: &BTreeSet<&String>| {
                let notes: Vec<&str> = notes
                    .difference(others)
                    .filter(|note| part_of(note) == part)
                    .map(|note| note.as_str())
                    .collect();
                (!notes.is_empty()).then(|| notes.join("; "))
            };
            let (gone, new) = (of_part(&before, &after), of_part(&after, &before));
            self.text(place, gone, new, ChangeKind::Docs(part));
        }
    }
}

/// What stands before notes about the items of an array or the values of a map.
const LEADS: [&str; 2] = ["Each item: ", "Each value: "];

/// What a note speaks of. The sentences are `schema::notes` and `lower`'s own.
fn part_of(note: &str) -> DocsPart {
    const OTHER_MEMBERS: [&str; 6] = [
        "No other members",
        "Other members",
        "Members that match",
        "Member names",
        "Further members",
        "No further items",
    ];
    let mut note = note;
    // What is said of the items of a list has a lead, and one more for a list of lists.
    while let Some(inner) = LEADS.iter().find_map(|lead| note.strip_prefix(lead)) {
        note = inner;
    }
    if note.starts_with("Format: ") {
        DocsPart::Format
    } else if OTHER_MEMBERS.iter().any(|start| note.starts_with(start)) {
        DocsPart::OtherMembers
    } else {
        DocsPart::Note
    }
}
