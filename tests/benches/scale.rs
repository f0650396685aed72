//! How time and memory grow with the catalogue: reading and generating 1,000, 10,000 and 100,000 made-up rows.
//!
//! ```sh
//! cargo bench --package end-to-end --bench scale               # all sizes, optimised
//! cargo bench --package end-to-end --bench scale -- 1000 5000  # sizes of your own
//! ```
//!
//! Each size runs in a process of its own, so that its peak memory is its own (read from `/proc`, so on Linux only). What is
//! told is one run: look at the columns per row, which stay level where the work grows with the catalogue and no faster.

use std::process::Command;
use std::time::Instant;

use end_to_end::{emitted, sound, synthetic};
use webhook_catalog::{Profiles, SourceFile, read_rows};
use webhook_codegen::Inputs;

/// Set for the process that measures one size.
const SIZE: &str = "WEBHOOK_EVENTS_SCALE_ROWS";

fn main() {
    if let Some(rows) = std::env::var(SIZE).ok().and_then(|rows| rows.parse().ok()) {
        return measure(rows);
    }
    let asked: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 10_000, 100_000]
    } else {
        asked
    };
    println!(
        "{:>9} {:>9} {:>12} {:>9} {:>12} {:>9}",
        "rows", "s", "ms per row", "peak MB", "KB per row", "files"
    );
    for rows in sizes {
        let program = std::env::current_exe().expect("a running program has a path");
        let status = Command::new(program).env(SIZE, rows.to_string()).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "measuring {rows} rows failed"
        );
    }
}

fn measure(rows: usize) {
    let file = SourceFile {
        label: "synthetic.jsonl".to_owned(),
        path: "synthetic.jsonl".to_owned(),
        bytes: synthetic::jsonl(rows).into_bytes(),
    };
    let started = Instant::now();
    let inputs = Inputs {
        rows: sound(read_rows(&[file], &[])),
        samples: Vec::new(),
        profiles: Profiles::default(),
    };
    let files = emitted(inputs).tree.len();
    let seconds = started.elapsed().as_secs_f64();
    let (row_ms, peak) = (seconds * 1e3 / rows as f64, peak_kilobytes());
    let (peak_mb, row_kb) = match peak {
        Some(peak) => (
            format!("{}", peak / 1024),
            format!("{:.1}", peak as f64 / rows as f64),
        ),
        None => ("unknown".to_owned(), "unknown".to_owned()),
    };
    println!("{rows:>9} {seconds:>9.2} {row_ms:>12.3} {peak_mb:>9} {row_kb:>12} {files:>9}");
}

/// The most memory this process has held, where the system tells.
fn peak_kilobytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
