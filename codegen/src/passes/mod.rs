//! The passes: each refines the model and leaves the next one less to decide.

mod assign_names;
mod break_cycles;
mod verify;
mod weigh_samples;

use webhook_catalog::Diagnostic;

use crate::model::Model;

/// Runs every pass, in order.
pub(crate) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    weigh_samples::run(model, diagnostics);
    break_cycles::run(model);
    assign_names::run(model, diagnostics);
    verify::run(model, diagnostics);
}
