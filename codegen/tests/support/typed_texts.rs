//! Texts and integers with types for their meaning: ids and times.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{json, to_value};

use crate::support::{DateTime, Integer, Text, Ts, UnixTime};

enum User {}
type UserId = Text<User>;

#[test]
fn an_id_compares_converts_and_prints_as_its_text() {
    let id = UserId::from("U1");
    let owned = "U1".to_owned();
    assert!(id == "U1" && id == *"U1" && id == owned);
    assert!("U1" == id && *"U1" == id && owned == id);
    assert!(id != "U2" && id < UserId::new("U2"));
    assert_eq!((id.len(), id.as_ref(), id.as_str()), (2, "U1", "U1"));
    assert_eq!(format!("{id} {id:?} {id:>3}"), "U1 \"U1\"  U1");
    assert_eq!(Some(id.clone()).as_deref(), Some("U1"));
    assert_eq!(String::from(id.clone()), id.into_string());
}

#[test]
fn an_id_is_a_key_that_its_text_finds() {
    let hashed = HashMap::from([(UserId::from("U1"), 1)]);
    let sorted = BTreeMap::from([(UserId::from("U1"), 1)]);
    assert_eq!((hashed.get("U1"), sorted.get("U1")), (Some(&1), Some(&1)));
}

#[test]
fn ids_and_times_are_transparent_in_json() {
    for text in ["U1", "", "no form \"at all\""] {
        let id: UserId = serde_json::from_value(json!(text)).expect("any text fits");
        assert_eq!(to_value(&id).expect("it is JSON"), json!(text));
    }
    assert!(serde_json::from_value::<UserId>(json!(1)).is_err());
    for text in ["1", "1.0", "1e3", "-5", "18446744073709551615"] {
        let time: UnixTime = serde_json::from_str(text).expect("it is an integer");
        assert_eq!(
            time.to_string(),
            text.parse::<serde_json::Number>()
                .expect("a number")
                .to_string()
        );
    }
    assert!(serde_json::from_str::<UnixTime>("\"1\"").is_err());
    assert!(serde_json::from_str::<UnixTime>("1.5").is_err());
}

fn at(seconds: u64, nanoseconds: u32) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

#[test]
fn timestamps_have_exact_seconds_and_microseconds() {
    let ts = Ts::from("1515449522.000016");
    assert_eq!((ts.seconds(), ts.micros()), (Some(1_515_449_522), Some(16)));
    assert_eq!(ts.to_system_time(), at(1_515_449_522, 16_000));
    assert_eq!(Ts::from("1515449522").micros(), Some(0));
    assert_eq!(Ts::from("1.5").micros(), Some(500_000));
    for text in [
        "",
        ".",
        "1.",
        ".1",
        "-1.0",
        "1.0.0",
        "a",
        "99999999999999999999.0",
        "1.00000000000x",
    ] {
        let ts = Ts::from(text);
        assert_eq!((ts.seconds(), ts.to_system_time()), (None, None), "{text}");
    }
}

#[test]
fn dates_are_read_in_all_forms_of_rfc_3339() {
    let system_time = |text: &str| DateTime::from(text).to_system_time();
    for text in [
        "2021-07-25T10:00:00Z",
        "2021-07-25t10:00:00z",
        "2021-07-25 10:00:00Z",
        "2021-07-25T12:00:00+02:00",
        "2021-07-25T06:30:00-03:30",
        "2021-07-26T09:59:00+23:59",
    ] {
        assert_eq!(system_time(text), at(1_627_207_200, 0), "{text}");
    }
    assert_eq!(
        system_time("2021-07-25T10:00:00.123456789012Z"),
        at(1_627_207_200, 123_456_789)
    );
    assert_eq!(system_time("2016-12-31T23:59:60Z"), at(1_483_228_799, 0));
    assert_eq!(system_time("2024-02-29T00:00:00Z"), at(1_709_164_800, 0));
    let before = system_time("1969-12-31T23:59:59.5Z");
    assert_eq!(before, UNIX_EPOCH.checked_sub(Duration::from_millis(500)));
    assert_eq!(
        system_time("0000-03-01T00:00:00Z"),
        UNIX_EPOCH.checked_sub(Duration::from_secs(62_162_035_200))
    );
    for text in [
        "",
        "2021-07-25",
        "2021-07-25T10:00:00",
        "2021-07-25T10:00:00.Z",
        "2021-07-25T10:00:00+0200",
        "2021-07-25T10:00:00+24:00",
        "2021-13-25T10:00:00Z",
        "2023-02-29T10:00:00Z",
        "2021-07-25T24:00:00Z",
        "2021-07-25T10:00:61Z",
        "2021-07-25T10:00:00ZZ",
        "2021-07-25T10:00:00\u{e9}",
    ] {
        assert_eq!(system_time(text), None, "{text}");
    }
}

#[test]
fn unix_times_are_integers_of_any_notation() {
    let read = |text: &str| serde_json::from_str::<UnixTime>(text).expect("an integer");
    assert_eq!(read("1627207200").to_system_time(), at(1_627_207_200, 0));
    assert_eq!(read("1e3").to_system_time(), at(1000, 0));
    assert_eq!(
        read("-1").to_system_time(),
        UNIX_EPOCH.checked_sub(Duration::from_secs(1))
    );
    assert_eq!(read("18446744073709551615").to_system_time(), None);
    assert_eq!(read("9223372036854775807").seconds(), Some(i64::MAX));
    let (time, integer) = (UnixTime::from(3), Integer::from(3_i64));
    assert!(time == 3_i64 && time == integer);
}
