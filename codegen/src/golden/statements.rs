//! The statements of a test, as text. Nearly all of them are assertions, and there are more of those than of all else in the
//! crate: laid out here, they need not become tokens, be parsed and be printed again. What remains is left to the formatter.

use std::fmt;

use proc_macro2::{Literal, TokenStream};

use crate::format::{SourceItem, format_statements};

/// What the formatter takes for the width of a line, and how much room it leaves to one that is indented far.
const WIDTH: usize = 89;
const MIN_ROOM: usize = 60;
const INDENT: usize = 4;

/// The statements of a test, one after the other.
pub(super) struct Statements {
    text: String,
    /// How many blocks they stand in, the function's own among them.
    depth: usize,
}

impl Statements {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            depth: 1,
        }
    }

    /// `assert!` that a condition holds, which is spelled as [`spelled_index`] says.
    pub(super) fn assert(&mut self, condition: &str) {
        self.assertion("assert!(", condition);
    }

    /// `assert_eq!` of two expressions, which are spelled as [`spelled_index`] says.
    pub(super) fn assert_eq(&mut self, found: &str, expected: &str) {
        self.assertion("assert_eq!(", &format!("{found}, {expected}"));
    }

    /// Another statement, spelled as it is on one line. Where there is no room for that, the formatter breaks it.
    pub(super) fn statement(&mut self, text: &str) {
        if text.len() <= room(self.depth) {
            self.line(self.depth, text);
        } else {
            self.formatted(tokens(text));
        }
    }

    /// What the formatter makes of statements.
    pub(super) fn formatted(&mut self, statements: TokenStream) {
        if !statements.is_empty() {
            let text = format_statements(statements, self.depth);
            self.text.push_str(&text);
        }
    }

    /// Opens a block for the statements that follow.
    pub(super) fn begin_block(&mut self) {
        self.line(self.depth, "{");
        self.depth += 1;
    }

    /// Ends the block that was opened last.
    pub(super) fn end_block(&mut self) {
        self.depth -= 1;
        self.line(self.depth, "}");
    }

    /// The test that they make.
    pub(super) fn into_test(self, name: impl fmt::Display) -> SourceItem {
        SourceItem::Text(format!("#[test]\nfn {name}() {{\n{}}}\n", self.text))
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&" ".repeat(depth * INDENT));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Lays a macro out as the formatter does, which looks at its tokens alone: on one line if there is room, else on lines of
    /// their own that are filled.
    fn assertion(&mut self, start: &str, arguments: &str) {
        if start.len() + arguments.len() + ");".len() <= room(self.depth) {
            return self.line(self.depth, &format!("{start}{arguments});"));
        }
        self.line(self.depth, start);
        let mut rest = arguments;
        while !rest.is_empty() {
            let end = filled(rest, room(self.depth + 1));
            self.line(self.depth + 1, &rest[..end]);
            rest = rest[end..].trim_start();
        }
        self.line(self.depth, ");");
    }
}

/// How many bytes a line in so many blocks has room for.
fn room(depth: usize) -> usize {
    WIDTH.saturating_sub(depth * INDENT).max(MIN_ROOM)
}

/// Where a line ends that takes as much of the text as there is room for, and at least one piece. A line may end at a space,
/// which then goes, and before a point, unless they are in a string.
fn filled(text: &str, room: usize) -> usize {
    let (mut is_in_string, mut is_escaped) = (false, false);
    let mut end = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b' ' | b'.' if !is_in_string && at > 0 => match end {
                Some(end) if at > room => return end,
                _ => end = Some(at),
            },
            b'"' if !is_escaped => is_in_string = !is_in_string,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    match end {
        Some(end) if text.len() > room => end,
        _ => text.len(),
    }
}

/// An item of what `path` names. In a macro the formatter sets a space between brackets and what stands before them, unless
/// that is a name, and after a sign; it may end a line at each space and before each point.
pub(super) fn spelled_index(path: &str, index: usize) -> String {
    let space = if path.ends_with([')', ']']) { " " } else { "" };
    format!("{path}{space}[{index}]")
}

/// Text as a literal.
pub(super) fn spelled_text(text: &str) -> String {
    Literal::string(text).to_string()
}

/// An expression or path that was put together as text.
pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().expect("what tests say is Rust")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever fits or does not, the formatter must have nothing to add.
    #[test]
    fn assertions_are_laid_out_as_the_formatter_does() {
        let mut path = "event".to_owned();
        for step in 0..40 {
            path = match step % 4 {
                0 => format!("{path}.r#type.as_ref().expect(\"the member. is there\")"),
                1 => spelled_index(&path, step),
                2 => format!("{path}.a_name_of_medium_length"),
                _ => spelled_index(&path, step),
            };
            for depth in [1, 2, 9] {
                for end in 0..20 {
                    let expected = spelled_text(&format!("a \"{}", ". ".repeat(end)));
                    let mut ours = Statements::new();
                    ours.depth = depth;
                    ours.assert(&format!("! * {path}"));
                    ours.assert_eq(&path, &expected);
                    ours.assert_eq(&path, &format!("a::Type::Unknown({expected}.to_owned())"));
                    let tokens = ours.text.parse().expect("assertions are Rust");
                    assert_eq!(ours.text, format_statements(tokens, depth));
                }
            }
        }
    }
}
