//! Bytes to text.

use crate::codes;
use crate::diagnostic::{Diagnostic, Excerpt, Place};

/// The text of `bytes`. Reports the first byte that is not UTF-8. `first_line` as in [`Excerpt::of`].
pub(crate) fn utf8<'a>(
    bytes: &'a [u8],
    place: Place,
    first_line: u64,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let line = first_line + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    let start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let before = String::from_utf8_lossy(&bytes[start..at]).into_owned();
    let column = before.chars().count() + 1;
    let rest = &bytes[at + 1..];
    let rest = &rest[..rest
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(rest.len())
        .min(200)];
    let shown = format!("{before}\\x{:02x}", bytes[at]);
    let range = before.len()..shown.len();
    let excerpt = Excerpt {
        line: Some(line),
        ..Excerpt::of(&(shown + &String::from_utf8_lossy(rest)), range, None)
    };
    let message = format!(
        "not UTF-8: byte 0x{:02x} at line {line} column {column}",
        bytes[at]
    );
    let diagnostic =
        Diagnostic::error(codes::NOT_UTF8, place, message).with_help("save the file as UTF-8");
    diagnostics.push(diagnostic.with_excerpt(excerpt));
    None
}
