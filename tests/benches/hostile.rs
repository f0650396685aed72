//! Time of parsing hostile deliveries, compared with reading the same body as `serde_json::Value`.
//!
//! ```sh
//! cargo bench --package end-to-end --bench hostile               # all bodies, about two minutes
//! cargo bench --package end-to-end --bench hostile -- tagged     # some of them
//! ```
//!
//! The types are those of the tests of the support code, which hold themselves in every way: in optional and required members, lists,
//! maps, tagged unions, and unions whose three alternatives differ in their last member alone. Bodies nest them 55 levels deep, or
//! have 100,000 misfits beside each other. The table at the end has the ratio of medians for each body; it must stay a small number
//! for all of them. The number of times that each value is decoded is tested in `codegen/tests/support/linear.rs`.

#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    missing_docs,
    unreachable_pub,
    unexpected_cfgs,
    reason = "compiled as a part of a bench, not of its crate"
)]
#[path = "../../codegen/support/mod.rs"]
mod support;

#[allow(
    dead_code,
    unreachable_pub,
    unexpected_cfgs,
    reason = "the tests use all of it, and the features are those of the emitted crate"
)]
#[path = "../../codegen/tests/support/recursive.rs"]
mod recursive;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use criterion::{Criterion, Throughput};
use recursive::{Event, NESTINGS, nested};
use serde_json::Value;
use support::{EventNaming, OnMisfit, PathTrie, parse};

static NAMING: EventNaming = EventNaming {
    paths: &[&["type"]],
    places: &[&[0]],
    join: "",
    rules: &[],
    unenveloped: None,
    tag: None,
    event_member: None,
    other_requests: None,
    path_trie: PathTrie::new(),
};

fn main() {
    let started = SystemTime::now();
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let bodies = bodies();
    for (name, body) in &bodies {
        let body = body.as_bytes();
        let mut group = criterion.benchmark_group(format!("hostile {name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("Value", |bencher| {
            bencher.iter(|| serde_json::from_slice::<Value>(body));
        });
        group.bench_function("parse", |bencher| {
            bencher.iter(|| parse::<Event>("vendor", &NAMING, OnMisfit::Keep, body));
        });
        group.finish();
    }
    criterion.final_summary();
    println!("\n{:<34} {:>9} {:>14}", "body", "bytes", "parse / Value");
    for (name, body) in &bodies {
        let median = |operation| median(name, operation, started);
        if let (Some(parse), Some(value)) = (median("parse"), median("Value")) {
            println!("{name:<34} {:>9} {:>14.1}", body.len(), parse / value);
        }
    }
}

/// The median of this run in nanoseconds.
fn median(name: &str, operation: &str, started: SystemTime) -> Option<f64> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = scratch.parent().expect("it is in cargo's target folder");
    let file: PathBuf = target
        .join("criterion")
        .join(format!("hostile {name}"))
        .join(operation)
        .join("new/estimates.json");
    if file.metadata().ok()?.modified().ok()? < started {
        return None;
    }
    let estimates: Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

/// Names and texts.
fn bodies() -> Vec<(String, String)> {
    let bodies = nestings().into_iter().chain(wide());
    let named = |body: String| body.replacen('{', r#"{"type": "root", "#, 1);
    bodies.map(|(name, body)| (name, named(body))).collect()
}

/// Forty trees of 55 levels, for every way of nesting.
fn nestings() -> Vec<(String, String)> {
    let mut bodies = Vec::new();
    for (name, root, level) in NESTINGS {
        for (late_name, innermost, late) in [
            ("misfits", "{}", "{}"),
            ("a misfit inside", "{}", "true"),
            ("the last alternative", "true", "true"),
        ] {
            let tree = nested(root, *level, 55, |index| {
                if index == 0 { innermost } else { late }.to_owned()
            });
            // The value of the only member.
            let tree = &tree[tree.find(':').expect("it has a member") + 1..tree.len() - 1];
            let member = if *root == "node" { "chain" } else { root };
            let item = format!(r#"{{"leaf": 1, "{member}": {tree}}}"#);
            bodies.push((format!("{name}, {late_name}"), list(&item, 40)));
        }
        // Read by every level, it would cost as much as a hundred of it.
        let large = format!(r#"{{"x": "{}"}}"#, "x".repeat(1_000_000));
        let body = nested(root, *level, 60, |index| {
            if index == 0 { &large } else { "{}" }.to_owned()
        });
        bodies.push((format!("{name}, a large misfit inside"), body));
    }
    bodies
}

/// Many values beside each other.
fn wide() -> Vec<(String, String)> {
    const COUNT: usize = 100_000;
    const MISFIT: &str = r#"{"leaf":1,"late":{}}"#;
    let node = |members: &str| format!(r#"{{"node": {{"leaf": 1, {members}}}}}"#);
    let entries = |value: &str| {
        let entries = (0..COUNT).map(|index| format!(r#""m{index}": {value}"#));
        entries.collect::<Vec<_>>().join(",")
    };
    let repeated = |member: &str| node(&vec![member; COUNT].join(","));
    let key = "k".repeat(1_000_000);
    let misfits = vec![MISFIT; COUNT].join(",");
    [
        ("list of misfits", list(MISFIT, COUNT)),
        (
            "list whose last item does not fit",
            list(MISFIT, COUNT).replace("{}}]", "{}},1]"),
        ),
        (
            "map of misfits",
            node(&format!(r#""map": {{{}}}"#, entries(MISFIT))),
        ),
        (
            "map with a long key around misfits",
            node(&format!(
                r#""map": {{"{key}": {{"leaf": 1, "list": [{misfits}]}}}}"#
            )),
        ),
        (
            "unknown members",
            node(&format!(r#"{}, "late": 1"#, entries("1"))),
        ),
        ("repeated declared member", repeated(r#""late": 1"#)),
        ("repeated undeclared member", repeated(r#""new": 1"#)),
        (
            "repeated object",
            repeated(&format!(r#""chain": {MISFIT}"#)),
        ),
        (
            "unions that do not fit",
            list(&format!(r#"{{"leaf":1,"strict":{MISFIT}}}"#), COUNT / 10),
        ),
    ]
    .map(|(name, body)| (name.to_owned(), body))
    .into()
}

fn list(item: &str, count: usize) -> String {
    let items = vec![item; count].join(",");
    format!(r#"{{"node": {{"leaf": 1, "list": [{items}]}}}}"#)
}
