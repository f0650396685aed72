//! Open string enums: unknown values are kept, not rejected.

use std::borrow::Cow;

use super::decode::Decode;
use super::reader::{DecodeError, JsonReader};

/// Implements an enum of known strings: one line per value, and the variant for unknown ones.
///
/// The conversions are inlined, so that a program compiles those that it uses; with `#[inline]` the other functions are, too.
macro_rules! string_enum {
    ($(#[$inline:ident])? $name:ident { $($text:literal => $variant:ident,)* _ => $unknown:ident, }) => {
        impl $name {
            /// The value as the vendor sends it.
            $(#[$inline])?
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        impl $crate::support::StringEnum for $name {
            $(#[$inline])?
            fn from_text(text: ::std::borrow::Cow<'_, str>) -> Self {
                match &*text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown(text.into_owned()),
                }
            }
        }

        impl $crate::support::Decode for $name {
            const EXPECTED: &'static str = <::std::string::String as $crate::support::Decode>::EXPECTED;

            $(#[$inline])?
            fn decode(
                reader: &mut $crate::support::JsonReader<'_>,
            ) -> Result<Self, $crate::support::DecodeError> {
                $crate::support::decode_string_enum(reader)
            }
        }

        impl<'de> ::serde::de::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::support::deserialize(deserializer)
            }
        }

        impl ::serde::ser::Serialize for $name {
            fn serialize<S: ::serde::ser::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "constructors")]
        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::support::StringEnum::from_text(text.into())
            }
        }

        #[cfg(feature = "constructors")]
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use string_enum;

/// An enum of known strings with a variant for unknown ones.
pub(crate) trait StringEnum: Sized {
    /// The variant for `text`.
    fn from_text(text: Cow<'_, str>) -> Self;
}

/// Decodes a string enum.
pub(crate) fn decode_string_enum<T: StringEnum>(
    reader: &mut JsonReader<'_>,
) -> Result<T, DecodeError> {
    match reader.peek() {
        Some(b'"') => reader.text().map(T::from_text),
        _ => Err(reader.mismatch(String::EXPECTED)),
    }
}
