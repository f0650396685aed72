//! Single mutations: hand-written edits of real rows of Slack, and the pair of every rule merged into real rows.

use webhook_catalog::{EventRow, Profiles, Sample, SharedDefinitions, VendorId};
use webhook_codegen::Inputs;

use crate::edits::{EDITS, Edit, PREPARED, SNAPSHOT, none, slack};
use crate::pairs;

/// Two catalogues with a single difference.
pub(crate) struct Mutation {
    /// The edit, or the rule of a pair.
    pub(crate) name: String,
    /// The prefix of this mutation's vendors, which no other mutation has.
    pub(crate) mark: String,
    pub(crate) baseline: Inputs,
    pub(crate) current: Inputs,
}

/// All mutations. Their vendors are distinct, so that they can share a crate.
pub(crate) fn all() -> Vec<Mutation> {
    let by_hand = EDITS.iter().map(|(name, edit)| (name, none as Edit, edit));
    let prepared = PREPARED
        .iter()
        .map(|(name, prepare, edit)| (name, *prepare, edit));
    let by_hand = by_hand.chain(prepared).map(|(name, prepare, edit)| {
        let mut baseline = slack();
        prepare(&mut baseline);
        let mut current = baseline.clone();
        edit(&mut current);
        ((*name).to_owned(), baseline, current)
    });
    let by_rule = pairs::names().into_iter().enumerate().map(|(index, rule)| {
        let [baseline, current] = pairs::grafted(&rule, &SNAPSHOT[index % SNAPSHOT.len()]);
        (format!("rule {rule}"), baseline, current)
    });
    by_hand
        .chain(by_rule)
        .enumerate()
        .map(|(index, (name, baseline, current))| {
            let mark = format!("m{index:03}");
            Mutation {
                name,
                baseline: marked(baseline, &mark),
                current: marked(current, &mark),
                mark,
            }
        })
        .collect()
}

/// Joins the inputs of many mutations into those of one crate.
pub(crate) fn together<'m>(sides: impl Iterator<Item = &'m Inputs>) -> Inputs {
    let mut all = Inputs::default();
    for side in sides {
        let Inputs {
            rows,
            shared_definitions,
            samples,
            profiles,
        } = side.clone();
        all.rows.extend(rows);
        all.shared_definitions.0.extend(shared_definitions.0);
        all.samples.extend(samples);
        all.profiles.0.extend(profiles.0);
    }
    all
}

/// Prefixes every vendor with the mark.
fn marked(inputs: Inputs, mark: &str) -> Inputs {
    let rename = |vendor: &VendorId| {
        VendorId::new(&format!("{mark}-{vendor}")).expect("a prefix leaves an id an id")
    };
    let Inputs {
        rows,
        shared_definitions,
        samples,
        profiles,
    } = inputs;
    Inputs {
        rows: rows
            .into_iter()
            .map(|row| EventRow {
                vendor: rename(&row.vendor),
                ..row
            })
            .collect(),
        shared_definitions: SharedDefinitions(
            shared_definitions
                .0
                .into_iter()
                .map(|(vendor, definitions)| (rename(&vendor), definitions))
                .collect(),
        ),
        samples: samples
            .into_iter()
            .map(|sample| Sample {
                vendor: rename(&sample.vendor),
                ..sample
            })
            .collect(),
        profiles: Profiles(
            profiles
                .0
                .into_iter()
                .map(|(vendor, profile)| (rename(&vendor), profile))
                .collect(),
        ),
    }
}
