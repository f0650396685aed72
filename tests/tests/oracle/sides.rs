//! The two crates of all mutations, and the answers of the oracles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;
use webhook_codegen::OutputTree;

use end_to_end::emitted;
use end_to_end::package::Package;

use crate::deliveries;
use crate::mutations::{Mutation, together};
use crate::{receiver, usage};

/// The crates of both sides.
pub(crate) struct Crates {
    baseline: Package,
    current: Package,
}

/// Numbers of deliveries of one mutation. Each is counted for `parse_named` and, if the baseline has it, for `parse`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Received {
    /// Read by the current crate.
    pub(crate) all: usize,
    /// Of those, refused by the baseline.
    pub(crate) refused: usize,
    /// Of those, read by the baseline as another event or an unknown one, although it has the event.
    pub(crate) mistaken: usize,
}

impl Crates {
    /// Emits both crates, each with the programs that use it.
    pub(crate) fn write(mutations: &[Mutation]) -> Self {
        let baseline = emitted(together(mutations.iter().map(|one| &one.baseline))).tree;
        let current = emitted(together(mutations.iter().map(|one| &one.current))).tree;
        let write = |name: &str, tree: &OutputTree, version: &str| {
            let package = Package::write(Path::new(env!("CARGO_TARGET_TMPDIR")), name, tree.iter());
            let manifest = tree.get("Cargo.toml").expect("a crate has a manifest");
            let version = format!("\nversion = \"{version}\"\n");
            // From 1.0 on, only the major version signals a break.
            package.put(
                "Cargo.toml",
                &manifest.replacen("\nversion = \"0.1.0\"\n", &version, 1),
            );
            package.put("examples/receiver.rs", &receiver::program(tree));
            for Mutation { mark, .. } in mutations {
                package.put(
                    &format!("examples/{mark}.rs"),
                    &usage::program(&baseline, mark),
                );
            }
            package
        };
        Self {
            baseline: write("oracle-baseline", &baseline, "1.0.0"),
            current: write("oracle-current", &current, "1.1.0"),
        }
    }

    /// The lints of `cargo semver-checks` that fail, by the mark of the mutation that they name.
    pub(crate) fn semver_checks(&self) -> BTreeMap<String, BTreeSet<String>> {
        let baseline = self.baseline.folder().display().to_string();
        let mut command =
            self.current
                .command(&["semver-checks", "--color", "never", "--all-features"]);
        let output = command
            .args(["--baseline-root", &baseline])
            .output()
            .expect("cargo can be started");
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(
            report.contains("--- failure "),
            "`cargo semver-checks` found nothing at all; \
             install it with `cargo install cargo-semver-checks --locked`\n{report}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut lint = None;
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in report.lines() {
            if let Some(heading) = line.strip_prefix("--- ") {
                let failure = heading.strip_prefix("failure ");
                lint = failure.and_then(|failure| failure.split(':').next());
            }
            if let (Some(lint), Some(mark)) = (lint, mark(line)) {
                found.entry(mark).or_default().insert(lint.to_owned());
            }
        }
        found
    }

    /// The marks of the mutations whose program compiles against the baseline alone.
    pub(crate) fn uncompiled(&self, mutations: &[Mutation]) -> BTreeSet<String> {
        let faults = uncompiled(&self.baseline);
        assert!(faults.is_empty(), "{}", texts(&faults));
        let faults = uncompiled(&self.current);
        let marks: BTreeSet<String> = faults.into_keys().collect();
        let known = mutations.iter().map(|one| one.mark.clone()).collect();
        assert!(marks.is_subset(&known), "{marks:?}");
        marks
    }

    /// The numbers of deliveries by mark.
    pub(crate) fn received(&self, mutations: &[Mutation]) -> BTreeMap<String, Received> {
        let made: String = mutations.iter().map(deliveries::lines).collect();
        let current = receive(&self.current, &made);
        // The baseline receives the deliveries that the current side signed.
        let signed: String = current.iter().map(|line| format!("{line}\n")).collect();
        let baseline = receive(&self.baseline, &signed);
        let known = known(mutations);
        let mut all: BTreeMap<String, Received> = BTreeMap::new();
        // The baseline has no code for vendors that only the current side has.
        let mut now = current.iter();
        for line in &baseline {
            let now =
                now.find(|now| now["vendor"] == line["vendor"] && now["body"] == line["body"]);
            let now = now.expect("the baseline answers in the order of the lines");
            let vendor = line["vendor"].as_str().expect("a line names its vendor");
            let received = all
                .entry(mark(vendor).expect("vendors are marked"))
                .or_default();
            received.add(vendor, line, now, &known);
        }
        all
    }
}

impl Received {
    /// Compares the answers to one delivery by function.
    fn add(&mut self, vendor: &str, line: &Value, now: &Value, known: &BTreeSet<(String, String)>) {
        let answers = line["answers"].as_object().expect("the program answers");
        for (function, was) in answers {
            let now = &now["answers"];
            // A receiver that calls `parse` keeps calling it, even if the current crate does not have it.
            let now = now.get(function).unwrap_or(&now["parse_named"]);
            if now.get("error").is_some() {
                continue;
            }
            self.all += 1;
            let event = now["event"].as_str().unwrap_or_default();
            if was.get("error").is_some() {
                self.refused += 1;
            } else if was["event"] != now["event"]
                && known.contains(&(vendor.to_owned(), event.to_owned()))
            {
                self.mistaken += 1;
            }
        }
    }
}

/// The events that the baseline has types for, by vendor.
fn known(mutations: &[Mutation]) -> BTreeSet<(String, String)> {
    let sides = mutations.iter().map(|one| &one.baseline);
    sides
        .flat_map(|side| {
            let rows = side.rows.iter().map(|row| (&row.vendor, &row.event_name));
            rows.chain(
                side.samples
                    .iter()
                    .map(|sample| (&sample.vendor, &sample.event_name)),
            )
        })
        .map(|(vendor, event)| (vendor.to_string(), event.to_string()))
        .collect()
}

/// The errors of each example that does not compile.
fn uncompiled(package: &Package) -> BTreeMap<String, Vec<String>> {
    let words = [
        "check",
        "--examples",
        "--all-features",
        "--keep-going",
        "--message-format=json",
    ];
    let output = package
        .command(&words)
        .output()
        .expect("cargo can be started");
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if message["message"]["level"] == "error" {
            let target = message["target"]["name"].as_str().unwrap_or_default();
            let text = message["message"]["rendered"].as_str().unwrap_or_default();
            faults
                .entry(target.to_owned())
                .or_default()
                .push(text.to_owned());
        }
    }
    assert!(
        output.status.success() || !faults.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    faults
}

fn texts(faults: &BTreeMap<String, Vec<String>>) -> String {
    faults.values().flatten().cloned().collect()
}

/// Runs the program that receives deliveries.
fn receive(package: &Package, deliveries: &str) -> Vec<Value> {
    package.put("deliveries.jsonl", deliveries);
    let stdin = File::open(package.folder().join("deliveries.jsonl")).expect("it was written");
    let example = ["--quiet", "--all-features", "--example", "receiver"];
    package.cargo(&[&["build"], example.as_slice()].concat());
    let mut command = package.command(&[&["run"], example.as_slice()].concat());
    let output = command.stdin(Stdio::from(stdin)).output();
    let Output {
        status,
        stdout,
        stderr,
    } = output.expect("cargo can be started");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let lines = String::from_utf8(stdout).expect("JSON is text");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line holds JSON"))
        .collect()
}

/// The mark in a path, a module's name or a vendor's: `m` and three digits.
fn mark(text: &str) -> Option<String> {
    let is_mark = |at: usize| {
        let mark = text.get(at..at + 5)?;
        let (mark, after) = mark.split_at(4);
        let digits = mark.strip_prefix('m')?;
        (digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(after, "_" | "-"))
            .then(|| mark.to_owned())
    };
    (0..text.len()).find_map(is_mark)
}
