//! Timestamps: their formats and the tolerance.

use super::*;
use crate::verify::Clock;

/// Time of a delivery with the timestamp `text`; `None` if it is malformed.
fn sent_at(form: TimestampForm, text: &str) -> Option<SystemTime> {
    let timestamp = Timestamp {
        form,
        tolerance: Duration::from_secs(300),
        ..TIMED.timestamp.expect("it has one")
    };
    let scheme = SignatureScheme::Supported(SigningScheme {
        timestamp: Some(timestamp),
        ..TIMED
    });
    let headers = [
        ("X-Slack-Request-Timestamp", text),
        (
            "X-Slack-Signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        ),
    ];
    // Every time is out of this tolerance, so the error holds it.
    let clock = Clock::at(UNIX_EPOCH).tolerating(Duration::ZERO);
    match scheme.verify(&headers, BODY, &[Secret::new(SECRET)], clock) {
        Err(VerifyError::TooNew { ahead, .. }) => Some(UNIX_EPOCH + ahead),
        Err(VerifyError::Mismatch) => Some(UNIX_EPOCH),
        Err(VerifyError::MalformedTimestamp { header, .. }) => {
            assert_eq!(header, "X-Slack-Request-Timestamp");
            None
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn unix_times() {
    let millis = Duration::from_millis;
    for (text, seconds) in [("0", 0), ("1531420618", 1_531_420_618), ("0001", 1)] {
        assert_eq!(sent_at(TimestampForm::Seconds, text), Some(at(seconds)));
    }
    assert_eq!(
        sent_at(TimestampForm::Milliseconds, "1700000000123"),
        Some(UNIX_EPOCH + millis(1_700_000_000_123))
    );
    let malformed = [
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "1.5",
        "1e3",
        "0x1",
        "١",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999",
        "2021-07-25T10:00:00Z",
    ];
    for text in malformed {
        assert_eq!(sent_at(TimestampForm::Seconds, text), None, "{text}");
    }
}

#[test]
fn dates() {
    let read = |text: &str| sent_at(TimestampForm::Rfc3339, text);
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("2024-12-31T12:30:45Z", 1_735_648_245),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(read(text), Some(at(seconds)), "{text}");
        let dated = SignatureScheme::Supported(DATED);
        let signed = dated.sign(&Secret::new(SECRET), at(seconds), BODY);
        assert_eq!(signed.expect("it can be represented")[0].1, text);
    }
    assert_eq!(
        read("2021-07-25T10:00:00.25Z"),
        Some(at(1_627_207_200) + Duration::from_millis(250))
    );
    let malformed = [
        "",
        "2021",
        "2021-07-25",
        "2021-07-25T10:00:00",
        "2021-07-25t10:00:00Z",
        "2021-07-25T10:00:00z",
        "2021-07-25 10:00:00Z",
        "2021-07-25T10:00:00+00:00",
        "2021-07-25T10:00:00.Z",
        "2021-07-25T10:00:00.0000000001Z",
        "2021-13-25T10:00:00Z",
        "2021-00-25T10:00:00Z",
        "2021-07-00T10:00:00Z",
        "2021-02-29T10:00:00Z",
        "2100-02-29T10:00:00Z",
        "2021-07-25T24:00:00Z",
        "2021-07-25T10:60:00Z",
        "2021-07-25T10:00:60Z",
        "1969-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "20a1-07-25T10:00:00Z",
        "2021-07-25T10:00:00é",
    ];
    for text in malformed {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn times_that_cannot_be_represented() {
    let before = UNIX_EPOCH - Duration::from_secs(1);
    for (scheme, time) in [
        (TIMED, before),
        (LISTED, before),
        (DATED, at(253_402_300_800)),
    ] {
        let error = SignatureScheme::Supported(scheme).sign(&Secret::new(SECRET), time, BODY);
        assert!(
            matches!(error, Err(VerifyError::MalformedTimestamp { .. })),
            "{error:?}"
        );
    }
    // A scheme without a timestamp signs at any time.
    assert!(
        SignatureScheme::Supported(PLAIN)
            .sign(&Secret::new(SECRET), before, BODY)
            .is_ok()
    );
}

fn check(clock: impl Into<Clock>) -> Result<Option<SystemTime>, VerifyError> {
    let headers = sign(TIMED, SECRET, BODY);
    SignatureScheme::Supported(TIMED)
        .verify(&headers, BODY, &[Secret::new(SECRET)], clock)
        .map(|verified| verified.sent_at())
}

#[test]
fn too_old_and_too_new() {
    let (tolerance, second) = (Duration::from_secs(300), Duration::from_secs(1));
    for clock in [now(), now() + tolerance, now() - tolerance] {
        assert_eq!(check(clock), Ok(Some(now())));
    }
    let away = tolerance + second;
    let too_old = VerifyError::TooOld {
        age: away,
        tolerance,
    };
    assert_eq!(check(now() + away), Err(too_old.clone()));
    assert_eq!(
        too_old.to_string(),
        "signed 301 seconds ago, and 300 are allowed"
    );
    let too_new = VerifyError::TooNew {
        ahead: away,
        tolerance,
    };
    assert_eq!(check(now() - away), Err(too_new.clone()));
    assert_eq!(
        too_new.to_string(),
        "signed 301 seconds in the future, and 300 are allowed"
    );
}

#[test]
fn the_tolerance_can_be_replaced() {
    let tolerance = Duration::from_secs(3600);
    let hour_later = Clock::at(now() + tolerance);
    assert!(check(hour_later).is_err());
    assert!(check(hour_later.tolerating(tolerance)).is_ok());
    assert!(check(Clock::at(now()).tolerating(Duration::ZERO)).is_ok());
    let clock = Clock::at(now() + Duration::from_millis(1)).tolerating(Duration::ZERO);
    assert!(matches!(check(clock), Err(VerifyError::TooOld { .. })));
}

#[test]
fn schemes_without_a_timestamp_ignore_the_clock() {
    let headers = sign(PLAIN, SECRET, BODY);
    for clock in [UNIX_EPOCH, at(253_402_300_799)] {
        let verified =
            SignatureScheme::Supported(PLAIN).verify(&headers, BODY, &[Secret::new(SECRET)], clock);
        assert_eq!(verified.map(|verified| verified.sent_at()), Ok(None));
    }
}
