//! The tables of events: grade, number of fields, origin, and how a delivery is recognised.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use webhook_catalog::{BodyNaming, Case, Naming, RowKind, Sample, UnenvelopedNaming, pointer};

use crate::model::{DeclaredName, Event, Model, TypeId, TypeKind, Vendor};
use crate::naming_text::rule_text;
use crate::{docs, event_routing};

const LEGEND: &str = "# Events

Fields are the members that the event's type and the types within it declare; those of a type that occurs at several places
count once. An event comes from a row of the catalogue, or from an addition, which is such a row written for this crate where
the catalogue lacks the event; from an overlay, which is a reviewed correction to either; and from samples: payloads that were
captured from a delivery, documented by the vendor, or composed for this crate. Undeclared members are kept in `extra`.

An event is *unmatched* if its vendor has no event of that name; its docs say how that is known.
";

/// Emits a table per vendor, with a row per event.
pub(super) fn emit_tables(model: &Model) -> String {
    let mut text = LEGEND.to_owned();
    for vendor in &model.vendors {
        let _ = write!(
            text,
            "\n## {} (`{}`)\n\n",
            docs::escape(&vendor.display_name),
            vendor.id,
        );
        text.push_str(
            "| event | grade | fields | from | samples | recognised by |\n|---|---|---|---|---|---|\n",
        );
        for event in &vendor.events {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                docs::cell(event.name.as_str()),
                grade(event),
                fields(vendor, event),
                from(event),
                samples(&event.samples),
                recognised(vendor, event)
            );
        }
    }
    text
}

fn grade(event: &Event) -> String {
    let grade = event.grade;
    match event.unmatched {
        Some(_) => format!("{grade}, unmatched"),
        None => grade.to_string(),
    }
}

/// Number of members that the event's type and the types within it declare.
fn fields(vendor: &Vendor, event: &Event) -> usize {
    let mut seen: BTreeSet<TypeId> = BTreeSet::new();
    let mut waiting = vec![event.root];
    let mut count = 0;
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let kind = &vendor.types[id.0].kind;
        if let TypeKind::Object(object) = kind {
            count += object.properties.len();
        }
        waiting.extend(kind.type_ids());
    }
    count
}

fn from(event: &Event) -> String {
    let row = match event.described.row {
        Some(RowKind::Addition) => "addition",
        Some(RowKind::Catalogue) | None => "row",
    };
    let parts = [
        (row, event.described.row.is_some()),
        ("overlay", event.described.by_overlay),
        ("samples", !event.samples.is_empty()),
    ];
    let known: Vec<&str> = parts
        .iter()
        .filter(|(_, is_known)| *is_known)
        .map(|(word, _)| *word)
        .collect();
    known.join(", ")
}

/// Such as `3: 1 captured, 2 composed`.
fn samples(samples: &[Sample]) -> String {
    let kind = |sample: &Sample| sample.provenance.as_ref().map(|provenance| provenance.kind);
    let kinds = Case::ALL.iter().copied().map(Some).chain([None]);
    let parts: Vec<String> = kinds
        .filter_map(|wanted| {
            let count = samples
                .iter()
                .filter(|sample| kind(sample) == wanted)
                .count();
            let word = wanted.map_or("of unknown origin", Case::as_str);
            (count > 0).then(|| format!("{count} {word}"))
        })
        .collect();
    match &parts[..] {
        [] => "none".to_owned(),
        [one] => one.clone(),
        several => format!("{}: {}", samples.len(), several.join(", ")),
    }
}

/// The part of a delivery that identifies the event, and the tag if the event is a tagged union.
fn recognised(vendor: &Vendor, event: &Event) -> String {
    let name = event.name.as_str();
    match &vendor.naming {
        Some(Naming::Body(naming)) => recognised_by_body(vendor, naming, event),
        Some(Naming::Header {
            name: header,
            aliases,
        }) => {
            let own = aliases.iter().filter(|alias| alias.event == event.name);
            let values = own.map(|alias| alias.value.as_str());
            let values: Vec<String> = values.map(docs::cell).collect();
            let values = match values.as_slice() {
                [] => docs::cell(name),
                values => values.join(" or "),
            };
            format!("header {} = {values}", docs::cell(header))
        }
        Some(Naming::MessageTemplates(_)) if has_templates(vendor, event) => {
            "message template".to_owned()
        }
        Some(Naming::MessageTemplates(_)) | None => "by name only".to_owned(),
    }
}

/// Names within an envelope, without one, or both, according to the samples.
fn recognised_by_body(vendor: &Vendor, naming: &BodyNaming, event: &Event) -> String {
    let is_named = |sample: &Sample| event_routing::named_by_body(naming, &sample.value).is_some();
    if !event.samples.is_empty() && !event.samples.iter().any(is_named) {
        return "by name only".to_owned();
    }
    let unenveloped = event.samples.iter();
    let unenveloped = unenveloped
        .filter(|sample| event_routing::is_unenveloped(vendor.naming.as_ref(), &sample.value))
        .count();
    let enveloped = event.samples.len() - unenveloped;
    let event_pointer = vendor
        .envelope
        .as_ref()
        .map_or_else(String::new, |envelope| {
            pointer::join("", &envelope.event_member)
        });
    let recognised_at = |names: &[String], event_pointer: &str| {
        let values = naming_values(naming, names, event);
        match vendor.tag_member(event.root) {
            Some(tag) => {
                let tag = docs::cell(&pointer::join(event_pointer, tag));
                format!("{values}, its form by {tag}")
            }
            None => values,
        }
    };
    match event_routing::unenveloped_naming(vendor) {
        Some(UnenvelopedNaming { pointers, .. }) if unenveloped > 0 && enveloped == 0 => {
            recognised_at(pointers, "")
        }
        Some(UnenvelopedNaming { pointers, .. }) if unenveloped > 0 => format!(
            "{}; without an envelope {}",
            recognised_at(&naming.pointers, &event_pointer),
            recognised_at(pointers, "")
        ),
        Some(_) | None => recognised_at(&naming.pointers, &event_pointer),
    }
}

/// The values at these pointers in a body of this event.
fn naming_values(naming: &BodyNaming, pointers: &[String], event: &Event) -> String {
    let name = event.name.as_str();
    let cell = |value: &Value| match value {
        Value::String(text) => docs::cell(text),
        other => docs::cell(&other.to_string()),
    };
    let rules = naming.rules.iter();
    let rules: Vec<_> = rules.filter(|rule| rule.event == event.name).collect();
    let by_rules = rules.iter().map(|rule| rule_text(rule, pointers, cell));
    let join = event_routing::join(naming);
    let places = own_places(naming, pointers, event, !rules.is_empty());
    let by_places = places.into_iter().map(|place| {
        let cells: Vec<String> = place
            .iter()
            .map(|index| docs::cell(&pointers[*index]))
            .collect();
        match &cells[..] {
            [only] => format!("{only} = {}", docs::cell(name)),
            _ => format!(
                "{}, joined by {}, = {}",
                cells.join(" and "),
                docs::cell(join),
                docs::cell(name)
            ),
        }
    });
    by_rules.chain(by_places).collect::<Vec<_>>().join("; or ")
}

/// The places of the event's name: with rules those that a sample has, otherwise those that its type declares, or all if it declares
/// none.
fn own_places<'n>(
    naming: &'n BodyNaming,
    pointers: &[String],
    event: &Event,
    has_rules: bool,
) -> Vec<&'n Vec<usize>> {
    let is_in_sample = |place: &Vec<usize>, sample: &Sample| {
        let texts = place.iter().map(|index| {
            let value = sample.value.pointer(&pointers[*index]);
            value.and_then(Value::as_str)
        });
        let texts: Option<Vec<&str>> = texts.collect();
        texts.is_some_and(|texts| texts.join(event_routing::join(naming)) == event.name.as_str())
    };
    let is_declared = |index: &usize| {
        let declared = event.declared_names.get(*index);
        !matches!(declared, None | Some(DeclaredName::Undeclared))
    };
    let places = naming.places.iter();
    let own = places.clone().filter(|place| match has_rules {
        true => {
            let mut samples = event.samples.iter();
            samples.any(|sample| is_in_sample(place, sample))
        }
        false => place.iter().any(is_declared),
    });
    let own: Vec<_> = own.collect();
    match (&own[..], has_rules) {
        ([], false) => places.collect(),
        _ => own,
    }
}

fn has_templates(vendor: &Vendor, event: &Event) -> bool {
    let mut events = vendor
        .message_templates
        .iter()
        .flat_map(|message_templates| &message_templates.events);
    events.any(|templates| templates.event == event.name)
}

#[cfg(test)]
mod tests;
