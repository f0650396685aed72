//! Passes that refine the lowered model until emitters only print it.

mod assign_grades;
mod assign_names;
mod box_large;
mod break_cycles;
mod check_inhabited;
mod check_not_events;
mod check_samples;
mod choose_accessors;
mod choose_api;
mod choose_docs;
mod decide_presence;
mod hoist_common_facts;
mod join_equal_types;
mod join_variants;
mod limit_nesting;
mod mark_lazy;
mod split_module;
mod tell_apart;
mod verify;

use webhook_catalog::Diagnostic;

use crate::model::Model;

/// Runs every pass, in order.
pub(crate) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    join_variants::run(model, diagnostics);
    decide_presence::run(model, diagnostics);
    limit_nesting::run(model, diagnostics);
    check_inhabited::run(model, diagnostics);
    check_samples::run(model, diagnostics);
    check_not_events::run(model, diagnostics);
    assign_grades::run(model, diagnostics);
    break_cycles::run(model);
    box_large::run(model);
    assign_names::run(model, diagnostics);
    join_equal_types::run(model);
    mark_lazy::run(model);
    split_module::run(model, diagnostics);
    choose_api::run(model);
    choose_docs::run(model, diagnostics);
    choose_accessors::run(model, diagnostics);
    tell_apart::run(model, diagnostics);
    hoist_common_facts::run(model);
    verify::run(model, diagnostics);
}
