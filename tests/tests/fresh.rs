//! `generated/` is up to date with the checked-in inputs. Needs neither git nor a network.

use std::collections::BTreeMap;

use end_to_end::{emitted, inputs};
use webhook_codegen::HEADER;

#[test]
fn the_checked_in_crate_is_fresh() {
    let tree = emitted(inputs::checked_in()).tree;
    let found: BTreeMap<String, Vec<u8>> = inputs::folder("generated")
        .into_iter()
        .map(|file| (file.path, file.bytes))
        .collect();
    let mut faults = Vec::new();
    for (path, text) in tree.iter() {
        match found.get(path) {
            None => faults.push(format!("missing  generated/{path}")),
            Some(bytes) if bytes != text.as_bytes() => {
                faults.push(format!("stale    generated/{path}"));
            }
            Some(_) => {}
        }
    }
    for (path, bytes) in &found {
        let first = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        // Golden files are data, without a header.
        let is_ours = path.starts_with("tests/") || String::from_utf8_lossy(first).contains(HEADER);
        if is_ours && tree.get(path).is_none() {
            faults.push(format!("orphaned generated/{path}"));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\n{} files; to bring them up to date, run:\n  cargo xtask regen",
        faults.join("\n"),
        faults.len()
    );
}
