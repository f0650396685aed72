//! Definitions that a vendor's own overlay offers to the payload schemas of all its rows, and which of them each row uses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::apply::merge_patch;
use super::{Events, Overlay, OverlayLayer, OverlayTarget, presence};
use crate::applied::AppliedOverlay;
use crate::codes;
use crate::diagnostic::{Diagnostic, DiagnosticCode, Place};
use crate::ids::VendorId;
use crate::name_pattern;
use crate::pointer;
use crate::row::EventRow;
use crate::text::shown;

/// The definitions of each vendor's own overlay, by name. The payload schemas of the vendor's rows refer to them as
/// `#/$defs/name`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SharedDefinitions(pub BTreeMap<VendorId, Map<String, Value>>);

impl SharedDefinitions {
    /// Takes the definitions out of the overlays, which have been applied by then. Reviewed definitions are merge patches onto
    /// adopted ones.
    pub fn of(overlays: Vec<Overlay>) -> Self {
        let mut vendors: BTreeMap<VendorId, Map<String, Value>> = BTreeMap::new();
        for overlay in overlays {
            if let OverlayTarget::Vendor { definitions } = overlay.target {
                merge(vendors.entry(overlay.vendor).or_default(), definitions);
            }
        }
        Self(vendors)
    }

    /// The definitions that a row's payload schema refers to, directly or through others, by name.
    pub fn used_by(&self, row: &EventRow) -> BTreeMap<&str, &Value> {
        let Some(definitions) = self.0.get(&row.vendor) else {
            return BTreeMap::new();
        };
        row.shared_definitions
            .iter()
            .filter_map(|name| definitions.get_key_value(name))
            .map(|(name, definition)| (name.as_str(), definition))
            .collect()
    }
}

/// Merges reviewed definitions into adopted ones. A name that has no definition yet gets the whole value: its null members are
/// keywords, and remove nothing.
fn merge(known: &mut Map<String, Value>, definitions: Map<String, Value>) {
    for (name, definition) in definitions {
        match known.get_mut(&name) {
            Some(known) => merge_patch(known, &definition, "", &mut Vec::new()),
            None => {
                known.insert(name, definition);
            }
        }
    }
}

/// True if a reviewed definition neither changes the adopted one nor proves that a member is always there.
fn says_the_same(known: &Value, definition: &Value) -> bool {
    let (mut changes, mut keywords) = (Vec::new(), BTreeMap::new());
    merge_patch(&mut known.clone(), definition, "", &mut changes);
    presence::note_keywords(definition, "", "", &mut keywords);
    changes.is_empty() && keywords.is_empty()
}

/// Notes in each record the definitions that its payload schema refers to, directly or through others. `overlays` are those of one
/// vendor as a whole.
pub(super) fn link(
    overlays: &[&Overlay],
    events: &mut Events<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let layers: Vec<(&Overlay, &Map<String, Value>)> = overlays
        .iter()
        .filter_map(|overlay| match &overlay.target {
            OverlayTarget::Vendor { definitions } => Some((*overlay, definitions)),
            OverlayTarget::Event(_) => None,
        })
        .collect();
    let Some((last, _)) = layers.last() else {
        return;
    };
    let mut merged = Map::new();
    for (overlay, definitions) in &layers {
        for (name, definition) in *definitions {
            if merged
                .get(name)
                .is_some_and(|known| says_the_same(known, definition))
            {
                let message = format!("the vendor's documents say the same of {}", shown(name));
                let finding = (codes::OVERLAY_WITHOUT_EFFECT, message, "remove it");
                report(overlay, name, finding, diagnostics);
            }
        }
        merge(&mut merged, (*definitions).clone());
    }
    let definitions = &merged;
    let mut unused: BTreeSet<&String> = definitions.keys().collect();
    let by_member = patterns_of_members(definitions);
    let references: References<'_> = definitions
        .iter()
        .map(|(name, definition)| (name, references_in([definition], definitions)))
        .collect();
    let records = events
        .iter_mut()
        .flat_map(|(event, records)| records.iter_mut().map(move |record| (event, record)));
    for (event, record) in records {
        let Some(Value::Object(schema)) = record.columns.get("payload_schema") else {
            continue;
        };
        let own = match schema.get("$defs") {
            None => None,
            Some(Value::Object(own)) => Some(own),
            // No place for definitions, which is reported when the schema is parsed.
            Some(_) => continue,
        };
        let referred = closure(schema, definitions, &references);
        let used: BTreeSet<&String> = referred
            .iter()
            .copied()
            .chain(by_member.keys().copied())
            .collect();
        for name in &used {
            unused.remove(name);
            if own.is_some_and(|own| own.contains_key(*name)) {
                let message = format!("the row of {} has {} too", shown(event), shown(name));
                let help = "give it another name";
                report(
                    last,
                    name,
                    (codes::DEFINITION_CLASH, message, help),
                    diagnostics,
                );
                break;
            }
        }
        for (overlay, own) in layers.iter().rev() {
            let is_listed =
                |applied: &AppliedOverlay| applied.is_vendor_wide && applied.note == overlay.note;
            let is_used = referred.iter().any(|name| own.contains_key(*name));
            if is_used && !record.overlays.iter().any(is_listed) {
                record.overlays.insert(0, overlay.applied(Vec::new()));
            }
        }
        for (overlay, own) in &layers {
            if overlay.layer == OverlayLayer::Adopted {
                continue;
            }
            for (name, definition) in own.iter().filter(|(name, _)| used.contains(name)) {
                let at = pointer::join("/$defs", name);
                let keywords = &mut record.presence_by_overlay;
                presence::note_keywords(definition, &at, &overlay.note.label, keywords);
            }
        }
        record.shared_definitions = used.into_iter().cloned().collect();
    }
    for (name, index, pattern) in without_members(&by_member, definitions, events) {
        let message = format!(
            "no member is named {}, as `x-members` of {} says",
            shown(pattern),
            shown(name)
        );
        let at = pointer::join("/$defs", name) + &format!("/x-members/{index}");
        let place = Place {
            pointer: Some(at),
            ..last.place()
        };
        diagnostics.push(
            Diagnostic::error(codes::UNUSED_DEFINITION, place, message).with_help("remove it"),
        );
    }
    for name in unused {
        let message = format!("nothing refers to {}", shown(name));
        let finding = (codes::UNUSED_DEFINITION, message, "remove it");
        report(last, name, finding, diagnostics);
    }
}

fn report(
    overlay: &Overlay,
    name: &str,
    (code, message, help): (DiagnosticCode, String, &str),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Place {
        pointer: Some(pointer::join("/$defs", name)),
        ..overlay.place()
    };
    diagnostics.push(Diagnostic::error(code, place, message).with_help(help));
}

/// By definition, the patterns of the names of members that it gives a type, by its keyword `x-members`.
fn patterns_of_members(definitions: &Map<String, Value>) -> BTreeMap<&String, Vec<&str>> {
    let definitions = definitions.iter().filter_map(|(name, definition)| {
        let patterns = definition.get("x-members")?.as_array()?.iter();
        Some((name, patterns.filter_map(Value::as_str).collect()))
    });
    definitions.collect()
}

/// The patterns that match no member of the vendor's schemas, each with its definition and its position in it.
fn without_members<'d>(
    by_member: &BTreeMap<&'d String, Vec<&'d str>>,
    definitions: &Map<String, Value>,
    events: &Events<'_>,
) -> Vec<(&'d String, usize, &'d str)> {
    let mut left: Vec<(&String, usize, &str)> = by_member
        .iter()
        .flat_map(|(name, patterns)| {
            let patterns = patterns.iter().enumerate();
            patterns.map(|(index, pattern)| (*name, index, *pattern))
        })
        .collect();
    let records = events.values().flatten();
    let schemas = records.filter_map(|record| record.columns.get("payload_schema"));
    let mut waiting: Vec<&Value> = definitions.values().chain(schemas).collect();
    while let Some(value) = waiting.pop().filter(|_| !left.is_empty()) {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    left.retain(|(.., pattern)| {
                        let mut names = properties.keys();
                        !names.any(|name| name_pattern::matches(pattern, name))
                    });
                }
                waiting.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    left
}

/// For each shared definition, the shared definitions that it refers to directly.
type References<'d> = BTreeMap<&'d String, BTreeSet<&'d String>>;

/// The shared definitions that a schema refers to, directly or through others.
fn closure<'d>(
    schema: &Map<String, Value>,
    definitions: &'d Map<String, Value>,
    references: &References<'d>,
) -> BTreeSet<&'d String> {
    let mut used = references_in(schema.values(), definitions);
    let mut waiting: Vec<&String> = used.iter().copied().collect();
    while let Some(name) = waiting.pop() {
        let new = references[name].iter().filter(|name| used.insert(name));
        waiting.extend(new.copied());
    }
    used
}

/// The shared definitions that values refer to directly.
fn references_in<'d, 'v>(
    values: impl IntoIterator<Item = &'v Value>,
    definitions: &'d Map<String, Value>,
) -> BTreeSet<&'d String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Value> = values.into_iter().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                let name = reference.and_then(|reference| reference.strip_prefix("#/$defs/"));
                let known = name.and_then(|name| definitions.get_key_value(name));
                found.extend(known.map(|(name, _)| name));
                waiting.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
