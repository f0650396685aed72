//! Signatures: schemes of each kind and helpers of their tests.

mod headers;
mod properties;
mod refused;
mod times;
mod vectors;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::verify::{
    Encoding, HashAlgorithm, HmacScheme, Secret, SecretForm, SignatureScheme, SignedPart,
    Timestamp, TimestampForm, TimestampPlace, Verified, VerifyError,
};

/// One signature over the body alone.
const PLAIN: HmacScheme = HmacScheme {
    algorithm: HashAlgorithm::Sha256,
    secret: SecretForm::Text,
    header: "X-Sum",
    separator: None,
    prefix: "sha256=",
    encoding: Encoding::Hex,
    timestamp: None,
    signed: &[SignedPart::Body],
};

/// A timestamp in a header of its own.
const TIMED: HmacScheme = HmacScheme {
    header: "X-Slack-Signature",
    prefix: "v0=",
    timestamp: Some(Timestamp {
        place: TimestampPlace::Header("X-Slack-Request-Timestamp"),
        form: TimestampForm::Seconds,
        tolerance: Duration::from_secs(300),
    }),
    signed: &[
        SignedPart::Literal("v0:"),
        SignedPart::Timestamp,
        SignedPart::Literal(":"),
        SignedPart::Body,
    ],
    ..PLAIN
};

/// A timestamp and several signatures in one header.
const LISTED: HmacScheme = HmacScheme {
    separator: Some(","),
    prefix: "v1=",
    timestamp: Some(Timestamp {
        place: TimestampPlace::Part("t="),
        form: TimestampForm::Seconds,
        tolerance: Duration::from_secs(300),
    }),
    signed: &[
        SignedPart::Timestamp,
        SignedPart::Literal("."),
        SignedPart::Body,
    ],
    ..PLAIN
};

/// Base64 and an RFC 3339 timestamp.
const DATED: HmacScheme = HmacScheme {
    prefix: "",
    encoding: Encoding::Base64,
    timestamp: Some(Timestamp {
        place: TimestampPlace::Header("X-Time"),
        form: TimestampForm::Rfc3339,
        tolerance: Duration::from_secs(300),
    }),
    signed: &[SignedPart::Timestamp, SignedPart::Body],
    ..PLAIN
};

/// A hexadecimal secret, and the timestamp after the body.
const KEYED: HmacScheme = HmacScheme {
    algorithm: HashAlgorithm::Sha512,
    secret: SecretForm::Hex,
    prefix: "sha512 ",
    timestamp: Some(Timestamp {
        place: TimestampPlace::Header("X-Time"),
        form: TimestampForm::Milliseconds,
        tolerance: Duration::from_secs(60),
    }),
    signed: &[SignedPart::Body, SignedPart::Timestamp],
    ..PLAIN
};

/// A base64 secret, and SHA-1.
const LEGACY: HmacScheme = HmacScheme {
    algorithm: HashAlgorithm::Sha1,
    secret: SecretForm::Base64,
    prefix: "",
    encoding: Encoding::Base64,
    ..PLAIN
};

/// All of the schemes above.
const KINDS: [HmacScheme; 6] = [PLAIN, TIMED, LISTED, DATED, KEYED, LEGACY];

/// Valid as text, hexadecimal digits and base64.
const SECRET: &str = "00ff10a500ff10a500ff10a500ff10a5";

const BODY: &[u8] = br#"{"id":"evt_1"}"#;

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn now() -> SystemTime {
    at(1_700_000_000)
}

type Signed = Vec<(&'static str, String)>;

fn sign(scheme: HmacScheme, secret: &str, body: &[u8]) -> Signed {
    SignatureScheme::Hmac(scheme)
        .sign(&Secret::new(secret), now(), body)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Verifies with one secret at the time at which [`sign`] signs.
fn verify<'b>(
    scheme: HmacScheme,
    headers: &Signed,
    body: &'b [u8],
    secret: &str,
) -> Result<Verified<'b>, VerifyError> {
    SignatureScheme::Hmac(scheme).verify(headers, body, &[Secret::new(secret)], now())
}
