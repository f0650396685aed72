//! JSON integers of any size and notation.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::TryFromIntError;

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// A JSON number without a fractional part.
///
/// JSON Schema's `integer` includes `1`, `1.0` and `1e3` and has no bounds, so an `i64` would reject or change valid values. Compare
/// an `Integer` with Rust's integers directly, or convert it by `TryFrom`, [`as_i64`](Self::as_i64) or
/// [`as_u64`](Self::as_u64):
///
/// ```
/// # use webhook_events::Integer;
/// let count = Integer::from(3);
/// assert!(count == 3 && count < 10);
/// assert_eq!(u32::try_from(&count), Ok(3));
/// ```
///
/// It keeps the number as read, and is serialized as such: `1.0` stays `1.0`. Comparison and hash are those of the value: the
/// `Integer`s `1` and `1.0` are equal, while their [`Number`]s are not.
#[derive(Clone)]
pub struct Integer(Number);

impl Integer {
    /// The number as an `i64`, in any notation; `None` if it is out of range.
    pub fn as_i64(&self) -> Option<i64> {
        self.try_into().ok()
    }

    /// The number as a `u64`, in any notation; `None` if it is out of range.
    pub fn as_u64(&self) -> Option<u64> {
        self.try_into().ok()
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

    /// Value of a plain notation, or of one such as `1.0` or `1e3` up to the largest integer that an `f64` holds exactly.
    fn to_i128(&self) -> Option<i128> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        self.plain().or_else(|| {
            let float = self.0.as_f64()?;
            (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i128)
        })
    }

    /// Value of a plain notation.
    fn plain(&self) -> Option<i128> {
        let signed = self.0.as_i64().map(i128::from);
        signed.or_else(|| self.0.as_u64().map(i128::from))
    }

    /// The value in any notation.
    fn decimal(&self) -> Decimal {
        Decimal::of_text(&self.0.to_string())
    }

    fn compare(&self, other: i128) -> Ordering {
        match self.plain() {
            Some(value) => value.cmp(&other),
            None => self.decimal().cmp(&Decimal::of_text(&other.to_string())),
        }
    }
}

/// The value of an integer in any notation: the digits, without zeros at either end, times a power of ten.
///
/// Derived from the number's text, so that size and exponent have no limit.
#[derive(PartialEq, Eq, Hash)]
struct Decimal {
    is_negative: bool,
    digits: String,
    /// Number of digits before the decimal point.
    magnitude: i64,
}

impl Decimal {
    fn of_text(text: &str) -> Self {
        let unsigned = text.trim_start_matches('-');
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let zeros = (all.len() - significant.len()) as i64;
        let digits = significant.trim_end_matches('0').to_owned();
        let out_of_range = if exponent.starts_with('-') {
            i64::MIN
        } else {
            i64::MAX
        };
        let exponent = exponent.parse().unwrap_or(out_of_range);
        let is_zero = digits.is_empty();
        Self {
            is_negative: unsigned.len() < text.len() && !is_zero,
            magnitude: if is_zero {
                0
            } else {
                (whole.len() as i64 - zeros).saturating_add(exponent)
            },
            digits,
        }
    }

    /// The sign: -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.is_negative, self.digits.is_empty()) {
            (true, _) => -1,
            (false, true) => 0,
            (false, false) => 1,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = (self.magnitude, &self.digits).cmp(&(other.magnitude, &other.digits));
        let by_size = if self.is_negative {
            by_size.reverse()
        } else {
            by_size
        };
        self.sign().cmp(&other.sign()).then(by_size)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.plain(), other.plain()) {
            (Some(this), Some(other)) => this.cmp(&other),
            _ => self.decimal().cmp(&other.decimal()),
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Integer {}

impl Hash for Integer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.decimal().hash(state);
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

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        integer.0
    }
}

impl TryFrom<Number> for Integer {
    type Error = Number;

    fn try_from(number: Number) -> Result<Self, Number> {
        Self::from_number(number)
    }
}

/// Conversion into integers of Rust, and comparison with them. Inlined, so that a program compiles those that it uses.
macro_rules! rust_integers {
    ($($integer:ty)*) => {$(
        impl PartialEq<$integer> for Integer {
            #[inline]
            fn eq(&self, other: &$integer) -> bool {
                self.compare(*other as i128).is_eq()
            }
        }

        impl PartialEq<Integer> for $integer {
            #[inline]
            fn eq(&self, other: &Integer) -> bool {
                other == self
            }
        }

        impl PartialOrd<$integer> for Integer {
            #[inline]
            fn partial_cmp(&self, other: &$integer) -> Option<Ordering> {
                Some(self.compare(*other as i128))
            }
        }

        impl PartialOrd<Integer> for $integer {
            #[inline]
            fn partial_cmp(&self, other: &Integer) -> Option<Ordering> {
                other.partial_cmp(self).map(Ordering::reverse)
            }
        }

        impl TryFrom<&Integer> for $integer {
            type Error = TryFromIntError;

            #[inline]
            fn try_from(integer: &Integer) -> Result<Self, TryFromIntError> {
                match integer.to_i128() {
                    Some(value) => Ok(value.try_into()?),
                    // The error has no constructor.
                    None => Err(u8::try_from(-1).expect_err("it is negative")),
                }
            }
        }

        impl TryFrom<Integer> for $integer {
            type Error = TryFromIntError;

            #[inline]
            fn try_from(integer: Integer) -> Result<Self, TryFromIntError> {
                Self::try_from(&integer)
            }
        }
    )*};
}

rust_integers!(i32 i64 u32 u64 usize);

/// Conversion from integers of Rust that every JSON library reads.
macro_rules! from_rust_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Integer {
            #[inline]
            fn from(number: $integer) -> Self {
                Self(number.into())
            }
        }
    )*};
}

from_rust_integers!(i32 i64 u32 u64 usize);

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
