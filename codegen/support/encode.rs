//! Writing objects.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Field, JsonObject};

/// Writes an object member by member.
pub(crate) struct Members<M>(M);

impl<M: SerializeMap> Members<M> {
    /// Starts the object.
    pub(crate) fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// A member that is always there, `null` included.
    pub(crate) fn required<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    /// A member that may be absent.
    pub(crate) fn optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.0.serialize_entry(name, value),
            None => Ok(()),
        }
    }

    /// A member that may be absent or `null`.
    pub(crate) fn field<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> Result<(), M::Error> {
        match value {
            Field::Absent => Ok(()),
            Field::Null => self.0.serialize_entry(name, &()),
            Field::Value(value) => self.0.serialize_entry(name, value),
        }
    }

    /// The members that were kept.
    pub(crate) fn extra(&mut self, extra: &JsonObject) -> Result<(), M::Error> {
        extra
            .iter()
            .try_for_each(|(name, value)| self.0.serialize_entry(name, value))
    }

    /// Ends the object.
    pub(crate) fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}
