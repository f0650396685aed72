//! The values of a payload's text, by their spans.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::json_edit::Span;

/// A payload's text.
#[derive(Clone, Copy)]
pub(super) struct Body<'t>(pub(super) &'t str);

impl<'t> Body<'t> {
    pub(super) fn json(self, value: &Span) -> &'t str {
        &self.0[value.range.clone()]
    }

    pub(super) fn first_byte(self, value: &Span) -> u8 {
        self.json(value).bytes().next().unwrap_or_default()
    }

    pub(super) fn is_null(self, value: &Span) -> bool {
        self.first_byte(value) == b'n'
    }

    pub(super) fn is_number(self, value: &Span) -> bool {
        matches!(self.first_byte(value), b'-' | b'0'..=b'9')
    }

    pub(super) fn number(self, value: &Span) -> Option<Number> {
        match serde_json::from_str(self.json(value)) {
            Ok(Value::Number(number)) if self.is_number(value) => Some(number),
            _ => None,
        }
    }

    pub(super) fn string(self, value: &Span) -> Option<String> {
        match self.first_byte(value) {
            b'"' => serde_json::from_str(self.json(value)).ok(),
            _ => None,
        }
    }

    pub(super) fn items<'s>(
        self,
        value: &'s Span,
    ) -> Option<impl Iterator<Item = &'s Span> + use<'s>> {
        let items = value.children.iter().map(|child| &child.value);
        (self.first_byte(value) == b'[').then_some(items)
    }

    pub(super) fn members(self, value: &Span) -> Option<BTreeMap<&str, &Span>> {
        let members = value.children.iter();
        (self.first_byte(value) == b'{')
            .then(|| members.map(|child| (&*child.key, &child.value)).collect())
    }

    /// JSON without white space around its tokens, as `Debug` of `Json` prints it.
    pub(super) fn minified(self, value: &Span) -> String {
        let (mut is_string, mut is_escaped) = (false, false);
        let is_kept = |char: &char| {
            match char {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = is_string,
                '"' => is_string = !is_string,
                _ => {}
            }
            is_string || !char.is_ascii_whitespace()
        };
        self.json(value).chars().filter(is_kept).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_strings_is_kept() {
        let json = "{\n  \"a b\": [ 1,\t\"\\\" \\\\\", { } ]\r\n}";
        assert_eq!(
            Body(json).minified(&Span::of(json).expect("it is JSON")),
            r#"{"a b":[1,"\" \\",{}]}"#
        );
    }

    #[test]
    fn numbers_are_read_as_the_emitted_crate_reads_them() {
        let number = |json: &str| {
            let span = Span::of(json).expect("it is JSON");
            Body(json).number(&span).map(|number| number.to_string())
        };
        let nearest = Some("9007199254740992.0".to_owned());
        assert_eq!(number("9007199254740993.0"), nearest);
        assert_eq!(number("1E+2"), Some("100.0".to_owned()));
        assert_eq!(number("1e400"), None);
    }
}
