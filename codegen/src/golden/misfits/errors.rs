//! The errors of changed payloads, with their positions in the changed text.

use serde_json::Value;
use webhook_catalog::{BodyFormat, pointer};

use crate::golden::changes::{Change, Edit};
use crate::golden::escapes::normalize_escapes;
use crate::golden::json_edit::Span;
use crate::misfit::Misfit;
use crate::model::{Event, Vendor};

/// The errors of one payload.
pub(super) struct Errors<'m> {
    vendor: &'m str,
    /// The event's name as errors print it.
    event_name: String,
    /// `None` if errors have no position.
    lines: Option<Lines>,
    body: &'m Span,
}

impl<'m> Errors<'m> {
    /// The errors of the payload `text`, whose values are at `body`.
    pub(super) fn of(vendor: &'m Vendor, event: &Event, text: &str, body: &'m Span) -> Self {
        let name = event.name.as_str().chars().take(100);
        Self {
            vendor: vendor.id.as_str(),
            event_name: name.flat_map(char::escape_debug).collect(),
            lines: (vendor.body == BodyFormat::Json).then(|| Lines::of(text)),
            body,
        }
    }

    /// The error for a misfit that follows from a change; `None` if the change may have moved it.
    pub(super) fn misfit(&self, misfit: &Misfit, change: &Change<'_>) -> Option<String> {
        let Misfit {
            steps,
            expected,
            found,
        } = misfit;
        let place = match found {
            Some(_) => steps,
            None => steps.split_last()?.1,
        };
        // No value starts later for a change at its start or inside it.
        if !change.path.starts_with(place) {
            return None;
        }
        let position = match (change.edit, place.split_last()) {
            (Edit::Insert(_), Some((name, object))) if place == change.path => {
                let name = Value::from(name.as_str()).to_string();
                self.position(object, "{".len() + name.len() + ": ".len())?
            }
            _ => self.position(place, 0)?,
        };
        let subject = format!("{} event `{}`", self.vendor, self.event_name);
        Some(error(&subject, steps, expected, *found, &position))
    }

    /// The error for a body that has another value than a string at `naming`, of the JSON type `found` or missing. `innermost` is the
    /// path of the last value on the way there.
    pub(super) fn unnamed(
        &self,
        naming: &[String],
        found: Option<&str>,
        innermost: &[String],
    ) -> Option<String> {
        let position = self.position(innermost, 0)?;
        let expected = "a string that names the event";
        Some(error(self.vendor, naming, expected, found, &position))
    }

    /// The position `offset` columns after the start of a value, as errors end with it.
    fn position(&self, path: &[String], offset: usize) -> Option<String> {
        let mut keys = path.iter();
        let value = keys.try_fold(self.body, |span, key| Some(&span.child(key)?.value))?;
        let Some(lines) = &self.lines else {
            return Some(String::new());
        };
        let (line, column) = lines.position(value.range.start);
        Some(format!(" (line {line}, column {})", column + offset))
    }
}

fn error(
    subject: &str,
    steps: &[String],
    expected: &str,
    found: Option<&str>,
    position: &str,
) -> String {
    let pointer = pointer::from_steps(steps);
    let pointer = pointer.escape_debug();
    let place = if steps.is_empty() {
        "at the top level".to_owned()
    } else {
        format!("at `{pointer}`")
    };
    normalize_escapes(&match found {
        Some(found) => format!("{subject}: expected {expected} {place}, found {found}{position}"),
        None => format!("{subject}: `{pointer}` is missing, expected {expected}{position}"),
    })
}

/// The line breaks of a text.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(breaks.map(|(index, _)| index).collect())
    }

    /// Line and column of a byte, both counted from 1, columns in bytes.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = self.0.partition_point(|newline| *newline < at);
        let start = before.checked_sub(1).map_or(0, |line| self.0[line] + 1);
        (before + 1, at - start + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one() {
        let lines = Lines::of("ab\ncd\n");
        assert_eq!(
            [0, 2, 3, 4].map(|at| lines.position(at)),
            [(1, 1), (1, 3), (2, 1), (2, 2)]
        );
    }
}
