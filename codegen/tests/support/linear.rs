//! The work of reading a hostile body: the number of times that each value is decoded, for any nesting and any alternatives.

use serde_json::Value;

use crate::recursive::{DECODED, Event, Level, NESTINGS, member, nested};
use crate::support::{OnMisfit, ParseError, parse_named};

fn read(on_misfit: OnMisfit, body: &str) -> Result<Event, ParseError> {
    parse_named("vendor", "root", on_misfit, body.as_bytes())
}

/// Number of times that any number is decoded while a body is read.
fn decoded(on_misfit: OnMisfit, body: &str) -> usize {
    let value: Value = serde_json::from_str(body).expect("a body is JSON");
    DECODED.set(0);
    let read = read(on_misfit, body);
    let decoded = DECODED.get();
    if let Ok(event) = read {
        assert_eq!(
            serde_json::to_value(&event).expect("an event is JSON"),
            value
        );
    } else {
        assert_eq!(on_misfit, OnMisfit::Refuse);
    }
    decoded
}

/// Upper bound for the number of times that a value is decoded: two strict passes, which read four times the text again at most,
/// and a tolerant pass that checks and builds.
const TIMES: usize = 16;

/// The last member of a level, counted from the innermost.
type Late = fn(usize) -> String;

#[test]
fn nesting_does_not_multiply_the_work() {
    for (name, root, level) in NESTINGS {
        let lates: [(&str, Late); 6] = [
            ("fits", |_| "true".to_owned()),
            ("misfits", |_| "{}".to_owned()),
            ("a misfit inside", |index| {
                if index == 0 { "{}" } else { "true" }.to_owned()
            }),
            ("misfits of every other", |index| {
                if index % 2 == 0 { "{}" } else { "true" }.to_owned()
            }),
            ("the last alternative", |index| {
                if index == 0 { "7" } else { "[true]" }.to_owned()
            }),
            ("an alternative each", |index| {
                ["true", "\"x\"", "[]"][index % 3].to_owned()
            }),
        ];
        for (late_name, late) in lates {
            for depth in [15, 30, 60] {
                let body = nested(root, *level, depth, late);
                for on_misfit in [OnMisfit::Keep, OnMisfit::Refuse] {
                    let decoded = decoded(on_misfit, &body);
                    assert!(
                        decoded <= TIMES * depth,
                        "{name}, {late_name}, {depth} levels, {on_misfit:?}: {decoded} numbers decoded"
                    );
                }
            }
        }
    }
}

#[test]
fn misfits_beside_each_other_do_not_multiply_the_work() {
    for (name, root, level) in NESTINGS {
        let tree = |late: &str| {
            let body = nested(root, *level, 5, |_| late.to_owned());
            body[body.find(": ").expect("it has a member") + 2..body.len() - 1].to_owned()
        };
        let root = if *root == "node" { "chain" } else { root };
        for late in ["{}", "true", "7"] {
            for count in [100, 200] {
                let trees = vec![format!(r#"{{"leaf": 1, "{root}": {}}}"#, tree(late)); count];
                let body = format!(
                    r#"{{"node": {{"leaf": 1, "list": [{}]}}}}"#,
                    trees.join(",")
                );
                let decoded = decoded(OnMisfit::Keep, &body);
                assert!(
                    decoded <= TIMES * 6 * count,
                    "{name}, {late}, {count} trees: {decoded} numbers decoded"
                );
            }
        }
    }
}

#[test]
fn a_strict_read_that_costs_too_much_gives_the_same_result() {
    let level: Level = |inner, late| member("strict", inner, late);
    for depth in [3, 60] {
        let fits = nested("strict", level, depth, |_| "true".to_owned());
        let strict = read(OnMisfit::Refuse, &fits).unwrap_or_else(|error| panic!("{error}"));
        let tolerant = read(OnMisfit::Keep, &fits).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(strict, tolerant);

        let body = nested("strict", level, depth, |index| {
            if index == 0 { "{}" } else { "true" }.to_owned()
        });
        let error = read(OnMisfit::Refuse, &body).expect_err("a value does not fit");
        assert_eq!(
            error.to_string(),
            "vendor event `root`: expected one of several forms at `/strict`, found an object (line 1, column 12)"
        );
        let Ok(Event::Root(event)) = read(OnMisfit::Keep, &body) else {
            panic!("the misfit is in an optional member")
        };
        assert!(event.extra.contains_key("strict"));

        // A misfit after the value that costs too much, and one before it.
        let after = format!("{}, \"node\": 5}}", &fits[..fits.len() - 1]);
        let error = read(OnMisfit::Refuse, &after).expect_err("a value does not fit");
        let message = error.to_string();
        assert!(
            message.contains("expected an object at `/node`, found a number"),
            "{message}"
        );
        let repeated = format!("{}, \"strict\": null}}", &fits[..fits.len() - 1]);
        let error = read(OnMisfit::Refuse, &repeated).expect_err("a member is repeated");
        assert!(
            error.to_string().contains("`/strict` is there twice"),
            "{error}"
        );
    }
}
