//! What every golden test does with its payloads.

use std::fmt::Debug;
use std::ops::Range;
#[cfg(feature = "verify")]
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use webhook_events::ParseError;
#[cfg(feature = "verify")]
use webhook_events::verify::{Secret, Verified, VerifyError};

/// The value, or a panic that shows the error as users see it.
#[track_caller]
pub fn parsed<T>(outcome: Result<T, ParseError>) -> T {
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// The same body through `Deserialize`.
#[track_caller]
pub fn deserialized<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}"))
}

/// Asserts that a value writes itself as this JSON.
#[track_caller]
pub fn is_json(value: &impl Serialize, json: &str) {
    let expected: Value = serde_json::from_str(json).expect("the expected value is JSON");
    assert_eq!(
        serde_json::to_value(value).expect("every type writes JSON"),
        expected
    );
}

/// The body with other text in one place.
pub fn replaced(body: &str, at: Range<usize>, with: &str) -> String {
    let mut body = body.to_owned();
    body.replace_range(at, with);
    body
}

/// Asserts that nothing of the body was lost.
#[track_caller]
pub fn comes_back(delivery: &impl Serialize, body: &str) {
    is_json(delivery, body);
    let text = serde_json::to_string(delivery).expect("every type writes JSON");
    is_json(delivery, &text);
}

/// Asserts that the event also reads and writes on its own, without a delivery around it.
#[track_caller]
pub fn comes_back_alone<T: Serialize + DeserializeOwned>(event: &impl Serialize) {
    let text = serde_json::to_string(event).expect("every type writes JSON");
    is_json(&deserialized::<T>(&text), &text);
}

/// What a body became, as it writes itself.
pub fn outcome<T: Serialize>(read: Result<T, ParseError>) -> Result<Value, String> {
    let delivery = read.map_err(|error| error.to_string())?;
    serde_json::to_value(delivery).map_err(|error| error.to_string())
}

/// Asserts that payloads of an earlier crate are read and come back, where the environment names a file of them.
///
/// A line is a JSON object with `vendor`, `event`, `case` and `body`. `read` gives `None` for a vendor that is not there.
#[track_caller]
pub fn earlier_payloads(read: impl Fn(&str, &str, &[u8]) -> Option<Result<Value, String>>) {
    const VARIABLE: &str = "WEBHOOK_EVENTS_EARLIER_PAYLOADS";
    let Some(path) = std::env::var_os(VARIABLE) else {
        eprintln!("skipped: {VARIABLE} names no file of payloads");
        return;
    };
    let lines = std::fs::read_to_string(path).expect("the payloads can be read");
    let mut faults = Vec::new();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("a line holds JSON");
        let text = |name: &str| line[name].as_str().expect("a line says it").to_owned();
        let (vendor, event, body) = (text("vendor"), text("event"), text("body"));
        let expected: Value = serde_json::from_str(&body).expect("a body holds JSON");
        let fault = match read(&vendor, &event, body.as_bytes()) {
            Some(Ok(value)) if value == expected => continue,
            Some(Ok(_)) => "comes back changed".to_owned(),
            Some(Err(error)) => error,
            None => continue,
        };
        faults.push(format!("{vendor} {event}, {}: {fault}", text("case")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a test signs. It need not be a payload.
#[cfg(feature = "verify")]
const SIGNED: &[u8] = b"{\"signed\": \"\xff\"}";

/// Hexadecimal digits, base64 and text, all at once.
#[cfg(feature = "verify")]
const SECRET: &str = "00112233445566778899aabbccddeeff";

/// A vendor's `sign`.
#[cfg(feature = "verify")]
type Sign = fn(&Secret, SystemTime, &[u8]) -> Result<Vec<(&'static str, String)>, VerifyError>;

/// A vendor's `verify`.
#[cfg(feature = "verify")]
type Verify = for<'b> fn(
    &[(&'static str, String)],
    &'b [u8],
    &[Secret],
    SystemTime,
) -> Result<Verified<'b>, VerifyError>;

/// Asserts that what is signed is accepted, and nothing else is.
#[cfg(feature = "verify")]
#[track_caller]
pub fn checks_signatures(sign: Sign, verify: Verify, is_timed: bool) {
    let (secret, other) = (Secret::new(SECRET), Secret::new(SECRET.replace('0', "1")));
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let headers = sign(&secret, at, SIGNED).unwrap_or_else(|error| panic!("{error}"));
    let secrets = [other, secret];
    let verified = verify(&headers, SIGNED, &secrets, at).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((verified.body(), verified.secret_index()), (SIGNED, 1));
    assert_eq!(verified.sent_at(), is_timed.then_some(at));

    let refused = |headers: &[_], body, secrets: &[_], at| {
        verify(headers, body, secrets, at).expect_err("it is not what was signed")
    };
    let mismatch = VerifyError::Mismatch;
    assert_eq!(refused(&headers, &SIGNED[1..], &secrets, at), mismatch);
    assert_eq!(refused(&headers, SIGNED, &secrets[..1], at), mismatch);
    assert_eq!(refused(&headers, SIGNED, &[], at), VerifyError::NoSecrets);
    for index in 0..headers.len() {
        let mut headers = headers.clone();
        let removed = headers.remove(index).0;
        let error = refused(&headers, SIGNED, &secrets, at);
        assert!(matches!(error, VerifyError::MissingHeader { header, .. } if header == removed));
    }
    // Further than any profile may tolerate.
    let far = Duration::from_secs(86_401);
    for (at, is_late) in [(at - far, false), (at + far, true)] {
        match verify(&headers, SIGNED, &secrets, at) {
            Ok(_) => assert!(!is_timed),
            Err(VerifyError::TooOld { .. }) => assert!(is_timed && is_late),
            Err(VerifyError::TooNew { .. }) => assert!(is_timed && !is_late),
            Err(error) => panic!("{error}"),
        }
    }
}

/// Asserts that nothing passes for signed.
#[cfg(feature = "verify")]
#[track_caller]
pub fn refuses_signatures(sign: Sign, verify: Verify) {
    let secret = Secret::new(SECRET);
    let error = sign(&secret, UNIX_EPOCH, SIGNED).expect_err("nothing can be signed");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
    let error = verify(&[], SIGNED, &[secret], UNIX_EPOCH).expect_err("nothing can be checked");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
}

/// Asserts that each change in the table makes the body refused, with exactly the error beside it.
///
/// A line reads `start..end with | error`: the bytes that are replaced, what stands there instead, and the error.
#[track_caller]
pub fn refuses<T: Debug>(body: &str, parse: impl Fn(&[u8]) -> Result<T, ParseError>, table: &str) {
    let mut lines = 0;
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (change, error) = line
            .split_once(" | ")
            .expect("a line has a change and an error");
        let (at, with) = change
            .split_once(' ')
            .expect("a change has a range and a replacement");
        let (start, end) = at.split_once("..").expect("a range has two ends");
        let [start, end] =
            [start, end].map(|end| end.parse::<usize>().expect("an end is a number"));
        let changed = replaced(body, start..end, if with == "nothing" { "" } else { with });
        match parse(changed.as_bytes()) {
            Ok(delivery) => panic!("{line}: not refused but read as {delivery:?}"),
            Err(found) => assert_eq!(found.to_string(), error, "{change}"),
        }
        lines += 1;
    }
    assert_ne!(lines, 0, "there is something to refuse");
}
