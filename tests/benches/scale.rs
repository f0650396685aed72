//! How time and memory grow with the catalogue: reading and generating 1,000, 10,000 and 100,000 made-up rows.
//!
//! ```sh
//! cargo bench --package end-to-end --bench scale               # all sizes, optimised
//! cargo bench --package end-to-end --bench scale -- 1000 5000  # sizes of your own
//! ```
//!
//! Each run has a process of its own, so that its peak memory is its own (read from `/proc`, so on Linux only). Small sizes
//! run several times, and the median is told. Look at the columns per row: they stay level where the work grows with the
//! catalogue and no faster. The last column holds the processor time per row against that of the first size, which depends less
//! than time on the wall on what else the machine is doing.

use std::process::Command;
use std::time::Instant;

use end_to_end::{emitted, sound, synthetic};
use mimalloc::MiMalloc;
use webhook_catalog::{Profiles, SourceFile, read_rows};
use webhook_codegen::Inputs;

/// The one that `xtask` has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Set for the process that measures one size.
const SIZE: &str = "WEBHOOK_EVENTS_SCALE_ROWS";

/// Sizes below this run so often that it is reached.
const ROWS_IN_ALL: usize = 5_000;

fn main() {
    if let Some(rows) = std::env::var(SIZE).ok().and_then(|rows| rows.parse().ok()) {
        return measure(rows);
    }
    let asked: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .filter(|rows| *rows > 0)
        .collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 10_000, 100_000]
    } else {
        asked
    };
    println!(
        "{:>9} {:>9} {:>10} {:>14} {:>9} {:>11} {:>9} {:>6}",
        "rows", "s", "ms per row", "CPU ms per row", "peak MB", "KB per row", "files", "ratio"
    );
    let mut first = None;
    for rows in sizes {
        let runs = ROWS_IN_ALL.div_ceil(rows).min(5);
        let mut runs: Vec<Run> = (0..runs).map(|_| Run::of(rows)).collect();
        runs.sort_by(|one, other| one.cpu.total_cmp(&other.cpu));
        let Run {
            seconds,
            cpu,
            peak_kb,
            files,
        } = runs.swap_remove(runs.len() / 2);
        let per_row = |amount: f64| amount / rows as f64;
        let ratio = per_row(cpu) / *first.get_or_insert(per_row(cpu));
        println!(
            "{rows:>9} {seconds:>9.2} {:>10.3} {:>14.3} {:>9.0} {:>11.1} {files:>9} {ratio:>6.2}",
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
    files: usize,
}

impl Run {
    /// Runs this program again, for one size.
    fn of(rows: usize) -> Self {
        let program = std::env::current_exe().expect("a running program has a path");
        let output = Command::new(program)
            .env(SIZE, rows.to_string())
            .stderr(std::process::Stdio::inherit())
            .output()
            .expect("a program that runs can be started again");
        assert!(output.status.success(), "measuring {rows} rows failed");
        let text = String::from_utf8(output.stdout).expect("figures are text");
        let told: Vec<f64> = text
            .split_whitespace()
            .map(|figure| figure.parse().expect("what is told are figures"))
            .collect();
        let [seconds, cpu, peak_kb, files] = told[..] else {
            panic!("four figures, found {text:?}")
        };
        Self {
            seconds,
            cpu,
            peak_kb,
            files: files as usize,
        }
    }
}

fn measure(rows: usize) {
    let file = SourceFile {
        label: "synthetic.jsonl".to_owned(),
        path: "synthetic.jsonl".to_owned(),
        bytes: synthetic::jsonl(rows).into_bytes(),
    };
    let (started, cpu) = (Instant::now(), cpu_seconds());
    let read = read_rows(&[file], &[]);
    let files = emitted(Inputs {
        rows: sound(read),
        samples: Vec::new(),
        profiles: Profiles::default(),
    })
    .tree
    .len();
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    println!("{seconds} {cpu} {} {files}", peak_kilobytes());
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
