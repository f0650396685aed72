//! Reading values: `Deserialize` with a context, so that an error knows its place.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};

use super::context::{Cause, Context};
use super::{Integer, JsonObject, Number, Value};

/// A value that can be read with a [`Context`].
pub(crate) trait Decode<'de>: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;
    /// Whether `null` is a value of this type.
    const NULLABLE: bool = false;

    /// Reads a value; on failure notes in `context` why and where.
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error>;
}

/// Reads a value without a body at hand: what the emitted `Deserialize` impls call.
pub(crate) fn deserialize<'de, T: Decode<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::decode(deserializer, &mut Context::default())
}

/// Carries the context through serde's accessors.
pub(crate) struct Seed<'c, 'n, T> {
    context: &'c mut Context<'n>,
    value: PhantomData<T>,
}

impl<'c, 'n, T> Seed<'c, 'n, T> {
    pub(crate) fn new(context: &'c mut Context<'n>) -> Self {
        Self {
            context,
            value: PhantomData,
        }
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Seed<'_, '_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer, self.context)
    }
}

macro_rules! decode_by_serde {
    ($($type:ty: $expected:literal, nullable $nullable:literal;)*) => {$(
        impl<'de> Decode<'de> for $type {
            const EXPECTED: &'static str = $expected;
            const NULLABLE: bool = $nullable;

            fn decode<D: Deserializer<'de>>(deserializer: D, context: &mut Context<'_>) -> Result<Self, D::Error> {
                Self::deserialize(deserializer).inspect_err(|_| context.mismatch($expected))
            }
        }
    )*};
}

decode_by_serde! {
    String: "a string", nullable false;
    bool: "a boolean", nullable false;
    Number: "a number", nullable false;
    Integer: "an integer", nullable false;
    Value: "a JSON value", nullable true;
    JsonObject: "an object", nullable false;
}

impl<'de, T: Decode<'de>> Decode<'de> for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const NULLABLE: bool = T::NULLABLE;

    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error> {
        T::decode(deserializer, context).map(Box::new)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const NULLABLE: bool = true;

    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(Seed::<T>::new(context)))
    }
}

struct OptionVisitor<'c, 'n, T>(Seed<'c, 'n, T>);

impl<'de, T: Decode<'de>> Visitor<'de> for OptionVisitor<'_, '_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", T::EXPECTED)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let context = self.0.context;
        T::decode(deserializer, context)
            .map(Some)
            .inspect_err(|_| context.or_null())
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    const EXPECTED: &'static str = "an array";

    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error> {
        let result = deserializer.deserialize_seq(ListVisitor(Seed::<T>::new(context)));
        result.inspect_err(|_| context.mismatch(Self::EXPECTED))
    }
}

struct ListVisitor<'c, 'n, T>(Seed<'c, 'n, T>);

impl<'de, T: Decode<'de>> Visitor<'de> for ListVisitor<'_, '_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let context = self.0.context;
        let mut list = Vec::new();
        loop {
            match items.next_element_seed(Seed::new(context)) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(list),
                Err(error) => {
                    context.in_item(list.len());
                    return Err(error);
                }
            }
        }
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";

    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Self, D::Error> {
        let result = deserializer.deserialize_map(MapVisitor(Seed::<T>::new(context)));
        result.inspect_err(|_| context.mismatch(Self::EXPECTED))
    }
}

struct MapVisitor<'c, 'n, T>(Seed<'c, 'n, T>);

impl<'de, T: Decode<'de>> Visitor<'de> for MapVisitor<'_, '_, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let context = self.0.context;
        let mut map = BTreeMap::new();
        while let Some(name) = members.next_key::<String>()? {
            if map.contains_key(&name) {
                let error = A::Error::custom(format_args!("member `{name}` is there twice"));
                context.fail(Cause::Repeated);
                context.in_member(name);
                return Err(error);
            }
            match members.next_value_seed(Seed::new(context)) {
                Ok(value) => map.insert(name, value),
                Err(error) => {
                    context.in_member(name);
                    return Err(error);
                }
            };
        }
        Ok(map)
    }
}
