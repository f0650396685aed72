//! `update` killed at random moments, with `diff` and `regen --check` beside it: the tree is as before or as after.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::json;

use crate::ground::{Ground, row};

/// Number of events, enough for the renaming of files to take some time.
const EVENTS: usize = 40;
const UPDATE: [&str; 4] = ["update", "new.jsonl", "--no-wire-check", "--drop-stale"];
/// The record that exists while files are renamed.
const RECORD: &str = "target/xtask/staged/changes.json";

/// Bytes of all files that git would see.
type Files = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn a_killed_update_leaves_the_tree_as_before_or_as_after() {
    kill(8);
}

#[test]
#[ignore = "takes half a minute"]
fn an_update_killed_at_sixty_moments_leaves_the_tree_as_before_or_as_after() {
    kill(60);
}

fn rows(is_newer: bool) -> String {
    let events = (0..EVENTS).filter(|index| !(is_newer && *index == 3));
    let rows = events.map(|index| {
        let mut row = row(&format!("thing.{index}"));
        if is_newer {
            row["payload_schema"]["properties"]["size"] = json!({ "type": "integer" });
        }
        format!("{row}\n")
    });
    rows.collect()
}

/// A workspace with a catalogue, its crate, and an overlay that the newer catalogue makes stale.
fn workspace() -> Ground {
    let ground = Ground::new();
    ground.put("catalog/events.jsonl", rows(false));
    ground.put("catalog/profiles.toml", "");
    ground.put("catalog/samples/README.md", "No samples.\n");
    let overlay = json!({
        "event_name": "thing.3", "reason": "it is wrong", "source": "https://acme.example",
        "patch": {"trigger_description": "Fires."},
    });
    ground.put("catalog/overlays/acme/thing.json", overlay.to_string());
    ground.put("xtask/Cargo.toml", "");
    ground.put("new.jsonl", rows(true));
    ground.put("target/.keep", "");
    run(&ground, &["regen"], &[0]);
    ground
}

/// Runs a command, which must end with one of these codes.
#[track_caller]
fn run(ground: &Ground, words: &[&str], codes: &[i32]) {
    let ran = ground.run_as_workspace(words);
    assert!(codes.contains(&ran.code), "{words:?}: {ran:#?}");
}

fn files(ground: &Ground) -> Files {
    let target = ground.path("target");
    let files = ground.files("").into_iter();
    files
        .filter(|(path, _)| !path.starts_with(&target))
        .map(|(path, (bytes, _))| (path, bytes))
        .collect()
}

/// Makes the tree as it was.
fn restore(ground: &Ground, before: &Files) {
    for path in files(ground)
        .keys()
        .filter(|path| !before.contains_key(*path))
    {
        std::fs::remove_file(path).expect("the file can be removed");
    }
    for (path, bytes) in before {
        let path = path.strip_prefix(ground.path("")).expect("it is below");
        ground.put(path.to_str().expect("a plain path"), bytes);
    }
}

fn kill(times: u32) {
    let ground = workspace();
    let before = files(&ground);
    let start = Instant::now();
    run(&ground, &UPDATE, &[0]);
    let whole = start.elapsed();
    let after = files(&ground);
    assert_ne!(before, after);

    let seed = SystemTime::UNIX_EPOCH.elapsed().expect("a time").as_nanos();
    let mut random = Random(u64::try_from(seed % (1 << 60)).expect("60 bits"));
    let mut outcomes: BTreeMap<(bool, bool), u32> = BTreeMap::new();
    for turn in 0..times {
        restore(&ground, &before);
        let is_ended = AtomicBool::new(false);
        let was_renaming = thread::scope(|scope| {
            let reader = scope.spawn(|| {
                while !is_ended.load(Ordering::Relaxed) {
                    read(&ground);
                }
            });
            // Every second time while files are renamed, which takes a small part of the time.
            let delay = if turn % 2 == 0 {
                Delay::After(whole.mul_f64(random.fraction() * 1.2))
            } else {
                Delay::AfterRecord(Duration::from_micros(random.below(4_000)))
            };
            let was_renaming = kill_one(&ground, delay);
            is_ended.store(true, Ordering::Relaxed);
            reader.join().expect("a reader does not fail");
            was_renaming
        });
        read(&ground);
        run(&ground, &["regen"], &[0]);
        let now = files(&ground);
        let is_after = now == after;
        assert!(
            is_after || now == before,
            "seed {seed}, turn {turn}: {:?}",
            odd(&now, &before)
        );
        assert!(
            !was_renaming || is_after,
            "seed {seed}, turn {turn}: the run was not continued"
        );
        assert!(
            !ground.path("target/xtask/staged").exists(),
            "seed {seed}, turn {turn}"
        );
        run(&ground, &["regen", "--check"], &[0]);
        *outcomes.entry((was_renaming, is_after)).or_default() += 1;
    }
    for ((was_renaming, is_after), times) in outcomes {
        eprintln!(
            "{times} kills: files were being renamed {was_renaming}, tree as after {is_after}"
        );
    }
}

/// The paths that differ.
fn odd<'a>(now: &'a Files, before: &'a Files) -> Vec<&'a PathBuf> {
    let paths = now.keys().chain(before.keys());
    paths
        .filter(|path| now.get(*path) != before.get(*path))
        .collect()
}

/// A reader sees one of both trees, or says that a run was interrupted.
fn read(ground: &Ground) {
    for (words, codes) in [
        (&["regen", "--check"][..], &[0][..]),
        (&["diff", "new.jsonl"], &[0, 3]),
    ] {
        let ran = ground.run_as_workspace(words);
        let is_interrupted = ran.code == 1 && ran.err.contains("error[E326]");
        assert!(
            codes.contains(&ran.code) || is_interrupted,
            "{words:?}: {ran:#?}"
        );
    }
}

/// The moment of a kill, after the start of the update or after its record appeared.
enum Delay {
    After(Duration),
    AfterRecord(Duration),
}

/// Starts an update and kills it. Returns true if it left the record of a transaction.
fn kill_one(ground: &Ground, delay: Delay) -> bool {
    let mut command = ground.command_as_workspace(&UPDATE);
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut update = command.spawn().expect("xtask can be started");
    let record = ground.path(RECORD);
    match delay {
        Delay::After(time) => thread::sleep(time),
        Delay::AfterRecord(time) => {
            while !record.exists() && update.try_wait().expect("it is ours").is_none() {
                thread::sleep(Duration::from_micros(100));
            }
            thread::sleep(time);
        }
    }
    update.kill().expect("it is ours");
    update.wait().expect("it is ours");
    record.exists()
}

/// Knuth's MMIX generator; the moments are no secret.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1_000)).unwrap_or_default()) / 1_000.0
    }
}
