//! Reads records from Parquet in any layout. The records equal those of the JSON readers.

mod cell_error;
mod convert;
mod decimal;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::str::Utf8Error;
use std::string::FromUtf8Error;
use std::sync::Arc;
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, FieldRef, Schema, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::schema::types::TypePtr;
use serde_json::Map;

use crate::codes;
use crate::columns::is_column;
use crate::diagnostic::{Diagnostic, Excerpt, Place};
use crate::record::{Record, Table};
use crate::text::push_escaped;
use cell_error::CellError;
use reading::Reading;

const MAGIC: &[u8] = b"PAR1";

/// Row limit. A catalogue has thousands of rows; a footer that claims millions is broken or hostile.
const MAX_ROWS: i64 = 1_000_000;
/// Limit of the uncompressed size that the footer states.
const MAX_BYTES: i64 = 1 << 30;
/// Rows decoded at a time.
const BATCH: usize = 1024;

/// Name of the decoding thread. A panic in it means damaged input and becomes a diagnostic, so a panic hook may ignore it.
pub const PARQUET_THREAD: &str = "parquet decoder";
/// The decoder follows nested groups of the footer's schema as deep as they go, so its stack grows with the footer. A group
/// takes five bytes there or more, and some five kilobytes of stack in a debug build.
const STACK_PER_FOOTER_BYTE: usize = 2 << 10;
/// Additional stack of the decoder.
const STACK: usize = 8 << 20;
/// A catalogue's footer has a few hundred bytes for each column and group of rows.
const MAX_FOOTER: usize = 1 << 20;

/// Reads every row group. A file with an error in any of them gives no rows, so that a partial catalogue is not taken for a
/// complete one.
pub(crate) fn read(source: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Table {
    match read_apart(source, bytes) {
        Ok((table, found)) => {
            diagnostics.extend(found);
            table
        }
        Err(reason) => {
            diagnostics.push(broken(source, bytes, &reason));
            Table::default()
        }
    }
}

/// Decodes in a separate thread with a sufficient stack. Panics become errors, because damaged bytes can violate assertions of
/// the decoder.
fn read_apart(source: &str, bytes: &[u8]) -> Result<(Table, Vec<Diagnostic>), String> {
    let footer = footer_length(bytes)?;
    if footer > MAX_FOOTER {
        return Err(format!(
            "its footer has {footer} bytes, which no catalogue needs"
        ));
    }
    thread::scope(|scope| {
        let decoder = thread::Builder::new()
            .name(PARQUET_THREAD.to_owned())
            .stack_size(STACK + footer * STACK_PER_FOOTER_BYTE)
            .spawn_scoped(scope, || {
                decode(bytes).map(|decoded| decoded.into_table(source))
            })
            .map_err(|error| format!("no thread could be started to decode it ({error})"))?;
        let contradiction = |_| Err("its contents contradict each other".to_owned());
        decoder.join().unwrap_or_else(contradiction)
    })
}

/// Length of the footer in bytes, as stated at the end of the file.
fn footer_length(bytes: &[u8]) -> Result<usize, String> {
    match bytes.strip_suffix(MAGIC).and_then(<[u8]>::last_chunk) {
        Some(length) if bytes.len() >= 12 => {
            usize::try_from(u32::from_le_bytes(*length)).map_err(|error| error.to_string())
        }
        _ => Err("cut short".to_owned()),
    }
}

fn broken(source: &str, bytes: &[u8], reason: &str) -> Diagnostic {
    let place = Place::of(source);
    if bytes.len() < 12 || !bytes.ends_with(MAGIC) {
        let message = format!(
            "the Parquet file is cut short: its {} bytes do not end with `PAR1`",
            bytes.len()
        );
        return Diagnostic::error(codes::BROKEN_PARQUET, place, message)
            .with_help("get the file again, whole");
    }
    let mut message = String::from("the Parquet file cannot be read: ");
    push_escaped(&mut message, reason);
    Diagnostic::error(codes::BROKEN_PARQUET, place, message)
        .with_help("get the file again; if it stays so, write it anew with another Parquet writer")
}

/// The file's columns and decoded batches. Unknown columns are listed but not decoded.
struct Decoded {
    columns: Vec<String>,
    /// For each column of the batches.
    readings: Vec<Reading>,
    batches: Vec<RecordBatch>,
}

fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let bytes = Bytes::copy_from_slice(bytes);
    let metadata = load_metadata(&bytes)?;
    let rows = metadata.metadata().file_metadata().num_rows();
    let schema = metadata.parquet_schema().root_schema().get_fields();
    let columns: Vec<String> = schema.iter().map(|field| field.name().to_owned()).collect();
    let wanted = columns
        .iter()
        .enumerate()
        .filter(|(_, name)| is_column(name))
        .map(|(index, _)| index);
    let mask = ProjectionMask::roots(metadata.parquet_schema(), wanted);
    refuse_absurd_sizes(metadata.metadata(), &mask)?;
    let readings = reading::readings(&metadata);
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata)
        .with_projection(mask)
        .with_batch_size(BATCH)
        .build()
        .map_err(|error| reason(&error))?;
    let batches = reader
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    let read: usize = batches.iter().map(RecordBatch::num_rows).sum();
    if i64::try_from(read) != Ok(rows) {
        return Err(format!(
            "its footer claims {rows} rows, its pages hold {read}"
        ));
    }
    Ok(Decoded {
        columns,
        readings,
        batches,
    })
}

/// Reads the footer. The embedded arrow schema has more than Parquet's own, such as zones, but is not needed: if it is broken,
/// Parquet's own is used.
fn load_metadata(bytes: &Bytes) -> Result<ArrowReaderMetadata, String> {
    let load = |skip_arrow_schema| {
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(skip_arrow_schema);
        ArrowReaderMetadata::load(bytes, options)
    };
    let metadata = load(false)
        .or_else(|_| load(true))
        .map_err(|error| reason(&error))?;
    Ok(with_wide_timestamps(metadata))
}

/// Columns of INT96 as timestamps in microseconds. Arrow's default, nanoseconds, silently wraps around for years before 1678 and
/// after 2262; digits below a microsecond are the smaller loss.
fn with_wide_timestamps(metadata: ArrowReaderMetadata) -> ArrowReaderMetadata {
    let columns = metadata.parquet_schema().columns();
    if !columns
        .iter()
        .any(|column| column.physical_type() == Type::INT96)
    {
        return metadata;
    }
    let roots = metadata.parquet_schema().root_schema().get_fields();
    let fields: Vec<FieldRef> = metadata
        .schema()
        .fields()
        .iter()
        .map(|field| {
            let is_int96 = |root: &&TypePtr| {
                root.name() == field.name()
                    && root.is_primitive()
                    && root.get_physical_type() == Type::INT96
            };
            match field.data_type() {
                DataType::Timestamp(TimeUnit::Nanosecond, zone)
                    if roots.iter().any(|root| is_int96(&root)) =>
                {
                    let wide = DataType::Timestamp(TimeUnit::Microsecond, zone.clone());
                    Arc::new(field.as_ref().clone().with_data_type(wide))
                }
                _ => Arc::clone(field),
            }
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).unwrap_or(metadata)
}

/// Checks the sizes in the footer before anything is allocated for them.
fn refuse_absurd_sizes(metadata: &ParquetMetaData, mask: &ProjectionMask) -> Result<(), String> {
    let rows = metadata.file_metadata().num_rows();
    if !(0..=MAX_ROWS).contains(&rows) {
        return Err(format!(
            "its footer claims {rows} rows, which no catalogue has"
        ));
    }
    let mut size = 0_i64;
    for group in metadata.row_groups() {
        let leaves = group.columns().iter().enumerate();
        for (_, chunk) in leaves.filter(|(leaf, _)| mask.leaf_included(*leaf)) {
            // The decoder asserts that these are not negative.
            let starts = [
                chunk.data_page_offset(),
                chunk.dictionary_page_offset().unwrap_or(0),
            ];
            if chunk.compressed_size() < 0 || starts.iter().any(|start| *start < 0) {
                return Err("its footer points to before its start".to_owned());
            }
            size = size.saturating_add(chunk.uncompressed_size().max(0));
        }
    }
    if size > MAX_BYTES {
        return Err(format!(
            "its footer claims {size} bytes of data, which no catalogue has"
        ));
    }
    Ok(())
}

const NOT_UTF8: &str = "its footer has text that is not UTF-8";

/// The decoder's message without its prefix.
fn reason(error: &ParquetError) -> String {
    match error {
        // The Thrift reader drops the cause.
        ParquetError::General(text) if text == "invalid utf8" => NOT_UTF8.to_owned(),
        ParquetError::General(text) | ParquetError::EOF(text) | ParquetError::NYI(text) => {
            text.clone()
        }
        ParquetError::External(cause) if cause.is::<Utf8Error>() || cause.is::<FromUtf8Error>() => {
            format!("{NOT_UTF8} ({cause})")
        }
        ParquetError::External(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

impl Decoded {
    fn into_table(self, source: &str) -> (Table, Vec<Diagnostic>) {
        let (mut table, mut diagnostics) = (Table::default(), Vec::new());
        for column in self.columns {
            if let Some(twice) = table.columns.replace(column) {
                let place = Place {
                    column: Some(twice.clone()),
                    ..Place::of(source)
                };
                let message = format!("the column `{twice}` stands twice");
                diagnostics.push(
                    Diagnostic::error(codes::BROKEN_PARQUET, place, message)
                        .with_help("keep one of the two"),
                );
            }
        }
        let mut errors = CellErrors::default();
        let mut row = 0;
        for batch in &self.batches {
            for index in 0..batch.num_rows() {
                row += 1;
                table.records.push(read_row(
                    source,
                    row,
                    batch,
                    index,
                    &self.readings,
                    &mut errors,
                ));
            }
        }
        errors.report(source, &mut diagnostics);
        (table, diagnostics)
    }
}

fn read_row(
    source: &str,
    row: u64,
    batch: &RecordBatch,
    index: usize,
    readings: &[Reading],
    errors: &mut CellErrors,
) -> Record {
    let mut record = Record::new(source, row, Map::new());
    let columns = batch.columns().iter().zip(readings);
    for (field, (array, reading)) in batch.schema_ref().fields().iter().zip(columns) {
        match convert::to_value(array.as_ref(), index, reading) {
            Ok(value) => {
                record.columns.insert(field.name().clone(), value);
            }
            Err(fault) => {
                record.broken.insert(field.name().clone());
                errors.add(row, field.name(), fault);
            }
        }
    }
    record
}

/// Unreadable parts: a column's type is reported once per file, a value once per row.
#[derive(Default)]
struct CellErrors {
    types: BTreeMap<(String, String), (String, BTreeSet<u64>)>,
    values: Vec<(u64, String, CellError)>,
}

impl CellErrors {
    fn add(&mut self, row: u64, column: &str, fault: CellError) {
        match fault {
            CellError::Type { pointer, found } => {
                let (_, rows) = self
                    .types
                    .entry((column.to_owned(), pointer))
                    .or_insert_with(|| (found, BTreeSet::new()));
                rows.insert(row);
            }
            value => self.values.push((row, column.to_owned(), value)),
        }
    }

    fn report(self, source: &str, diagnostics: &mut Vec<Diagnostic>) {
        for ((column, pointer), (found, rows)) in self.types {
            let message = format!(
                "the column has the type {found}, which cannot be read, in {} rows",
                rows.len()
            );
            let pointer = Some(pointer).filter(|pointer| !pointer.is_empty());
            let place = Place {
                column: Some(column),
                pointer,
                ..Place::of(source)
            };
            let help = "write it as text (nested values as JSON), integer, decimal, float, boolean, timestamp, \
                        list, struct or map";
            diagnostics
                .push(Diagnostic::error(codes::UNREADABLE_CELL, place, message).with_help(help));
        }
        for (row, column, fault) in self.values {
            let CellError::Value {
                pointer,
                message,
                found,
                help,
            } = fault
            else {
                continue;
            };
            let pointer = Some(pointer).filter(|pointer| !pointer.is_empty());
            let place = Place {
                row: Some(row),
                column: Some(column),
                pointer,
                ..Place::of(source)
            };
            let diagnostic =
                Diagnostic::error(codes::UNREADABLE_CELL, place, message).with_help(help);
            diagnostics.push(diagnostic.with_excerpt(Excerpt::whole(&found)));
        }
    }
}
