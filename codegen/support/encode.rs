//! Serialization of objects, and their `Debug` text.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JsonObject, Nullable};

/// A struct that is written as an object.
pub(crate) trait Encode {
    /// The undeclared members.
    fn extra(&self) -> &JsonObject;

    /// Passes the declared members to the writer.
    fn encode<'e, W: MemberWriter<'e>>(&'e self, writer: &mut W);
}

/// Receives the declared members of an object, one by one.
pub(crate) trait MemberWriter<'e> {
    /// Receives a member that is always present, `null` included.
    fn required<T: Serialize + Debug>(&mut self, name: &'e str, value: &'e T);

    /// Receives a member that may be absent.
    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &'e Option<T>);

    /// Receives a member that may be absent or `null`.
    fn optional_or_null<T: Serialize + Debug>(
        &mut self,
        name: &'static str,
        value: &'e Nullable<T>,
    );

    /// Receives members that the start of their names has in common, and the name of the field that has them.
    fn prefixed<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        members: &'e BTreeMap<String, T>,
    );
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

impl<'e, M: SerializeMap> MemberWriter<'e> for ObjectWriter<'e, M> {
    fn required<T: Serialize + Debug>(&mut self, name: &'e str, value: &'e T) {
        if !self.is_plain && !self.is_written(name) {
            return;
        }
        if let Err(failure) = self.map.serialize_entry(name, value) {
            self.fail(failure);
        }
    }

    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &'e Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    fn optional_or_null<T: Serialize + Debug>(
        &mut self,
        name: &'static str,
        value: &'e Nullable<T>,
    ) {
        match value {
            Nullable::Absent => {}
            Nullable::Null => self.required(name, &()),
            Nullable::Value(value) => self.required(name, value),
        }
    }

    fn prefixed<T: Serialize + Debug>(
        &mut self,
        _field: &'static str,
        members: &'e BTreeMap<String, T>,
    ) {
        for (name, value) in members {
            self.required(name, value);
        }
    }
}

/// Formats an object as a derived `Debug` does, with the members' names instead of the fields'. Called by the emitted impls of
/// `Debug`: a derived one takes the compiler longer than all of decoding.
pub(crate) fn debug_object<T: Encode>(
    object: &T,
    name: &str,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut writer = DebugWriter(formatter.debug_struct(name));
    object.encode(&mut writer);
    writer.0.field("extra", object.extra()).finish()
}

/// Formats the members of an object.
struct DebugWriter<'f, 'b>(fmt::DebugStruct<'f, 'b>);

impl DebugWriter<'_, '_> {
    /// Formats a member. A name that is no plain word is quoted.
    fn member(&mut self, name: &str, value: &dyn Debug) {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !name.is_empty() && name.bytes().all(is_plain) {
            self.0.field(name, value);
        } else {
            self.0.field(&format!("{name:?}"), value);
        }
    }
}

impl<'e> MemberWriter<'e> for DebugWriter<'_, '_> {
    fn required<T: Serialize + Debug>(&mut self, name: &'e str, value: &'e T) {
        self.member(name, value);
    }

    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &'e Option<T>) {
        self.member(name, value);
    }

    fn optional_or_null<T: Serialize + Debug>(
        &mut self,
        name: &'static str,
        value: &'e Nullable<T>,
    ) {
        self.member(name, value);
    }

    fn prefixed<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        members: &'e BTreeMap<String, T>,
    ) {
        self.member(field, members);
    }
}
