//! Keywords about contents, and annotations.

use serde_json::json;

use crate::lower::tests::{errors, notes, vendor_of};
use crate::model::TypeKind;

#[test]
fn content_keywords_are_notes() {
    let schema = json!({
        "type": "string", "contentEncoding": "base64", "contentMediaType": "application/json", "contentSchema": {"type": "object"},
    });
    let expected = [
        ": Encoded as `base64`",
        ": Holds `application/json`",
        r#": The decoded content fits `{"type":"object"}`"#,
    ];
    assert_eq!(notes(schema), expected);
}

#[test]
fn title_description_and_deprecated_are_docs() {
    let schema = json!({"type": "object", "title": "T", "description": "D", "properties": {"a": {"type": "string", "deprecated": true}}});
    let vendor = vendor_of(schema);
    let root = &vendor.types[vendor.events[0].root.0];
    assert_eq!(
        (root.docs.title.as_deref(), root.docs.description.as_deref()),
        (Some("T"), Some("D"))
    );
    let TypeKind::Object(object) = &root.kind else {
        panic!("the root is an object")
    };
    assert!(object.properties[0].docs.deprecated && !root.docs.deprecated);
    assert_eq!(
        errors(json!({"title": 1})),
        ["E101 /title: `title` is a number, but must be a string"]
    );
}

#[test]
fn default_and_examples_are_notes() {
    let schema = json!({"type": "string", "default": "a", "examples": ["b", "c"], "example": "d"});
    assert_eq!(
        notes(schema),
        [
            r#": Default: `"a"`"#,
            r#": Example: `"d"`"#,
            r#": Examples: `"b"`, `"c"`"#
        ]
    );
}
