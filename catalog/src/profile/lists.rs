//! Reading of lists of texts and of JSON pointers.

use std::ops::Range;

use super::CODES;
use crate::codes;
use crate::pointer;
use crate::text::shown;
use crate::toml_file::{Entry, TomlTable};

/// Maximum number of values that name an event. Readers of deliveries may reserve space for them.
const MAX_POINTERS: usize = 4;

/// The list of pointers at a key.
pub(super) fn read_pointers(
    name: &TomlTable<'_>,
    entry: &Entry<'_>,
    help: &str,
) -> Option<Vec<String>> {
    let key = entry.key;
    let pointers = read_texts(name, entry)?;
    if pointers.is_empty() {
        let message = format!("`{key}` holds no pointer");
        name.refuse(key, CODES.bad_value, message, help);
        return None;
    }
    if pointers.len() > MAX_POINTERS {
        let message = format!(
            "`{key}` holds {} pointers, and at most {MAX_POINTERS} can name an event",
            pointers.len()
        );
        name.refuse(key, CODES.bad_value, message, help);
    }
    let listed = pointers.iter().enumerate();
    let listed: Vec<_> = listed
        .map(|(index, (pointer, span))| ListedPointer {
            pointer,
            span: span.clone(),
            step: format!("/{index}"),
        })
        .collect();
    check_pointers(name, key, &listed, help);
    let pointers = pointers.into_iter().map(|(pointer, _)| pointer.to_owned());
    Some(pointers.collect())
}

/// A JSON pointer of a list.
pub(super) struct ListedPointer<'a> {
    pub(super) pointer: &'a str,
    pub(super) span: Range<usize>,
    /// Its place below the list's, as a pointer.
    pub(super) step: String,
}

/// Reports pointers that are no good, or stand in the list at `key` twice. False if there are any.
pub(super) fn check_pointers(
    table: &TomlTable<'_>,
    key: &str,
    listed: &[ListedPointer<'_>],
    help: &str,
) -> bool {
    let before = table.errors();
    for (index, one) in listed.iter().enumerate() {
        let mut earlier = listed[..index].iter();
        let message = match one.pointer {
            "" => "an empty pointer means the whole body, which is no name".to_owned(),
            pointer if pointer::parse(pointer).is_err() => {
                format!("{} is no JSON pointer", shown(pointer))
            }
            pointer if earlier.any(|earlier| earlier.pointer == pointer) => {
                format!("{} stands twice", shown(pointer))
            }
            _ => continue,
        };
        let mut place = table.place_of(key);
        let step = &one.step;
        place.pointer = place.pointer.map(|pointer| format!("{pointer}{step}"));
        let code = codes::BAD_PROFILE_POINTER;
        table.report(code, place, one.span.clone(), message, help);
    }
    table.errors() == before
}

/// The texts of a list, each with its place.
pub(super) fn read_texts<'a>(
    table: &TomlTable<'a>,
    entry: &Entry<'a>,
) -> Option<Vec<(&'a str, Range<usize>)>> {
    let help = "write a list of texts";
    let Some(array) = entry.value.as_array() else {
        table.refuse(
            entry.key,
            CODES.bad_value,
            table.wrong_type(entry, "a list of texts"),
            help,
        );
        return None;
    };
    let texts: Option<Vec<_>> = array
        .iter()
        .map(|value| value.get_ref().as_str().map(|text| (text, value.span())))
        .collect();
    if texts.is_none() {
        let message = format!("{} holds something that is no text", shown(entry.key));
        table.refuse(entry.key, CODES.bad_value, message, help);
    }
    texts
}
