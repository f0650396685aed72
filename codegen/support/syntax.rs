//! The path of a syntax error, for bodies that are read by no type.

use super::context::{Context, Failure};
use super::reader::{DecodeError, JsonReader};

/// The failure to read a text that is not valid JSON, at the innermost value that the error is in.
#[cold]
pub(super) fn syntax_failure(text: &str) -> Failure {
    let mut reader = JsonReader::new(text, Context::default());
    // The context holds the path; without a cause it stands for a syntax error.
    let _ = read_value(&mut reader).and_then(|()| reader.end());
    reader.context.take_failure()
}

/// Reads a value. Depth is limited by the reader.
fn read_value(reader: &mut JsonReader<'_>) -> Result<(), DecodeError> {
    match reader.peek() {
        Some(b'{') => {
            reader.enter(b'{', "an object")?;
            let mut is_first = true;
            while let Some(name) = reader.next_name(is_first)? {
                is_first = false;
                read_value(reader).inspect_err(|_| reader.context.in_member(name.into_owned()))?;
            }
            Ok(())
        }
        Some(b'[') => {
            reader.enter(b'[', "an array")?;
            let mut index = 0;
            while reader.next(b']', index == 0)? {
                read_value(reader).inspect_err(|_| reader.context.in_item(index))?;
                index += 1;
            }
            Ok(())
        }
        _ => reader.skip(),
    }
}
