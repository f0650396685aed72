use super::*;
use crate::profile::tests::{found, read};

const BODY_ALONE: &str = "signature = { algorithm = \"sha256\", header = \"X-Sum\", encoding = \"hex\", signed = \"{body}\" }";

fn scheme(keys: &str) -> SigningScheme {
    let (profiles, found) = read(&format!("[acme]\n{keys}"));
    assert_eq!(found, Vec::<String>::new());
    match &profiles[0].signature {
        Some(Signature::Supported(scheme)) => scheme.clone(),
        other => panic!("no scheme but {other:?}"),
    }
}

#[test]
fn the_body_alone() {
    assert_eq!(
        scheme(BODY_ALONE),
        SigningScheme {
            algorithm: SigningAlgorithm::HmacSha256,
            secret: SecretForm::Text,
            header: "X-Sum".into(),
            header_aliases: vec![],
            separator: None,
            prefix: String::new(),
            encoding: Encoding::Hex,
            timestamp: None,
            signed: vec![SignedPart::Body],
        }
    );
}

#[test]
fn a_time_in_a_header_of_its_own() {
    let scheme = scheme(
        "[acme.signature]\nalgorithm = \"sha512\"\nsecret = \"hex\"\nheader = \"X-Sum\"\nprefix = \"sha512 \"\n\
         encoding = \"base64\"\nsigned = \"v0:{timestamp}:{body}!\"\n\
         timestamp = { header = \"X-Time\", form = \"rfc3339\", tolerance = 60 }",
    );
    assert_eq!(
        (scheme.secret, &*scheme.prefix),
        (SecretForm::Hex, "sha512 ")
    );
    assert_eq!(
        scheme.timestamp,
        Some(Timestamp {
            place: TimestampPlace::Header("X-Time".into()),
            form: TimestampForm::Rfc3339,
            tolerance: 60,
        })
    );
    assert_eq!(
        scheme.signed,
        [
            SignedPart::Literal("v0:".into()),
            SignedPart::Timestamp,
            SignedPart::Literal(":".into()),
            SignedPart::Body,
            SignedPart::Literal("!".into()),
        ]
    );
}

#[test]
fn several_parts_in_one_header() {
    let scheme = scheme(
        "[acme.signature]\nalgorithm = \"sha1\"\nheader = \"X-Sum\"\nseparator = \" \"\nprefix = \"v1=\"\n\
         encoding = \"hex\"\nsigned = \"{timestamp}{body}\"\ntimestamp = { prefix = \"t=\", tolerance = 300 }",
    );
    assert_eq!(scheme.separator.as_deref(), Some(" "));
    let timestamp = scheme.timestamp.expect("a timestamp");
    assert_eq!(timestamp.place, TimestampPlace::Part("t=".into()));
    assert_eq!(timestamp.form, TimestampForm::Seconds);
}

#[test]
fn what_cannot_be_told_says_why() {
    let (profiles, lines) = read("[acme]\nsignature.unsupported = \"a certificate\"");
    assert_eq!(lines, Vec::<String>::new());
    let why = "a certificate".to_owned();
    assert_eq!(profiles[0].signature, Some(Signature::Unsupported { why }));
    assert_eq!(
        found("signature = { unsupported = \"\", header = \"X\" }"),
        [
            "E051 /acme/signature/header: unknown key `header`",
            "E052 /acme/signature/unsupported: `unsupported` is empty",
        ]
    );
}

#[test]
fn keys_and_values_that_are_no_good() {
    assert_eq!(
        found("signature = 1"),
        ["E052 /acme/signature: `signature` is a table, found an integer"]
    );
    assert_eq!(
        found("signature = {}"),
        [
            "E052 /acme/signature/algorithm: `algorithm` is missing",
            "E052 /acme/signature/header: `header` is missing",
            "E052 /acme/signature/encoding: `encoding` is missing",
            "E052 /acme/signature/signed: `signed` is missing",
        ]
    );
    assert_eq!(
        found(
            "signature = { algorithm = \"md5\", header = \"X: y\", encoding = 1, signed = \"{body}\", prefix = \"\", secrets = 1 }"
        ),
        [
            "E051 /acme/signature/secrets: unknown key `secrets`",
            "E052 /acme/signature/algorithm: `md5` is no `algorithm`",
            "E052 /acme/signature/header: `X: y` is no header name",
            "E052 /acme/signature/prefix: `prefix` is empty",
            "E052 /acme/signature/encoding: `encoding` is text, found an integer",
        ]
    );
}

#[test]
fn other_parts_of_the_request() {
    let scheme = scheme(
        "[acme.signature]\nalgorithm = \"sha1\"\nheader = \"X-Sum\"\nheader_aliases = [\"Sum\"]\nencoding = \"base64\"\n\
         signed = \"{method}{uri}{form}{header:X-Id}\"\ndecoded_in_uri = \":/\"\nbody_hash = \"sum\"",
    );
    assert_eq!(scheme.header_aliases, ["Sum"]);
    assert!(Signature::Supported(scheme.clone()).needs_request());
    assert_eq!(
        scheme.signed,
        [
            SignedPart::Method,
            SignedPart::Uri {
                decoded: ":/".into()
            },
            SignedPart::Form {
                body_hash: Some("sum".into())
            },
            SignedPart::Header("X-Id".into()),
        ]
    );
}

#[test]
fn keys_that_do_not_belong_together() {
    let with = |others: &str| found(&BODY_ALONE.replace(" }", &format!(", {others} }}")));
    assert_eq!(
        with("decoded_in_uri = \":\""),
        ["E052 /acme/signature/decoded_in_uri: `decoded_in_uri` has no meaning without `{uri}`"]
    );
    assert_eq!(
        with("body_hash = \"sum\""),
        ["E052 /acme/signature/body_hash: `body_hash` has no meaning without `{form}` and `{uri}`"]
    );
    assert_eq!(
        with("header_aliases = [\"a b\"]"),
        ["E052 /acme/signature/header_aliases: `a b` is no header name"]
    );
    assert_eq!(
        found(&BODY_ALONE.replace("sha256", "ed25519")),
        ["E052 /acme/signature/algorithm: a key of Ed25519 is no text"]
    );
}

/// The diagnostics about a template, with or without a timestamp.
fn template(signed: &str, timestamp: &str) -> String {
    let keys = BODY_ALONE
        .replace("{body}", signed)
        .replace(" }", timestamp);
    let [line] = &found(&keys)[..] else {
        panic!("one diagnostic: {signed}")
    };
    line.replace("E056 /acme/signature/signed: ", "")
}

#[test]
fn templates_that_are_no_good() {
    let timed = ", timestamp = { header = \"X-Time\", tolerance = 300 } }";
    let braces = "braces hold `{body}`, `{form}`, `{timestamp}`, `{method}`, `{uri}` or `{header:NAME}`, nothing else";
    assert_eq!(template("{timestamp}", timed), "the body is not signed");
    assert_eq!(
        template("{body}{body}", " }"),
        "the body stands in it twice"
    );
    assert_eq!(
        template("{body}", timed),
        "the timestamp is not signed, so it proves nothing"
    );
    assert_eq!(
        template("{timestamp}{body}", " }"),
        "it holds a timestamp, and `timestamp` does not say where that is"
    );
    assert_eq!(
        template("{timestamp}{body}{timestamp}", timed),
        "the timestamp stands in it twice"
    );
    for signed in [
        "{body}{url}",
        "{body}}",
        "{{body}}",
        "{ body }",
        "{body}{header:}",
        "{body}{header:X Y}",
        "{body",
    ] {
        assert_eq!(template(signed, " }"), braces, "{signed}");
    }
}

#[test]
fn timestamps_that_are_no_good() {
    let timed = |timestamp: &str, others: &str| {
        let keys = BODY_ALONE.replace("{body}", "{timestamp}{body}");
        found(&keys.replace(" }", &format!(", timestamp = {{ {timestamp} }}{others} }}")))
    };
    let one_of = "E052 /acme/signature/timestamp: `timestamp` has one of `header` and `prefix`";
    assert_eq!(timed("tolerance = 1", ""), [one_of]);
    assert_eq!(
        timed("header = \"X\", prefix = \"t=\", tolerance = 1", ""),
        [one_of]
    );
    assert_eq!(
        timed("header = \"X\", form = \"minutes\"", ""),
        [
            "E052 /acme/signature/timestamp/form: `minutes` is no `form`",
            "E052 /acme/signature/timestamp/tolerance: `tolerance` is missing",
        ]
    );
    for tolerance in ["0", "-1", "86401"] {
        assert_eq!(
            timed(&format!("header = \"X\", tolerance = {tolerance}"), ""),
            [
                "E052 /acme/signature/timestamp/tolerance: `tolerance` is a number of seconds from 1 to 86400"
            ]
        );
    }
}

#[test]
fn timestamps_that_could_be_something_else() {
    let timed = |place: &str, others: &str| {
        let keys = BODY_ALONE.replace("{body}", "{timestamp}{body}");
        let timestamp = format!(", timestamp = {{ {place}, tolerance = 1 }}{others} }}");
        found(&keys.replace(" }", &timestamp)).concat()
    };
    for (place, others, message) in [
        (
            "header = \"x-sum\"",
            "",
            "the timestamp's header is the signature's",
        ),
        (
            "prefix = \"t=\"",
            ", prefix = \"v1=\"",
            "the timestamp is a part of the header, and no `separator` says where parts end",
        ),
        (
            "prefix = \"t=\"",
            ", separator = \",\"",
            "the timestamp's prefix and the signature's can be the same text",
        ),
        (
            "prefix = \"v1\"",
            ", separator = \",\", prefix = \"v1=\"",
            "the timestamp's prefix and the signature's can be the same text",
        ),
    ] {
        let line = format!("E052 /acme/signature/timestamp: {message}");
        assert_eq!(timed(place, others), line);
    }
}
