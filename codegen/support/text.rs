//! Texts with a type for their meaning, such as the id of a user.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{Decode, DecodeError, JsonReader};

/// A text of a kind `K`: the id of a user, the id of a channel, a time.
///
/// Texts of different kinds are different types, so that one cannot be passed for the other. Each has a name of its own, such as
/// [`DateTime`](super::DateTime), or those in a vendor's module `ids`.
///
/// It is whatever text the vendor sent, and is serialized as such. Nothing of its form is checked. It dereferences to `str`, is equal
/// to a `str` or `String` with the same text, and is ordered as text.
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use std::collections::HashSet;
///
/// use webhook_events::slack::ids::UserId;
///
/// let user = UserId::from("U0123456789");
/// assert_eq!(user, "U0123456789");
/// assert!(user.starts_with('U'));
/// let seen = HashSet::from([user]);
/// assert!(seen.contains("U0123456789"));
/// # }
/// ```
pub struct Text<K> {
    text: String,
    /// It owns no `K`, and is `Send` and `Sync` in any case.
    kind: PhantomData<fn() -> K>,
}

impl<K> Text<K> {
    /// Wraps a text, of any form.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: PhantomData,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Converts into the text.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl<K> Deref for Text<K> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl<K> AsRef<str> for Text<K> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<K> Borrow<str> for Text<K> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<K> From<String> for Text<K> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<K> From<&str> for Text<K> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<K> From<Text<K>> for String {
    fn from(text: Text<K>) -> Self {
        text.text
    }
}

impl<K> Clone for Text<K> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<K> PartialEq for Text<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Text<K> {}

impl<K> PartialOrd for Text<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Text<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> Hash for Text<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> PartialEq<str> for Text<K> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl<K> PartialEq<&str> for Text<K> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl<K> PartialEq<String> for Text<K> {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

impl<K> PartialEq<Text<K>> for str {
    fn eq(&self, other: &Text<K>) -> bool {
        *self == *other.text
    }
}

impl<K> PartialEq<Text<K>> for &str {
    fn eq(&self, other: &Text<K>) -> bool {
        **self == *other.text
    }
}

impl<K> PartialEq<Text<K>> for String {
    fn eq(&self, other: &Text<K>) -> bool {
        *self == other.text
    }
}

impl<K> fmt::Debug for Text<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<K> fmt::Display for Text<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.text, f)
    }
}

impl<K> Decode for Text<K> {
    const EXPECTED: &'static str = String::EXPECTED;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        String::decode(reader).map(Self::from)
    }
}

impl<'de, K> Deserialize<'de> for Text<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl<K> Serialize for Text<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
