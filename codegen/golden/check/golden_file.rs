//! The text files of golden tests.

use std::fs;
use std::path::Path;

use ::webhook_events::ParseError;

use super::json_edit::{self, Span};
use super::vendor::Vendor;

/// A text file, and the payload that it is about.
pub(super) struct Golden {
    /// True if `parse` reads the payload, false if `parse_named` does.
    pub(super) names_event: bool,
    pub(super) payload: String,
    /// The text after the first two lines.
    pub(super) rest: String,
}

impl Golden {
    pub(super) fn read(folder: &Path, test: &str) -> Self {
        let text = read(&folder.join(format!("{test}.txt")));
        let mut parts = text.splitn(3, '\n');
        let comment = parts.next().unwrap_or_default();
        assert!(comment.starts_with("// "), "no comment: {comment}");
        let call = parts.next().and_then(|line| line.split_once(' '));
        let (function, payload) = call.expect("a function and a payload");
        let names_event = match function {
            "parse" => true,
            "parse_named" => false,
            other => panic!("no such function: {other}"),
        };
        Self {
            names_event,
            payload: read(&folder.join(payload)),
            rest: parts.next().unwrap_or_default().to_owned(),
        }
    }

    /// The payload with the change of the first line, if there is one, and the text after that.
    pub(super) fn changed(&self) -> (String, &str) {
        let is_change = |line: &str| line.starts_with("replace ") || line.starts_with("insert ");
        match self.rest.split_once('\n') {
            Some((change, rest)) if is_change(change) => {
                let span = Span::of(&self.payload).expect("a payload is JSON");
                let body = json_edit::edit(&self.payload, &span, change)
                    .unwrap_or_else(|| panic!("not applicable: {change}"));
                (body, rest)
            }
            _ => (self.payload.clone(), &self.rest),
        }
    }

    pub(super) fn parse<V: Vendor>(
        &self,
        name: &str,
        body: &str,
    ) -> Result<V::Delivery, ParseError> {
        let body = V::encode(body);
        if self.names_event {
            V::parse(body.as_bytes())
        } else {
            V::parse_named(name, body.as_bytes())
        }
    }

    pub(super) fn parse_strict<V: Vendor>(
        &self,
        name: &str,
        body: &str,
    ) -> Result<V::Delivery, ParseError> {
        let body = V::encode(body);
        if self.names_event {
            V::parse_strict(body.as_bytes())
        } else {
            V::parse_named_strict(name, body.as_bytes())
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
