//! Parsing and formatting of timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::TimestampForm;

const DAY: u64 = 86_400;

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
            Self::Rfc3339 => format_date_time(since_1970.as_secs()),
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

/// Parses a text such as `2021-07-25T10:00:00Z`, with a fraction of up to nine digits, into the time since 1970.
fn parse_date_time(text: &[u8]) -> Option<Duration> {
    let (head, rest) = text.split_at_checked(19)?;
    let is_separator = |(index, separator): (usize, &u8)| head[index] == *separator;
    let separators = [
        (4, &b'-'),
        (7, &b'-'),
        (10, &b'T'),
        (13, &b':'),
        (16, &b':'),
    ];
    if !separators.into_iter().all(is_separator) {
        return None;
    }
    let [year, month, day] = [
        number(&head[..4])?,
        number(&head[5..7])?,
        number(&head[8..10])?,
    ];
    let [hour, minute, second] = [
        number(&head[11..13])?,
        number(&head[14..16])?,
        number(&head[17..])?,
    ];
    let is_valid = (1970..).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !is_valid {
        return None;
    }
    let nanoseconds = match rest {
        b"Z" => 0,
        [b'.', fraction @ .., b'Z'] if fraction.len() <= 9 => {
            let missing = 9 - fraction.len() as u32;
            number(fraction)? as u32 * 10u32.pow(missing)
        }
        _ => return None,
    };
    let months: u64 = (1..month).map(|month| days_in_month(year, month)).sum();
    let days = days_before_year(year) - days_before_year(1970) + months + day - 1;
    let seconds = days * DAY + hour * 3600 + minute * 60 + second;
    Some(Duration::new(seconds, nanoseconds))
}

/// Formats seconds since 1970; `None` after the year 9999.
fn format_date_time(seconds: u64) -> Option<String> {
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

/// Days from 1 January of the year 1 to 1 January of `year`.
fn days_before_year(year: u64) -> u64 {
    let years = year - 1;
    years * 365 + years / 4 - years / 100 + years / 400
}

fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}
