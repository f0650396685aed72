//! Collects the diagnostics of one vendor, and knows the place that is being worked on.

use std::collections::BTreeMap;

use serde_json::Value;
use webhook_catalog::{Diagnostic, DiagnosticCode, Excerpt, Place};

/// The longest piece of JSON that a diagnostic shows, in characters.
const EXCERPT_LENGTH: usize = 80;

/// A notice that is given once per vendor, however many rows deserve it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OnceNotice {
    /// The code of the warning.
    pub(crate) code: DiagnosticCode,
    /// What was found.
    pub(crate) message: String,
    /// What to do.
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
    /// Says which row or sample the following diagnostics are about.
    pub(crate) fn enter(&mut self, base: Place) {
        self.base = base;
    }

    /// How many errors there are so far.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// The place of a JSON pointer in what is being worked on.
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

    /// Reports a warning once for the vendor, at the first place, with the number of places.
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

    /// Adds what was reported elsewhere, as if it had been reported here.
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

    /// Everything that was reported.
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

/// The JSON that was found, shortened, all of it marked.
fn excerpt(value: &Value) -> Excerpt {
    let text = shorten(value, EXCERPT_LENGTH);
    Excerpt {
        line: None,
        start: 0,
        end: text.len(),
        text,
    }
}

/// A value as compact JSON of at most about `limit` characters. Members are sorted, so that the text is always the same.
pub(crate) fn shorten(value: &Value, limit: usize) -> String {
    let mut text = String::new();
    let complete = write_json(value, limit, 0, &mut text);
    if complete && text.chars().count() <= limit {
        return text;
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A value as compact JSON with sorted members: equal values give equal texts.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_json(value, usize::MAX / 8, 0, &mut text);
    text
}

/// Writes compact JSON, and stops soon after `limit` bytes or far down. Returns whether all was written.
fn write_json(value: &Value, limit: usize, depth: usize, out: &mut String) -> bool {
    if out.len() > limit * 4 || depth > super::MAX_DEPTH {
        return false;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => write_text(text, limit, out),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                if !write_json(item, limit, depth + 1, out) {
                    return false;
                }
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            for (index, (name, item)) in sorted.into_iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                write_text(name, limit, out);
                out.push(':');
                if !write_json(item, limit, depth + 1, out) {
                    return false;
                }
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
    true
}

/// Writes text as JSON, no more of it than `limit` characters and one.
fn write_text(text: &str, limit: usize, out: &mut String) {
    let head = if text.len() > limit {
        let rest = text.char_indices().nth(limit + 1);
        rest.map_or(text, |(end, _)| &text[..end])
    } else {
        text
    };
    out.push_str(&Value::from(head).to_string());
}
