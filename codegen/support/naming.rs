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
    pub(crate) places: &'static [&'static [&'static str]],
    /// What joins the strings at all places to the event's name; `None` where the first string is the name.
    pub(crate) join: Option<&'static str>,
    /// Events whose bodies say something else than the event's name, most particular first.
    pub(crate) aliases: &'static [Alias],
}

/// An event whose bodies say something else than the event's name.
pub(crate) struct Alias {
    /// What stands at each place; `None` for anything.
    pub(crate) values: &'static [Option<&'static str>],
    /// The event.
    pub(crate) event_name: &'static str,
}

type Strings<'de> = [Option<Cow<'de, str>>; MOST_PLACES];

impl Naming {
    /// The event's name; `None` if `body` is JSON that does not say.
    ///
    /// Reading stops as soon as the name is certain, so what follows in the body is not looked at.
    pub(crate) fn peek<'de>(
        &self,
        vendor: &'static str,
        body: &'de [u8],
    ) -> Result<Option<Cow<'de, str>>, ParseError> {
        let mut search = Search {
            naming: self,
            strings: Strings::default(),
            is_settled: false,
        };
        let mut reader = serde_json::Deserializer::from_slice(body);
        let all = (1u8 << self.places.len()) - 1;
        let outcome = Cursor {
            search: &mut search,
            depth: 0,
            leading: all,
        }
        .deserialize(&mut reader);
        match outcome {
            Err(error) if !search.is_settled => {
                Err(ParseError::new(vendor, Context::default(), body, error))
            }
            _ => Ok(self.resolve(search.strings)),
        }
    }

    /// The event's name, from a body that is already a value.
    pub(crate) fn find(&self, body: &Value) -> Option<String> {
        let mut strings = Strings::default();
        for (place, string) in self.places.iter().zip(&mut strings) {
            *string = at(body, place).and_then(Value::as_str).map(Cow::Borrowed);
        }
        self.resolve(strings).map(Cow::into_owned)
    }

    fn resolve<'de>(&self, strings: Strings<'de>) -> Option<Cow<'de, str>> {
        let is_alias = |alias: &&Alias| {
            alias
                .values
                .iter()
                .zip(&strings)
                .all(|(wanted, found)| wanted.is_none() || *wanted == found.as_deref())
        };
        if let Some(alias) = self.aliases.iter().find(is_alias) {
            return Some(Cow::Borrowed(alias.event_name));
        }
        match self.join {
            None => strings.into_iter().next().flatten(),
            Some(join) => {
                let parts: Option<Vec<_>> = strings.into_iter().take(self.places.len()).collect();
                Some(Cow::Owned(parts?.join(join)))
            }
        }
    }

    /// The first place without which there is no name, and where `body` has no string.
    #[cold]
    pub(crate) fn first_lacking(&self, body: &[u8]) -> &'static [&'static str] {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let needed = if self.join.is_some() {
            self.places
        } else {
            &self.places[..1]
        };
        let lacking = needed
            .iter()
            .find(|place| !at(&body, place).is_some_and(Value::is_string));
        lacking.unwrap_or(&self.places[0])
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
    /// Whether more strings could change the name.
    fn settle(&mut self) -> bool {
        let places = self.naming.places.len();
        let all_found = self.strings[..places].iter().all(Option::is_some);
        let could_be = |alias: &Alias| {
            alias.values[0].is_none() || alias.values[0] == self.strings[0].as_deref()
        };
        let first_is_enough = self.naming.join.is_none()
            && self.strings[0].is_some()
            && !self.naming.aliases.iter().any(could_be);
        self.is_settled = all_found || first_is_enough;
        self.is_settled
    }
}

/// A value of the body that leads to one of the places.
struct Cursor<'a, 's, 'de> {
    search: &'a mut Search<'s, 'de>,
    depth: usize,
    /// The places it leads to, as bits.
    leading: u8,
}

impl<'de> Cursor<'_, '_, 'de> {
    /// Which places the member or item `step` leads to.
    fn leading_by(&self, step: &str) -> u8 {
        let places = self.search.naming.places.iter().enumerate();
        places
            .filter(|(index, place)| {
                self.leading & (1 << index) != 0 && place.get(self.depth) == Some(&step)
            })
            .fold(0, |bits, (index, _)| bits | (1 << index))
    }

    fn found(self, string: Cow<'de, str>) {
        for (index, place) in self.search.naming.places.iter().enumerate() {
            if self.leading & (1 << index) != 0 && place.len() == self.depth {
                self.search.strings[index].get_or_insert_with(|| string.clone());
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

    fn visit_borrowed_str<E>(self, string: &'de str) -> Result<(), E> {
        self.found(Cow::Borrowed(string));
        Ok(())
    }

    fn visit_str<E>(self, string: &str) -> Result<(), E> {
        self.found(Cow::Owned(string.to_owned()));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
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

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A member's name: only where it leads is kept.
struct Step<'b, 'a, 's, 'de>(&'b Cursor<'a, 's, 'de>);

impl<'de> DeserializeSeed<'de> for Step<'_, '_, '_, '_> {
    type Value = u8;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u8, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Step<'_, '_, '_, '_> {
    type Value = u8;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<u8, E> {
        Ok(self.0.leading_by(name))
    }
}
