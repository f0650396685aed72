//! Reading objects: the loop over members that every emitted struct shares.

use std::borrow::Cow;

use super::context::{Cause, Expected};
use super::decode::Decode;
use super::reader::{Reader, Refused};
use super::{Field, JsonObject};

/// An object with known members.
pub(crate) trait Object: Sized {
    /// Reads the members.
    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Refused>;
}

/// Writes out how a type for objects is read and written: a line for each known member, with the member's name and the
/// type's field.
///
/// `required` refuses an object without it, `optional` holds an `Option`, and `field` holds a [`Field`](super::Field).
macro_rules! object {
    (@read $name:ident {}) => {
        impl $crate::support::Object for $name {
            fn read(
                fields: &mut $crate::support::Fields<'_, '_>,
            ) -> Result<Self, $crate::support::Refused> {
                while fields.next()? {
                    fields.keep()?;
                }
                Ok(Self { extra: fields.extra() })
            }
        }
    };
    (@read $name:ident { $($presence:ident $member:literal => $field:ident,)+ }) => {
        impl $crate::support::Object for $name {
            fn read(
                fields: &mut $crate::support::Fields<'_, '_>,
            ) -> Result<Self, $crate::support::Refused> {
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

        impl $crate::support::Decode for $name {
            const EXPECTED: &'static str = "an object";

            fn decode(
                reader: &mut $crate::support::Reader<'_>,
            ) -> Result<Self, $crate::support::Refused> {
                $crate::support::decode_object(reader)
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
pub(crate) fn decode_object<T: Object>(reader: &mut Reader<'_>) -> Result<T, Refused> {
    reader.enter(b'{', "an object")?;
    T::read(&mut Fields {
        reader,
        name: None,
        extra: JsonObject::new(),
    })
}

/// The members of an object, one after the other.
///
/// A member that is there twice is refused, known or not: two readers that pick different ones would disagree about
/// what was signed and what was done.
pub(crate) struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    /// The member at hand.
    name: Option<Cow<'t, str>>,
    extra: JsonObject,
}

impl Fields<'_, '_> {
    /// Goes to the next member, if there is one.
    pub(crate) fn next(&mut self) -> Result<bool, Refused> {
        let is_first = self.name.is_none();
        self.name = self.reader.next_name(is_first)?;
        Ok(self.name.is_some())
    }

    /// The name of the member at hand.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Reads the member at hand into its slot.
    pub(crate) fn read<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), Refused> {
        if slot.is_some() {
            return Err(self.repeated());
        }
        match T::decode(self.reader) {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(refused) => Err(self.failed(refused)),
        }
    }

    /// Keeps the member at hand, which the type does not know.
    pub(crate) fn keep(&mut self) -> Result<(), Refused> {
        if self.extra.contains_key(self.name()) {
            return Err(self.repeated());
        }
        match self.reader.value() {
            Ok(value) => {
                self.extra.insert(self.name().to_owned(), value);
                Ok(())
            }
            Err(refused) => Err(self.failed(refused)),
        }
    }

    /// What the slot of a required member holds.
    pub(crate) fn required<T: Decode>(
        &mut self,
        name: &'static str,
        slot: Option<T>,
    ) -> Result<T, Refused> {
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
    ) -> Result<Option<T>, Refused> {
        Ok(slot)
    }

    /// What the slot of a member holds that may be absent and may be `null`.
    pub(crate) fn field<T>(
        &mut self,
        _: &'static str,
        slot: Option<Option<T>>,
    ) -> Result<Field<T>, Refused> {
        Ok(Field::from_member(slot))
    }

    /// The members that were kept.
    pub(crate) fn extra(&mut self) -> JsonObject {
        std::mem::take(&mut self.extra)
    }

    #[cold]
    fn failed(&mut self, refused: Refused) -> Refused {
        let name = self.name().to_owned();
        self.reader.context.in_member(name);
        refused
    }

    #[cold]
    fn repeated(&mut self) -> Refused {
        self.reader.context.fail(Cause::Repeated);
        self.failed(Refused)
    }

    #[cold]
    fn missing(&mut self, name: &'static str, expected: Expected) -> Refused {
        self.reader.context.fail(Cause::Missing(expected));
        self.reader.context.in_member(name);
        Refused
    }
}
