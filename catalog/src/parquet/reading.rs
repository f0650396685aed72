//! Decides by a column's logical types how its cells are read. Arrow's types alone do not tell: it stores BSON as bytes and a
//! VARIANT as a struct.

use std::slice::Iter;

use arrow_schema::{DataType, Field};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::basic::{ConvertedType, LogicalType, Type as PhysicalType};
use parquet::schema::types::{ColumnDescPtr, Type};

use crate::columns::is_column;
use crate::record::is_nested;

/// Conversion of a column's cells, or of a part of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading {
    /// By the arrow type. A list has one part, a struct one for each member, a map one for keys and one for values.
    Plain(Vec<Reading>),
    /// JSON text, which becomes the value that it denotes.
    Json,
    /// The 16 bytes of a UUID, which become its text.
    Uuid,
    /// A byte that is zero for false.
    Bool8,
    /// No conversion. Holds the type for the message.
    Refused(String),
}

/// The readings of the catalogue's columns, in the file's order. Groups without any column of data are left out, as arrow does.
pub(crate) fn readings(metadata: &ArrowReaderMetadata) -> Vec<Reading> {
    let schema = metadata.parquet_schema();
    let mut leaves = schema.columns().iter();
    let mut fields = metadata.schema().fields().iter();
    let mut readings = Vec::new();
    while !leaves.as_slice().is_empty() {
        let index = schema.num_columns() - leaves.len();
        let root_index = schema.get_column_root_idx(index);
        let leaf_count = (index..schema.num_columns())
            .take_while(|leaf| schema.get_column_root_idx(*leaf) == root_index)
            .count();
        let (of_root, rest) = leaves.as_slice().split_at(leaf_count);
        leaves = rest.iter();
        let field = fields.next().expect("every column with data is a field");
        let root = schema.get_column_root(index);
        if is_column(root.name()) {
            readings.push(of_root_column(root, field, of_root));
        }
    }
    readings
}

fn of_root_column(root: &Type, field: &Field, leaves: &[ColumnDescPtr]) -> Reading {
    if let Some((group, found)) = refused_group(root) {
        return Reading::Refused(if std::ptr::eq(group, root) {
            found
        } else {
            format!("{found} in its group {:?}", group.name())
        });
    }
    match of_field(field, &mut leaves.iter()) {
        // Parsed later like any other text, and with a better message.
        Reading::Json if is_nested(root.name()) => Reading::Plain(Vec::new()),
        reading => reading,
    }
}

/// The first group that is something else than the list, map or struct that arrow takes it for.
fn refused_group(root: &Type) -> Option<(&Type, String)> {
    let mut groups = vec![root];
    while let Some(group) = groups.pop() {
        if group.is_primitive() {
            continue;
        }
        let found = match group.get_basic_info().logical_type_ref() {
            Some(LogicalType::List | LogicalType::Map) => None,
            Some(logical_type) => Some(type_name(logical_type)),
            None => is_variant(group).then(|| "VARIANT".to_owned()),
        };
        if let Some(found) = found {
            return Some((group, found));
        }
        groups.extend(group.get_fields().iter().rev().map(AsRef::as_ref));
    }
    None
}

/// True for the layout of a VARIANT. Writers older than the logical type do not mark it.
fn is_variant(group: &Type) -> bool {
    let is_bytes = |field: &Type| {
        let info = field.get_basic_info();
        field.is_primitive()
            && field.get_physical_type() == PhysicalType::BYTE_ARRAY
            && info.logical_type_ref().is_none()
            && info.converted_type() == ConvertedType::NONE
    };
    let mut parts = (false, false);
    for field in group.get_fields() {
        match field.name() {
            "metadata" if is_bytes(field) => parts.0 = true,
            "value" if is_bytes(field) => parts.1 = true,
            "typed_value" => parts.1 = true,
            _ => return false,
        }
    }
    parts == (true, true)
}

fn of_field(field: &Field, leaves: &mut Iter<'_, ColumnDescPtr>) -> Reading {
    let reading = match field.data_type() {
        DataType::Struct(members) => {
            Reading::Plain(members.iter().map(|part| of_field(part, leaves)).collect())
        }
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::ListView(element)
        | DataType::LargeListView(element)
        | DataType::FixedSizeList(element, _) => Reading::Plain(vec![of_field(element, leaves)]),
        DataType::Map(entries, _) => of_field(entries, leaves),
        _ => of_leaf(leaves.next().expect("every arrow leaf is a Parquet column")),
    };
    // Set by arrow's writers for types that Parquet does not have.
    match field.extension_type_name() {
        None => reading,
        Some("arrow.json") if !field.data_type().is_nested() => Reading::Json,
        Some("arrow.uuid") => Reading::Uuid,
        Some("arrow.bool8") => Reading::Bool8,
        Some(other) => Reading::Refused(format!("{other:?} (an extension of arrow)")),
    }
}

fn of_leaf(leaf: &ColumnDescPtr) -> Reading {
    let plain = Reading::Plain(Vec::new());
    match (leaf.logical_type_ref(), leaf.converted_type()) {
        (
            Some(
                LogicalType::String
                | LogicalType::Enum
                | LogicalType::Decimal(_)
                | LogicalType::Date
                | LogicalType::Time(_)
                | LogicalType::Timestamp(_)
                | LogicalType::Integer(_)
                | LogicalType::Unknown
                | LogicalType::Float16,
            ),
            _,
        ) => plain,
        (Some(LogicalType::Json), _) | (None, ConvertedType::JSON) => Reading::Json,
        (Some(LogicalType::Uuid), _) => Reading::Uuid,
        (None, ConvertedType::BSON) => Reading::Refused("BSON".to_owned()),
        (None, ConvertedType::INTERVAL) => Reading::Refused("INTERVAL".to_owned()),
        (None, _) => plain,
        (Some(refused), _) => Reading::Refused(type_name(refused)),
    }
}

/// The type's name in the documentation of Parquet.
fn type_name(logical_type: &LogicalType) -> String {
    match logical_type {
        LogicalType::Geometry(_) => "GEOMETRY".to_owned(),
        LogicalType::Geography(_) => "GEOGRAPHY".to_owned(),
        LogicalType::Variant(_) => "VARIANT".to_owned(),
        LogicalType::_Unknown { field_id } => format!("number {field_id} of a later Parquet"),
        other => format!("{other:?}").to_ascii_uppercase(),
    }
}
