//! How time and memory grow with the catalogue: reading and generating the checked-in inputs, the publisher's whole data set
//! where it is at hand, and 1,000, 10,000 and 100,000 made-up rows.
//!
//! ```sh
//! cargo bench --package end-to-end --bench scale                  # everything, optimised
//! cargo bench --package end-to-end --bench scale --profile dev    # as `cargo xtask regen` runs
//! cargo bench --package end-to-end --bench scale -- 1000 5000     # sizes of your own
//! cargo bench --package end-to-end --bench scale -- checked-in    # the checked-in inputs alone
//! WEBHOOK_EVENTS_FULL_CATALOG=FILE cargo bench --package end-to-end --bench scale -- full
//! ```
//!
//! Each run has a process of its own, so that its peak memory is its own (read from `/proc`, so on Linux only). Small sizes
//! run several times, and the median is told. Look at the columns per row: they stay level where the work grows with the
//! catalogue and no faster. The last column holds the processor time per row against that of the first size made up; it
//! depends less than the time on the wall on what else the machine is doing.

use std::process::Command;
use std::time::Instant;

use end_to_end::rows::named;
use end_to_end::{emitted, inputs, sound, synthetic};
use mimalloc::MiMalloc;
use webhook_catalog::{Profiles, SharedDefinitions, SourceFile, read_profiles, read_rows};
use webhook_codegen::Inputs;

/// The one that `xtask` has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Set for the process that measures one catalogue.
const CATALOGUE: &str = "WEBHOOK_EVENTS_SCALE_CATALOGUE";

/// Names the file of the publisher's whole data set.
const FULL: &str = "WEBHOOK_EVENTS_FULL_CATALOG";

/// Sizes below this run so often that it is reached.
const ROWS_IN_ALL: usize = 5_000;

/// What is read.
#[derive(Clone, Copy, PartialEq)]
enum Catalogue {
    CheckedIn,
    /// The file that [`FULL`] names, with the checked-in profiles.
    Full,
    /// So many rows.
    MadeUp(usize),
}

impl Catalogue {
    /// From a word of the command line; `None` where it is for others.
    fn of(word: &str) -> Option<Self> {
        match word {
            "checked-in" => Some(Self::CheckedIn),
            "full" => Some(Self::Full),
            _ => word.parse().ok().filter(|rows| *rows > 0).map(Self::MadeUp),
        }
    }

    fn name(self) -> String {
        match self {
            Self::CheckedIn => "checked-in".to_owned(),
            Self::Full => "full".to_owned(),
            Self::MadeUp(rows) => rows.to_string(),
        }
    }

    /// How often it is measured.
    fn runs(self) -> usize {
        match self {
            Self::CheckedIn | Self::Full => 5,
            Self::MadeUp(rows) => ROWS_IN_ALL.div_ceil(rows).min(5),
        }
    }
}

fn main() {
    let told = std::env::var(CATALOGUE).ok();
    if let Some(catalogue) = told.and_then(|word| Catalogue::of(&word)) {
        return measure(catalogue);
    }
    let mut asked: Vec<Catalogue> = std::env::args()
        .filter_map(|word| Catalogue::of(&word))
        .collect();
    if asked.is_empty() {
        asked = vec![Catalogue::CheckedIn, Catalogue::Full];
        asked.extend([1_000, 10_000, 100_000].map(Catalogue::MadeUp));
    }
    if asked.contains(&Catalogue::Full) && std::env::var_os(FULL).is_none() {
        eprintln!("full: skipped, because {FULL} is not set");
        asked.retain(|catalogue| *catalogue != Catalogue::Full);
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
    for catalogue in asked {
        let mut runs: Vec<Run> = (0..catalogue.runs()).map(|_| Run::of(catalogue)).collect();
        runs.sort_by(|one, other| one.cpu.total_cmp(&other.cpu));
        let Run {
            seconds,
            cpu,
            peak_kb,
            rows,
            files,
        } = runs.swap_remove(runs.len() / 2);
        let per_row = |amount: f64| amount / rows as f64;
        let ratio = match catalogue {
            Catalogue::MadeUp(_) => {
                let ratio = per_row(cpu) / *first.get_or_insert(per_row(cpu));
                format!("{ratio:.2}")
            }
            Catalogue::CheckedIn | Catalogue::Full => String::new(),
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

/// What one run took.
struct Run {
    seconds: f64,
    /// Seconds that processors worked for it, all cores together.
    cpu: f64,
    peak_kb: f64,
    rows: usize,
    files: usize,
}

impl Run {
    /// Runs this program again, for one catalogue.
    fn of(catalogue: Catalogue) -> Self {
        let program = std::env::current_exe().expect("a running program has a path");
        let output = Command::new(program)
            .env(CATALOGUE, catalogue.name())
            .stderr(std::process::Stdio::inherit())
            .output()
            .expect("a program that runs can be started again");
        let name = catalogue.name();
        assert!(output.status.success(), "measuring {name} failed");
        let text = String::from_utf8(output.stdout).expect("figures are text");
        let told: Vec<f64> = text
            .split_whitespace()
            .map(|figure| figure.parse().expect("what is told are figures"))
            .collect();
        let [seconds, cpu, peak_kb, rows, files] = told[..] else {
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
    // Rows are made up before the clock runs; files are read while it does.
    let made_up = match catalogue {
        Catalogue::MadeUp(rows) => synthetic::jsonl(rows),
        Catalogue::CheckedIn | Catalogue::Full => String::new(),
    };
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let inputs = match catalogue {
        Catalogue::CheckedIn => inputs::checked_in(),
        Catalogue::Full => Inputs {
            rows: sound(read_rows(&[full()], &[])),
            shared_definitions: SharedDefinitions::default(),
            samples: Vec::new(),
            profiles: sound(read_profiles(&inputs::file("catalog/profiles.toml"))),
        },
        Catalogue::MadeUp(_) => Inputs {
            rows: sound(read_rows(
                &[named("synthetic.jsonl", made_up.into_bytes())],
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

/// The publisher's whole data set.
fn full() -> SourceFile {
    let path = std::env::var(FULL).unwrap_or_default();
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    named(&path, bytes)
}

/// How long processors have worked for this process; not a number where the system does not tell.
fn cpu_seconds() -> f64 {
    // The name in the second field may hold blanks, so what is counted are the fields after it.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut ticks = fields
        .split_whitespace()
        .skip(11)
        .map_while(|field| field.parse::<f64>().ok());
    match (ticks.next(), ticks.next()) {
        // Linux counts hundredths here, whatever its own clock does.
        (Some(user), Some(system)) => (user + system) / 100.0,
        _ => f64::NAN,
    }
}

/// The most memory this process has held; not a number where the system does not tell.
fn peak_kilobytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|line| line.split_whitespace().next());
    line.and_then(|peak| peak.parse().ok()).unwrap_or(f64::NAN)
}
