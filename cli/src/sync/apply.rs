//! Applies a plan completely or not at all.

use webhook_catalog::codes;
use webhook_catalog::diagnostic::Diagnostic;

use super::transaction::{Failure, FileChange, stage};
use super::{Change, Files, Out, Plan, text_of};

/// Applies `plan`, which was made from `files`. Calls `on_step` after every file.
///
/// On failure the output folder is unchanged, and the diagnostics name the failed operation.
pub(crate) fn apply(
    plan: &Plan,
    files: &Files<'_>,
    on_step: impl Fn(),
) -> Result<(), Vec<Diagnostic>> {
    if plan.is_fresh() {
        return Ok(());
    }
    let out = &plan.out;
    let made = match stage(&out.tree(), &changes(plan, files)) {
        Ok(staged) => staged.commit(on_step),
        Err(error) => Err(Failure::before_any_change(error)),
    };
    made.map_err(|failure| vec![failed(out, &failure)])
}

/// Finishes the changes of an interrupted run to an output folder outside the workspace.
pub(crate) fn recover(out: &Out) -> Result<(), Vec<Diagnostic>> {
    if out.workspace.is_some() {
        return Ok(());
    }
    let recovered = out.tree().recover();
    recovered.map(|_| ()).map_err(|error| {
        let not_undone = Some(error);
        let error = anyhow::anyhow!("an earlier run was interrupted while it replaced files");
        vec![failed(out, &Failure { error, not_undone })]
    })
}

/// The changes of a plan, with paths below the root of its tree.
pub(crate) fn changes<'a>(plan: &Plan, files: &Files<'a>) -> Vec<FileChange<'a>> {
    let steps = plan.steps.iter();
    steps
        .map(|step| FileChange {
            path: plan.out.path_in_tree(&step.path),
            change: step.change,
            bytes: match step.change {
                Change::Remove => &[],
                Change::Create | Change::Replace => text_of(files, &step.path).as_bytes(),
            },
        })
        .collect()
}

/// The condition of the files after a command that failed: `unchanged`, unless changes were neither finished nor undone.
pub(crate) fn condition(found: &[Diagnostic], unchanged: &'static str) -> &'static str {
    if found
        .iter()
        .any(|found| found.code == codes::WRITE_NOT_UNDONE)
    {
        "some files are changed and some are as before"
    } else {
        unchanged
    }
}

/// The diagnostic for changes that could not be made.
pub(crate) fn failed(out: &Out, failure: &Failure) -> Diagnostic {
    let message = format!("{:#}", failure.error);
    let Some(not_undone) = &failure.not_undone else {
        return Diagnostic::error(codes::WRITE_UNDONE, out.place(""), message)
            .with_help("nothing was changed; remove the cause and run the command again");
    };
    let help = format!(
        "undoing the changes failed too ({not_undone:#}); remove the cause, and run `cargo xtask regen` to finish them"
    );
    Diagnostic::error(codes::WRITE_NOT_UNDONE, out.place(""), message).with_help(help)
}
