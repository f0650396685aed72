//! A report for a terminal, by vendor and event; trivial findings are only counted by rule.
//!
//! Much of the text comes from vendors, so every piece of it is escaped and cut. The console removes the colours where
//! they cannot be shown.

use webhook_codegen::diff::{
    Bump, Counts, Finding, Impact, ItemKind, ItemRef, Report, Semver, Side, StaleInput, Verdict,
    Verdicts,
};

use super::scope_title;
use crate::render::escape_and_clip;
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 300;
/// Number of reasons listed.
const MAX_REASONS: usize = 8;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[33m";
const GREEN: &str = "\u{1b}[32m";
const RESET: &str = "\u{1b}[0m";

/// The layout of the report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Number of columns.
    pub(super) width: usize,
    /// True if trivial findings are shown in full too.
    pub(super) shows_all: bool,
}

/// The report.
pub(super) fn render(report: &Report, layout: &Layout) -> String {
    let Report {
        crate_name,
        baseline,
        current,
        findings,
        counts,
        semver,
        stale,
    } = report;
    let mut page = Page {
        text: String::new(),
        width: layout.width.max(40),
    };
    page.line(0, &format!("baseline {}", side_text(baseline)));
    page.line(0, &format!("current  {}", side_text(current)));
    let mut at = None;
    let mut rest = findings.as_slice();
    while let Some(first) = rest.first() {
        let group = rest
            .iter()
            .take_while(|finding| {
                let (one, other) = (&finding.subject, &first.subject);
                (&one.vendor, &one.scope) == (&other.vendor, &other.scope)
            })
            .count();
        let (these, others) = rest.split_at(group);
        let vendor = first.subject.vendor.as_str();
        if at != Some(vendor) {
            page.gap();
            page.styled(0, BOLD, vendor);
            at = Some(vendor);
        }
        page.group(these, layout);
        rest = others;
    }
    page.stale("stale overlays", &stale.overlays);
    page.stale(
        "additions that the catalogue has taken up",
        &stale.additions,
    );
    page.gap();
    page.total(counts);
    page.semver(crate_name, semver);
    page.text
}

/// Lines that fit the width.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds a text with a margin, broken between words to fit the width.
    fn line(&mut self, margin: usize, text: &str) {
        self.styled(margin, "", text);
    }

    fn styled(&mut self, margin: usize, style: &str, text: &str) {
        let reset = if style.is_empty() { "" } else { RESET };
        for (index, line) in wrap(text, self.width.saturating_sub(margin))
            .iter()
            .enumerate()
        {
            // Continuation lines are indented.
            let margin = margin + if index > 0 { 2 } else { 0 };
            let line = format!("{:margin$}{style}{line}{reset}", "");
            self.text += line.trim_end();
            self.text.push('\n');
        }
    }

    /// Adds the findings of one event, or of another part of a vendor.
    fn group(&mut self, findings: &[Finding], layout: &Layout) {
        let Some(first) = findings.first() else {
            return;
        };
        let title = scope_title(&first.subject.scope, tidy);
        self.styled(2, BOLD, &title);
        let (mut in_full, mut trivial): (Vec<&Finding>, Vec<&Finding>) = findings
            .iter()
            .partition(|finding| layout.shows_all || finding.impact() > Impact::Trivial);
        // The gravest first; the sort is stable.
        in_full.sort_by_key(|finding| std::cmp::Reverse(finding.impact()));
        for finding in in_full {
            self.finding(finding);
        }
        trivial.dedup_by_key(|finding| finding.rule);
        if !trivial.is_empty() {
            let rules: Vec<&str> = trivial.iter().map(|finding| finding.rule.id()).collect();
            self.styled(4, DIM, &format!("text alone: {}", rules.join(", ")));
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let Finding {
            rule,
            subject,
            verdicts,
            adds_items: _,
            message,
            fix,
            hint,
            before,
            after,
            fingerprint,
            accepted,
        } = finding;
        let impact = finding.impact();
        let style = match impact {
            Impact::Breaking => RED,
            Impact::Compatible => YELLOW,
            Impact::Trivial => GREEN,
        };
        let pointer = tidy(&subject.pointer);
        let head = format!(
            "{style}{}{RESET} {BOLD}{rule}{RESET} {pointer}",
            impact.as_str()
        );
        self.text += format!("{:4}{head}", "").trim_end();
        self.text.push('\n');
        self.line(6, message);
        let items = [&subject.baseline_item, &subject.current_item];
        match items.map(|item| item.as_ref().map(item_text)) {
            [Some(one), Some(other)] if one == other => self.line(6, &one),
            [one, other] => {
                self.side(6, "-", one.as_deref());
                self.side(6, "+", other.as_deref());
            }
        }
        if !shows_both_sides(finding) {
            self.side(6, "before:", before.as_deref());
            self.side(6, "after: ", after.as_deref());
        }
        self.line(6, &verdict_text(*verdicts));
        if let Some(fix) = fix {
            self.line(6, &format!("fix: {fix}"));
        }
        if let Some(hint) = hint {
            self.line(6, &format!("hint: {}", tidy(hint)));
        }
        match accepted {
            Some(reason) => self.line(6, &format!("accepted: {}", tidy(reason))),
            None if impact == Impact::Breaking => {
                self.styled(6, DIM, &format!("fingerprint {fingerprint}"));
            }
            None => {}
        }
    }

    fn side(&mut self, margin: usize, word: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(margin, &format!("{word} {}", tidy(text)));
        }
    }

    fn stale(&mut self, title: &str, inputs: &[StaleInput]) {
        if inputs.is_empty() {
            return;
        }
        self.gap();
        self.styled(0, BOLD, title);
        for StaleInput { label, message } in inputs {
            self.line(2, &format!("{}: {}", tidy(label), tidy(message)));
        }
    }

    fn total(&mut self, counts: &Counts) {
        let Counts {
            all,
            breaking,
            compatible,
            trivial,
            malformed,
            misfits,
            source,
            behaviour,
            accepted,
        } = counts;
        if *all == 0 {
            self.line(0, "nothing differs");
            return;
        }
        let impacts = [
            (breaking, "breaking"),
            (compatible, "compatible"),
            (trivial, "trivial"),
            (accepted, "accepted"),
        ];
        let impacts: Vec<String> = impacts
            .iter()
            .filter(|(number, _)| **number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        self.line(
            0,
            &format!("{}: {}", count(*all, "finding"), impacts.join(", ")),
        );
        self.line(
            0,
            &format!(
                "deliveries malformed by {malformed}, with misfits by {misfits}, source broken by {source}, behaviour changed by {behaviour}"
            ),
        );
    }

    fn semver(&mut self, crate_name: &str, semver: &Semver) {
        let Semver { bump, reasons } = semver;
        let style = match bump {
            Bump::Major => RED,
            Bump::Minor => YELLOW,
            Bump::Patch | Bump::None => GREEN,
        };
        let word = bump.as_str();
        self.text += &format!("{crate_name}: {style}{word}{RESET}\n");
        for reason in reasons.iter().take(MAX_REASONS) {
            let line = format!(
                "{} x {}: {}",
                reason.findings,
                reason.rule,
                reason.rule.purpose()
            );
            self.line(2, &line);
        }
        if reasons.len() > MAX_REASONS {
            self.line(2, &format!("and {} more", reasons.len() - MAX_REASONS));
        }
    }
}

/// True if the lines about Rust items already show `before` and `after`.
fn shows_both_sides(finding: &Finding) -> bool {
    let shows = |item: &Option<ItemRef>, side: &Option<String>| match (item, side) {
        (Some(item), Some(side)) => item.kind.to_string() == *side || item.path == *side,
        (None, None) => true,
        _ => false,
    };
    let subject = &finding.subject;
    shows(&subject.baseline_item, &finding.before) && shows(&subject.current_item, &finding.after)
}

fn side_text(side: &Side) -> String {
    let Side {
        label,
        vendors,
        events,
    } = side;
    format!(
        "{}: {} of {}",
        tidy(label),
        count(*events, "event"),
        count(*vendors, "vendor")
    )
}

fn item_text(item: &ItemRef) -> String {
    let ItemRef { path, kind } = item;
    match kind {
        ItemKind::Module
        | ItemKind::Struct
        | ItemKind::Enum
        | ItemKind::Variant
        | ItemKind::Function => format!("{kind} {path}"),
        ItemKind::Method(output) => format!("fn {path}(&self) -> {output}"),
        ItemKind::Value(rust_type) => format!("{path}: {rust_type}"),
    }
}

fn verdict_text(verdicts: Verdicts) -> String {
    let Verdicts {
        wire,
        source,
        behaviour,
    } = verdicts;
    let behaviour = match behaviour {
        Verdict::Breaks => "changes",
        Verdict::Holds => "holds",
    };
    format!(
        "wire {}, source {}, behaviour {behaviour}",
        wire.as_str(),
        source.as_str()
    )
}

/// Breaks a text between words. A word longer than the width stays whole, so that it can be copied.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always a last line");
        let length = last.chars().count();
        if length > 0 && length + 1 + word.chars().count() > width.saturating_sub(2) {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

fn tidy(text: &str) -> String {
    escape_and_clip(text, MAX_LENGTH)
}

#[cfg(test)]
pub(super) mod tests {
    use webhook_catalog::{EventName, VendorId};
    use webhook_codegen::diff::{Rule, Scope, StaleInputs, Subject, Wire};

    use super::*;

    pub(in crate::diff) const HOSTILE: &str = "a\u{1b}[31mred\r\n# `x` ``y`` <b>\u{202e}";

    /// A report on `events` events in which every text from an input is hostile.
    pub(in crate::diff) fn hostile(events: usize) -> Report {
        let text = || HOSTILE.to_owned();
        let stale = || StaleInput {
            label: text(),
            message: text(),
        };
        let item = ItemRef {
            path: "webhook_events::acme::Paid::x".to_owned(),
            kind: ItemKind::Value("String".to_owned()),
        };
        let finding = |event: usize| Finding {
            rule: Rule::BoxChanged,
            subject: Subject {
                vendor: VendorId::new("acme").expect("a valid slug"),
                scope: Scope::Event(
                    EventName::new(&format!("{HOSTILE}{event}")).expect("a valid name"),
                ),
                pointer: text(),
                baseline_item: Some(item.clone()),
                current_item: None,
            },
            verdicts: Verdicts {
                wire: Wire::Malformed,
                source: Verdict::Breaks,
                behaviour: Verdict::Breaks,
            },
            adds_items: false,
            message:
                "the value is kept in place now, and this fragment is longer than a narrow terminal"
                    .to_owned(),
            fix: Some("add or remove a dereference".to_owned()),
            hint: Some(text()),
            before: Some(text()),
            after: Some(HOSTILE.repeat(100)),
            fingerprint: "0123456789abcdef".to_owned(),
            accepted: (event == 1).then(text),
        };
        let side = Side {
            label: text(),
            vendors: 1,
            events,
        };
        Report {
            crate_name: "webhook-events".to_owned(),
            baseline: side.clone(),
            current: side,
            findings: (0..events).map(finding).collect(),
            counts: Counts {
                all: events,
                breaking: events,
                ..Counts::default()
            },
            semver: Semver {
                bump: Bump::Major,
                reasons: Vec::new(),
            },
            stale: StaleInputs {
                overlays: vec![stale()],
                additions: vec![stale()],
            },
        }
    }

    const NARROW: Layout = Layout {
        width: 60,
        shows_all: false,
    };

    #[test]
    fn vendor_text_stays_in_its_line_and_sets_no_colour() {
        let text = render(&hostile(2), &NARROW);
        assert!(!text.contains("\u{1b}[31m"), "{text}");
        let odd = |c: char| c.is_control() && c != '\n' && c != '\u{1b}' || c == '\u{202e}';
        assert_eq!(text.find(odd), None, "{text}");
        assert!(text.contains("accepted: a\\u{1b}[31mred"), "{text}");
        assert_eq!(text.matches("fingerprint").count(), 1, "{text}");
    }

    #[test]
    fn lines_fit_the_width_as_far_as_words_do() {
        let mut report = hostile(1);
        report.findings[0].before = None;
        report.findings[0].after = None;
        let text = render(&report, &NARROW);
        let long: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("      ") && line.chars().count() > 60)
            .collect();
        assert_eq!(long, [""; 0]);
        assert!(
            text.contains(
                "      the value is kept in place now, and this fragment is\n        longer"
            ),
            "{text}"
        );
    }

    #[test]
    fn trivial_findings_are_counted_by_rule_unless_all_are_shown() {
        let mut report = hostile(1);
        let finding = &mut report.findings[0];
        finding.verdicts = Verdicts {
            wire: Wire::Fits,
            source: Verdict::Holds,
            behaviour: Verdict::Holds,
        };
        assert!(render(&report, &NARROW).contains("    \u{1b}[2mtext alone: box_changed"));
        let all = Layout {
            shows_all: true,
            ..NARROW
        };
        assert!(render(&report, &all).contains("trivial\u{1b}[0m"));
    }
}
