//! Integers in all notations.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::{Number, Value, json};

use crate::support::Integer;

fn read(text: &str) -> Result<Integer, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn every_notation_of_an_integer_is_kept() {
    for text in [
        "0",
        "-0.0",
        "1",
        "1.0",
        "1e3",
        "120e-1",
        "-7",
        "18446744073709551615",
        "1e300",
        "123456789012345678901234567890",
    ] {
        let integer = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let again = serde_json::to_value(&integer).expect("an integer is JSON");
        assert_eq!(
            again,
            serde_json::from_str::<Value>(text).expect("it is JSON"),
            "{text}"
        );
    }
}

#[test]
fn numbers_with_a_fraction_are_rejected() {
    for text in ["1.5", "-0.1", "15e-1", "1e-300"] {
        let error = read(text).expect_err(text);
        assert!(error.contains("expected an integer"), "{error}");
    }
}

#[test]
fn conversions_work_for_every_notation() {
    assert_eq!(read("1e3").expect("whole"), 1000_i64);
    assert_eq!(read("1.0").expect("whole"), 1_u64);
    assert_eq!(
        read("18446744073709551615").expect("whole").as_u64(),
        Some(u64::MAX)
    );
    assert_eq!(read("18446744073709551615").expect("whole").as_i64(), None);
    assert_eq!(read("-1").expect("whole").as_u64(), None);
    assert_eq!(read("1e300").expect("whole").as_i64(), None);
}

#[test]
fn other_types_are_rejected() {
    assert!(serde_json::from_value::<Integer>(json!("1")).is_err());
    assert!(serde_json::from_value::<Integer>(json!(null)).is_err());
}

#[test]
fn integers_are_compared_by_value() {
    let ascending = [
        "-1e300",
        "-123456789012345678901234567890",
        "-9223372036854775808",
        "-1e3",
        "-7",
        "0",
        "1",
        "9",
        "1e1",
        "999",
        "1e3",
        "18446744073709551615",
        "18446744073709551616e3",
        "1e300",
    ];
    let ascending = ascending.map(|text| read(text).expect("whole"));
    for (index, one) in ascending.iter().enumerate() {
        for (other_index, other) in ascending.iter().enumerate() {
            assert_eq!(one.cmp(other), index.cmp(&other_index), "{one} and {other}");
            assert_eq!(one == other, index == other_index, "{one} and {other}");
        }
    }
}

#[test]
fn notations_of_one_value_are_equal_and_have_one_hash() {
    for notations in [
        &["1000", "1e3", "1000.0", "10.0e2", "100000e-2"][..],
        &["0", "-0.0", "0.0", "0e5"],
        &["-7", "-7.0", "-70e-1"],
    ] {
        let numbers: HashSet<_> = notations
            .iter()
            .map(|text| read(text).expect("whole"))
            .collect();
        assert_eq!(numbers.len(), 1, "{notations:?}");
    }
    assert_ne!(read("1000").expect("whole"), read("1001").expect("whole"));
}

#[test]
fn integers_of_rust_are_compared_and_converted() {
    let small = read("2e2").expect("whole");
    assert!(small == 200 && small == 200_u32 && small == 200_usize && 200_i64 == small);
    assert!(small > 199_i64 && small < 201_u64 && 3 < small);
    assert_ne!(small, -200);
    assert_eq!(u32::try_from(&small), Ok(200));
    assert_eq!(i32::try_from(small), Ok(200));
    let large = read("1e300").expect("whole");
    assert_eq!(large.partial_cmp(&u64::MAX), Some(Ordering::Greater));
    assert!(u64::try_from(large).is_err());
    let negative = read("-1").expect("whole");
    assert!(u32::try_from(&negative).is_err() && negative < 0_u64);
    assert_eq!(Integer::from(7_u32), Integer::from(7_i64));
    assert_eq!(Integer::try_from(Number::from(7)), Ok(Integer::from(7)));
    let half = Number::from_f64(0.5).expect("it is finite");
    assert_eq!(Integer::try_from(half.clone()), Err(half));
    assert_eq!(Number::from(Integer::from(7)), Number::from(7));
}
