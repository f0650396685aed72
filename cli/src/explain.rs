//! `cargo xtask explain`: reads the inputs, explains an event, a field or a diagnostic, and prints the explanation.

mod json;
mod listing;
mod text;

use serde_json::Value;
use webhook_catalog::diagnostic::{Checked, Diagnostic};
use webhook_codegen::explain::{Explanation, Question, explain, find_vendor};
use webhook_codegen::{Inputs, Model, Options};

use crate::Outcome;
use crate::cli::{ExplainArgs, ExplainFormat};
use crate::console::Console;
use crate::files;
use crate::inputs::{read_inputs, take};
use crate::progress::Progress;
use crate::summary::count_errors;
use crate::sync;
use crate::workspace::Workspace;
use listing::Listing;

/// Runs the command and prints its diagnostics. Errors are returned only for failures that no diagnostic covers.
pub(crate) fn run(
    args: &ExplainArgs,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let mut diagnostics = Vec::new();
    let progress = Progress::start(console.shows_progress());
    let answer = answer(args, workspace, &progress, &mut diagnostics);
    drop(progress);

    console.diagnostics(&diagnostics);
    let answer = answer.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    let outcome = match &answer {
        None => {
            console.conclusion(&format!(
                "{}; nothing to explain",
                count_errors(&diagnostics)
            ));
            Outcome::Failed
        }
        Some(answer) => {
            console.report(&match args.format {
                ExplainFormat::Text => answer.text(),
                ExplainFormat::Json => format!("{:#}\n", answer.json()),
            });
            Outcome::Done
        }
    };
    console.json(&json::finished(outcome, answer.as_ref().map(Answer::json)));
    Ok(outcome)
}

/// An answer of the command.
enum Answer {
    Explanation(Box<Explanation>),
    Listing(Listing),
}

impl Answer {
    fn text(&self) -> String {
        match self {
            Self::Explanation(explanation) => text::render(explanation),
            Self::Listing(listing) => listing.text.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Explanation(explanation) => json::render(explanation),
            Self::Listing(listing) => listing.json.clone(),
        }
    }
}

/// Finds the answer and prints nothing. `None` if there is none; a diagnostic gives the reason.
fn answer(
    args: &ExplainArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Answer> {
    let (subject, event) = (args.subject.as_deref(), args.event.as_deref());
    let listing = match (subject, event) {
        (None, _) => Some(listing::diagnostics()),
        (Some(code), None) if listing::is_code(code) => listing::diagnostic(code)
            .map_err(|unknown| found.push(*unknown))
            .ok(),
        (Some(vendor), None) => {
            let inputs = read(args, workspace, progress, found)?;
            events(vendor, inputs, progress, found)
        }
        (Some(vendor), Some(event)) => {
            let inputs = read(args, workspace, progress, found)?;
            let question = Question {
                vendor,
                event,
                pointer: args.pointer.as_deref(),
            };
            let explanation =
                explanation(&question, inputs, &workspace.options(None), progress, found)?;
            return Some(Answer::Explanation(Box::new(explanation)));
        }
    };
    listing.map(Answer::Listing)
}

/// The inputs; `None` if there is an error among them.
fn read(
    args: &ExplainArgs,
    workspace: &Workspace,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Inputs> {
    progress.stage("reading");
    let read = || files::read(&args.input, &[], workspace);
    let sources = match sync::reading(&workspace.root, read) {
        Ok(sources) => take(sources, found),
        Err(problem) => {
            found.push(*problem);
            return None;
        }
    };
    let (inputs, _) = read_inputs(&[], sources, found);
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    Some(inputs)
}

/// The events of a vendor.
fn events(
    vendor: &str,
    inputs: Inputs,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Listing> {
    let Checked { value, diagnostics } = Model::build_watched(inputs, progress);
    found.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
    match find_vendor(&value?, vendor) {
        Ok(vendor) => Some(listing::events(vendor)),
        Err(unknown) => {
            found.push(*unknown);
            None
        }
    }
}

/// The explanation of an event or a field. `None` if there is none; a diagnostic gives the reason.
fn explanation(
    question: &Question<'_>,
    inputs: Inputs,
    options: &Options,
    progress: &Progress,
    found: &mut Vec<Diagnostic>,
) -> Option<Explanation> {
    let mut rows = inputs.rows.iter();
    let row = rows
        .find(|row| {
            row.vendor.as_str() == question.vendor && row.event_name.as_str() == question.event
        })
        .cloned();
    let shared_definitions = inputs.shared_definitions.clone();
    let Checked { value, diagnostics } = Model::build_watched(inputs, progress);
    let concerned = diagnostics
        .into_iter()
        .filter(|diagnostic| diagnostic.is_error() || question.concerns(diagnostic));
    let Some(model) = value else {
        found.extend(concerned);
        return None;
    };
    match explain(&model, row.as_ref(), &shared_definitions, options, question) {
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
