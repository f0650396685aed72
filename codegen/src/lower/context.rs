//! State of reading one document: its diagnostics, the limits, and what has been found out so far.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use webhook_catalog::{DiagnosticCode, codes};

use super::all_of::{BranchList, ExpandedSet};
use super::candidates::ShapeCandidates;
use crate::schema::{Document, Report, SchemaId};

/// Nesting limit of arrays, maps and alternatives through references.
pub(super) const MAX_NESTING: usize = 96;

/// A document with its diagnostics, limits and caches.
pub(super) struct Context<'d, 'r> {
    pub(super) document: &'d Document<'d>,
    pub(super) report: &'r mut Report,
    /// Shape candidates of single subschemas.
    pub(super) candidates: BTreeMap<SchemaId, Rc<ShapeCandidates>>,
    /// Definitions that references lead to, expanded.
    definitions: BTreeMap<SchemaId, Rc<ExpandedSet>>,
    /// Branch lists with the answer whether any branch restricts the shape.
    pub(super) has_shape: BTreeMap<BranchList, bool>,
    /// Nesting of branches at present.
    pub(super) depth: usize,
    budget: usize,
    /// Pointers of the subschemas whose types would be too large, all reported.
    pub(super) too_large: BTreeSet<String>,
    reported: BTreeSet<DiagnosticCode>,
}

impl<'d, 'r> Context<'d, 'r> {
    pub(super) fn new(document: &'d Document<'d>, report: &'r mut Report) -> Self {
        Self {
            document,
            report,
            candidates: BTreeMap::new(),
            definitions: BTreeMap::new(),
            has_shape: BTreeMap::new(),
            depth: 0,
            budget: 16 * document.nodes.len() + 100_000,
            too_large: BTreeSet::new(),
            reported: BTreeSet::new(),
        }
    }

    /// The set of a reference's target alone.
    pub(super) fn expand_definition(&mut self, target: SchemaId) -> Rc<ExpandedSet> {
        let document = self.document;
        let expand = || Rc::new(ExpandedSet::of(document, &[target]));
        Rc::clone(self.definitions.entry(target).or_insert_with(expand))
    }

    /// Takes work off the budget. Returns false if the budget is exhausted, which is an error the first time.
    pub(super) fn spend(&mut self, work: usize) -> bool {
        let left = self.budget.checked_sub(work + 1);
        self.budget = left.unwrap_or(0);
        if left.is_none() && self.reported.insert(codes::TOO_MANY_TYPES) {
            let message = "combining its references and alternatives gives far more types than it has subschemas".to_owned();
            let help = "refer to definitions by `$ref` alone, or combine fewer `allOf` and `anyOf`";
            self.report
                .error(codes::TOO_MANY_TYPES, "", message, help, None);
        }
        left.is_some()
    }

    pub(super) fn refuse_nesting(&mut self, expanded: &ExpandedSet) {
        if self.reported.insert(codes::REFERENCES_TOO_DEEP) {
            let pointer = expanded.pointer(self.document);
            let message = "references nest types too deep here".to_owned();
            let help = "describe the deep part as an object or array without further keywords";
            self.report
                .error(codes::REFERENCES_TOO_DEEP, &pointer, message, help, None);
        }
    }

    pub(super) fn warn_contradiction(&mut self, expanded: &ExpandedSet, name: &str) {
        let pointer = expanded.pointer(self.document);
        let message = format!("`{name}` is required, but its schema is `false`");
        let help = "no payload fits this; correct it by an overlay";
        self.report
            .warning(codes::UNSATISFIABLE_SCHEMA, &pointer, message, help, None);
    }
}
