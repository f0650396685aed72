//! A snapshot in which the rows of some vendors are those of a newer one.

use serde_json::Value;

use crate::catalogue::read_file;
use crate::diagnostic::Checked;
use crate::record::Record;
use crate::source::SourceFile;

/// The rows of `older` without those of `vendors`, and then the rows of `vendors` in `newer`, as JSONL. Cells that are null are left
/// out.
pub fn replace_vendors(
    older: &[SourceFile],
    newer: &[SourceFile],
    vendors: &[String],
) -> Checked<Vec<u8>> {
    let mut diagnostics = Vec::new();
    let mut text = String::new();
    for (files, is_newer) in [(older, false), (newer, true)] {
        for file in files {
            for record in read_file(file, &mut diagnostics).records {
                let vendor = record.text("vendor");
                let is_replaced =
                    vendor.is_some_and(|vendor| vendors.iter().any(|replaced| replaced == vendor));
                if is_replaced == is_newer {
                    text += &line(record);
                }
            }
        }
    }
    Checked {
        value: text.into_bytes(),
        diagnostics,
    }
}

fn line(record: Record) -> String {
    let mut columns = record.columns;
    columns.retain(|_, value| !value.is_null());
    format!("{}\n", Value::Object(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Vec<SourceFile> {
        vec![SourceFile {
            label: "rows.jsonl".to_owned(),
            path: "rows.jsonl".to_owned(),
            bytes: text.as_bytes().to_vec(),
        }]
    }

    #[test]
    fn the_rows_of_other_vendors_stay() {
        let row = |vendor: &str, event: &str| {
            format!("{{\"event_name\":\"{event}\",\"vendor\":\"{vendor}\"}}\n")
        };
        let older = file(&(row("acme", "a") + &row("zeta", "z")));
        let newer = file(&(row("acme", "b") + &row("zeta", "y") + &row("new", "n")));
        let merged = replace_vendors(&older, &newer, &["acme".to_owned()]);
        assert_eq!(merged.diagnostics, []);
        let text = String::from_utf8(merged.value).expect("JSONL is UTF-8");
        assert_eq!(text, row("zeta", "z") + &row("acme", "b"));
    }
}
