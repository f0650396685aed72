//! Parsing and formatting of timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::TimestampForm;
use crate::support::times::{self, days_before_year, days_in_month};

const DAY: i64 = 86_400;

impl TimestampForm {
    /// Parses a timestamp; `None` if it is not in this format.
    pub(super) fn parse(self, text: &[u8]) -> Option<SystemTime> {
        let since_1970 = match self {
            Self::Seconds => Duration::from_secs(number(text)?),
            Self::Milliseconds => Duration::from_millis(number(text)?),
            Self::Rfc3339 => parse_date_time(text)?,
        };
        UNIX_EPOCH.checked_add(since_1970)
    }

    /// Formats a time, truncated to the format's precision; `None` if the format cannot represent it.
    pub(super) fn format(self, at: SystemTime) -> Option<String> {
        let since_1970 = at.duration_since(UNIX_EPOCH).ok()?;
        match self {
            Self::Seconds => Some(since_1970.as_secs().to_string()),
            Self::Milliseconds => Some(since_1970.as_millis().to_string()),
            Self::Rfc3339 => format_date_time(since_1970.as_secs().try_into().ok()?),
        }
    }
}

/// Parses decimal digits, without sign and white space.
fn number(text: &[u8]) -> Option<u64> {
    let mut sum = 0u64;
    for byte in text {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum = sum.checked_mul(10)?.checked_add(digit)?;
    }
    (!text.is_empty()).then_some(sum)
}

/// Parses a text such as `2021-07-25T10:00:00Z`, in UTC, not before 1970 and without leap second, into the time since then.
fn parse_date_time(text: &[u8]) -> Option<Duration> {
    let (seconds, nanoseconds) = times::parse_date_time(text)?;
    let seconds = u64::try_from(seconds).ok()?;
    let is_plain =
        text[10] == b'T' && &text[17..19] != b"60" && text.ends_with(b"Z") && text.len() <= 30;
    is_plain.then_some(Duration::new(seconds, nanoseconds))
}

/// Formats seconds since 1970; `None` after the year 9999.
fn format_date_time(seconds: i64) -> Option<String> {
    let (mut days, time) = (seconds / DAY, seconds % DAY);
    // A lower bound; the loop advances to the right year.
    let mut year = 1970 + days / 366;
    if year > 9999 {
        return None;
    }
    days += days_before_year(1970);
    while days_before_year(year + 1) <= days {
        year += 1;
    }
    days -= days_before_year(year);
    let mut month = 1;
    while days >= days_in_month(year, month) {
        days -= days_in_month(year, month);
        month += 1;
    }
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    let day = days + 1;
    (year <= 9999)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}
