//! Before and after side by side, with the differences marked.

use similar::{ChangeTag, TextDiff};

use super::markup::{Html, is_clipped};

/// Texts with more pieces than this are shown without marks, because comparing them takes long.
const MAX_PIECES: usize = 1_000;
/// Marks are shown only if at least one in so many bytes of the words is common.
const MIN_COMMON: usize = 4;

/// Adds both sides, unless both are absent.
pub(super) fn sides(page: &mut Html, before: Option<&str>, after: Option<&str>) {
    if before.is_none() && after.is_none() {
        return;
    }
    let both = before
        .zip(after)
        .filter(|(before, after)| !is_clipped(before) && !is_clipped(after))
        .map(|(before, after)| [pieces(before), pieces(after)]);
    let marks = both
        .as_ref()
        .filter(|both| both.iter().all(|pieces| pieces.len() <= MAX_PIECES))
        .map(|[before, after]| TextDiff::from_slices(before, after))
        .filter(is_telling);
    page.markup("<div class=\"sides\">");
    let marked = marks.as_ref();
    side(page, "Before", before, marked, ChangeTag::Delete);
    side(page, "After", after, marked, ChangeTag::Insert);
    page.markup("</div>\n");
}

fn side(
    page: &mut Html,
    name: &'static str,
    text: Option<&str>,
    marks: Option<&TextDiff<'_, '_, str>>,
    own: ChangeTag,
) {
    page.markup("<div class=\"side\"><p class=\"label\">")
        .markup(name)
        .markup("</p>");
    match (text, marks) {
        (None, _) => drop(page.markup("<p class=\"nothing\">nothing</p>")),
        (Some(text), None) => drop(
            page.markup("<pre>\n")
                .breakable(text, "::")
                .markup("</pre>"),
        ),
        (Some(_), Some(marks)) => {
            page.markup("<pre>\n");
            for (is_marked, run) in runs(marks, own) {
                match (is_marked, own) {
                    (false, _) => page.breakable(&run, "::"),
                    (true, ChangeTag::Delete) => page.markup("<del>").text(&run).markup("</del>"),
                    (true, _) => page.markup("<ins>").text(&run).markup("</ins>"),
                };
            }
            page.markup("</pre>");
        }
    }
    page.markup("</div>");
}

/// True if enough words are common. Spaces and punctuation do not count, because most texts have them in common.
fn is_telling(diff: &TextDiff<'_, '_, str>) -> bool {
    let (mut common, mut all) = (0, 0);
    let is_word = |piece: &str| piece.starts_with(char::is_alphanumeric);
    for change in diff
        .iter_all_changes()
        .filter(|change| is_word(change.value()))
    {
        let bytes = change.value().len();
        match change.tag() {
            ChangeTag::Equal => {
                common += 2 * bytes;
                all += 2 * bytes;
            }
            ChangeTag::Delete | ChangeTag::Insert => all += bytes,
        }
    }
    common * MIN_COMMON >= all
}

/// The text of one side in runs of marked and unmarked text.
fn runs(marks: &TextDiff<'_, '_, str>, own: ChangeTag) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    let changes = marks.iter_all_changes();
    for change in changes.filter(|change| [own, ChangeTag::Equal].contains(&change.tag())) {
        let is_marked = change.tag() == own;
        match runs.last_mut() {
            Some((last, run)) if *last == is_marked => *run += change.value(),
            _ => runs.push((is_marked, change.value().to_owned())),
        }
    }
    runs
}

/// Words, and every other character by itself; at most one more than [`MAX_PIECES`].
fn pieces(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while let Some(first) = rest.chars().next()
        && pieces.len() <= MAX_PIECES
    {
        let word = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (piece, others) = rest.split_at(word.max(first.len_utf8()));
        pieces.push(piece);
        rest = others;
    }
    pieces
}
