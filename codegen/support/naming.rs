//! Lookup of the event's name in a body without decoding the body.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::context::{Cause, Context, Failure};
use super::error::steps_in;
use super::locate::{PathStep, locate_repeat};
use super::naming_rule::NamingRule;
use super::path_trie::{BodyPath, PathTrie, TrieNode, child};
use super::scan::Scanner;
use super::search::EventSearch;
use super::{OtherRequests, ParseError};

/// Maximum number of paths to the values that name an event.
pub(crate) const MAX_PATHS: usize = 7;

/// Rules by which the bodies of a vendor name their event.
pub(crate) struct EventNaming {
    /// Paths to the values that name the event, at most [`MAX_PATHS`]. The following fields refer to them by index.
    pub(crate) paths: &'static [BodyPath],
    /// Places of the name, tried in order: the path to it, or several to strings that are joined.
    pub(crate) places: &'static [&'static [usize]],
    /// Separator of joined strings.
    pub(crate) join: &'static str,
    /// Events that other values than their name identify, tried in order before `places`.
    pub(crate) rules: &'static [NamingRule],
    /// Rules for bodies without an envelope, if the vendor sends such.
    pub(crate) unenveloped: Option<Unenveloped>,
    /// The tag of events that are tagged unions.
    pub(crate) tag: Option<EventTag>,
    /// The envelope's member that holds the event, if all `paths` lie in it.
    pub(crate) event_member: Option<&'static str>,
    /// The requests that the vendor sends besides its events, if the profile lists any.
    pub(crate) other_requests: Option<OtherRequests>,
    /// Trie of all paths above.
    pub(crate) path_trie: PathTrie,
}

/// Rules by which a body without an envelope names its event.
pub(crate) struct Unenveloped {
    /// Paths as in [`EventNaming::paths`], in the same order.
    pub(crate) paths: &'static [BodyPath],
    /// Strings at the first path that imply an envelope.
    pub(crate) unless: &'static [&'static str],
}

/// The tag member of events that are tagged unions. It may stand anywhere in the event, so it is looked up together with the name
/// to avoid a second scan.
pub(crate) struct EventTag {
    /// Path to the tag in a body with an envelope.
    pub(crate) path: BodyPath,
    /// Path to the tag in a body without one.
    pub(crate) unenveloped_path: BodyPath,
    /// Names of the events that have the tag.
    pub(crate) event_names: &'static [&'static str],
}

/// Result of peeking at a body.
#[derive(Debug, PartialEq)]
pub(crate) struct PeekedEvent<'b> {
    /// The event's name.
    pub(crate) event_name: Cow<'b, str>,
    /// True if the body has no envelope.
    pub(crate) is_unenveloped: bool,
    /// The tag, if the event is a tagged union.
    pub(crate) tag: Lookup<'b>,
}

/// Result of looking for a value at a path.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Lookup<'b> {
    /// Not found so far, or not looked for.
    #[default]
    NotSeen,
    /// Known to be absent.
    Absent,
    /// A string.
    Text(Cow<'b, str>),
    /// The JSON text of another value; for an array or object that is not empty, its first bracket.
    NotText(&'b str),
}

impl Lookup<'_> {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotSeen | Self::Absent | Self::NotText(_) => None,
        }
    }
}

/// Number of paths: those for bodies with an envelope, those for bodies without, and the tag in either.
pub(super) const PATHS: usize = 2 * MAX_PATHS + 2;
pub(super) const UNENVELOPED: usize = MAX_PATHS;
pub(super) const TAG: usize = 2 * MAX_PATHS;
const UNENVELOPED_TAG: usize = TAG + 1;

/// Bit set of the paths for bodies with an envelope.
pub(super) const ENVELOPED: u16 = ((1 << UNENVELOPED) - 1) | (1 << TAG);

pub(super) type Strings<'de> = [Lookup<'de>; PATHS];

/// The name for the values that have been found.
pub(super) enum Resolved<'de> {
    Named(Cow<'de, str>),
    Unnamed,
    /// Values that are not seen yet decide.
    Undecided,
}

impl EventNaming {
    /// Finds the event's name; `None` if `body` is JSON that does not name its event.
    ///
    /// The scan stops as soon as the name is certain; the rest of the body is not read. Values skipped before are not validated.
    #[inline]
    pub(crate) fn peek<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<PeekedEvent<'de>>, ParseError> {
        let trie = self.trie();
        let mut search = EventSearch::new(self, trie);
        let scanned = search.value(&mut Scanner::new(body, 0), trie);
        if let Some(named) = search.settled {
            return Ok(Some(named));
        }
        let named = self.conclude(&search.strings);
        if scanned.is_some() && named.is_some() {
            return Ok(named);
        }
        if is_json(body, scanned.is_some()) {
            return Ok(named);
        }
        let failure = Context::default().take_failure();
        Err(ParseError::new(vendor, "", failure, body))
    }

    /// Finds the name of an event inside its envelope; `scanner` is at the event. `None` if the event is not named.
    pub(crate) fn peek_enveloped<'de>(
        &self,
        mut scanner: Scanner<'de>,
    ) -> Option<PeekedEvent<'de>> {
        let trie = self.trie();
        let event = trie.member(self.event_member?.as_bytes())?;
        let mut search = EventSearch::new(self, trie);
        search.value(&mut scanner, event)?;
        if search.settled.is_some() {
            return search.settled;
        }
        self.conclude_enveloped(&search.strings)
    }

    /// Finds the event's name only.
    pub(crate) fn peek_name<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<Cow<'de, str>>, ParseError> {
        let named = self.peek(vendor, body);
        match &self.other_requests {
            Some(others) if !matches!(&named, Ok(Some(named)) if self.is_surely_event(named)) => {
                self.peek_unsure(others, vendor, body, named)
            }
            Some(_) | None => Ok(named?.map(|named| named.event_name)),
        }
    }

    /// The same for a body that may be another request than an event.
    #[cold]
    fn peek_unsure<'de>(
        &self,
        others: &OtherRequests,
        vendor: &'static str,
        body: &'de [u8],
        named: Result<Option<PeekedEvent<'de>>, ParseError>,
    ) -> Result<Option<Cow<'de, str>>, ParseError> {
        let named = match others.unwrap(body) {
            Some(unwrapped) => self.peek(vendor, &body[unwrapped.range])?,
            None => {
                others.refuse(vendor, body)?;
                named?
            }
        };
        Ok(named.map(|named| named.event_name))
    }

    /// True if a body with this name is an event, and no other request of the vendor.
    #[inline]
    pub(crate) fn is_surely_event(&self, named: &PeekedEvent<'_>) -> bool {
        match &self.other_requests {
            None => true,
            Some(_) if self.event_member.is_some() => !named.is_unenveloped,
            Some(others) => others.is_surely_event(named),
        }
    }

    /// Root of the trie of all paths.
    fn trie(&self) -> &TrieNode {
        let paths = (0..PATHS).filter_map(|index| Some((index, self.path(index)?)));
        self.path_trie.root(paths)
    }

    /// The path of this index.
    fn path(&self, index: usize) -> Option<BodyPath> {
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
        let implies_envelope = |text| unenveloped.unless.contains(&text);
        if strings[UNENVELOPED].text().is_some_and(implies_envelope) {
            return None;
        }
        let event_name = self.resolve_all(&strings[UNENVELOPED..TAG])?;
        Some(self.named(event_name, true, &strings[UNENVELOPED_TAG]))
    }

    #[inline]
    fn conclude_enveloped<'de>(&self, strings: &Strings<'de>) -> Option<PeekedEvent<'de>> {
        let event_name = self.resolve_all(&strings[..UNENVELOPED])?;
        Some(self.named(event_name, false, &strings[TAG]))
    }

    #[inline(always)]
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

    /// Finds the event's name in a decoded body, in which the last of repeated members counts.
    pub(crate) fn find(&self, body: &Value) -> Option<PeekedEvent<'static>> {
        let value = |index| self.path(index).and_then(|path| at(body, path));
        let texts: [Cow<'_, str>; TAG] =
            std::array::from_fn(|index| value(index).map_or("".into(), brief_json));
        let mut strings: Strings<'_> = [const { Lookup::NotSeen }; PATHS];
        for (index, (found, text)) in strings.iter_mut().zip(&texts).enumerate() {
            *found = match value(index) {
                Some(Value::String(text)) => Lookup::Text(text.into()),
                Some(_) => Lookup::NotText(text),
                None => Lookup::NotSeen,
            };
        }
        let named = self.conclude(&strings)?;
        Some(PeekedEvent {
            event_name: Cow::Owned(named.event_name.into_owned()),
            is_unenveloped: named.is_unenveloped,
            tag: Lookup::NotSeen,
        })
    }

    /// Number of steps of the longest path.
    pub(super) fn depth(&self) -> usize {
        let paths = (0..PATHS).filter_map(|index| self.path(index));
        paths.map(<[_]>::len).max().unwrap_or(0)
    }

    /// True if no member on the paths to the name is repeated, so that the first one, which a search finds, is the last one too.
    pub(crate) fn is_unambiguous(&self, body: &[u8]) -> bool {
        is_unambiguous(Scanner::new(body, 0), self.trie())
    }

    /// The first member on the paths to the name that is repeated.
    #[cold]
    pub(crate) fn repeat_in(&self, body: &[u8]) -> Option<Failure> {
        let paths = (0..TAG).filter_map(|index| self.path(index));
        let mut prefixes = paths.flat_map(|path| (1..=path.len()).map(|length| &path[..length]));
        prefixes.find_map(|path| {
            let path = steps_in(body, path);
            let (last, parent) = path.split_last()?;
            let PathStep::Member(name) = last else {
                return None;
            };
            locate_repeat(body, parent, name)?;
            let cause = Some(Cause::Repeated);
            let path = path.into_iter().collect();
            Some(Failure { path, cause })
        })
    }

    /// The event's name for the values at the paths, none of which is yet to be seen.
    #[inline]
    fn resolve_all<'de>(&self, values: &[Lookup<'de>]) -> Option<Cow<'de, str>> {
        match self.resolve(values, true) {
            Resolved::Named(name) => Some(name),
            Resolved::Unnamed | Resolved::Undecided => None,
        }
    }

    /// The event's name for the values at the paths that have been seen.
    #[inline]
    pub(super) fn resolve<'de>(
        &self,
        values: &[Lookup<'de>],
        nothing_follows: bool,
    ) -> Resolved<'de> {
        for rule in self.rules {
            match rule.holds(values, nothing_follows) {
                Some(true) => return Resolved::Named(Cow::Borrowed(rule.event_name)),
                Some(false) => {}
                None => return Resolved::Undecided,
            }
        }
        for place in self.places {
            if let [only] = place
                && let Lookup::Text(text) = &values[*only]
            {
                return Resolved::Named(text.clone());
            }
            let mut unseen = 0;
            let mut parts = place.iter().map(|path| &values[*path]);
            let is_possible = parts.all(|found| {
                let is_unseen = !nothing_follows && *found == Lookup::NotSeen;
                unseen += usize::from(is_unseen);
                is_unseen || found.text().is_some()
            });
            match (is_possible, unseen) {
                (false, _) => {}
                (true, 0) => {
                    let parts: Option<Vec<_>> =
                        place.iter().map(|path| values[*path].text()).collect();
                    let name = parts.map(|parts| parts.join(self.join));
                    return name.map_or(Resolved::Unnamed, |name| Resolved::Named(name.into()));
                }
                (true, _) => return Resolved::Undecided,
            }
        }
        Resolved::Unnamed
    }

    /// The first path of the first place at which `body` has no string.
    #[cold]
    pub(crate) fn first_missing(&self, body: &[u8]) -> BodyPath {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let paths = match &self.unenveloped {
            Some(unenveloped) if self.is_unenveloped(&body) => unenveloped.paths,
            _ => self.paths,
        };
        let needed = self.places.first().copied().unwrap_or_default();
        let mut needed = needed.iter().map(|path| paths[*path]);
        let missing = needed.find(|path| !at(&body, path).is_some_and(Value::is_string));
        missing.unwrap_or(paths[0])
    }

    /// True if a body that does not name its event counts as one without an envelope.
    #[cold]
    pub(crate) fn is_unenveloped(&self, body: &Value) -> bool {
        let Some(unenveloped) = &self.unenveloped else {
            return false;
        };
        let first = at(body, unenveloped.paths[0]).and_then(Value::as_str);
        let implies_envelope = first.is_some_and(|text| unenveloped.unless.contains(&text));
        !implies_envelope && at(body, &self.paths[0][..1]).is_none()
    }
}

/// True if no member on the paths below `node` is repeated in the value at the scanner. Arrays that paths lead through count as
/// ambiguous.
fn is_unambiguous(mut scanner: Scanner<'_>, node: &TrieNode) -> bool {
    if !node.has_children() {
        return true;
    }
    if scanner.peek() == Some(b'[') {
        return false;
    }
    let mut seen = 0;
    scanner.clone().members().all(|(name, value)| {
        let Some(member) = node.member(name.as_bytes()) else {
            return true;
        };
        let is_repeat = seen & member.leads_to != 0;
        seen |= member.leads_to;
        scanner.go_to(value.start);
        !is_repeat && is_unambiguous(scanner.clone(), member)
    })
}

/// True if a body without a name is valid JSON. If the scan failed, the body is also decoded.
#[cold]
fn is_json(body: &[u8], is_scanned: bool) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_ok()
        && (is_scanned || serde_json::from_slice::<Value>(body).is_ok())
}

/// The JSON text of a value that is no string; of an array or object that is not empty, its first bracket.
fn brief_json(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "null".into(),
        Value::Bool(flag) => if *flag { "true" } else { "false" }.into(),
        Value::Number(number) => number.to_string().into(),
        Value::String(_) => "".into(),
        Value::Array(items) => if items.is_empty() { "[]" } else { "[" }.into(),
        Value::Object(members) => if members.is_empty() { "{}" } else { "{" }.into(),
    }
}

/// Calls `test` with the value at a path.
pub(super) fn lookup(body: &Value, path: &[&str], test: impl FnOnce(&Lookup<'_>) -> bool) -> bool {
    match at(body, path) {
        None => test(&Lookup::Absent),
        Some(Value::String(text)) => test(&Lookup::Text(text.into())),
        Some(value) => test(&Lookup::NotText(&brief_json(value))),
    }
}

/// The value at a path.
fn at<'v>(body: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(body, |value, step| child(value, step))
}
