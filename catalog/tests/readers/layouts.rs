//! The same rows in every Parquet layout that writers produce.

use std::sync::Arc;

use arrow_array::builder::{
    FixedSizeListBuilder, LargeListBuilder, ListBuilder, MapBuilder, StringBuilder,
    StringRunBuilder,
};
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Float16Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Date32Array, Date64Array, DictionaryArray,
    Float16Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array,
    LargeBinaryArray, LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray,
    StructArray, Time64MicrosecondArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, TimestampSecondArray, UInt8Array, UInt16Array, UInt32Array,
    UInt64Array,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};
use webhook_catalog::{Diagnostic, SourceFile, read_rows};

use crate::rows::{file, jsonl, read_clean, rows};

/// Columns in the order in which they are to be written.
pub(crate) type Columns = Vec<(String, ArrayRef)>;

/// A column as texts; nested values and numbers as JSON text.
fn texts(rows: &[Value], column: &str) -> Vec<Option<String>> {
    let text = |row: &Value| match &row[column] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    rows.iter().map(text).collect()
}

/// The layout of the publisher's own writer: text, 64-bit numbers, nested values as JSON text.
pub(crate) fn plain(rows: &[Value]) -> Columns {
    let names = rows[0].as_object().expect("a row is an object").keys();
    let column = |name: &String| -> ArrayRef {
        match name.as_str() {
            "max_payload_size_bytes" => Arc::new(
                rows.iter()
                    .map(|row| row[name].as_i64())
                    .collect::<Int64Array>(),
            ),
            "extraction_confidence" => Arc::new(
                rows.iter()
                    .map(|row| row[name].as_f64())
                    .collect::<Float64Array>(),
            ),
            _ => Arc::new(StringArray::from(texts(rows, name))),
        }
    };
    names.map(|name| (name.clone(), column(name))).collect()
}

pub(crate) fn replace(columns: &mut Columns, name: &str, array: ArrayRef) {
    let column = columns
        .iter_mut()
        .find(|(column, _)| column == name)
        .expect("the column exists");
    column.1 = array;
}

/// Every text column made anew by `make`.
fn with_texts(rows: &[Value], make: impl Fn(Vec<Option<String>>) -> ArrayRef) -> Columns {
    let mut columns = plain(rows);
    for (name, array) in &mut columns {
        if *array.data_type() == DataType::Utf8 {
            *array = make(texts(rows, name));
        }
    }
    columns
}

fn write_with(columns: Columns, properties: WriterProperties) -> SourceFile {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))
        .expect("a writable schema");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    file("rows.parquet", bytes)
}

pub(crate) fn write(columns: Columns) -> SourceFile {
    write_with(columns, WriterProperties::default())
}

/// The layout gives the rows that JSONL gives.
fn assert_same(columns: Columns) {
    assert_same_rows(&rows(), write(columns));
}

pub(crate) fn assert_same_rows(rows: &[Value], parquet: SourceFile) {
    assert_eq!(read_clean(&[parquet]), read_clean(&[jsonl(rows)]));
}

fn diagnostics(columns: Columns) -> Vec<Diagnostic> {
    read_rows(&[write(columns)], &[], &[]).diagnostics
}

#[test]
fn the_publishers_layout() {
    assert_same(plain(&rows()));
}

#[test]
fn columns_in_another_order() {
    let mut columns = plain(&rows());
    columns.reverse();
    assert_same(columns);
}

#[test]
fn the_name_of_the_file_does_not_matter() {
    let parquet = write(plain(&rows()));
    assert_same_rows(&rows(), file("rows.jsonl", parquet.bytes));
}

#[test]
fn every_compression() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ] {
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .build();
        assert_same_rows(&rows(), write_with(plain(&rows()), properties));
    }
}

#[test]
fn several_row_groups_pages_and_batches() {
    let many: Vec<Value> = (0..2500)
        .map(|index| {
            let mut row = rows()[index % 3].clone();
            row["event_name"] = json!(format!("event.{index:04}"));
            row
        })
        .collect();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(700))
        .set_data_page_row_count_limit(100)
        .set_dictionary_enabled(false)
        .build();
    assert_same_rows(&many, write_with(plain(&many), properties));
}

#[test]
fn several_files() {
    let (rows, expected) = (rows(), read_clean(&[jsonl(&rows())]));
    let files = [
        write(plain(&rows[2..])),
        jsonl(&rows[1..2]),
        write(plain(&rows[..1])),
    ];
    assert_eq!(read_clean(&files), expected);
}

#[test]
fn every_kind_of_text() {
    let rows = rows();
    let bytes = |texts: &[Option<String>]| -> Vec<Option<Vec<u8>>> {
        texts
            .iter()
            .map(|text| text.clone().map(String::into_bytes))
            .collect()
    };
    assert_same(with_texts(&rows, |texts| {
        Arc::new(LargeStringArray::from(texts))
    }));
    assert_same(with_texts(&rows, |texts| {
        Arc::new(texts.into_iter().collect::<StringViewArray>())
    }));
    assert_same(with_texts(&rows, |texts| {
        Arc::new(bytes(&texts).into_iter().collect::<BinaryArray>())
    }));
    assert_same(with_texts(&rows, |texts| {
        Arc::new(bytes(&texts).into_iter().collect::<LargeBinaryArray>())
    }));
    assert_same(with_texts(&rows, |texts| {
        Arc::new(bytes(&texts).into_iter().collect::<BinaryViewArray>())
    }));
    assert_same(with_texts(&rows, |texts| {
        let mut runs = StringRunBuilder::<Int32Type>::new();
        runs.extend(texts);
        Arc::new(runs.finish())
    }));
}

#[test]
fn dictionaries_with_keys_of_any_width() {
    fn dictionary<K: ArrowDictionaryKeyType>(texts: Vec<Option<String>>) -> ArrayRef {
        Arc::new(
            texts
                .iter()
                .map(Option::as_deref)
                .collect::<DictionaryArray<K>>(),
        )
    }
    let rows = rows();
    assert_same(with_texts(&rows, dictionary::<Int8Type>));
    assert_same(with_texts(&rows, dictionary::<Int16Type>));
    assert_same(with_texts(&rows, dictionary::<Int32Type>));
    assert_same(with_texts(&rows, dictionary::<Int64Type>));
    assert_same(with_texts(&rows, dictionary::<UInt8Type>));
    assert_same(with_texts(&rows, dictionary::<UInt16Type>));
    assert_same(with_texts(&rows, dictionary::<UInt32Type>));
    assert_same(with_texts(&rows, dictionary::<UInt64Type>));
}

#[test]
fn integers_of_any_width_and_whole_floats() {
    let counts = [Some(100), None, Some(7)];
    let mut rows = rows();
    for (row, count) in rows.iter_mut().zip(counts) {
        row["max_payload_size_bytes"] = json!(count);
    }
    let arrays: [ArrayRef; 10] = [
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as i8))
                .collect::<Int8Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as i16))
                .collect::<Int16Array>(),
        ),
        Arc::new(counts.iter().copied().collect::<Int32Array>()),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(i64::from))
                .collect::<Int64Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as u8))
                .collect::<UInt8Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as u16))
                .collect::<UInt16Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as u32))
                .collect::<UInt32Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as u64))
                .collect::<UInt64Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(|count| count as f32))
                .collect::<Float32Array>(),
        ),
        Arc::new(
            counts
                .iter()
                .map(|count| count.map(f64::from))
                .collect::<Float64Array>(),
        ),
    ];
    for array in arrays {
        let mut columns = plain(&rows);
        replace(&mut columns, "max_payload_size_bytes", array);
        assert_same_rows(&rows, write(columns));
    }
}

#[test]
fn floats_of_any_width_mean_their_shortest_decimal() {
    type F16 = <Float16Type as ArrowPrimitiveType>::Native;
    let confidences = [Some(0.9), None, Some(0.85)];
    let mut rows = rows();
    for (row, confidence) in rows.iter_mut().zip(confidences) {
        row["extraction_confidence"] = json!(confidence);
    }
    let arrays: [ArrayRef; 2] = [
        Arc::new(
            confidences
                .iter()
                .map(|value| value.map(F16::from_f64))
                .collect::<Float16Array>(),
        ),
        Arc::new(
            confidences
                .iter()
                .map(|value| value.map(|value| value as f32))
                .collect::<Float32Array>(),
        ),
    ];
    for array in arrays {
        let mut columns = plain(&rows);
        replace(&mut columns, "extraction_confidence", array);
        assert_same_rows(&rows, write(columns));
    }
}

#[test]
fn timestamps_and_dates() {
    const SECONDS: i64 = 1_778_630_400;
    let day = i32::try_from(SECONDS / 86_400).expect("a day");
    let arrays: [(&str, ArrayRef); 9] = [
        (
            "2026-05-13T00:00:00Z",
            Arc::new(TimestampSecondArray::from(vec![SECONDS; 3])),
        ),
        (
            "2026-05-13T00:00:00.12Z",
            Arc::new(TimestampMillisecondArray::from(vec![
                SECONDS * 1_000 + 120;
                3
            ])),
        ),
        (
            "2026-05-13T00:00:00.000001Z",
            Arc::new(TimestampMicrosecondArray::from(vec![
                SECONDS * 1_000_000 + 1;
                3
            ])),
        ),
        ("2026-05-13T00:00:00.000000001Z", {
            Arc::new(TimestampNanosecondArray::from(vec![
                SECONDS * 1_000_000_000
                    + 1;
                3
            ]))
        }),
        (
            "2026-05-13T00:00:00Z",
            Arc::new(
                TimestampMicrosecondArray::from(vec![SECONDS * 1_000_000; 3]).with_timezone_utc(),
            ),
        ),
        ("2026-05-13T00:00:00Z", {
            Arc::new(
                TimestampMillisecondArray::from(vec![SECONDS * 1_000; 3]).with_timezone("+02:00"),
            )
        }),
        (
            "2026-05-13T00:00:00Z",
            Arc::new(Date32Array::from(vec![day; 3])),
        ),
        (
            "2026-05-13T00:00:00Z",
            Arc::new(Date64Array::from(vec![SECONDS * 1_000; 3])),
        ),
        (
            "1969-12-31T23:59:59.5Z",
            Arc::new(TimestampMillisecondArray::from(vec![-500; 3])),
        ),
    ];
    for (text, array) in arrays {
        let mut rows = rows();
        for row in &mut rows {
            row["last_introspected_at"] = json!(text);
        }
        let mut columns = plain(&rows);
        replace(&mut columns, "last_introspected_at", array);
        assert_same_rows(&rows, write(columns));
    }
}

pub(crate) fn structs(fields: Vec<(&str, ArrayRef)>, nulls: &[bool]) -> ArrayRef {
    let (fields, arrays): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .map(|(name, array)| (Field::new(name, array.data_type().clone(), true), array))
        .unzip();
    let valid = arrow_array::BooleanArray::from(nulls.iter().map(|null| !null).collect::<Vec<_>>());
    Arc::new(StructArray::new(
        fields.into(),
        arrays,
        Some(valid.values().clone().into()),
    ))
}

/// The members of a nested column as texts, by row.
fn members(rows: &[Value], pointer: &str) -> ArrayRef {
    let text = |row: &Value| {
        row.pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    Arc::new(rows.iter().map(text).collect::<StringArray>())
}

fn native_retry_policy(rows: &[Value]) -> ArrayRef {
    let attempts = rows.iter().map(|row| {
        row.pointer("/retry_policy/max_attempts")
            .and_then(Value::as_i64)
    });
    let nulls: Vec<bool> = rows
        .iter()
        .map(|row| row["retry_policy"].is_null())
        .collect();
    structs(
        vec![
            (
                "total_retry_window",
                members(rows, "/retry_policy/total_retry_window"),
            ),
            ("max_attempts", Arc::new(attempts.collect::<Int64Array>())),
            ("backoff", members(rows, "/retry_policy/backoff")),
        ],
        &nulls,
    )
}

/// A list of texts at `pointer` of each row; elements that are null stay null.
fn native_list(rows: &[Value], pointer: &str) -> ArrayRef {
    let mut list = ListBuilder::new(StringBuilder::new());
    for row in rows {
        let elements = row.pointer(pointer).and_then(Value::as_array);
        for element in elements.into_iter().flatten() {
            list.values().append_option(element.as_str());
        }
        list.append(elements.is_some());
    }
    Arc::new(list.finish())
}

fn native_payload_schema(rows: &[Value]) -> ArrayRef {
    let absent = |pointer: &str| -> Vec<bool> {
        rows.iter()
            .map(|row| row.pointer(pointer).is_none())
            .collect()
    };
    let lengths = rows.iter().map(|row| {
        row.pointer("/payload_schema/properties/id/maxLength")
            .and_then(Value::as_i64)
    });
    let id = structs(
        vec![
            ("type", members(rows, "/payload_schema/properties/id/type")),
            ("maxLength", Arc::new(lengths.collect::<Int64Array>())),
        ],
        &absent("/payload_schema/properties/id"),
    );
    let kind = structs(
        vec![
            (
                "type",
                members(rows, "/payload_schema/properties/kind/type"),
            ),
            (
                "enum",
                native_list(rows, "/payload_schema/properties/kind/enum"),
            ),
            ("description", Arc::new(NullArray::new(rows.len()))),
        ],
        &absent("/payload_schema/properties/kind"),
    );
    structs(
        vec![
            ("$schema", members(rows, "/payload_schema/$schema")),
            ("type", members(rows, "/payload_schema/type")),
            (
                "properties",
                structs(
                    vec![("id", id), ("kind", kind)],
                    &absent("/payload_schema/properties"),
                ),
            ),
            ("required", native_list(rows, "/payload_schema/required")),
        ],
        &absent("/payload_schema"),
    )
}

#[test]
fn nested_columns_as_structs_and_lists() {
    let rows = rows();
    let mut columns = plain(&rows);
    replace(&mut columns, "payload_schema", native_payload_schema(&rows));
    replace(&mut columns, "retry_policy", native_retry_policy(&rows));
    replace(
        &mut columns,
        "required_oauth_scopes",
        native_list(&rows, "/required_oauth_scopes"),
    );
    assert_same(columns);
}

#[test]
fn other_kinds_of_lists() {
    let mut rows = rows();
    for row in &mut rows {
        row["required_oauth_scopes"] = json!(["a", "b"]);
    }
    let mut large = LargeListBuilder::new(StringBuilder::new());
    let mut fixed = FixedSizeListBuilder::new(StringBuilder::new(), 2);
    for _ in &rows {
        large.append_value([Some("a"), Some("b")]);
        fixed.values().append_value("a");
        fixed.values().append_value("b");
        fixed.append(true);
    }
    for array in [
        Arc::new(large.finish()) as ArrayRef,
        Arc::new(fixed.finish()),
    ] {
        let mut columns = plain(&rows);
        replace(&mut columns, "required_oauth_scopes", array);
        assert_same_rows(&rows, write(columns));
    }
}

#[test]
fn nested_columns_as_maps() {
    let mut rows = rows();
    let mut map = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    for row in &mut rows {
        row["retry_policy"] = json!({"backoff": "twice as long", "total_retry_window": null});
        map.keys().append_value("backoff");
        map.values().append_value("twice as long");
        map.keys().append_value("total_retry_window");
        map.values().append_null();
        map.append(true).expect("keys and values pair up");
    }
    let mut columns = plain(&rows);
    replace(&mut columns, "retry_policy", Arc::new(map.finish()));
    assert_same_rows(&rows, write(columns));
}

#[test]
fn columns_that_are_null_throughout_or_missing() {
    let mut rows = rows();
    for row in &mut rows {
        for column in [
            "notes",
            "required_oauth_scopes",
            "extraction_confidence",
            "delivery",
        ] {
            row[column] = Value::Null;
        }
    }
    let mut columns = plain(&rows);
    for column in ["notes", "required_oauth_scopes", "extraction_confidence"] {
        replace(&mut columns, column, Arc::new(NullArray::new(3)));
    }
    columns.retain(|(name, _)| name != "delivery");
    assert_same_rows(&rows, write(columns));
}

#[test]
fn a_missing_required_column_is_reported_once() {
    let mut columns = plain(&rows());
    for (name, _) in &mut columns {
        if name == "auth_method" {
            *name = "auth_metod".to_owned();
        }
    }
    let found: Vec<String> = diagnostics(columns)
        .into_iter()
        .map(|diagnostic| {
            format!(
                "{} {}: {}",
                diagnostic.code, diagnostic.place, diagnostic.message
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "E020 rows.parquet, column auth_metod: unknown column `auth_metod`",
            "E010 rows.parquet, column auth_method: the required column `auth_method` is missing",
        ]
    );
}

#[test]
fn nulls_in_a_required_column() {
    let mut some = rows();
    some[1]["docs_url"] = Value::Null;
    let found = diagnostics(plain(&some));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].place.to_string(),
        "rows.parquet, row 2, column docs_url, acme invoice.sent"
    );
    assert_eq!(found[0].message, "null in the required column `docs_url`");

    let mut all = plain(&rows());
    replace(&mut all, "docs_url", Arc::new(NullArray::new(3)));
    let found = diagnostics(all);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "null in the required column `docs_url` of all 3 rows"
    );
}

#[test]
fn types_and_values_without_a_counterpart() {
    let mut columns = plain(&rows());
    let times = Time64MicrosecondArray::from(vec![Some(1), None, Some(2)]);
    replace(&mut columns, "max_payload_size_bytes", Arc::new(times));
    replace(
        &mut columns,
        "extraction_confidence",
        Arc::new(Float64Array::from(vec![0.5, f64::NAN, 1.0])),
    );
    let notes: Vec<Option<&[u8]>> = vec![Some(b"fine"), None, Some(b"ab\xff")];
    replace(
        &mut columns,
        "notes",
        Arc::new(notes.into_iter().collect::<BinaryArray>()),
    );
    let found: Vec<String> = diagnostics(columns)
        .into_iter()
        .map(|diagnostic| {
            format!(
                "{} {}: {}",
                diagnostic.code, diagnostic.place, diagnostic.message
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "E009 rows.parquet, column max_payload_size_bytes: the column has the type Time64(µs), which cannot be \
             read, in 2 rows",
            "E009 rows.parquet, row 2, column extraction_confidence: NaN is no JSON number",
            "E009 rows.parquet, row 3, column notes: the bytes are not UTF-8: 0xff at byte 3",
        ]
    );
}

#[test]
fn a_file_without_rows_is_a_warning() {
    let empty: Columns = plain(&rows())
        .into_iter()
        .map(|(name, array)| (name, array.slice(0, 0)))
        .collect();
    let found = diagnostics(empty);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].is_error(), found[0].message.as_str()),
        (false, "the file has no rows")
    );
}

#[test]
fn columns_that_no_row_has_are_not_even_decoded() {
    let mut columns = plain(&rows());
    let times = Time64MicrosecondArray::from(vec![1, 2, 3]);
    columns.push(("opens".to_owned(), Arc::new(times)));
    let found = diagnostics(columns);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "unknown column `opens`");
    assert!(!found[0].is_error());
}

#[test]
fn nested_text_that_is_not_json() {
    for (column, text, message) in [
        (
            "payload_schema",
            "{\"type\": ",
            "the text in `payload_schema` is not JSON: the text ends in the middle of a value, at line 1 column 10",
        ),
        (
            "payload_schema",
            "[]",
            "`payload_schema` is an object, found an array",
        ),
        (
            "retry_policy",
            "",
            "the text in `retry_policy` is not JSON: there is no value, at line 1 column 1",
        ),
    ] {
        let mut rows = rows();
        rows[0][column] = json!(text);
        let found = diagnostics(plain(&rows));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, message);
        assert_eq!(
            (found[0].place.row, found[0].place.column.as_deref()),
            (Some(1), Some(column))
        );
    }
}

#[test]
fn a_table_of_something_else_lacks_every_required_column() {
    let found = diagnostics(vec![(
        "price".to_owned(),
        Arc::new(Int64Array::from(vec![1, 2])),
    )]);
    let codes: Vec<&str> = found
        .iter()
        .map(|diagnostic| diagnostic.code.as_str())
        .collect();
    assert_eq!(codes, [["E020"].as_slice(), &["E010"; 3]].concat());
}
