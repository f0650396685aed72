//! Vendor strings as Markdown: escaped, and never run, linked or rendered as HTML.

use super::wrap::guard_line_start;

/// Longer names are truncated, in characters.
const MAX_CODE: usize = 200;

/// A vendor string as a code span on one line. The fence is longer than any run of backticks in the string.
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

/// A vendor string as a code span in a table cell.
///
/// A bar ends a cell even within a code span, and whether a backslash before it helps depends on the characters before that.
/// So text with a bar is written as HTML with character references.
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

/// A vendor string as plain words in a table cell. Code spans are not kept, since bars end cells within them too.
pub(crate) fn cell_words(text: &str) -> String {
    escape_words(text)
}

/// A vendor string as a link if it is a plain web address, otherwise as a code span.
pub(crate) fn link(url: &str) -> String {
    if is_plain_url(url) {
        format!("<{url}>")
    } else {
        code(url)
    }
}

/// A vendor string truncated to one printable line, for comments and headers.
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

/// Returns true for control characters, zero-width characters and those that change the direction of text.
pub(crate) fn is_unsafe(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Escapes Markdown syntax. Plain words stay unescaped so that the source stays readable, and so do well-formed code spans.
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

/// Returns true if a text between two backticks is a code span wherever lines are broken.
fn is_plain_code(text: &str) -> bool {
    let is_plain = |char: char| char == ' ' || char.is_ascii_graphic();
    // The first word follows a backtick, so it never starts a line.
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
    // Most words need no escape.
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
            // rustdoc's lint `bare_urls` would report an address in the middle of a word.
            ':' if word.contains("://") => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
    }
    escaped
}

/// Returns true for characters that need no escape anywhere in a word.
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
