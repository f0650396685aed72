//! Growth of time and memory with the catalogue: reading and generating the checked-in inputs, the publisher's whole data set if it
//! is available, and 1,000, 10,000 and 100,000 synthetic rows.
//!
//! ```sh
//! cargo bench --package end-to-end --bench scale                  # everything, optimised
//! cargo bench --package end-to-end --bench scale --profile dev    # as `cargo xtask regen` runs
//! cargo bench --package end-to-end --bench scale -- 1000 5000     # other sizes
//! cargo bench --package end-to-end --bench scale -- checked-in    # the checked-in inputs only
//! ```
//!
//! Each run is a separate process, so that its peak memory can be measured (from `/proc`, so on Linux only). Small sizes run several
//! times, and the median is printed. The columns per row are constant if the work is linear in the catalogue. The last column is the
//! processor time per row relative to the first synthetic size; it depends less on the machine's load than the wall time.

use std::process::Command;
use std::time::Instant;

use end_to_end::proc_stat::{cpu_seconds, peak_kilobytes};
use end_to_end::rows::named;
use end_to_end::{emitted, inputs, sound, synthetic};
use mimalloc::MiMalloc;
use webhook_catalog::{Profiles, SharedDefinitions, read_rows};
use webhook_codegen::Inputs;

/// The allocator of `xtask`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Environment variable with the catalogue that a child process measures.
const CATALOGUE: &str = "WEBHOOK_EVENTS_SCALE_CATALOGUE";

/// Smaller sizes are repeated up to this number of rows.
const TOTAL_ROWS: usize = 5_000;

/// The catalogue to measure.
#[derive(Clone, Copy, PartialEq)]
enum Catalogue {
    CheckedIn,
    /// This number of synthetic rows.
    Synthetic(usize),
}

impl Catalogue {
    /// Parses an argument; `None` if it is not a catalogue.
    fn parse(argument: &str) -> Option<Self> {
        match argument {
            "checked-in" => Some(Self::CheckedIn),
            _ => argument
                .parse()
                .ok()
                .filter(|rows| *rows > 0)
                .map(Self::Synthetic),
        }
    }

    fn name(self) -> String {
        match self {
            Self::CheckedIn => "checked-in".to_owned(),
            Self::Synthetic(rows) => rows.to_string(),
        }
    }

    /// Number of runs.
    fn runs(self) -> usize {
        match self {
            Self::CheckedIn => 5,
            Self::Synthetic(rows) => TOTAL_ROWS.div_ceil(rows).min(5),
        }
    }
}

fn main() {
    let requested = std::env::var(CATALOGUE).ok();
    if let Some(catalogue) = requested.and_then(|name| Catalogue::parse(&name)) {
        return measure(catalogue);
    }
    let mut catalogues: Vec<Catalogue> = std::env::args()
        .filter_map(|argument| Catalogue::parse(&argument))
        .collect();
    if catalogues.is_empty() {
        catalogues = vec![Catalogue::CheckedIn];
        catalogues.extend([1_000, 10_000, 100_000].map(Catalogue::Synthetic));
    }
    println!(
        "{:>10} {:>7} {:>8} {:>8} {:>10} {:>14} {:>8} {:>10} {:>7} {:>6}",
        "catalogue",
        "rows",
        "s",
        "CPU s",
        "ms per row",
        "CPU ms per row",
        "peak MB",
        "KB per row",
        "files",
        "ratio"
    );
    let mut first = None;
    for catalogue in catalogues {
        let mut runs: Vec<Run> = (0..catalogue.runs())
            .map(|_| Run::measure(catalogue))
            .collect();
        runs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        let Run {
            seconds,
            cpu,
            peak_kb,
            rows,
            files,
        } = runs.swap_remove(runs.len() / 2);
        let per_row = |amount: f64| amount / rows as f64;
        let ratio = match catalogue {
            Catalogue::Synthetic(_) => {
                let ratio = per_row(cpu) / *first.get_or_insert(per_row(cpu));
                format!("{ratio:.2}")
            }
            Catalogue::CheckedIn => String::new(),
        };
        println!(
            "{:>10} {rows:>7} {seconds:>8.2} {cpu:>8.2} {:>10.3} {:>14.3} {:>8.0} {:>10.1} {files:>7} {ratio:>6}",
            catalogue.name(),
            per_row(seconds * 1e3),
            per_row(cpu * 1e3),
            peak_kb / 1024.0,
            per_row(peak_kb),
        );
    }
}

/// Result of one run.
struct Run {
    seconds: f64,
    /// Seconds of processor time, over all cores.
    cpu: f64,
    peak_kb: f64,
    rows: usize,
    files: usize,
}

impl Run {
    /// Measures a catalogue in a child process.
    fn measure(catalogue: Catalogue) -> Self {
        let program = std::env::current_exe().expect("a running program has a path");
        let output = Command::new(program)
            .env(CATALOGUE, catalogue.name())
            .stderr(std::process::Stdio::inherit())
            .output()
            .expect("a program that runs can be started again");
        let name = catalogue.name();
        assert!(output.status.success(), "measuring {name} failed");
        let text = String::from_utf8(output.stdout).expect("figures are text");
        let figures: Vec<f64> = text
            .split_whitespace()
            .map(|figure| figure.parse().expect("a figure"))
            .collect();
        let [seconds, cpu, peak_kb, rows, files] = figures[..] else {
            panic!("five figures, found {text:?}")
        };
        Self {
            seconds,
            cpu,
            peak_kb,
            rows: rows as usize,
            files: files as usize,
        }
    }
}

fn measure(catalogue: Catalogue) {
    // Synthetic rows are generated before the measurement; files are read during it.
    let synthetic = match catalogue {
        Catalogue::Synthetic(rows) => synthetic::jsonl(rows),
        Catalogue::CheckedIn => String::new(),
    };
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let inputs = match catalogue {
        Catalogue::CheckedIn => inputs::checked_in(),
        Catalogue::Synthetic(_) => Inputs {
            rows: sound(read_rows(
                &[named("synthetic.jsonl", synthetic.into_bytes())],
                &[],
                &[],
            )),
            shared_definitions: SharedDefinitions::default(),
            samples: Vec::new(),
            profiles: Profiles::default(),
        },
    };
    let rows = inputs.rows.len();
    let files = emitted(inputs).tree.len();
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    println!("{seconds} {cpu} {} {rows} {files}", peak_kilobytes());
}
