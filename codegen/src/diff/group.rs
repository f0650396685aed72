//! Groups of findings: the same change at the same place of several events of a vendor.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use webhook_catalog::EventName;

use super::fingerprint;
use super::report::{Finding, Impact, ItemRef, Scope, Subject, Verdicts};
use super::rule::Rule;

/// Findings that are the same change at the same place, each of another event. Most groups have one finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// The findings, sorted by event; never empty.
    pub findings: Vec<&'a Finding>,
    /// Identifies the group in the list of accepted findings. It is that of the finding if there is only one. Otherwise it
    /// depends on those of all findings, so that an entry accepts no event that was not there when it was written.
    pub fingerprint: String,
}

impl<'a> Group<'a> {
    fn of(findings: Vec<&'a Finding>) -> Self {
        let fingerprint = match findings.as_slice() {
            [only] => only.fingerprint.clone(),
            several => {
                fingerprint::of_group(several.iter().map(|finding| finding.fingerprint.as_str()))
            }
        };
        Self {
            findings,
            fingerprint,
        }
    }

    /// The first finding. The others have the same rule, verdicts, message, fix, pointer and acceptance.
    pub fn first(&self) -> &'a Finding {
        self.findings
            .first()
            .expect("invariant: a group has a finding")
    }

    /// The severity of each finding.
    pub fn impact(&self) -> Impact {
        self.first().impact()
    }

    /// The names of the events, sorted; empty if the change concerns no single event.
    pub fn events(&self) -> Vec<&'a EventName> {
        let scopes = self.findings.iter().map(|finding| &finding.subject.scope);
        scopes
            .filter_map(|scope| match scope {
                Scope::Event(name) => Some(name),
                Scope::Vendor | Scope::Envelope | Scope::Shared => None,
            })
            .collect()
    }
}

/// Groups findings: the gravest first, across vendors, and the accepted ones after the others of their impact. Otherwise a
/// group stands where the first of its findings did.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let place = *places.entry(Key::of(finding)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let mut groups: Vec<Group<'_>> = groups.into_iter().map(Group::of).collect();
    groups.sort_by_key(|group| (Reverse(group.impact()), group.first().accepted.is_some()));
    groups
}

/// The common properties of a group's findings.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    vendor: &'a str,
    /// `None` for an event.
    scope: Option<&'a Scope>,
    rule: Rule,
    pointer: &'a str,
    verdicts: Verdicts,
    adds_items: bool,
    message: &'a str,
    fix: Option<&'a str>,
    hint: Option<&'a str>,
    before: Option<Cow<'a, str>>,
    after: Option<Cow<'a, str>>,
    accepted: Option<&'a str>,
}

impl<'a> Key<'a> {
    fn of(finding: &'a Finding) -> Self {
        let Finding {
            rule,
            subject,
            verdicts,
            adds_items,
            message,
            fix,
            hint,
            before,
            after,
            docs_url: _,
            fingerprint: _,
            accepted,
        } = finding;
        let Subject {
            vendor,
            scope,
            pointer,
            baseline_item,
            current_item,
        } = subject;
        let side = |text: &'a Option<String>, item: &Option<ItemRef>| {
            Some(without_own_names(text.as_deref()?, scope, item.as_ref()))
        };
        Self {
            vendor: vendor.as_str(),
            scope: (!matches!(scope, Scope::Event(_))).then_some(scope),
            rule: *rule,
            pointer,
            verdicts: *verdicts,
            adds_items: *adds_items,
            message,
            fix: fix.as_deref(),
            hint: hint.as_deref(),
            before: side(before, baseline_item),
            after: side(after, current_item),
            accepted: accepted.as_deref(),
        }
    }
}

/// The text of one side without the name of its event and of the event's type, with which the names of the types below it may
/// begin: `Option<ChargeCapturedData>` and `Option<ChargeFailedData>` are the same change.
fn without_own_names<'a>(text: &'a str, scope: &Scope, item: Option<&ItemRef>) -> Cow<'a, str> {
    let Scope::Event(event) = scope else {
        return Cow::Borrowed(text);
    };
    if text == event.as_str() {
        return Cow::Borrowed("");
    }
    // Crate, module and type; or crate, module, `Event` and the variant, which has the name of the type.
    let mut names = item.into_iter().flat_map(|item| item.path.split("::"));
    let own = match names.nth(2) {
        Some("Event") => names.next(),
        name => name,
    };
    match own {
        Some(own) if text.contains(own) => Cow::Owned(text.replace(own, "_")),
        _ => Cow::Borrowed(text),
    }
}
