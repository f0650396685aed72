//! HTML from fixed markup and escaped text.

use crate::sanitize::is_unprintable;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 4_000;

/// A buffer of HTML. Only string literals are added as markup.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Adds markup, a literal of the program.
    pub(super) fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0 += markup;
        self
    }

    /// Adds text, as content or within double quotes. Markup is escaped, invisible characters are written out, and long
    /// texts are cut.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        let (shown, left_out) = clip(text);
        for c in shown.chars() {
            match c {
                '&' => self.0 += "&amp;",
                '<' => self.0 += "&lt;",
                '>' => self.0 += "&gt;",
                '"' => self.0 += "&quot;",
                '\'' => self.0 += "&#39;",
                '\n' | '\t' => self.0.push(c),
                _ if is_unprintable(c) => self.0.extend(c.escape_default()),
                _ => self.0.push(c),
            }
        }
        if left_out > 0 {
            self.markup(" … and ")
                .count(left_out, "more character", "more characters");
        }
        self
    }

    /// Adds text in which pairs of backticks enclose code.
    pub(super) fn prose(&mut self, text: &str) -> &mut Self {
        let is_paired = text.matches('`').count().is_multiple_of(2);
        if is_clipped(text) || !is_paired {
            return self.text(text);
        }
        for (index, part) in text.split('`').enumerate() {
            match index % 2 {
                0 => self.text(part),
                _ => self.markup("<code>").text(part).markup("</code>"),
            };
        }
        self
    }

    /// As [`prose`](Self::prose), for a fragment shown as a sentence, which gets a capital unless it begins with code.
    pub(super) fn sentence(&mut self, text: &str) -> &mut Self {
        if text.starts_with('`') {
            return self.prose(text);
        }
        self.markup("<span class=\"sentence\">")
            .prose(text)
            .markup("</span>")
    }

    /// As [`text`](Self::text), for a path, which may be broken after each `separator`.
    pub(super) fn breakable(&mut self, text: &str, separator: &'static str) -> &mut Self {
        if is_clipped(text) {
            return self.text(text);
        }
        for (index, part) in text.split_inclusive(separator).enumerate() {
            if index > 0 {
                self.markup("<wbr>");
            }
            self.text(part);
        }
        self
    }

    /// Adds a number with separated thousands.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        let digits = number.to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                self.0.push(',');
            }
            self.0.push(digit);
        }
        self
    }

    /// Adds a number with its noun.
    pub(super) fn count(&mut self, number: usize, one: &'static str, more: &'static str) {
        self.number(number)
            .markup(" ")
            .markup(if number == 1 { one } else { more });
    }

    /// The HTML.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// True if a text is too long to be shown whole.
pub(super) fn is_clipped(text: &str) -> bool {
    text.chars().nth(MAX_LENGTH).is_some()
}

/// The characters that are shown, and the number of those left out.
fn clip(text: &str) -> (&str, usize) {
    match text.char_indices().nth(MAX_LENGTH) {
        None => (text, 0),
        Some((end, _)) => (&text[..end], text[end..].chars().count()),
    }
}
