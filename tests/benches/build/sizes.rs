//! Sizes of sources and programs, and numbers of dependencies.

use std::collections::BTreeSet;
use std::path::Path;

use end_to_end::{emitted, inputs, vendor_model};

use crate::Side;
use crate::cargo::TargetFolder;

/// Size of a release build of a program, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct ProgramBytes {
    with_symbols: usize,
    without_symbols: usize,
}

/// Prints the sizes of both sides, with those of the programs if they were built.
pub(crate) fn print(sides: &[Side; 2], programs: [Option<ProgramBytes>; 2]) {
    println!("\n{:<44} {:>10} {:>10} {:>7}", "", "", "twin", "ratio");
    let events = vendor_model(inputs::of_vendors(&["slack"]), "slack")
        .events
        .len();
    let tree = emitted(inputs::of_vendors(&["slack"])).tree;
    let bytes = |folder: &str| -> usize {
        let files = tree.iter().filter(|(path, _)| path.starts_with(folder));
        files.map(|(_, text)| text.len()).sum()
    };
    let types = bytes("src/slack/");
    let all = types + bytes("src/support/") + bytes("src/lib.rs");
    let twin = source_bytes(&sides[1].krate.folder().join("src"));
    row(
        "bytes of source per event, types alone",
        types / events,
        twin / events,
    );
    row(
        "bytes of source per event, with support",
        all / events,
        twin / events,
    );

    if let [Some(own), Some(twin)] = programs {
        row(
            "release program, bytes",
            own.with_symbols,
            twin.with_symbols,
        );
        row(
            "release program without symbols, bytes",
            own.without_symbols,
            twin.without_symbols,
        );
    }
    let crates = sides.each_ref().map(crates);
    row("crates, itself included", crates[0], crates[1]);
}

fn row(heading: &str, own: usize, twin: usize) {
    let ratio = own as f64 / twin as f64;
    println!("{heading:<44} {own:>10} {twin:>10} {ratio:>7.2}");
}

/// Total size of the files in a folder without subfolders.
fn source_bytes(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("the twin has sources");
    let bytes = entries.map(|entry| {
        let metadata = entry.and_then(|entry| entry.metadata());
        metadata.expect("sources can be read").len() as usize
    });
    bytes.sum()
}

/// Measures the release build of a program, then strips it and measures again.
pub(crate) fn program_bytes(target: &TargetFolder, side: &Side) -> ProgramBytes {
    let name = side.program.folder().file_name().expect("it has a name");
    let file = target.path().join("release").join(name);
    let file = file.with_extension(std::env::consts::EXE_EXTENSION);
    let bytes = || file.metadata().expect("the program is built").len() as usize;
    let with_symbols = bytes();
    let stripped = ["rustc", "--release", "--", "-C", "strip=symbols"];
    target.run(&side.program, &stripped);
    ProgramBytes {
        with_symbols,
        without_symbols: bytes(),
    }
}

/// Number of crates that the program depends on.
fn crates(side: &Side) -> usize {
    let arguments = [
        "tree",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--no-dedupe",
    ];
    let output = side
        .program
        .command(&arguments)
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "cargo lists the crates");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let crates: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    crates.len() - 1
}
