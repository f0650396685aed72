//! Where each value of a payload stands in its text, found in one pass.

use std::ops::Range;

/// A value and the values inside it, with their places in the text.
#[derive(Debug, PartialEq)]
pub(super) struct Placed {
    /// The value's bytes.
    pub(super) at: Range<usize>,
    /// Its members or items, in the order of the text.
    pub(super) inside: Vec<Inside>,
}

/// A member or an item.
#[derive(Debug, PartialEq)]
pub(super) struct Inside {
    /// The member's name, or the item's place.
    pub(super) step: String,
    /// All that goes when it is taken out: with the comma after it, or the one before it if it is the last.
    pub(super) whole: Range<usize>,
    /// The value.
    pub(super) value: Placed,
}

/// Places the values of `text`, which must be JSON of bounded depth: a payload that was read or written as a value.
pub(super) fn place(text: &str) -> Option<Placed> {
    Reader { text, at: 0 }.value()
}

/// Tells lines and columns without counting from the start each time.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(index, _)| index)
                .collect(),
        )
    }

    /// Line and column of a byte, both counted from 1, columns in bytes.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let before = self.0.partition_point(|newline| *newline < at);
        let start = before.checked_sub(1).map_or(0, |line| self.0[line] + 1);
        (before + 1, at - start + 1)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest
            .iter()
            .take_while(|byte| b" \t\r\n".contains(byte))
            .count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self) -> Option<Placed> {
        let first = self.peek()?;
        let start = self.at;
        let inside = match first {
            b'{' => self.entries(b'}')?,
            b'[' => self.entries(b']')?,
            b'"' => {
                self.string()?;
                Vec::new()
            }
            _ => {
                let rest = &self.text.as_bytes()[self.at..];
                self.at += rest
                    .iter()
                    .take_while(|byte| !b" \t\r\n,]}".contains(byte))
                    .count();
                Vec::new()
            }
        };
        Some(Placed {
            at: start..self.at,
            inside,
        })
    }

    fn string(&mut self) -> Option<String> {
        self.peek()?;
        let start = self.at;
        self.at += 1;
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        serde_json::from_str(&self.text[start..self.at]).ok()
    }

    fn entries(&mut self, close: u8) -> Option<Vec<Inside>> {
        self.at += 1;
        let mut entries: Vec<Inside> = Vec::new();
        let mut comma = None;
        while self.peek()? != close {
            let start = self.at;
            let step = if close == b'}' {
                self.string()?
            } else {
                entries.len().to_string()
            };
            if close == b'}' {
                self.peek()?;
                self.at += 1;
            }
            let value = self.value()?;
            let mut whole = start..value.at.end;
            if self.peek()? == b',' {
                comma = Some(self.at);
                self.at += 1;
                whole.end = self.at;
            } else if let Some(comma) = comma {
                whole.start = comma;
            }
            entries.push(Inside { step, whole, value });
        }
        self.at += 1;
        Some(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_go_with_their_comma() {
        let text = r#"{"a": [1, {"b": "x\"]"}], "c": true}"#;
        let json_spans = place(text).expect("it is JSON");
        let without = |inside: &Inside| {
            let mut text = text.to_owned();
            text.replace_range(inside.whole.clone(), "");
            text
        };
        assert_eq!(without(&json_spans.inside[0]), r#"{ "c": true}"#);
        assert_eq!(
            without(&json_spans.inside[1]),
            r#"{"a": [1, {"b": "x\"]"}]}"#
        );
        let b = &json_spans.inside[0].value.inside[1].value.inside[0];
        assert_eq!(
            (b.step.as_str(), &text[b.value.at.clone()]),
            ("b", r#""x\"]""#)
        );
        assert_eq!(without(b), r#"{"a": [1, {}], "c": true}"#);
    }

    #[test]
    fn positions_count_from_one() {
        let lines = Lines::of("ab\ncd\n");
        assert_eq!(
            [0, 2, 3, 4].map(|at| lines.position(at)),
            [(1, 1), (1, 3), (2, 1), (2, 2)]
        );
    }
}
