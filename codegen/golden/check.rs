//! What every golden test does with its payloads.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use webhook_events::ParseError;

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
        let mut changed = body.to_owned();
        changed.replace_range(start..end, if with == "nothing" { "" } else { with });
        match parse(changed.as_bytes()) {
            Ok(delivery) => panic!("{line}: not refused but read as {delivery:?}"),
            Err(found) => assert_eq!(found.to_string(), error, "{change}"),
        }
        lines += 1;
    }
    assert_ne!(lines, 0, "there is something to refuse");
}
