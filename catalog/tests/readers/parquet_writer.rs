//! Writes rows as Parquet with one column of a chosen type.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BinaryArray, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, Schema};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, Int96, Int96Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use serde_json::Value;
use webhook_catalog::{SourceFile, read_rows};

use crate::layouts::{plain, replace};
use crate::rows::{file, rows};

/// Errors as code, place and message. Warnings are left out.
pub(crate) fn errors(parquet: SourceFile) -> Vec<String> {
    let diagnostics = read_rows(&[parquet], &[], &[]).diagnostics;
    let errors = diagnostics.iter().filter(|found| found.is_error());
    errors
        .map(|found| format!("{} {}: {}", found.code, found.place, found.message))
        .collect()
}

pub(crate) fn refused(column: &str, found: &str) -> Vec<String> {
    vec![format!(
        "E009 rows.parquet, column {column}: the column has the type {found}, which cannot be read, in 3 rows"
    )]
}

/// The rows with one column changed, as a writer without arrow leaves them.
pub(crate) fn write_as(column: &str, array: ArrayRef, parquet_type: Type) -> SourceFile {
    let mut columns = plain(&rows());
    replace(&mut columns, column, array);
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length");
    let schema = ArrowSchemaConverter::new()
        .convert(&batch.schema())
        .expect("types that Parquet has");
    let parquet_type: TypePtr = Arc::new(parquet_type);
    let fields = schema.root_schema().get_fields().iter().map(|field| {
        if field.name() == column {
            parquet_type.clone()
        } else {
            field.clone()
        }
    });
    let root = Type::group_type_builder("schema")
        .with_fields(fields.collect())
        .build()
        .expect("a schema");
    let options = ArrowWriterOptions::new()
        .with_parquet_schema(SchemaDescriptor::new(Arc::new(root)))
        .with_skip_arrow_metadata(true);
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new_with_options(&mut bytes, batch.schema(), options)
        .expect("a writable schema");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    file("rows.parquet", bytes)
}

/// The rows with one column of an arrow type that the embedded arrow schema alone describes.
pub(crate) fn write_field(array: ArrayRef, field: Field) -> SourceFile {
    let columns = plain(&rows());
    let (fields, arrays): (Vec<FieldRef>, Vec<ArrayRef>) = columns
        .into_iter()
        .map(|(name, old)| {
            if name == *field.name() {
                (Arc::new(field.clone()), array.clone())
            } else {
                (
                    Arc::new(Field::new(name, old.data_type().clone(), true)),
                    old,
                )
            }
        })
        .unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writable schema");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    file("rows.parquet", bytes)
}

pub(crate) fn extension(name: &str, data_type: &DataType, extension: &str) -> Field {
    Field::new(name, data_type.clone(), true)
        .with_metadata([("ARROW:extension:name".to_owned(), extension.to_owned())])
}

pub(crate) fn leaf(
    name: &str,
    physical: PhysicalType,
    length: i32,
    logical: Option<LogicalType>,
) -> Type {
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_length(length)
        .with_logical_type(logical)
        .build()
        .expect("a type of a column")
}

pub(crate) fn converted(
    name: &str,
    physical: PhysicalType,
    length: i32,
    converted: ConvertedType,
) -> Type {
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_length(length)
        .with_converted_type(converted)
        .build()
        .expect("a type of a column")
}

pub(crate) fn group(name: &str, fields: Vec<Type>, logical: Option<LogicalType>) -> Type {
    Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_fields(fields.into_iter().map(Arc::new).collect())
        .with_logical_type(logical)
        .build()
        .expect("a type of a group")
}

/// Bytes that are text as well, so that nothing but the type tells what they are.
pub(crate) fn bytes(value: &[u8]) -> ArrayRef {
    Arc::new(BinaryArray::from(vec![value; 3]))
}

pub(crate) fn with_column(column: &str, values: [Value; 3]) -> Vec<Value> {
    let mut rows = rows();
    for (row, value) in rows.iter_mut().zip(values) {
        row[column] = value;
    }
    rows
}

/// One row, column by column: `column` holds `value`, the others are texts.
pub(crate) fn write_96_bits(row: &Value, column: &str, value: [u32; 3]) -> SourceFile {
    let columns = row.as_object().expect("a row is an object");
    let columns: Vec<(&String, &Value)> = columns
        .iter()
        .filter(|(_, value)| !value.is_number() && !value.is_null())
        .collect();
    let fields = columns.iter().map(|(name, _)| {
        let (physical, logical) = if *name == column {
            (PhysicalType::INT96, None)
        } else {
            (PhysicalType::BYTE_ARRAY, Some(LogicalType::String))
        };
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(logical);
        Arc::new(field.build().expect("a type of a column"))
    });
    let root = Type::group_type_builder("schema").with_fields(fields.collect());
    let root = Arc::new(root.build().expect("a schema"));
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, root, Default::default()).expect("a writable schema");
    let mut group = writer.next_row_group().expect("a group of rows");
    for (name, text) in columns {
        let mut cells = group
            .next_column()
            .expect("written")
            .expect("a column is left");
        if name == column {
            let mut stored = Int96::new();
            stored.set_data(value[0], value[1], value[2]);
            cells
                .typed::<Int96Type>()
                .write_batch(&[stored], None, None)
                .expect("written");
        } else {
            let text = text
                .as_str()
                .map_or_else(|| text.to_string(), str::to_owned);
            let stored = ByteArray::from(text.as_str());
            cells
                .typed::<ByteArrayType>()
                .write_batch(&[stored], None, None)
                .expect("written");
        }
        cells.close().expect("closed");
    }
    group.close().expect("closed");
    writer.close().expect("closed");
    file("rows.parquet", bytes)
}
