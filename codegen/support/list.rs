//! Decoding of arrays and maps: the loops that all item types share.

use std::collections::BTreeMap;

use super::context::Cause;
use super::decode::Decode;
use super::locate::PathStep;
use super::reader::{DecodeError, JsonReader};
use super::tolerant;

/// A list that items can be decoded into.
pub(crate) trait DecodeItems {
    /// Decodes the next item.
    fn push(&mut self, reader: &mut JsonReader<'_>) -> Result<(), DecodeError>;
}

impl<T: Decode> DecodeItems for Vec<T> {
    fn push(&mut self, reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        Self::push(self, T::decode(reader)?);
        Ok(())
    }
}

/// A map that entries can be decoded into.
pub(crate) trait DecodeEntries {
    /// True if there is an entry of this name.
    fn has_entry(&self, name: &str) -> bool;

    /// Decodes the value of the entry `name`.
    fn insert(&mut self, name: &str, reader: &mut JsonReader<'_>) -> Result<(), DecodeError>;
}

impl dyn DecodeEntries + '_ {
    /// Decodes the value of the entry `name`, of which there must be no other.
    pub(super) fn read_entry(
        &mut self,
        name: &str,
        reader: &mut JsonReader<'_>,
    ) -> Result<(), DecodeError> {
        if self.has_entry(name) {
            reader.context.fail(Cause::Repeated);
            return Err(DecodeError);
        }
        self.insert(name, reader)
    }
}

impl<T: Decode> DecodeEntries for BTreeMap<String, T> {
    fn has_entry(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn insert(&mut self, name: &str, reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
        let value = T::decode(reader)?;
        Self::insert(self, name.to_owned(), value);
        Ok(())
    }
}

/// Decodes an array.
pub(crate) fn read_list(
    reader: &mut JsonReader<'_>,
    list: &mut dyn DecodeItems,
) -> Result<(), DecodeError> {
    reader.enter(b'[', "an array")?;
    let mut index = 0;
    while reader.next(b']', index == 0)? {
        read_item(reader, index, &mut |reader| list.push(reader))?;
        index += 1;
    }
    Ok(())
}

/// Decodes the item at `index` of the current array.
#[inline]
pub(super) fn read_item(
    reader: &mut JsonReader<'_>,
    index: usize,
    decode: &mut dyn FnMut(&mut JsonReader<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    if reader.is_tolerant_pass() {
        reader.enter_step(PathStep::Item(index));
        let read = decode(reader);
        let read = reader.settle(read).map(|_| ());
        reader.leave_step();
        return read.inspect_err(|_| reader.context.in_item(index));
    }
    decode(reader).inspect_err(|_| reader.context.in_item(index))
}

/// Decodes an object whose members all have one type.
pub(crate) fn read_entries(
    reader: &mut JsonReader<'_>,
    map: &mut dyn DecodeEntries,
) -> Result<(), DecodeError> {
    if reader.is_tolerant_pass() {
        return tolerant::read_entries(reader, map);
    }
    reader.enter(b'{', "an object")?;
    let mut is_first = true;
    while let Some(name) = reader.next_name(is_first)? {
        is_first = false;
        let read = map.read_entry(&name, reader);
        read.inspect_err(|_| reader.context.in_member(name.into_owned()))?;
    }
    Ok(())
}
