//! Reads rows from files: detects each file's format, appends additions, applies overlays, checks each row, then compares all
//! rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::additions;
use crate::check_row;
use crate::codes;
use crate::columns::{self, RowForm, is_column};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::file_format::FileFormat;
use crate::json;
use crate::overlay::{self, Overlay};
use crate::partitions;
use crate::record::{Record, Table};
use crate::row::EventRow;
use crate::source::{Origin, SourceFile};
use crate::text::{nearest, shown};

/// Reads rows from any mix of Parquet, JSONL and JSON-array files, and additions from files of the same formats, one per vendor
/// as `<vendor>.jsonl`. Applies overlays to all of them.
///
/// A file's format is detected from its content. The rows are sorted by vendor and event name, so the order of files and
/// rows does not matter. A row with an error is left out; diagnostics come in the order of the input. Additions of vendors
/// that the catalogue's files do not have are ignored.
pub fn read_rows(
    files: &[SourceFile],
    additions: &[SourceFile],
    overlays: &[Overlay],
) -> Checked<Vec<EventRow>> {
    let mut diagnostics = Vec::new();
    let mut tables: Vec<(&str, Table)> = Vec::new();
    for file in files {
        tables.push((&file.label, read_file(file, &mut diagnostics)));
    }
    let additions = additions::read(additions, &tables, &mut diagnostics);
    tables.extend(additions);
    overlay::apply(
        overlays,
        tables.iter_mut().flat_map(|(_, table)| &mut table.records),
        &mut diagnostics,
    );
    let count = tables.iter().map(|(_, table)| table.records.len()).sum();
    let (mut rows, mut names) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (label, table) in tables {
        let reported = report_gaps(label, &table, &mut diagnostics);
        // One by one, so that a large catalogue is never in memory as records and as rows at once.
        for record in table.records {
            names.extend(Named::of(&record));
            rows.extend(check_row::check(record, &reported, &mut diagnostics));
        }
    }
    report_duplicates(&names, &mut diagnostics);
    report_differing_vendors(&rows, &mut diagnostics);
    rows.sort_by(|one, other| {
        (&one.vendor, &one.event_name, &one.origin).cmp(&(
            &other.vendor,
            &other.event_name,
            &other.origin,
        ))
    });
    rows.dedup_by(|later, first| {
        (&later.vendor, &later.event_name) == (&first.vendor, &first.event_name)
    });
    Checked {
        value: rows,
        diagnostics,
    }
}

/// Reads the records of a file.
pub(crate) fn read_file(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let errors = |diagnostics: &[Diagnostic]| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .count()
    };
    let before = errors(diagnostics);
    let label = file.label.as_str();
    let bytes = file
        .bytes
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(&file.bytes);
    let mut table = match FileFormat::of(bytes, label) {
        FileFormat::Parquet => read_parquet(label, bytes, diagnostics),
        FileFormat::Lines => json::read_lines(label, bytes, diagnostics),
        FileFormat::Array => json::read_array(label, bytes, diagnostics),
        FileFormat::Empty => {
            let message = "the file is empty";
            let help = "put rows into it, or leave it out";
            diagnostics.push(
                Diagnostic::error(codes::EMPTY_FILE, Place::of(label), message).with_help(help),
            );
            Table::default()
        }
        FileFormat::Unknown { message, help } => {
            diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_FILE_FORMAT, Place::of(label), message)
                    .with_help(help),
            );
            Table::default()
        }
    };
    report_unknown_columns(label, &table, diagnostics);
    partitions::add_columns(&file.path, &mut table, diagnostics);
    if table.records.is_empty() && errors(diagnostics) == before {
        let help = "leave the file out if that is as it should be";
        diagnostics.push(
            Diagnostic::warning(
                codes::FILE_WITHOUT_ROWS,
                Place::of(label),
                "the file has no rows",
            )
            .with_help(help),
        );
    }
    for record in &mut table.records {
        record.parse_nested(diagnostics);
    }
    table
}

#[cfg(feature = "parquet")]
fn read_parquet(label: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Table {
    crate::parquet::read(label, bytes, diagnostics)
}

#[cfg(not(feature = "parquet"))]
fn read_parquet(label: &str, _bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let message = "this is a Parquet file, and this build reads no Parquet";
    let help = "build `webhook-catalog` with the feature `parquet`, or give the rows as JSONL";
    diagnostics.push(
        Diagnostic::error(codes::PARQUET_DISABLED, Place::of(label), message).with_help(help),
    );
    Table::default()
}

fn report_unknown_columns(label: &str, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    for column in table.columns.iter().filter(|column| !is_column(column)) {
        let place = Place {
            column: Some(column.clone()),
            ..Place::of(label)
        };
        let message = format!("unknown column {}", shown(column));
        let help = match nearest(column, columns::names()) {
            Some(near) => format!("did you mean `{near}`? as it stands the column is not read"),
            None => "the column is not read".to_owned(),
        };
        diagnostics
            .push(Diagnostic::warning(codes::UNKNOWN_COLUMN, place, message).with_help(help));
    }
}

/// Reports required columns that no row of a file has, or that are null in all of several rows, once for the file.
fn report_gaps<'a>(
    label: &str,
    table: &Table,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeSet<&'a str> {
    let mut reported = BTreeSet::new();
    if table.records.is_empty() && table.columns.is_empty() {
        return reported;
    }
    let unknown: Vec<&str> = table
        .columns
        .iter()
        .map(String::as_str)
        .filter(|column| !is_column(column))
        .collect();
    // The rules of the publisher's form hold for the file once a row is in that form; a short row beside it is checked by
    // its own rules.
    let form = table.records.iter().map(Record::form).max();
    for column in columns::required(form.unwrap_or(RowForm::Published)) {
        let found = |record: &Record| {
            record
                .columns
                .get(column)
                .is_some_and(|value| !value.is_null())
        };
        let broken = table
            .records
            .iter()
            .any(|record| record.broken.contains(column));
        if broken || table.records.iter().any(found) {
            continue;
        }
        let place = Place {
            column: Some(column.to_owned()),
            ..Place::of(label)
        };
        if !table.columns.contains(column) {
            let message = format!("the required column `{column}` is missing");
            let help = check_row::missing_column_help(column, &unknown);
            diagnostics
                .push(Diagnostic::error(codes::MISSING_COLUMN, place, message).with_help(help));
            reported.insert(column);
        } else if table.records.len() > 1
            && table
                .records
                .iter()
                .all(|record| record.columns.contains_key(column))
        {
            let message = format!(
                "null in the required column `{column}` of all {} rows",
                table.records.len()
            );
            let help = format!("give `{column}` a value: every row has one");
            diagnostics
                .push(Diagnostic::error(codes::NULL_IN_REQUIRED, place, message).with_help(help));
            reported.insert(column);
        }
    }
    reported
}

/// Identity and place of a record. Records with other errors have them too.
struct Named {
    vendor: String,
    event: String,
    origin: Origin,
}

impl Named {
    fn of(record: &Record) -> Option<Self> {
        let event = record.text("event_name")?;
        (!event.is_empty()).then_some(())?;
        Some(Self {
            vendor: record.text("vendor")?.to_owned(),
            event: event.to_owned(),
            origin: record.origin.clone(),
        })
    }
}

/// Checks all records, including those with other errors.
fn report_duplicates(names: &[Named], diagnostics: &mut Vec<Diagnostic>) {
    let place = |origin: &Origin| Place {
        source: Some(origin.source.clone()),
        row: Some(origin.row),
        ..Place::default()
    };
    let mut first: BTreeMap<(&str, &str), &Origin> = BTreeMap::new();
    for Named {
        vendor,
        event,
        origin,
    } in names
    {
        let Some(earlier) = first.get(&(vendor.as_str(), event.as_str())) else {
            first.insert((vendor, event), origin);
            continue;
        };
        let message = format!(
            "{} of {} already stands in {}",
            shown(event),
            shown(vendor),
            place(earlier)
        );
        let help = "keep one of the two rows; vendor and event name together name a row";
        let place = Place {
            vendor: Some(vendor.clone()),
            event: Some(event.clone()),
            ..place(origin)
        };
        diagnostics.push(Diagnostic::error(codes::DUPLICATE_ROW, place, message).with_help(help));
    }
}

fn report_differing_vendors(rows: &[EventRow], diagnostics: &mut Vec<Diagnostic>) {
    let mut vendors: BTreeMap<&str, Vec<&EventRow>> = BTreeMap::new();
    for row in rows {
        vendors.entry(row.vendor.as_str()).or_default().push(row);
    }
    for (vendor, rows) in vendors {
        let display_names = rows
            .iter()
            .filter_map(|row| Some((row.vendor_display_name.as_deref()?, &row.origin)));
        report_differing("vendor_display_name", vendor, display_names, diagnostics);
        let categories = rows
            .iter()
            .filter_map(|row| Some((row.category.as_deref()?, &row.origin)));
        report_differing("category", vendor, categories, diagnostics);
    }
}

fn report_differing<'a>(
    column: &str,
    vendor: &str,
    values: impl Iterator<Item = (&'a str, &'a Origin)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut found: BTreeMap<&str, (&Origin, usize)> = BTreeMap::new();
    for (value, origin) in values {
        let entry = found.entry(value).or_insert((origin, 0));
        entry.0 = entry.0.min(origin);
        entry.1 += 1;
    }
    if found.len() < 2 {
        return;
    }
    let mut spellings: Vec<_> = found
        .into_iter()
        .map(|(value, (origin, rows))| (rows, value, origin))
        .collect();
    spellings.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let list: Vec<String> = spellings
        .iter()
        .map(|(rows, value, _)| format!("{} in {rows}", shown(value)))
        .collect();
    let rarest = spellings.last().map(|(_, _, origin)| *origin);
    let place = Place {
        source: rarest.map(|origin| origin.source.clone()),
        row: rarest.map(|origin| origin.row),
        column: Some(column.to_owned()),
        vendor: Some(vendor.to_owned()),
        ..Place::default()
    };
    let message = format!(
        "the vendor's rows differ in `{column}`: {}",
        list.join(", ")
    );
    diagnostics.push(
        Diagnostic::warning(codes::VENDOR_DIFFERS, place, message)
            .with_help("write the same in all rows"),
    );
}
