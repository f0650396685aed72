//! Scan of a body for the values that name its event; stops as soon as the name is certain.

use std::borrow::Cow;

use super::naming::{
    ENVELOPED, EventNaming, Lookup, PATHS, PeekedEvent, Resolved, Strings, TAG, UNENVELOPED,
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
        let values = &self.strings[..UNENVELOPED];
        match self.naming.resolve(values, nothing_follows) {
            Resolved::Named(name) => Some(name),
            Resolved::Unnamed | Resolved::Undecided => None,
        }
    }

    /// Scans a value that paths lead to or through. `None` if the text is not JSON.
    #[inline]
    pub(super) fn value(&mut self, scanner: &mut Scanner<'de>, node: &TrieNode) -> Option<()> {
        let first = scanner.peek()?;
        if node.ends != 0 {
            let found = match first {
                b'"' => {
                    let text = scanner.string()?;
                    self.record(node.ends, Lookup::Text(text));
                    return Some(());
                }
                b'{' | b'[' => brackets(scanner.clone(), first),
                _ => scanner.clone().scalar()?,
            };
            self.record(node.ends, Lookup::NotText(found));
        }
        match first {
            b'{' if node.has_children() => self.members(scanner, node),
            b'[' if node.has_children() => self.items(scanner, node),
            _ => scanner.skip_value(),
        }
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

/// Both brackets of the empty array or object at the scanner, the first one of another.
#[cold]
fn brackets(mut scanner: Scanner<'_>, first: u8) -> &'static str {
    let (open, both, close) = match first {
        b'[' => ("[", "[]", b']'),
        _ => ("{", "{}", b'}'),
    };
    match scanner.eat(first).and_then(|()| scanner.eat(close)) {
        Some(()) => both,
        None => open,
    }
}
