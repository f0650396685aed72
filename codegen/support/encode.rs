//! Serialization of objects.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JsonObject, Nullable};

/// Serializes an object member by member. The first error is kept and returned by [`ObjectWriter::end`].
pub(crate) struct ObjectWriter<M: SerializeMap> {
    map: M,
    failure: Option<M::Error>,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Starts the object.
    pub(crate) fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, failure: None })
    }

    /// Writes a member that is always present, `null` included.
    pub(crate) fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(name, value).err();
        }
    }

    /// Writes a member that may be absent.
    pub(crate) fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a member that may be absent or `null`.
    pub(crate) fn optional_or_null<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Nullable<T>,
    ) {
        match value {
            Nullable::Absent => {}
            Nullable::Null => self.required(name, &()),
            Nullable::Value(value) => self.required(name, value),
        }
    }

    /// Writes the undeclared members and ends the object.
    pub(crate) fn end(mut self, extra: &JsonObject) -> Result<M::Ok, M::Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        for (name, value) in extra {
            self.map.serialize_entry(name, value)?;
        }
        self.map.end()
    }
}
