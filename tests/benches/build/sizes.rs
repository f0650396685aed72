//! How large what is built is, and what it is built from.

use std::collections::BTreeSet;
use std::path::Path;

use end_to_end::{emitted, inputs, vendor_model};

use crate::Side;
use crate::cargo::Fresh;

/// A program's size in bytes, as cargo builds it for release.
#[derive(Clone, Copy)]
pub(crate) struct ProgramBytes {
    whole: usize,
    without_symbols: usize,
}

/// Prints the sizes of both sides; those of programs where they were built.
pub(crate) fn print(sides: &[Side; 2], programs: [Option<ProgramBytes>; 2]) {
    println!("\n{:<44} {:>10} {:>10} {:>7}", "", "", "twin", "ratio");
    let events = vendor_model(inputs::checked_in(), "slack").events.len();
    let tree = emitted(inputs::checked_in()).tree;
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
        row("release program, bytes", own.whole, twin.whole);
        row(
            "release program without symbols, bytes",
            own.without_symbols,
            twin.without_symbols,
        );
    }
    let crates = sides.each_ref().map(crates);
    row("crates, itself included", crates[0], crates[1]);
}

fn row(what: &str, own: usize, twin: usize) {
    let ratio = own as f64 / twin as f64;
    println!("{what:<44} {own:>10} {twin:>10} {ratio:>7.2}");
}

/// The bytes of the files in a folder without folders.
fn source_bytes(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("the twin has sources");
    let bytes = entries.map(|entry| {
        let about = entry.and_then(|entry| entry.metadata());
        about.expect("sources can be looked at").len() as usize
    });
    bytes.sum()
}

/// Looks at the program that was built for release, and strips it.
pub(crate) fn program_bytes(fresh: &Fresh, side: &Side) -> ProgramBytes {
    let name = side.program.folder().file_name().expect("it has a name");
    let file = fresh.path().join("release").join(name);
    let file = file.with_extension(std::env::consts::EXE_EXTENSION);
    let bytes = || file.metadata().expect("the program is built").len() as usize;
    let whole = bytes();
    let stripped = ["rustc", "--release", "--", "-C", "strip=symbols"];
    fresh.run(&side.program, &stripped);
    ProgramBytes {
        whole,
        without_symbols: bytes(),
    }
}

/// How many crates are built for the program, itself left out.
fn crates(side: &Side) -> usize {
    let words = [
        "tree",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--no-dedupe",
    ];
    let output = side
        .program
        .command(&words)
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "cargo tells the crates");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let crates: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    crates.len() - 1
}
