//! Message templates: the texts that name events, and the placeholders in them.

use webhook_catalog::Piece;

use super::{BASELINE, CURRENT, Comparison, match_by_key};
use crate::diff::change::{Availability, DeliveryChange, DocsPart};
use crate::diff::report::{ItemKind, Subject};
use crate::model::{EventTemplates, MessageTemplates, Placeholder, RustType};

impl Comparison<'_> {
    pub(super) fn message_templates(&mut self, templates: [Option<&MessageTemplates>; 2]) {
        let subject = self.module_subject("Wording", ItemKind::Struct);
        let [has_before, has_after] = templates.map(|templates| templates.is_some());
        let kind = DeliveryChange::TemplateTexts {
            templates: Availability::between(has_before, has_after),
        };
        let texts = templates.map(|templates| Some(templates?.texts.join(", ")));
        self.push_if_changed(&subject, texts, kind);
        if let [Some(baseline), Some(current)] = templates {
            let MessageTemplates {
                texts: _,
                placeholders,
                events,
            } = current;
            self.placeholders(&subject, [&baseline.placeholders, placeholders]);
            self.event_templates([&baseline.events, events]);
        }
    }

    fn placeholders(&mut self, subject: &Subject, placeholders: [&[Placeholder]; 2]) {
        let placeholders = match_by_key(placeholders.map(|placeholders| {
            let placeholders = placeholders.iter();
            placeholders.map(|placeholder| (&placeholder.profile.name, placeholder))
        }));
        for placeholders in placeholders.into_values() {
            let items = [BASELINE, CURRENT].map(|side| {
                let placeholder = placeholders[side]?;
                let path = format!("Wording::{}", placeholder.ident);
                let kind = RustType::of_placeholder(placeholder).into();
                Some(self.module_item(self.vendors[side], &path, kind))
            });
            let subject = subject.with_items(items);
            let texts = placeholders.map(|placeholder| placeholder.map(placeholder_text));
            match placeholders {
                [None, _] => self.push(&subject, texts, DeliveryChange::PlaceholderAdded),
                [_, None] => self.push(&subject, texts, DeliveryChange::PlaceholderRemoved),
                [Some(baseline), Some(current)] => {
                    if baseline.ident != current.ident {
                        self.push_renamed(&subject);
                    }
                    let is_retyped = subject.is_retyped();
                    let kind = DeliveryChange::PlaceholderChanged { is_retyped };
                    self.push_if_changed(&subject, texts, kind);
                    let descriptions = [baseline, current]
                        .map(|placeholder| placeholder.profile.description.clone());
                    self.push_if_changed(&subject, descriptions, DocsPart::Description);
                }
            }
        }
    }

    fn event_templates(&mut self, templates: [&[EventTemplates]; 2]) {
        let templates = match_by_key(templates.map(|templates| {
            let templates = templates.iter();
            templates.map(|templates| (&templates.event, templates))
        }));
        for (name, templates) in templates {
            let subject = self.event_subject(name);
            // The addition or removal of an event includes its templates.
            if subject.baseline_item.is_some() && subject.current_item.is_some() {
                let texts = templates.map(|templates| templates.map(templates_text));
                self.push_if_changed(&subject, texts, DeliveryChange::EventTemplates);
            }
        }
    }
}

fn placeholder_text(placeholder: &Placeholder) -> String {
    let Placeholder {
        profile,
        presence: _,
        ident: _,
    } = placeholder;
    let webhook_catalog::PlaceholderProfile {
        name,
        kind,
        at,
        repeats,
        last_segment,
        // Compared separately.
        description: _,
    } = profile;
    let parts = [
        Some(format!(
            "{name}: {}, a {}",
            RustType::of_placeholder(placeholder),
            kind.as_str()
        )),
        at.as_ref().map(|at| format!("at {at}")),
        repeats.as_ref().map(|other| format!("repeats {other}")),
        last_segment
            .as_ref()
            .map(|other| format!("ends in {other}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The templates of an event, with placeholders in braces.
fn templates_text(templates: &EventTemplates) -> String {
    let EventTemplates {
        event: _,
        templates,
        repeats,
        // Words from samples are evidence, and are not compared.
        captures: _,
    } = templates;
    let template = |pieces: &Vec<Piece>| -> String {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Capture(name) => format!("{{{name}}}"),
        });
        pieces.collect()
    };
    let templates = templates.iter().map(template);
    let repeats = repeats
        .iter()
        .map(|(one, other)| format!("{one} repeats {other}"));
    templates.chain(repeats).collect::<Vec<_>>().join("; ")
}
