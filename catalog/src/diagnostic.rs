//! Diagnostics about the input, in one form for all stages.
//!
//! A diagnostic is data; the command line renders it.

pub mod codes;

use std::fmt;
use std::ops::Range;

use crate::text::{push_escaped, push_shortened};

/// A stable code such as `E011`. All codes are constants of [`codes`]; none can be made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiagnosticCode(&'static str);

impl DiagnosticCode {
    /// The code as users see it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run fails; nothing is written.
    Error,
    /// The run goes on; the summary lists it.
    Warning,
}

/// A place in the input. Every part is optional: a truncated file has no rows, for example.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as the user named it.
    pub source: Option<String>,
    /// The row within the file, counted from 1; for JSONL this is the line.
    pub row: Option<u64>,
    /// The column (Parquet) or key (JSON) of the row.
    pub column: Option<String>,
    /// The vendor's slug.
    pub vendor: Option<String>,
    /// The event name.
    pub event: Option<String>,
    /// A JSON pointer into the column's value, the payload schema or the sample.
    pub pointer: Option<String>,
}

impl Place {
    /// A file as a whole.
    pub fn of(source: impl Into<String>) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::default()
        }
    }
}

/// One line, from the file inwards. Empty for an empty place.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = match (&self.vendor, &self.event) {
            (Some(vendor), Some(event)) => Some(format!("{vendor} {event}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let parts = [
            self.source.clone(),
            self.row.map(|row| format!("row {row}")),
            self.column
                .as_ref()
                .map(|column| format!("column {column}")),
            event,
            self.pointer
                .as_ref()
                .filter(|pointer| !pointer.is_empty())
                .map(|pointer| format!("at {pointer}")),
        ];
        let mut line = String::new();
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            if !line.is_empty() {
                line.push_str(", ");
            }
            push_escaped(&mut line, &part);
        }
        f.write_str(&line)
    }
}

/// A part of the input, with a marked range.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Excerpt {
    /// One or a few lines of the input, control characters escaped, shortened around the marked part.
    pub text: String,
    /// Line number of the first line of `text` within its file, counted from 1, if known.
    pub line: Option<u64>,
    /// Byte offset in `text` where the marked part starts.
    pub start: usize,
    /// Byte offset in `text` where the marked part ends.
    pub end: usize,
}

/// A problem in the input, its place and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// The place of the problem. The first field, so that sorting groups a file's diagnostics in reading order.
    pub place: Place,
    /// Error or warning.
    pub severity: Severity,
    /// The stable code.
    pub code: DiagnosticCode,
    /// Description of the problem: a lower-case fragment without a full stop.
    pub message: String,
    /// The input around the problem.
    pub excerpt: Option<Excerpt>,
    /// The remedy: a lower-case fragment without a full stop.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `place`.
    pub fn error(code: DiagnosticCode, place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            severity: Severity::Error,
            code,
            message: message.into(),
            excerpt: None,
            help: None,
        }
    }

    /// A warning at `place`.
    pub fn warning(code: DiagnosticCode, place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message)
        }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the input around the problem.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// True if this fails the run.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value and the diagnostics from its construction.
///
/// Stages collect all diagnostics instead of stopping at the first; their caller decides if it continues.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The part of the input that has no error.
    pub value: T,
    /// In input order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// True if any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Number of characters that an excerpt shows on either side of the marked part.
const EXCERPT_CONTEXT: usize = 40;

/// Number of characters of the marked part that an excerpt shows.
const EXCERPT_MARKED: usize = 80;

impl Excerpt {
    /// The line of `text` that holds `range` (in bytes), shortened around it.
    ///
    /// A range that leaves its line is cut at the line's end, so that an excerpt is always one line. Offsets need not fall
    /// on character boundaries. `first_line` is the number of the first line of `text` within its file, if known.
    pub fn of(text: &str, range: Range<usize>, first_line: Option<u64>) -> Self {
        let at = floor_boundary(text, range.start);
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[at..]
            .find('\n')
            .map_or(text.len(), |newline| at + newline);
        let end = floor_boundary(text, range.end).clamp(at, line_end);

        let (before, marked, after) = (&text[line_start..at], &text[at..end], &text[end..line_end]);
        let mut excerpt = Self {
            text: String::new(),
            line: None,
            start: 0,
            end: 0,
        };
        excerpt.line = first_line.map(|first| first + newlines(&text[..line_start]));
        if let Some((cut, _)) = before.char_indices().rev().nth(EXCERPT_CONTEXT) {
            let kept = cut + before[cut..].chars().next().map_or(0, char::len_utf8);
            excerpt.text.push('…');
            push_escaped(&mut excerpt.text, &before[kept..]);
        } else {
            push_escaped(&mut excerpt.text, before);
        }
        excerpt.start = excerpt.text.len();
        push_shortened(&mut excerpt.text, marked, EXCERPT_MARKED);
        excerpt.end = excerpt.text.len();
        push_shortened(
            &mut excerpt.text,
            after.trim_end_matches('\r'),
            EXCERPT_CONTEXT,
        );
        excerpt
    }

    /// A whole value without surrounding text, such as a cell of a Parquet file.
    pub fn whole(text: &str) -> Self {
        let mut excerpt = Self {
            text: String::new(),
            line: None,
            start: 0,
            end: 0,
        };
        push_shortened(&mut excerpt.text, text, EXCERPT_MARKED);
        excerpt.end = excerpt.text.len();
        excerpt
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// The nearest character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(excerpt: &Excerpt) -> &str {
        &excerpt.text[excerpt.start..excerpt.end]
    }

    #[test]
    fn an_excerpt_is_the_line_around_the_marked_part() {
        let excerpt = Excerpt::of("one\ntwo three\r\nfour", 8..13, Some(5));
        assert_eq!(
            (excerpt.text.as_str(), excerpt.line, marked(&excerpt)),
            ("two three", Some(6), "three")
        );
    }

    #[test]
    fn a_long_line_is_shortened_on_both_sides() {
        let text = format!("{}x{}", "ä".repeat(100), "ö".repeat(100));
        let excerpt = Excerpt::of(&text, 200..201, None);
        assert_eq!(
            excerpt.text,
            format!("…{}x{}…", "ä".repeat(40), "ö".repeat(40))
        );
        assert_eq!(marked(&excerpt), "x");
    }

    #[test]
    fn control_characters_are_escaped_and_the_marker_still_fits() {
        let excerpt = Excerpt::of("\u{1b}[31m\tred\u{202e}", 6..9, None);
        assert_eq!(excerpt.text, "\\u{1b}[31m\\tred\\u{202e}");
        assert_eq!(marked(&excerpt), "red");
    }

    #[test]
    fn offsets_within_a_character_or_beyond_the_text_are_harmless() {
        assert_eq!(Excerpt::of("ä", 1..1, None).text, "ä");
        assert_eq!(
            Excerpt::of("", 7..9, Some(1)),
            Excerpt {
                text: String::new(),
                line: Some(1),
                start: 0,
                end: 0
            }
        );
    }

    #[test]
    fn a_place_reads_from_the_file_inwards() {
        let place = Place {
            source: Some("a.jsonl".into()),
            row: Some(3),
            column: Some("auth_method".into()),
            vendor: Some("slack".into()),
            event: Some("message".into()),
            pointer: Some("/type".into()),
        };
        assert_eq!(
            place.to_string(),
            "a.jsonl, row 3, column auth_method, slack message, at /type"
        );
        assert_eq!(Place::default().to_string(), "");
    }
}
