//! The record of a finished run, by which the next run sees that it has nothing to do.
//!
//! One file below the workspace's `target` for each output folder of the workspace. It holds a hash of everything that the output depends on (the
//! generator, the arguments, the content of each input), and the hash of each generated file. The output folder itself is
//! always compared. A run with diagnostics leaves no record, so that the next one shows them again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::{Map, Value, json};
use webhook_catalog::{SourceFile, sha256};
use webhook_codegen::Options;

use crate::files::Sources;
use crate::summary::Account;
use crate::sync::{Content, Files, Out};
use crate::workspace::Workspace;

/// The place of the record of one output folder, and the hash of what its next content depends on.
pub(super) struct RecordFile {
    path: PathBuf,
    inputs: String,
}

/// What an earlier run with the same inputs left.
pub(super) struct Record {
    pub(super) account: Account,
    /// Path and hash of each generated file, sorted by path.
    files: Vec<(String, String)>,
}

/// The hash of a file's content.
pub(super) struct Hash<'a>(&'a str);

impl Content for Hash<'_> {
    fn is(&self, found: &[u8]) -> bool {
        sha256(found) == self.0
    }
}

impl Record {
    pub(super) fn files(&self) -> Vec<(&str, Hash<'_>)> {
        let files = self.files.iter();
        files
            .map(|(path, hash)| (path.as_str(), Hash(hash)))
            .collect()
    }
}

impl RecordFile {
    /// `None` if the output folder is outside the workspace or does not exist, if cargo has made no `target` folder there, or if
    /// the generator cannot be told from another build of it.
    pub(super) fn locate(
        workspace: &Workspace,
        options: &Options,
        vendors: &[String],
        out: &Out,
        sources: &Sources,
    ) -> Option<Self> {
        let root = workspace.root.canonicalize().ok()?;
        let target = root.join("target");
        let folder = out.path.canonicalize().ok()?;
        let folder = folder
            .strip_prefix(&root)
            .ok()
            .filter(|_| target.is_dir())?;
        let name = sha256(folder.as_os_str().as_encoded_bytes());
        Some(Self {
            path: target.join("regen").join(name).with_extension("json"),
            inputs: hash_of_inputs(&generator()?, (options, vendors), sources),
        })
    }

    /// The record, if its run had the same inputs.
    pub(super) fn read(&self) -> Option<Record> {
        let text = fs::read(&self.path).ok()?;
        let mut record: Map<String, Value> = serde_json::from_slice(&text).ok()?;
        let mut take = |name: &str| record.get_mut(name).map(Value::take);
        if take("inputs")? != self.inputs {
            return None;
        }
        let lines = serde_json::from_value(take("lines")?).ok()?;
        let files = serde_json::from_value(take("files")?).ok()?;
        let account = Account {
            lines,
            read: take("read")?,
            vendors: take("vendors")?,
        };
        Some(Record { account, files })
    }

    /// Replaces the record. Without one, the next run does its work again, so failures are not reported.
    pub(super) fn write(&self, account: &Account, files: &Files<'_>) {
        let files: Vec<(&str, String)> = files
            .iter()
            .map(|(path, text)| (*path, sha256(text.as_bytes())))
            .collect();
        let record = json!({
            "inputs": self.inputs,
            "lines": account.lines,
            "read": account.read,
            "vendors": account.vendors,
            "files": files,
        });
        // A record that cannot be written is one that is missing.
        let _ = replace(&self.path, record.to_string().as_bytes());
    }
}

fn replace(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.persist(path)?;
    Ok(())
}

/// Size and time of this program, as cargo tells builds apart.
fn generator() -> Option<String> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", program.len(), built.as_nanos()))
}

fn hash_of_inputs(generator: &str, settings: (&Options, &[String]), sources: &Sources) -> String {
    let Sources {
        catalogue,
        additions,
        samples,
        overlays,
        profiles,
        folders,
        sample_vendors,
    } = sources;
    let hashed = |file: &SourceFile| (file.label.clone(), file.path.clone(), sha256(&file.bytes));
    let files = [catalogue, additions, samples, overlays, profiles.as_slice()]
        .map(|files| files.iter().map(hashed).collect::<Vec<_>>());
    let inputs = (generator, settings, folders, sample_vendors, files);
    sha256(format!("{inputs:?}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record_file(folder: &Path, inputs: &str) -> RecordFile {
        RecordFile {
            path: folder.join("regen").join("a.json"),
            inputs: inputs.to_owned(),
        }
    }

    #[test]
    fn a_record_holds_for_its_inputs_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let written = record_file(folder.path(), "one");
        assert!(written.read().is_none());
        let account = Account {
            lines: vec!["read it".to_owned()],
            read: json!({ "rows": 1 }),
            vendors: json!([]),
        };
        written.write(&account, &[("a.rs", "// a"), ("b/c.rs", "// c")]);
        let read = written.read().expect("it was written");
        assert_eq!(read.account, account);
        let files = read.files();
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        assert_eq!(paths, ["a.rs", "b/c.rs"]);
        assert!(files[1].1.is(b"// c"));
        assert!(!files[1].1.is(b"// d"));
        assert!(record_file(folder.path(), "two").read().is_none());
    }

    #[test]
    fn a_broken_record_is_no_record() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = record_file(folder.path(), "one");
        for text in [&b"{"[..], b"[]", b"{\"inputs\": \"one\"}", b"\xff"] {
            replace(&file.path, text).expect("it can be written");
            assert!(file.read().is_none());
        }
    }

    #[test]
    fn every_input_changes_the_hash() {
        type Settings = (Options, Vec<String>);
        let file = |label: &str, bytes: &[u8]| SourceFile {
            label: label.to_owned(),
            path: label.to_owned(),
            bytes: bytes.to_vec(),
        };
        let sources = Sources {
            catalogue: vec![file("a", b"1"), file("b", b"2")],
            ..Sources::default()
        };
        let settings = || (Options::named("a"), Vec::<String>::new());
        let hash = |generator: &str, (options, vendors): Settings, sources: &Sources| {
            hash_of_inputs(generator, (&options, &vendors), sources)
        };
        let known = hash("generator", settings(), &sources);
        let changed = |change: &dyn Fn(&mut Settings, &mut Sources)| {
            let (mut settings, mut sources) = (settings(), sources.clone());
            change(&mut settings, &mut sources);
            hash("generator", settings, &sources)
        };
        assert_eq!(changed(&|_, _| ()), known);
        let others = [
            hash("other", settings(), &sources),
            changed(&|(options, _), _| options.crate_name = "x".to_owned()),
            changed(&|(options, _), _| options.package.publish = false),
            changed(&|(_, vendors), _| vendors.push("x".to_owned())),
            changed(&|_, sources| sources.catalogue[0].bytes = b"12".to_vec()),
            changed(&|_, sources| sources.catalogue[0].label = "x".to_owned()),
            changed(&|_, sources| sources.overlays = sources.catalogue.split_off(1)),
            changed(&|_, sources| sources.profiles = sources.catalogue.pop()),
            changed(&|_, sources| sources.sample_vendors.push("x".to_owned())),
        ];
        for (index, other) in others.iter().enumerate() {
            assert_ne!(*other, known, "{index}");
            assert!(!others[..index].contains(other), "{index}");
        }
    }
}
