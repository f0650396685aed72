//! Escapes in the text of `Debug` and of errors, the same for every toolchain.

/// Rewrites `text` so that exactly the characters of [`is_invisible`] are escaped as `\u{..}`.
///
/// Which characters Rust escapes in `Debug` depends on its version of Unicode. Other escapes are kept.
pub(crate) fn normalize_escapes(text: &str) -> String {
    let mut normalized = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'[' | b']'..=b'~');
        let (plain, other) = rest.split_at(rest.bytes().take_while(is_plain).count());
        normalized.push_str(plain);
        let Some(char) = other.chars().next() else {
            return normalized;
        };
        rest = &other[char.len_utf8()..];
        if char != '\\' {
            push(char, &mut normalized);
        } else if let Some((escaped, after)) = unicode_escape(rest) {
            push(escaped, &mut normalized);
            rest = after;
        } else {
            // The next character belongs to the escape: in `\\u{41}` nothing but the backslash is escaped.
            normalized.push('\\');
            if let Some(next) = rest.chars().next() {
                push(next, &mut normalized);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
}

/// The character of an escape such as `u{41}`, and the text after it.
fn unicode_escape(text: &str) -> Option<(char, &str)> {
    let (digits, after) = text.strip_prefix("u{")?.split_once('}')?;
    let char = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((char, after))
}

fn push(char: char, text: &mut String) {
    if char != '\n' && is_invisible(char) {
        text.extend(char.escape_unicode());
    } else {
        text.push(char);
    }
}

/// True for control characters and those that change the direction of the text around them.
fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
