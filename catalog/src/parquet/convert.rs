//! Converts a cell of an arrow array to the JSON value that the JSON formats have in its place.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type,
    Decimal64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, RunEndIndexType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, TimeUnit};
use serde_json::{Map, Number, Value};

use super::cell_error::CellError;
use super::decimal;
use super::reading::Reading;
use crate::pointer;
use crate::strict;
use crate::time::to_date_time;

/// Maximum nesting depth, equal to that of JSON text.
const MAX_DEPTH: usize = 127;

/// The value at `index`; null for a null cell.
pub(crate) fn to_value(
    array: &dyn Array,
    index: usize,
    reading: &Reading,
) -> Result<Value, CellError> {
    convert(array, index, reading, 0)
}

fn convert(
    array: &dyn Array,
    index: usize,
    reading: &Reading,
    depth: usize,
) -> Result<Value, CellError> {
    if array.is_null(index) {
        return Ok(Value::Null);
    }
    if depth > MAX_DEPTH {
        return Err(CellError::value(
            "nested too deeply",
            String::new(),
            "flatten the value",
        ));
    }
    match (array.data_type(), reading) {
        (DataType::Dictionary(key, _), _) => dictionary(key, array, index, reading, depth),
        (DataType::RunEndEncoded(ends, _), _) => {
            run(ends.data_type(), array, index, reading, depth)
        }
        (_, Reading::Plain(parts)) => plain(array, index, parts, depth),
        (_, Reading::Json) => json(plain(array, index, &[], depth)?),
        (DataType::FixedSizeBinary(16), Reading::Uuid) => {
            Ok(uuid(array.as_fixed_size_binary().value(index)).into())
        }
        (DataType::Int8, Reading::Bool8) => Ok((primitive::<Int8Type>(array, index) != 0).into()),
        (other, Reading::Uuid | Reading::Bool8) => Err(CellError::of_type(other)),
        (_, Reading::Refused(found)) => Err(CellError::Type {
            pointer: String::new(),
            found: found.clone(),
        }),
    }
}

/// Converts by the arrow type alone.
fn plain(
    array: &dyn Array,
    index: usize,
    parts: &[Reading],
    depth: usize,
) -> Result<Value, CellError> {
    match array.data_type() {
        DataType::Null => Ok(Value::Null),
        DataType::Boolean => Ok(array.as_boolean().value(index).into()),
        DataType::Int8 => Ok(primitive::<Int8Type>(array, index).into()),
        DataType::Int16 => Ok(primitive::<Int16Type>(array, index).into()),
        DataType::Int32 => Ok(primitive::<Int32Type>(array, index).into()),
        DataType::Int64 => Ok(primitive::<Int64Type>(array, index).into()),
        DataType::UInt8 => Ok(primitive::<UInt8Type>(array, index).into()),
        DataType::UInt16 => Ok(primitive::<UInt16Type>(array, index).into()),
        DataType::UInt32 => Ok(primitive::<UInt32Type>(array, index).into()),
        DataType::UInt64 => Ok(primitive::<UInt64Type>(array, index).into()),
        DataType::Float16 => float(shortest_f16(primitive::<Float16Type>(array, index))),
        // Through decimal text: 0.9 stored in 32 bits means 0.9, not 0.8999999761581421.
        DataType::Float32 => {
            let value = primitive::<Float32Type>(array, index);
            float(value.to_string().parse().unwrap_or(f64::from(value)))
        }
        DataType::Float64 => float(primitive::<Float64Type>(array, index)),
        DataType::Utf8 => Ok(array.as_string::<i32>().value(index).into()),
        DataType::LargeUtf8 => Ok(array.as_string::<i64>().value(index).into()),
        DataType::Utf8View => Ok(array.as_string_view().value(index).into()),
        DataType::Binary => text(array.as_binary::<i32>().value(index)),
        DataType::LargeBinary => text(array.as_binary::<i64>().value(index)),
        DataType::BinaryView => text(array.as_binary_view().value(index)),
        DataType::FixedSizeBinary(_) => text(array.as_fixed_size_binary().value(index)),
        DataType::Timestamp(unit, _) => timestamp(array, index, *unit),
        DataType::Date32 => instant(i64::from(primitive::<Date32Type>(array, index)) * 86_400, 0),
        DataType::Date64 => split_instant(primitive::<Date64Type>(array, index), 1_000),
        DataType::List(_) => list(&array.as_list::<i32>().value(index), parts, depth),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(index), parts, depth),
        DataType::ListView(_) => list(&array.as_list_view::<i32>().value(index), parts, depth),
        DataType::LargeListView(_) => list(&array.as_list_view::<i64>().value(index), parts, depth),
        DataType::FixedSizeList(_, _) => {
            list(&array.as_fixed_size_list().value(index), parts, depth)
        }
        DataType::Struct(_) => object(array.as_struct(), index, parts, depth),
        DataType::Map(_, _) => map(&array.as_map().value(index), parts, depth),
        DataType::Decimal32(_, scale) => {
            decimal::to_number(primitive::<Decimal32Type>(array, index), *scale)
        }
        DataType::Decimal64(_, scale) => {
            decimal::to_number(primitive::<Decimal64Type>(array, index), *scale)
        }
        DataType::Decimal128(_, scale) => {
            decimal::to_number(primitive::<Decimal128Type>(array, index), *scale)
        }
        DataType::Decimal256(_, scale) => {
            decimal::to_number(primitive::<Decimal256Type>(array, index), *scale)
        }
        DataType::Dictionary(_, _)
        | DataType::RunEndEncoded(_, _)
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_)
        | DataType::Union(_, _) => Err(CellError::of_type(array.data_type())),
    }
}

fn primitive<T: ArrowPrimitiveType>(array: &dyn Array, index: usize) -> T::Native {
    array.as_primitive::<T>().value(index)
}

fn float(value: f64) -> Result<Value, CellError> {
    Number::from_f64(value).map(Value::Number).ok_or_else(|| {
        CellError::value(
            &format!("{value} is no JSON number"),
            value.to_string(),
            "write null where there is no number",
        )
    })
}

/// The shortest decimal that is stored as this half-precision float.
fn shortest_f16(value: <Float16Type as ArrowPrimitiveType>::Native) -> f64 {
    type F16 = <Float16Type as ArrowPrimitiveType>::Native;
    let exact = value.to_f64();
    let decimal = |digits| format!("{exact:.digits$e}").parse::<f64>().ok();
    (0..6)
        .filter_map(decimal)
        .find(|decimal| F16::from_f64(*decimal) == value)
        .unwrap_or(exact)
}

fn text(bytes: &[u8]) -> Result<Value, CellError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!(
                "the bytes are not UTF-8: 0x{:02x} at byte {}",
                bytes[at],
                at + 1
            );
            let found = bytes[..bytes.len().min(80)].escape_ascii().to_string();
            Err(CellError::value(
                &message,
                found,
                "write the column as UTF-8 text",
            ))
        }
    }
}

/// The value that a JSON text denotes.
fn json(text: Value) -> Result<Value, CellError> {
    let Value::String(text) = text else {
        return Err(CellError::value(
            "a JSON value is not stored as text",
            text.to_string(),
            "write the column as JSON text",
        ));
    };
    strict::parse(&text).map_err(|fault| {
        let message = format!(
            "the text is not JSON, as its column is: {}, at line {} column {}",
            fault.message, fault.line, fault.column
        );
        let found = text.chars().take(80).collect();
        CellError::value(&message, found, "write JSON, or mark the column as text")
    })
}

/// The text of a UUID, such as `123e4567-e89b-12d3-a456-426614174000`.
fn uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn timestamp(array: &dyn Array, index: usize, unit: TimeUnit) -> Result<Value, CellError> {
    match unit {
        TimeUnit::Second => split_instant(primitive::<TimestampSecondType>(array, index), 1),
        TimeUnit::Millisecond => {
            split_instant(primitive::<TimestampMillisecondType>(array, index), 1_000)
        }
        TimeUnit::Microsecond => split_instant(
            primitive::<TimestampMicrosecondType>(array, index),
            1_000_000,
        ),
        TimeUnit::Nanosecond => split_instant(
            primitive::<TimestampNanosecondType>(array, index),
            1_000_000_000,
        ),
    }
}

/// An instant counted in parts of a second. With a zone the count is UTC by definition, without one it is taken as UTC.
fn split_instant(count: i64, per_second: i64) -> Result<Value, CellError> {
    let nanoseconds = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
    // Less than 10^9, since the remainder is less than `per_second`.
    instant(
        count.div_euclid(per_second),
        u32::try_from(nanoseconds).unwrap_or_default(),
    )
}

fn instant(seconds: i64, nanoseconds: u32) -> Result<Value, CellError> {
    to_date_time(seconds, nanoseconds)
        .map(Value::String)
        .ok_or_else(|| {
            let found = format!("{seconds} seconds from 1970-01-01");
            CellError::value(
                "the instant is outside the years 0 to 9999",
                found,
                "write a date that RFC 3339 can write",
            )
        })
}

/// Elements that are null stay: an `enum` may list null.
fn list(elements: &ArrayRef, parts: &[Reading], depth: usize) -> Result<Value, CellError> {
    let element = |index| {
        convert(elements.as_ref(), index, &parts[0], depth + 1)
            .map_err(|error| error.within(&format!("/{index}")))
    };
    (0..elements.len())
        .map(element)
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

/// Every row of a struct column has every member, so null is the only way to leave one out. The JSON text `null` means null.
fn object(
    array: &StructArray,
    index: usize,
    parts: &[Reading],
    depth: usize,
) -> Result<Value, CellError> {
    let mut object = Map::new();
    let columns = array.columns().iter().zip(parts);
    for (name, (column, reading)) in array.column_names().into_iter().zip(columns) {
        let segment = pointer::segment(name);
        let is_json = *reading == Reading::Json && !column.is_null(index);
        let value = convert(column.as_ref(), index, reading, depth + 1)
            .map_err(|error| error.within(&segment))?;
        match value {
            Value::Null if !is_json => {}
            value if object.contains_key(name) => {
                return Err(CellError::value(
                    "a member stands twice",
                    value.to_string(),
                    "keep one",
                )
                .within(&segment));
            }
            value => {
                object.insert(name.to_owned(), value);
            }
        }
    }
    Ok(Value::Object(object))
}

/// Unlike a struct, a map has only the entries that were put into it, so an entry with null means null.
fn map(entries: &StructArray, parts: &[Reading], depth: usize) -> Result<Value, CellError> {
    let (keys, values) = (entries.column(0), entries.column(1));
    let mut object = Map::new();
    for index in 0..entries.len() {
        let key = match convert(keys.as_ref(), index, &parts[0], depth + 1)? {
            Value::String(key) => key,
            other => {
                return Err(CellError::value(
                    "a map key is no text",
                    other.to_string(),
                    "write map keys as text",
                ));
            }
        };
        let segment = pointer::segment(&key);
        let value = convert(values.as_ref(), index, &parts[1], depth + 1)
            .map_err(|error| error.within(&segment))?;
        if object.insert(key.clone(), value).is_some() {
            return Err(CellError::value(
                "a map key stands twice",
                key,
                "keep one of the two entries",
            )
            .within(&segment));
        }
    }
    Ok(Value::Object(object))
}

fn dictionary(
    key: &DataType,
    array: &dyn Array,
    index: usize,
    reading: &Reading,
    depth: usize,
) -> Result<Value, CellError> {
    fn entry<K: ArrowDictionaryKeyType>(
        array: &dyn Array,
        index: usize,
        reading: &Reading,
        depth: usize,
    ) -> Result<Value, CellError> {
        let dictionary = array.as_dictionary::<K>();
        match dictionary.key(index) {
            Some(key) => convert(dictionary.values().as_ref(), key, reading, depth + 1),
            None => Ok(Value::Null),
        }
    }
    match key {
        DataType::Int8 => entry::<Int8Type>(array, index, reading, depth),
        DataType::Int16 => entry::<Int16Type>(array, index, reading, depth),
        DataType::Int32 => entry::<Int32Type>(array, index, reading, depth),
        DataType::Int64 => entry::<Int64Type>(array, index, reading, depth),
        DataType::UInt8 => entry::<UInt8Type>(array, index, reading, depth),
        DataType::UInt16 => entry::<UInt16Type>(array, index, reading, depth),
        DataType::UInt32 => entry::<UInt32Type>(array, index, reading, depth),
        DataType::UInt64 => entry::<UInt64Type>(array, index, reading, depth),
        other => Err(CellError::Type {
            pointer: String::new(),
            found: format!("dictionary with keys of type {other}"),
        }),
    }
}

fn run(
    ends: &DataType,
    array: &dyn Array,
    index: usize,
    reading: &Reading,
    depth: usize,
) -> Result<Value, CellError> {
    fn entry<R: RunEndIndexType>(
        array: &dyn Array,
        index: usize,
        reading: &Reading,
        depth: usize,
    ) -> Result<Value, CellError> {
        let runs = array.as_run::<R>();
        convert(
            runs.values().as_ref(),
            runs.get_physical_index(index),
            reading,
            depth + 1,
        )
    }
    match ends {
        DataType::Int16 => entry::<Int16Type>(array, index, reading, depth),
        DataType::Int32 => entry::<Int32Type>(array, index, reading, depth),
        DataType::Int64 => entry::<Int64Type>(array, index, reading, depth),
        other => Err(CellError::Type {
            pointer: String::new(),
            found: format!("runs with ends of type {other}"),
        }),
    }
}
