//! Looking through a body for the strings that name its event, as far as it must be.

use std::borrow::Cow;

use super::naming::{
    Alias, ENVELOPED, EventNaming, Lookup, PATHS, PeekedEvent, Strings, TAG, UNENVELOPED,
};
use super::path_trie::TrieNode;
use super::scan::Scanner;

/// What was found so far.
pub(super) struct EventSearch<'s, 'de> {
    naming: &'s EventNaming,
    /// The places in a body with an envelope.
    enveloped: u16,
    pub(super) strings: Strings<'de>,
    /// The outcome, once it is certain.
    pub(super) settled: Option<PeekedEvent<'de>>,
}

impl<'s, 'de> EventSearch<'s, 'de> {
    #[inline]
    pub(super) fn of(naming: &'s EventNaming, node: &TrieNode) -> Self {
        Self {
            naming,
            enveloped: node.leads_to & ENVELOPED,
            strings: [const { Lookup::NotSeen }; PATHS],
            settled: None,
        }
    }

    /// Whether more strings could not change the outcome, now that those in a member are read that leads to these places.
    #[inline]
    fn settle(&mut self, leads_to: u16) -> bool {
        let within = leads_to & self.enveloped;
        // Of a body that may have no envelope nothing is certain before its end.
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

    /// The name of an event in an envelope, if what is still to be read cannot change it.
    #[inline]
    fn certain_name(&self, nothing_follows: bool) -> Option<Cow<'de, str>> {
        let naming = self.naming;
        let strings = &self.strings[..naming.paths.len()];
        if let (None, Lookup::Text(first)) = (naming.join, &strings[0]) {
            let could_be = |alias: &Alias| alias.values[0].is_none_or(|value| value == first);
            if !naming.aliases.iter().any(could_be) {
                return Some(first.clone());
            }
        }
        let all_found = strings.iter().all(|found| found.text().is_some());
        (all_found || nothing_follows).then(|| naming.resolve(&self.strings[..UNENVELOPED]))?
    }

    /// Looks through a value on the way, as far as it must. `None` where the text is no JSON.
    #[inline]
    pub(super) fn value(&mut self, scanner: &mut Scanner<'de>, node: &TrieNode) -> Option<()> {
        match scanner.peek()? {
            b'"' if node.ends != 0 => {
                let text = Lookup::Text(scanner.string()?);
                self.found(node.ends, text);
                return Some(());
            }
            b'{' if node.has_children() => self.members(scanner, node)?,
            b'[' if node.has_children() => self.items(scanner, node)?,
            _ => scanner.skip_value()?,
        }
        self.found(node.ends, Lookup::NotText);
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

    /// Goes past a member's value or an item; whether what was found there settles the outcome.
    fn step(&mut self, scanner: &mut Scanner<'de>, node: Option<&TrieNode>) -> Option<bool> {
        let Some(node) = node else {
            scanner.skip_value()?;
            return Some(false);
        };
        self.value(scanner, node)?;
        Some(self.settled.is_some() || self.settle(node.leads_to))
    }

    /// Notes what stands at these places. The first of several members of one name counts.
    fn found(&mut self, places: u16, found: Lookup<'de>) {
        let mut rest = places;
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
