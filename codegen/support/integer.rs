//! JSON integers of any size and notation.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// A JSON number without a fractional part.
///
/// JSON Schema's `integer` includes `1`, `1.0` and `1e3` and has no bounds, so an `i64` would reject or change valid values. Compare
/// an `Integer` with an `i64` or `u64` directly (`count == 3`), or convert it by [`as_i64`](Self::as_i64) and
/// [`as_u64`](Self::as_u64), which are `None` for a number out of range.
///
/// It keeps the number as read, and is serialized as such: `1.0` stays `1.0`. Therefore two `Integer`s are equal if their
/// [`Number`]s are, and those of `1` and `1.0` are not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer(Number);

impl Integer {
    /// The number as an `i64`, in any notation; `None` if it is out of range.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64().or_else(|| self.to_i128()?.try_into().ok())
    }

    /// The number as a `u64`, in any notation; `None` if it is out of range.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64().or_else(|| self.to_i128()?.try_into().ok())
    }

    /// The number in its JSON notation.
    pub fn as_number(&self) -> &Number {
        &self.0
    }

    /// Wraps a number without a fractional part.
    ///
    /// # Errors
    ///
    /// Returns `number` if it has a fractional part.
    pub fn from_number(number: Number) -> Result<Self, Number> {
        if number.is_i64() || number.is_u64() || is_whole(&number.to_string()) {
            Ok(Self(number))
        } else {
            Err(number)
        }
    }

    /// Value of a notation such as `1.0` or `1e3`, up to the largest integer that an `f64` holds exactly.
    fn to_i128(&self) -> Option<i128> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let float = self.0.as_f64()?;
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i128)
    }
}

/// True if a JSON number has no fractional part, such as `12`, `12.0`, `1.2e1` and `120e-1`.
///
/// Decided on the number's text, so that size and exponent have no limit.
fn is_whole(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches(['-', '0']);
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() && fraction.is_empty() {
        return true;
    }
    // A negative exponent may shift the decimal point over these digits.
    let trailing_zeros = if fraction.is_empty() {
        whole.len() - whole.trim_end_matches('0').len()
    } else {
        0
    };
    match exponent.parse::<i64>() {
        Ok(exponent) if fraction.is_empty() => exponent
            .checked_neg()
            .is_some_and(|down| down <= trailing_zeros as i64),
        Ok(exponent) => exponent >= fraction.len() as i64,
        // The exponent exceeds an `i64`: a number so large is an integer, one so small is a fraction.
        Err(_) => !exponent.starts_with('-'),
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<i64> for Integer {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

impl From<u64> for Integer {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

impl PartialEq<i64> for Integer {
    fn eq(&self, other: &i64) -> bool {
        self.as_i64() == Some(*other)
    }
}

impl PartialEq<u64> for Integer {
    fn eq(&self, other: &u64) -> bool {
        self.as_u64() == Some(*other)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_number(Number::deserialize(deserializer)?).map_err(|number| {
            D::Error::invalid_value(
                Unexpected::Other(&format!("the number `{number}`")),
                &"an integer",
            )
        })
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
