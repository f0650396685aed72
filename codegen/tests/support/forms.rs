//! Forms: their JSON, writing them back, and bodies of another format.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::form::{form_to_json, read_form, to_form};
use crate::support::{ErrorKind, OnMisfit, ParseError, parse_named};

fn value(body: &str) -> Value {
    let text = form_to_json(body.as_bytes()).unwrap_or_else(|found| panic!("{body}: {found}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The names and values of a form, sorted by name. Values of one name keep their order.
fn sorted_fields(body: &str) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(body.as_bytes());
    let mut fields: Vec<_> = fields.into_owned().collect();
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    fields
}

#[test]
fn fields_are_strings() {
    assert_eq!(
        value("From=%2B15550100&Body=Caf%C3%A9+%26+more%21&NumMedia=0&Empty=&=x&Flag"),
        json!({"From": "+15550100", "Body": "Café & more!", "NumMedia": "0", "Empty": "", "": "x", "Flag": ""})
    );
    assert_eq!(value(""), json!({}));
    assert_eq!(value("&&"), json!({}));
    assert_eq!(value("a=%22%5C%0A%00"), json!({"a": "\"\\\n\u{0}"}));
    assert_eq!(value("a=1=2"), json!({"a": "1=2"}));
}

#[test]
fn brackets_make_objects() {
    let expected = json!({"type": "subscribe", "data": {"merges": {"EMAIL": "a@b.example", "F/N": "x"}, "id": "1"}});
    assert_eq!(
        value("type=subscribe&data[merges][EMAIL]=a%40b.example&data[id]=1&data[merges][F/N]=x"),
        expected
    );
    let encoded = "type=subscribe&data%5Bmerges%5D%5BEMAIL%5D=a%40b.example&data%5Bid%5D=1&data%5Bmerges%5D%5BF%2FN%5D=x";
    assert_eq!(value(encoded), expected);
}

#[test]
fn indices_make_lists_of_objects() {
    assert_eq!(
        value("a[0][b]=x&a[0][c]=y&a[1][b]=z"),
        json!({"a": [{"b": "x", "c": "y"}, {"b": "z"}]})
    );
    assert_eq!(
        value("a[1][b]=y&a[0][0][b]=x"),
        json!({"a": [[{"b": "x"}], {"b": "y"}]})
    );
    let eleven: String = (0..11)
        .map(|index| format!("a[{index}][b]={index}&"))
        .collect();
    let items: Vec<Value> = (0..11)
        .map(|index| json!({"b": index.to_string()}))
        .collect();
    assert_eq!(value(&eleven), json!({ "a": items }));
    for (body, expected) in [
        ("a[1][b]=x", json!({"a": {"1": {"b": "x"}}})),
        (
            "a[0][b]=x&a[4000000000][b]=y",
            json!({"a": {"0": {"b": "x"}, "4000000000": {"b": "y"}}}),
        ),
        ("a[00][b]=x", json!({"a": {"00": {"b": "x"}}})),
        (
            "a[0][b]=x&a[c]=y",
            json!({"a": {"0": {"b": "x"}, "c": "y"}}),
        ),
        ("a[0]=x&a[1]=y", json!({"a": {"0": "x", "1": "y"}})),
        ("a[]=x&a[]=y", json!({"a": {"": ["x", "y"]}})),
        ("0[a]=x&1[a]=y", json!({"0": {"a": "x"}, "1": {"a": "y"}})),
    ] {
        assert_eq!(value(body), expected, "{body}");
    }
}

#[test]
fn names_with_other_brackets_are_kept() {
    for name in [
        "a[b", "[a]", "a[b]c", "a[b]c[d]", "a[[b]]", "[", "]", "a]b", "a[b][c",
    ] {
        assert_eq!(value(&format!("{name}=x")), json!({ name: "x" }));
    }
    let deep = format!("a{}", "[b]".repeat(33));
    assert_eq!(value(&format!("{deep}=x")), json!({ deep: "x" }));
    let deepest = value(&format!("a{}=x", "[b]".repeat(32)));
    assert_eq!(
        deepest.pointer(&format!("/a{}", "/b".repeat(32))),
        Some(&json!("x"))
    );
}

#[test]
fn a_repeated_field_is_a_list() {
    assert_eq!(
        value("a=1&b[c]=2&a=3&b[c]="),
        json!({"a": ["1", "3"], "b": {"c": ["2", ""]}})
    );
}

/// Otherwise the name would be a text and an object.
#[test]
fn fields_below_a_field_are_kept_by_their_names() {
    for (body, expected) in [
        ("a[b]=1&a=2", json!({"a": "2", "a[b]": "1"})),
        (
            "d[a]=2&d[a][0][b]=1&d[a][c]=3&d[e]=4",
            json!({"d": {"a": "2", "e": "4"}, "d[a][0][b]": "1", "d[a][c]": "3"}),
        ),
        ("a[0][b]=1&a[0]=2", json!({"a": {"0": "2"}, "a[0][b]": "1"})),
        (
            "a=1&a[b]=2&a[b]=3&a[b][c]=4",
            json!({"a": "1", "a[b]": ["2", "3"], "a[b][c]": "4"}),
        ),
    ] {
        assert_eq!(value(body), expected, "{body}");
    }
}

#[track_caller]
fn refused(body: &[u8], message: &str) {
    let read = read_form("acme", body, |json| -> Result<(), ParseError> {
        panic!("read: {}", String::from_utf8_lossy(json))
    });
    let error = read.expect_err("it is no form");
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert_eq!((error.line(), error.column()), (0, 0));
}

#[test]
fn bodies_that_are_no_form() {
    let message = "acme: the body is JSON, expected a form";
    for body in [r#"{"type":"subscribe"}"#, " \n[1]", "{", "{\"a\": "] {
        refused(body.as_bytes(), message);
    }
    let message = "acme: the body is not UTF-8, expected a form";
    refused(b"a=%FF", message);
    refused(b"a=\xff", message);
    refused(b"%C3=%A9", message);
}

#[test]
fn an_error_in_a_form_has_no_position() {
    let read = read_form("acme", b"data[id]=1", |json| {
        parse_named::<bool>("acme", "paid", OnMisfit::Refuse, json)
    });
    let error = read.expect_err("a form is no boolean");
    assert_eq!(
        error.to_string(),
        "acme event `paid`: expected a boolean at the top level, found an object"
    );
    assert_eq!((error.line(), error.column()), (0, 0));
}

#[test]
fn a_form_where_json_is_due() {
    let read = |body: &str| {
        let read = parse_named::<Value>("acme", "paid", OnMisfit::Keep, body.as_bytes());
        read.expect_err("no JSON").to_string()
    };
    for body in [
        "type=subscribe&data%5Bemail%5D=a%40b.example",
        "type=subscribe&data[email]=a@b.example",
        "a=",
        "token=x&team_id=T1&text=Hello+there%21",
        "true=1",
    ] {
        assert_eq!(
            read(body),
            "acme event `paid`: the body is a form, expected JSON",
            "{body}"
        );
    }
    assert_eq!(
        read("payload=%7B%22action%22%3A%22opened%22%7D"),
        "acme event `paid`: the body is a form with JSON in its field `payload`, expected JSON"
    );
    for body in [
        "", "=", "=x", "{a=b}", "[a]=b", "a = b", "a", "\"a=b", "<a b=c>", "a\n=b",
    ] {
        assert!(
            read(body).contains(": not valid JSON at "),
            "{body}: {}",
            read(body)
        );
    }
}

#[test]
fn values_that_a_form_lacks_are_left_out() {
    assert_eq!(
        to_form(&json!({"a": null, "b": [], "c": {}, "d": 1.50, "e": true, "f": [null, "x"]})),
        "d=1.5&e=true&f=x"
    );
    assert_eq!(to_form(&json!("text")), "");
}

/// Time must stay linear, and the stack small, whatever the names are.
#[test]
fn hostile_forms_are_read() {
    let count = 20_000;
    let fields: Vec<String> = (0..count)
        .map(|index| match index % 5 {
            0 => format!("a[{index}]=x"),
            1 => format!("a{}=x", "[a]".repeat(index % 40)),
            2 => format!("{}=x", "[".repeat(index % 100)),
            3 => format!("a[b][{}][c]=x", index * 1_000),
            _ => format!("a{}={index}", "[]".repeat(index % 33)),
        })
        .collect();
    let body = fields.join("&");
    let json = value(&body);
    assert_eq!(sorted_fields(&to_form(&json)), sorted_fields(&body));
    let long = format!("{}=x", "a[b]".repeat(200_000));
    assert_eq!(sorted_fields(&to_form(&value(&long))), sorted_fields(&long));
}

/// Fields as vendors send them: names in brackets, also indices, gaps, repetitions and names inside others.
fn any_field() -> impl Strategy<Value = (String, String)> {
    let step = prop_oneof![
        prop::sample::select(vec!["0", "1", "2", "00", "", "a", "EMAIL"]).prop_map(str::to_owned),
        "[a-c0-2+&=é ]{0,2}",
    ];
    let steps = prop::collection::vec(step, 0..4);
    let nested = ("[ab]|\\PC{0,2}", steps).prop_map(|(first, steps)| {
        let steps = steps.iter().map(|step| format!("[{step}]"));
        first + &steps.collect::<String>()
    });
    (prop_oneof![nested, "[a\\[\\]]{0,6}"], "\\PC{0,4}")
}

proptest! {
    #[test]
    fn any_form_is_written_with_the_same_fields(fields in prop::collection::vec(any_field(), 0..12)) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(&fields).finish();
        let value = value(&body);
        prop_assert_eq!(sorted_fields(&to_form(&value)), sorted_fields(&body));
    }

    #[test]
    fn any_bytes_are_read_or_refused(body: Vec<u8>) {
        if let Ok(json) = form_to_json(&body) {
            let value: Value = serde_json::from_str(&json).expect("it is JSON");
            let text = String::from_utf8(body).expect("it is UTF-8");
            prop_assert_eq!(sorted_fields(&to_form(&value)), sorted_fields(&text));
        }
    }
}
