//! Documentation of emitted items, with vendor text escaped.

mod markdown;
mod wrap;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use markdown::{cell, cell_words, code, escape, is_unsafe, link, one_line};
use wrap::wrap;

/// Longer prose is truncated, in characters: a catalogue may hold megabytes.
const MAX_LENGTH: usize = 2_000;

/// Paragraphs of documentation, broken into lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    lines: Vec<String>,
}

impl Text {
    /// Adds a paragraph of vendor prose, unless it is empty.
    pub(crate) fn prose(self, prose: &str) -> Self {
        let prose = prose.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = prose.chars().take(MAX_LENGTH).collect();
        let mark = if cut.len() < prose.len() { " …" } else { "" };
        self.paragraph(wrap(&(escape(&cut) + mark)))
    }

    /// Adds a paragraph of Markdown. Vendor strings in it must be escaped, by [`code`] or [`escape`].
    pub(crate) fn markdown(self, markdown: &str) -> Self {
        self.paragraph(wrap(markdown))
    }

    /// Adds a heading.
    pub(crate) fn heading(self, heading: &str) -> Self {
        self.verbatim([format!("# {heading}")])
    }

    /// Adds lines of Markdown that must not be wrapped, such as a code block.
    pub(crate) fn verbatim(self, lines: impl IntoIterator<Item = String>) -> Self {
        self.paragraph(lines.into_iter().collect())
    }

    /// True if there is no paragraph.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Appends the paragraphs of `other`.
    pub(crate) fn then(self, other: Self) -> Self {
        self.paragraph(other.lines)
    }

    fn paragraph(mut self, lines: Vec<String>) -> Self {
        if lines.is_empty() {
            return self;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self
    }

    /// The text as `///` comments: one attribute per line, with the leading space that prettyplease expects.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| {
            if line.is_empty() {
                line.clone()
            } else {
                format!(" {line}")
            }
        });
        quote!(#(#[doc = #lines])*)
    }

    /// The text as `//!` lines for the top of a file.
    pub(crate) fn inner(&self) -> String {
        self.lines
            .iter()
            .map(|line| format!("//! {line}").trim_end().to_owned() + "\n")
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::wrap::WIDTH;
    use super::*;

    fn shown(prose: &str) -> String {
        Text::default().prose(prose).lines.join("\n")
    }

    #[test]
    fn plain_prose_stays_readable() {
        assert_eq!(
            shown("Event type identifier matching this row's event_name."),
            "Event type identifier matching this row's event_name."
        );
    }

    #[test]
    fn markdown_syntax_is_escaped() {
        assert_eq!(shown("    fn main() {}"), "fn main() {}");
        assert_eq!(
            shown("```\nfn main() {}\n```"),
            "\\`\\`\\` fn main() {} \\`\\`\\`"
        );
        assert_eq!(
            shown("see [Self] and <script>"),
            "see \\[Self\\] and \\<script\\>"
        );
        assert_eq!(shown("# heading"), "\\# heading");
        assert_eq!(shown("1. one"), "1\\. one");
        assert_eq!(shown("*/ #![x]"), "\\*/ #!\\[x\\]");
        assert_eq!(shown("a\u{202e}b\rc\0d"), "a\u{fffd}b c\u{fffd}d");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            shown("See https://example.com/a_b."),
            "See <https://example.com/a_b>."
        );
        assert_eq!(shown("(https://example.com)"), "(https\\://example.com)");
        assert_eq!(link("javascript:alert(1)"), "`javascript:alert(1)`");
    }

    #[test]
    fn code_spans_cannot_be_closed_from_inside() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn cells_contain_no_bar() {
        assert_eq!(cell_words("a `b|c` \\| d"), "a \\`b\\|c\\` \\\\\\| d");
        assert_eq!(cell("a_b"), "`a_b`");
        assert_eq!(cell("a|b"), "<code>a&#124;b</code>");
        assert_eq!(
            cell("\\|</code>"),
            "<code>&#92;&#124;&#60;&#47;code&#62;</code>"
        );
        assert_eq!(cell("é|\n`"), "<code>é&#124; &#96;</code>");
    }

    #[test]
    fn long_prose_is_truncated_and_wrapped() {
        let text = shown(&"word ".repeat(100_000));
        assert!(text.len() < MAX_LENGTH + 10 && text.ends_with('…'));
        assert!(text.lines().all(|line| line.len() <= WIDTH + 4));
    }
}
