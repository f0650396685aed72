//! The full public data set, which is not kept here: its path comes from the environment.

use serde_json::Value;
use webhook_catalog::{EventName, Origin, Profiles, VendorId};

use super::{lines, row};
use crate::lower::tests::lower;

#[test]
fn every_row_of_the_full_catalogue_is_lowered() {
    let Some(path) = std::env::var_os("WEBHOOK_EVENTS_FULL_CATALOG") else {
        println!("SKIPPED: WEBHOOK_EVENTS_FULL_CATALOG does not name the full data set");
        return;
    };
    let text =
        std::fs::read_to_string(&path).expect("WEBHOOK_EVENTS_FULL_CATALOG names a readable file");
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut read: Value = serde_json::from_str(line).expect("every line is JSON");
        let text = |value: &Value| value.as_str().expect("a required column").to_owned();
        let schema = match read["payload_schema"].take() {
            Value::String(text) => serde_json::from_str(&text).expect("a schema is JSON"),
            schema => schema,
        };
        let mut row = row(&text(&read["event_name"]), schema);
        row.vendor = VendorId::new(&text(&read["vendor"])).expect("a slug");
        row.event_name = EventName::new(&text(&read["event_name"])).expect("a name");
        row.origin = Origin {
            source: "catalogue".to_owned(),
            row: number,
        };
        rows.push(row);
    }
    let lowered = lower(&rows, &[], &Profiles::default());
    assert_eq!(lines(&lowered), [""; 0]);
    let events: usize = lowered
        .value
        .vendors
        .iter()
        .map(|vendor| vendor.events.len())
        .sum();
    assert_eq!((events, lowered.value.vendors.len()), (rows.len(), 30));
    rows.reverse();
    assert!(
        lower(&rows, &[], &Profiles::default()).value == lowered.value,
        "the order of rows does not matter"
    );
}
