//! A report for a terminal: a block for each group of findings, the gravest first; trivial findings are only counted by rule.
//!
//! Much of the text comes from vendors, so every piece of it is escaped and cut. The console removes the colours where
//! they cannot be shown.

use std::collections::BTreeMap;

use webhook_catalog::VendorId;
use webhook_codegen::diff::{
    Bump, Counts, Finding, Group, Impact, ItemKind, ItemRef, Report, Rule, Semver, Side,
    StaleInput, Verdict, Verdicts,
};

use super::{event_list, group_title};
use crate::render::escape_and_clip;
use crate::summary::count;

/// Length of one text, in characters.
const MAX_LENGTH: usize = 300;
/// Number of events of a group that are listed.
const MAX_EVENTS: usize = 6;
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
        findings: _,
        counts,
        semver,
        stale,
    } = report;
    let groups = report.groups();
    let number = groups.len();
    let mut page = Page {
        text: String::new(),
        width: layout.width.max(40),
    };
    page.line(0, &format!("baseline {}", side_text(baseline)));
    page.line(0, &format!("current  {}", side_text(current)));
    let (in_full, by_rule): (Vec<Group<'_>>, Vec<Group<'_>>) = groups
        .into_iter()
        .partition(|group| layout.shows_all || group.impact() > Impact::Trivial);
    for group in &in_full {
        page.gap();
        page.group(group, layout);
    }
    page.text_alone(&by_rule);
    page.stale("stale overlays", &stale.overlays);
    page.stale(
        "additions that the catalogue has taken up",
        &stale.additions,
    );
    page.gap();
    page.total(counts, number);
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

    /// Adds the findings of a group, with the texts of the first.
    fn group(&mut self, group: &Group<'_>, layout: &Layout) {
        let finding = group.first();
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
            docs_url,
            fingerprint: _,
            accepted,
        } = finding;
        let impact = finding.impact();
        let style = match impact {
            Impact::Breaking => RED,
            Impact::Compatible => YELLOW,
            Impact::Trivial => GREEN,
        };
        let mut head = format!("{style}{}{RESET} {BOLD}{}", impact.as_str(), subject.vendor);
        head += &format!(" {}{RESET}", group_title(group, tidy));
        if !subject.pointer.is_empty() {
            head += &format!(" {}", tidy(&subject.pointer));
        }
        self.text += &format!("{head} {DIM}{rule}{RESET}\n");
        self.line(2, message);
        if group.findings.len() > 1 {
            let most = if layout.shows_all {
                usize::MAX
            } else {
                MAX_EVENTS
            };
            self.line(2, &format!("in {}", event_list(group, most, tidy)));
        }
        let items = [&subject.baseline_item, &subject.current_item];
        match items.map(|item| item.as_ref().map(item_text)) {
            [Some(one), Some(other)] if one == other => self.line(2, &one),
            [one, other] => {
                self.side(2, "-", one.as_deref());
                self.side(2, "+", other.as_deref());
            }
        }
        if !shows_both_sides(finding) {
            self.side(2, "before:", before.as_deref());
            self.side(2, "after: ", after.as_deref());
        }
        self.line(2, &verdict_text(*verdicts));
        if let Some(fix) = fix {
            self.line(2, &format!("fix: {fix}"));
        }
        if let Some(hint) = hint {
            self.line(2, &format!("hint: {}", tidy(hint)));
        }
        if let Some(docs_url) = docs_url.as_ref().filter(|_| impact == Impact::Breaking) {
            self.line(2, &format!("docs: {}", tidy(docs_url)));
        }
        match accepted {
            Some(reason) => self.line(2, &format!("accepted: {}", tidy(reason))),
            None if impact == Impact::Breaking => {
                self.styled(2, DIM, &format!("fingerprint {}", group.fingerprint));
            }
            None => {}
        }
    }

    /// Adds the numbers of findings by vendor and rule.
    fn text_alone(&mut self, groups: &[Group<'_>]) {
        let mut vendors: BTreeMap<&VendorId, BTreeMap<Rule, usize>> = BTreeMap::new();
        for group in groups {
            let finding = group.first();
            let rules = vendors.entry(&finding.subject.vendor).or_default();
            *rules.entry(finding.rule).or_default() += group.findings.len();
        }
        if vendors.is_empty() {
            return;
        }
        self.gap();
        self.styled(0, BOLD, "text alone");
        for (vendor, rules) in vendors {
            let rules = rules
                .iter()
                .map(|(rule, number)| format!("{number} x {rule}"));
            let rules: Vec<String> = rules.collect();
            self.styled(2, DIM, &format!("{vendor}: {}", rules.join(", ")));
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

    fn total(&mut self, counts: &Counts, groups: usize) {
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
        let joined = if groups < *all {
            format!(" in {}", count(groups, "group"))
        } else {
            String::new()
        };
        let impacts: Vec<String> = impacts
            .iter()
            .filter(|(number, _)| **number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        self.line(
            0,
            &format!("{}{joined}: {}", count(*all, "finding"), impacts.join(", ")),
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
            // Of each event its own, so that nothing is joined.
            hint: Some(format!("{HOSTILE}{event}")),
            before: Some(text()),
            after: Some(HOSTILE.repeat(100)),
            docs_url: Some(format!("javascript:{HOSTILE}")),
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
            .filter(|line| line.starts_with("  ") && line.chars().count() > 60)
            .collect();
        assert_eq!(long, [""; 0]);
        assert!(
            text.contains("\n  the value is kept in place now, and this fragment is\n    longer"),
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
        let text = render(&report, &NARROW);
        let expected = "text alone\u{1b}[0m\n  \u{1b}[2macme: 1 x box_changed\u{1b}[0m\n";
        assert!(text.contains(expected), "{text}");
        let all = Layout {
            shows_all: true,
            ..NARROW
        };
        assert!(render(&report, &all).contains("trivial\u{1b}[0m"));
    }
}
