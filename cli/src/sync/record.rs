//! The record of a transaction: which files it changes, and in which order.

use std::path::Path;

use serde_json::{Value, json};

use super::transaction::FileChange;
use super::{Change, is_plain, parent};

/// All changes, as the record holds them.
pub(super) struct Record {
    /// The folders to make, parents first.
    pub(super) folders: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// The change of one file.
pub(super) struct Step {
    pub(super) path: String,
    pub(super) change: Change,
}

impl Step {
    pub(super) fn has_old(&self) -> bool {
        self.change != Change::Create
    }

    pub(super) fn has_new(&self) -> bool {
        self.change != Change::Remove
    }
}

impl Record {
    /// Removals come first: where case is ignored, `Foo.rs` has to go before `foo.rs` can come.
    pub(super) fn of(root: &Path, changes: &[FileChange<'_>]) -> (Self, Vec<usize>) {
        let mut order: Vec<usize> = (0..changes.len()).collect();
        order.sort_by_key(|index| changes[*index].change != Change::Remove);
        let steps = order.iter().map(|index| Step {
            path: changes[*index].path.clone(),
            change: changes[*index].change,
        });
        let steps: Vec<Step> = steps.collect();
        let mut folders = Vec::new();
        for step in steps.iter().filter(|step| step.has_new()) {
            let mut missing = Vec::new();
            let mut folder = parent(&step.path);
            while !folder.is_empty() && !root.join(folder).is_dir() {
                missing.push(folder.to_owned());
                folder = parent(folder);
            }
            folders.extend(missing);
        }
        folders.sort_unstable();
        folders.dedup();
        (Self { folders, steps }, order)
    }

    pub(super) fn render(&self) -> String {
        let steps = self.steps.iter().map(|step| {
            let change = match step.change {
                Change::Create => "create",
                Change::Replace => "replace",
                Change::Remove => "remove",
            };
            json!({ "path": step.path, "change": change })
        });
        json!({ "folders": self.folders, "steps": steps.collect::<Vec<_>>() }).to_string()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let record: Value = serde_json::from_str(text).ok()?;
        let plain = |value: &Value| {
            let path = value.as_str().filter(|path| is_plain(path))?;
            Some(path.to_owned())
        };
        let folders = record["folders"].as_array()?.iter().map(plain);
        let steps = record["steps"].as_array()?.iter().map(|step| {
            let change = match step["change"].as_str()? {
                "create" => Change::Create,
                "replace" => Change::Replace,
                "remove" => Change::Remove,
                _ => return None,
            };
            Some(Step {
                path: plain(&step["path"])?,
                change,
            })
        });
        Some(Self {
            folders: folders.collect::<Option<_>>()?,
            steps: steps.collect::<Option<_>>()?,
        })
    }
}
