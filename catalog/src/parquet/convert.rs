//! Converts a cell of an arrow array to the JSON value that the JSON formats have in its place.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, RunEndIndexType,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, TimeUnit};
use serde_json::{Map, Number, Value};

use crate::pointer;
use crate::time::to_date_time;

/// Maximum nesting depth, equal to that of JSON text.
const MAX_DEPTH: usize = 127;

/// Reason why a cell has no JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// The type has no JSON counterpart.
    Type { pointer: String, found: String },
    /// This value has no JSON counterpart; others of its type have.
    Value {
        pointer: String,
        message: String,
        found: String,
        help: &'static str,
    },
}

impl Fault {
    fn value(message: &str, found: String, help: &'static str) -> Self {
        Self::Value {
            pointer: String::new(),
            message: message.to_owned(),
            found,
            help,
        }
    }

    /// The same fault, relative to the enclosing value.
    fn within(mut self, segment: &str) -> Self {
        let (Self::Type { pointer, .. } | Self::Value { pointer, .. }) = &mut self;
        pointer.insert_str(0, segment);
        self
    }
}

/// The value at `index`; null for a null cell.
pub(crate) fn to_value(array: &dyn Array, index: usize) -> Result<Value, Fault> {
    convert(array, index, 0)
}

fn convert(array: &dyn Array, index: usize, depth: usize) -> Result<Value, Fault> {
    if array.is_null(index) {
        return Ok(Value::Null);
    }
    if depth > MAX_DEPTH {
        return Err(Fault::value(
            "nested too deeply",
            String::new(),
            "flatten the value",
        ));
    }
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
        DataType::List(_) => list(&array.as_list::<i32>().value(index), depth),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(index), depth),
        DataType::ListView(_) => list(&array.as_list_view::<i32>().value(index), depth),
        DataType::LargeListView(_) => list(&array.as_list_view::<i64>().value(index), depth),
        DataType::FixedSizeList(_, _) => list(&array.as_fixed_size_list().value(index), depth),
        DataType::Struct(_) => object(array.as_struct(), index, depth),
        DataType::Map(_, _) => map(&array.as_map().value(index), depth),
        DataType::Dictionary(key, _) => dictionary(key, array, index, depth),
        DataType::RunEndEncoded(ends, _) => run(ends.data_type(), array, index, depth),
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_)
        | DataType::Union(_, _)
        | DataType::Decimal32(_, _)
        | DataType::Decimal64(_, _)
        | DataType::Decimal128(_, _)
        | DataType::Decimal256(_, _) => Err(Fault::Type {
            pointer: String::new(),
            found: array.data_type().to_string(),
        }),
    }
}

fn primitive<T: ArrowPrimitiveType>(array: &dyn Array, index: usize) -> T::Native {
    array.as_primitive::<T>().value(index)
}

fn float(value: f64) -> Result<Value, Fault> {
    Number::from_f64(value).map(Value::Number).ok_or_else(|| {
        Fault::value(
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

fn text(bytes: &[u8]) -> Result<Value, Fault> {
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
            Err(Fault::value(
                &message,
                found,
                "write the column as UTF-8 text",
            ))
        }
    }
}

fn timestamp(array: &dyn Array, index: usize, unit: TimeUnit) -> Result<Value, Fault> {
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
fn split_instant(count: i64, per_second: i64) -> Result<Value, Fault> {
    let nanoseconds = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
    // Less than 10^9, since the remainder is less than `per_second`.
    instant(
        count.div_euclid(per_second),
        u32::try_from(nanoseconds).unwrap_or_default(),
    )
}

fn instant(seconds: i64, nanoseconds: u32) -> Result<Value, Fault> {
    to_date_time(seconds, nanoseconds)
        .map(Value::String)
        .ok_or_else(|| {
            let found = format!("{seconds} seconds from 1970-01-01");
            Fault::value(
                "the instant is outside the years 0 to 9999",
                found,
                "write a date that RFC 3339 can write",
            )
        })
}

/// Elements that are null stay: an `enum` may list null.
fn list(elements: &ArrayRef, depth: usize) -> Result<Value, Fault> {
    let element = |index| {
        convert(elements.as_ref(), index, depth + 1)
            .map_err(|fault| fault.within(&format!("/{index}")))
    };
    (0..elements.len())
        .map(element)
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

/// Every row of a struct column has every member, so null is the only way to leave one out.
fn object(array: &StructArray, index: usize, depth: usize) -> Result<Value, Fault> {
    let mut object = Map::new();
    for (name, column) in array.column_names().into_iter().zip(array.columns()) {
        let segment = pointer::segment(name);
        match convert(column.as_ref(), index, depth + 1).map_err(|fault| fault.within(&segment))? {
            Value::Null => {}
            value if object.contains_key(name) => {
                return Err(
                    Fault::value("a member stands twice", value.to_string(), "keep one")
                        .within(&segment),
                );
            }
            value => {
                object.insert(name.to_owned(), value);
            }
        }
    }
    Ok(Value::Object(object))
}

/// Unlike a struct, a map has only the entries that were put into it, so an entry with null means null.
fn map(entries: &StructArray, depth: usize) -> Result<Value, Fault> {
    let (keys, values) = (entries.column(0), entries.column(1));
    let mut object = Map::new();
    for index in 0..entries.len() {
        let key = match convert(keys.as_ref(), index, depth + 1)? {
            Value::String(key) => key,
            other => {
                return Err(Fault::value(
                    "a map key is no text",
                    other.to_string(),
                    "write map keys as text",
                ));
            }
        };
        let segment = pointer::segment(&key);
        let value =
            convert(values.as_ref(), index, depth + 1).map_err(|fault| fault.within(&segment))?;
        if object.insert(key.clone(), value).is_some() {
            return Err(
                Fault::value("a map key stands twice", key, "keep one of the two entries")
                    .within(&segment),
            );
        }
    }
    Ok(Value::Object(object))
}

fn dictionary(
    key: &DataType,
    array: &dyn Array,
    index: usize,
    depth: usize,
) -> Result<Value, Fault> {
    fn entry<K: ArrowDictionaryKeyType>(
        array: &dyn Array,
        index: usize,
        depth: usize,
    ) -> Result<Value, Fault> {
        let dictionary = array.as_dictionary::<K>();
        match dictionary.key(index) {
            Some(key) => convert(dictionary.values().as_ref(), key, depth + 1),
            None => Ok(Value::Null),
        }
    }
    match key {
        DataType::Int8 => entry::<Int8Type>(array, index, depth),
        DataType::Int16 => entry::<Int16Type>(array, index, depth),
        DataType::Int32 => entry::<Int32Type>(array, index, depth),
        DataType::Int64 => entry::<Int64Type>(array, index, depth),
        DataType::UInt8 => entry::<UInt8Type>(array, index, depth),
        DataType::UInt16 => entry::<UInt16Type>(array, index, depth),
        DataType::UInt32 => entry::<UInt32Type>(array, index, depth),
        DataType::UInt64 => entry::<UInt64Type>(array, index, depth),
        other => Err(Fault::Type {
            pointer: String::new(),
            found: format!("dictionary with keys of type {other}"),
        }),
    }
}

fn run(ends: &DataType, array: &dyn Array, index: usize, depth: usize) -> Result<Value, Fault> {
    fn entry<R: RunEndIndexType>(
        array: &dyn Array,
        index: usize,
        depth: usize,
    ) -> Result<Value, Fault> {
        let runs = array.as_run::<R>();
        convert(
            runs.values().as_ref(),
            runs.get_physical_index(index),
            depth + 1,
        )
    }
    match ends {
        DataType::Int16 => entry::<Int16Type>(array, index, depth),
        DataType::Int32 => entry::<Int32Type>(array, index, depth),
        DataType::Int64 => entry::<Int64Type>(array, index, depth),
        other => Err(Fault::Type {
            pointer: String::new(),
            found: format!("runs with ends of type {other}"),
        }),
    }
}
