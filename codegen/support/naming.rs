//! Finding out which event a body carries, without building anything.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::ParseError;
use super::context::Context;
use super::path_trie::{BodyPath, PathTrie, TrieNode};
use super::scan::Scanner;
use super::search::EventSearch;

/// At most this many places of a body name its event.
pub(crate) const MAX_PATHS: usize = 4;

/// How the bodies of a vendor name their event.
pub(crate) struct EventNaming {
    /// Paths to the strings that name it, at most [`MAX_PATHS`].
    pub(crate) paths: &'static [BodyPath],
    /// What joins the strings at all places to the event's name; `None` where the first string is the name.
    pub(crate) join: Option<&'static str>,
    /// Events whose bodies say something else than the event's name, most particular first.
    pub(crate) aliases: &'static [Alias],
    /// How bodies without an envelope name theirs, where some have none.
    pub(crate) unenveloped: Option<Unenveloped>,
    /// The tag of events that come in several forms.
    pub(crate) tag: Option<EventTag>,
    /// The member of the envelope that is the event, if all these places lie in it.
    pub(crate) event_member: Option<&'static str>,
    /// The ways to all these places.
    pub(crate) path_trie: PathTrie,
}

/// An event whose bodies say something else than the event's name.
pub(crate) struct Alias {
    /// What stands at each place; `None` for anything.
    pub(crate) values: &'static [Option<&'static str>],
    /// The event.
    pub(crate) event_name: &'static str,
}

/// How a body that is the event itself names it.
pub(crate) struct Unenveloped {
    /// Paths as in [`EventNaming::places`], in the same order.
    pub(crate) paths: &'static [BodyPath],
    /// Strings at the first place that promise an envelope.
    pub(crate) unless: &'static [&'static str],
}

/// A member that says in which form an event comes. It may stand anywhere in the event, so it is looked up together with
/// the name: then it need not be looked for once more.
pub(crate) struct EventTag {
    /// Path to it in a body with an envelope.
    pub(crate) path: BodyPath,
    /// Path to it in a body without one.
    pub(crate) unenveloped_path: BodyPath,
    /// The events that have it.
    pub(crate) event_names: &'static [&'static str],
}

/// What a body says of itself.
#[derive(Debug, PartialEq)]
pub(crate) struct PeekedEvent<'b> {
    /// The event's name.
    pub(crate) event_name: Cow<'b, str>,
    /// Whether the body is the event itself.
    pub(crate) is_unenveloped: bool,
    /// The tag of an event that comes in several forms.
    pub(crate) tag: Lookup<'b>,
}

/// What stands at a place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Lookup<'b> {
    /// Not come across; perhaps not looked for.
    #[default]
    NotSeen,
    /// Known to be absent.
    Absent,
    /// A string.
    Text(Cow<'b, str>),
    /// A value that is not a string.
    NotText,
}

impl Lookup<'_> {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotSeen | Self::Absent | Self::NotText => None,
        }
    }
}

/// Every place that is looked at: those of bodies with an envelope, those of bodies without, and the tag in either.
pub(super) const PATHS: usize = 2 * MAX_PATHS + 2;
pub(super) const UNENVELOPED: usize = MAX_PATHS;
pub(super) const TAG: usize = 2 * MAX_PATHS;
const UNENVELOPED_TAG: usize = TAG + 1;

/// The bits of the places in a body with an envelope.
pub(super) const ENVELOPED: u16 = ((1 << UNENVELOPED) - 1) | (1 << TAG);

pub(super) type Strings<'de> = [Lookup<'de>; PATHS];

impl EventNaming {
    /// What `body` says of itself; `None` if it is JSON that does not name its event.
    ///
    /// Looking stops as soon as the name is certain, so what follows in the body is not looked at. What is skipped on the way
    /// there is not checked.
    #[inline]
    pub(crate) fn peek<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<PeekedEvent<'de>>, ParseError> {
        let trie = self.trie();
        let mut search = EventSearch::of(self, trie);
        let walked = search.value(&mut Scanner::new(body, 0), trie);
        if let Some(named) = search.settled {
            return Ok(Some(named));
        }
        let named = self.conclude(&search.strings);
        if walked.is_some() && named.is_some() {
            return Ok(named);
        }
        if is_json(body, walked.is_some()) {
            return Ok(named);
        }
        let failure = Context::default().take_failure();
        Err(ParseError::new(vendor, "", failure, body))
    }

    /// What the event that comes next says of itself, which stands in an envelope. `None` if it does not say.
    pub(crate) fn look_into_event<'de>(
        &self,
        mut scanner: Scanner<'de>,
    ) -> Option<PeekedEvent<'de>> {
        let trie = self.trie();
        let event = trie.member(self.event_member?.as_bytes())?;
        let mut search = EventSearch::of(self, trie);
        search.value(&mut scanner, event)?;
        if search.settled.is_some() {
            return search.settled;
        }
        self.conclude_enveloped(&search.strings)
    }

    /// The event's name alone.
    pub(crate) fn peek_name<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<Cow<'de, str>>, ParseError> {
        let named = self.peek(vendor, body)?;
        Ok(named.map(|named| named.event_name))
    }

    /// The ways to all places.
    fn trie(&self) -> &TrieNode {
        let places = (0..PATHS).filter_map(|index| Some((index, self.place(index)?)));
        self.path_trie.to(places)
    }

    /// The path to one of all places.
    fn place(&self, index: usize) -> Option<BodyPath> {
        match index {
            TAG => Some(self.tag.as_ref()?.path),
            UNENVELOPED_TAG => Some(self.tag.as_ref()?.unenveloped_path),
            UNENVELOPED.. => self
                .unenveloped
                .as_ref()?
                .paths
                .get(index - UNENVELOPED)
                .copied(),
            _ => self.paths.get(index).copied(),
        }
    }

    #[inline]
    fn conclude<'de>(&self, strings: &Strings<'de>) -> Option<PeekedEvent<'de>> {
        if let Some(named) = self.conclude_enveloped(strings) {
            return Some(named);
        }
        let unenveloped = self.unenveloped.as_ref()?;
        let promises = |text| unenveloped.unless.contains(&text);
        if strings[UNENVELOPED].text().is_some_and(promises) {
            return None;
        }
        let event_name = self.resolve(&strings[UNENVELOPED..TAG])?;
        Some(self.named(event_name, true, &strings[UNENVELOPED_TAG]))
    }

    #[inline]
    fn conclude_enveloped<'de>(&self, strings: &Strings<'de>) -> Option<PeekedEvent<'de>> {
        let event_name = self.resolve(&strings[..UNENVELOPED])?;
        Some(self.named(event_name, false, &strings[TAG]))
    }

    #[inline]
    pub(super) fn named<'de>(
        &self,
        event_name: Cow<'de, str>,
        is_unenveloped: bool,
        tag: &Lookup<'de>,
    ) -> PeekedEvent<'de> {
        let tag = match tag {
            _ if !self.has_tag(&event_name) => Lookup::NotSeen,
            Lookup::NotSeen => Lookup::Absent,
            found => found.clone(),
        };
        PeekedEvent {
            event_name,
            is_unenveloped,
            tag,
        }
    }

    pub(super) fn has_tag(&self, event_name: &str) -> bool {
        self.tag
            .as_ref()
            .is_some_and(|tag| tag.event_names.contains(&event_name))
    }

    /// The name that the strings at the places make.
    #[inline]
    pub(super) fn resolve<'de>(&self, strings: &[Lookup<'de>]) -> Option<Cow<'de, str>> {
        let is_alias = |alias: &&Alias| {
            let mut values = alias.values.iter().zip(strings);
            values.all(|(wanted, found)| wanted.is_none() || *wanted == found.text())
        };
        if let Some(alias) = self.aliases.iter().find(is_alias) {
            return Some(Cow::Borrowed(alias.event_name));
        }
        match (self.join, &strings[0]) {
            (None, Lookup::Text(text)) => Some(text.clone()),
            (None, _) => None,
            (Some(join), _) => {
                let parts = strings[..self.paths.len()].iter().map(Lookup::text);
                Some(Cow::Owned(parts.collect::<Option<Vec<_>>>()?.join(join)))
            }
        }
    }

    /// The first place without which there is no name, and where `body` has no string.
    #[cold]
    pub(crate) fn first_lacking(&self, body: &[u8]) -> BodyPath {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let places = match &self.unenveloped {
            Some(unenveloped) if self.is_unenveloped(&body) => unenveloped.paths,
            _ => self.paths,
        };
        let needed = if self.join.is_some() {
            places
        } else {
            &places[..1]
        };
        let lacking = needed
            .iter()
            .find(|place| !at(&body, place).is_some_and(Value::is_string));
        lacking.unwrap_or(&places[0])
    }

    /// Whether a body that does not name its event is to be taken for one without an envelope.
    #[cold]
    pub(crate) fn is_unenveloped(&self, body: &Value) -> bool {
        let Some(unenveloped) = &self.unenveloped else {
            return false;
        };
        let first = at(body, unenveloped.paths[0]).and_then(Value::as_str);
        let is_promised = first.is_some_and(|text| unenveloped.unless.contains(&text));
        !is_promised && at(body, &self.paths[0][..1]).is_none()
    }
}

/// Whether a body without a name is JSON at all. One that could not be walked through is looked at more closely.
#[cold]
fn is_json(body: &[u8], is_walked: bool) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_ok()
        && (is_walked || serde_json::from_slice::<Value>(body).is_ok())
}

/// The value that a path leads to.
fn at<'v>(body: &'v Value, place: &[&str]) -> Option<&'v Value> {
    place.iter().try_fold(body, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}
