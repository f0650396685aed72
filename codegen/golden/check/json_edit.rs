//! Changes to the text of a JSON document that leave the rest of it byte for byte as it is.

use std::ops::Range;

/// A value and the values inside it, with their positions in the text.
#[derive(Debug, PartialEq)]
pub(crate) struct Span {
    /// The value's bytes.
    pub(crate) range: Range<usize>,
    /// Its members or items, in the order of the text.
    pub(crate) children: Vec<Child>,
}

/// A member or an item.
#[derive(Debug, PartialEq)]
pub(crate) struct Child {
    /// The member's name, or the item's index.
    pub(crate) key: String,
    /// The bytes to remove with it: its comma among them, or the comma before it if it is the last.
    pub(crate) with_comma: Range<usize>,
    /// The value.
    pub(crate) value: Span,
}

impl Span {
    /// Finds the values of `text`, which must be JSON of bounded depth.
    pub(crate) fn of(text: &str) -> Option<Self> {
        Scanner { text, position: 0 }.value()
    }

    /// The member or item with this key.
    pub(crate) fn child(&self, key: &str) -> Option<&Child> {
        self.children.iter().find(|child| child.key == key)
    }
}

/// Applies a change to `text`, whose values are at `span`. `None` if the change does not apply.
///
/// A change is written on one line, with a JSON pointer as a JSON string:
/// - `remove "/a/b"` takes a member out of its object,
/// - `replace "/a/b" with true` puts another value in place of one,
/// - `insert "/a/b" with true` adds a member to the front of its object.
pub(crate) fn edit(text: &str, span: &Span, change: &str) -> Option<String> {
    let (verb, rest) = change.split_once(' ')?;
    // A pointer may hold this word, a value that is put in never does.
    let (pointer, value) = match verb {
        "remove" => (rest, ""),
        _ => rest.rsplit_once(" with ")?,
    };
    let pointer: String = serde_json::from_str(pointer).ok()?;
    let (parent, key) = match pointer.rsplit_once('/') {
        None => (span, None),
        Some((parent, key)) => (find(span, parent)?, Some(unescape(key))),
    };
    let (range, value) = match (verb, key) {
        ("replace", None) => (span.range.clone(), value.to_owned()),
        ("replace", Some(key)) => (parent.child(&key)?.value.range.clone(), value.to_owned()),
        ("remove", Some(key)) => (parent.child(&key)?.with_comma.clone(), String::new()),
        ("insert", Some(key)) => {
            let comma = if parent.children.is_empty() { "" } else { ", " };
            let front = parent.range.start + 1;
            let key = serde_json::Value::String(key);
            (front..front, format!("{key}: {value}{comma}"))
        }
        _ => return None,
    };
    let mut text = text.to_owned();
    text.replace_range(range, &value);
    Some(text)
}

/// The value that a JSON pointer leads to.
pub(crate) fn find<'s>(span: &'s Span, pointer: &str) -> Option<&'s Span> {
    let mut keys = pointer.split('/').skip(1);
    keys.try_fold(span, |span, key| Some(&span.child(&unescape(key))?.value))
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

struct Scanner<'t> {
    text: &'t str,
    position: usize,
}

impl Scanner<'_> {
    /// The byte after white space.
    fn peek(&mut self) -> Option<u8> {
        self.skip(|byte| b" \t\r\n".contains(&byte));
        self.text.as_bytes().get(self.position).copied()
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        let rest = &self.text.as_bytes()[self.position..];
        self.position += rest.iter().take_while(|byte| is_skipped(**byte)).count();
    }

    fn value(&mut self) -> Option<Span> {
        let first = self.peek()?;
        let start = self.position;
        let children = match first {
            b'{' => self.children(b'}')?,
            b'[' => self.children(b']')?,
            b'"' => {
                self.skip_string()?;
                Vec::new()
            }
            _ => {
                self.skip(|byte| !b" \t\r\n,]}".contains(&byte));
                Vec::new()
            }
        };
        Some(Span {
            range: start..self.position,
            children,
        })
    }

    fn skip_string(&mut self) -> Option<()> {
        self.position += 1;
        loop {
            match self.text.as_bytes().get(self.position)? {
                b'"' => break,
                b'\\' => self.position += 2,
                _ => self.position += 1,
            }
        }
        self.position += 1;
        Some(())
    }

    fn name(&mut self) -> Option<String> {
        let start = self.position;
        self.skip_string()?;
        let name = serde_json::from_str(&self.text[start..self.position]).ok()?;
        self.peek()?;
        self.position += 1;
        Some(name)
    }

    fn children(&mut self, close: u8) -> Option<Vec<Child>> {
        self.position += 1;
        let mut children: Vec<Child> = Vec::new();
        let mut last_comma = None;
        while self.peek()? != close {
            let start = self.position;
            let key = if close == b'}' {
                self.name()?
            } else {
                children.len().to_string()
            };
            let value = self.value()?;
            let mut with_comma = start..value.range.end;
            if self.peek()? == b',' {
                last_comma = Some(self.position);
                self.position += 1;
                with_comma.end = self.position;
            } else if let Some(comma) = last_comma {
                with_comma.start = comma;
            }
            children.push(Child {
                key,
                with_comma,
                value,
            });
        }
        self.position += 1;
        Some(children)
    }
}
