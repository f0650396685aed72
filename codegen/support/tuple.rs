//! Tuples: arrays whose first items have types of their own.

use super::context::Cause;
use super::list::{DecodeItems, read_item};
use super::reader::{DecodeError, JsonReader};
use super::slot::DecodeSlot;

/// Decodes an array: its first items into `required` and `optional`, the others into `rest`. On success all required slots are
/// filled. Called by the emitted `Decode` impls.
pub(crate) fn read_tuple<'s>(
    reader: &mut JsonReader<'_>,
    required: &mut [&'s mut dyn DecodeSlot],
    optional: &mut [&'s mut dyn DecodeSlot],
    rest: &mut dyn DecodeItems,
) -> Result<(), DecodeError> {
    reader.enter(b'[', "an array")?;
    let mut index: usize = 0;
    while reader.next(b']', index == 0)? {
        let after_required = index.saturating_sub(required.len());
        let slot = match required.get_mut(index) {
            Some(slot) => Some(slot),
            None => optional.get_mut(after_required),
        };
        match slot {
            Some(slot) => read_item(reader, index, &mut |reader| slot.fill(reader))?,
            None => read_item(reader, index, &mut |reader| rest.push(reader))?,
        }
        index += 1;
    }
    if let Some(missing) = required.get(index) {
        reader.context.fail(Cause::Missing(missing.expected()));
        reader.context.in_item(index);
        return Err(DecodeError);
    }
    if reader.only_checks() {
        return Err(reader.fits());
    }
    Ok(())
}
