//! Writing objects.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Field, JsonObject};

/// Writes an object member by member. What fails is told in the end.
pub(crate) struct Members<M: SerializeMap> {
    map: M,
    failure: Option<M::Error>,
}

impl<M: SerializeMap> Members<M> {
    /// Starts the object.
    pub(crate) fn new<S: Serializer<SerializeMap = M, Error = M::Error>>(
        serializer: S,
    ) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, failure: None })
    }

    /// A member that is always there, `null` included.
    pub(crate) fn required<T: Serialize>(mut self, name: &str, value: &T) -> Self {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(name, value).err();
        }
        self
    }

    /// A member that may be absent.
    pub(crate) fn optional<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.required(name, value),
            None => self,
        }
    }

    /// A member that may be absent or `null`.
    pub(crate) fn field<T: Serialize>(self, name: &str, value: &Field<T>) -> Self {
        match value {
            Field::Absent => self,
            Field::Null => self.required(name, &()),
            Field::Value(value) => self.required(name, value),
        }
    }

    /// Ends the object with the members that were kept.
    pub(crate) fn end(self, extra: &JsonObject) -> Result<M::Ok, M::Error> {
        let members = extra.iter();
        let all = members.fold(self, |members, (name, value)| members.required(name, value));
        match all.failure {
            None => all.map.end(),
            Some(error) => Err(error),
        }
    }
}
