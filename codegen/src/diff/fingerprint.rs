//! A short name for a finding that stays the same as long as what was found does.

use super::report::{Scope, Subject};
use super::rule::Rule;

/// Sixteen hexadecimal digits from the rule, the subject and both sides. Rust names are left out: they follow from the
/// rest, and another crate name would change them.
pub(super) fn fingerprint(
    rule: Rule,
    subject: &Subject,
    before: Option<&str>,
    after: Option<&str>,
) -> String {
    let Subject {
        vendor,
        scope,
        pointer,
        baseline_item: _,
        current_item: _,
    } = subject;
    let (scope, event) = match scope {
        Scope::Vendor => ("vendor", ""),
        Scope::Envelope => ("envelope", ""),
        Scope::Shared => ("shared", ""),
        Scope::Event(name) => ("event", name.as_str()),
    };
    let mut hash = Fnv::default();
    for part in [rule.id(), vendor.as_str(), scope, event, pointer] {
        hash.part(Some(part));
    }
    hash.part(before);
    hash.part(after);
    hash.digits()
}

/// Sixteen hexadecimal digits from the fingerprints of a group's findings.
pub(super) fn of_group<'a>(fingerprints: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Fnv::default();
    fingerprints.for_each(|fingerprint| hash.part(Some(fingerprint)));
    hash.digits()
}

/// FNV-1a with 64 bits, which is the same everywhere. Nobody gains by a collision: it would accept the own change.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn digits(&self) -> String {
        format!("{:016x}", self.0)
    }

    /// A part with its length before it, so that no two lists of parts are alike.
    fn part(&mut self, part: Option<&str>) {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        let bytes = part.unwrap_or_default().bytes();
        for byte in length.to_le_bytes().into_iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use webhook_catalog::{EventName, VendorId};

    use super::*;

    fn subject(event: &str) -> Subject {
        Subject {
            vendor: VendorId::new("acme").expect("a valid slug"),
            scope: Scope::Event(EventName::new(event).expect("a valid name")),
            pointer: "/a".to_owned(),
            baseline_item: None,
            current_item: None,
        }
    }

    #[test]
    fn a_fingerprint_is_the_same_on_every_machine() {
        let found = fingerprint(Rule::FieldAdded, &subject("paid"), None, Some("String"));
        assert_eq!(found, "5076552621d04173");
    }

    #[test]
    fn every_part_counts_and_none_flows_into_the_next() {
        let all = [
            fingerprint(Rule::FieldAdded, &subject("paid"), None, Some("String")),
            fingerprint(Rule::FieldRemoved, &subject("paid"), None, Some("String")),
            fingerprint(Rule::FieldAdded, &subject("pai"), Some("d"), Some("String")),
            fingerprint(Rule::FieldAdded, &subject("paid"), Some("String"), None),
            fingerprint(Rule::FieldAdded, &subject("paid"), Some(""), Some("String")),
            fingerprint(Rule::FieldAdded, &subject("paid"), None, None),
        ];
        let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
