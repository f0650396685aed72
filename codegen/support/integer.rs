//! Whole numbers as JSON has them: of any size and in any spelling.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// A whole number in the spelling it came in.
///
/// JSON Schema's `integer` holds `1`, `1.0` and `1e3` alike, and has no bounds, so an `i64` would refuse or change what
/// a vendor may send. Compare it with an `i64` directly, or ask for the type you need.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer(Number);

impl Integer {
    /// The number as an `i64`, if it fits, whatever its spelling.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64().or_else(|| self.to_i128()?.try_into().ok())
    }

    /// The number as a `u64`, if it fits, whatever its spelling.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64().or_else(|| self.to_i128()?.try_into().ok())
    }

    /// The number as JSON spells it.
    pub fn as_number(&self) -> &Number {
        &self.0
    }

    /// Wraps `number` if it is whole; gives it back if it is not.
    pub fn from_number(number: Number) -> Result<Self, Number> {
        if number.is_i64() || number.is_u64() || is_whole(&number.to_string()) {
            Ok(Self(number))
        } else {
            Err(number)
        }
    }

    /// For spellings such as `1.0` and `1e3`; exact as long as a float holds the number exactly.
    fn to_i128(&self) -> Option<i128> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let float = self.0.as_f64()?;
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i128)
    }
}

/// Whether a JSON number has no fractional part: `12`, `12.0`, `1.2e1` and `120e-1` do not.
///
/// Decided on the text of the number as `serde_json` holds it, so that neither size nor exponent matters.
fn is_whole(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches(['-', '0']);
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() && fraction.is_empty() {
        return true;
    }
    // Digits that stand behind the decimal point once the exponent has moved it.
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
        // An exponent beyond i64: a number so large has no fraction, one so small is nothing but.
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
