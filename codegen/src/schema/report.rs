//! Diagnostics of one vendor, each at the place that is being lowered.

use std::collections::BTreeMap;

use super::json_text::shorten;
use serde_json::Value;
use webhook_catalog::{Diagnostic, DiagnosticCode, Excerpt, Place};

/// Length limit of the JSON that a diagnostic shows, in characters.
const EXCERPT_LENGTH: usize = 80;

/// A warning that is reported once per vendor, with the number of places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OnceNotice {
    /// The code of the warning.
    pub(crate) code: DiagnosticCode,
    /// The problem.
    pub(crate) message: String,
    /// The remedy.
    pub(crate) help: String,
}

/// The diagnostics of one vendor.
#[derive(Debug, Default)]
pub(crate) struct Report {
    base: Place,
    diagnostics: Vec<Diagnostic>,
    once: BTreeMap<OnceNotice, (Place, usize)>,
    errors: usize,
}

impl Report {
    /// Sets the row or sample of the following diagnostics.
    pub(crate) fn enter(&mut self, base: Place) {
        self.base = base;
    }

    /// The number of errors so far.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// A JSON pointer in the present row or sample.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        Place {
            pointer: Some(pointer.to_owned()),
            ..self.base.clone()
        }
    }

    /// Reports an error at `pointer`.
    pub(crate) fn error(
        &mut self,
        code: DiagnosticCode,
        pointer: &str,
        message: String,
        help: &str,
        found: Option<&Value>,
    ) {
        self.errors += 1;
        let diagnostic = Diagnostic::error(code, self.place(pointer), message).with_help(help);
        self.push(diagnostic, found);
    }

    /// Reports a warning at `pointer`.
    pub(crate) fn warning(
        &mut self,
        code: DiagnosticCode,
        pointer: &str,
        message: String,
        help: &str,
        found: Option<&Value>,
    ) {
        let diagnostic = Diagnostic::warning(code, self.place(pointer), message).with_help(help);
        self.push(diagnostic, found);
    }

    /// Counts a warning that is reported once for the vendor, at its first place.
    pub(crate) fn once(&mut self, pointer: &str, notice: OnceNotice) {
        let place = self.place(pointer);
        self.once
            .entry(notice)
            .and_modify(|(_, count)| *count += 1)
            .or_insert((place, 1));
    }

    fn push(&mut self, diagnostic: Diagnostic, found: Option<&Value>) {
        let diagnostic = match found {
            Some(value) => diagnostic.with_excerpt(excerpt(value)),
            None => diagnostic,
        };
        self.diagnostics.push(diagnostic);
    }

    /// Adds the diagnostics of another report, as if they had been reported here.
    pub(crate) fn absorb(&mut self, other: Self) {
        let Self {
            base,
            diagnostics,
            once,
            errors,
        } = other;
        self.base = base;
        self.diagnostics.extend(diagnostics);
        self.errors += errors;
        for (notice, (place, more)) in once {
            self.once
                .entry(notice)
                .and_modify(|(_, count)| *count += more)
                .or_insert((place, more));
        }
    }

    /// All diagnostics, counted warnings last.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        for (
            OnceNotice {
                code,
                message,
                help,
            },
            (place, count),
        ) in self.once
        {
            let message = if count > 1 {
                format!("{message} (at {count} places)")
            } else {
                message
            };
            self.diagnostics
                .push(Diagnostic::warning(code, place, message).with_help(help));
        }
        self.diagnostics
    }
}

/// The JSON, shortened, with all of it marked.
fn excerpt(value: &Value) -> Excerpt {
    let text = shorten(value, EXCERPT_LENGTH);
    Excerpt {
        line: None,
        start: 0,
        end: text.len(),
        text,
    }
}
