//! Reads records from JSONL or a JSON array, without checking their columns.

use serde_json::{Map, Value};

use crate::codes;
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::pointer;
use crate::record::{Record, Table};
use crate::strict::{self, SyntaxError};
use crate::text::kind;
use crate::utf8;

/// Reads one row per line; blank lines are skipped. A line with an error is left out.
pub(crate) fn read_lines(source: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let mut table = Table::default();
    for (line, row) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        let place = Place {
            row: Some(row),
            ..Place::of(source)
        };
        let Some(text) = utf8::utf8(line, place.clone(), row, diagnostics) else {
            continue;
        };
        match strict::parse(text) {
            Ok(Value::Object(columns)) => push(&mut table, source, row, columns),
            Ok(other) => diagnostics.push(not_a_row(place, &other).with_excerpt(Excerpt::of(
                text,
                0..text.len(),
                Some(row),
            ))),
            Err(fault) => diagnostics.push(bad_line(place, text, &fault, row)),
        }
    }
    table
}

/// Reads an array of rows. A syntax error rejects the whole file, because the text after it cannot be trusted.
pub(crate) fn read_array(source: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let mut table = Table::default();
    let Some(text) = utf8::utf8(bytes, Place::of(source), 1, diagnostics) else {
        return table;
    };
    let elements = match strict::parse(text) {
        Ok(Value::Array(elements)) => elements,
        Ok(other) => {
            diagnostics.push(not_a_row(Place::of(source), &other));
            return table;
        }
        Err(fault) => {
            let rest = fault
                .pointer
                .get(1..)
                .and_then(|pointer| pointer.split_once('/'));
            let place = Place {
                row: fault.array_row(),
                ..within_row(Place::of(source), rest.map(|(_, rest)| rest))
            };
            let message = format!(
                "not JSON: {}, at line {} column {}",
                fault.message, fault.line, fault.column
            );
            let help = if fault.cut_short {
                "the file is cut short: get it again, or restore its end"
            } else {
                "repair the JSON there; nothing of this file was read"
            };
            let diagnostic = Diagnostic::error(codes::ROW_NOT_JSON, place, message).with_help(help);
            diagnostics.push(diagnostic.with_excerpt(fault.excerpt(text, Some(1))));
            return table;
        }
    };
    for (element, row) in elements.into_iter().zip(1..) {
        match element {
            Value::Object(columns) => push(&mut table, source, row, columns),
            other => {
                let place = Place {
                    row: Some(row),
                    ..Place::of(source)
                };
                diagnostics.push(
                    not_a_row(place, &other).with_excerpt(Excerpt::whole(&other.to_string())),
                );
            }
        }
    }
    table
}

fn push(table: &mut Table, source: &str, row: u64, columns: Map<String, Value>) {
    for column in columns.keys() {
        if !table.columns.contains(column) {
            table.columns.insert(column.clone());
        }
    }
    table.records.push(Record::new(source, row, columns));
}

fn not_a_row(place: Place, found: &Value) -> Diagnostic {
    Diagnostic::error(
        codes::ROW_NOT_OBJECT,
        place,
        format!("a row is an object, found {}", kind(found)),
    )
    .with_help("write each row as `{\"vendor\": ..., \"event_name\": ..., ...}`")
}

fn bad_line(place: Place, line: &str, fault: &SyntaxError, row: u64) -> Diagnostic {
    let place = within_row(place, fault.pointer.get(1..));
    let (message, help) = if fault.cut_short {
        let message = format!(
            "the line is cut short: {}, at column {}",
            fault.message, fault.column
        );
        (
            message,
            "restore the rest of the line; JSONL holds one whole row a line",
        )
    } else {
        let message = format!("not JSON: {}, at column {}", fault.message, fault.column);
        (
            message,
            "repair the JSON on this line; JSONL holds one whole row a line",
        )
    };
    Diagnostic::error(codes::ROW_NOT_JSON, place, message)
        .with_help(help)
        .with_excerpt(fault.excerpt(line, Some(row)))
}

/// Splits a pointer into a row (without its leading slash) into the column and a pointer into that column's value.
fn within_row(place: Place, pointer: Option<&str>) -> Place {
    let Some(pointer) = pointer.filter(|pointer| !pointer.is_empty()) else {
        return place;
    };
    let (column, rest) = match pointer.split_once('/') {
        Some((column, rest)) => (column, Some(format!("/{rest}"))),
        None => (pointer, None),
    };
    Place {
        column: Some(pointer::unescape(column).into_owned()),
        pointer: rest,
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(text: &[u8]) -> (Vec<(u64, Value)>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let table = read_lines("a.jsonl", text, &mut diagnostics);
        (rows(table), diagnostics)
    }

    fn array(text: &[u8]) -> (Vec<(u64, Value)>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let table = read_array("a.json", text, &mut diagnostics);
        (rows(table), diagnostics)
    }

    fn rows(table: Table) -> Vec<(u64, Value)> {
        table
            .records
            .into_iter()
            .map(|record| (record.origin.row, Value::Object(record.columns)))
            .collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let (rows, diagnostics) = lines(b"{\"a\":1}\r\n\n  \n{\"b\":2}");
        assert_eq!(rows, [(1, json!({"a": 1})), (4, json!({"b": 2}))]);
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn a_line_cut_short_costs_that_line_only() {
        let (rows, diagnostics) = lines(b"{\"a\": {\"b\": \"c\n{\"a\": 2}\n7");
        assert_eq!(rows, [(2, json!({"a": 2}))]);
        let [cut, number] = &diagnostics[..] else {
            panic!("two diagnostics, found {diagnostics:?}")
        };
        assert_eq!(
            (cut.code, cut.place.to_string().as_str()),
            (codes::ROW_NOT_JSON, "a.jsonl, row 1, column a, at /b")
        );
        assert_eq!(
            cut.message,
            "the line is cut short: the text ends in the middle of a string, at column 15"
        );
        assert_eq!(
            cut.excerpt.as_ref().and_then(|excerpt| excerpt.line),
            Some(1)
        );
        assert_eq!(
            (number.code, number.place.row),
            (codes::ROW_NOT_OBJECT, Some(3))
        );
        assert_eq!(number.message, "a row is an object, found a number");
    }

    #[test]
    fn a_column_that_stands_twice_is_named() {
        let (rows, diagnostics) = lines(b"{\"notes\": 1, \"notes\": 2}");
        assert_eq!(rows, []);
        assert_eq!(diagnostics[0].place.column.as_deref(), Some("notes"));
        assert_eq!(
            diagnostics[0].message,
            "not JSON: the key `notes` stands twice in one object, at column 20"
        );
    }

    #[test]
    fn bytes_that_are_no_utf8_are_shown() {
        let (rows, diagnostics) = lines(b"{}\n{\"a\": \"\xc3\xa4\xff\"}");
        assert_eq!(rows.len(), 1);
        assert_eq!(
            diagnostics[0].message,
            "not UTF-8: byte 0xff at line 2 column 9"
        );
        let excerpt = diagnostics[0].excerpt.as_ref().expect("an excerpt");
        assert_eq!(excerpt.text, "{\"a\": \"ä\\xff\"}");
        assert_eq!(&excerpt.text[excerpt.start..excerpt.end], "\\xff");
    }

    #[test]
    fn an_array_counts_its_elements() {
        let (rows, diagnostics) = array(b"[{\"a\": 1},\n 2, {\"b\": 3}]");
        assert_eq!(rows, [(1, json!({"a": 1})), (3, json!({"b": 3}))]);
        assert_eq!(diagnostics[0].place.to_string(), "a.json, row 2");
    }

    #[test]
    fn an_array_cut_short_names_the_row_it_breaks_in() {
        let (rows, diagnostics) = array(b"[{\"a\": 1},\n {\"b\": [1");
        assert_eq!(rows, []);
        assert_eq!(
            diagnostics[0].message,
            "not JSON: the text ends in the middle of a list, at line 2 column 10"
        );
        assert_eq!(diagnostics[0].place.to_string(), "a.json, row 2, column b");
    }
}
