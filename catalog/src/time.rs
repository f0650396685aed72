//! Validation and formatting of RFC 3339 date-times.

/// True if `text` is an RFC 3339 `date-time` with valid month lengths. A leap second is allowed wherever one can occur.
pub(crate) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((date_and_time, rest)) = bytes.split_at_checked(19) else {
        return false;
    };
    let form = b"0000-00-00T00:00:00";
    let fits = |(byte, form): (&u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        other => byte.to_ascii_uppercase() == *other,
    };
    if !date_and_time.iter().zip(form).all(fits) {
        return false;
    }
    let number = |start: usize, end: usize| {
        bytes[start..end]
            .iter()
            .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && number(11, 13) < 24
        && number(14, 16) < 60
        && number(17, 19) <= 60
        && is_offset(skip_fraction(rest))
}

/// The rest after `.` and one or more digits; unchanged if there is no such fraction.
fn skip_fraction(rest: &[u8]) -> &[u8] {
    let Some(fraction) = rest.strip_prefix(b".") else {
        return rest;
    };
    let digits = fraction
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == 0 {
        rest
    } else {
        &fraction[digits..]
    }
}

fn is_offset(rest: &[u8]) -> bool {
    let below = |tens: &u8, ones: &u8, limit: u8| {
        tens.is_ascii_digit() && ones.is_ascii_digit() && (tens - b'0') * 10 + (ones - b'0') < limit
    };
    match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => below(h1, h2, 24) && below(m1, m2, 60),
        _ => false,
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// An instant in UTC, such as `2026-05-13T00:00:00Z`, with a fraction only if it is not zero, without trailing zeros. `None`
/// outside the years 0 to 9999, the range of RFC 3339.
#[cfg(any(test, feature = "parquet"))]
pub(crate) fn to_date_time(seconds: i64, nanoseconds: u32) -> Option<String> {
    const DAY: i64 = 86_400;
    let (year, month, day) = to_civil(seconds.div_euclid(DAY))?;
    let time = seconds.rem_euclid(DAY);
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        time / 3600,
        time / 60 % 60,
        time % 60
    );
    if nanoseconds != 0 {
        let fraction = format!(".{nanoseconds:09}");
        text.push_str(fraction.trim_end_matches('0'));
    }
    text.push('Z');
    Some(text)
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
#[cfg(any(test, feature = "parquet"))]
fn to_civil(days: i64) -> Option<(i64, i64, i64)> {
    const YEAR_0: i64 = -719_528;
    const YEAR_10000: i64 = 2_932_897;
    if !(YEAR_0..YEAR_10000).contains(&days) {
        return None;
    }
    // Whole cycles of 400 years first, then single years: at most 400 steps, and simple.
    let mut rest = days - YEAR_0;
    let mut year = rest / 146_097 * 400;
    rest %= 146_097;
    let days_in_year = |year| 337 + days_in_month(year, 2);
    while rest >= days_in_year(year) {
        rest -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    while rest >= days_in_month(year, month) {
        rest -= days_in_month(year, month);
        month += 1;
    }
    Some((year, month, rest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_of_rfc_3339() {
        for good in [
            "2026-05-13T00:00:00Z",
            "2024-02-29t23:59:60.123456789z",
            "0000-01-01T00:00:00+23:59",
            "1985-04-12T23:20:50.52-00:00",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-05-13",
            "2026-05-13 00:00:00Z",
            "2026-05-13T00:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-05-13T24:00:00Z",
            "2026-05-13T00:00:00.Z",
            "2026-05-13T00:00:00+0200",
            "2026-05-13T00:00:00+24:00",
            "2026-05-13T00:00:0äZ",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn instants_are_written_in_utc() {
        let written = |seconds, nanoseconds| {
            to_date_time(seconds, nanoseconds).expect("within the years 0 to 9999")
        };
        assert_eq!(written(0, 0), "1970-01-01T00:00:00Z");
        assert_eq!(written(1_778_630_400, 0), "2026-05-13T00:00:00Z");
        assert_eq!(written(951_827_696, 120_000_000), "2000-02-29T12:34:56.12Z");
        assert_eq!(written(-1, 1), "1969-12-31T23:59:59.000000001Z");
        assert_eq!(written(-62_167_219_200, 0), "0000-01-01T00:00:00Z");
        assert_eq!(written(253_402_300_799, 0), "9999-12-31T23:59:59Z");
        assert_eq!(to_date_time(253_402_300_800, 0), None);
        assert_eq!(to_date_time(i64::MIN, 0), None);
    }
}
