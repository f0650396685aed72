//! Diagnostics as text for people.
//!
//! Much of the text comes from vendors, so control characters are written out: no text from a catalogue moves the
//! cursor, sets a colour or changes the direction of text.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet};
use webhook_catalog::diagnostic::{Diagnostic, Excerpt, Place, Severity};

use crate::sanitize::is_unprintable;

/// Length of a message, in characters.
const MAX_MESSAGE: usize = 600;
/// Length of the marked text, and of the text on either side of it.
const MAX_PART: usize = 400;

/// Draws one diagnostic. `also` is added as a note, such as the other places where it was found.
pub(crate) fn draw(diagnostic: &Diagnostic, also: Option<&str>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .clone()
        .primary_title(tidy(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let origin = place_text(&diagnostic.place, diagnostic.excerpt.as_ref()).map(Origin::path);
    let mut groups = vec![Group::with_title(title).elements(origin)];
    if let Some(excerpt) = &diagnostic.excerpt {
        // In a group of its own, because the library draws a second arrow above a snippet that follows an origin.
        groups.push(Group::with_level(level).element(snippet(excerpt)));
    }
    let mut group = groups
        .pop()
        .expect("invariant: there is at least the title");
    if let Some(also) = also {
        group = group.element(note(Level::NOTE, also));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(note(Level::HELP, help));
    }
    groups.push(group);
    let drawn = renderer.render(&groups);
    // The library draws two empty lines of the margin between the groups after title and arrow; one is removed.
    let mut lines: Vec<&str> = drawn.lines().collect();
    if diagnostic.excerpt.is_some() && lines.len() > 3 && lines[2] == lines[3] {
        lines.remove(3);
    }
    lines.join("\n")
}

fn note<'a>(level: Level<'a>, text: &str) -> Message<'a> {
    level.message(tidy(text))
}

/// The text after the arrow. Without a row, the line of the excerpt is added in the form that editors recognise.
fn place_text(place: &Place, excerpt: Option<&Excerpt>) -> Option<String> {
    let mut place = place.clone();
    if let (Some(source), None, Some(line)) = (
        &place.source,
        place.row,
        excerpt.and_then(|excerpt| excerpt.line),
    ) {
        place.source = Some(format!("{source}:{line}"));
    }
    let text = place.to_string();
    (!text.is_empty()).then(|| tidy(&text))
}

fn snippet(excerpt: &Excerpt) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let text = &excerpt.text;
    let start = char_boundary(text, excerpt.start);
    let end = char_boundary(text, excerpt.end).max(start);
    let before = escape_lines(clip_start(&text[..start], MAX_PART));
    let marked = escape_lines(&clip(&text[start..end], MAX_PART));
    let after = escape_lines(&clip(&text[end..], MAX_PART));
    let span = before.len()..before.len() + marked.len();
    let line = excerpt.line.and_then(|line| usize::try_from(line).ok());
    Snippet::source(before + &marked + &after)
        .line_start(line.unwrap_or(1))
        .line_numbering(line.is_some())
        .annotation(AnnotationKind::Primary.span(span))
}

/// The nearest start of a character at or before a byte.
fn char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn tidy(text: &str) -> String {
    escape_and_clip(text, MAX_MESSAGE)
}

/// A text escaped, and cut to `longest` characters.
pub(crate) fn escape_and_clip(text: &str, longest: usize) -> String {
    clip(&escape(text), longest).into_owned()
}

/// Writes out control characters, line breaks included, and characters that change the direction of text.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unprintable(c) {
            escaped.extend(c.escape_default())
        } else {
            escaped.push(c)
        }
    }
    Cow::Owned(escaped)
}

/// As [`escape`], but line breaks stay.
fn escape_lines(text: &str) -> String {
    text.split('\n').map(escape).collect::<Vec<_>>().join("\n")
}

/// The first `longest` characters, with dots in place of the rest.
pub(crate) fn clip(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
    }
}

/// The last `longest` characters.
fn clip_start(text: &str, longest: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(longest.saturating_sub(1))
        .map_or(0, |(start, _)| start);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use webhook_catalog::codes;

    use super::*;

    fn sample() -> Diagnostic {
        let place = Place {
            row: Some(3),
            column: Some("payload_schema".to_owned()),
            vendor: Some("slack".to_owned()),
            event: Some("app_mention".to_owned()),
            pointer: Some("/properties/token/type".to_owned()),
            ..Place::of("catalog/saas-webhook-catalog.parquet")
        };
        let text = r#"{"token": {"type": "strnig"}}"#.to_owned();
        let excerpt = Excerpt {
            start: 19,
            end: 27,
            text,
            line: None,
        };
        Diagnostic::error(
            codes::BAD_KEYWORD_VALUE,
            place,
            "`strnig` is not a JSON type",
        )
        .with_excerpt(excerpt)
        .with_help("write one of the seven types of JSON Schema")
    }

    #[test]
    fn a_diagnostic_with_everything() {
        let drawn = draw(
            &sample(),
            Some("the same in 2 more events: slack a, slack b"),
            &Renderer::plain(),
        );
        let expected = [
            "error[E101]: `strnig` is not a JSON type",
            "--> catalog/saas-webhook-catalog.parquet, row 3, column payload_schema, slack app_mention, at /properties/token/type",
            " |",
            " | {\"token\": {\"type\": \"strnig\"}}",
            " |                    ^^^^^^^^",
            " = note: the same in 2 more events: slack a, slack b",
            " = help: write one of the seven types of JSON Schema",
        ];
        assert_eq!(drawn.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_line_of_a_file_as_editors_recognise_it() {
        let mut diagnostic = sample();
        diagnostic.place = Place::of("samples/slack/app_mention/one.json");
        diagnostic.help = None;
        diagnostic
            .excerpt
            .as_mut()
            .expect("the sample has one")
            .line = Some(12);
        let expected = [
            "error[E101]: `strnig` is not a JSON type",
            "  --> samples/slack/app_mention/one.json:12",
            "   |",
            "12 | {\"token\": {\"type\": \"strnig\"}}",
            "   |                    ^^^^^^^^",
        ];
        assert_eq!(
            draw(&diagnostic, None, &Renderer::plain())
                .lines()
                .collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn a_diagnostic_with_nothing() {
        let bare = Diagnostic::warning(codes::EMPTY_FILE, Place::default(), "nothing to read");
        assert_eq!(
            draw(&bare, None, &Renderer::plain()),
            "warning[E001]: nothing to read"
        );
    }

    #[test]
    fn vendor_text_cannot_control_the_terminal() {
        let evil = "a\u{1b}[31mred\u{7}\r\u{202e}\u{9b}1m\u{200b}";
        let mut diagnostic = sample();
        diagnostic.message = evil.to_owned();
        diagnostic.help = Some(format!("{evil}\nerror[E999]: not ours"));
        diagnostic.place.event = Some(evil.to_owned());
        diagnostic.place.source = Some(evil.to_owned());
        diagnostic.excerpt = Some(Excerpt {
            text: format!("{evil}{evil}"),
            line: Some(1),
            start: 5,
            end: usize::MAX,
        });
        let drawn = draw(&diagnostic, Some(evil), &Renderer::plain());
        let bad = drawn.chars().find(|c| *c != '\n' && is_unprintable(*c));
        assert_eq!(bad, None, "{drawn}");
        assert!(
            drawn.lines().all(|line| !line.starts_with("error[E999]")),
            "{drawn}"
        );
    }

    #[test]
    fn long_excerpts_are_cut_at_characters() {
        let mut diagnostic = sample();
        diagnostic.message = "ä".repeat(10_000_000);
        diagnostic.excerpt = Some(Excerpt {
            text: "ü".repeat(2_000_000),
            line: None,
            start: 1_000_001,
            end: 3,
        });
        assert!(draw(&diagnostic, None, &Renderer::plain()).len() < 20_000);
    }
}
