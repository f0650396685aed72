//! The pair of every rule, put into a real row: what the pair changes is changed there.

use serde_json::Value;
use webhook_catalog::{
    EventRow, Fact, Profiles, SharedDefinitions, read_overlays, read_profiles, read_rows,
    read_samples,
};
use webhook_codegen::Inputs;
use webhook_codegen::diff::Rule;

use end_to_end::{inputs, sound, workspace_root};

/// The rules, each of which has a pair.
pub(crate) fn names() -> Vec<String> {
    Rule::ALL.iter().map(|rule| rule.id().to_owned()).collect()
}

/// Both sides of a rule's pair, with the members and facts of a real row beside their own.
///
/// Where samples show the payload, the rows' schemas stay as they are: samples without the real row's members would say
/// that no delivery has them.
pub(crate) fn grafted(rule: &str, real: &EventRow) -> [Inputs; 2] {
    let [mut baseline, mut current] = ["baseline", "current"].map(|name| side(rule, name));
    let has_samples = !(baseline.samples.is_empty() && current.samples.is_empty());
    let before = baseline.rows.clone();
    for row in &mut baseline.rows {
        graft(row, real, find(&current.rows, row), has_samples);
    }
    for row in &mut current.rows {
        graft(row, real, find(&before, row), has_samples);
    }
    [baseline, current]
}

/// The inputs of one side of a pair.
fn side(rule: &str, side: &str) -> Inputs {
    let at = format!("tests/fixtures/diff/{rule}");
    let has = |name: &str| workspace_root().join(&at).join(name).exists();
    let folder = |names: [String; 2]| {
        let found = names.iter().find(|name| has(name));
        found.map_or_else(Vec::new, |name| inputs::folder(&format!("{at}/{name}")))
    };
    let overlays = folder([format!("{side}-overlays"), "overlays".to_owned()]);
    let samples = folder([format!("{side}-samples"), "samples".to_owned()]);
    let rows = inputs::file(&format!("{at}/{side}.jsonl"));
    let profiles = format!("{side}.toml");
    let overlays = sound(read_overlays(&overlays));
    Inputs {
        rows: sound(read_rows(&[rows], &overlays)),
        shared_definitions: SharedDefinitions::of(overlays),
        samples: sound(read_samples(&samples)),
        profiles: if has(&profiles) {
            sound(read_profiles(&inputs::file(&format!("{at}/{profiles}"))))
        } else {
            Profiles::default()
        },
    }
}

fn find<'r>(rows: &'r [EventRow], like: &EventRow) -> Option<&'r EventRow> {
    rows.iter()
        .find(|row| row.vendor == like.vendor && row.event_name == like.event_name)
}

/// Gives a row the real one's facts where the other side has the same as it has, and the real one's members.
fn graft(row: &mut EventRow, real: &EventRow, other: Option<&EventRow>, has_samples: bool) {
    for fact in Fact::ALL {
        if other.is_none_or(|other| other.facts.get(*fact) == row.facts.get(*fact)) {
            row.facts.copy_from(&real.facts, *fact);
        }
    }
    if !has_samples {
        row.payload_schema = merged(&real.payload_schema, &row.payload_schema);
    }
}

/// The members of both schemas, and the keywords of both; the second one's where both have one.
fn merged(real: &Value, own: &Value) -> Value {
    let mut all = real.clone();
    let keywords = own.as_object().expect("a row's schema is an object");
    for (keyword, value) in keywords {
        match (keyword.as_str(), &mut all[keyword], value) {
            ("properties", Value::Object(all), Value::Object(own)) => all.extend(own.clone()),
            ("required", Value::Array(all), Value::Array(own)) => {
                let new: Vec<Value> = own
                    .iter()
                    .filter(|one| !all.contains(one))
                    .cloned()
                    .collect();
                all.extend(new);
            }
            (_, all, own) => *all = own.clone(),
        }
    }
    // A pair may leave a member of the same name optional, and its presence is what the pair is about.
    let is_own = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        own["properties"].get(name).is_some()
            && !own["required"]
                .as_array()
                .is_some_and(|own| own.iter().any(|one| one == name))
    };
    if let Some(required) = all["required"].as_array_mut() {
        required.retain(|name| !is_own(name));
    }
    all
}
