//! Sample payloads: one JSON file per case in one folder per event, with the origin of each.

mod provenance;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codes;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::ids::{EventName, VendorId};
use crate::source::SourceFile;
use crate::strict;
use crate::text::shown;
use crate::utf8;

/// Layout of the folder, for help texts.
const LAYOUT: &str = "samples lie at `<vendor>/<event folder>/<case>.json`";

/// Name of the file with the origin of an event's samples.
const PROVENANCE: &str = "provenance.toml";

/// A stored payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The vendor, named by the outer folder.
    pub vendor: VendorId,
    /// The event: `event_name` of the folder's `provenance.toml`, else the folder's name.
    pub event_name: EventName,
    /// The file's name without `.json`.
    pub case: String,
    /// The payload, byte for byte.
    pub bytes: Vec<u8>,
    /// The payload, parsed.
    pub value: Value,
    /// Trigger of the event, as prose; for events without a row.
    pub trigger: Option<String>,
    /// The vendor's page about the event; for events without a row.
    pub docs_url: Option<String>,
    /// Origin of the payload, if it is recorded.
    pub provenance: Option<Provenance>,
    /// The file, as the user named it.
    pub label: String,
}

/// Origin of a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Kind of origin.
    pub kind: Case,
    /// Source, usually a page and its date.
    pub source: Option<String>,
    /// Remarks for readers of the sample.
    pub note: Option<String>,
}

/// Kind of a sample's origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Recorded from a delivery.
    Captured,
    /// Printed in the vendor's documentation.
    Documented,
    /// Written by hand, from the schema.
    Composed,
}

impl Case {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Captured, Self::Documented, Self::Composed];

    /// The spelling in `provenance.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Documented => "documented",
            Self::Composed => "composed",
        }
    }
}

/// Reads samples and their provenance, sorted by vendor, event name and case. A sample with an error is left out.
///
/// Paths are relative to the folder of samples. A path that ends with `/` stands for a folder without files.
pub fn read_samples(files: &[SourceFile]) -> Checked<Vec<Sample>> {
    let mut diagnostics = Vec::new();
    let mut folders: BTreeMap<(VendorId, &str), Folder<'_>> = BTreeMap::new();
    for file in files {
        sort_file(file, &mut folders, &mut diagnostics);
    }
    let mut samples = Vec::new();
    let mut claimed: BTreeMap<(VendorId, EventName), &str> = BTreeMap::new();
    for ((vendor, name), folder) in &folders {
        let Some((notes, event_name)) =
            provenance::read_notes(vendor, name, folder, &mut diagnostics)
        else {
            continue;
        };
        if let Some(first) = claimed.insert((vendor.clone(), event_name.clone()), name) {
            let place = folder.place(vendor, &event_name);
            let message = format!(
                "{} already has the folder {}",
                shown(event_name.as_str()),
                shown(first)
            );
            let help = "put all samples of an event into one folder";
            diagnostics.push(
                Diagnostic::error(codes::SECOND_SAMPLE_FOLDER, place, message).with_help(help),
            );
        }
        for (case, file) in &folder.cases {
            let Some(value) = read_payload(vendor, &event_name, file, &mut diagnostics) else {
                continue;
            };
            samples.push(Sample {
                vendor: vendor.clone(),
                event_name: event_name.clone(),
                case: (*case).to_owned(),
                bytes: file.bytes.clone(),
                value,
                trigger: notes.trigger.clone(),
                docs_url: notes.docs_url.clone(),
                provenance: notes.cases.get(*case).cloned(),
                label: file.label.clone(),
            });
        }
    }
    samples.sort_by(|one, other| {
        (&one.vendor, &one.event_name, &one.case).cmp(&(
            &other.vendor,
            &other.event_name,
            &other.case,
        ))
    });
    Checked {
        value: samples,
        diagnostics,
    }
}

/// The files of one event folder.
#[derive(Default)]
struct Folder<'a> {
    /// The folder's path for diagnostics.
    label: String,
    cases: BTreeMap<&'a str, &'a SourceFile>,
    provenance: Option<&'a SourceFile>,
}

impl Folder<'_> {
    fn place(&self, vendor: &VendorId, event: &EventName) -> Place {
        Place {
            vendor: Some(vendor.to_string()),
            event: Some(event.to_string()),
            ..Place::of(&self.label)
        }
    }
}

/// Adds a file to its folder, or reports that it is misplaced.
fn sort_file<'a>(
    file: &'a SourceFile,
    folders: &mut BTreeMap<(VendorId, &'a str), Folder<'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let parts: Vec<&str> = file.path.split('/').collect();
    let name = parts.last().copied().unwrap_or_default();
    if name == "README.md" {
        return;
    }
    let meant =
        name == PROVENANCE || name.ends_with(".json") || (name.is_empty() && parts.len() == 3);
    let &[vendor, folder, name] = &parts[..] else {
        diagnostics.push(if meant {
            Diagnostic::error(
                codes::MISPLACED_SAMPLE,
                Place::of(&file.label),
                "the file lies at the wrong depth",
            )
            .with_help(LAYOUT)
        } else {
            stray(file)
        });
        return;
    };
    let Ok(vendor) = VendorId::new(vendor) else {
        let message = format!("the folder {} is no vendor", shown(vendor));
        diagnostics.push(
            Diagnostic::error(codes::MISPLACED_SAMPLE, Place::of(&file.label), message)
                .with_help(LAYOUT),
        );
        return;
    };
    let entry = folders.entry((vendor, folder)).or_default();
    if entry.label.is_empty() {
        file.label
            .rsplit_once(['/', '\\'])
            .map_or(folder, |(folder, _)| folder)
            .clone_into(&mut entry.label);
    }
    match name.strip_suffix(".json") {
        Some(case) if !case.is_empty() => {
            entry.cases.insert(case, file);
        }
        None if name == PROVENANCE => entry.provenance = Some(file),
        None if name.is_empty() => {}
        _ => diagnostics.push(stray(file)),
    }
}

fn stray(file: &SourceFile) -> Diagnostic {
    let message = format!(
        "{} is neither a sample nor `{PROVENANCE}`",
        shown(&file.path)
    );
    Diagnostic::warning(codes::STRAY_SAMPLE_FILE, Place::of(&file.label), message)
        .with_help("the file is not read; remove it")
}

fn read_payload(
    vendor: &VendorId,
    event: &EventName,
    file: &SourceFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let place = Place {
        vendor: Some(vendor.to_string()),
        event: Some(event.to_string()),
        ..Place::of(&file.label)
    };
    let text = utf8::utf8(&file.bytes, place.clone(), 1, diagnostics)?;
    match strict::parse(text) {
        Ok(value) => Some(value),
        Err(fault) => {
            let message = format!(
                "the sample is not JSON: {}, at line {} column {}",
                fault.message, fault.line, fault.column
            );
            let place = Place {
                pointer: Some(fault.pointer.clone()).filter(|at| !at.is_empty()),
                ..place
            };
            let diagnostic = Diagnostic::error(codes::SAMPLE_NOT_JSON, place, message)
                .with_help("store the payload as it was sent");
            diagnostics.push(diagnostic.with_excerpt(fault.excerpt(text, Some(1))));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &str) -> SourceFile {
        SourceFile {
            label: format!("samples/{path}"),
            path: path.to_owned(),
            bytes: content.into(),
        }
    }

    fn read(files: &[SourceFile]) -> (Vec<Sample>, Vec<String>) {
        let checked = read_samples(files);
        let line =
            |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
        (
            checked.value,
            checked.diagnostics.iter().map(line).collect(),
        )
    }

    #[test]
    fn a_folder_names_its_event_unless_provenance_does() {
        let (samples, found) = read(&[
            file("acme/paid/b.json", " {\"a\":1.0}\n"),
            file("acme/paid/a.json", "[]"),
            file("acme/lost/x.json", "null"),
            file(
                "acme/lost/provenance.toml",
                "event_name = \"Invoice / Lost\"\ntrigger = \"An invoice is lost.\"\n[x]\nkind = \"captured\"\nnote = \"by hand\"",
            ),
            file("README.md", "about"),
            file("acme/lost/README.md", "about"),
        ]);
        assert_eq!(found, Vec::<String>::new());
        let names: Vec<_> = samples
            .iter()
            .map(|sample| (sample.event_name.as_str(), sample.case.as_str()))
            .collect();
        assert_eq!(
            names,
            [("Invoice / Lost", "x"), ("paid", "a"), ("paid", "b")]
        );
        let note = Some("by hand".to_owned());
        assert_eq!(
            samples[0].provenance,
            Some(Provenance {
                kind: Case::Captured,
                source: None,
                note
            })
        );
        assert_eq!(samples[0].trigger.as_deref(), Some("An invoice is lost."));
        assert_eq!(
            (samples[2].bytes.as_slice(), &samples[2].provenance),
            (&b" {\"a\":1.0}\n"[..], &None)
        );
    }

    #[test]
    fn files_in_the_wrong_place() {
        let (samples, found) = read(&[
            file("paid.json", "{}"),
            file("acme/paid/deep/a.json", "{}"),
            file("Acme/paid/a.json", "{}"),
            file("acme/.DS_Store", ""),
            file("acme/paid/notes.txt", ""),
            file("acme/empty/", ""),
        ]);
        assert_eq!(samples, []);
        assert_eq!(
            found,
            [
                "E030 samples/paid.json: the file lies at the wrong depth",
                "E030 samples/acme/paid/deep/a.json: the file lies at the wrong depth",
                "E030 samples/Acme/paid/a.json: the folder `Acme` is no vendor",
                "E037 samples/acme/.DS_Store: `acme/.DS_Store` is neither a sample nor `provenance.toml`",
                "E037 samples/acme/paid/notes.txt: `acme/paid/notes.txt` is neither a sample nor `provenance.toml`",
                "E032 samples/acme/empty, acme empty: the event folder holds no sample",
                "E032 samples/acme/paid, acme paid: the event folder holds no sample",
            ]
        );
    }

    #[test]
    fn samples_that_are_not_json() {
        let (samples, found) = read(&[
            file("acme/paid/a.json", "{\"id\": 1,\n \"id\": 2}"),
            file("acme/paid/b.json", ""),
            SourceFile {
                bytes: b"\"\xe9\"".to_vec(),
                ..file("acme/paid/c.json", "")
            },
            file("acme/paid/d.json", "{}"),
        ]);
        assert_eq!(samples.len(), 1);
        assert_eq!(
            found,
            [
                "E031 samples/acme/paid/a.json, acme paid, at /id: the sample is not JSON: the key `id` stands twice in one \
                 object, at line 2 column 5",
                "E031 samples/acme/paid/b.json, acme paid: the sample is not JSON: there is no value, at line 1 column 1",
                "E004 samples/acme/paid/c.json, acme paid: not UTF-8: byte 0xe9 at line 1 column 2",
            ]
        );
    }

    #[test]
    fn what_provenance_may_hold() {
        let text = "trigger = 1\ndocs_url = \"acme\"\nkinds = \"x\"\n[a]\nsauce = \"x\"\n[b]\nkind = \"documentd\"\n";
        let (samples, found) = read(&[
            file("acme/paid/a.json", "{}"),
            file("acme/paid/provenance.toml", text),
        ]);
        assert_eq!(samples, []);
        let place = "samples/acme/paid/provenance.toml, acme, at ";
        assert_eq!(
            found,
            [
                format!("E034 {place}/trigger: `trigger` is text, found an integer"),
                format!("E034 {place}/docs_url: `acme` is no URL"),
                format!("E034 {place}/kinds: unknown key `kinds`"),
                format!("E034 {place}/a/sauce: unknown key `sauce`"),
                format!("E034 {place}/a: the case has no `kind`"),
                format!("E035 {place}/b: the case `b` has no sample"),
                format!("E034 {place}/b/kind: unknown kind `documentd`"),
            ]
        );
        let broken = [
            file("acme/paid/a.json", "{}"),
            file("acme/paid/provenance.toml", "[a]\nkind = \nkind = 1\n"),
        ];
        assert_eq!(
            read(&broken).1[0].split(':').next(),
            Some("E033 samples/acme/paid/provenance.toml, acme")
        );
    }

    #[test]
    fn two_folders_cannot_claim_one_event() {
        let (_, found) = read(&[
            file("acme/paid/a.json", "{}"),
            file("acme/x/a.json", "{}"),
            file("acme/x/provenance.toml", "event_name = \"paid\""),
        ]);
        assert_eq!(
            found,
            ["E036 samples/acme/x, acme paid: `paid` already has the folder `paid`"]
        );
    }
}
