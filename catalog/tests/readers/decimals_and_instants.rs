//! Decimals and timestamps as other writers than arrow's store them.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Decimal32Array, Decimal64Array, Decimal128Array, Decimal256Array,
    FixedSizeBinaryArray, Int32Array, Int64Array,
};
use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::schema::types::Type;
use serde_json::{Value, json};

use crate::data::checked_in;
use crate::layouts::{assert_same_rows, plain, replace, write};
use crate::parquet_writer::{bytes, errors, with_column, write_96_bits, write_as};
use crate::rows::{jsonl, read_clean, rows};

/// `tests/readers/parquet/decimal_integers.parquet` has integers as DECIMAL(20,0). Snowflake writes every integer so.
#[test]
fn integers_as_decimals_of_a_warehouse() {
    let rows = read_clean(&[checked_in("tests/readers/parquet/decimal_integers.parquet")]);
    let sizes: Vec<Value> = rows
        .iter()
        .map(|row| row.to_json()["max_payload_size_bytes"].clone())
        .collect();
    assert_eq!(sizes, [json!(1024), json!(1024)]);
}

#[test]
fn decimals_of_any_width_and_scale() {
    let expected = with_column(
        "max_payload_size_bytes",
        [json!(100), Value::Null, json!(7)],
    );
    let narrow = [Some(100), None, Some(7)];
    let wide = narrow.map(|count| count.map(i64::from));
    let wider = narrow.map(|count| count.map(i128::from));
    let widest = wider.map(|count| count.map(Into::into));
    let cents = wider.map(|count| count.map(|count| count * 100));
    let arrays: [ArrayRef; 7] = [
        Arc::new(
            Decimal32Array::from(narrow.to_vec())
                .with_precision_and_scale(9, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal64Array::from(wide.to_vec())
                .with_precision_and_scale(18, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal128Array::from(wider.to_vec())
                .with_precision_and_scale(5, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal128Array::from(wider.to_vec())
                .with_precision_and_scale(15, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal128Array::from(wider.to_vec())
                .with_precision_and_scale(38, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal256Array::from(widest.to_vec())
                .with_precision_and_scale(76, 0)
                .unwrap(),
        ),
        Arc::new(
            Decimal128Array::from(cents.to_vec())
                .with_precision_and_scale(10, 2)
                .unwrap(),
        ),
    ];
    for array in arrays {
        let data_type = array.data_type().clone();
        let mut columns = plain(&rows());
        replace(&mut columns, "max_payload_size_bytes", array);
        let file = write(columns);
        assert_eq!(
            read_clean(&[file]),
            read_clean(&[jsonl(&expected)]),
            "{data_type}"
        );
    }
}

#[test]
fn decimals_that_are_not_whole() {
    let shares = Decimal128Array::from(vec![Some(90), None, Some(100)]);
    let mut columns = plain(&rows());
    let shares = shares.with_precision_and_scale(3, 2).expect("a decimal");
    replace(&mut columns, "extraction_confidence", Arc::new(shares));
    assert_same_rows(
        &with_column("extraction_confidence", [json!(0.9), Value::Null, json!(1)]),
        write(columns),
    );

    let sizes = Decimal128Array::from(vec![Some(150), None, Some(i128::from(u64::MAX) * 200)]);
    let mut columns = plain(&rows());
    let sizes = sizes.with_precision_and_scale(38, 2).expect("a decimal");
    replace(&mut columns, "max_payload_size_bytes", Arc::new(sizes));
    assert_eq!(
        errors(write(columns)),
        [
            "E009 rows.parquet, row 3, column max_payload_size_bytes: the decimal has more digits than a JSON number keeps",
            "E016 rows.parquet, row 1, column max_payload_size_bytes, acme /v1:Invoice.paid: `max_payload_size_bytes` is \
             not a whole number of 0 or more",
        ]
    );
}

/// A decimal has any physical type, and bytes of any length.
#[test]
fn decimals_of_any_physical_type() {
    let column = "max_payload_size_bytes";
    let decimal = |physical, length, precision| {
        Type::primitive_type_builder(column, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_length(length)
            .with_logical_type(Some(LogicalType::decimal(0, precision)))
            .with_precision(precision)
            .with_scale(0)
            .build()
            .expect("a decimal")
    };
    let fixed = FixedSizeBinaryArray::try_from_iter([b"\0\0\x01\x00"; 3].into_iter());
    let arrays: [(ArrayRef, Type); 4] = [
        (
            Arc::new(Int32Array::from(vec![256; 3])),
            decimal(PhysicalType::INT32, -1, 9),
        ),
        (
            Arc::new(Int64Array::from(vec![256; 3])),
            decimal(PhysicalType::INT64, -1, 18),
        ),
        (
            Arc::new(fixed.expect("of one length")),
            decimal(PhysicalType::FIXED_LEN_BYTE_ARRAY, 4, 9),
        ),
        (
            bytes(b"\x01\x00"),
            decimal(PhysicalType::BYTE_ARRAY, -1, 38),
        ),
    ];
    let expected = with_column(column, [json!(256), json!(256), json!(256)]);
    for (array, parquet_type) in arrays {
        assert_same_rows(&expected, write_as(column, array, parquet_type));
    }
}

/// Spark and Impala write timestamps so. The type is not among those that arrow writes.
#[test]
fn timestamps_of_96_bits() {
    for (day, nanoseconds, text) in [
        (2_440_588, 1_000_000_u64, "1970-01-01T00:00:00.001Z"),
        (2_461_174, 3_723_000_000_000, "2026-05-13T01:02:03Z"),
        (5_373_484, 0, "9999-12-31T00:00:00Z"),
        (2_159_351, 0, "1200-01-01T00:00:00Z"),
    ] {
        let value = [nanoseconds as u32, (nanoseconds >> 32) as u32, day];
        let mut row = rows()[0].clone();
        row["last_introspected_at"] = json!(text);
        let file = write_96_bits(&row, "last_introspected_at", value);
        let read = read_clean(&[file]);
        let extraction = read[0]
            .extraction
            .as_ref()
            .expect("the row is the publisher's");
        assert_eq!(extraction.last_introspected_at, text);
    }
}
