//! Random double and triple mutations, against a receiver built from the baseline and the text of both APIs.
//!
//! One crate has all bases. The deliveries of a mutation match the mutated schemas and not the baseline's; the receiver answers
//! for each if it fits, has misfits, or is malformed, which includes being taken for another event. The worst answer may not be
//! worse than the verdict on the wire. The API is compared as the text of a program that uses every item. Breaks that nothing
//! confirms are listed with the reason, most of which are limits of the made-up deliveries.
//!
//! ```sh
//! WEBHOOK_EVENTS_RANDOM_SEED=1 WEBHOOK_EVENTS_RANDOM_MUTATIONS=1000 cargo test --package end-to-end --test oracle random -- --nocapture
//! ```

mod bases;
mod edits;
mod reading;

use std::collections::{BTreeMap, BTreeSet};

use proptest::test_runner::{RngAlgorithm, TestRng};
use webhook_catalog::{EventRow, hidden_changes};
use webhook_codegen::diff::{DiffOptions, Finding, Verdict, Wire, diff};
use webhook_codegen::{Inputs, Model, Options};

use end_to_end::{built, sound};

use crate::usage;
use bases::Base;

/// A mutated base.
struct Mutated {
    /// Index of the base.
    base: usize,
    /// The edits in order.
    edits: Vec<String>,
    current: Inputs,
    is_form: bool,
    has_other_profile: bool,
}

/// The verdicts of `diff`, with the rules that break.
struct Judged {
    wire: Wire,
    source: Verdict,
    rules: BTreeSet<&'static str>,
    /// True if all misfits are in alternatives of unions or in lazy values.
    is_kept: bool,
    /// Uses of public items that the new API does not allow.
    lost: BTreeSet<String>,
}

impl Judged {
    fn rules(&self) -> String {
        self.rules.iter().copied().collect::<Vec<_>>().join(", ")
    }

    /// The reason why the receiver may read more than `diff` says.
    fn reason(&self, mutated: &Mutated, answer: &reading::Answer) -> Option<&'static str> {
        if mutated.has_other_profile {
            Some("the profile differs, by which rows say the same of other deliveries")
        } else if mutated.is_form && self.wire > answer.worst {
            Some("lists, objects and null are not sent as forms here")
        } else if self.wire == Wire::Misfits && self.is_kept {
            Some("an unknown alternative or a lazy value keeps what does not fit")
        } else if answer.deliveries == 0 {
            Some("no delivery was made up that the baseline does not describe")
        } else {
            None
        }
    }
}

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn random_mutations_break_as_judged() {
    let (seed, count) = (
        number("WEBHOOK_EVENTS_RANDOM_SEED", 1),
        number("WEBHOOK_EVENTS_RANDOM_MUTATIONS", 300),
    );
    eprintln!("seed {seed}, {count} mutations");
    let bases = bases::all();
    let baselines: Vec<Inputs> = bases
        .iter()
        .map(|base| base.inputs().expect("bases have no errors"))
        .collect();
    let mutated = mutated(&bases, seed, count as usize);
    let receiver = reading::Receiver::write(&baselines);
    let answers = receiver.answers(&mutated, &baselines);
    let judge = Judge::of(&baselines);
    let (mut missed, mut false_breaks) = (Vec::new(), BTreeMap::new());
    for (one, answer) in mutated.iter().zip(answers) {
        let judged = judge.judge(one, &baselines[one.base]);
        let title = format!("{}: {}", bases[one.base].vendor, one.edits.join(" / "));
        if answer.worst > judged.wire {
            missed.push(format!(
                "wire {}, received {}, {title}\n    {}",
                judged.wire.as_str(),
                answer.worst.as_str(),
                answer.example
            ));
        }
        if !judged.lost.is_empty() && judged.source == Verdict::Holds {
            missed.push(format!(
                "the API lacks {}, {title}",
                judged.lost.iter().cloned().collect::<Vec<_>>().join(" ")
            ));
        }
        let false_wire = answer.worst < judged.wire;
        let false_source = judged.lost.is_empty() && judged.source == Verdict::Breaks;
        let reason = judged.reason(one, &answer);
        if false_wire {
            let key = match reason {
                Some(reason) => format!("wire {}: {reason}", judged.wire.as_str()),
                None => format!(
                    "wire {}, unexplained: {}",
                    judged.wire.as_str(),
                    judged.rules()
                ),
            };
            false_breaks
                .entry(key)
                .or_insert_with(Vec::new)
                .push(title.clone());
        }
        if false_source {
            let key = format!(
                "source: the text of the API is the same, {}",
                judged.rules()
            );
            false_breaks.entry(key).or_insert_with(Vec::new).push(title);
        }
    }
    for (key, titles) in &false_breaks {
        eprintln!("false: {} x {key}\n    {}", titles.len(), titles[0]);
    }
    eprintln!(
        "{} mutations, {} kinds of false breaks",
        mutated.len(),
        false_breaks.len()
    );
    assert!(
        missed.is_empty(),
        "seed {seed}: {} missed\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// Mutations of two or three edits whose inputs have no error, evenly over the bases.
fn mutated(bases: &[Base], seed: u64, count: usize) -> Vec<Mutated> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut found = Vec::new();
    while found.len() < count {
        let base = found.len() % bases.len();
        let mut edited = bases[base].clone();
        let edits: Vec<String> = (0..2 + edits::below(&mut rng, 2))
            .map(|_| edits::edit(&mut edited, &mut rng))
            .collect();
        let is_schema = |row: &EventRow| jsonschema::draft202012::new(&row.payload_schema).is_ok();
        let current = edited.inputs();
        if let Some(current) = current.filter(|current| current.rows.iter().all(is_schema)) {
            found.push(Mutated {
                base,
                edits,
                current,
                is_form: edited.is_form,
                has_other_profile: edited.profile != bases[base].profile,
            });
        }
    }
    found
}

/// The models and the API of the bases.
struct Judge {
    models: Vec<Model>,
    apis: Vec<BTreeSet<String>>,
}

impl Judge {
    fn of(baselines: &[Inputs]) -> Self {
        let models = baselines.iter().map(|base| built(base.clone()));
        let apis = baselines.iter().map(|base| api(built(base.clone())));
        Self {
            models: models.collect(),
            apis: apis.collect(),
        }
    }

    fn judge(&self, mutated: &Mutated, baseline: &Inputs) -> Judged {
        let options = DiffOptions {
            crate_name: "webhook-events".to_owned(),
            hidden: hidden_changes(&baseline.rows, &mutated.current.rows),
            ..DiffOptions::default()
        };
        let current = built(mutated.current.clone());
        let report = sound(diff(&self.models[mutated.base], &current, &options, &[]));
        let findings = report.expect("both sides have rows").findings;
        let verdicts = findings.iter().map(|finding| finding.verdicts);
        let is_bad = |finding: &&Finding| {
            finding.verdicts.wire > Wire::Fits || finding.verdicts.source == Verdict::Breaks
        };
        let is_kept = |finding: &Finding| {
            let pointer = &finding.subject.pointer;
            finding.verdicts.wire < Wire::Misfits
                || pointer.contains("/|")
                || pointer.contains("/later")
        };
        let is_kept = findings.iter().all(is_kept);
        let current = api(current);
        Judged {
            is_kept,
            wire: verdicts
                .clone()
                .map(|one| one.wire)
                .max()
                .unwrap_or(Wire::Fits),
            source: verdicts
                .map(|one| one.source)
                .max()
                .unwrap_or(Verdict::Holds),
            rules: findings
                .iter()
                .filter(is_bad)
                .map(|finding| finding.rule.id())
                .collect(),
            lost: self.apis[mutated.base]
                .difference(&current)
                .cloned()
                .collect(),
        }
    }
}

/// A line for each use of a public item, with the module that it is in.
fn api(model: Model) -> BTreeSet<String> {
    let vendor = model.vendors[0].module.to_string();
    let tree = model.emit(&Options::named("webhook-events")).tree;
    let program = usage::program(&tree, &vendor);
    let mut module = "";
    let mut lines = BTreeSet::new();
    for line in program.lines() {
        if line.starts_with("mod ") {
            module = line;
        } else if let Some((_, usage)) =
            line.split_once('(').filter(|_| line.starts_with("fn use_"))
        {
            lines.insert(format!("{module} {usage}"));
        }
    }
    lines
}
