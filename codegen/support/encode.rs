//! Serialization of objects.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JsonObject, Nullable};

/// Serializes an object member by member. The first error is kept and returned by [`ObjectWriter::end`].
///
/// A member written from its field wins over one of the same name in `extra`, such as one that did not fit when it was read.
pub(crate) struct ObjectWriter<'e, M: SerializeMap> {
    map: M,
    extra: &'e JsonObject,
    /// Names in `extra` that have been written from their fields.
    written: Vec<&'static str>,
    failure: Option<M::Error>,
}

impl<'e, M: SerializeMap> ObjectWriter<'e, M> {
    /// Starts the object; `extra` are its undeclared members.
    pub(crate) fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
        extra: &'e JsonObject,
    ) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
            extra,
            written: Vec::new(),
            failure: None,
        })
    }

    /// Writes a member that is always present, `null` included.
    pub(crate) fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(name, value).err();
        }
        if !self.extra.is_empty() && self.extra.contains_key(name) {
            self.written.push(name);
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
    pub(crate) fn end(mut self) -> Result<M::Ok, M::Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        for (name, value) in self.extra {
            if !self.written.contains(&name.as_str()) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}
