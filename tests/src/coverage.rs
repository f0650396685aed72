//! The gate on coverage: how the emitted crate reads each vendor's stored samples, compared with the figures in
//! `tests/coverage.jsonl`.
//!
//! A vendor must not sink below its figures. Better ones are written under `UPDATE_EXPECT=1`, worse ones by hand alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use webhook_catalog::{BodyFormat, Naming, Sample};
use webhook_codegen::TypedShare;
use webhook_codegen::model::{Event, Vendor};

use crate::expect;
use crate::tolerance::forms::encoded;
use crate::workspace_root;

/// The file of figures, a line per vendor.
const FILE: &str = "tests/coverage.jsonl";

/// Number of samples that a message names.
const MAX_NAMED: usize = 5;

/// Counts over the stored samples of a vendor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Samples.
    pub samples: usize,
    /// Samples whose request names the event, without help by the caller.
    pub recognised: usize,
    /// Samples that are read as their event without a misfit.
    pub accepted: usize,
    /// Samples that are written back as the JSON that they were read from.
    pub equal: usize,
    /// Leaves of all samples.
    pub leaves: usize,
    /// Leaves in fields with a type.
    pub typed: usize,
}

/// A figure that must not sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Recognised,
    Accepted,
    Equal,
    Typed,
}

impl Share {
    const ALL: [Self; 4] = [Self::Recognised, Self::Accepted, Self::Equal, Self::Typed];

    fn name(self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::Accepted => "accepted",
            Self::Equal => "equal",
            Self::Typed => "typed",
        }
    }

    /// The part, and the whole.
    fn of(self, figures: Figures) -> [usize; 2] {
        let Figures {
            samples,
            recognised,
            accepted,
            equal,
            leaves,
            typed,
        } = figures;
        match self {
            Self::Recognised => [recognised, samples],
            Self::Accepted => [accepted, samples],
            Self::Equal => [equal, samples],
            Self::Typed => [typed, leaves],
        }
    }

    /// True if the share is smaller than before. Of the leaves, the percentage counts, rounded, so that a new sample which is typed
    /// almost as well as the others does not fail.
    fn has_sunk(self, before: Figures, now: Figures) -> bool {
        let [[old_part, old_whole], [part, whole]] = [self.of(before), self.of(now)];
        match self {
            Self::Recognised | Self::Accepted | Self::Equal => part * old_whole < old_part * whole,
            Self::Typed => percent(part, whole) < percent(old_part, old_whole),
        }
    }
}

/// The share of a part in hundredths, rounded.
fn percent(part: usize, whole: usize) -> usize {
    let whole = whole.max(1);
    (part * 200 + whole) / (whole * 2)
}

impl Figures {
    /// The line of a vendor in the file.
    fn line(self, vendor: &str) -> String {
        let Self {
            samples,
            recognised,
            accepted,
            equal,
            leaves,
            typed,
        } = self;
        format!(
            "{{\"vendor\": \"{vendor}\", \"samples\": {samples}, \"recognised\": {recognised}, \"accepted\": {accepted}, \"equal\": {equal}, \
             \"leaves\": {leaves}, \"typed\": {typed}}}\n"
        )
    }

    /// The vendor of a line, and its figures.
    fn of_line(line: &str) -> Option<(String, Self)> {
        let line: Value = serde_json::from_str(line).ok()?;
        let count = |name: &str| usize::try_from(line.get(name)?.as_u64()?).ok();
        let figures = Self {
            samples: count("samples")?,
            recognised: count("recognised")?,
            accepted: count("accepted")?,
            equal: count("equal")?,
            leaves: count("leaves")?,
            typed: count("typed")?,
        };
        Some((line.get("vendor")?.as_str()?.to_owned(), figures))
    }
}

/// The functions of a vendor's module that receive deliveries.
pub trait Receiver {
    /// The vendor's `Delivery`.
    type Delivery: serde::Serialize;

    /// The vendor's `parse_request`; `None` if it refuses the request.
    fn parse_request(headers: &[(String, String)], body: &[u8]) -> Option<Self::Delivery>;
    /// The vendor's `parse_named`; `None` if it refuses the body.
    fn parse_named(name: &str, body: &[u8]) -> Option<Self::Delivery>;
    /// The name of a delivery's event.
    fn event_name(delivery: &Self::Delivery) -> &str;
    /// True if a delivery is of an event that the crate knows, and has no misfit.
    fn fits(delivery: &Self::Delivery) -> bool;
}

/// Implements [`Receiver`] for a vendor's module.
#[macro_export]
macro_rules! receiver {
    ($module:ident) => {
        impl $crate::coverage::Receiver for $module {
            type Delivery = ::webhook_events::$module::Delivery;

            fn parse_request(headers: &[(String, String)], body: &[u8]) -> Option<Self::Delivery> {
                ::webhook_events::$module::parse_request(headers, body).ok()
            }

            fn parse_named(name: &str, body: &[u8]) -> Option<Self::Delivery> {
                ::webhook_events::$module::parse_named(name, body).ok()
            }

            fn event_name(delivery: &Self::Delivery) -> &str {
                delivery.event.name()
            }

            fn fits(delivery: &Self::Delivery) -> bool {
                use ::webhook_events::$module::Event;
                delivery.misfits().is_empty() && !matches!(delivery.event, Event::Unknown(_))
            }
        }
    };
}

/// How a vendor's samples are read.
#[derive(Debug, Default)]
pub struct Reading {
    figures: Figures,
    /// The samples that lower each share, with the number of untyped leaves if that is the share.
    short: BTreeMap<Share, Vec<(usize, String)>>,
}

/// Reads a vendor's samples with the emitted crate.
pub fn read<V: Receiver>(vendor: &Vendor) -> Reading {
    let mut reading = Reading::default();
    for event in &vendor.events {
        for sample in &event.samples {
            reading.add::<V>(vendor, event, sample);
        }
    }
    for short in reading.short.values_mut() {
        short.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    }
    reading
}

impl Reading {
    fn add<V: Receiver>(&mut self, vendor: &Vendor, event: &Event, sample: &Sample) {
        let name = event.name.as_str();
        let body = body(vendor, sample);
        let received = V::parse_request(&headers(vendor, event), &body);
        let received = received.filter(|delivery| V::event_name(delivery) == name);
        let is_recognised = received.is_some();
        let read = received.or_else(|| V::parse_named(name, &body));
        let is_accepted = read.as_ref().is_some_and(V::fits);
        let is_equal = read.is_some_and(|delivery| json!(delivery) == sample.value);
        let TypedShare { typed, leaves } = TypedShare::of(vendor, event, &sample.value);

        let figures = &mut self.figures;
        figures.samples += 1;
        figures.recognised += usize::from(is_recognised);
        figures.accepted += usize::from(is_accepted);
        figures.equal += usize::from(is_equal);
        figures.leaves += leaves;
        figures.typed += typed;
        let missing = [
            (Share::Recognised, usize::from(!is_recognised)),
            (Share::Accepted, usize::from(!is_accepted)),
            (Share::Equal, usize::from(!is_equal)),
            (Share::Typed, leaves - typed),
        ];
        for (share, missing) in missing.into_iter().filter(|(_, missing)| *missing > 0) {
            let short = self.short.entry(share).or_default();
            short.push((missing, sample.label.clone()));
        }
    }
}

/// A sample as it is sent. Forms are stored as the JSON that they are read as.
fn body<'s>(vendor: &Vendor, sample: &'s Sample) -> Cow<'s, [u8]> {
    match vendor.body {
        BodyFormat::Json => Cow::Borrowed(&sample.bytes),
        BodyFormat::Form => Cow::Owned(encoded(&sample.value).into_bytes()),
    }
}

/// The header of a delivery that names its event, if the vendor has one.
fn headers(vendor: &Vendor, event: &Event) -> Vec<(String, String)> {
    let Some(Naming::Header { name, aliases }) = &vendor.naming else {
        return Vec::new();
    };
    let alias = aliases.iter().find(|alias| alias.event == event.name);
    let value = alias.map_or_else(|| event.name.to_string(), |alias| alias.value.clone());
    vec![(name.clone(), value)]
}

/// Compares readings by vendor with the checked-in figures. Under `UPDATE_EXPECT=1` it writes them, unless a vendor has sunk.
///
/// # Panics
///
/// If a vendor has sunk below its figures, or if the figures are not those of the readings.
pub fn expect_coverage(readings: &BTreeMap<String, Reading>) {
    let path = workspace_root().join(FILE);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let figures = text.lines().map(|line| {
        Figures::of_line(line).unwrap_or_else(|| panic!("{FILE}: no figures of a vendor: {line}"))
    });
    let judged = judge(&figures.collect(), readings);
    assert!(judged.sunk.is_empty(), "{}", judged.sunk);
    expect::expect(&path, &judged.text);
}

/// The file as it should be, and the vendors that have sunk.
struct Judged {
    text: String,
    sunk: String,
}

fn judge(before: &BTreeMap<String, Figures>, readings: &BTreeMap<String, Reading>) -> Judged {
    let mut judged = Judged {
        text: String::new(),
        sunk: String::new(),
    };
    let gone = before
        .keys()
        .filter(|vendor| !readings.contains_key(*vendor));
    for vendor in gone {
        let _ = writeln!(
            judged.sunk,
            "{vendor}: the vendor is gone; remove its line from {FILE}"
        );
    }
    for (vendor, reading) in readings {
        let now = reading.figures;
        judged.text += &now.line(vendor);
        let before = before.get(vendor).copied().unwrap_or_default();
        let sunk = sunk(vendor, before, reading);
        if !sunk.is_empty() {
            let line = now.line(vendor);
            let _ = write!(
                judged.sunk,
                "{sunk}  correct the types, or write this line into {FILE} by hand:\n  {line}"
            );
        }
    }
    judged
}

/// The figures that have sunk, a line each, with the samples behind them.
fn sunk(vendor: &str, before: Figures, reading: &Reading) -> String {
    let now = reading.figures;
    let mut text = String::new();
    if now.samples < before.samples {
        let _ = writeln!(
            text,
            "{vendor}: {} samples, before {}",
            now.samples, before.samples
        );
    }
    for share in Share::ALL {
        if !share.has_sunk(before, now) {
            continue;
        }
        let ([part, whole], [old_part, old_whole]) = (share.of(now), share.of(before));
        let name = share.name();
        let _ = writeln!(
            text,
            "{vendor}: {name} {part} of {whole}, before {old_part} of {old_whole}"
        );
        let short = reading.short.get(&share).map_or(&[][..], Vec::as_slice);
        for (missing, label) in short.iter().take(MAX_NAMED) {
            let _ = match share {
                Share::Typed => writeln!(text, "  {label}: {missing} leaves are not typed"),
                Share::Recognised | Share::Accepted | Share::Equal => {
                    writeln!(text, "  {label}: not {name}")
                }
            };
        }
        if short.len() > MAX_NAMED {
            let _ = writeln!(text, "  and {} more samples", short.len() - MAX_NAMED);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Figures = Figures {
        samples: 10,
        recognised: 10,
        accepted: 10,
        equal: 10,
        leaves: 200,
        typed: 190,
    };

    fn reading(figures: Figures, short: &[(Share, usize, &str)]) -> Reading {
        let mut reading = Reading {
            figures,
            ..Reading::default()
        };
        for (share, missing, label) in short {
            let short = reading.short.entry(*share).or_default();
            short.push((*missing, (*label).to_owned()));
        }
        reading
    }

    /// The vendors that have sunk if acme had `FULL`.
    fn sunk(figures: Figures, short: &[(Share, usize, &str)]) -> String {
        let before = BTreeMap::from([("acme".to_owned(), FULL)]);
        let readings = BTreeMap::from([("acme".to_owned(), reading(figures, short))]);
        let Judged { text, sunk } = judge(&before, &readings);
        assert_eq!(text, figures.line("acme"));
        sunk
    }

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let line = FULL.line("acme");
        assert_eq!(Figures::of_line(&line), Some(("acme".to_owned(), FULL)));
        assert_eq!(Figures::of_line("{\"vendor\": \"acme\"}"), None);
    }

    #[test]
    fn more_and_better_samples_have_not_sunk() {
        assert_eq!(sunk(FULL, &[]), "");
        let more = Figures {
            samples: 11,
            recognised: 11,
            accepted: 11,
            equal: 11,
            leaves: 300,
            typed: 284,
        };
        assert_eq!(sunk(more, &[]), "");
        let judged = judge(
            &BTreeMap::new(),
            &BTreeMap::from([("acme".to_owned(), reading(more, &[]))]),
        );
        assert_eq!(judged.sunk, "");
    }

    #[test]
    fn a_share_that_has_sunk_is_told_with_its_samples() {
        let figures = Figures {
            samples: 11,
            accepted: 10,
            recognised: 11,
            equal: 11,
            typed: 188,
            ..FULL
        };
        let short = [
            (Share::Accepted, 1, "paid/one.json"),
            (Share::Typed, 10, "paid/one.json"),
            (Share::Typed, 2, "paid/two.json"),
        ];
        let expected = format!(
            "acme: accepted 10 of 11, before 10 of 10\n  paid/one.json: not accepted\n\
             acme: typed 188 of 200, before 190 of 200\n  paid/one.json: 10 leaves are not typed\n  \
             paid/two.json: 2 leaves are not typed\n  \
             correct the types, or write this line into tests/coverage.jsonl by hand:\n  {}",
            figures.line("acme")
        );
        assert_eq!(sunk(figures, &short), expected);
    }

    #[test]
    fn lost_samples_and_vendors_are_told() {
        let fewer = Figures {
            samples: 9,
            recognised: 9,
            accepted: 9,
            equal: 9,
            ..FULL
        };
        assert!(sunk(fewer, &[]).starts_with("acme: 9 samples, before 10\n"));
        let judged = judge(
            &BTreeMap::from([("acme".to_owned(), FULL)]),
            &BTreeMap::new(),
        );
        let expected = "acme: the vendor is gone; remove its line from tests/coverage.jsonl\n";
        assert_eq!(judged.sunk, expected);
    }
}
