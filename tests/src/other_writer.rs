//! Rows as Parquet in the layouts of other writers than the publisher's.

use std::sync::Arc;

use arrow_array::types::Int16Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, LargeListArray,
    LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use webhook_catalog::SourceFile;

use crate::rows::named;

/// Layout of a Parquet file. The default is close to the publisher's: plain text, nested values as JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Type of text columns.
    pub text: TextType,
    /// Encoding of nested values.
    pub nested: Nested,
    /// Compression of pages.
    pub compression: Compression,
    /// Rows per row group; `None` for a single group.
    pub group_size: Option<usize>,
    /// Order of columns.
    pub order: ColumnOrder,
    /// Columns that are null in every row.
    pub null_columns: NullColumns,
}

/// Type of text columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextType {
    /// 32-bit offsets.
    Plain,
    /// 64-bit offsets.
    Large,
    /// Views.
    View,
    /// A dictionary with 16-bit keys.
    Dictionary,
}

/// Encoding of nested values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    /// As JSON text.
    Json,
    /// As struct and list columns.
    Native,
}

/// Order of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnOrder {
    /// By name, ascending.
    Sorted,
    /// By name, descending.
    Reversed,
}

/// Treatment of columns that are null in every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullColumns {
    /// Columns of Parquet's type null.
    Null,
    /// No columns.
    Missing,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            text: TextType::Plain,
            nested: Nested::Json,
            compression: Compression::SNAPPY,
            group_size: None,
            order: ColumnOrder::Sorted,
            null_columns: NullColumns::Null,
        }
    }
}

/// Writes rows, which are objects with the same columns.
pub fn parquet(rows: &[Value], layout: Layout) -> SourceFile {
    let columns = rows
        .first()
        .and_then(Value::as_object)
        .expect("there is a row, and it is an object");
    let mut arrays: Vec<(&String, ArrayRef)> = columns
        .keys()
        .map(|name| (name, column(rows, name, layout)))
        .collect();
    arrays.sort_by_key(|(name, _)| *name);
    if layout.order == ColumnOrder::Reversed {
        arrays.reverse();
    }
    if layout.null_columns == NullColumns::Missing {
        arrays.retain(|(_, array)| *array.data_type() != DataType::Null);
    }
    let arrays = arrays.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(arrays).expect("columns of one length");
    let properties = WriterProperties::builder()
        .set_compression(layout.compression)
        .set_max_row_group_row_count(layout.group_size)
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))
        .expect("a schema that Parquet has types for");
    writer.write(&batch).expect("writing to memory cannot fail");
    writer.close().expect("writing to memory cannot fail");
    named("rows.parquet", bytes)
}

fn column(rows: &[Value], name: &str, layout: Layout) -> ArrayRef {
    let values: Vec<Option<&Value>> = rows.iter().map(|row| Some(&row[name])).collect();
    let is_nested = |value: &&Value| value.is_object() || value.is_array();
    if layout.nested == Nested::Json && values.iter().flatten().any(is_nested) {
        let json = values.iter().map(|value| value.map(Value::to_string));
        return text_array(json.collect(), layout.text);
    }
    array(&values, layout.text)
}

/// An Arrow array of the narrowest type for the values.
fn array(values: &[Option<&Value>], text: TextType) -> ArrayRef {
    let values: Vec<Option<&Value>> = values
        .iter()
        .map(|value| value.filter(|value| !value.is_null()))
        .collect();
    match values.iter().flatten().next() {
        None => Arc::new(NullArray::new(values.len())),
        Some(Value::Object(_)) => struct_array(&values, text),
        Some(Value::Array(_)) => list_array(&values, text),
        Some(Value::String(_)) => {
            let texts = values
                .iter()
                .map(|value| Some(value.as_ref()?.as_str()?.to_owned()));
            text_array(texts.collect(), text)
        }
        Some(Value::Bool(_)) => Arc::new(
            values
                .iter()
                .map(|value| value.and_then(Value::as_bool))
                .collect::<BooleanArray>(),
        ),
        Some(Value::Number(number)) if number.is_f64() => Arc::new(
            values
                .iter()
                .map(|value| value.and_then(Value::as_f64))
                .collect::<Float64Array>(),
        ),
        Some(_) => Arc::new(
            values
                .iter()
                .map(|value| value.and_then(Value::as_i64))
                .collect::<Int64Array>(),
        ),
    }
}

fn text_array(texts: Vec<Option<String>>, text: TextType) -> ArrayRef {
    match text {
        TextType::Plain => Arc::new(StringArray::from(texts)),
        TextType::Large => Arc::new(LargeStringArray::from(texts)),
        TextType::View => Arc::new(texts.into_iter().collect::<StringViewArray>()),
        TextType::Dictionary => Arc::new(
            texts
                .iter()
                .map(Option::as_deref)
                .collect::<DictionaryArray<Int16Type>>(),
        ),
    }
}

fn struct_array(values: &[Option<&Value>], text: TextType) -> ArrayRef {
    let mut names: Vec<&String> = values
        .iter()
        .flatten()
        .filter_map(|value| value.as_object())
        .flat_map(|object| object.keys())
        .collect();
    names.sort();
    names.dedup();
    let members = names.into_iter().map(|name| {
        let members: Vec<_> = values
            .iter()
            .map(|value| value.and_then(|value| value.get(name)))
            .collect();
        let array = array(&members, text);
        (Field::new(name, array.data_type().clone(), true), array)
    });
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = members.unzip();
    let nulls: NullBuffer = values.iter().map(Option::is_some).collect();
    Arc::new(StructArray::new(fields.into(), arrays, Some(nulls)))
}

fn list_array(values: &[Option<&Value>], text: TextType) -> ArrayRef {
    let items = |value: &Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len);
    let lengths = OffsetBuffer::from_lengths(values.iter().map(items));
    let flat: Vec<Option<&Value>> = values
        .iter()
        .flatten()
        .filter_map(|value| value.as_array())
        .flatten()
        .map(Some)
        .collect();
    let array = array(&flat, text);
    let field = Field::new("item", array.data_type().clone(), true);
    let nulls: NullBuffer = values.iter().map(Option::is_some).collect();
    Arc::new(LargeListArray::new(
        Arc::new(field),
        lengths,
        array,
        Some(nulls),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn type_of(column_name: &str, layout: Layout) -> DataType {
        let rows = [
            json!({ "name": "a", "nested": { "list": ["x"], "n": 1, "none": null } }),
            json!({ "name": null, "nested": null }),
        ];
        column(&rows, column_name, layout).data_type().clone()
    }

    #[test]
    fn text_has_the_type_of_the_layout() {
        let dictionary = DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8));
        for (text, expected) in [
            (TextType::Plain, DataType::Utf8),
            (TextType::Large, DataType::LargeUtf8),
            (TextType::View, DataType::Utf8View),
            (TextType::Dictionary, dictionary),
        ] {
            let layout = Layout {
                text,
                ..Layout::default()
            };
            assert_eq!(type_of("name", layout), expected);
            assert_eq!(type_of("nested", layout), expected);
            assert_eq!(type_of("missing", layout), DataType::Null);
        }
    }

    #[test]
    fn nested_values_become_structs_and_lists() {
        let layout = Layout {
            nested: Nested::Native,
            ..Layout::default()
        };
        let DataType::Struct(fields) = type_of("nested", layout) else {
            panic!("not a struct")
        };
        let types: Vec<_> = fields
            .iter()
            .map(|field| (field.name().as_str(), field.data_type()))
            .collect();
        let items = Arc::new(Field::new("item", DataType::Utf8, true));
        assert_eq!(
            types,
            [
                ("list", &DataType::LargeList(items)),
                ("n", &DataType::Int64),
                ("none", &DataType::Null),
            ]
        );
    }
}
