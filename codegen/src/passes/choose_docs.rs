//! Chooses what the docs of a vendor's module show of its events: their topics, and the arms of the example.
//!
//! Runs after `choose_api`, since the example calls accessors.

use std::collections::BTreeMap;

use webhook_catalog::{Diagnostic, Place, codes, shown};

use crate::ident::{NameKind, words};
use crate::model::{
    Event, ExampleArm, Item, Model, Presence, Property, Shape, Topic, TypeId, TypeKind, Vendor,
};

/// The title of the events that belong to no topic.
const OTHERS: &str = "Others";

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        vendor.api.topics = topics(vendor);
        vendor.api.example = example(vendor, diagnostics);
    }
}

/// The topics of the profile, or else the first words of the events' names.
fn topics(vendor: &Vendor) -> Vec<Topic> {
    let titles = vendor.docs.topics.iter().map(|(title, _)| title.clone());
    let mut topics: Vec<Topic> = titles.map(topic).collect();
    if topics.is_empty() {
        let by_word = events_by_word(vendor);
        let is_group = |events: &&Vec<&Event>| events.len() > 1;
        let groups = by_word.iter().filter(|(_, events)| is_group(events));
        topics = groups.map(|(title, _)| topic(title.clone())).collect();
        for (title, events) in &by_word {
            let title = Some(title).filter(|_| is_group(&events));
            for event in events {
                add(&mut topics, title.map(String::as_str), event);
            }
        }
    } else {
        for event in &vendor.events {
            add(&mut topics, vendor.docs.topic(&event.name), event);
        }
    }
    topics.retain(|topic| !topic.events.is_empty());
    for topic in &mut topics {
        topic.events.sort();
    }
    topics
}

fn topic(title: String) -> Topic {
    let events = Vec::new();
    Topic { title, events }
}

/// Adds an event to the topic of this title; new topics are last.
fn add(topics: &mut Vec<Topic>, title: Option<&str>, event: &Event) {
    let title = title.unwrap_or(OTHERS);
    let event = event.name.clone();
    match topics.iter_mut().find(|topic| topic.title == title) {
        Some(topic) => topic.events.push(event),
        None => topics.push(Topic {
            title: title.to_owned(),
            events: vec![event],
        }),
    }
}

/// The events by the first word of their names after those that all names start with.
fn events_by_word(vendor: &Vendor) -> BTreeMap<String, Vec<&Event>> {
    let names: Vec<Vec<String>> = vendor
        .events
        .iter()
        .map(|event| words(event.name.as_str()))
        .collect();
    let is_common = |index: usize| {
        let mut of_all = names.iter().map(|words| words.get(index));
        let first = of_all.next().flatten();
        names.len() > 1 && first.is_some() && of_all.all(|word| word == first)
    };
    let common = (0..).take_while(|index| is_common(*index)).count();
    let mut by_word: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for (event, words) in vendor.events.iter().zip(&names) {
        let word = words.get(common).or(words.last());
        let title = word.map_or_else(String::new, |word| NameKind::Type.name(word));
        by_word.entry(title).or_default().push(event);
    }
    by_word
}

/// The arms that the profile lists, or else one for the first event.
fn example(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) -> Vec<ExampleArm> {
    let mut arms = Vec::new();
    for (name, members) in &vendor.docs.example {
        let mut events = vendor.events.iter();
        let event = events.find(|event| event.name == *name);
        let path = event.map(|event| path(vendor, event.root, members));
        let message = match path {
            Some(Some(path)) => {
                let event = name.clone();
                arms.push(ExampleArm { event, path });
                continue;
            }
            Some(None) => format!(
                "the profile's example has a member {}, which cannot be reached from the event {}",
                shown(&members.join(".")),
                shown(name.as_str())
            ),
            None => format!(
                "the profile's example has {}, which is no event of the vendor",
                shown(name.as_str())
            ),
        };
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            ..Place::default()
        };
        let help = "correct the line in `example`, or add a row or a sample of the event";
        let warning = Diagnostic::warning(codes::BAD_EXAMPLE, place, message);
        diagnostics.push(warning.with_help(help));
    }
    if let (true, Some(first)) = (arms.is_empty(), vendor.events.first()) {
        arms.push(ExampleArm {
            event: first.name.clone(),
            path: String::new(),
        });
    }
    arms
}

/// The path from a value of this type to the member of a member: fields of objects, and an accessor of a union. `None` if
/// a member before the last may be absent, or there is none of a name.
fn path(vendor: &Vendor, id: TypeId, members: &[String]) -> Option<String> {
    let Some((member, rest)) = members.split_first() else {
        return Some(String::new());
    };
    match &vendor.types[id.0].kind {
        TypeKind::Object(object) => {
            let mut properties = object.properties.iter();
            let property = properties.find(|one| one.name == *member && !one.is_prefix)?;
            let next = match (rest, always_of_type(property)) {
                ([], _) => String::new(),
                (_, Some(id)) => path(vendor, id, rest)?,
                (_, None) => return None,
            };
            Some(format!(".{}{next}", property.ident))
        }
        TypeKind::Union(union) => {
            let mut accessors = union.accessors.iter();
            let accessor = accessors.find(|accessor| accessor.member == *member)?;
            rest.is_empty().then(|| format!(".{}()", accessor.name))
        }
        TypeKind::Newtype(
            item @ Item {
                shape: Shape::Named(inner),
                nullable: false,
            },
        ) => {
            let next = path(vendor, *inner, members)?;
            let has_deref = vendor.wrapped_shared_type(item).is_some();
            Some(if has_deref { next } else { format!(".0{next}") })
        }
        TypeKind::Newtype(_) | TypeKind::StringEnum(_) | TypeKind::Tuple(_) => None,
    }
}

/// The type of a property that is always there.
fn always_of_type(property: &Property) -> Option<TypeId> {
    match (property.presence, &property.item) {
        (
            Presence::Required,
            Item {
                shape: Shape::Named(id),
                nullable: false,
            },
        ) => Some(*id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::tests::lines;
    use crate::model::Model;
    use crate::test_support::{Files, object};

    fn topics(profiles: &'static str, names: &[&str]) -> Vec<String> {
        let files = Files {
            profiles,
            ..Files::default()
        };
        let rows = |files: Files, name: &&str| files.row(name, object(json!({})));
        let model = names.iter().fold(files, rows).model();
        let topics = model.vendors[0].api.topics.iter();
        topics
            .map(|topic| {
                let names: Vec<&str> = topic.events.iter().map(|name| name.as_str()).collect();
                format!("{}: {}", topic.title, names.join(", "))
            })
            .collect()
    }

    #[test]
    fn topics_are_those_of_the_profile_or_the_first_words_that_differ() {
        let names = ["acme.plan.sold", "acme.ping", "acme.plan.paid"];
        assert_eq!(
            topics("", &names),
            ["Plan: acme.plan.paid, acme.plan.sold", "Others: acme.ping"]
        );
        let profiles =
            "[acme.topics]\nPayments = [\"acme.plan.paid\"]\nOthers = [\"acme.plan*\"]\n";
        assert_eq!(
            topics(profiles, &names),
            [
                "Payments: acme.plan.paid",
                "Others: acme.ping, acme.plan.sold"
            ]
        );
    }

    #[test]
    fn an_example_prints_members_that_can_be_reached() {
        let profiles = "[acme.example]\nplan = \"owner.name\"\nping = \"\"\npaid = \"\"\n[acme]\ntrust_required = true\n";
        let files = Files {
            profiles,
            ..Files::default()
        };
        let owner = json!({"type": "object", "properties": {"name": {"type": "string"}}});
        let plan = json!({"type": "object", "required": ["owner"], "properties": {"owner": owner}});
        let files = files.row("plan", plan).row("ping", object(json!({})));
        let built = Model::build(files.inputs());
        assert_eq!(
            lines(&built),
            ["E151 -: the profile's example has `paid`, which is no event of the vendor"]
        );
        let model = built.value.expect("no errors");
        let arms = model.vendors[0].api.example.iter();
        let arms: Vec<_> = arms
            .map(|arm| (arm.event.as_str(), arm.path.as_str()))
            .collect();
        assert_eq!(arms, [("plan", ".owner.name"), ("ping", "")]);
    }
}
