//! Reads input files into memory. Unreadable files are reported, and all others are read.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use webhook_catalog::Config;
use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Checked, Diagnostic, Place};
use webhook_catalog::nearest_few;
use webhook_catalog::source::SourceFile;

use crate::cli::{InputArgs, PathOrNone, SupplementArgs};
use crate::workspace::{CONFIG, Workspace};

/// File extensions of catalogues in a folder.
const CATALOGUE_ENDINGS: [&str; 3] = ["parquet", "jsonl", "json"];

/// The input files of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// The catalogue, one file or several.
    pub(crate) catalogue: Vec<SourceFile>,
    /// The files of the folder of additions.
    pub(crate) additions: Vec<SourceFile>,
    /// The files of the folder of samples.
    pub(crate) samples: Vec<SourceFile>,
    /// The files of the folder of overlays.
    pub(crate) overlays: Vec<SourceFile>,
    /// The vendor profiles.
    pub(crate) profiles: Option<SourceFile>,
    /// Labels of the folders in messages.
    pub(crate) folders: Folders,
    /// The vendors that have a folder of samples, read or not.
    pub(crate) sample_vendors: Vec<String>,
}

/// Labels of the folders that were read; empty for the others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folders {
    pub(crate) additions: String,
    pub(crate) samples: String,
    pub(crate) overlays: String,
}

/// A path to read, and its label in messages.
#[derive(Debug, Clone)]
struct Input {
    path: PathBuf,
    label: String,
    /// True if `none` stands for it on the command line.
    can_be_none: bool,
}

impl Input {
    fn given(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            label: path
                .to_string_lossy()
                .replace(std::path::MAIN_SEPARATOR, "/"),
            can_be_none: false,
        }
    }

    fn of_workspace(workspace: &Workspace, path: &str) -> Self {
        Self {
            path: workspace.root.join(path),
            label: workspace.label(path),
            can_be_none: false,
        }
    }

    fn chosen(
        choice: Option<&PathOrNone>,
        workspace: &Workspace,
        default: Option<&String>,
    ) -> Option<Self> {
        let input = match choice {
            None => {
                let default = default.filter(|path| !workspace.lacks(path));
                Self::of_workspace(workspace, default?)
            }
            Some(PathOrNone::Path(path)) => Self::given(path),
            Some(PathOrNone::None) => return None,
        };
        Some(Self {
            can_be_none: true,
            ..input
        })
    }

    fn child(&self, name: &str) -> Self {
        let label = format!("{}/{name}", self.label.trim_end_matches('/'));
        Self {
            path: self.path.join(name),
            label,
            can_be_none: false,
        }
    }
}

/// Reads the given inputs, by default those of the workspace. A catalogue that is given comes without the supplements of the
/// workspace's own. Additions, samples and overlays are read for the given vendors, or for all if none is given.
pub(crate) fn read(
    args: &InputArgs,
    vendors: &[String],
    workspace: &Workspace,
) -> Checked<Sources> {
    let config = &workspace.config;
    let is_own = args.catalog.is_empty();
    let of = |path: &Option<String>| path.clone().filter(|_| is_own);
    let defaults = Config {
        additions: of(&config.additions),
        samples: of(&config.samples),
        overlays: of(&config.overlays),
        profiles: of(&config.profiles),
        ..Config::default()
    };
    read_with(args, &defaults, vendors, workspace)
}

/// Reads the baseline of a comparison, with the supplements that both sides share.
pub(crate) fn read_baseline(
    args: &InputArgs,
    vendors: &[String],
    workspace: &Workspace,
) -> Checked<Sources> {
    read_with(args, &workspace.config, vendors, workspace)
}

fn read_with(
    args: &InputArgs,
    defaults: &Config,
    vendors: &[String],
    workspace: &Workspace,
) -> Checked<Sources> {
    let mut reader = Reader {
        vendors,
        diagnostics: Vec::new(),
    };
    let InputArgs {
        catalog,
        supplements:
            SupplementArgs {
                additions,
                samples,
                overlays,
                profiles,
            },
    } = args;
    let mut sources = Sources {
        catalogue: reader.catalogue(catalog, workspace),
        ..Sources::default()
    };
    // Additions refer to the definitions of overlays.
    let additions = match (additions, overlays) {
        (None, Some(PathOrNone::None)) => Some(&PathOrNone::None),
        (additions, _) => additions.as_ref(),
    };
    let chosen = |choice: Option<&PathOrNone>, default: &Option<String>| {
        Input::chosen(choice, workspace, default.as_ref())
    };
    if let Some(folder) = chosen(additions, &defaults.additions) {
        sources.additions = reader.vendor_files(&folder);
        sources.folders.additions = folder.label;
    }
    if let Some(folder) = chosen(samples.as_ref(), &defaults.samples) {
        (sources.sample_vendors, sources.samples) = reader.vendor_folders(&folder);
        sources.folders.samples = folder.label;
    }
    if let Some(folder) = chosen(overlays.as_ref(), &defaults.overlays) {
        sources.overlays = reader.vendor_folders(&folder).1;
        sources.folders.overlays = folder.label;
    }
    if let Some(file) = chosen(profiles.as_ref(), &defaults.profiles) {
        sources.profiles = reader.file(&file, base_name(&file));
    }
    Checked {
        value: sources,
        diagnostics: reader.diagnostics,
    }
}

/// Reads a newer snapshot: one file, whose path says nothing about its rows.
pub(crate) fn read_snapshot(path: &Path) -> Checked<Vec<SourceFile>> {
    let Checked { value, diagnostics } = read_given(path);
    Checked {
        value: value.into_iter().collect(),
        diagnostics,
    }
}

/// Reads the files of a second catalogue.
pub(crate) fn read_catalogue(paths: &[PathBuf]) -> Checked<Vec<SourceFile>> {
    let mut reader = Reader {
        vendors: &[],
        diagnostics: Vec::new(),
    };
    let value = reader.given_catalogue(paths);
    Checked {
        value,
        diagnostics: reader.diagnostics,
    }
}

/// Reads a file.
pub(crate) fn read_given(path: &Path) -> Checked<Option<SourceFile>> {
    read_input(Some(Input::given(path)))
}

/// Reads a file of the workspace.
pub(crate) fn read_own(workspace: &Workspace, path: &str) -> Checked<Option<SourceFile>> {
    read_input(Some(Input::of_workspace(workspace, path)))
}

/// Reads the list of accepted findings, if there is one.
pub(crate) fn read_accepted(
    choice: Option<&PathOrNone>,
    workspace: &Workspace,
) -> Checked<Option<SourceFile>> {
    read_input(Input::chosen(
        choice,
        workspace,
        workspace.config.accepted.as_ref(),
    ))
}

fn read_input(input: Option<Input>) -> Checked<Option<SourceFile>> {
    let mut reader = Reader {
        vendors: &[],
        diagnostics: Vec::new(),
    };
    let value = input.and_then(|file| reader.file(&file, base_name(&file)));
    Checked {
        value,
        diagnostics: reader.diagnostics,
    }
}

struct Reader<'a> {
    /// The vendors to read; all of them if there are none.
    vendors: &'a [String],
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn catalogue(&mut self, paths: &[PathBuf], workspace: &Workspace) -> Vec<SourceFile> {
        if !paths.is_empty() {
            return self.given_catalogue(paths);
        }
        let own = &workspace.config.catalog;
        if own.is_empty() {
            let message = format!("no catalogue: neither `--catalog` nor `{CONFIG}` names one");
            let help = "name one with `--catalog FILE`, or begin with `cargo xtask init`";
            self.diagnostics.push(
                Diagnostic::error(codes::NO_CATALOGUE, Place::default(), message).with_help(help),
            );
        }
        let own = own.iter().map(|path| Input::of_workspace(workspace, path));
        self.files_and_folders(own.collect())
    }

    /// Reads files, and folders of files.
    fn given_catalogue(&mut self, paths: &[PathBuf]) -> Vec<SourceFile> {
        self.files_and_folders(paths.iter().map(|path| Input::given(path)).collect())
    }

    fn files_and_folders(&mut self, inputs: Vec<Input>) -> Vec<SourceFile> {
        let mut files = Vec::new();
        for input in inputs {
            if input.path.is_dir() {
                files.extend(self.catalogue_folder(&input));
            } else {
                files.extend(self.file(&input, input.label.clone()));
            }
        }
        files
    }

    /// Reads the catalogue's files in a folder and in its partitions.
    fn catalogue_folder(&mut self, folder: &Input) -> Vec<SourceFile> {
        let before = self.diagnostics.len();
        let mut files = Vec::new();
        self.partition(folder, &mut files);
        if files.is_empty() && self.diagnostics.len() == before {
            let message = "no catalogue: the folder holds no .parquet, .jsonl or .json file";
            let help = "put a snapshot there, or name one with `--catalog FILE`";
            self.diagnostics.push(
                Diagnostic::error(codes::NO_CATALOGUE, Place::of(&folder.label), message)
                    .with_help(help),
            );
        }
        files
    }

    /// Reads the files of a folder, and of folders in it such as `vendor=slack`. Other folders hold no rows.
    fn partition(&mut self, folder: &Input, files: &mut Vec<SourceFile>) {
        let is_catalogue = |name: &str| {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending);
            CATALOGUE_ENDINGS
                .into_iter()
                .any(|known| Some(known) == ending)
        };
        for (name, kind) in self.list(folder).unwrap_or_default() {
            let child = folder.child(&name);
            let is_folder = leads_to_folder(&child, kind);
            // Writers of partitions leave files such as `_metadata` beside them.
            if is_folder && name.contains('=') {
                self.partition(&child, files);
            } else if !is_folder && is_catalogue(&name) && !name.starts_with('_') {
                files.extend(self.file(&child, child.label.clone()));
            }
        }
    }

    /// Reads a folder with one JSONL file per vendor, without the files of vendors that are not wanted.
    fn vendor_files(&mut self, folder: &Input) -> Vec<SourceFile> {
        let mut files = Vec::new();
        for (name, kind) in self.list(folder).unwrap_or_default() {
            let vendor = name.strip_suffix(".jsonl").map(str::to_owned);
            if self.vendors.is_empty() || vendor.is_none_or(|vendor| self.vendors.contains(&vendor))
            {
                let is_folder = leads_to_folder(&folder.child(&name), kind);
                self.tree(&folder.child(&name), name, is_folder, &mut files);
            }
        }
        files
    }

    /// Reads a folder with one folder per vendor: the names of all vendors, and the files of the wanted ones.
    fn vendor_folders(&mut self, folder: &Input) -> (Vec<String>, Vec<SourceFile>) {
        let (mut vendors, mut files) = (Vec::new(), Vec::new());
        for (name, kind) in self.list(folder).unwrap_or_default() {
            let is_folder = leads_to_folder(&folder.child(&name), kind);
            if is_folder {
                vendors.push(name.clone());
            }
            if !is_folder || self.vendors.is_empty() || self.vendors.contains(&name) {
                self.tree(&folder.child(&name), name, is_folder, &mut files);
            }
        }
        (vendors, files)
    }

    fn tree(&mut self, input: &Input, path: String, is_folder: bool, files: &mut Vec<SourceFile>) {
        // Deeper than any expected layout; stops links to a parent folder.
        const MAX_DEPTH: usize = 8;
        if !is_folder || path.split('/').count() > MAX_DEPTH {
            files.extend(self.file(input, path));
            return;
        }
        let Some(entries) = self.list(input) else {
            return;
        };
        if entries.is_empty() {
            // The readers recognise an empty folder by the slash.
            files.push(SourceFile {
                label: input.label.clone(),
                path: format!("{path}/"),
                bytes: Vec::new(),
            });
        }
        for (name, kind) in entries {
            let child = input.child(&name);
            let is_folder = leads_to_folder(&child, kind);
            self.tree(&child, format!("{path}/{name}"), is_folder, files);
        }
    }

    /// A folder's names in order, without hidden files of editors or the operating system.
    fn list(&mut self, folder: &Input) -> Option<Vec<(String, FileType)>> {
        let read = || -> io::Result<Vec<(String, FileType)>> {
            let mut entries = Vec::new();
            for entry in fs::read_dir(&folder.path)? {
                let entry = entry?;
                let name = entry.file_name().into_string().map_err(|name| {
                    io::Error::other(format!(
                        "the name of `{}` is not UTF-8",
                        name.to_string_lossy()
                    ))
                })?;
                if !name.starts_with('.') {
                    entries.push((name, entry.file_type()?));
                }
            }
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Ok(entries)
        };
        read()
            .map_err(|error| self.cannot("list the folder", folder, &error))
            .ok()
    }

    fn file(&mut self, input: &Input, path: String) -> Option<SourceFile> {
        match fs::read(&input.path) {
            Ok(bytes) => Some(SourceFile {
                label: input.label.clone(),
                path,
                bytes,
            }),
            Err(error) => {
                self.cannot("read", input, &error);
                None
            }
        }
    }

    fn cannot(&mut self, action: &str, input: &Input, error: &io::Error) {
        let help = match error.kind() {
            io::ErrorKind::NotFound => not_found_help(input),
            io::ErrorKind::PermissionDenied => "allow this user to read it".to_owned(),
            io::ErrorKind::NotADirectory => "name the folder, not a file in it".to_owned(),
            io::ErrorKind::IsADirectory => "name a file in the folder".to_owned(),
            _ => "make it readable, or leave it out".to_owned(),
        };
        let message = format!("cannot {action} `{}`: {error}", input.label);
        self.diagnostics.push(
            Diagnostic::error(codes::UNREADABLE_INPUT, Place::of(&input.label), message)
                .with_help(help),
        );
    }
}

/// Advice for a path that does not exist: a similar name beside it, or the folder that is missing above it.
fn not_found_help(input: &Input) -> String {
    let (folder, name) = match input.label.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some(parts) => parts,
        None => ("", input.label.as_str()),
    };
    let beside = input.path.parent().map(|parent| match parent.as_os_str() {
        here if here.is_empty() => Path::new("."),
        _ => parent,
    });
    let entries = beside.and_then(|beside| fs::read_dir(beside).ok());
    let help = match entries {
        None if folder.is_empty() => "check the spelling;".to_owned(),
        None => format!("there is no folder `{folder}`;"),
        Some(entries) => {
            let names: Vec<String> = entries
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .collect();
            let near = nearest_few(name, names.iter().map(String::as_str), 1);
            match (folder.trim_end_matches('/'), &near[..]) {
                (_, []) => "check the spelling;".to_owned(),
                ("", [near, ..]) => format!("did you mean `{near}`?"),
                (folder, [near, ..]) => format!("did you mean `{folder}/{near}`?"),
            }
        }
    };
    if input.can_be_none {
        help + " to run without, pass `none`"
    } else {
        help.trim_end_matches(';').to_owned()
    }
}

/// True if an entry is a folder or a link to one.
fn leads_to_folder(input: &Input, kind: FileType) -> bool {
    kind.is_dir() || (kind.is_symlink() && input.path.is_dir())
}

fn base_name(input: &Input) -> String {
    input.path.file_name().map_or_else(
        || input.label.clone(),
        |name| name.to_string_lossy().into_owned(),
    )
}
