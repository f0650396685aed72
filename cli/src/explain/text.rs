//! An explanation for people. The word at the left of each line is the source of the text beside it.
//!
//! Much of the text comes from vendors, so every piece of it is escaped and cut.

use webhook_catalog::RowKind;
use webhook_codegen::explain::{
    Declaration, Declared, Explanation, OverlayPart, Presence, RustItem, SampleCounts, SampledAt,
};

use super::json::change_word;
use crate::render::{clip, escape_and_clip};
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 600;
/// Length of a list.
const MAX_LISTED: usize = 12;
/// Length of a list of samples without anything around the place.
const MAX_UNREACHED: usize = 3;

/// The report.
pub(super) fn render(explanation: &Explanation) -> String {
    let mut page = Page::default();
    let Explanation {
        vendor,
        event,
        pointer,
        row,
        grade,
        unmatched,
        handshake,
        declarations,
        overlays,
        samples,
        items,
    } = explanation;
    let place = match pointer.as_deref() {
        None => String::new(),
        Some("") => "the body of ".to_owned(),
        Some(pointer) => format!("{} in ", tidy(pointer)),
    };
    page.line("", &format!("{place}{} {}", tidy(vendor), tidy(event)));
    page.gap();
    match row {
        None => page.line("row", "none: the event is known from samples alone"),
        Some(origin) => {
            let by_row = declarations.iter().any(|found| found.by == Declared::Row);
            let says = if by_row {
                "its schema declares it"
            } else {
                "its own schema does not declare it"
            };
            let word = match origin.kind {
                RowKind::Catalogue => "row",
                RowKind::Addition => "addition",
            };
            let place = format!("{}, row {}: {says}", tidy(&origin.source), origin.row);
            page.line(word, &place);
        }
    }
    if pointer.is_none() {
        page.line("grade", grade.as_str());
        if let Some(why) = unmatched {
            let why = format!("  the vendor has no event of this name: {}", tidy(why));
            page.line("", &why);
        }
        if let Some(answer) = handshake {
            page.line("answer", &tidy(answer));
        }
    }
    for part in overlays {
        overlay(&mut page, part);
    }
    declaration_list(&mut page, declarations);
    sample_lines(&mut page, event, samples);
    for became in items.iter().take(MAX_LISTED) {
        item(&mut page, became);
    }
    page.more("", items.len());
    page.text
}

/// Lines with a word at the left.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, word: &str, text: &str) {
        let line = format!("{word:<8} {text}");
        // The heading has no word and no margin.
        self.text += if self.text.is_empty() {
            text
        } else {
            line.trim_end()
        };
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds the number of entries left out of a list, if any were.
    fn more(&mut self, indent: &str, all: usize) {
        self.more_than(MAX_LISTED, indent, all);
    }

    fn more_than(&mut self, most: usize, indent: &str, all: usize) {
        if all > most {
            self.line("", &format!("{indent}and {} more", all - most));
        }
    }
}

fn overlay(page: &mut Page, part: &OverlayPart) {
    let OverlayPart {
        note,
        is_vendor_wide,
        changes,
        definitions,
    } = part;
    let whom = if *is_vendor_wide {
        ", for all rows of the vendor"
    } else {
        ""
    };
    page.line("overlay", &format!("{}{whom}", tidy(&note.label)));
    page.line("", &format!("  reason: {}", tidy(&note.reason)));
    page.line("", &format!("  source: {}", tidy(&note.source)));
    for change in changes.iter().take(MAX_LISTED) {
        let word = change_word(change.kind);
        page.line("", &format!("  {word} {}", tidy(&change.pointer)));
    }
    page.more("  ", changes.len());
    if !definitions.is_empty() {
        page.line("", &format!("  defined {}", names(definitions)));
    }
}

/// Lists equal subschemas of alternatives once.
fn declaration_list(page: &mut Page, declarations: &[Declaration]) {
    let mut alike: Vec<(&Declaration, usize)> = Vec::new();
    for found in declarations {
        let same = alike.iter_mut().find(|(first, _)| {
            let Declaration {
                pointer: _,
                by,
                excerpt,
            } = first;
            *by == found.by && *excerpt == found.excerpt
        });
        match same {
            Some((_, count)) => *count += 1,
            None => alike.push((found, 1)),
        }
    }
    for (found, places) in alike.iter().take(MAX_LISTED) {
        declaration(page, found, *places);
    }
    page.more("", alike.len());
}

fn declaration(page: &mut Page, declaration: &Declaration, places: usize) {
    let Declaration {
        pointer,
        by,
        excerpt,
    } = declaration;
    let by = match by {
        Declared::Row => "the row".to_owned(),
        Declared::Overlay(file) => tidy(file),
        Declared::Definition(file) => format!("a definition in {}", tidy(file)),
    };
    let at = if pointer.is_empty() {
        "the root".to_owned()
    } else {
        tidy(pointer)
    };
    let like_it = match places {
        1 => String::new(),
        more => format!(" and at {} alike", count(more - 1, "place")),
    };
    page.line("schema", &format!("{at}{like_it}, by {by}"));
    page.line("", &format!("  {}", tidy(&excerpt.to_string())));
}

fn sample_lines(page: &mut Page, event: &str, samples: &[SampledAt]) {
    let (own, others): (Vec<&SampledAt>, Vec<&SampledAt>) =
        samples.iter().partition(|sample| sample.event == event);
    if own.is_empty() {
        page.line("samples", "none of this event");
    }
    sample_list(page, "samples", &own);
    if !others.is_empty() {
        sample_list(page, "others", &others);
    }
}

/// The samples that have the place, those that lack it, and those that lack its parent.
fn sample_list(page: &mut Page, word: &str, samples: &[&SampledAt]) {
    let are = |is_meant: fn(&SampledAt) -> bool| -> Vec<&SampledAt> {
        let samples = samples.iter().copied();
        samples.filter(|sample| is_meant(sample)).collect()
    };
    let groups = [
        (
            "has it",
            "have it",
            MAX_LISTED,
            are(|sample| sample.counts.with > 0),
        ),
        (
            "lacks it",
            "lack it",
            MAX_LISTED,
            are(|sample| sample.counts.without > 0),
        ),
        (
            "lacks its parent",
            "lack its parent",
            MAX_UNREACHED,
            are(|sample| sample.counts == SampleCounts::default()),
        ),
    ];
    let mut word = word;
    for (one, several, most, found) in groups {
        if found.is_empty() {
            continue;
        }
        let verb = if found.len() == 1 { one } else { several };
        page.line(word, &format!("{} {verb}:", found.len()));
        word = "";
        for sample in found.iter().take(most) {
            page.line("", &format!("  {}", sample_text(sample)));
        }
        page.more_than(most, "  ", found.len());
    }
}

fn sample_text(sample: &SampledAt) -> String {
    let SampledAt {
        label,
        event: _,
        kind,
        counts,
    } = sample;
    let SampleCounts {
        with,
        nulls,
        without,
    } = counts;
    let mut facts = vec![
        kind.map_or("of unknown origin", |kind| kind.as_str())
            .to_owned(),
    ];
    if with + without > 1 {
        facts.push(format!("{with} of {}", count(with + without, "place")));
    }
    match (*nulls, *with) {
        (0, _) => {}
        (1, 1) => facts.push("null".to_owned()),
        (nulls, _) => facts.push(format!("{nulls} null")),
    }
    format!("{} ({})", tidy(label), facts.join(", "))
}

fn item(page: &mut Page, item: &RustItem) {
    let RustItem {
        path,
        inside,
        rust_type,
        types,
        alternatives,
        presence,
        is_nullable,
        why,
        members,
    } = item;
    let inside = inside
        .as_ref()
        .map_or_else(String::new, |inside| format!(", {inside}"));
    page.line("rust", &format!("{path}{inside}: {rust_type}"));
    for alternative in alternatives.iter().take(MAX_LISTED) {
        page.line("", &format!("  in the alternative {alternative}"));
    }
    page.more("  ", alternatives.len());
    for name in types {
        page.line("", &format!("  of type {name}"));
    }
    let presence = presence.map(|presence| match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
    });
    let nullable = is_nullable.then_some("nullable");
    let words: Vec<&str> = presence.into_iter().chain(nullable).collect();
    if !words.is_empty() {
        page.line("", &format!("  {}", words.join(", ")));
    }
    for sentence in why {
        page.line("", &format!("  {}", tidy(sentence)));
    }
    if !members.is_empty() {
        page.line("", &format!("  inside: {}", names(members)));
    }
}

fn names(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| tidy(name)).collect();
    clip(&names.join(", "), MAX_LENGTH).into_owned()
}

fn tidy(text: &str) -> String {
    escape_and_clip(text, MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use webhook_catalog::diagnostic::Place;
    use webhook_catalog::{Origin, OverlayNote, RowChange};
    use webhook_codegen::explain::Grade;

    use super::*;

    const HOSTILE: &str = "a\u{1b}[31mred\r\nrust     x\u{202e}";

    /// An explanation in which every text from an input is hostile.
    fn hostile() -> Explanation {
        let text = || HOSTILE.to_owned();
        let note = OverlayNote {
            label: text(),
            reason: text(),
            source: text(),
        };
        let changes = vec![RowChange {
            pointer: text(),
            kind: webhook_catalog::ChangeKind::Added,
        }];
        Explanation {
            vendor: text(),
            event: text(),
            pointer: Some(text()),
            row: Some(Origin {
                kind: RowKind::Addition,
                source: text(),
                row: 1,
            }),
            grade: Grade::Catalogue,
            unmatched: Some(text()),
            handshake: Some(text()),
            declarations: vec![Declaration {
                pointer: text(),
                by: Declared::Definition(text()),
                excerpt: HOSTILE.into(),
            }],
            overlays: vec![OverlayPart {
                note,
                is_vendor_wide: true,
                changes,
                definitions: vec![text()],
            }],
            samples: vec![
                SampledAt {
                    label: text(),
                    event: text(),
                    kind: None,
                    counts: SampleCounts {
                        with: 2,
                        nulls: 1,
                        without: 1,
                    },
                };
                MAX_LISTED + 3
            ],
            items: vec![RustItem {
                path: "acme::Paid::a".to_owned(),
                inside: None,
                rust_type: "bool".to_owned(),
                types: Vec::new(),
                alternatives: Vec::new(),
                presence: Some(Presence::Required),
                is_nullable: true,
                why: vec![text()],
                members: vec![text()],
            }],
        }
    }

    #[test]
    fn vendor_text_stays_in_its_line() {
        let odd = |char: char| char.is_control() && char != '\n' || char == '\u{202e}';
        let of_event = Explanation {
            pointer: None,
            ..hostile()
        };
        assert_eq!(render(&of_event).find(odd), None);
        let text = render(&hostile());
        assert_eq!(text.find(odd), None, "{text}");
        let items = text.lines().filter(|line| line.starts_with("rust "));
        assert_eq!(items.count(), 1, "{text}");
        // Escaped as in a diagnostic, so that both can be searched for the same text.
        let place = Place::of(HOSTILE).to_string();
        assert!(text.contains(&place), "{place} is missing in:\n{text}");
    }

    #[test]
    fn long_lists_are_cut_and_counted() {
        let text = render(&hostile());
        assert!(text.contains("samples  15 have it:\n"), "{text}");
        assert!(text.contains("           and 3 more\n"), "{text}");
        assert!(
            text.contains("(of unknown origin, 2 of 3 places, 1 null)\n"),
            "{text}"
        );
        assert!(text.contains("           required, nullable\n"), "{text}");
    }
}
