//! Columns that stand in a file's path instead of in the file: `vendor=slack/part-0.parquet`, as Hive, Spark and DuckDB write
//! partitioned data.

use serde_json::Value;

use crate::codes;
use crate::columns::is_column;
use crate::diagnostic::Diagnostic;
use crate::record::Table;
use crate::text::shown;

/// Folder value of rows whose column is null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// Adds the columns that the folders of `path` name. A row that contradicts its folder is an error.
pub(crate) fn add_columns(path: &str, table: &mut Table, diagnostics: &mut Vec<Diagnostic>) {
    for (column, value) in columns(path) {
        table.columns.insert(column.to_owned());
        for record in &mut table.records {
            let found = record.columns.get(column).filter(|found| !found.is_null());
            match found {
                None => {
                    record
                        .columns
                        .insert(column.to_owned(), Value::String(value.clone()));
                }
                Some(Value::String(found)) if *found == value => {}
                Some(found) => {
                    let found = found
                        .as_str()
                        .map_or_else(|| found.to_string(), str::to_owned);
                    let message = format!(
                        "`{column}` is {} in the row, but {} in the name of its folder",
                        shown(&found),
                        shown(&value)
                    );
                    let help = "move the row to the folder of its value, or rename the folder";
                    let place = record.place_of(column);
                    diagnostics.push(
                        Diagnostic::error(codes::PARTITION_CONTRADICTED, place, message)
                            .with_help(help),
                    );
                }
            }
        }
    }
}

/// The columns in a path, as `name=value` folders. Other folders say nothing about rows.
fn columns(path: &str) -> impl Iterator<Item = (&str, String)> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders
        .split('/')
        .filter_map(|folder| folder.split_once('='))
        .filter(|(column, value)| is_column(column) && *value != NULL)
        .map(|(column, value)| (column, decode(value)))
}

/// Resolves `%2F` and the like, by which characters are written that no file name can have.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digits = tail.first_chunk::<2>().filter(|_| *first == b'%');
        let escaped = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = &tail[if escaped.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns_of(path: &str) -> Vec<(&str, String)> {
        columns(path).collect()
    }

    #[test]
    fn folders_name_columns() {
        let expected = [
            ("vendor", "slack".to_owned()),
            ("event_name", "a/b".to_owned()),
        ];
        assert_eq!(
            columns_of("data/vendor=slack/event_name=a%2Fb/part-0.parquet"),
            expected
        );
        for path in [
            "vendor=slack",
            "year=2026/part-0.parquet",
            "vendor=__HIVE_DEFAULT_PARTITION__/part-0.parquet",
            "vendor/part-0.parquet",
        ] {
            assert_eq!(columns_of(path), [], "{path}");
        }
    }

    #[test]
    fn escapes() {
        for (text, expected) in [
            ("a%3Db", "a=b"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
