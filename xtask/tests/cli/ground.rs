//! A temporary folder to run in, and the result of a run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A temporary folder with inputs: two rows of acme, one sample of zeta. Runs take place in it.
pub(crate) struct Ground {
    folder: TempDir,
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// The report.
    pub(crate) out: String,
    /// Diagnostics and progress.
    pub(crate) err: String,
}

/// Every file below a folder: its bytes and when it was last written.
pub(crate) type Files = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

impl Ground {
    pub(crate) fn new() -> Self {
        let ground = Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        ground.put_rows(&[row("thing.made"), row("thing.sold")]);
        ground.put("samples/zeta/thing_gone/documented.json", "{\"id\": 1}\n");
        ground
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test sets up what is found; nothing reads it meanwhile"
    )]
    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        let folder = path.parent().expect("the path is below the folder");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    /// Replaces the catalogue.
    pub(crate) fn put_rows(&self, rows: &[Value]) {
        let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
        self.put("rows.jsonl", text);
    }

    /// Runs `xtask` with these arguments.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        self.start(Command::new(env!("CARGO_BIN_EXE_xtask")).args(words))
    }

    /// Runs `xtask` with these arguments in a folder of this one.
    pub(crate) fn run_in(&self, folder: &str, words: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        self.start(command.args(words).current_dir(self.path(folder)))
    }

    /// Runs `xtask` with these arguments and another stdout.
    pub(crate) fn run_into(&self, words: &[&str], out: File) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        self.start(command.args(words).stdout(out))
    }

    /// Runs `xtask` with these arguments, as that of a workspace in this folder.
    pub(crate) fn run_as_workspace(&self, words: &[&str]) -> Ran {
        self.start(&mut self.command_as_workspace(words))
    }

    /// The command of [`Ground::run_as_workspace`].
    pub(crate) fn command_as_workspace(&self, words: &[&str]) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("update");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(words)
            .current_dir(self.folder.path())
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", target);
        command
    }

    /// Runs a command in the folder, unless it names another.
    pub(crate) fn start(&self, command: &mut Command) -> Ran {
        if command.get_current_dir().is_none() {
            command.current_dir(self.folder.path());
        }
        let output = command.output().expect("xtask can be started");
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Ran {
            code: output.status.code().expect("xtask ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Runs `xtask regen` on this folder's inputs with `--out out` and further arguments.
    pub(crate) fn regen(&self, words: &[&str]) -> Ran {
        let mut all = vec!["regen"];
        let given = |flag: &str| words.contains(&flag);
        for (flag, value) in [
            ("--catalog", "rows.jsonl"),
            ("--additions", "none"),
            ("--samples", "samples"),
            ("--overlays", "none"),
            ("--profiles", "none"),
            ("--out", "out"),
        ] {
            if !given(flag) {
                all.extend([flag, value]);
            }
        }
        all.extend(words);
        self.run(&all)
    }

    /// Runs `xtask regen`, which must succeed.
    #[track_caller]
    pub(crate) fn regen_well(&self, words: &[&str]) -> Ran {
        let ran = self.regen(words);
        assert_eq!(ran.code, 0, "{ran:#?}");
        ran
    }

    /// Runs on a bad input, first without and then with a generated crate: it exits with 1, prints every text of
    /// `expected` and a help, and changes nothing on disk.
    #[track_caller]
    pub(crate) fn refuse(&self, words: &[&str], expected: &[&str]) {
        self.refuse_once(words, expected);
        assert!(!self.path("out").exists(), "the output folder was made");
        let good = row("thing.made");
        self.put("good.jsonl", format!("{good}\n"));
        self.regen_well(&["--catalog", "good.jsonl", "--samples", "none"]);
        self.refuse_once(words, expected);
    }

    #[track_caller]
    fn refuse_once(&self, words: &[&str], expected: &[&str]) {
        let before = self.files("");
        let ran = self.regen(words);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        for text in expected {
            assert!(
                ran.err.contains(text),
                "{text:?} is missing in:\n{}",
                ran.err
            );
        }
        assert!(ran.err.contains("= help: "), "no help in:\n{}", ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(self.files(""), before, "the disk has changed");
    }

    /// Every file below a folder of this one.
    pub(crate) fn files(&self, path: &str) -> Files {
        let mut found = Files::new();
        collect(&self.path(path), &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut Files) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified());
        let written = written.expect("the file has a time");
        let bytes = fs::read(&path).expect("the file can be read");
        found.insert(path, (bytes, written));
    }
}

/// A row of acme.
pub(crate) fn row(event_name: &str) -> Value {
    json!({
        "vendor": "acme",
        "vendor_display_name": "Acme",
        "category": "payments",
        "event_name": event_name,
        "trigger_description": "Fires when something happens to a thing.",
        "payload_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "required": ["id"],
            "properties": { "id": { "type": "string" } },
        },
        "auth_method": "none",
        "docs_url": "https://acme.example/hooks",
        "last_introspected_at": "2026-05-01T00:00:00Z",
        "source_extractor_version": "v1.0",
        "extraction_method": "manual-html",
    })
}

/// A row with another value in one column.
pub(crate) fn row_with(event_name: &str, column: &str, value: impl Into<Value>) -> Value {
    let mut row = row(event_name);
    row[column] = value.into();
    row
}

/// The workspace's checked-in snapshot.
pub(crate) fn snapshot() -> Vec<u8> {
    let path = workspace().join("catalog/saas-webhook-catalog.parquet");
    fs::read(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn workspace() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("the package lies in a folder of the workspace")
}
