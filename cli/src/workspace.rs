//! The folder of the inputs and the output, with its configuration, and the arguments as typed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use webhook_catalog::diagnostic::Checked;
use webhook_catalog::{Config, SourceFile, manifest_version, read_config};
use webhook_codegen::{Options, Package};

use crate::program::{Program, XTASK};
use crate::sync::Out;

/// The name of the configuration file.
pub(crate) const CONFIG: &str = "webhook-events.toml";

/// Inputs of this project's own layout that need not be there: a catalogue that lacks nothing has no additions, and one that needs
/// no correction no overlays.
const OPTIONAL: [&str; 3] = [
    "catalog/additions",
    "catalog/overlays",
    "catalog/accepted.toml",
];

/// The folder of the inputs and the output.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The folder of the configuration file, or of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// The inputs, the output and the package, where no argument names others.
    pub(crate) config: Config,
    /// True if `config` was read from a file.
    has_config_file: bool,
    /// The way from the working folder to `root`, before paths in messages: empty or such as `../`.
    prefix: String,
    /// The arguments after the command's own name, as typed.
    pub(crate) arguments: Vec<String>,
    /// The shell that suggested commands are quoted for.
    pub(crate) shell: Shell,
}

/// A family of shells with the same quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shell {
    /// sh, bash, zsh, fish.
    Posix,
    /// The command prompt and PowerShell.
    Windows,
}

impl Shell {
    /// The shell of this process. Shells of the first family on Windows set SHELL, its own ones do not.
    fn of_process() -> Self {
        if cfg!(windows) && std::env::var_os("SHELL").is_none() {
            Self::Windows
        } else {
            Self::Posix
        }
    }

    fn quote(self, word: &str) -> String {
        let plain = |c: char| {
            c.is_ascii_alphanumeric()
                || "_-./=:,@%+".contains(c)
                || (c == '\\' && self == Self::Windows)
        };
        if !word.is_empty() && word.chars().all(plain) {
            return word.to_owned();
        }
        match self {
            Self::Posix => format!("'{}'", word.replace('\'', r"'\''")),
            // No path on Windows has a double quote in it.
            Self::Windows => format!("\"{word}\""),
        }
    }
}

impl Workspace {
    /// The workspace of this process: the nearest folder with a configuration file, from the working folder upwards; without
    /// one, the folder of the program, or for the installed command the working folder.
    pub(crate) fn of_process(program: &Program) -> anyhow::Result<Checked<Self>> {
        let here = std::env::current_dir().context("cannot find the working folder")?;
        let with_config = || {
            here.ancestors()
                .find(|folder| folder.join(CONFIG).is_file())
        };
        let root = with_config()
            .or(program.root().map(PathBuf::as_path))
            .unwrap_or(&here);
        let prefix = way_up(&here, root);
        let file = match fs::read(root.join(CONFIG)) {
            Ok(bytes) => Some(SourceFile {
                label: format!("{prefix}{CONFIG}"),
                path: CONFIG.to_owned(),
                bytes,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{prefix}{CONFIG}`"));
            }
        };
        let (config, diagnostics) = match &file {
            Some(file) => {
                let Checked { value, diagnostics } = read_config(file);
                (value, diagnostics)
            }
            None if program.is_xtask() => (layout(), Vec::new()),
            None => (Config::default(), Vec::new()),
        };
        let arguments = std::env::args_os()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let value = Self {
            root: root.to_owned(),
            config,
            has_config_file: file.is_some(),
            prefix,
            arguments,
            shell: Shell::of_process(),
        };
        Ok(Checked { value, diagnostics })
    }

    /// The same workspace, with messages that name paths from its root on.
    pub(crate) fn seen_from_root(&self) -> Self {
        Self {
            prefix: String::new(),
            ..self.clone()
        }
    }

    /// True if there is nothing at an optional path of this project's own layout. Only true while it is read: a run that is
    /// continued may remove the last overlay.
    pub(crate) fn lacks(&self, path: &str) -> bool {
        !self.has_config_file && OPTIONAL.contains(&path) && !self.root.join(path).exists()
    }

    /// A path of the configuration in messages: relative to the working folder.
    pub(crate) fn label(&self, path: &str) -> String {
        if Path::new(path).is_absolute() {
            path.to_owned()
        } else {
            format!("{}{path}", self.prefix)
        }
    }

    /// A folder that is written.
    pub(crate) fn folder(&self, folder: &str) -> Out {
        Out::of_workspace(&self.root, folder, &self.label(folder))
    }

    /// The version in the manifest of the crate that was generated before.
    fn standing_version(&self) -> Option<String> {
        let out = self.config.out.as_deref()?;
        let manifest = fs::read_to_string(self.root.join(out).join("Cargo.toml")).ok()?;
        manifest_version(&manifest)
    }

    /// The name of the generated crate, and its package. Its version is that of the configuration; else it stays as it is.
    pub(crate) fn options(&self, crate_name: Option<&str>) -> Options {
        let webhook_catalog::PackageConfig {
            name,
            version,
            license,
            authors,
            attribution,
            publish,
        } = self.config.package.clone();
        let default = Package::default();
        Options {
            crate_name: crate_name
                .map(str::to_owned)
                .or(name)
                .unwrap_or_else(|| "webhook-events".to_owned()),
            package: Package {
                version: version
                    .or_else(|| self.standing_version())
                    .unwrap_or(default.version),
                license: license.unwrap_or(default.license),
                authors,
                attribution,
                publish: publish || !self.has_config_file,
            },
        }
    }

    /// The command that updates stale files: the arguments without `--check`, quoted for a shell.
    pub(crate) fn command_without_check(&self) -> String {
        let words = self
            .arguments
            .iter()
            .filter(|word| *word != "--check")
            .map(|word| self.shell.quote(word));
        std::iter::once(XTASK.to_owned())
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The inputs and the output of this project's own workspace.
fn layout() -> Config {
    let path = |path: &str| Some(path.to_owned());
    Config {
        catalog: vec!["catalog".to_owned()],
        additions: path("catalog/additions"),
        overlays: path("catalog/overlays"),
        samples: path("catalog/samples"),
        profiles: path("catalog/profiles.toml"),
        adoptions: path("catalog/adoptions"),
        accepted: path("catalog/accepted.toml"),
        out: path("generated"),
        package: webhook_catalog::PackageConfig::default(),
    }
}

/// The way from one folder up to another; empty if the other is not above.
fn way_up(from: &Path, to: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (from, to) = (real(from), real(to));
    let steps = from
        .strip_prefix(&to)
        .map_or(0, |below| below.components().count());
    "../".repeat(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_keeps_every_flag_but_check() {
        let arguments = ["regen", "--vendor", "slack", "--check", "--out", "my dir"]
            .map(str::to_owned)
            .to_vec();
        let workspace = Workspace {
            root: PathBuf::new(),
            config: Config::default(),
            has_config_file: false,
            prefix: String::new(),
            arguments,
            shell: Shell::Posix,
        };
        assert_eq!(
            workspace.command_without_check(),
            "cargo xtask regen --vendor slack --out 'my dir'"
        );
    }

    #[test]
    fn quoting_for_a_shell() {
        for (word, posix, windows) in [
            ("it's", r"'it'\''s'", "\"it's\""),
            ("", "''", "\"\""),
            ("a/b.c", "a/b.c", "a/b.c"),
            ("my dir", "'my dir'", "\"my dir\""),
            (r"C:\events", r"'C:\events'", r"C:\events"),
        ] {
            assert_eq!(Shell::Posix.quote(word), posix);
            assert_eq!(Shell::Windows.quote(word), windows);
        }
    }
}
