//! Decoding of objects: the loop over members that all emitted structs share.

use super::JsonObject;
use super::context::Cause;
use super::list::DecodeEntries;
use super::reader::{DecodeError, JsonReader};
use super::slot::DecodeSlot;
use super::tolerant;

/// Implements `Decode`, `Deserialize`, `Serialize`, `Debug` and `Eq` for a struct: one line per declared member, with the member's name and the
/// struct's field. A struct without required members also implements `Default`; others have a constructor, whose arguments are
/// listed, and `constants` are the required fields that always have one text.
///
/// The field under `prefixed` is a map of all other members whose names start with this.
///
/// An object without a `required` member is rejected; `optional` fields are an `Option`, and `optional_or_null` ones a
/// [`Nullable`](super::Nullable).
///
/// With `#[inline]` its functions are compiled only for programs that use the type.
///
/// A crate has hundreds of such types, so the expansion is kept small for the compiler: the loop over members is in
/// [`read_object`] alone, and there are no branches on names and only one `?`.
macro_rules! object {
    // Without required members, an empty value is complete, and filled in place.
    (
        $(#[$inline:ident])? $name:ident {
            $(optional { $($optional:literal => $optional_field:ident,)* })?
            $(optional_or_null { $($nullable:literal => $nullable_field:ident,)* })?
            $(prefixed { $prefix:literal => $prefixed_field:ident, })?
        }
    ) => {
        impl $crate::support::Decode for $name {
            $(#[$inline])?
            fn decode(
                reader: &mut $crate::support::JsonReader<'_>,
            ) -> Result<Self, $crate::support::DecodeError> {
                let mut object = <Self as ::std::default::Default>::default();
                object.extra = $crate::support::object!(@read
                    $(($prefix, object.$prefixed_field))?
                    reader,
                    &mut [],
                    &mut [
                        $($(($optional, &mut object.$optional_field),)*)?
                        $($(($nullable, &mut object.$nullable_field),)*)?
                    ]
                )?;
                Ok(object)
            }
        }

        impl ::std::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self {
                    $($($optional_field: None,)*)?
                    $($($nullable_field: $crate::support::Nullable::Absent,)*)?
                    $($prefixed_field: ::std::collections::BTreeMap::new(),)?
                    extra: $crate::support::JsonObject::new(),
                }
            }
        }

        $crate::support::object!(@serde $(#[$inline])? $name {
            $(optional { $($optional => $optional_field,)* })?
            $(optional_or_null { $($nullable => $nullable_field,)* })?
            $(prefixed { $prefix => $prefixed_field, })?
        });
    };
    (
        $(#[$inline:ident])? $name:ident {
            required { $($required:literal => $required_field:ident,)* }
            $(optional { $($optional:literal => $optional_field:ident,)* })?
            $(optional_or_null { $($nullable:literal => $nullable_field:ident,)* })?
            $(prefixed { $prefix:literal => $prefixed_field:ident, })?
            constructor $constructor:ident { $($argument:ident: $argument_type:ty,)* }
            $(constants { $($constant:ident: $text:literal,)* })?
        }
    ) => {
        #[cfg(feature = "constructors")]
        impl $name {
            /// A value of the members that are always there. The others are absent, until their fields are set.
            #[allow(
                clippy::new_without_default,
                clippy::too_many_arguments,
                reason = "the arguments are the members that the vendor requires"
            )]
            pub fn $constructor($($argument: impl Into<$argument_type>),*) -> Self {
                Self {
                    $($argument: $argument.into(),)*
                    $($($constant: $text.into(),)*)?
                    $($($optional_field: None,)*)?
                    $($($nullable_field: $crate::support::Nullable::Absent,)*)?
                    $($prefixed_field: ::std::collections::BTreeMap::new(),)?
                    extra: $crate::support::JsonObject::new(),
                }
            }
        }

        impl $crate::support::Decode for $name {
            $(#[$inline])?
            fn decode(
                reader: &mut $crate::support::JsonReader<'_>,
            ) -> Result<Self, $crate::support::DecodeError> {
                $(let mut $required_field = None;)*
                $($(let mut $optional_field = None;)*)?
                $($(let mut $nullable_field = $crate::support::Nullable::Absent;)*)?
                $(let mut $prefixed_field = ::std::collections::BTreeMap::new();)?
                let extra = $crate::support::object!(@read
                    $(($prefix, $prefixed_field))?
                    reader,
                    &mut [$(($required, &mut $required_field),)*],
                    &mut [
                        $($(($optional, &mut $optional_field),)*)?
                        $($(($nullable, &mut $nullable_field),)*)?
                    ]
                )?;
                let ($(Some($required_field),)*) = ($($required_field,)*) else {
                    return Err($crate::support::DecodeError);
                };
                Ok(Self {
                    $($required_field,)*
                    $($($optional_field,)*)?
                    $($($nullable_field,)*)?
                    $($prefixed_field,)?
                    extra,
                })
            }
        }

        $crate::support::object!(@serde $(#[$inline])? $name {
            required { $($required => $required_field,)* }
            $(optional { $($optional => $optional_field,)* })?
            $(optional_or_null { $($nullable => $nullable_field,)* })?
            $(prefixed { $prefix => $prefixed_field, })?
        });
    };
    (
        @serde $(#[$inline:ident])? $name:ident {
            $(required { $($required:literal => $required_field:ident,)* })?
            $(optional { $($optional:literal => $optional_field:ident,)* })?
            $(optional_or_null { $($nullable:literal => $nullable_field:ident,)* })?
            $(prefixed { $prefix:literal => $prefixed_field:ident, })?
        }
    ) => {
        impl ::std::cmp::Eq for $name {}

        impl<'de> ::serde::de::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::support::deserialize(deserializer)
            }
        }

        impl $crate::support::Encode for $name {
            $(#[$inline])?
            fn extra(&self) -> &$crate::support::JsonObject {
                &self.extra
            }

            #[allow(unused_variables, reason = "an object may have no declared members")]
            fn encode<'e, W: $crate::support::MemberWriter<'e>>(&'e self, writer: &mut W) {
                $($(writer.required($required, &self.$required_field);)*)?
                $($(writer.optional($optional, &self.$optional_field);)*)?
                $($(writer.optional_or_null($nullable, &self.$nullable_field);)*)?
                $(writer.prefixed(stringify!($prefixed_field), &self.$prefixed_field);)?
            }
        }

        impl ::std::fmt::Debug for $name {
            $(#[$inline])?
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::support::debug_object(self, stringify!($name), formatter)
            }
        }

        impl ::serde::ser::Serialize for $name {
            fn serialize<S: ::serde::ser::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::support::serialize_object(self, serializer)
            }
        }
    };
    (@read ($prefix:literal, $map:expr) $reader:ident, $($slots:expr),*) => {
        $crate::support::read_object_with_prefix($reader, $($slots,)* ($prefix, &mut $map))
    };
    (@read $reader:ident, $($slots:expr),*) => {
        $crate::support::read_object($reader, $($slots,)*)
    };
}
pub(crate) use object;

/// Name of a declared member, and the `Option` to decode it into.
pub(crate) type FieldSlot<'s> = (&'static str, &'s mut dyn DecodeSlot);

/// The start of members' names, and the map to decode those members into.
pub(crate) type PrefixSlot<'s> = (&'static str, &'s mut dyn DecodeEntries);

/// Decodes an object: declared members into their slots; returns the others. On success all required slots are filled.
///
/// A repeated member is rejected, declared or not: two parsers that take different ones would disagree about a signed body. A
/// tolerant pass takes the last one.
pub(crate) fn read_object<'s>(
    reader: &mut JsonReader<'_>,
    required: &mut [FieldSlot<'s>],
    optional: &mut [FieldSlot<'s>],
) -> Result<JsonObject, DecodeError> {
    read_members(reader, required, optional, &mut None)
}

/// Decodes an object as [`read_object`] does, and members by the start of their names.
pub(crate) fn read_object_with_prefix<'s>(
    reader: &mut JsonReader<'_>,
    required: &mut [FieldSlot<'s>],
    optional: &mut [FieldSlot<'s>],
    prefixed: PrefixSlot<'s>,
) -> Result<JsonObject, DecodeError> {
    read_members(reader, required, optional, &mut Some(prefixed))
}

fn read_members<'s>(
    reader: &mut JsonReader<'_>,
    required: &mut [FieldSlot<'s>],
    optional: &mut [FieldSlot<'s>],
    prefixed: &mut Option<PrefixSlot<'s>>,
) -> Result<JsonObject, DecodeError> {
    if reader.is_tolerant_pass() {
        return tolerant::read_object(reader, required, optional, prefixed);
    }
    reader.enter(b'{', "an object")?;
    let mut extra = JsonObject::new();
    let mut is_first = true;
    while let Some(name) = reader.next_name(is_first)? {
        is_first = false;
        let has_name = |slot: &&mut FieldSlot<'s>| slot.0 == name;
        let slot = required.iter_mut().find(has_name);
        let read = match slot.or_else(|| optional.iter_mut().find(has_name)) {
            Some((_, value)) if value.is_filled() => Err(repeated(reader)),
            Some((_, value)) => value.fill(reader),
            None => match prefixed {
                Some((prefix, map)) if name.starts_with(*prefix) => map.read_entry(&name, reader),
                _ => keep(reader, &name, &mut extra),
            },
        };
        read.inspect_err(|_| reader.context.in_member(name.into_owned()))?;
    }
    match required.iter().find(|(_, value)| !value.is_filled()) {
        None => Ok(extra),
        Some(slot) => Err(missing_member(reader, slot)),
    }
}

/// Rejects an object that lacks a required member.
#[cold]
pub(super) fn missing_member(reader: &mut JsonReader<'_>, slot: &FieldSlot<'_>) -> DecodeError {
    let (name, value) = slot;
    reader.context.fail(Cause::Missing(value.expected()));
    reader.context.in_member(*name);
    DecodeError
}

/// Keeps an undeclared member.
fn keep(
    reader: &mut JsonReader<'_>,
    name: &str,
    extra: &mut JsonObject,
) -> Result<(), DecodeError> {
    if extra.contains_key(name) {
        return Err(repeated(reader));
    }
    reader.enter_untyped();
    let value = reader.value()?;
    extra.insert(name.to_owned(), value);
    Ok(())
}

#[cold]
fn repeated(reader: &mut JsonReader<'_>) -> DecodeError {
    reader.context.fail(Cause::Repeated);
    DecodeError
}
