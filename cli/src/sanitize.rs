//! Characters that cannot be printed as they are.

/// True if a character moves the cursor, ends a line, changes the direction of text, or is invisible.
pub(crate) fn is_unprintable(c: char) -> bool {
    let turns_direction = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks_line = matches!(c, '\u{2028}' | '\u{2029}');
    let is_invisible =
        matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || turns_direction || breaks_line || is_invisible
}
