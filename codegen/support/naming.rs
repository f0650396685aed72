//! Finding out which event a body carries, without building anything.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use super::ParseError;
use super::context::Context;

/// At most this many places of a body name its event.
pub(crate) const MOST_PLACES: usize = 4;

/// How the bodies of a vendor name their event.
pub(crate) struct Naming {
    /// Paths to the strings that name it, at most [`MOST_PLACES`].
    pub(crate) places: &'static [Place],
    /// What joins the strings at all places to the event's name; `None` where the first string is the name.
    pub(crate) join: Option<&'static str>,
    /// Events whose bodies say something else than the event's name, most particular first.
    pub(crate) aliases: &'static [Alias],
    /// How bodies without an envelope name theirs, where some have none.
    pub(crate) bare: Option<Bare>,
    /// The tag of events that come in several forms.
    pub(crate) tag: Option<EventTag>,
}

/// A path from the body to a value in it.
pub(crate) type Place = &'static [&'static str];

/// An event whose bodies say something else than the event's name.
pub(crate) struct Alias {
    /// What stands at each place; `None` for anything.
    pub(crate) values: &'static [Option<&'static str>],
    /// The event.
    pub(crate) event_name: &'static str,
}

/// How a body that is the event itself names it.
pub(crate) struct Bare {
    /// Paths as in [`Naming::places`], in the same order.
    pub(crate) places: &'static [Place],
    /// Strings at the first place that promise an envelope.
    pub(crate) unless: &'static [&'static str],
}

/// A member that says in which form an event comes. It may stand anywhere in the event, so it is looked up together with
/// the name: then the event is read at once, rather than built as a value first.
pub(crate) struct EventTag {
    /// Path to it in a body with an envelope.
    pub(crate) place: Place,
    /// Path to it in a body without one.
    pub(crate) bare_place: Place,
    /// The events that have it.
    pub(crate) event_names: &'static [&'static str],
}

/// What a body says of itself.
#[derive(Debug, PartialEq)]
pub(crate) struct Named<'b> {
    /// The event's name.
    pub(crate) event_name: Cow<'b, str>,
    /// Whether the body is the event itself.
    pub(crate) is_bare: bool,
    /// The tag of an event that comes in several forms.
    pub(crate) tag: Found<'b>,
}

/// What stands at a place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Found<'b> {
    /// Nothing, or nobody looked.
    #[default]
    Unknown,
    /// There is no such value.
    Nothing,
    /// A string.
    Text(Cow<'b, str>),
    /// A value that is no string.
    Other,
}

impl Found<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Unknown | Self::Nothing | Self::Other => None,
        }
    }
}

/// Every place that is looked at: those of bodies with an envelope, those of bodies without, and the tag in either.
const PLACES: usize = 2 * MOST_PLACES + 2;
const BARE: usize = MOST_PLACES;
const TAG: usize = 2 * MOST_PLACES;
const BARE_TAG: usize = TAG + 1;

type Strings<'de> = [Found<'de>; PLACES];

impl Naming {
    /// What `body` says of itself; `None` if it is JSON that does not name its event.
    ///
    /// Reading stops as soon as the name is certain, so what follows in the body is not looked at.
    pub(crate) fn peek<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<Named<'de>>, ParseError> {
        let mut search = Search {
            naming: self,
            strings: Strings::default(),
            is_settled: false,
        };
        let mut reader = serde_json::Deserializer::from_slice(body);
        let outcome = Cursor {
            search: &mut search,
            depth: 0,
            leading: self.all_places(),
        }
        .deserialize(&mut reader);
        match outcome {
            Err(error) if !search.is_settled => {
                Err(ParseError::new(vendor, Context::default(), body, error))
            }
            _ => Ok(self.conclude(&search.strings)),
        }
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

    /// What a body says that is already a value.
    pub(crate) fn find<'b>(&self, body: &'b Value) -> Option<Named<'b>> {
        let mut strings = Strings::default();
        for (index, string) in strings.iter_mut().enumerate() {
            let value = self.place(index).and_then(|place| at(body, place));
            *string = match value {
                Some(Value::String(text)) => Found::Text(Cow::Borrowed(text)),
                Some(_) => Found::Other,
                None => Found::Unknown,
            };
        }
        self.conclude(&strings)
    }

    /// The path to one of all places.
    fn place(&self, index: usize) -> Option<Place> {
        match index {
            TAG => Some(self.tag.as_ref()?.place),
            BARE_TAG => Some(self.tag.as_ref()?.bare_place),
            BARE.. => self.bare.as_ref()?.places.get(index - BARE).copied(),
            _ => self.places.get(index).copied(),
        }
    }

    /// The places that there are, as bits.
    fn all_places(&self) -> u16 {
        (0..PLACES)
            .filter(|index| self.place(*index).is_some())
            .fold(0, |bits, index| bits | (1 << index))
    }

    fn conclude<'de>(&self, strings: &Strings<'de>) -> Option<Named<'de>> {
        if let Some(event_name) = self.resolve(&strings[..BARE]) {
            return Some(self.named(event_name, false, &strings[TAG]));
        }
        let bare = self.bare.as_ref()?;
        let promises = |text| bare.unless.contains(&text);
        if strings[BARE].text().is_some_and(promises) {
            return None;
        }
        let event_name = self.resolve(&strings[BARE..TAG])?;
        Some(self.named(event_name, true, &strings[BARE_TAG]))
    }

    fn named<'de>(&self, event_name: Cow<'de, str>, is_bare: bool, tag: &Found<'de>) -> Named<'de> {
        let tag = match tag {
            _ if !self.has_tag(&event_name) => Found::Unknown,
            Found::Unknown => Found::Nothing,
            found => found.clone(),
        };
        Named {
            event_name,
            is_bare,
            tag,
        }
    }

    fn has_tag(&self, event_name: &str) -> bool {
        self.tag
            .as_ref()
            .is_some_and(|tag| tag.event_names.contains(&event_name))
    }

    /// The name that the strings at the places make.
    fn resolve<'de>(&self, strings: &[Found<'de>]) -> Option<Cow<'de, str>> {
        let is_alias = |alias: &&Alias| {
            let mut values = alias.values.iter().zip(strings);
            values.all(|(wanted, found)| wanted.is_none() || *wanted == found.text())
        };
        if let Some(alias) = self.aliases.iter().find(is_alias) {
            return Some(Cow::Borrowed(alias.event_name));
        }
        match (self.join, &strings[0]) {
            (None, Found::Text(text)) => Some(text.clone()),
            (None, _) => None,
            (Some(join), _) => {
                let parts = strings[..self.places.len()].iter().map(Found::text);
                Some(Cow::Owned(parts.collect::<Option<Vec<_>>>()?.join(join)))
            }
        }
    }

    /// The first place without which there is no name, and where `body` has no string.
    #[cold]
    pub(crate) fn first_lacking(&self, body: &[u8]) -> Place {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let places = match &self.bare {
            Some(bare) if self.is_bare(&body) => bare.places,
            _ => self.places,
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
    pub(crate) fn is_bare(&self, body: &Value) -> bool {
        let Some(bare) = &self.bare else { return false };
        let first = at(body, bare.places[0]).and_then(Value::as_str);
        let is_promised = first.is_some_and(|text| bare.unless.contains(&text));
        !is_promised && at(body, &self.places[0][..1]).is_none()
    }
}

/// The value that a path leads to.
fn at<'v>(body: &'v Value, place: &[&str]) -> Option<&'v Value> {
    place.iter().try_fold(body, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}

/// What was found so far.
struct Search<'s, 'de> {
    naming: &'s Naming,
    strings: Strings<'de>,
    is_settled: bool,
}

impl Search<'_, '_> {
    /// Whether more strings could change the outcome.
    fn settle(&mut self) -> bool {
        let naming = self.naming;
        let strings = &self.strings[..naming.places.len()];
        let all_found = strings.iter().all(|found| found.text().is_some());
        let first = strings[0].text();
        let could_be = |alias: &Alias| alias.values[0].is_none() || alias.values[0] == first;
        let first_is_enough =
            naming.join.is_none() && first.is_some() && !naming.aliases.iter().any(could_be);
        self.is_settled = (all_found || first_is_enough) && self.has_tag();
        self.is_settled
    }

    /// Whether the tag is found, or the event has none.
    fn has_tag(&self) -> bool {
        if self.naming.tag.is_none() || self.strings[TAG] != Found::Unknown {
            return true;
        }
        let name = self.naming.resolve(&self.strings[..BARE]);
        name.is_some_and(|name| !self.naming.has_tag(&name))
    }
}

/// A value of the body that leads to one of the places.
struct Cursor<'a, 's, 'de> {
    search: &'a mut Search<'s, 'de>,
    depth: usize,
    /// The places it leads to, as bits.
    leading: u16,
}

impl<'s, 'de> Cursor<'_, 's, 'de> {
    /// Which places the member or item `step` leads to.
    fn leading_by(&self, step: &str) -> u16 {
        self.places()
            .filter(|(_, place)| place.get(self.depth) == Some(&step))
            .fold(0, |bits, (index, _)| bits | (1 << index))
    }

    /// The places that the value leads to.
    fn places(&self) -> impl Iterator<Item = (usize, Place)> + use<'s> {
        let (leading, naming) = (self.leading, self.search.naming);
        (0..PLACES)
            .filter(move |index| leading & (1 << index) != 0)
            .filter_map(|index| Some((index, naming.place(index)?)))
    }

    /// Notes what stands at the places that end here. The first of several members of one name counts.
    fn found(&mut self, found: Found<'de>) {
        let depth = self.depth;
        for (index, place) in self.places() {
            let slot = &mut self.search.strings[index];
            if place.len() == depth && *slot == Found::Unknown {
                *slot = found.clone();
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Cursor<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cursor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(mut self, string: &'de str) -> Result<(), E> {
        self.found(Found::Text(Cow::Borrowed(string)));
        Ok(())
    }

    fn visit_str<E>(mut self, string: &str) -> Result<(), E> {
        self.found(Found::Text(Cow::Owned(string.to_owned())));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.found(Found::Other);
        while let Some(leading) = members.next_key_seed(Step(&self))? {
            if leading == 0 {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            members.next_value_seed(Cursor {
                search: &mut *self.search,
                depth: self.depth + 1,
                leading,
            })?;
            if self.search.settle() {
                return Err(A::Error::custom("the name is found"));
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.found(Found::Other);
        for index in 0usize.. {
            let leading = self.leading_by(&index.to_string());
            if leading == 0 {
                if items.next_element::<IgnoredAny>()?.is_none() {
                    break;
                }
                continue;
            }
            let cursor = Cursor {
                search: &mut *self.search,
                depth: self.depth + 1,
                leading,
            };
            if items.next_element_seed(cursor)?.is_none() {
                break;
            }
            if self.search.settle() {
                return Err(A::Error::custom("the name is found"));
            }
        }
        Ok(())
    }

    fn visit_bool<E>(mut self, _: bool) -> Result<(), E> {
        self.found(Found::Other);
        Ok(())
    }

    fn visit_i64<E>(mut self, _: i64) -> Result<(), E> {
        self.found(Found::Other);
        Ok(())
    }

    fn visit_u64<E>(mut self, _: u64) -> Result<(), E> {
        self.found(Found::Other);
        Ok(())
    }

    fn visit_f64<E>(mut self, _: f64) -> Result<(), E> {
        self.found(Found::Other);
        Ok(())
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.found(Found::Other);
        Ok(())
    }
}

/// A member's name: only where it leads is kept.
struct Step<'b, 'a, 's, 'de>(&'b Cursor<'a, 's, 'de>);

impl<'de> DeserializeSeed<'de> for Step<'_, '_, '_, '_> {
    type Value = u16;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u16, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Step<'_, '_, '_, '_> {
    type Value = u16;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<u16, E> {
        Ok(self.0.leading_by(name))
    }
}
