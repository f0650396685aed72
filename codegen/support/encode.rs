//! Serialization of objects.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JsonObject, Nullable};

/// Serializes an object member by member. The first error is kept and returned by [`ObjectWriter::end`].
///
/// A member written from its field wins over one of the same name in `extra`, such as one that did not fit when it was read.
pub(crate) struct ObjectWriter<'e, M: SerializeMap> {
    map: M,
    extra: Extra<'e>,
    failure: Option<M::Error>,
}

/// Undeclared members that are to be written.
struct Extra<'e> {
    members: &'e JsonObject,
    /// Names of those that have been written from their fields.
    written: Vec<&'static str>,
}

impl Extra<'_> {
    /// Records that the member `name` has been written from its field.
    #[inline(never)]
    fn leave_out(&mut self, name: &'static str) {
        if self.members.contains_key(name) {
            self.written.push(name);
        }
    }
}

impl<'e, M: SerializeMap> ObjectWriter<'e, M> {
    /// Starts the object; `extra` are its undeclared members.
    pub(crate) fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
        extra: &'e JsonObject,
    ) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
            extra: Extra {
                members: extra,
                written: Vec::new(),
            },
            failure: None,
        })
    }

    /// Writes a member that is always present, `null` included.
    pub(crate) fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(name, value).err();
        }
        if !self.extra.members.is_empty() {
            self.extra.leave_out(name);
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
        for (name, value) in self.extra.members {
            if !self.extra.written.contains(&name.as_str()) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}
