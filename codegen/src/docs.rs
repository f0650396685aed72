//! Vendor prose to safe rustdoc: text that is shown as it was written, and neither run, nor linked, nor drawn.

use proc_macro2::TokenStream;
use quote::quote;

/// Longer prose is cut; nobody reads further in a field's docs, and a catalogue may hold megabytes.
const MAX_LENGTH: usize = 2_000;

/// Longer names are cut, in characters.
const MAX_CODE: usize = 200;

/// Docs lines are wrapped at this width, so that emitted code reads like written code.
const WIDTH: usize = 96;

/// Lines of documentation, built paragraph by paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    lines: Vec<String>,
}

impl Text {
    /// A paragraph of vendor prose. Nothing is added for empty prose.
    pub(crate) fn prose(self, prose: &str) -> Self {
        let prose = prose.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = prose.chars().take(MAX_LENGTH).collect();
        let mark = if cut.len() < prose.len() { " …" } else { "" };
        self.paragraph(wrap(&(escape(&cut) + mark)))
    }

    /// A paragraph of our own Markdown; vendor strings in it have gone through [`code`] or [`escape`].
    pub(crate) fn markdown(self, markdown: &str) -> Self {
        self.paragraph(wrap(markdown))
    }

    /// A heading of our own.
    pub(crate) fn heading(self, heading: &str) -> Self {
        self.verbatim([format!("# {heading}")])
    }

    /// Lines of our own Markdown that must stay as they are: a code block, a table.
    pub(crate) fn verbatim(self, lines: impl IntoIterator<Item = String>) -> Self {
        self.paragraph(lines.into_iter().collect())
    }

    /// The paragraphs of `other` after these.
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

    /// As `///` lines: one attribute each, with the leading space that prettyplease expects.
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

    /// As `//!` lines for the top of a file.
    pub(crate) fn inner(&self) -> String {
        self.lines
            .iter()
            .map(|line| format!("//! {line}").trim_end().to_owned() + "\n")
            .collect()
    }
}

/// A vendor string as a code span: on one line, and never ending the span early.
pub(crate) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .take(MAX_CODE)
        .map(|char| {
            if is_unsafe(char) || char == '\n' {
                ' '
            } else {
                char
            }
        })
        .collect();
    let longest_run = text
        .split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A vendor string as a code span in a cell of a table, which it never leaves.
///
/// A bar ends a cell even within a code span, and whether a backslash before it helps depends on what stands before that.
/// So text with a bar is written as HTML, every character of it that could mean anything as a reference.
pub(crate) fn cell(text: &str) -> String {
    let span = code(text);
    if !span.contains('|') {
        return span;
    }
    let mut html = String::from("<code>");
    for char in text.chars().take(MAX_CODE) {
        match char {
            char if is_unsafe(char) => html.push(' '),
            char if char.is_alphanumeric() || char == ' ' => html.push(char),
            char => html.push_str(&format!("&#{};", u32::from(char))),
        }
    }
    html + "</code>"
}

/// A vendor string as words in a cell of a table. Code spans are not kept, since bars end cells within them too.
pub(crate) fn cell_words(text: &str) -> String {
    escape_words(text)
}

/// A vendor string as a link, if it is a plain web address; else as a code span.
pub(crate) fn link(url: &str) -> String {
    if is_plain_url(url) {
        format!("<{url}>")
    } else {
        code(url)
    }
}

/// A vendor string cut to one printable line, for comments and headers.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .take(100)
        .map(|char| if is_unsafe(char) { '\u{fffd}' } else { char })
        .collect()
}

fn is_plain_url(word: &str) -> bool {
    let rest = word
        .strip_prefix("https://")
        .or_else(|| word.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .chars()
                .all(|char| char.is_ascii_graphic() && !"<>\"'`\\[]{}|^".contains(char))
    })
}

/// Control characters, and those that turn the direction of the text around it.
pub(crate) fn is_unsafe(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Escapes what Markdown would act on. Plain words stay as they are, so that the source stays readable, and so do code spans
/// that are plainly meant as such.
pub(crate) fn escape(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape_words(text);
    }
    let parts = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => escape_words(part),
            _ if is_plain_code(part) => code(part),
            _ => format!("\\`{}\\`", escape_words(part)),
        });
    parts.collect()
}

/// Whether a text between two backticks stays what it is however lines are broken.
fn is_plain_code(text: &str) -> bool {
    let is_plain = |char: char| char == ' ' || char.is_ascii_graphic();
    // The backtick before the first word guards it.
    let mut others = text.split(' ').skip(1);
    !text.is_empty()
        && text.len() <= 80
        && !text.starts_with(' ')
        && text.chars().all(is_plain)
        && others.all(|word| !word.is_empty() && guard_line_start(word) == word)
}

fn escape_words(text: &str) -> String {
    text.split(' ')
        .map(escape_word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn escape_word(word: &str) -> String {
    let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    if is_plain_url(bare) {
        return format!("<{bare}>{}", escape_chars(&word[bare.len()..]));
    }
    escape_chars(word)
}

fn escape_chars(word: &str) -> String {
    // Most words have nothing to escape.
    if word.bytes().all(is_plain_byte) {
        return word.to_owned();
    }
    let mut escaped = String::with_capacity(word.len());
    let chars: Vec<char> = word.chars().collect();
    for (index, &char) in chars.iter().enumerate() {
        let inside_word = index > 0
            && chars[index - 1].is_alphanumeric()
            && chars
                .get(index + 1)
                .is_some_and(|next| next.is_alphanumeric());
        match char {
            char if is_unsafe(char) => escaped.push('\u{fffd}'),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$' => {
                escaped.extend(['\\', char])
            }
            '_' if !inside_word => escaped.extend(['\\', char]),
            // An address in the middle of a word would be linked, and the lint against bare addresses would speak.
            ':' if word[..].contains("://") => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
    }
    escaped
}

/// Whether a byte is a character that stands for itself wherever it stands in a word.
fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'\\'
                | b'`'
                | b'*'
                | b'['
                | b']'
                | b'<'
                | b'>'
                | b'~'
                | b'|'
                | b'&'
                | b'$'
                | b'_'
                | b':'
        )
}

/// Breaks text into lines, and keeps every line from starting a list, a heading or a quotation.
fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(guard_line_start(word)),
        }
    }
    lines
}

fn guard_line_start(word: &str) -> String {
    let digits = word.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_numbering = digits.len() < word.len() && digits.starts_with(['.', ')']);
    if word.starts_with(['#', '+', '-', '=', '>', ':']) {
        return format!("\\{word}");
    }
    if is_numbering {
        let (number, rest) = word.split_at(word.len() - digits.len());
        return format!("{number}\\{rest}");
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
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
    fn nothing_runs_links_or_draws() {
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
    fn addresses_become_links_and_nothing_else_does() {
        assert_eq!(
            shown("See https://example.com/a_b."),
            "See <https://example.com/a_b>."
        );
        assert_eq!(shown("(https://example.com)"), "(https\\://example.com)");
        assert_eq!(link("javascript:alert(1)"), "`javascript:alert(1)`");
    }

    #[test]
    fn code_spans_end_where_they_should() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn cells_hold_no_bar() {
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
    fn long_prose_is_cut_and_wrapped() {
        let text = shown(&"word ".repeat(100_000));
        assert!(text.len() < MAX_LENGTH + 10 && text.ends_with('…'));
        assert!(text.lines().all(|line| line.len() <= WIDTH + 4));
    }
}
