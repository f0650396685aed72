//! The programs in which the commands run.

use std::borrow::Cow;
use std::path::PathBuf;

/// The command of this workspace. Help texts, diagnostics and advice are written for it.
pub(crate) const XTASK: &str = "cargo xtask";

/// The program in which the commands run: its name, and the folder whose files are the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    name: &'static str,
    root: Option<PathBuf>,
}

impl Program {
    /// `cargo xtask` of the workspace in this folder.
    pub fn xtask(root: PathBuf) -> Self {
        Self {
            name: XTASK,
            root: Some(root),
        }
    }

    /// The installed command, which works in the folder that it is called in.
    pub fn installed() -> Self {
        Self {
            name: "webhook-events",
            root: None,
        }
    }

    /// The words that start it in a shell.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// True for the command of this workspace.
    pub(crate) fn is_xtask(&self) -> bool {
        self.name == XTASK
    }

    /// The folder of the inputs and of the output, if it does not depend on the working folder.
    pub(crate) fn root(&self) -> Option<&PathBuf> {
        self.root.as_ref()
    }

    /// A text of ours, with the commands in it called by the name of this program.
    pub(crate) fn named<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_xtask() || !text.contains(XTASK) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace(XTASK, self.name))
        }
    }
}
