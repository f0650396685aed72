//! Line breaking of Markdown paragraphs.

/// Width of documentation lines, in characters.
pub(super) const WIDTH: usize = 96;

/// Breaks a paragraph into lines, none of which starts a list, a heading or a quotation.
pub(super) fn wrap(text: &str) -> Vec<String> {
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

/// Escapes a word that has a meaning at the start of a line.
pub(super) fn guard_line_start(word: &str) -> String {
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
