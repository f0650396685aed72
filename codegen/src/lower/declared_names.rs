//! Event names in schemas: the values that a schema allows at the pointers of a vendor's profile, held against the event.

use std::collections::BTreeSet;

use serde_json::Value;
use webhook_catalog::{
    BodyNaming, EventName, Naming, Place, ValueTest, VendorId, codes, pointer, shown,
};

use super::all_of::ExpandedSet;
use super::merge::{Merged, merge};
use crate::event_routing;
use crate::model::DeclaredName;
use crate::schema::{Document, Report, SchemaId, TypeSet};

/// Limit of the sets of subschemas that one lookup visits, as branches of branches multiply.
const MAX_VISITS: usize = 100;

/// Number of events of a vendor that are reported one by one.
const MAX_REPORTED: usize = 10;

/// The declarations in the schema of a whole body, at the pointers by which the vendor's bodies name events; empty if they
/// name none.
pub(super) fn declared_names(
    document: &Document<'_>,
    naming: Option<&Naming>,
) -> Vec<DeclaredName> {
    let Some(Naming::Body(naming)) = naming else {
        return Vec::new();
    };
    let pointers = naming.pointers.iter();
    let declared = pointers.map(|pointer| {
        let visits = MAX_VISITS;
        Lookup { document, visits }.at(&[Document::ROOT], &pointer::steps(pointer))
    });
    declared.collect()
}

/// An event with the declarations of its schema.
pub(super) struct NamedSchema<'a> {
    pub(super) event: &'a EventName,
    pub(super) place: Place,
    pub(super) declared: Vec<DeclaredName>,
    /// False if there should be a member that holds the event, but the schema does not declare it.
    pub(super) declares_event: bool,
}

/// Reports pointers that no schema declares, and schemas whose values name another event.
pub(super) fn check_names(
    vendor: &VendorId,
    naming: Option<&Naming>,
    schemas: &[NamedSchema<'_>],
    report: &mut Report,
) {
    let Some(Naming::Body(naming)) = naming else {
        return;
    };
    report.enter(Place {
        vendor: Some(vendor.to_string()),
        ..Place::default()
    });
    check_pointers(naming, schemas, report);
    let contradictions = schemas.iter().filter_map(|schema| {
        let (pointer, message) = contradiction(vendor, naming, schema, schemas)?;
        Some((&schema.place, pointer, message))
    });
    let mut contradictions: Vec<_> = contradictions.collect();
    let more = contradictions.len().saturating_sub(MAX_REPORTED);
    contradictions.truncate(MAX_REPORTED);
    if more > 0
        && let Some((_, _, message)) = contradictions.last_mut()
    {
        message.push_str(&format!(" (and {more} more events are not named either)"));
    }
    for (place, pointer, message) in contradictions {
        report.enter(place.clone());
        let help = "`parse` never gives this event; correct the value by an overlay, or add a rule to the profile";
        let code = codes::SCHEMA_NAMES_OTHER_EVENT;
        report.warning(code, &pointer, message, help, None);
    }
}

/// Reports each pointer of the profile that leads to no declared member in any schema.
fn check_pointers(naming: &BodyNaming, schemas: &[NamedSchema<'_>], report: &mut Report) {
    // A schema that does not declare the event at all is reported for that.
    let schemas: Vec<_> = schemas
        .iter()
        .filter(|schema| schema.declares_event)
        .collect();
    for (index, pointer) in naming.pointers.iter().enumerate() {
        if is_only_absent(naming, index) {
            continue;
        }
        let mut declared = schemas.iter().map(|schema| &schema.declared[index]);
        if schemas.is_empty() || !declared.all(|declared| *declared == DeclaredName::Undeclared) {
            continue;
        }
        let message = format!("no schema declares `{pointer}`, by which the profile names events");
        let help = "correct `name.body` or `name.rules` in the profile, or declare the member by an overlay";
        let code = codes::UNDECLARED_NAME_POINTER;
        report.warning(code, "", message, help, None);
    }
}

/// True if rules ask that there be no value at a pointer, and nothing else.
fn is_only_absent(naming: &BodyNaming, pointer: usize) -> bool {
    let in_place = naming
        .places
        .iter()
        .flatten()
        .any(|index| *index == pointer);
    let conditions = naming.rules.iter().flat_map(|rule| &rule.conditions);
    let mut conditions = conditions.filter(|condition| condition.pointer == pointer);
    !in_place && conditions.all(|condition| condition.test == ValueTest::Absent)
}

/// The schema pointer and the message for an event that no value of its schema names.
fn contradiction(
    vendor: &VendorId,
    naming: &BodyNaming,
    schema: &NamedSchema<'_>,
    schemas: &[NamedSchema<'_>],
) -> Option<(String, String)> {
    let declared = &schema.declared;
    if event_routing::can_name(naming, declared, schema.event) {
        return None;
    }
    let mut place = None;
    let pointers = naming.pointers.iter().zip(declared);
    let values = pointers.filter_map(|(pointer, declared)| match declared {
        DeclaredName::Undeclared | DeclaredName::Open => None,
        DeclaredName::Closed {
            texts,
            schema_pointer,
        } => {
            place.get_or_insert_with(|| schema_pointer.clone());
            Some(format!("`{pointer}` is {}", one_of(texts)))
        }
    });
    let values = values.collect::<Vec<_>>().join(" and ");
    let names = event_routing::names(naming, declared);
    let mut known = names.iter().filter(|name| {
        let mut events = schemas.iter().map(|schema| schema.event.as_str());
        events.any(|event| event == name.as_str())
    });
    let message = match (known.next(), names.first()) {
        (Some(name), _) => format!("{values}, which names the event {}", shown(name)),
        (None, Some(name)) => format!(
            "{values}, which names {}, an event that {vendor} lacks",
            shown(name)
        ),
        (None, None) if declared.iter().any(never_text) => values,
        (None, None) => format!("{values}, which is no part of the event's name"),
    };
    Some((place?, message))
}

/// True if no string may be there.
fn never_text(declared: &DeclaredName) -> bool {
    matches!(declared, DeclaredName::Closed { texts, .. } if texts.is_empty())
}

/// Lists a few texts.
fn one_of(texts: &BTreeSet<String>) -> String {
    const MAX_SHOWN: usize = 3;
    let list: Vec<String> = texts
        .iter()
        .take(MAX_SHOWN)
        .map(|text| shown(text))
        .collect();
    match texts.len() {
        0 => "never a string".to_owned(),
        1 => format!("always {}", list.join("")),
        count if count > MAX_SHOWN => {
            format!("one of {} and {} more", list.join(", "), count - MAX_SHOWN)
        }
        _ => format!("one of {}", list.join(", ")),
    }
}

/// Finds the declaration of a value inside a body.
struct Lookup<'d> {
    document: &'d Document<'d>,
    /// Visits that are left.
    visits: usize,
}

impl Lookup<'_> {
    fn at(&mut self, seeds: &[SchemaId], steps: &[String]) -> DeclaredName {
        if self.visits == 0 {
            return DeclaredName::Open;
        }
        self.visits -= 1;
        let expanded = ExpandedSet::of(self.document, seeds);
        let mut all = vec![self.outside_branches(&expanded, steps)];
        for list in expanded.open {
            let branches = list.branches(self.document).iter();
            let any = branches.map(|branch| self.at(&[*branch], steps)).collect();
            all.push(any_of(any));
        }
        all_of(all)
    }

    fn outside_branches(&mut self, expanded: &ExpandedSet, steps: &[String]) -> DeclaredName {
        let merged = merge(self.document, &expanded.nodes);
        let Some((step, rest)) = steps.split_first() else {
            return match texts(&merged) {
                None => DeclaredName::Open,
                Some(texts) => DeclaredName::Closed {
                    texts,
                    schema_pointer: expanded.pointer(self.document),
                },
            };
        };
        let place: Option<usize> = step.parse().ok();
        let seeds = match (merged.members.get(step), place) {
            (Some(member), _) if member.conditional.is_some() => return DeclaredName::Open,
            (Some(member), _) => Some(&member.seeds),
            (None, Some(place)) if merged.has_array_keywords => {
                merged.prefix.get(place).or(Some(&merged.items))
            }
            (None, _) => Some(&merged.each_member),
        };
        match seeds.filter(|seeds| !seeds.is_empty() || merged.members.contains_key(step)) {
            Some(seeds) => self.at(&seeds.clone(), rest),
            None if merged.values.is_some() || merged.fallback.is_some() => DeclaredName::Open,
            None => DeclaredName::Undeclared,
        }
    }
}

/// The only texts that a schema allows; `None` if it allows any. Numbers, which a form has as text, are no names.
fn texts(merged: &Merged) -> Option<BTreeSet<String>> {
    let is_text = |types: Option<TypeSet>| types.is_none_or(|types| types.meets(TypeSet::STRING));
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match &merged.values {
        _ if !is_text(merged.types) => Some(BTreeSet::new()),
        Some(values) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Some(owned(&texts))
        }
        None if is_text(merged.unwritten) => None,
        None => match merged.unwritten {
            Some(types) if types.meets(TypeSet::BOOLEAN) => Some(owned(&["false", "true"])),
            Some(_) | None => Some(BTreeSet::new()),
        },
    }
}

/// The declaration of a value that must fit one of several subschemas.
fn any_of(branches: Vec<DeclaredName>) -> DeclaredName {
    let mut branches = branches.into_iter();
    let first = branches.next().unwrap_or(DeclaredName::Undeclared);
    branches.fold(first, |one, other| match (one, other) {
        (DeclaredName::Undeclared, DeclaredName::Undeclared) => DeclaredName::Undeclared,
        (
            DeclaredName::Closed {
                mut texts,
                schema_pointer,
            },
            DeclaredName::Closed { texts: more, .. },
        ) => {
            texts.extend(more);
            DeclaredName::Closed {
                texts,
                schema_pointer,
            }
        }
        (DeclaredName::Undeclared | DeclaredName::Open | DeclaredName::Closed { .. }, _) => {
            DeclaredName::Open
        }
    })
}

/// The declaration of a value that must fit all of several subschemas. It may allow more than all together do.
fn all_of(all: Vec<DeclaredName>) -> DeclaredName {
    let closed = all
        .iter()
        .position(|one| matches!(one, DeclaredName::Closed { .. }));
    match closed {
        Some(index) => all.into_iter().nth(index).unwrap_or(DeclaredName::Open),
        None if all.contains(&DeclaredName::Open) => DeclaredName::Open,
        None => DeclaredName::Undeclared,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::Model;
    use crate::test_support::{Files, object};

    /// The diagnostics about names: code, event, pointer and message.
    fn found(files: &Files) -> Vec<String> {
        let built = Model::build(files.inputs());
        let found = built.diagnostics.iter().map(|found| {
            let event = found.place.event.as_deref().unwrap_or("-");
            let pointer = found.place.pointer.as_deref().unwrap_or("-");
            format!("{} {event} {pointer}: {}", found.code, found.message)
        });
        found.collect()
    }

    fn acme(profiles: &'static str, events: &[(&str, Value)]) -> Files {
        let files = Files {
            profiles,
            ..Files::default()
        };
        events.iter().fold(files, |files, (event, schema)| {
            files.row(event, schema.clone())
        })
    }

    fn constant(text: &str) -> Value {
        json!({"const": text})
    }

    #[test]
    fn a_constant_that_names_another_event() {
        let profiles = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";
        let schema = |name: Value| {
            let event = object(json!({"type": name, "id": {"type": "string"}}));
            object(json!({"event": event}))
        };
        let files = acme(
            profiles,
            &[
                ("count", schema(json!({"type": ["integer", "null"]}))),
                ("paid", schema(constant("sent"))),
                ("sent", schema(json!({"enum": ["sent"]}))),
                ("gone", schema(json!({"enum": ["x", "y"]}))),
                ("open", schema(json!({"type": "string"}))),
                ("several", schema(json!({"enum": ["sent", "several"]}))),
            ],
        );
        assert_eq!(
            found(&files),
            [
                "E143 count /properties/event/properties/type: `/event/type` is never a string",
                "E143 gone /properties/event/properties/type: `/event/type` is one of `x`, `y`, which names `x`, an event \
                 that acme lacks",
                "E143 paid /properties/event/properties/type: `/event/type` is always `sent`, which names the event `sent`",
            ]
        );
    }

    #[test]
    fn scalars_of_a_form() {
        let profiles = "[acme]\nbody = \"form\"\nname.body = [\"/type\"]\n";
        let schema = |name: Value| object(json!({"type": name}));
        let files = acme(
            profiles,
            &[
                ("count", schema(json!({"type": "integer"}))),
                ("flag", schema(json!({"type": "boolean"}))),
                ("open", schema(json!({"type": ["string", "number"]}))),
                ("true", schema(json!({"type": "boolean"}))),
                ("1", schema(json!({"enum": [1, 2]}))),
            ],
        );
        assert_eq!(
            found(&files),
            [
                "E143 count /properties/type: `/type` is never a string",
                "E143 flag /properties/type: `/type` is one of `false`, `true`, which names the event `true`",
            ]
        );
    }

    #[test]
    fn constants_in_the_envelope_in_references_and_in_branches() {
        let profiles = "[acme]\nevent = \"/data\"\nname.body = [\"/type\"]\n";
        let schema = |body: Value| {
            let mut schema = object(json!({"data": {"type": "object"}}));
            for (keyword, value) in body.as_object().expect("an object") {
                schema[keyword] = value.clone();
            }
            schema
        };
        let typed = |text: &str| json!({"properties": {"type": constant(text)}});
        let files = acme(
            profiles,
            &[
                ("a", schema(json!({"allOf": [typed("b")]}))),
                ("b", schema(json!({"anyOf": [typed("c"), typed("a")]}))),
                (
                    "c",
                    schema(json!({"anyOf": [typed("a"), {"required": ["id"]}]})),
                ),
                (
                    "d",
                    schema(json!({"allOf": [{"$ref": "#/$defs/d"}], "$defs": {"d": typed("c")}})),
                ),
            ],
        );
        let names: Vec<String> = found(&files)
            .iter()
            .filter(|line| line.starts_with("E143"))
            .map(|line| line.split(": ").next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            names,
            [
                "E143 a /allOf/0/properties/type",
                "E143 b /anyOf/0/properties/type",
                "E143 d /$defs/d/properties/type",
            ]
        );
    }

    #[test]
    fn rules_and_joined_names_are_taken_into_account() {
        let profiles = "[acme.name]\nbody = [[\"/type\", \"/action\"]]\njoin = \".\"\nrules = { other = { \"/type\" = \"x\" } }\n";
        let schema = |kind: Value, action: Value| object(json!({"type": kind, "action": action}));
        let text = || json!({"type": "string"});
        let files = acme(
            profiles,
            &[
                ("a.b.make", schema(constant("a.b"), text())),
                ("b.make", schema(text(), json!({"enum": ["make", "sell"]}))),
                ("c.make", schema(constant("d"), text())),
                ("d.make", schema(constant("d"), constant("sell"))),
                ("d.sell", schema(constant("d"), constant("sell"))),
                ("other", schema(constant("x"), constant("y"))),
            ],
        );
        assert_eq!(
            found(&files),
            [
                "E143 c.make /properties/type: `/type` is always `d`, which is no part of the event's name",
                "E143 d.make /properties/type: `/type` is always `d` and `/action` is always `sell`, which names the event \
                 `d.sell`",
            ]
        );
    }

    #[test]
    fn a_pointer_that_no_schema_declares_is_reported_once() {
        let profiles = "[acme]\nname.body = [\"/kind\", \"/0/kind\", \"/meta/kind\"]\n";
        let schema = || object(json!({"type": {"type": "string"}, "meta": {"type": "object"}}));
        let files = acme(profiles, &[("a", schema()), ("b", schema())]);
        assert_eq!(
            found(&files),
            [
                "E142 - : no schema declares `/kind`, by which the profile names events",
                "E142 - : no schema declares `/0/kind`, by which the profile names events",
                "E142 - : no schema declares `/meta/kind`, by which the profile names events",
            ]
        );
        let declared = object(json!({"kind": true}));
        let list = json!({"type": "array", "items": object(json!({"kind": {"type": "string"}}))});
        let map =
            object(json!({"meta": {"additionalProperties": {"type": "string"}, "type": "object"}}));
        let files = acme(profiles, &[("a", declared), ("b", list), ("c", map)]);
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn an_undeclared_event_is_one_warning_for_the_vendor() {
        let profiles = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";
        let schema = || object(json!({"type": {"type": "string"}}));
        let files = acme(profiles, &[("a", schema()), ("b", schema())]);
        assert_eq!(
            found(&files),
            ["E115 a : the schema does not declare `event`, which holds the event (at 2 places)"]
        );
    }

    #[test]
    fn many_events_that_are_not_named_are_counted() {
        let profiles = "[acme]\nname.body = [\"/type\"]\n";
        let events: Vec<String> = (10..30).map(|number| format!("event_{number}")).collect();
        let schema = || object(json!({"type": constant("event")}));
        let events: Vec<_> = events
            .iter()
            .map(|name| (name.as_str(), schema()))
            .collect();
        let found = found(&acme(profiles, &events));
        assert_eq!(found.len(), super::MAX_REPORTED);
        let last = found.last().expect("it is reported");
        assert!(
            last.ends_with("(and 10 more events are not named either)"),
            "{last}"
        );
    }

    #[test]
    fn branches_of_branches_end() {
        let profiles = "[acme]\nname.body = [\"/type\"]\n";
        let mut schema = object(json!({"type": {"$ref": "#/$defs/n30"}}));
        schema["$defs"] = (1..=30)
            .map(|number| {
                let inner = json!({"$ref": format!("#/$defs/n{}", number - 1)});
                (format!("n{number}"), json!({"anyOf": [inner, inner]}))
            })
            .collect();
        schema["$defs"]["n0"] = constant("a");
        assert_eq!(found(&acme(profiles, &[("a", schema)])), [""; 0]);
    }
}
