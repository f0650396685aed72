//! The workspace of the command, whose inputs are the defaults, and the arguments as typed.

use std::path::PathBuf;

use anyhow::Context;

use crate::program::{Program, XTASK};

/// The folder of the inputs and the output.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// For `cargo xtask`, the folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
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
    /// The workspace of this process; for the installed command, the working folder.
    pub(crate) fn of_process(program: &Program) -> anyhow::Result<Self> {
        let root = match program.root() {
            Some(root) => root.clone(),
            None => std::env::current_dir().context("cannot find the working folder")?,
        };
        let arguments = std::env::args_os()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        Ok(Self {
            root,
            arguments,
            shell: Shell::of_process(),
        })
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
