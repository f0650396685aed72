//! Members that may be absent or `null`, as two distinct states.

use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::Text;

/// An optional member that may also be `null`.
///
/// A vendor may give absence and `null` different meanings, such as "not changed" and "removed", so they are distinct variants:
///
/// | JSON | value |
/// | --- | --- |
/// | `{}` | `Absent` |
/// | `{"name": null}` | `Null` |
/// | `{"name": "x"}` | `Value("x")` |
///
/// Where the difference does not matter, [`value`](Self::value), [`as_deref`](Self::as_deref) and `Into` give an `Option`, and
/// [`and_then`](Self::and_then), [`map_or`](Self::map_or) and [`iter`](Self::iter) work as those of an `Option`. Texts are compared
/// with `str`, and converted from it:
///
/// ```
/// # use webhook_events::Nullable;
/// let name: Nullable<String> = "x".into();
/// assert_eq!(name, "x");
/// assert_eq!(name.as_ref().and_then(|name| name.chars().next()), Some('x'));
/// // `None` is an absent member.
/// assert_eq!(Nullable::<String>::from(None), Nullable::Absent);
/// ```
///
/// A field of a type of your own keeps the difference if absence is the default:
///
/// ```
/// # use webhook_events::Nullable;
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Change {
///     #[serde(default, skip_serializing_if = "Nullable::is_absent")]
///     name: Nullable<String>,
/// }
///
/// let change: Change = serde_json::from_str(r#"{"name": null}"#)?;
/// assert!(change.name.is_null());
/// let change: Change = serde_json::from_str("{}")?;
/// assert!(change.name.is_absent());
/// assert_eq!(serde_json::to_string(&change)?, "{}");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The member is absent.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value; `None` if the member is absent or `null`.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts into the value; `None` if the member is absent or `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with a reference to the value.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }

    /// The value dereferenced, such as a `&str` of a `String`; `None` if the member is absent or `null`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.value().map(T::deref)
    }

    /// The same with the value converted.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(convert(value)),
        }
    }

    /// The value as `convert` makes it; `None` if the member is absent or `null`.
    pub fn and_then<U>(self, convert: impl FnOnce(T) -> Option<U>) -> Option<U> {
        self.into_value().and_then(convert)
    }

    /// The value converted, or `default` if the member is absent or `null`.
    pub fn map_or<U>(self, default: U, convert: impl FnOnce(T) -> U) -> U {
        self.into_value().map_or(default, convert)
    }

    /// The value, to be changed in place; `None` if the member is absent or `null`.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// An iterator over the value; empty if the member is absent or `null`.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.value().into_iter()
    }

    /// Moves the member out and leaves it absent.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// If the member is absent or `null`, with this message.
    #[track_caller]
    pub fn expect(self, message: &str) -> T {
        self.into_value().expect(message)
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// If the member is absent or `null`.
    #[track_caller]
    pub fn unwrap(self) -> T {
        self.expect("the member is absent or null")
    }

    /// The value, or `default` if the member is absent or `null`.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_value().unwrap_or(default)
    }

    /// The value, or the result of `default` if the member is absent or `null`.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_value().unwrap_or_else(default)
    }

    /// The value, or the default of its type if the member is absent or `null`.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_value().unwrap_or_default()
    }

    /// Returns true if the member has a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Returns true if the member has a value of which `is_wanted` is true.
    #[allow(clippy::wrong_self_convention, reason = "as `Option::is_some_and`")]
    pub fn is_value_and(self, is_wanted: impl FnOnce(T) -> bool) -> bool {
        self.into_value().is_some_and(is_wanted)
    }

    /// Returns true if the member is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns true if the member is present and `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes an absent member.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<K> From<&str> for Nullable<Text<K>> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl<T: PartialEq<str>> PartialEq<str> for Nullable<T> {
    fn eq(&self, other: &str) -> bool {
        self.value().is_some_and(|value| value == other)
    }
}

impl<T: PartialEq<str>> PartialEq<&str> for Nullable<T> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<'a, T> IntoIterator for &'a Nullable<T> {
    type Item = &'a T;
    type IntoIter = std::option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(member: Nullable<T>) -> Self {
        member.into_value()
    }
}

/// Reads a value or `null`. For the absence of a member see the example of [`Nullable`].
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}

/// Writes the value, or `null`. A member that may be absent is left out by the attribute in the example of [`Nullable`].
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
