//! What reading, writing and checking one delivery costs, beside what a user would otherwise write.
//!
//! ```sh
//! cargo bench --package end-to-end --bench parse                     # everything: some five minutes
//! cargo bench --package end-to-end --bench parse --profile dev       # the same, sooner built: see below
//! cargo bench --package end-to-end --bench parse -- message-first    # one body
//! cargo bench --package end-to-end --bench parse --features plots    # with criterion's report and plots
//! ```
//!
//! `bodies.rs` has the deliveries: `small` (300 bytes), `user` (2 KB, all of it typed), `mention` and `message` (2 KB, half of
//! it blocks, which no type describes), `large` (20 KB, nearly all blocks), each with the tag that tells its event first and
//! last, and `unknown` (with many members that no type knows). Each is read by
//!
//! - `IgnoredAny`: the least that checking the syntax can cost;
//! - `peek` and `parse` of the emitted crate, which makes sure that blocks are JSON and keeps their text;
//! - the derive twin (see `end_to_end::twin`), and the twin that keeps unknown events as the emitted crate does: both keep
//!   blocks as JSON values, as one would write it by hand;
//! - `serde_json::Value`: what a receiver without types pays;
//! - `parse looked`: the emitted crate, and all blocks and attachments looked at, so that nothing is left to be built;
//!
//! and written again; `verify` checks its signature. What is read is also dropped in the time that counts.
//!
//! What bounds it: a small delivery costs little more than its strings. Of the instructions that reading and dropping `small-last`
//! takes (callgrind), a quarter and more allocate, copy and free 13 strings and boxes, which the twin does as well, and about a
//! sixth look for the tag. Members that no type knows are built as values, which is most of `unknown`.
//!
//! A program of its own does the timing, because the twin is written when it is needed; it is optimised in any case, even if
//! the rest of this workspace is not. It counts time of the processor, not
//! on the wall, where the system tells it. At the end stands a table of medians and their ratios, all of this one run;
//! ratios stay alike between machines where times do not.

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

    // Beside the results of the benches that cargo runs itself.
    let results = scratch
        .parent()
        .expect("cargo's folder for benches lies in its target folder")
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

/// What criterion left on the disk.
struct Results {
    results: PathBuf,
    /// What is older is of another run.
    started: SystemTime,
}

/// Medians in nanoseconds, by what was timed.
type Times = BTreeMap<&'static str, f64>;

/// What `program.rs` times, in the order of the table.
const TIMED: [&str; 11] = [
    "IgnoredAny",
    "peek",
    "parse",
    "parse looked",
    "twin",
    "twin keeping",
    "Value",
    "write",
    "twin write",
    "Value write",
    "verify",
];

impl Results {
    /// The medians of one body; `None` where this run left any out.
    fn times(&self, body: &str) -> Option<Times> {
        TIMED
            .iter()
            .map(|timed| Some((*timed, self.median(body, timed)?)))
            .collect()
    }

    fn median(&self, body: &str, timed: &str) -> Option<f64> {
        let file = self
            .results
            .join(body)
            .join(timed)
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
    for timed in TIMED {
        print!(" {timed:>12}");
    }
    println!();
    for (body, times) in measured {
        print!("{:<14} {:>6}", body.name, body.text.len());
        for timed in TIMED {
            print!(" {:>12.2}", times[timed] / 1e3);
        }
        println!();
    }
}

/// Each ratio: its heading, what is divided by what, and what the project holds itself to.
const RATIOS: [(&str, &str, &str, &str); 9] = [
    ("twin / parse", "twin", "parse", ">= 1.60"),
    ("twin / looked", "twin", "parse looked", ""),
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
        for (_, one, other, _) in RATIOS {
            print!(" {:>17.2}", times[one] / times[other]);
        }
        println!();
    }
    print!("{:<14}", "to be held");
    for (.., bound) in RATIOS {
        print!(" {bound:>17}");
    }
    println!();
}

/// What it costs that the tag comes last: `parse` then walks to it before it reads, the twin buffers either way.
fn print_last_to_first(measured: &[(Body, Times)]) {
    println!("\ntag last");
    println!(
        "{:<14} {:>18} {:>18} {:>28}",
        "body", "parse last / first", "twin last / first", "parse last - first, Ignored"
    );
    for (body, last) in measured {
        let Some(what) = body.name.strip_suffix("-last") else {
            continue;
        };
        let first = measured
            .iter()
            .find(|(body, _)| body.name.strip_suffix("-first") == Some(what));
        let Some((_, first)) = first else { continue };
        println!(
            "{what:<14} {:>18.2} {:>18.2} {:>28.2}",
            last["parse"] / first["parse"],
            last["twin"] / first["twin"],
            (last["parse"] - first["parse"]) / last["IgnoredAny"],
        );
    }
}
