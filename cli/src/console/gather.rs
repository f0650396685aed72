//! Selects and orders diagnostics so that many of them stay readable.

use std::collections::BTreeMap;

use webhook_catalog::diagnostic::{Diagnostic, DiagnosticCode, Excerpt, Severity};

use crate::render::{clip, escape};

/// Number of diagnostics drawn per code.
const MAX_OF_A_CODE: usize = 20;
/// Number of further places named for a repeated diagnostic.
const MAX_PLACES: usize = 5;

/// A diagnostic to draw.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// The first of its kind.
    pub(super) diagnostic: &'a Diagnostic,
    /// The other places of the same diagnostic.
    pub(super) also: Option<String>,
    /// The number of diagnostics of the same code that are not drawn, after the last one that is.
    pub(super) flood: Option<String>,
}

/// Sorts warnings before errors, because the end of the output stays on the screen; then by file, in the order found.
pub(super) fn gather(diagnostics: &[Diagnostic]) -> Vec<Shown<'_>> {
    let mut drawn: Vec<Shown<'_>> = Vec::new();
    let mut codes: BTreeMap<(Severity, DiagnosticCode), Tally> = BTreeMap::new();
    for same in fold(diagnostics) {
        let tally = codes.entry((same[0].severity, same[0].code)).or_default();
        if tally.drawn == MAX_OF_A_CODE {
            tally.left_out += same.len();
            continue;
        }
        tally.drawn += 1;
        tally.last = drawn.len();
        drawn.push(Shown {
            diagnostic: same[0],
            also: also(&same),
            flood: None,
        });
    }
    for ((_, code), tally) in codes {
        if tally.left_out > 0 {
            drawn[tally.last].flood = Some(format!(
                "... and {} more of {code} like this",
                tally.left_out
            ));
        }
    }
    drawn
}

#[derive(Default)]
struct Tally {
    drawn: usize,
    left_out: usize,
    last: usize,
}

/// Key of diagnostics of one file that a reader takes for the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness<'a> {
    code: DiagnosticCode,
    message: &'a str,
    column: Option<&'a str>,
    pointer: Option<&'a str>,
    excerpt: Option<&'a Excerpt>,
}

fn fold(diagnostics: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|one, other| {
        (other.severity, &one.place.source).cmp(&(one.severity, &other.place.source))
    });
    let mut found: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut index: BTreeMap<(Option<&str>, Severity, Likeness<'_>), usize> = BTreeMap::new();
    for diagnostic in sorted {
        let place = &diagnostic.place;
        let likeness = Likeness {
            code: diagnostic.code,
            message: &diagnostic.message,
            column: place.column.as_deref(),
            pointer: place.pointer.as_deref(),
            excerpt: diagnostic.excerpt.as_ref(),
        };
        let at = *index
            .entry((place.source.as_deref(), diagnostic.severity, likeness))
            .or_insert(found.len());
        if at == found.len() {
            found.push(Vec::new());
        }
        found[at].push(diagnostic);
    }
    found
}

fn also(same: &[&Diagnostic]) -> Option<String> {
    let others = &same[1..];
    if others.is_empty() {
        return None;
    }
    let names: Vec<String> = others
        .iter()
        .take(MAX_PLACES)
        .map(|diagnostic| name(diagnostic))
        .collect();
    let dots = if others.len() > MAX_PLACES {
        ", ..."
    } else {
        ""
    };
    let noun = if others.len() == 1 { "place" } else { "places" };
    Some(format!(
        "the same in {} more {noun}: {}{dots}",
        others.len(),
        names.join(", ")
    ))
}

fn name(diagnostic: &Diagnostic) -> String {
    let place = &diagnostic.place;
    let text = match (&place.vendor, &place.event, place.row) {
        (Some(vendor), Some(event), _) => format!("{vendor} {event}"),
        (_, _, Some(row)) => format!("row {row}"),
        _ => place.to_string(),
    };
    clip(&escape(&text), 80).into_owned()
}

#[cfg(test)]
mod tests {
    use webhook_catalog::codes;
    use webhook_catalog::diagnostic::Place;

    use super::*;

    fn at(row: u64, source: &str) -> Place {
        Place {
            row: Some(row),
            ..Place::of(source)
        }
    }

    #[test]
    fn errors_come_last_and_files_stay_together() {
        let all = [
            Diagnostic::error(codes::MISSING_COLUMN, at(1, "b"), "first"),
            Diagnostic::warning(codes::UNKNOWN_COLUMN, at(2, "b"), "second"),
            Diagnostic::error(codes::MISSING_COLUMN, at(1, "a"), "third"),
            Diagnostic::error(codes::MISSING_COLUMN, at(9, "b"), "fourth"),
        ];
        let order: Vec<&str> = gather(&all)
            .iter()
            .map(|shown| shown.diagnostic.message.as_str())
            .collect();
        assert_eq!(order, ["second", "third", "first", "fourth"]);
    }

    #[test]
    fn repeated_diagnostics_are_drawn_once() {
        let all: Vec<_> = (1..=8)
            .map(|row| Diagnostic::warning(codes::BAD_SCHEMA_HEADER, at(row, "a"), "no `$schema`"))
            .collect();
        let shown = gather(&all);
        assert_eq!(shown.len(), 1);
        assert_eq!(
            shown[0].also.as_deref(),
            Some("the same in 7 more places: row 2, row 3, row 4, row 5, row 6, ...")
        );
    }

    #[test]
    fn long_series_are_cut_and_counted() {
        let many = (1..=100_000).map(|row| {
            Diagnostic::error(
                codes::NULL_IN_REQUIRED,
                at(row, "a"),
                format!("empty {row}"),
            )
        });
        let all: Vec<_> = many
            .chain([Diagnostic::error(codes::WRONG_TYPE, at(1, "a"), "other")])
            .collect();
        let shown = gather(&all);
        assert_eq!(shown.len(), MAX_OF_A_CODE + 1);
        let floods: Vec<_> = shown
            .iter()
            .filter_map(|shown| shown.flood.as_deref())
            .collect();
        assert_eq!(floods, ["... and 99980 more of E011 like this"]);
    }
}
