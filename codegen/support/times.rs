//! Times, in the forms that vendors send.

use std::fmt;
use std::ops::Deref;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{Decode, DecodeError, Integer, JsonReader, Text};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The kinds of texts that are times.
mod kind {
    pub enum DateTime {}
    pub enum Ts {}
}

/// A date and a time of day as text, such as `2021-07-25T10:00:00.5+02:00` (RFC 3339).
///
/// It is whatever text the vendor sent, and is ordered as text; compare instants by `to_system_time`, or by `to_jiff`, `to_chrono`
/// and `to_time` behind the features of these names.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use webhook_events::DateTime;
///
/// let time = DateTime::from("2021-07-25T10:00:00.5+02:00");
/// let instant = UNIX_EPOCH + Duration::from_millis(1_627_200_000_500);
/// assert_eq!(time.to_system_time(), Some(instant));
/// // A text of another form is kept, too.
/// assert_eq!(DateTime::from("yesterday").to_system_time(), None);
/// ```
pub type DateTime = Text<kind::DateTime>;

/// Seconds since 1970 as text, such as `1515449522.000016`.
///
/// Slack's timestamps are ids of messages too: two messages of a channel never have the same one. They have ten digits before the
/// point and six after it, so their order as text is that in time. It is whatever text the vendor sent.
///
/// ```
/// use webhook_events::Ts;
///
/// let ts = Ts::from("1515449522.000016");
/// assert_eq!((ts.seconds(), ts.micros()), (Some(1_515_449_522), Some(16)));
/// assert!(ts < Ts::from("1515449522.000017"));
/// ```
pub type Ts = Text<kind::Ts>;

/// Seconds since 1970 as a number.
///
/// It keeps the number as read, as an [`Integer`] does, to which it dereferences.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use webhook_events::UnixTime;
///
/// let time = UnixTime::from(1_680_064_028);
/// assert_eq!(time, 1_680_064_028_i64);
/// let instant = UNIX_EPOCH + Duration::from_secs(1_680_064_028);
/// assert_eq!(time.to_system_time(), Some(instant));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnixTime(Integer);

impl DateTime {
    /// The instant in seconds since 1970, negative before, and in nanoseconds after that second. `None` if the text is no RFC 3339
    /// time. Digits after nine decimal places are ignored, and a leap second is the second before it.
    fn instant(&self) -> Option<(i64, u32)> {
        parse_date_time(self.as_bytes())
    }
}

impl Ts {
    /// The whole seconds since 1970; `None` if the text is no such time.
    pub fn seconds(&self) -> Option<i64> {
        self.instant().map(|(seconds, _)| seconds)
    }

    /// The microseconds after the whole second; `None` if the text is no such time.
    pub fn micros(&self) -> Option<u32> {
        self.instant().map(|(_, nanoseconds)| nanoseconds / 1000)
    }

    fn instant(&self) -> Option<(i64, u32)> {
        let (seconds, fraction) = match self.split_once('.') {
            Some((seconds, fraction)) => (seconds, parse_fraction(fraction.as_bytes())?),
            None => (self.as_str(), 0),
        };
        Some((parse_digits(seconds.as_bytes())?, fraction))
    }
}

impl UnixTime {
    /// The seconds since 1970; `None` if they are out of range.
    pub fn seconds(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// The number.
    pub fn as_integer(&self) -> &Integer {
        &self.0
    }

    fn instant(&self) -> Option<(i64, u32)> {
        Some((self.seconds()?, 0))
    }
}

/// Implements the conversions of a time.
macro_rules! conversions {
    ($($name:ident)*) => {$(
        impl $name {
            /// The instant; `None` if it is no such time, or out of range.
            pub fn to_system_time(&self) -> Option<SystemTime> {
                let (seconds, nanoseconds) = self.instant()?;
                let whole = Duration::from_secs(seconds.unsigned_abs());
                let second = if seconds < 0 {
                    UNIX_EPOCH.checked_sub(whole)
                } else {
                    UNIX_EPOCH.checked_add(whole)
                };
                second?.checked_add(Duration::from_nanos(nanoseconds.into()))
            }

            /// The instant as a [`jiff::Timestamp`]; `None` if it is no such time, or out of range.
            #[cfg(feature = "jiff")]
            pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
                let (seconds, nanoseconds) = self.instant()?;
                jiff::Timestamp::new(seconds, nanoseconds as i32).ok()
            }

            /// The instant as a [`chrono::DateTime`] in UTC; `None` if it is no such time, or out of range.
            #[cfg(feature = "chrono")]
            pub fn to_chrono(&self) -> Option<chrono::DateTime<chrono::Utc>> {
                let (seconds, nanoseconds) = self.instant()?;
                chrono::DateTime::from_timestamp(seconds, nanoseconds)
            }

            /// The instant as a [`time::OffsetDateTime`] in UTC; `None` if it is no such time, or out of range.
            #[cfg(feature = "time")]
            pub fn to_time(&self) -> Option<time::OffsetDateTime> {
                let (seconds, nanoseconds) = self.instant()?;
                let second = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
                second.replace_nanosecond(nanoseconds).ok()
            }
        }
    )*};
}

conversions! { DateTime Ts UnixTime }

/// Parses decimal digits, without sign and white space.
fn parse_digits(text: &[u8]) -> Option<i64> {
    let mut sum = 0i64;
    for byte in text {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        sum = sum.checked_mul(10)?.checked_add(digit)?;
    }
    (!text.is_empty()).then_some(sum)
}

/// Parses the decimal places of a second, as nanoseconds.
fn parse_fraction(places: &[u8]) -> Option<u32> {
    let (kept, rest) = places.split_at(places.len().min(9));
    let missing = 9 - kept.len() as u32;
    let nanoseconds = parse_digits(kept)? as u32 * 10u32.pow(missing);
    rest.iter().all(u8::is_ascii_digit).then_some(nanoseconds)
}

/// Parses a text such as `2021-07-25T10:00:00.5Z` (RFC 3339) into the seconds since 1970, and nanoseconds after that second.
pub(crate) fn parse_date_time(text: &[u8]) -> Option<(i64, u32)> {
    let (head, rest) = text.split_at_checked(19)?;
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    let has_separators = separators.into_iter().all(|(at, byte)| head[at] == byte);
    if !has_separators || !matches!(head[10], b'T' | b't' | b' ') {
        return None;
    }
    let part = |at: std::ops::Range<usize>| parse_digits(&head[at]);
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let (hour, minute, second) = (part(11..13)?, part(14..16)?, part(17..19)?);
    let is_valid = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !is_valid {
        return None;
    }
    let (nanoseconds, zone) = match rest {
        [b'.', rest @ ..] => {
            let is_place = |byte: &u8| byte.is_ascii_digit();
            let end = rest.iter().position(|byte| !is_place(byte))?;
            (parse_fraction(&rest[..end])?, &rest[end..])
        }
        _ => (0, rest),
    };
    let offset = parse_offset(zone)?;
    let months: i64 = (1..month).map(|month| days_in_month(year, month)).sum();
    let days = days_before_year(year) - days_before_year(1970) + months + day - 1;
    let seconds = days * DAY + hour * HOUR + minute * MINUTE + second.min(59);
    Some((seconds - offset, nanoseconds))
}

/// Parses the zone of a time: `Z`, or an offset such as `+02:00`, in seconds.
fn parse_offset(zone: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match zone {
        b"Z" | b"z" => return Some(0),
        [sign, rest @ ..] if rest.len() == 5 && rest[2] == b':' => (sign, &rest[..2], &rest[3..]),
        _ => return None,
    };
    let (hours, minutes) = (parse_digits(hours)?, parse_digits(minutes)?);
    let offset = (hours < 24 && minutes < 60).then_some(hours * HOUR + minutes * MINUTE)?;
    match sign {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}

/// Days from 1 January of the year 1 to 1 January of `year`.
pub(crate) fn days_before_year(year: i64) -> i64 {
    let years = year - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400)
}

pub(crate) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Deref for UnixTime {
    type Target = Integer;

    fn deref(&self) -> &Integer {
        &self.0
    }
}

impl From<Integer> for UnixTime {
    fn from(seconds: Integer) -> Self {
        Self(seconds)
    }
}

/// Implements the conversions from integers of Rust, as [`Integer`] has them.
macro_rules! from_rust_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for UnixTime {
            #[inline]
            fn from(seconds: $integer) -> Self {
                Self(seconds.into())
            }
        }
    )*};
}

from_rust_integers!(i32 i64 u32 u64 usize);

impl From<UnixTime> for Integer {
    fn from(time: UnixTime) -> Self {
        time.0
    }
}

impl PartialEq<i64> for UnixTime {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl PartialEq<u64> for UnixTime {
    fn eq(&self, other: &u64) -> bool {
        self.0 == *other
    }
}

impl PartialEq<Integer> for UnixTime {
    fn eq(&self, other: &Integer) -> bool {
        self.0 == *other
    }
}

impl fmt::Debug for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Decode for UnixTime {
    const EXPECTED: &'static str = Integer::EXPECTED;

    fn decode(reader: &mut JsonReader<'_>) -> Result<Self, DecodeError> {
        Integer::decode(reader).map(Self)
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Integer::deserialize(deserializer).map(Self)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
