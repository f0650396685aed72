//! Scan of a body for the strings that name its event; stops as soon as the name is certain.

use std::borrow::Cow;

use super::naming::{
    Alias, ENVELOPED, EventNaming, Lookup, PATHS, PeekedEvent, Strings, TAG, UNENVELOPED,
};
use super::path_trie::TrieNode;
use super::scan::Scanner;

/// State of a scan.
pub(super) struct EventSearch<'s, 'de> {
    naming: &'s EventNaming,
    /// Bit set of the vendor's paths for bodies with an envelope.
    enveloped: u16,
    pub(super) strings: Strings<'de>,
    /// The result, once it is certain.
    pub(super) settled: Option<PeekedEvent<'de>>,
}

impl<'s, 'de> EventSearch<'s, 'de> {
    #[inline]
    pub(super) fn new(naming: &'s EventNaming, node: &TrieNode) -> Self {
        Self {
            naming,
            enveloped: node.leads_to & ENVELOPED,
            strings: [const { Lookup::NotSeen }; PATHS],
            settled: None,
        }
    }

    /// Settles the result if no further string can change it, after the scan of a value that `leads_to` these paths.
    #[inline]
    fn settle(&mut self, leads_to: u16) -> bool {
        let within = leads_to & self.enveloped;
        // A body may turn out to have no envelope, so nothing is certain before its end.
        if within == 0 {
            return false;
        }
        let nothing_follows = within == self.enveloped;
        let Some(name) = self.certain_name(nothing_follows) else {
            return false;
        };
        let tag = &self.strings[TAG];
        if !nothing_follows && *tag == Lookup::NotSeen && self.naming.has_tag(&name) {
            return false;
        }
        self.settled = Some(self.naming.named(name, false, tag));
        true
    }

    /// Name of an event in an envelope, if the rest of the body cannot change it.
    #[inline]
    fn certain_name(&self, nothing_follows: bool) -> Option<Cow<'de, str>> {
        let naming = self.naming;
        let strings = &self.strings[..naming.paths.len()];
        if let (None, Lookup::Text(first)) = (naming.join, &strings[0]) {
            let may_match = |alias: &Alias| alias.values[0].is_none_or(|value| value == first);
            if !naming.aliases.iter().any(may_match) {
                return Some(first.clone());
            }
        }
        let all_found = strings.iter().all(|found| found.text().is_some());
        (all_found || nothing_follows).then(|| naming.resolve(&self.strings[..UNENVELOPED]))?
    }

    /// Scans a value that paths lead to or through. `None` if the text is not JSON.
    #[inline]
    pub(super) fn value(&mut self, scanner: &mut Scanner<'de>, node: &TrieNode) -> Option<()> {
        match scanner.peek()? {
            b'"' if node.ends != 0 => {
                let text = Lookup::Text(scanner.string()?);
                self.record(node.ends, text);
                return Some(());
            }
            b'{' if node.has_children() => self.members(scanner, node)?,
            b'[' if node.has_children() => self.items(scanner, node)?,
            _ => scanner.skip_value()?,
        }
        self.record(node.ends, Lookup::NotText);
        Some(())
    }

    fn members(&mut self, scanner: &mut Scanner<'de>, node: &TrieNode) -> Option<()> {
        scanner.eat(b'{')?;
        if scanner.eat(b'}').is_some() {
            return Some(());
        }
        loop {
            let name = scanner.name()?;
            scanner.eat(b':')?;
            if self.step(scanner, node.member(&name))? || !scanner.next(b'}')? {
                return Some(());
            }
        }
    }

    fn items(&mut self, scanner: &mut Scanner<'de>, node: &TrieNode) -> Option<()> {
        scanner.eat(b'[')?;
        if scanner.eat(b']').is_some() {
            return Some(());
        }
        for index in 0.. {
            if self.step(scanner, node.item(index))? || !scanner.next(b']')? {
                break;
            }
        }
        Some(())
    }

    /// Scans a member's value or an item. True if the result is certain afterwards.
    fn step(&mut self, scanner: &mut Scanner<'de>, node: Option<&TrieNode>) -> Option<bool> {
        let Some(node) = node else {
            scanner.skip_value()?;
            return Some(false);
        };
        self.value(scanner, node)?;
        Some(self.settled.is_some() || self.settle(node.leads_to))
    }

    /// Records the result for these paths. Of repeated members the first counts.
    fn record(&mut self, paths: u16, found: Lookup<'de>) {
        let mut rest = paths;
        while rest != 0 {
            let slot = &mut self.strings[rest.trailing_zeros() as usize];
            rest &= rest - 1;
            if !matches!(slot, Lookup::NotSeen) {
                continue;
            }
            if rest == 0 {
                *slot = found;
                return;
            }
            *slot = found.clone();
        }
    }
}
