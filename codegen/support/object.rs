//! Reading objects: the loop over members that every emitted struct shares.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::context::{Cause, Context, Expected};
use super::decode::{Decode, Seed};
use super::{Field, JsonObject};

/// An object with known members.
pub(crate) trait Object: Sized {
    /// Reads the members.
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'_, '_, 'de, A>) -> Result<Self, A::Error>;
}

/// Writes out how a type for objects is read and written: a line for each known member, with the member's name and the
/// type's field.
///
/// `required` refuses an object without it, `optional` holds an `Option`, and `field` holds a [`Field`](super::Field).
macro_rules! object {
    (@read $name:ident {}) => {
        impl $crate::support::Object for $name {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                fields: &mut $crate::support::Fields<'_, '_, 'de, A>,
            ) -> Result<Self, A::Error> {
                while fields.next()? {
                    fields.keep()?;
                }
                Ok(Self { extra: fields.extra() })
            }
        }
    };
    (@read $name:ident { $($presence:ident $member:literal => $field:ident,)+ }) => {
        impl $crate::support::Object for $name {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                fields: &mut $crate::support::Fields<'_, '_, 'de, A>,
            ) -> Result<Self, A::Error> {
                $(let mut $field = None;)+
                while fields.next()? {
                    match fields.name() {
                        $($member => fields.read(&mut $field)?,)+
                        _ => fields.keep()?,
                    }
                }
                Ok(Self {
                    $($field: fields.$presence($member, $field)?,)+
                    extra: fields.extra(),
                })
            }
        }
    };
    ($name:ident { $($presence:ident $member:literal => $field:ident,)* }) => {
        $crate::support::object!(@read $name { $($presence $member => $field,)* });

        impl<'de> $crate::support::Decode<'de> for $name {
            const EXPECTED: &'static str = "an object";

            fn decode<D: ::serde::de::Deserializer<'de>>(
                deserializer: D,
                context: &mut $crate::support::Context<'_>,
            ) -> Result<Self, D::Error> {
                $crate::support::decode_object(deserializer, context)
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
                let mut members = $crate::support::Members::new(serializer)?;
                $(members.$presence($member, &self.$field)?;)*
                members.extra(&self.extra)?;
                members.end()
            }
        }
    };
}
pub(crate) use object;

/// Reads an object; what the emitted `Decode` impls call. (A blanket impl would rule out the one for `Box<T>`.)
pub(crate) fn decode_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<T, D::Error> {
    let visitor = ObjectVisitor::<T> {
        context,
        object: PhantomData,
    };
    deserializer
        .deserialize_map(visitor)
        .inspect_err(|_| context.mismatch("an object"))
}

struct ObjectVisitor<'c, 'n, T> {
    context: &'c mut Context<'n>,
    object: PhantomData<T>,
}

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, '_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let Self { context, object: _ } = self;
        T::read(&mut Fields {
            members,
            context,
            name: Cow::Borrowed(""),
            extra: JsonObject::new(),
        })
    }
}

/// The members of an object, one after the other.
///
/// A member that is there twice is refused, known or not: two readers that pick different ones would disagree about
/// what was signed and what was done.
pub(crate) struct Fields<'c, 'n, 'de, A> {
    members: A,
    context: &'c mut Context<'n>,
    name: Cow<'de, str>,
    extra: JsonObject,
}

impl<'de, A: MapAccess<'de>> Fields<'_, '_, 'de, A> {
    /// Goes to the next member, if there is one.
    pub(crate) fn next(&mut self) -> Result<bool, A::Error> {
        match self.members.next_key_seed(Name)? {
            Some(name) => {
                self.name = name;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// The name of the member at hand.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads the member at hand into its slot.
    pub(crate) fn read<T: Decode<'de>>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(self.repeated());
        }
        match self.members.next_value_seed(Seed::new(self.context)) {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Keeps the member at hand, which the type does not know.
    pub(crate) fn keep(&mut self) -> Result<(), A::Error> {
        if self.extra.contains_key(&*self.name) {
            return Err(self.repeated());
        }
        match self.members.next_value() {
            Ok(value) => {
                self.extra
                    .insert(std::mem::take(&mut self.name).into_owned(), value);
                Ok(())
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// What the slot of a required member holds.
    pub(crate) fn required<T: Decode<'de>>(
        &mut self,
        name: &'static str,
        slot: Option<T>,
    ) -> Result<T, A::Error> {
        slot.ok_or_else(|| {
            self.missing(
                name,
                Expected {
                    what: T::EXPECTED,
                    or_null: T::NULLABLE,
                },
            )
        })
    }

    /// What the slot of an optional member holds.
    pub(crate) fn optional<T>(
        &mut self,
        _: &'static str,
        slot: Option<T>,
    ) -> Result<Option<T>, A::Error> {
        Ok(slot)
    }

    /// What the slot of a member holds that may be absent and may be `null`.
    pub(crate) fn field<T>(
        &mut self,
        _: &'static str,
        slot: Option<Option<T>>,
    ) -> Result<Field<T>, A::Error> {
        Ok(Field::from_member(slot))
    }

    /// The members that were kept.
    pub(crate) fn extra(&mut self) -> JsonObject {
        std::mem::take(&mut self.extra)
    }

    #[cold]
    fn failed(&mut self, error: A::Error) -> A::Error {
        self.context
            .in_member(std::mem::take(&mut self.name).into_owned());
        error
    }

    #[cold]
    fn repeated(&mut self) -> A::Error {
        let error = A::Error::custom(format_args!("member `{}` is there twice", self.name));
        self.context.fail(Cause::Repeated);
        self.failed(error)
    }

    #[cold]
    fn missing(&mut self, name: &'static str, expected: Expected) -> A::Error {
        self.context.fail(Cause::Missing(expected));
        self.context.in_member(name);
        A::Error::missing_field(name)
    }
}

/// A member's name, borrowed from the body where it holds no escape.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
