//! Times as vendors write them, to instants and back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::TimestampForm;

const DAY: u64 = 86_400;

impl TimestampForm {
    /// The instant that `text` names; `None` if it is not written in this form.
    pub(super) fn read(self, text: &[u8]) -> Option<SystemTime> {
        let since_1970 = match self {
            Self::Seconds => Duration::from_secs(number(text)?),
            Self::Milliseconds => Duration::from_millis(number(text)?),
            Self::Rfc3339 => date_time(text)?,
        };
        UNIX_EPOCH.checked_add(since_1970)
    }

    /// Writes an instant, without what is finer than this form; `None` if this form cannot.
    pub(super) fn write(self, at: SystemTime) -> Option<String> {
        let since_1970 = at.duration_since(UNIX_EPOCH).ok()?;
        match self {
            Self::Seconds => Some(since_1970.as_secs().to_string()),
            Self::Milliseconds => Some(since_1970.as_millis().to_string()),
            Self::Rfc3339 => to_date_time(since_1970.as_secs()),
        }
    }
}

/// Decimal digits and nothing else: no sign, no space.
fn number(text: &[u8]) -> Option<u64> {
    let mut sum = 0u64;
    for byte in text {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum = sum.checked_mul(10)?.checked_add(digit)?;
    }
    (!text.is_empty()).then_some(sum)
}

/// Time since 1970 of a text such as `2021-07-25T10:00:00Z`, with or without a fraction of up to nine digits.
fn date_time(text: &[u8]) -> Option<Duration> {
    let (head, rest) = text.split_at_checked(19)?;
    let is_mark = |(index, mark): (usize, &u8)| head[index] == *mark;
    let marks = [
        (4, &b'-'),
        (7, &b'-'),
        (10, &b'T'),
        (13, &b':'),
        (16, &b':'),
    ];
    if !marks.into_iter().all(is_mark) {
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
    let is_real = (1970..).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !is_real {
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

/// The other way; `None` after the year 9999.
fn to_date_time(seconds: u64) -> Option<String> {
    let (mut days, time) = (seconds / DAY, seconds % DAY);
    // Estimated too early at first, so that the loops only ever go on.
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

/// Days from the first of January of the year 1 to that of `year`.
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
