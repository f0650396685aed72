//! `cargo xtask explain`: reads the inputs, explains an event or a field, and prints the explanation.

mod json;
mod text;

use webhook_catalog::diagnostic::{Checked, Diagnostic};
use webhook_codegen::explain::{Explanation, Question, explain};
use webhook_codegen::{Model, Options};

use crate::Outcome;
use crate::cli::{ExplainArgs, ExplainFormat};
use crate::console::Console;
use crate::files;
use crate::inputs::{read_inputs, take};
use crate::progress::Progress;
use crate::summary::count_errors;
use crate::workspace::Workspace;

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &ExplainArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let explanation = work(args, workspace, &progress, &mut diagnostics);
    drop(progress);

    console.diagnostics(&diagnostics);
    let explanation = explanation.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    let outcome = match &explanation {
        None => {
            console.conclusion(&format!(
                "{}; nothing to explain",
                count_errors(&diagnostics)
            ));
            Outcome::Failed
        }
        Some(explanation) => {
            console.report(&match args.format {
                ExplainFormat::Text => text::render(explanation),
                ExplainFormat::Json => format!("{:#}\n", json::render(explanation)),
            });
            Outcome::Done
        }
    };
    console.json(&json::finished(outcome, explanation.as_ref()));
    Ok(outcome)
}

/// Does the work and prints nothing. `None` if there is no answer; a diagnostic gives the reason.
fn work(
    args: &ExplainArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Explanation> {
    progress.stage("reading");
    let sources = take(files::read(&args.input, &[], &workspace.root), found);
    let (inputs, _) = read_inputs(&[], sources, found);
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    progress.stage("explaining");
    let question = Question {
        vendor: &args.vendor,
        event: &args.event,
        pointer: args.pointer.as_deref(),
    };
    let options = Options {
        crate_name: CRATE_NAME.to_owned(),
    };
    let mut rows = inputs.rows.iter();
    let row = rows
        .find(|row| row.vendor.as_str() == args.vendor && row.event_name.as_str() == args.event)
        .cloned();
    let shared_definitions = inputs.shared_definitions.clone();
    let Checked { value, diagnostics } = Model::build(inputs);
    let concerned = diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.is_error() || question.concerns(diagnostic));
    let Some(model) = value else {
        found.extend(concerned);
        return None;
    };
    match explain(
        &model,
        row.as_ref(),
        &shared_definitions,
        &options,
        &question,
    ) {
        Ok(explanation) => {
            found.extend(concerned);
            Some(explanation)
        }
        Err(unknown) => {
            found.push(*unknown);
            None
        }
    }
}

/// The checked-in crate, whose items are named.
const CRATE_NAME: &str = "webhook-events";
