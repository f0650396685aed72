//! Handmade reports: a typical one with hostile texts in it, an empty one and a very long one.

use webhook_catalog::{EventName, VendorId};
use webhook_codegen::diff::{
    Bump, Counts, Finding, Impact, ItemKind, ItemRef, Reason, Report, Rule, Scope, Semver, Side,
    StaleInput, StaleInputs, Subject, Verdict, Verdicts, Wire,
};

use Verdict::{Breaks, Holds};
use Wire::{Fits, Malformed, Misfits};

/// Text that breaks out of any context that does not escape it.
pub(crate) const HOSTILE: &str = "</code></script><script>console.error('ran')</script><img src=x onerror=\"console.error('ran')\">'\" {{style}} &lt; -->]]>";

/// A finding that breaks nothing, as a base for others.
fn finding(vendor: &str, scope: Scope, rule: Rule, message: &str) -> Finding {
    Finding {
        rule,
        subject: Subject {
            vendor: VendorId::new(vendor).expect("a slug"),
            scope,
            pointer: String::new(),
            baseline_item: None,
            current_item: None,
        },
        verdicts: Verdicts {
            wire: Fits,
            source: Holds,
            behaviour: Holds,
        },
        adds_items: false,
        message: message.to_owned(),
        fix: None,
        hint: None,
        before: None,
        after: None,
        docs_url: None,
        fingerprint: String::new(),
        accepted: None,
    }
}

fn event(name: &str) -> Scope {
    Scope::Event(EventName::new(name).expect("not empty"))
}

/// Builder methods for findings.
trait With: Sized {
    fn verdicts(self, wire: Wire, source: Verdict, behaviour: Verdict) -> Self;
    fn at(self, pointer: &str) -> Self;
    fn sides(self, before: &str, after: &str) -> Self;
    fn items(self, baseline: (&str, &str), current: (&str, &str)) -> Self;
    fn fix(self, fix: &str) -> Self;
    fn hint(self, hint: &str) -> Self;
    fn accepted(self, reason: &str) -> Self;
    fn adding(self) -> Self;
}

impl With for Finding {
    fn verdicts(mut self, wire: Wire, source: Verdict, behaviour: Verdict) -> Self {
        self.verdicts = Verdicts {
            wire,
            source,
            behaviour,
        };
        self
    }
    fn at(mut self, pointer: &str) -> Self {
        self.subject.pointer = pointer.to_owned();
        self
    }
    fn sides(mut self, before: &str, after: &str) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (self.before, self.after) = (some(before), some(after));
        self
    }
    fn items(mut self, baseline: (&str, &str), current: (&str, &str)) -> Self {
        let item = |(path, rust_type): (&str, &str)| {
            (!path.is_empty()).then(|| ItemRef {
                path: format!("webhook_events::{path}"),
                kind: ItemKind::Value(rust_type.to_owned()),
            })
        };
        self.subject.baseline_item = item(baseline);
        self.subject.current_item = item(current);
        self
    }
    fn fix(mut self, fix: &str) -> Self {
        self.fix = Some(fix.to_owned());
        self
    }
    fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }
    fn accepted(mut self, reason: &str) -> Self {
        self.accepted = Some(reason.to_owned());
        self
    }
    fn adding(mut self) -> Self {
        self.adds_items = true;
        self
    }
}

/// A report of an update with three vendors.
pub(crate) fn update() -> Report {
    let mut findings = slack();
    findings.extend(stripe());
    findings.extend(hostile());
    let mut report = report_of(findings);
    report.stale.overlays.push(StaleInput {
        label: "catalog/overlays/slack/link_shared.json".to_owned(),
        message: "it changes nothing any more: the row has `unfurl_id` itself".to_owned(),
    });
    report
}

/// A report without findings.
pub(crate) fn empty() -> Report {
    let mut report = report_of(Vec::new());
    report.current = report.baseline.clone();
    report
}

/// A report of many findings of thirty vendors.
pub(crate) fn long(number: usize) -> Report {
    let models = update().findings;
    let findings = (0..number).map(|index| {
        let mut finding = models[index % models.len()].clone();
        let vendor = format!("vendor-{:02}", index % 30);
        finding.subject.vendor = VendorId::new(&vendor).expect("a slug");
        finding.subject.scope = event(&format!("thing.changed.{:03}", index / 30 % 40));
        // Of each its own place, so that none is joined to another.
        finding.subject.pointer = format!("/member_{index}");
        finding
    });
    report_of(findings.collect())
}

fn slack() -> Vec<Finding> {
    let of = |scope, rule, message| finding("slack", scope, rule, message);
    let mention = || event("app_mention");
    vec![
        of(Scope::Vendor, Rule::SignatureSchemeChanged, "another header carries the signature")
            .verdicts(Malformed, Holds, Holds)
            .sides("x-slack-signature", "x-slack-signature-v1")
            .fix("regenerate before the vendor switches over; `verify` looks for the new header only"),
        of(Scope::Envelope, Rule::FieldOptionalToRequired, "a field of the envelope is always there now")
            .verdicts(Fits, Breaks, Holds)
            .at("/context_team_id")
            .sides("optional", "required")
            .items(("slack::Envelope::context_team_id", "Option<String>"), ("slack::Envelope::context_team_id", "String"))
            .fix("take the value as it is, without `Option`"),
        of(Scope::Shared, Rule::FieldAdded, "a shared type has a new field")
            .at("#file/media_display_type")
            .sides("", "string")
            .items(("", ""), ("slack::File::media_display_type", "Option<String>"))
            .adding(),
        of(mention(), Rule::FieldOptionalToRequired, "`thread_ts` is always there now")
            .verdicts(Fits, Breaks, Holds)
            .at("/event/thread_ts")
            .sides("optional string", "required string")
            .items(("slack::AppMention::thread_ts", "Option<String>"), ("slack::AppMention::thread_ts", "String"))
            .fix("take the value as it is, without `Option`"),
        of(mention(), Rule::TypeReplaced, "`event_ts` is a number now")
            .verdicts(Malformed, Breaks, Holds)
            .at("/event/event_ts")
            .sides("string", "number")
            .items(("slack::AppMention::event_ts", "String"), ("slack::AppMention::event_ts", "Number"))
            .fix("read the number; an overlay can keep both forms for a while"),
        of(mention(), Rule::DescriptionChanged, "another description")
            .at("/event/text")
            .sides("The text of the message that mentions your app, as it was sent.", "The text of the message that mentions your app, with links unfurled as they were sent."),
        of(event("channel_history_changed"), Rule::EventRemoved, "the event is gone")
            .verdicts(Malformed, Breaks, Breaks)
            .sides("channel_history_changed", "")
            .items(("slack::ChannelHistoryChanged", "struct"), ("", ""))
            .fix("take its arm out of every `match`, and hold on to what you stored")
            .hint("`conversation_history_changed` has the same fields; it may be the same event under a new name")
            .accepted("we never subscribed to it, and neither did anybody whom we asked"),
        of(event("conversation_history_changed"), Rule::EventAdded, "a new event")
            .verdicts(Fits, Holds, Breaks)
            .sides("", "conversation_history_changed")
            .items(("", ""), ("slack::ConversationHistoryChanged", "struct"))
            .fix("handle it where `Event::Unknown` took it until now")
            .adding(),
        of(event("user_status_changed"), Rule::EnumValueAdded, "the open enum of `status` has a new value")
            .verdicts(Fits, Holds, Breaks)
            .at("/event/user/profile/status")
            .sides("active\naway", "active\naway\nin_a_huddle")
            .items(("slack::UserStatus", "enum"), ("slack::UserStatus", "enum"))
            .fix("look for arms that match the value as unknown text")
            .adding(),
    ]
}

fn stripe() -> Vec<Finding> {
    let of = |scope, rule, message| finding("stripe", scope, rule, message);
    let paid = || event("invoice.paid");
    vec![
        of(Scope::Vendor, Rule::RetryPolicyChanged, "deliveries are tried for a shorter time")
            .sides("up to 3 days, exponential back-off", "up to 1 day, exponential back-off")
            .fix("alert earlier when your receiver is down"),
        of(paid(), Rule::NullAllowed, "`amount_due` may be null")
            .verdicts(Malformed, Breaks, Holds)
            .at("/data/object/amount_due")
            .sides("integer", "integer or null")
            .items(("stripe::InvoicePaid::amount_due", "i64"), ("stripe::InvoicePaid::amount_due", "Option<i64>"))
            .fix("decide what no amount means to you"),
        of(paid(), Rule::AlternativeGuardChanged, "the form is recognised otherwise, and the baseline refuses some of its values")
            .verdicts(Malformed, Holds, Breaks)
            .at("/data/object/lines")
            .sides("{\n  \"type\": \"array\",\n  \"items\": { \"$ref\": \"#/$defs/line\" }\n}", "{\n  \"type\": \"array\",\n  \"items\": { \"$ref\": \"#/$defs/line\" },\n  \"x-page-size\": 100\n}")
            .fix("look at the two schemas"),
        of(paid(), Rule::FieldRemoved, "`charge` is gone")
            .verdicts(Fits, Breaks, Holds)
            .at("/data/object/charge")
            .sides("string or null", "")
            .items(("stripe::InvoicePaid::charge", "Option<String>"), ("", ""))
            .fix("read `payments` in its place")
            .hint("`payments/*/charge` is new")
            .accepted("deprecated by the vendor since March; the changelog says so"),
        of(event("invoice.paid.v2"), Rule::EventDocsUrlChanged, "the documentation has moved")
            .sides("https://docs.stripe.com/api/events/types#event_types-invoice.paid", "https://docs.stripe.com/api/events/types?lang=curl#event_types-invoice.paid.v2"),
        of(event("customer.tax_id.updated"), Rule::ConstantChanged, "the constant of `object` changed")
            .verdicts(Malformed, Holds, Holds)
            .at("/data/object/object")
            .sides("\"tax_id\"", "\"customer.tax_id\"")
            .items(("stripe::CustomerTaxIdUpdated::object", "String"), ("stripe::CustomerTaxIdUpdated::object", "String")),
    ]
}

fn hostile() -> Vec<Finding> {
    let of = |scope, rule, message| finding("zz-hostile", scope, rule, message);
    let unbroken = "PropertyNamesThatGoOnAndOnWithoutAnyBreak".repeat(6);
    vec![
        of(event(HOSTILE), Rule::EventAdded, HOSTILE)
            .at(HOSTILE)
            .sides(
                HOSTILE,
                "\u{202e}turned around\u{202c}\u{0}\u{1b}[31m\u{feff}",
            )
            .items((HOSTILE, HOSTILE), (HOSTILE, "x"))
            .fix("an `odd number` of `backticks")
            .hint(HOSTILE)
            .accepted(HOSTILE)
            .adding(),
        of(event(&unbroken), Rule::TypeReplaced, &unbroken)
            .verdicts(Malformed, Breaks, Breaks)
            .at(&format!("/{unbroken}"))
            .sides(&unbroken, &format!("{unbroken}2"))
            .items((&unbroken, &unbroken), (&unbroken, "x"))
            .fix(&unbroken),
        of(
            event("سجل.تغيّر"),
            Rule::DescriptionChanged,
            "text of other scripts: `سجل` 変更 📨",
        )
        .sides("كان هذا وصفًا", "\n  始まりに空行\n\tand a tab")
        .hint("`ok`"),
        of(
            event("long"),
            Rule::DescriptionChanged,
            "a description of a megabyte",
        )
        .sides(&"word ".repeat(200_000), "short"),
    ]
}

/// A report of these findings, with the matching counts.
fn report_of(mut findings: Vec<Finding>) -> Report {
    for (index, finding) in findings.iter_mut().enumerate() {
        // Any distinct digits will do.
        finding.fingerprint = format!(
            "{:016x}",
            (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        );
    }
    let bump = findings
        .iter()
        .map(Finding::bump)
        .max()
        .unwrap_or(Bump::None);
    let side = |label: &str, events| Side {
        label: label.to_owned(),
        vendors: 3,
        events,
    };
    Report {
        crate_name: "webhook-events".to_owned(),
        baseline: side("catalog/saas-webhook-catalog.parquet", 1_119),
        current: side("saas-webhook-catalog-2026-11.parquet", 1_123),
        counts: counts(&findings),
        semver: Semver {
            bump,
            reasons: reasons(&findings, bump),
        },
        findings,
        stale: StaleInputs::default(),
    }
}

fn counts(findings: &[Finding]) -> Counts {
    let all = |is: &dyn Fn(&Finding) -> bool| findings.iter().filter(|finding| is(finding)).count();
    Counts {
        all: findings.len(),
        breaking: all(&|finding| finding.impact() == Impact::Breaking),
        compatible: all(&|finding| finding.impact() == Impact::Compatible),
        trivial: all(&|finding| finding.impact() == Impact::Trivial),
        malformed: all(&|finding| finding.verdicts.wire == Malformed),
        misfits: all(&|finding| finding.verdicts.wire == Misfits),
        source: all(&|finding| finding.verdicts.source == Breaks),
        behaviour: all(&|finding| finding.verdicts.behaviour == Breaks),
        accepted: all(&|finding| finding.accepted.is_some()),
    }
}

fn reasons(findings: &[Finding], bump: Bump) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.bump() == bump) {
        match reasons
            .iter_mut()
            .find(|reason| reason.rule == finding.rule)
        {
            Some(reason) => reason.findings += 1,
            None => reasons.push(Reason {
                rule: finding.rule,
                findings: 1,
            }),
        }
    }
    reasons.sort_by_key(|reason| (usize::MAX - reason.findings, reason.rule));
    reasons
}
