//! Decimals as JSON numbers.

use std::fmt::Display;

use serde_json::{Number, Value};

use super::cell_error::CellError;

/// The number `unscaled` × 10^-`scale`: an integer if it is whole, otherwise the float that prints as these digits. Digits that
/// no JSON number keeps are refused, never rounded.
pub(crate) fn to_number(unscaled: impl Display, scale: i8) -> Result<Value, CellError> {
    let text = decimal_text(&unscaled.to_string(), scale);
    let number = if let Ok(number) = text.parse::<i64>() {
        Some(number.into())
    } else if let Ok(number) = text.parse::<u64>() {
        Some(number.into())
    } else {
        let float = text.parse::<f64>().ok();
        float
            .filter(|float| float.to_string() == text)
            .and_then(Number::from_f64)
    };
    number.map(Value::Number).ok_or_else(|| {
        CellError::value(
            "the decimal has more digits than a JSON number keeps",
            text,
            "write a number that fits 64 bits",
        )
    })
}

/// The number in digits, without zeros that mean nothing.
fn decimal_text(unscaled: &str, scale: i8) -> String {
    let (sign, digits) = match unscaled.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", unscaled),
    };
    if digits == "0" {
        return digits.to_owned();
    }
    let places = usize::from(scale.unsigned_abs());
    if scale <= 0 {
        return format!("{sign}{digits}{}", "0".repeat(places));
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn decimals_are_the_numbers_that_json_writes() {
        for (unscaled, scale, number) in [
            (0, 0, json!(0)),
            (0, -3, json!(0)),
            (0, 5, json!(0)),
            (1024, 0, json!(1024)),
            (-7, 0, json!(-7)),
            (12, -2, json!(1200)),
            (300, 2, json!(3)),
            (-300, 2, json!(-3)),
            (90, 2, json!(0.9)),
            (5, 3, json!(0.005)),
            (-1025, 2, json!(-10.25)),
            (i128::from(u64::MAX), 0, json!(u64::MAX)),
            (i128::from(u64::MAX) * 10, 1, json!(u64::MAX)),
            (i128::from(i64::MIN), 0, json!(i64::MIN)),
            (1, -20, json!(1e20)),
        ] {
            assert_eq!(
                to_number(unscaled, scale),
                Ok(number),
                "{unscaled} of scale {scale}"
            );
        }
    }

    #[test]
    fn digits_that_would_be_lost_are_refused() {
        for (unscaled, scale, text) in [
            (i128::from(u64::MAX) + 1, 0, "18446744073709551616"),
            (i128::from(i64::MIN) - 1, 0, "-9223372036854775809"),
            (12_345_678_901_234_567_891, 10, "1234567890.1234567891"),
        ] {
            let Err(CellError::Value { found, .. }) = to_number(unscaled, scale) else {
                panic!("{text} was read")
            };
            assert_eq!(found, text);
        }
    }
}
