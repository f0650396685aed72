//! Pairs of catalogues: one per rule in `tests/fixtures/diff/`, and more in `tests/fixtures/verdicts/`.

use webhook_catalog::{
    Profiles, SharedDefinitions, read_overlays, read_profiles, read_rows, read_samples,
};
use webhook_codegen::Inputs;

use crate::{inputs, sound, workspace_root};

/// The inputs of one side of a rule's pair, `baseline` or `current`.
///
/// # Panics
///
/// If a file cannot be read or has errors.
pub fn side(rule: &str, side: &str) -> Inputs {
    side_in(&format!("tests/fixtures/diff/{rule}"), side)
}

/// The inputs of one side of the pair in a folder, given relative to the workspace.
///
/// Beside its rows, a side may have a profile (`baseline.toml`), samples (`baseline-samples/`, or `samples/` for both sides)
/// and overlays.
///
/// # Panics
///
/// If a file cannot be read or has errors.
pub fn side_in(folder_path: &str, side: &str) -> Inputs {
    let has = |name: &str| workspace_root().join(folder_path).join(name).exists();
    let folder = |names: [String; 2]| {
        let found = names.iter().find(|name| has(name));
        found.map_or_else(Vec::new, |name| {
            inputs::folder(&format!("{folder_path}/{name}"))
        })
    };
    let overlays = folder([format!("{side}-overlays"), "overlays".to_owned()]);
    let samples = folder([format!("{side}-samples"), "samples".to_owned()]);
    let rows = inputs::file(&format!("{folder_path}/{side}.jsonl"));
    let profiles = format!("{side}.toml");
    let overlays = sound(read_overlays(&overlays));
    Inputs {
        rows: sound(read_rows(&[rows], &[], &overlays)),
        shared_definitions: SharedDefinitions::of(overlays),
        samples: sound(read_samples(&samples)),
        profiles: if has(&profiles) {
            sound(read_profiles(&inputs::file(&format!(
                "{folder_path}/{profiles}"
            ))))
        } else {
            Profiles::default()
        },
    }
}
