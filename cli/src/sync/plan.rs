//! The changes on disk, computed before any is made.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use webhook_catalog::codes;
use webhook_catalog::diagnostic::Diagnostic;

use super::data_files::FoundLists;
use super::disk::{Disk, Kind};
use super::names::check_names;
use super::transaction::STAGED;
use super::{Files, Out, carries_header, parent};

/// The changes after which the output folder holds the generated files and no stale ones.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The folder.
    pub(crate) out: Out,
    /// The files to change, sorted by path.
    pub(crate) steps: Vec<Step>,
    /// Number of files that stay as they are.
    pub(crate) unchanged: usize,
    /// Files in the searched folders that were not generated.
    pub(crate) foreign: Vec<String>,
}

/// One file to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its path below the output folder.
    pub(crate) path: String,
    /// The change to make.
    pub(crate) change: Change,
}

/// The change to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It does not exist.
    Create,
    /// It was generated from other inputs.
    Replace,
    /// It was generated, but is no longer.
    Remove,
}

impl Plan {
    /// True if there is nothing to change.
    pub(crate) fn is_fresh(&self) -> bool {
        self.steps.is_empty()
    }

    /// The paths with this change, sorted.
    pub(crate) fn paths(&self, change: Change) -> impl Iterator<Item = &str> {
        self.steps
            .iter()
            .filter(move |step| step.change == change)
            .map(|step| step.path.as_str())
    }

    /// Number of files with this change.
    pub(crate) fn count(&self, change: Change) -> usize {
        self.paths(change).count()
    }

    /// The files that were not generated, except cargo's lock file.
    pub(crate) fn kept(&self) -> Vec<&str> {
        let paths = self.foreign.iter().map(String::as_str);
        paths.filter(|path| *path != "Cargo.lock").collect()
    }

    /// A warning for every file that was not generated.
    pub(crate) fn foreign_warnings(&self) -> Vec<Diagnostic> {
        self.kept()
            .into_iter()
            .map(|path| {
                let message = format!(
                    "`{}` was not generated and is left alone",
                    self.out.name(path)
                );
                Diagnostic::warning(codes::FOREIGN_FILE_KEPT, self.out.place(path), message)
            })
            .collect()
    }
}

/// The content that a file is to have.
pub(crate) trait Content {
    /// True if these bytes are that content.
    fn is(&self, found: &[u8]) -> bool;
}

impl Content for &str {
    fn is(&self, found: &[u8]) -> bool {
        found == self.as_bytes()
    }
}

/// Compares the generated files with the output folder. Changes nothing.
pub(crate) fn plan(out: &Out, files: &Files<'_>) -> Result<Plan, Vec<Diagnostic>> {
    let problems = check_names(out, files);
    if !problems.is_empty() {
        return Err(problems);
    }
    compare(out, files)
}

/// As [`plan()`], for files whose names were checked before.
pub(crate) fn compare<C: Content>(out: &Out, files: &[(&str, C)]) -> Result<Plan, Vec<Diagnostic>> {
    let mut planner = Planner {
        out,
        disk: Disk::new(out),
        lists: FoundLists::default(),
        folders: BTreeMap::new(),
        problems: Vec::new(),
        steps: Vec::new(),
        unchanged: 0,
    };
    planner.compare(files);
    let foreign = planner.find_orphans(files);
    let Planner {
        problems,
        mut steps,
        unchanged,
        ..
    } = planner;
    if !problems.is_empty() {
        return Err(problems);
    }
    steps.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Plan {
        out: out.clone(),
        steps,
        unchanged,
        foreign,
    })
}

struct Planner<'a> {
    out: &'a Out,
    disk: Disk<'a>,
    lists: FoundLists,
    /// Folders of generated files, and if they can be searched: not if they are files or links.
    folders: BTreeMap<String, bool>,
    problems: Vec<Diagnostic>,
    steps: Vec<Step>,
    unchanged: usize,
}

impl Planner<'_> {
    fn compare<C: Content>(&mut self, files: &[(&str, C)]) {
        for (path, content) in files {
            if !self.enter(parent(path)) {
                continue;
            }
            match self.compare_one(path, content) {
                Ok(Ok(None)) => self.unchanged += 1,
                Ok(Ok(Some(change))) => self.steps.push(Step {
                    path: (*path).to_owned(),
                    change,
                }),
                Ok(Err(problem)) => self.problems.push(problem),
                Err(error) => self
                    .problems
                    .push(self.out.unreadable(path, "read", &error)),
            }
        }
    }

    fn compare_one(
        &mut self,
        path: &str,
        content: &impl Content,
    ) -> io::Result<Result<Option<Change>, Diagnostic>> {
        match self.disk.kind(path)? {
            None => return Ok(Ok(Some(Change::Create))),
            Some(Kind::File) => {}
            Some(kind) => return Ok(Err(self.in_the_way(path, kind, "a file"))),
        }
        let found = self.disk.read(path)?;
        if content.is(&found) {
            return Ok(Ok(None));
        }
        if carries_header(&found) || self.is_listed(path) {
            return Ok(Ok(Some(Change::Replace)));
        }
        let message = format!(
            "`{}` was not generated, and is in the place of a generated file",
            self.out.name(path)
        );
        let help = "move or delete it, or choose another `--out`";
        Ok(Err(Diagnostic::error(
            codes::FOREIGN_FILE,
            self.out.place(path),
            message,
        )
        .with_help(help)))
    }

    /// True if `folder` is, or can become, a real folder below the output folder.
    fn enter(&mut self, folder: &str) -> bool {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let can_enter =
            (folder.is_empty() || self.enter(parent(folder))) && self.look_at_folder(folder);
        self.folders.insert(folder.to_owned(), can_enter);
        can_enter
    }

    fn look_at_folder(&mut self, folder: &str) -> bool {
        let kind = if folder.is_empty() {
            Ok(None)
        } else {
            self.disk.kind(folder)
        };
        let listed = match kind {
            Ok(None | Some(Kind::Folder)) => self.disk.list(folder).map(|_| ()),
            Ok(Some(kind)) => {
                let problem = self.in_the_way(folder, kind, "a folder of generated files");
                self.problems.push(problem);
                return false;
            }
            Err(error) => Err(error),
        };
        if let Err(error) = &listed {
            self.problems
                .push(self.out.unreadable(folder, "list the folder", error));
        }
        listed.is_ok()
    }

    fn in_the_way(&self, path: &str, kind: Kind, wanted: &str) -> Diagnostic {
        let (code, what) = match kind {
            Kind::Symlink => (codes::SYMLINK_IN_OUTPUT, "a symbolic link"),
            Kind::Folder => (codes::PATH_OCCUPIED, "a folder"),
            Kind::File => (codes::PATH_OCCUPIED, "a file"),
            Kind::Other => (codes::PATH_OCCUPIED, "a special file"),
        };
        let message = format!(
            "`{}` is {what} in the place of {wanted}",
            self.out.name(path)
        );
        Diagnostic::error(code, self.out.place(path), message)
            .with_help("move it, or choose another `--out`")
    }

    /// Adds the removal of every orphaned file and returns the files that were not generated.
    fn find_orphans<C>(&mut self, files: &[(&str, C)]) -> Vec<String> {
        let wanted: BTreeSet<&str> = files.iter().map(|(path, _)| *path).collect();
        let mut foreign = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let names: Vec<(String, Kind)> = match self.disk.list(&folder) {
                Ok(names) => names
                    .iter()
                    .map(|(name, kind)| (name.clone(), *kind))
                    .collect(),
                Err(_) if self.folders.get(&folder) == Some(&false) => continue,
                Err(error) => {
                    self.problems
                        .push(self.out.unreadable(&folder, "list the folder", &error));
                    continue;
                }
            };
            for (name, kind) in names {
                let path = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                match kind {
                    Kind::Folder if self.is_ours_to_search(&path) => folders.push(path),
                    Kind::File if !wanted.contains(path.as_str()) => {
                        self.judge_extra(path, &mut foreign)
                    }
                    _ => {}
                }
            }
        }
        foreign.sort();
        foreign
    }

    /// True if a folder is searched for orphans. Folders of cargo and git and other packages are not: with `--out ..`,
    /// the generated files of another package must not be taken for orphans. For the same reason, an output folder
    /// without a generated manifest is searched only in the folders of generated files.
    fn is_ours_to_search(&mut self, folder: &str) -> bool {
        if self.folders.contains_key(folder) {
            return true;
        }
        let name = folder.rsplit('/').next().unwrap_or(folder);
        if folder == "target" || name == ".git" || name == STAGED {
            return false;
        }
        let is_package = self
            .disk
            .kind(&format!("{folder}/Cargo.toml"))
            .is_ok_and(|kind| kind.is_some());
        let top = folder.split('/').next().unwrap_or(folder);
        !is_package
            && (self.folders.contains_key(top)
                || self.disk.carries_header("Cargo.toml").unwrap_or(false))
    }

    fn judge_extra(&mut self, path: String, foreign: &mut Vec<String>) {
        let is_ours = match self.disk.carries_header(&path) {
            Ok(false) => Ok(self.is_listed(&path)),
            carries_header => carries_header,
        };
        match is_ours {
            Ok(true) => self.steps.push(Step {
                path,
                change: Change::Remove,
            }),
            Ok(false) => foreign.push(path),
            Err(error) => self
                .problems
                .push(self.out.unreadable(&path, "read", &error)),
        }
    }

    /// Returns true if a list of data files holds the path of a file that is there.
    fn is_listed(&mut self, path: &str) -> bool {
        let disk = &mut self.disk;
        self.lists.contain(path, |list| match disk.kind(list) {
            Ok(Some(Kind::File)) => disk.read(list).ok(),
            _ => None,
        })
    }
}
