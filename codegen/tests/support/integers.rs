//! Integers in all notations.

use serde_json::{Value, json};

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
