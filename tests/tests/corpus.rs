//! The corpus of the fuzz targets, run through their checks, so that fixed failures stay fixed.

use std::collections::BTreeSet;
use std::fs;

use end_to_end::fuzz::TARGETS;
use end_to_end::workspace_root;

#[test]
fn every_input_of_the_corpus_passes() {
    let root = workspace_root().join("tests/fuzz/corpus");
    for (name, target) in TARGETS {
        let folder = root.join(name);
        let entries = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
        let mut count = 0;
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            let bytes = fs::read(&path)
                .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
            // The last line printed before a panic has the failing input.
            println!("{name}: {}", path.display());
            target(&bytes);
            count += 1;
        }
        assert_ne!(count, 0, "the target {name} has no corpus");
    }
}

#[test]
fn every_target_has_a_program() {
    let root = workspace_root().join("tests/fuzz/fuzz_targets");
    let entries = fs::read_dir(&root).unwrap_or_else(|error| panic!("cannot list it: {error}"));
    let programs: BTreeSet<String> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(programs, targets);
}
