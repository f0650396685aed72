//! Time of parsing, serializing and verifying a delivery, compared with the alternatives.
//!
//! ```sh
//! cargo bench --package end-to-end --bench parse                     # everything, about five minutes
//! cargo bench --package end-to-end --bench parse --profile dev       # the same, built faster; see below
//! cargo bench --package end-to-end --bench parse -- message-first    # one body
//! cargo bench --package end-to-end --bench parse --features plots    # with criterion's report and plots
//! ```
//!
//! `bodies.rs` has the deliveries: `small` (300 bytes), `user` (2 KB, all of it typed), `mention` and `message` (2 KB, half of it
//! untyped blocks), `large` (20 KB, nearly all blocks), each with the tag first and last, and `unknown` (with many undeclared
//! members). Each is parsed by
//!
//! - `IgnoredAny`: the lower bound, a check of the syntax;
//! - `peek` and `parse` of the emitted crate, which validates blocks and keeps their text;
//! - the derive twin (see `end_to_end::twin`), and the twin that keeps unknown events as the emitted crate does; both decode blocks
//!   into JSON values, as hand-written types would;
//! - `serde_json::Value`: a receiver without types;
//! - `parse looked`: the emitted crate, with all blocks and attachments decoded as their types.
//!
//! `look` decodes the blocks alone, and `look Value` reads their texts as `serde_json::Value`.
//!
//! It is serialized as well, and `verify` verifies its signature. Times include dropping the result.
//!
//! Limits: a small delivery costs little more than its strings. More than a quarter of the instructions of parsing and dropping
//! `small-last` (callgrind) allocate, copy and free 13 strings and boxes, as the twin does, and about a sixth look for the tag.
//! Undeclared members are decoded into values, which is most of `unknown`.
//!
//! A separate program does the measurements, because the twin is generated; it is always optimised. It measures processor time if the
//! system provides it, else wall time. The tables have the medians of this run and their ratios; ratios are comparable between
//! machines, times are not.

mod bodies;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bodies::Body;
use end_to_end::package::Package;
use end_to_end::twin;
use serde_json::Value;

const MANIFEST: &str = r#"[package]
name = "parse-bench"
version = "0.1.0"
edition = "2024"

[dependencies]
criterion = { version = "0.8", default-features = false, features = [FEATURES] }
serde = { version = "1", default-features = false, features = ["std"] }
serde_json = { version = "1", features = ["float_roundtrip"] }
twin = { path = "../twin" }
twin-keeping = { path = "../twin-keeping" }
webhook-events = { path = "../events", default-features = false, features = ["slack", "verify"] }

[target.'cfg(unix)'.dependencies]
rustix = { version = "1", features = ["time"] }

[[bench]]
name = "parse"
path = "benches/program.rs"
harness = false
"#;

fn main() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    twin::write_packages(scratch);
    let features = if cfg!(feature = "plots") {
        r#""cargo_bench_support", "html_reports", "plotters""#
    } else {
        r#""cargo_bench_support""#
    };
    let manifest = MANIFEST.replace("FEATURES", features);
    let files = [
        ("Cargo.toml", manifest.as_str()),
        ("src/lib.rs", ""),
        ("benches/program.rs", include_str!("program.rs")),
        ("benches/bodies.rs", include_str!("bodies.rs")),
        ("benches/cpu_time.rs", include_str!("cpu_time.rs")),
    ];
    let package = Package::write(scratch, "parse-bench", files);

    // The folder of the other benches' results.
    let results = scratch
        .parent()
        .expect("cargo's folder for benches is in its target folder")
        .join("criterion");
    let started = SystemTime::now();
    let arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let status = package
        .command(&["bench", "--bench", "parse", "--"])
        .args(arguments)
        .env("CRITERION_HOME", &results)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "the timing failed"
    );

    let results = Results { results, started };
    let measured: Vec<(Body, Times)> = bodies::all()
        .into_iter()
        .filter_map(|body| Some((results.times(&body.name)?, body)))
        .map(|(times, body)| (body, times))
        .collect();
    print_times(&measured);
    print_ratios(&measured);
    print_last_to_first(&measured);
}

/// Criterion's results on disk.
struct Results {
    results: PathBuf,
    /// Older results belong to another run.
    started: SystemTime,
}

/// Medians in nanoseconds, by operation.
type Times = BTreeMap<&'static str, f64>;

/// Operations that `program.rs` measures, in the order of the table.
const OPERATIONS: [&str; 13] = [
    "IgnoredAny",
    "peek",
    "parse",
    "parse looked",
    "look",
    "look Value",
    "twin",
    "twin keeping",
    "Value",
    "write",
    "twin write",
    "Value write",
    "verify",
];

impl Results {
    /// The medians of a body; `None` if this run has not measured all operations.
    fn times(&self, body: &str) -> Option<Times> {
        OPERATIONS
            .iter()
            .map(|operation| Some((*operation, self.median(body, operation)?)))
            .collect()
    }

    fn median(&self, body: &str, operation: &str) -> Option<f64> {
        let file = self
            .results
            .join(body)
            .join(operation)
            .join("new/estimates.json");
        let written = file.metadata().and_then(|found| found.modified()).ok()?;
        if written < self.started {
            return None;
        }
        let estimates: Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    }
}

fn print_times(measured: &[(Body, Times)]) {
    println!("\nmicroseconds, medians");
    print!("{:<14} {:>6}", "body", "bytes");
    for operation in OPERATIONS {
        print!(" {operation:>12}");
    }
    println!();
    for (body, times) in measured {
        print!("{:<14} {:>6}", body.name, body.text.len());
        for operation in OPERATIONS {
            print!(" {:>12.2}", times[operation] / 1e3);
        }
        println!();
    }
}

/// Ratios: heading, numerator, denominator, and the project's bound.
const RATIOS: [(&str, &str, &str, &str); 10] = [
    ("twin / parse", "twin", "parse", ">= 1.60"),
    ("twin / looked", "twin", "parse looked", ""),
    ("look / Value", "look", "look Value", "<= 0.60"),
    ("keeping / parse", "twin keeping", "parse", ""),
    ("parse / Ignored", "parse", "IgnoredAny", "<= 3.50"),
    ("parse / Value", "parse", "Value", "< 1.00"),
    ("peek / Ignored", "peek", "IgnoredAny", "<= 1.15"),
    ("twin / own write", "twin write", "write", ""),
    ("own / Value write", "write", "Value write", ""),
    ("verify / parse", "verify", "parse", ""),
];

fn print_ratios(measured: &[(Body, Times)]) {
    println!("\nratios");
    print!("{:<14}", "body");
    for (heading, ..) in RATIOS {
        print!(" {heading:>17}");
    }
    println!();
    for (body, times) in measured {
        print!("{:<14}", body.name);
        for (_, numerator, denominator, _) in RATIOS {
            print!(" {:>17.2}", times[numerator] / times[denominator]);
        }
        println!();
    }
    print!("{:<14}", "to be held");
    for (.., bound) in RATIOS {
        print!(" {bound:>17}");
    }
    println!();
}

/// Cost of a tag that comes last: `parse` then scans for it first, while the twin buffers in either case.
fn print_last_to_first(measured: &[(Body, Times)]) {
    println!("\ntag last");
    println!(
        "{:<14} {:>18} {:>18} {:>28}",
        "body", "parse last / first", "twin last / first", "parse last - first, Ignored"
    );
    for (body, last) in measured {
        let Some(kind) = body.name.strip_suffix("-last") else {
            continue;
        };
        let first = measured
            .iter()
            .find(|(body, _)| body.name.strip_suffix("-first") == Some(kind));
        let Some((_, first)) = first else { continue };
        println!(
            "{kind:<14} {:>18.2} {:>18.2} {:>28.2}",
            last["parse"] / first["parse"],
            last["twin"] / first["twin"],
            (last["parse"] - first["parse"]) / last["IgnoredAny"],
        );
    }
}
