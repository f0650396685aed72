//! Learns message templates from samples: the captures are extracted from each text, and a template remains.
//!
//! Nothing is guessed. It is an error if a sample can be split in two ways, if the samples of one event have different
//! templates, or if the templates of two events fit the same text.

mod ambiguity;
mod extract;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use webhook_catalog::{EventName, Piece, Place, Sample, TemplateNaming, VendorId, codes};

use crate::ident::RustIdent;
use crate::model::{EventTemplates, MessageTemplates, Placeholder, Presence};
use crate::schema::Report;
use ambiguity::find_ambiguous;
use extract::{Captures, captures_of, extract, find_bad_url, text_at};

/// Prefix of the event names that the run-time code makes for texts that fit no template.
const UNKNOWN_PREFIX: &str = "unknown wording";

/// Learns the templates of a vendor's events from their samples. `None` if no event has a sample without errors.
pub(super) fn learn(
    id: &VendorId,
    profile: &TemplateNaming,
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
        let captures: Vec<Option<Captures>> = samples
            .iter()
            .map(|sample| learner.captures(sample, report))
            .collect();
        found.extend(
            captures
                .iter()
                .flatten()
                .flat_map(|captures| captures.keys().cloned()),
        );
        if let Some(captures) = captures.into_iter().collect() {
            learned.extend(learner.learn(captures, report));
        }
    }
    if report.errors() == errors && !learned.is_empty() {
        report.enter(place(id, None, None));
        check_found(profile, &found, report);
    }
    check_ambiguity(id, &learned, report);
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

/// Reports the placeholders that no sample captures.
fn check_found(profile: &TemplateNaming, found: &BTreeSet<String>, report: &mut Report) {
    for placeholder in &profile.placeholders {
        if !found.contains(&placeholder.name) {
            let message = format!("no sample has the placeholder `{}`", placeholder.name);
            let help = "correct how the profile finds it, or remove it";
            report.error(codes::PLACEHOLDER_NEVER_FOUND, "", message, help, None);
        }
    }
}

/// Reports events whose templates fit the same texts as another event's.
fn check_ambiguity(id: &VendorId, learned: &[EventTemplates], report: &mut Report) {
    for (index, event) in learned.iter().enumerate() {
        if let Some(other) = find_ambiguous(event, &learned[..index]) {
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

fn placeholders(profile: &TemplateNaming, learned: &[EventTemplates]) -> Vec<Placeholder> {
    let captures = |event: &EventTemplates, name: &str| {
        let capture = Piece::Capture(name.to_owned());
        event
            .templates
            .iter()
            .any(|pieces| pieces.contains(&capture))
    };
    let placeholders = profile.placeholders.iter().map(|placeholder| Placeholder {
        profile: placeholder.clone(),
        presence: if learned
            .iter()
            .all(|event| captures(event, &placeholder.name))
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
    profile: &'a TemplateNaming,
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
        if self.event.as_str().starts_with(UNKNOWN_PREFIX) {
            let message = format!(
                "names that begin with `{UNKNOWN_PREFIX}` are reserved for unknown wording"
            );
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

    /// The captures of a sample.
    fn captures(&self, sample: &Sample, report: &mut Report) -> Option<Captures> {
        self.enter(Some(sample), report);
        let captures = captures_of(self.profile, &sample.value);
        let bad_url = |captures: &Captures| find_bad_url(self.profile, captures);
        if let Some(message) = captures.as_ref().ok().and_then(bad_url) {
            let help = "correct the pattern or the placeholder: no delivery would be recognised";
            report.error(codes::PLACEHOLDER_NOT_URL, "", message, help, None);
        }
        captures
            .map_err(|message| {
                let help =
                    "store a sample in which a pattern fits once, and captures what the body has elsewhere";
                report.error(codes::AMBIGUOUS_SAMPLE, "", message, help, None);
            })
            .ok()
    }

    /// The templates on which all samples agree. `None` without samples, or if they have errors.
    fn learn(&self, mut captures: Vec<Captures>, report: &mut Report) -> Option<EventTemplates> {
        let errors = report.errors();
        let repeats = self.repeats(&captures, report);
        for captures in &mut captures {
            captures.retain(|name, _| !repeats.iter().any(|(repeating, _)| repeating == name));
        }
        let mut learned: Option<Vec<Vec<Piece>>> = None;
        for (sample, captures) in self.samples.iter().zip(&captures) {
            self.enter(Some(sample), report);
            let Some(templates) = self.templates(sample, captures, report) else {
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
            captures,
        })
    }

    /// The placeholders that repeat another one in this event.
    fn repeats(&self, captures: &[Captures], report: &mut Report) -> Vec<(String, String)> {
        let mut repeats = Vec::new();
        for placeholder in &self.profile.placeholders {
            let (name, Some(repeated)) = (&placeholder.name, &placeholder.repeats) else {
                continue;
            };
            let mut are_equal = captures
                .iter()
                .filter_map(|captures| Some(captures.get(name)? == captures.get(repeated)?));
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
        captures: &Captures,
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
            match extract(self.profile, captures, text) {
                Ok(pieces) => {
                    if let Some(message) = find_fault(&pieces) {
                        let help = "events are recognised by their templates: correct the profile";
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

/// A description of the fault that makes a template unusable.
fn find_fault(pieces: &[Piece]) -> Option<String> {
    let has_letters = |piece: &Piece| match piece {
        Piece::Literal(text) => text.contains(char::is_alphanumeric),
        Piece::Capture(_) => false,
    };
    let are_captures = |pair: &[Piece]| matches!(pair, [Piece::Capture(_), Piece::Capture(_)]);
    if !pieces.iter().any(has_letters) {
        return Some(format!("`{}` has no words of its own", shown(pieces)));
    }
    let touches = pieces.windows(2).any(are_captures);
    touches.then(|| {
        format!(
            "nothing stands between two placeholders in `{}`",
            shown(pieces)
        )
    })
}

/// A template in the syntax of the profile's patterns.
fn shown(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Capture(name) => format!("{{{name}}}"),
    };
    pieces.iter().map(piece).collect()
}
