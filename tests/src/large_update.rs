//! A large update as maintainers meet it: sixty edits of rows of many vendors, and two changes of every event of Stripe.
//!
//! `fixtures/large_update/edits.json` lists the edits, so that no second catalogue is stored. An edit names a `vendor`, an `event`
//! (every event of the vendor without one) and, as `at`, a JSON pointer into the row, whose columns are its members. It sets the
//! `value` there, or removes the present one. As in JSON Patch, `-` is the place after the last item of an array. Without `at`
//! it removes the row, or, with `like`, adds one that is like the row of that event.

use serde_json::{Map, Value, json};
use webhook_catalog::{EventRow, SourceFile, read_rows};

/// Path of the edits in the workspace.
pub const EDITS: &str = "tests/fixtures/large_update/edits.json";

/// The edited rows of `snapshot`, as JSONL.
///
/// # Panics
///
/// If the snapshot cannot be read, or an edit does not apply.
#[track_caller]
pub fn edited(snapshot: SourceFile, edits: &[u8]) -> Vec<u8> {
    let rows = read_rows(&[snapshot], &[], &[]);
    assert!(
        !rows.diagnostics.iter().any(|found| found.is_error()),
        "{:?}",
        rows.diagnostics
    );
    let mut rows: Vec<Value> = rows.value.iter().map(EventRow::to_json).collect();
    let edits: Vec<Value> = serde_json::from_slice(edits).expect("a list of edits");
    for edit in &edits {
        apply(&mut rows, edit);
    }
    let lines = rows.iter().map(|row| format!("{row}\n"));
    lines.collect::<String>().into_bytes()
}

fn apply(rows: &mut Vec<Value>, edit: &Value) {
    let of = |row: &Value, event: &Value| {
        row["vendor"] == edit["vendor"] && (event.is_null() || row["event_name"] == *event)
    };
    let before = rows.len();
    match (edit["at"].as_str(), &edit["like"]) {
        (Some(pointer), _) => {
            let mut changed = 0;
            for row in rows.iter_mut().filter(|row| of(row, &edit["event"])) {
                change(row, pointer, edit.get("value"))
                    .unwrap_or_else(|| panic!("no such place: {edit}"));
                changed += 1;
            }
            assert!(changed > 0, "no such row: {edit}");
        }
        (None, Value::Null) => {
            rows.retain(|row| !of(row, &edit["event"]));
            assert_eq!(rows.len() + 1, before, "not one row: {edit}");
        }
        (None, like) => {
            let model = rows.iter().find(|row| of(row, like));
            let mut row = model
                .unwrap_or_else(|| panic!("no such row: {edit}"))
                .clone();
            row["event_name"] = edit["event"].clone();
            rows.push(row);
        }
    }
}

/// Sets or removes a value. `None` if there is no such place, or nothing changes.
fn change(row: &mut Value, pointer: &str, value: Option<&Value>) -> Option<()> {
    let (holder, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match (row.pointer_mut(holder)?, value) {
        (Value::Object(members), Some(value)) => set(members, key, value),
        (Value::Object(members), None) => members.remove(&key).map(drop),
        (Value::Array(items), Some(value)) if key == "-" => {
            items.push(value.clone());
            Some(())
        }
        (Value::Array(items), Some(value)) => {
            *items.get_mut(key.parse::<usize>().ok()?)? = value.clone();
            Some(())
        }
        (Value::Array(items), None) => {
            let index = key.parse().ok().filter(|index| *index < items.len())?;
            items.remove(index);
            Some(())
        }
        _ => None,
    }
}

fn set(members: &mut Map<String, Value>, key: String, value: &Value) -> Option<()> {
    let before = members.insert(key, value.clone());
    (before.unwrap_or(json!(null)) != *value).then_some(())
}
