//! Learning how events are worded: what varies is cut out of the samples' texts, and templates remain.
//!
//! Nothing is guessed. Where a sample can be cut in two ways, where samples of one event differ, or where two events could
//! say the same, that is an error.

mod ambiguity;
mod extract;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use webhook_catalog::{
    EventName, MessageTemplates as Profile, Piece, Place, Sample, VendorId, codes,
};

use crate::ident::RustIdent;
use crate::model::{EventTemplates, MessageTemplates, Placeholder, Presence};
use crate::schema::Report;
use ambiguity::first_alike;
use extract::{Words, bad_url, extract, text_at, words_of};

/// How the run-time code begins the name of an event whose wording is not known.
const UNKNOWN: &str = "unknown wording";

/// Learns the wording of a vendor's events from their samples. `None` where no event has any.
pub(super) fn learn(
    id: &VendorId,
    profile: &Profile,
    events: &[(&EventName, &[&Sample])],
    report: &mut Report,
) -> Option<MessageTemplates> {
    let errors = report.errors();
    let mut learned = Vec::new();
    let mut found = BTreeSet::new();
    for (event, samples) in events {
        let learner = Learner {
            profile,
            vendor: id,
            event,
            samples,
        };
        learner.check_event(report);
        let words: Vec<Option<Words>> = samples
            .iter()
            .map(|sample| learner.words(sample, report))
            .collect();
        found.extend(
            words
                .iter()
                .flatten()
                .flat_map(|words| words.keys().cloned()),
        );
        if let Some(words) = words.into_iter().collect() {
            learned.extend(learner.learn(words, report));
        }
    }
    if report.errors() == errors && !learned.is_empty() {
        report.enter(place(id, None, None));
        check_found(profile, &found, report);
    }
    check_apart(id, &learned, report);
    (!learned.is_empty()).then(|| MessageTemplates {
        texts: profile.texts.clone(),
        placeholders: placeholders(profile, &learned),
        events: learned,
    })
}

fn place(vendor: &VendorId, event: Option<&EventName>, sample: Option<&Sample>) -> Place {
    Place {
        source: sample.map(|sample| sample.label.clone()),
        vendor: Some(vendor.to_string()),
        event: event.map(ToString::to_string),
        ..Place::default()
    }
}

/// Every placeholder is there for something.
fn check_found(profile: &Profile, found: &BTreeSet<String>, report: &mut Report) {
    for placeholder in &profile.placeholders {
        if !found.contains(&placeholder.name) {
            let message = format!("no sample has the placeholder `{}`", placeholder.name);
            let help = "correct how the profile finds it, or remove it";
            report.error(codes::PLACEHOLDER_NEVER_FOUND, "", message, help, None);
        }
    }
}

/// For every two events there is a text that can be worded for one of them only.
fn check_apart(id: &VendorId, learned: &[EventTemplates], report: &mut Report) {
    for (index, event) in learned.iter().enumerate() {
        if let Some(other) = first_alike(event, &learned[..index]) {
            report.enter(place(id, Some(&event.event), None));
            let message = format!(
                "a delivery could be worded like this and like {}",
                other.event
            );
            let help = "add a text to `name.wording` that differs between the two";
            report.error(codes::EVENTS_WORDED_ALIKE, "", message, help, None);
        }
    }
}

fn placeholders(profile: &Profile, learned: &[EventTemplates]) -> Vec<Placeholder> {
    let is_said = |name: &str, event: &EventTemplates| {
        let hole = Piece::Capture(name.to_owned());
        event.templates.iter().any(|pieces| pieces.contains(&hole))
    };
    let placeholders = profile.placeholders.iter().map(|placeholder| Placeholder {
        profile: placeholder.clone(),
        presence: if learned
            .iter()
            .all(|event| is_said(&placeholder.name, event))
        {
            Presence::Required
        } else {
            Presence::Optional
        },
        ident: RustIdent::default(),
    });
    placeholders.collect()
}

/// One event and its samples.
struct Learner<'a> {
    profile: &'a Profile,
    vendor: &'a VendorId,
    event: &'a EventName,
    samples: &'a [&'a Sample],
}

impl Learner<'_> {
    fn enter(&self, sample: Option<&Sample>, report: &mut Report) {
        report.enter(place(self.vendor, Some(self.event), sample));
    }

    fn check_event(&self, report: &mut Report) {
        self.enter(None, report);
        if self.event.as_str().starts_with(UNKNOWN) {
            let message =
                format!("names that begin with `{UNKNOWN}` are kept for wording that is not known");
            report.error(
                codes::RESERVED_EVENT_NAME,
                "",
                message,
                "rename the event",
                None,
            );
        }
        if self.samples.is_empty() {
            let message = "no sample shows how the event is worded".to_owned();
            let help = "store a sample; until then only a caller can name the event";
            report.warning(codes::EVENT_WITHOUT_TEMPLATE, "", message, help, None);
        }
    }

    /// What the placeholders stand for in a sample.
    fn words(&self, sample: &Sample, report: &mut Report) -> Option<Words> {
        self.enter(Some(sample), report);
        let words = words_of(self.profile, &sample.value);
        if let Some(message) = words
            .as_ref()
            .ok()
            .and_then(|words| bad_url(self.profile, words))
        {
            let help = "correct the pattern or the placeholder: no delivery would be recognised";
            report.error(codes::PLACEHOLDER_NOT_URL, "", message, help, None);
        }
        words
            .map_err(|message| {
                let help =
                    "store a sample in which a pattern fits once, and says what the body says";
                report.error(codes::AMBIGUOUS_SAMPLE, "", message, help, None);
            })
            .ok()
    }

    /// The templates that all samples agree on. `None` without samples, or where something is wrong with them.
    fn learn(&self, mut words: Vec<Words>, report: &mut Report) -> Option<EventTemplates> {
        let errors = report.errors();
        let repeats = self.repeats(&words, report);
        for words in &mut words {
            words.retain(|name, _| !repeats.iter().any(|(repeating, _)| repeating == name));
        }
        let mut learned: Option<Vec<Vec<Piece>>> = None;
        for (sample, words) in self.samples.iter().zip(&words) {
            self.enter(Some(sample), report);
            let Some(templates) = self.templates(sample, words, report) else {
                continue;
            };
            let first = learned.get_or_insert_with(|| templates.clone());
            let mut pairs = first.iter().zip(&templates);
            if let Some(index) = pairs.position(|(one, other)| one != other) {
                let message = format!(
                    "the text reads `{}`, and in another sample `{}`",
                    shown(&templates[index]),
                    shown(&first[index])
                );
                let help = "one event has one wording: make two events of it";
                let pointer = &self.profile.texts[index];
                report.error(
                    codes::SAMPLES_WORDED_DIFFERENTLY,
                    pointer,
                    message,
                    help,
                    None,
                );
            }
        }
        (report.errors() == errors).then_some(EventTemplates {
            event: self.event.clone(),
            templates: learned?,
            repeats,
            words,
        })
    }

    /// Which placeholders repeat another one in this event.
    fn repeats(&self, words: &[Words], report: &mut Report) -> Vec<(String, String)> {
        let mut repeats = Vec::new();
        for placeholder in &self.profile.placeholders {
            let (name, Some(repeated)) = (&placeholder.name, &placeholder.repeats) else {
                continue;
            };
            let mut are_equal = words
                .iter()
                .filter(|words| words.contains_key(name) && words.contains_key(repeated))
                .map(|words| words[name] == words[repeated]);
            let Some(first) = are_equal.next() else {
                continue;
            };
            if !are_equal.all(|is_equal| is_equal == first) {
                self.enter(None, report);
                let message = format!("`{name}` repeats `{repeated}` in some samples only");
                let help = "store samples that agree about it";
                report.error(codes::SAMPLES_WORDED_DIFFERENTLY, "", message, help, None);
            }
            if first {
                repeats.push((name.clone(), repeated.clone()));
            }
        }
        repeats
    }

    /// The template of each text of a sample.
    fn templates(
        &self,
        sample: &Sample,
        words: &Words,
        report: &mut Report,
    ) -> Option<Vec<Vec<Piece>>> {
        let errors = report.errors();
        let mut templates = Vec::new();
        for pointer in &self.profile.texts {
            let Some(text) = text_at(&sample.value, pointer) else {
                let message = "the sample has no text there".to_owned();
                let help = "correct `name.wording`, or store the payload as it was sent";
                report.error(codes::TEMPLATE_WITHOUT_TEXT, pointer, message, help, None);
                continue;
            };
            match extract(self.profile, words, text) {
                Ok(pieces) => {
                    if let Some(message) = fault(&pieces) {
                        let help = "the wording is what tells events apart: correct the profile";
                        report.error(
                            codes::TEMPLATE_WITHOUT_LITERAL,
                            pointer,
                            message,
                            help,
                            None,
                        );
                    }
                    templates.push(pieces);
                }
                Err(message) => {
                    let help =
                        "store a sample in which every placeholder stands for a text of its own";
                    report.error(codes::AMBIGUOUS_SAMPLE, pointer, message, help, None);
                }
            }
        }
        (report.errors() == errors).then_some(templates)
    }
}

/// What is wrong with a template on its own.
fn fault(pieces: &[Piece]) -> Option<String> {
    let says_something = |piece: &Piece| match piece {
        Piece::Literal(text) => text.contains(char::is_alphanumeric),
        Piece::Capture(_) => false,
    };
    let are_holes = |pair: &[Piece]| matches!(pair, [Piece::Capture(_), Piece::Capture(_)]);
    if !pieces.iter().any(says_something) {
        return Some(format!("`{}` has no words of its own", shown(pieces)));
    }
    let touches = pieces.windows(2).any(are_holes);
    touches.then(|| {
        format!(
            "nothing stands between two placeholders in `{}`",
            shown(pieces)
        )
    })
}

/// A template as profiles write patterns.
fn shown(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Capture(name) => format!("{{{name}}}"),
    };
    pieces.iter().map(piece).collect()
}
