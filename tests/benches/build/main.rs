//! Build times of the emitted crate and its derive twin (see `end_to_end::twin`), with Slack's events in both.
//!
//! ```sh
//! cargo bench --package end-to-end --bench build --profile dev                     # three runs; takes many minutes
//! cargo bench --package end-to-end --bench build --profile dev -- 1                # one run
//! cargo bench --package end-to-end --bench build --profile dev -- 5 check release  # five runs of these builds
//! ```
//!
//! (`--profile dev` applies to this program only and makes it faster to build; the measurements do not change.)
//!
//! For `check`, `debug` and `release`, each in a fresh target folder: the crate from scratch with its dependencies; the crate alone,
//! after its first file was touched; and a program that parses files of any event. Incremental compilation is off, as it is for crates
//! from a registry.
//!
//! The main figure is the processor time over all cores and processes (from `/proc`, so on Linux only), which, unlike the wall time,
//! does not depend on the number of cores and hardly on the machine's load. Both are printed. The two sides alternate; the table has
//! medians and their ratios.
//!
//! Checking the crate alone (`-Ztime-passes`): two thirds are type and borrow checking, about a quarter is
//! `derive(Debug, Clone, PartialEq)`, which both sides have; the start of cargo and rustc is the same for both.
//!
//! A second table has sizes: the source per event without golden tests, the program's release build, and the number of crates.

mod cargo;
mod sizes;

use std::collections::BTreeMap;
use std::path::Path;

use end_to_end::package::Package;
use end_to_end::twin;

use cargo::{Cost, TargetFolder};

/// One side of the comparison.
pub(crate) struct Side {
    /// Name of the crate's package.
    pub(crate) package: &'static str,
    pub(crate) krate: Package,
    /// A program that depends on the crate and parses every event.
    pub(crate) program: Package,
}

/// A kind of build: its name and cargo's arguments.
type Build = (&'static str, &'static [&'static str]);

const BUILDS: [Build; 3] = [
    ("check", &["check"]),
    ("debug", &["build"]),
    ("release", &["build", "--release"]),
];

/// The measured builds; each uses the results of the previous ones.
const STEPS: [&str; 3] = ["crate from scratch", "crate alone", "program alone"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runs = arguments.iter().find_map(|argument| argument.parse().ok());
    let runs: usize = runs.unwrap_or(3).max(1);
    let is_requested = |build: &&Build| arguments.iter().any(|argument| argument == build.0);
    let mut builds: Vec<Build> = BUILDS.iter().filter(is_requested).copied().collect();
    if builds.is_empty() {
        builds = BUILDS.to_vec();
    }

    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let sides = sides(scratch);
    let mut costs: BTreeMap<(&str, &str, usize), Vec<Cost>> = BTreeMap::new();
    let mut programs = [None, None];
    for run in 1..=runs {
        for (build, build_arguments) in &builds {
            for (index, side) in sides.iter().enumerate() {
                eprintln!("run {run} of {runs}: {build} of {}", side.package);
                let target = TargetFolder::new(scratch);
                for (step, cost) in STEPS
                    .into_iter()
                    .zip(measure(&target, side, build_arguments))
                {
                    costs.entry((build, step, index)).or_default().push(cost);
                }
                if build_arguments.contains(&"--release") && run == runs {
                    programs[index] = Some(sizes::program_bytes(&target, side));
                }
            }
        }
    }
    print_costs(&builds, &costs);
    sizes::print(&sides, programs);
}

/// Both crates, each with its program.
fn sides(scratch: &Path) -> [Side; 2] {
    let [events, twin, _] = twin::write_packages(scratch);
    let [events_folder, twin_folder, _] = twin::FOLDERS;
    let events_depends = format!(
        "{{ path = \"../{events_folder}\", default-features = false, features = [\"slack\"] }}"
    );
    let twin_depends = format!("{{ path = \"../{twin_folder}\" }}");
    [
        Side {
            package: "webhook-events",
            krate: events,
            program: program(
                scratch,
                "build-events",
                "webhook-events",
                &events_depends,
                "webhook_events::slack::parse",
            ),
        },
        Side {
            package: "twin",
            krate: twin,
            program: program(scratch, "build-twin", "twin", &twin_depends, "twin::parse"),
        },
    ]
}

/// A package `name` with a program that parses files.
fn program(scratch: &Path, name: &str, krate: &str, depends: &str, parse: &str) -> Package {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{krate} = {depends}\n"
    );
    let main = format!(
        r#"//! Parses the files in its arguments.

fn main() {{
    for path in std::env::args().skip(1) {{
        let body = std::fs::read(&path).expect("the file can be read");
        match {parse}(&body) {{
            Ok(delivery) => {{
                std::hint::black_box(&delivery);
            }}
            Err(error) => println!("{{path}}: {{error}}"),
        }}
    }}
}}
"#
    );
    Package::write(
        scratch,
        name,
        [("Cargo.toml", manifest), ("src/main.rs", main)],
    )
}

/// The costs of [`STEPS`].
fn measure(target: &TargetFolder, side: &Side, arguments: &[&str]) -> [Cost; 3] {
    let krate = [arguments, &["--package", side.package]].concat();
    let from_scratch = target.cost(&side.program, &krate);
    cargo::touch(&side.krate.folder().join("src/lib.rs"));
    let alone = target.cost(&side.program, &krate);
    let program = target.cost(&side.program, arguments);
    [from_scratch, alone, program]
}

/// Rows of the table: the heading, and the steps whose times are added.
const ROWS: [(&str, &[&str]); 5] = [
    ("crate alone", &["crate alone"]),
    ("crate from scratch", &["crate from scratch"]),
    ("program alone", &["program alone"]),
    ("program and crate", &["crate alone", "program alone"]),
    (
        "program from scratch",
        &["crate from scratch", "program alone"],
    ),
];

fn print_costs(builds: &[Build], costs: &BTreeMap<(&str, &str, usize), Vec<Cost>>) {
    println!(
        "{:<8} {:<22} {:>10} {:>10} {:>7} {:>10} {:>10} {:>7}",
        "", "", "CPU s", "twin", "ratio", "wall s", "twin", "ratio"
    );
    for (build, _) in builds {
        for (row, steps) in ROWS {
            let sum = |side: usize, of: fn(&Cost) -> f64| -> f64 {
                let each = steps.iter().map(|step| &costs[&(*build, *step, side)]);
                each.map(|runs| cargo::median(runs.iter().map(of))).sum()
            };
            let [cpu, wall] = [|cost: &Cost| cost.cpu, |cost: &Cost| cost.wall]
                .map(|of: fn(&Cost) -> f64| (sum(0, of), sum(1, of)));
            println!(
                "{build:<8} {row:<22} {:>10.2} {:>10.2} {:>7.2} {:>10.2} {:>10.2} {:>7.2}",
                cpu.0,
                cpu.1,
                cpu.0 / cpu.1,
                wall.0,
                wall.1,
                wall.0 / wall.1,
            );
        }
    }
}
