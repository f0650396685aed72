//! Limits of the size of one type. Beyond them the compiler runs out of stack or memory, so the schema gives a type that
//! accepts more: an object becomes a map, a string enum becomes a string, and a tuple becomes an array.

use serde_json::Value;
use webhook_catalog::codes;

use super::candidates::{SchemaShape, ShapeCandidate, values_note};
use super::context::Context;
use crate::model::Note;

/// Limit of the members of an object. For two thousand required ones the compiler takes two gigabytes; with five thousand it
/// overflows its stack while it emits debug information, and with twenty thousand while it parses.
pub(super) const MAX_MEMBERS: usize = 1_000;
/// Limit of the values of a string enum. For twenty thousand the compiler takes two gigabytes.
pub(super) const MAX_VALUES: usize = 4_000;
/// Limit of the places of a tuple. The compiler's work grows with the square of their number: a thousand take minutes and three
/// gigabytes.
pub(super) const MAX_PLACES: usize = 100;

impl Context<'_, '_> {
    /// Replaces a shape that is too large for one type, with a warning and a note. Returns true if it did.
    pub(super) fn limit_size(&mut self, candidate: &mut ShapeCandidate) -> bool {
        let pointer = candidate.origin.pointer(self.document);
        let notes = &mut candidate.docs.notes;
        candidate.shape = match &candidate.shape {
            SchemaShape::Object(members) if members.len() > MAX_MEMBERS => {
                notes.push(self.too_many_members(&pointer));
                SchemaShape::Map(Vec::new())
            }
            SchemaShape::StringEnum(values) if values.len() > MAX_VALUES => {
                let values: Vec<Value> = values.iter().map(|value| value.as_str().into()).collect();
                notes.push(values_note(&values.iter().collect::<Vec<_>>()));
                notes.push(Note::TooManyValues(MAX_VALUES));
                let message =
                    format!("it has more than {MAX_VALUES} values, so it becomes a string");
                self.warn_too_large(&pointer, message);
                SchemaShape::String
            }
            SchemaShape::Tuple(tuple) if tuple.places.len() > MAX_PLACES => {
                notes.push(Note::TooManyPlaces(MAX_PLACES));
                let message = format!(
                    "it has more than {MAX_PLACES} places, so it becomes an array of JSON values"
                );
                self.warn_too_large(&pointer, message);
                SchemaShape::List(Vec::new())
            }
            SchemaShape::Object(_)
            | SchemaShape::StringEnum(_)
            | SchemaShape::Tuple(_)
            | SchemaShape::Boolean
            | SchemaShape::Integer
            | SchemaShape::UnixTime
            | SchemaShape::Number
            | SchemaShape::String
            | SchemaShape::Text(_)
            | SchemaShape::Constant(_)
            | SchemaShape::Map(_)
            | SchemaShape::List(_)
            | SchemaShape::Definition(_)
            | SchemaShape::Any(_) => return false,
        };
        true
    }

    /// Warns of an object with too many members, and returns the note for its docs.
    pub(super) fn too_many_members(&mut self, pointer: &str) -> Note {
        let message =
            format!("it has more than {MAX_MEMBERS} members, so it becomes a map of JSON values");
        self.warn_too_large(pointer, message);
        Note::TooManyMembers(MAX_MEMBERS)
    }

    /// Warns once for each subschema.
    fn warn_too_large(&mut self, pointer: &str, message: String) {
        if self.too_large.insert(pointer.to_owned()) {
            let help = "nothing is lost; the compiler cannot take a type of this size";
            self.report
                .warning(codes::TYPE_TOO_LARGE, pointer, message, help, None);
        }
    }
}
