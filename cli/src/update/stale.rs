//! Overlays, shared definitions and additions that a newer catalogue makes stale, and their removal.

mod json_text;

use std::collections::{BTreeMap, BTreeSet};

use webhook_catalog::adoption::without_events;
use webhook_catalog::diagnostic::Diagnostic;
use webhook_catalog::source::SourceFile;
use webhook_catalog::{codes, pointer};

use super::InputChange;
use crate::files::Sources;
use crate::sync::Change;
use crate::workspace::Workspace;

/// The part of a pointer before the name of a shared definition.
const DEFINITIONS: &str = "/$defs/";
/// The folder of a vendor's adopted overlays, and its file of definitions.
const ADOPTED: &str = "/adopted/";
const ADOPTED_DEFINITIONS: &str = "definitions.json";

/// The removal of stale inputs from the sources of the newer side.
pub(super) struct Removal<'a> {
    workspace: &'a Workspace,
    /// Mappings of adoptions that lose events, by path; `None` for one without any left.
    mappings: BTreeMap<String, Option<Vec<u8>>>,
}

impl<'a> Removal<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            mappings: BTreeMap::new(),
        }
    }

    /// Takes out of `sources` what these diagnostics name. Returns false if there is nothing that can be taken out. A removal may
    /// make other inputs stale, such as a definition that nothing else refers to.
    pub(super) fn take_out(&mut self, sources: &mut Sources, stale: &[Diagnostic]) -> bool {
        let mut additions: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut is_changed = false;
        // An item of an array goes before those in front of it.
        for diagnostic in stale.iter().rev() {
            let place = &diagnostic.place;
            let Some(label) = place.source.as_deref() else {
                continue;
            };
            let pointer = place.pointer.as_deref().unwrap_or_default();
            is_changed |= match (diagnostic.code, place.row) {
                (codes::ADDITION_TAKEN_UP, Some(row)) => {
                    let row = usize::try_from(row).unwrap_or_default();
                    additions.entry(label).or_default().insert(row)
                }
                (codes::UNUSED_DEFINITION, _) => {
                    remove_definition(&mut sources.overlays, vendor_folder(label), pointer)
                }
                (codes::OVERLAY_WITHOUT_EFFECT, _) if pointer.starts_with(DEFINITIONS) => {
                    remove_definition(&mut sources.overlays, label, pointer)
                }
                (codes::OVERLAY_WITHOUT_EVENT | codes::OVERLAY_WITHOUT_EFFECT, _) => {
                    self.remove_overlay(&mut sources.overlays, label, place.event.as_deref())
                }
                _ => false,
            };
        }
        for file in &mut sources.additions {
            if let Some(rows) = additions.get(file.label.as_str()) {
                file.bytes = without_lines(&file.bytes, rows);
            }
        }
        sources.additions.retain(|file| !file.bytes.is_empty());
        is_changed
    }

    /// Removes an overlay. An adopted one goes from the mapping too, because `adopt` would make it again; if that is impossible,
    /// both stay.
    fn remove_overlay(
        &mut self,
        overlays: &mut Vec<SourceFile>,
        label: &str,
        event: Option<&str>,
    ) -> bool {
        if label.contains(ADOPTED) && !event.is_some_and(|event| self.unmap(label, event)) {
            return false;
        }
        let before = overlays.len();
        overlays.retain(|file| file.label != label);
        if let Some((folder, _)) = label.rsplit_once(ADOPTED) {
            let folder = format!("{folder}{ADOPTED}");
            let definitions = format!("{folder}{ADOPTED_DEFINITIONS}");
            let is_event =
                |file: &SourceFile| file.label.starts_with(&folder) && file.label != definitions;
            if !overlays.iter().any(is_event) {
                overlays.retain(|file| file.label != definitions);
            }
        }
        overlays.len() < before
    }

    /// Takes an event out of the mapping of its vendor. Returns false if that is impossible.
    fn unmap(&mut self, label: &str, event: &str) -> bool {
        let vendor = vendor_folder(label).trim_end_matches('/');
        let vendor = vendor.rsplit('/').next().unwrap_or_default();
        let Some(folder) = &self.workspace.config.adoptions else {
            // Without mappings, nothing makes the overlay again.
            return true;
        };
        let path = format!("{folder}/{vendor}.toml");
        let text = match self.mappings.get(&path) {
            Some(text) => text.clone(),
            None => std::fs::read(self.workspace.root.join(&path)).ok(),
        };
        let Some(text) = text.and_then(|text| String::from_utf8(text).ok()) else {
            return true;
        };
        let Some(left) = without_events(&text, &BTreeSet::from([event])) else {
            return false;
        };
        let left = (!left.is_empty()).then(|| left.into_bytes());
        self.mappings.insert(path, left);
        true
    }

    /// The changes to files: those between both sources, and those of the mappings.
    pub(super) fn changes(self, before: &Sources, after: &Sources) -> Vec<InputChange> {
        let mut changes = differences(&before.overlays, &after.overlays);
        changes.extend(differences(&before.additions, &after.additions));
        let mappings = self.mappings.into_iter();
        changes.extend(mappings.map(|(path, text)| match text {
            Some(bytes) => InputChange {
                path,
                change: Change::Replace,
                bytes,
            },
            None => InputChange::remove(&path),
        }));
        changes
    }
}

fn differences(before: &[SourceFile], after: &[SourceFile]) -> Vec<InputChange> {
    let after: BTreeMap<&str, &SourceFile> = after
        .iter()
        .map(|file| (file.label.as_str(), file))
        .collect();
    let changes = before
        .iter()
        .filter_map(|file| match after.get(file.label.as_str()) {
            None => Some(InputChange::remove(&file.label)),
            Some(now) if now.bytes == file.bytes => None,
            Some(now) => Some(InputChange {
                path: file.label.clone(),
                change: Change::Replace,
                bytes: now.bytes.clone(),
            }),
        });
    changes.collect()
}

/// The folder of the vendor whose overlay this is, with a slash at its end.
fn vendor_folder(label: &str) -> &str {
    let end = label.find(ADOPTED).or_else(|| label.rfind('/'));
    end.map_or(label, |end| &label[..=end])
}

/// Removes a shared definition, or a name in its `x-members`, from the files whose labels begin like this.
fn remove_definition(overlays: &mut [SourceFile], label: &str, pointer: &str) -> bool {
    let path = pointer::steps(pointer);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut is_changed = false;
    for file in overlays
        .iter_mut()
        .filter(|file| file.label.starts_with(label))
    {
        let text = std::str::from_utf8(&file.bytes).ok();
        if let Some(left) = text.and_then(|text| json_text::without(text, &path)) {
            file.bytes = left.into_bytes();
            is_changed = true;
        }
    }
    is_changed
}

/// A text without the lines of these numbers, counted from 1.
fn without_lines(text: &[u8], numbers: &BTreeSet<usize>) -> Vec<u8> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').zip(1..);
    let kept = lines.filter(|(_, number)| !numbers.contains(number));
    kept.flat_map(|(line, _)| line).copied().collect()
}
