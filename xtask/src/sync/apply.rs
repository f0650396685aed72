//! Applies a plan completely or not at all.
//!
//! New texts are written beside their targets first, so that a full disk is noticed. Then files are renamed and
//! removed, each with a second name kept for the old content. On failure, everything done so far is undone.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempPath;
use webhook_catalog::codes;
use webhook_catalog::diagnostic::Diagnostic;

use super::{Change, DATA_FILES, Files, Out, Plan, Step, parent, text_of};

/// Applies `plan`, which was made from `files`. Calls `on_step` after every file.
///
/// On failure the output folder is unchanged, and the diagnostics name the failed operation.
pub(crate) fn apply(
    plan: &Plan,
    files: &Files<'_>,
    on_step: impl Fn(),
) -> Result<(), Vec<Diagnostic>> {
    let mut done = Vec::new();
    match change_all(plan, files, &mut done, &on_step) {
        Ok(()) => {
            drop(done);
            remove_emptied_folders(plan);
            Ok(())
        }
        Err(error) => Err(vec![undo_all(&plan.out, done, &error)]),
    }
}

/// An operation that was done, with the means to undo it.
enum Done {
    MadeFolder(PathBuf),
    Created(PathBuf),
    /// A file was replaced or removed. Its content is kept under a second name, which is removed on drop.
    TookAway {
        path: PathBuf,
        old: TempPath,
    },
}

/// A new text, written beside its target.
struct Staged<'a> {
    step: &'a Step,
    text: TempPath,
}

fn change_all(
    plan: &Plan,
    files: &Files<'_>,
    done: &mut Vec<Done>,
    on_step: &impl Fn(),
) -> anyhow::Result<()> {
    let mut staged = Vec::new();
    for step in plan
        .steps
        .iter()
        .filter(|step| step.change != Change::Remove)
    {
        let folder = plan.out.join(parent(&step.path));
        make_folders(&folder, done)?;
        staged.push(Staged {
            step,
            text: stage(&plan.out, step, &folder, text_of(files, &step.path))?,
        });
    }
    // Removals come first: where case is ignored, `Foo.rs` has to go before `foo.rs` can come.
    // A list of data files is removed after the files that it lists, in case this is interrupted.
    let (lists, others): (Vec<&str>, Vec<&str>) = plan
        .paths(Change::Remove)
        .partition(|path| path.ends_with(DATA_FILES));
    for path in others.into_iter().chain(lists) {
        let path = plan.out.join(path);
        let old = keep_old(&path)?;
        done.push(Done::TookAway {
            path: path.clone(),
            old,
        });
        fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
        on_step();
    }
    for Staged { step, text } in staged {
        place(&plan.out.join(&step.path), step.change, text, done)?;
        on_step();
    }
    Ok(())
}

/// Creates `folder` and its parents, and records each one created.
fn make_folders(folder: &Path, done: &mut Vec<Done>) -> anyhow::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => done.push(Done::MadeFolder(folder.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot create the folder `{}`", folder.display()));
            }
        }
    }
    Ok(())
}

/// Writes a text to a temporary file in `folder`. The handle is closed, so that many can be staged at once.
fn stage(out: &Out, step: &Step, folder: &Path, text: &str) -> anyhow::Result<TempPath> {
    let mut builder = temporary();
    // Temporary files are private by default; generated files get the usual permissions.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let write = || {
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        Ok(file.into_temp_path())
    };
    write().map_err(|error: io::Error| cannot_write(&out.join(&step.path), error))
}

/// Moves a staged text to its path.
fn place(path: &Path, change: Change, text: TempPath, done: &mut Vec<Done>) -> anyhow::Result<()> {
    if change == Change::Create {
        // A file that appeared there since the plan was made is not overwritten.
        text.persist_noclobber(path)
            .map_err(|failed| cannot_write(path, failed.error))?;
        done.push(Done::Created(path.to_owned()));
        return Ok(());
    }
    let old = keep_old(path)?;
    fs::metadata(&old)
        .and_then(|old| fs::set_permissions(&text, old.permissions()))
        .map_err(|error| cannot_write(path, error))?;
    done.push(Done::TookAway {
        path: path.to_owned(),
        old,
    });
    text.persist(path)
        .map_err(|failed| cannot_write(path, failed.error))
}

fn cannot_write(path: &Path, error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context(format!("cannot write `{}`", path.display()))
}

/// Gives the file at `path` a second name in its folder. A hard link keeps the file with its times; without hard links,
/// a copy keeps the content.
fn keep_old(path: &Path) -> anyhow::Result<TempPath> {
    let folder = path
        .parent()
        .context("a generated file is always in a folder")?;
    let link = || {
        temporary()
            .make_in(folder, |name| fs::hard_link(path, name))
            .map(|file| file.into_temp_path())
    };
    let copy = || {
        let copy = temporary().tempfile_in(folder)?.into_temp_path();
        fs::copy(path, &copy)?;
        Ok(copy)
    };
    link().or_else(|_| copy()).map_err(|error: io::Error| {
        anyhow::Error::new(error).context(format!(
            "cannot keep the old content of `{}`",
            path.display()
        ))
    })
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".regen-").suffix(".tmp");
    builder
}

/// Undoes all operations, the latest first, and returns the diagnostics.
fn undo_all(out: &Out, done: Vec<Done>, error: &anyhow::Error) -> Diagnostic {
    let left: Vec<String> = done
        .into_iter()
        .rev()
        .filter_map(|step| undo(step).err())
        .collect();
    let message = format!("{error:#}");
    if left.is_empty() {
        return Diagnostic::error(codes::WRITE_UNDONE, out.place(""), message)
            .with_help("nothing was changed; remove the cause and run the command again");
    }
    let help = format!("undoing the changes failed too: {}", left.join("; "));
    Diagnostic::error(codes::WRITE_NOT_UNDONE, out.place(""), message).with_help(help)
}

fn undo(step: Done) -> Result<(), String> {
    match step {
        Done::MadeFolder(path) => fs::remove_dir(&path)
            .map_err(|error| format!("`{}` is left over ({error})", path.display())),
        Done::Created(path) => fs::remove_file(&path)
            .map_err(|error| format!("`{}` is left over ({error})", path.display())),
        Done::TookAway { path, old } => old.persist(&path).map_err(|failed| {
            let kept = failed.path.keep().map_or_else(
                |lost| lost.path.display().to_string(),
                |kept| kept.display().to_string(),
            );
            format!(
                "the old content of `{}` is kept in `{kept}` ({})",
                path.display(),
                failed.error
            )
        }),
    }
}

/// Removes the folders that are empty after the removal of orphans. Failures are ignored.
fn remove_emptied_folders(plan: &Plan) {
    for path in plan.paths(Change::Remove) {
        let mut folder = parent(path);
        while !folder.is_empty() && fs::remove_dir(plan.out.join(folder)).is_ok() {
            folder = parent(folder);
        }
    }
}
