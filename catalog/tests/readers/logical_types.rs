//! Parquet's logical types and arrow's extensions of them: read as what they mean, or refused.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, DurationSecondArray, FixedSizeBinaryArray,
    Float64Array, Int8Array, Int64Array, IntervalDayTimeArray, StringArray, StructArray,
};
use arrow_schema::{DataType, Field};
use parquet::basic::{ConvertedType, LogicalType, Type as PhysicalType};
use serde_json::{Value, json};
use webhook_catalog::read_rows;

use crate::data::checked_in;
use crate::layouts::{assert_same_rows, plain, replace, structs, write};
use crate::parquet_writer::{
    bytes, converted, errors, extension, group, leaf, refused, with_column, write_as, write_field,
};
use crate::rows::rows;

/// `tests/readers/parquet/variant_column.parquet` was written by DuckDB, which shreds the values into typed columns.
#[test]
fn a_variant_of_duckdb_is_refused() {
    let parquet = checked_in("tests/readers/parquet/variant_column.parquet");
    let checked = read_rows(&[parquet], &[], &[]);
    assert_eq!(checked.value, []);
    let [error] = &checked.diagnostics[..] else {
        panic!("one diagnostic, found {:?}", checked.diagnostics)
    };
    assert_eq!((error.is_error(), error.code.as_str()), (true, "E009"));
    assert_eq!(
        error.message,
        "the column has the type VARIANT, which cannot be read, in 2 rows"
    );
    assert_eq!(error.place.column.as_deref(), Some("payload_schema"));
    let help = error.help.as_deref().expect("a way out");
    assert!(help.contains("nested values as JSON"), "{help}");
}

#[test]
fn a_variant_is_refused_wherever_it_stands() {
    let variant = |marked: bool, names: [&str; 2]| {
        let parts = names.map(|name| leaf(name, PhysicalType::BYTE_ARRAY, -1, None));
        group(
            "payload_schema",
            parts.into(),
            marked.then(|| LogicalType::variant(Some(1))),
        )
    };
    let array =
        |names: [&str; 2]| structs(names.map(|name| (name, bytes(b"ab"))).into(), &[false; 3]);
    for (marked, names) in [
        (true, ["metadata", "value"]),
        // Spark 4.0 does not mark them, and its order is another.
        (false, ["value", "metadata"]),
    ] {
        assert_eq!(
            errors(write_as(
                "payload_schema",
                array(names),
                variant(marked, names)
            )),
            refused("payload_schema", "VARIANT"),
            "{names:?}"
        );
    }

    let inner = ["metadata", "value"].map(|name| leaf(name, PhysicalType::BYTE_ARRAY, -1, None));
    let inner = group("default", inner.into(), Some(LogicalType::variant(None)));
    let outer = group("payload_schema", vec![inner], None);
    let nested = structs(vec![("default", array(["metadata", "value"]))], &[false; 3]);
    assert_eq!(
        errors(write_as("payload_schema", nested, outer)),
        refused("payload_schema", "VARIANT in its group \"default\"")
    );
}

/// A schema may have members of these names, if they are not bytes.
#[test]
fn a_struct_with_the_names_of_a_variant_is_a_struct() {
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value; 3])) };
    let policy = structs(
        vec![("metadata", text("a")), ("value", text("b"))],
        &[false; 3],
    );
    let mut columns = plain(&rows());
    replace(&mut columns, "retry_policy", policy);
    let found = errors(write(columns));
    assert_eq!(found.len(), 6, "two unknown members in each row");
    assert!(
        found.iter().all(|error| error.starts_with("E018")),
        "{found:?}"
    );
}

#[test]
fn types_of_bytes_that_are_no_text_are_refused() {
    const BYTES: PhysicalType = PhysicalType::BYTE_ARRAY;
    for (parquet_type, found) in [
        (leaf("notes", BYTES, -1, Some(LogicalType::Bson)), "BSON"),
        (converted("notes", BYTES, -1, ConvertedType::BSON), "BSON"),
        (
            leaf("notes", BYTES, -1, Some(LogicalType::geometry(None))),
            "GEOMETRY",
        ),
        (
            leaf("notes", BYTES, -1, Some(LogicalType::geography(None, None))),
            "GEOGRAPHY",
        ),
    ] {
        let file = write_as("notes", bytes(b"\x05\0\0\0\0"), parquet_type);
        assert_eq!(errors(file), refused("notes", found));
    }
    let interval = converted(
        "notes",
        PhysicalType::FIXED_LEN_BYTE_ARRAY,
        12,
        ConvertedType::INTERVAL,
    );
    let twelve = FixedSizeBinaryArray::try_from_iter([b"abcdefghijkl"; 3].into_iter());
    let file = write_as("notes", Arc::new(twelve.expect("of one length")), interval);
    assert_eq!(errors(file), refused("notes", "INTERVAL"));
}

#[test]
fn groups_of_types_that_are_no_struct_are_refused() {
    let member = || {
        leaf(
            "uri",
            PhysicalType::BYTE_ARRAY,
            -1,
            Some(LogicalType::String),
        )
    };
    let uri: ArrayRef = Arc::new(StringArray::from(vec!["a"; 3]));
    let array = structs(vec![("uri", uri)], &[false; 3]);
    let parquet_type = group("retry_policy", vec![member()], Some(LogicalType::File));
    assert_eq!(
        errors(write_as("retry_policy", array, parquet_type)),
        refused("retry_policy", "FILE")
    );
}

#[test]
fn enums_are_text() {
    let category = leaf(
        "category",
        PhysicalType::BYTE_ARRAY,
        -1,
        Some(LogicalType::Enum),
    );
    assert_same_rows(&rows(), write_as("category", bytes(b"dev-tools"), category));
}

#[test]
fn json_is_the_value_that_it_denotes() {
    let json_type = |name| leaf(name, PhysicalType::BYTE_ARRAY, -1, Some(LogicalType::Json));
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value; 3])) };
    let expected = with_column(
        "notes",
        [json!("a \"b\""), json!("a \"b\""), json!("a \"b\"")],
    );
    let file = write_as("notes", text(r#""a \"b\"""#), json_type("notes"));
    assert_same_rows(&expected, file);
    let count = write_as(
        "max_payload_size_bytes",
        text("12"),
        json_type("max_payload_size_bytes"),
    );
    assert_same_rows(
        &with_column("max_payload_size_bytes", [json!(12), json!(12), json!(12)]),
        count,
    );
    let old = converted("notes", PhysicalType::BYTE_ARRAY, -1, ConvertedType::JSON);
    assert_same_rows(
        &with_column("notes", [Value::Null, Value::Null, Value::Null]),
        write_as("notes", text("null"), old),
    );

    let broken = errors(write_as("notes", text("a"), json_type("notes")));
    assert_eq!(broken.len(), 3);
    assert_eq!(
        broken[0],
        "E009 rows.parquet, row 1, column notes: the text is not JSON, as its column is: expected value, at line 1 column 1"
    );
    // The columns that are nested wherever they stand as text keep their own error.
    let broken = errors(write_as(
        "retry_policy",
        text("{"),
        json_type("retry_policy"),
    ));
    assert!(broken[0].starts_with("E017"), "{broken:?}");
}

#[test]
fn json_and_uuids_within_a_struct() {
    let text = Some(LogicalType::String);
    let parquet_type = group(
        "payload_schema",
        vec![
            leaf("$schema", PhysicalType::BYTE_ARRAY, -1, text.clone()),
            leaf("type", PhysicalType::BYTE_ARRAY, -1, text),
            leaf(
                "properties",
                PhysicalType::BYTE_ARRAY,
                -1,
                Some(LogicalType::Json),
            ),
            leaf(
                "default",
                PhysicalType::BYTE_ARRAY,
                -1,
                Some(LogicalType::Json),
            ),
            leaf(
                "$id",
                PhysicalType::FIXED_LEN_BYTE_ARRAY,
                16,
                Some(LogicalType::Uuid),
            ),
        ],
        None,
    );
    let texts = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; 3])) };
    let ids = FixedSizeBinaryArray::try_from_iter([b"0123456789abcdef"; 3].into_iter());
    let absent = StringArray::from(vec![Some("null"), None, Some("{}")]);
    let array = structs(
        vec![
            (
                "$schema",
                texts("https://json-schema.org/draft/2020-12/schema"),
            ),
            ("type", texts("object")),
            ("properties", texts(r#"{"id": {"type": "string"}}"#)),
            ("default", Arc::new(absent)),
            ("$id", Arc::new(ids.expect("of one length"))),
        ],
        &[false; 3],
    );
    let schema = |default: Option<Value>| {
        let mut schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {"id": {"type": "string"}},
            "$id": "30313233-3435-3637-3839-616263646566",
        });
        if let Some(default) = default {
            schema["default"] = default;
        }
        schema
    };
    let schemas = [
        schema(Some(Value::Null)),
        schema(None),
        schema(Some(json!({}))),
    ];
    assert_same_rows(
        &with_column("payload_schema", schemas),
        write_as("payload_schema", array, parquet_type),
    );
}

#[test]
fn extensions_of_arrow() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec![r#""a""#, "null", r#""b""#]));
    let json_field = extension("notes", texts.data_type(), "arrow.json");
    assert_same_rows(
        &with_column("notes", [json!("a"), Value::Null, json!("b")]),
        write_field(texts.clone(), json_field),
    );

    let flags: ArrayRef = Arc::new(Int8Array::from(vec![Some(0), None, Some(2)]));
    let flag = extension("additionalProperties", flags.data_type(), "arrow.bool8");
    let kind = Arc::new(Field::new("type", DataType::Utf8, true));
    let objects: ArrayRef = Arc::new(StringArray::from(vec!["object"; 3]));
    let array = StructArray::from(vec![(kind, objects), (Arc::new(flag), flags)]);
    let field = Field::new("payload_schema", array.data_type().clone(), true);
    let checked = read_rows(&[write_field(Arc::new(array), field)], &[], &[]);
    let mut schemas: Vec<String> = checked
        .value
        .iter()
        .map(|row| row.payload_schema.to_string())
        .collect();
    schemas.sort_unstable();
    assert_eq!(
        schemas,
        [
            r#"{"additionalProperties":false,"type":"object"}"#,
            r#"{"additionalProperties":true,"type":"object"}"#,
            r#"{"type":"object"}"#,
        ]
    );

    for name in [
        "arrow.opaque",
        "arrow.parquet.variant",
        "geoarrow.wkb",
        "acme.secret",
    ] {
        let field = extension("notes", texts.data_type(), name);
        assert_eq!(
            errors(write_field(texts.clone(), field)),
            refused("notes", &format!("{name:?} (an extension of arrow)"))
        );
    }
    let keys = vec![Some("a"), None, Some("b")];
    let dictionary: ArrayRef = Arc::new(keys.into_iter().collect::<DictionaryArray<Int32Type>>());
    let field = extension("notes", dictionary.data_type(), "acme.secret");
    let found = errors(write_field(dictionary, field));
    assert!(
        found[0].ends_with("in 2 rows"),
        "null is null in every type: {found:?}"
    );
}

#[test]
fn spans_of_time_are_refused() {
    let seconds: ArrayRef = Arc::new(DurationSecondArray::from(vec![1; 3]));
    let days: ArrayRef = Arc::new(IntervalDayTimeArray::from(vec![
        Some(Default::default());
        3
    ]));
    for (array, found) in [(seconds, "Duration(s)"), (days, "INTERVAL")] {
        let mut columns = plain(&rows());
        replace(&mut columns, "max_payload_size_bytes", array);
        assert_eq!(
            errors(write(columns)),
            refused("max_payload_size_bytes", found)
        );
    }
}

#[test]
fn integers_of_other_logical_types_are_not_taken_for_counts() {
    let millis = leaf(
        "max_payload_size_bytes",
        PhysicalType::INT64,
        -1,
        Some(LogicalType::time(true, parquet::basic::TimeUnit::MICROS)),
    );
    let counts: ArrayRef = Arc::new(Int64Array::from(vec![1; 3]));
    assert_eq!(
        errors(write_as("max_payload_size_bytes", counts, millis)),
        refused("max_payload_size_bytes", "Time64(µs)")
    );
    for array in [
        Arc::new(BooleanArray::from(vec![true; 3])) as ArrayRef,
        Arc::new(Float64Array::from(vec![0.5; 3])),
    ] {
        let mut columns = plain(&rows());
        replace(&mut columns, "max_payload_size_bytes", array);
        assert_eq!(errors(write(columns)).len(), 3);
    }
}
