//! Serialization of objects.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JsonObject, Nullable};

/// A struct that is written as an object.
pub(crate) trait Encode {
    /// The undeclared members.
    fn extra(&self) -> &JsonObject;

    /// Writes the declared members.
    fn encode<'e, M: SerializeMap>(&'e self, writer: &mut ObjectWriter<'e, M>);
}

/// Serializes an object. Called by the emitted impls of `Serialize`.
pub(crate) fn serialize_object<T: Encode, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = ObjectWriter::new(serializer, object.extra())?;
    object.encode(&mut writer);
    writer.end()
}

/// Serializes an object member by member. The first error is kept and returned by [`ObjectWriter::end`].
///
/// A member written from its field wins over one of the same name in `extra`, such as one that did not fit when it was read.
pub(crate) struct ObjectWriter<'e, M: SerializeMap> {
    map: M,
    /// True if there is nothing in `extra`, and no failure.
    is_plain: bool,
    extra: &'e JsonObject,
    /// Names in `extra` that have been written from their fields.
    written: Vec<&'e str>,
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
            is_plain: extra.is_empty(),
            extra,
            written: Vec::new(),
            failure: None,
        })
    }

    /// Writes a member that is always present, `null` included.
    pub(crate) fn required<T: Serialize>(&mut self, name: &'e str, value: &T) {
        if !self.is_plain && !self.is_written(name) {
            return;
        }
        if let Err(failure) = self.map.serialize_entry(name, value) {
            self.fail(failure);
        }
    }

    /// Returns true if the member `name` is to be written, and records that it is not to be taken from `extra`.
    #[inline(never)]
    fn is_written(&mut self, name: &'e str) -> bool {
        if self.extra.contains_key(name) {
            self.written.push(name);
        }
        self.failure.is_none()
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, failure: M::Error) {
        self.failure = Some(failure);
        self.is_plain = false;
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

    /// Writes members that the start of their names has in common.
    pub(crate) fn prefixed<T: Serialize>(&mut self, members: &'e BTreeMap<String, T>) {
        for (name, value) in members {
            self.required(name, value);
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
