//! Reading objects: the loop over members that every emitted struct shares.

use std::borrow::Cow;

use super::JsonObject;
use super::context::{Cause, Expected};
use super::decode::Decode;
use super::reader::{Reader, Refused};

/// Writes out how a type for objects is read and written: a line for each known member, with the member's name and the
/// type's field.
///
/// `required` refuses an object without it, `optional` holds an `Option`, and `field` holds a [`Field`](super::Field).
///
/// There are hundreds of such types, so what is written out is made for the compiler: few bodies, and few `?` in them.
macro_rules! object {
    (@take $fields:ident required $member:literal $field:ident) => {
        let Some($field) = $field else {
            return Err($fields.missing($member, &$field));
        };
    };
    (@take $fields:ident optional $member:literal $field:ident) => {};
    (@take $fields:ident field $member:literal $field:ident) => {
        let $field = $crate::support::Field::from_member($field);
    };
    ($name:ident { $($presence:ident $member:literal => $field:ident,)* }) => {
        impl $crate::support::Decode for $name {
            const EXPECTED: &'static str = "an object";

            fn decode(
                reader: &mut $crate::support::Reader<'_>,
            ) -> Result<Self, $crate::support::Refused> {
                let mut fields = $crate::support::Fields::enter(reader)?;
                $(let mut $field = None;)*
                while fields.next()? {
                    match fields.name() {
                        $($member => fields.read(&mut $field),)*
                        _ => fields.keep(),
                    }?;
                }
                $($crate::support::object!(@take fields $presence $member $field);)*
                Ok(Self {
                    $($field,)*
                    extra: fields.extra(),
                })
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
                $crate::support::Members::new(serializer)?
                    $(.$presence($member, &self.$field))*
                    .end(&self.extra)
            }
        }
    };
}
pub(crate) use object;

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

impl<'r, 't> Fields<'r, 't> {
    /// Enters the object that comes next.
    pub(crate) fn enter(reader: &'r mut Reader<'t>) -> Result<Self, Refused> {
        reader.enter(b'{', "an object")?;
        Ok(Self {
            reader,
            name: None,
            extra: JsonObject::new(),
        })
    }

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

    /// Refuses the object for want of the required member that belongs into a slot.
    #[cold]
    pub(crate) fn missing<T: Decode>(&mut self, name: &'static str, _: &Option<T>) -> Refused {
        self.reader.context.fail(Cause::Missing(Expected {
            what: T::EXPECTED,
            or_null: T::NULLABLE,
        }));
        self.reader.context.in_member(name);
        Refused
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
}
