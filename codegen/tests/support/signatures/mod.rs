//! Signatures: schemes of each kind and helpers of their tests.

mod headers;
mod properties;
mod refused;
mod requests;
mod times;
mod vectors;
mod vendors;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::verify::{
    Encoding, Headers, Request, Secret, SecretForm, SignatureScheme, SignedPart, SigningAlgorithm,
    SigningScheme, Timestamp, TimestampForm, TimestampPlace, Verified, VerifyError,
};

/// One signature over the body alone.
const PLAIN: SigningScheme = SigningScheme {
    algorithm: SigningAlgorithm::HmacSha256,
    secret: SecretForm::Text,
    header: "X-Sum",
    header_aliases: &[],
    separator: None,
    prefix: "sha256=",
    encoding: Encoding::Hex,
    timestamp: None,
    signed: &[SignedPart::Body],
};

/// A timestamp in a header of its own.
const TIMED: SigningScheme = SigningScheme {
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
const LISTED: SigningScheme = SigningScheme {
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
const DATED: SigningScheme = SigningScheme {
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
const KEYED: SigningScheme = SigningScheme {
    algorithm: SigningAlgorithm::HmacSha512,
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
const LEGACY: SigningScheme = SigningScheme {
    algorithm: SigningAlgorithm::HmacSha1,
    secret: SecretForm::Base64,
    prefix: "",
    encoding: Encoding::Base64,
    ..PLAIN
};

/// An Ed25519 signature.
const KEY_PAIR: SigningScheme = SigningScheme {
    algorithm: SigningAlgorithm::Ed25519,
    secret: SecretForm::Hex,
    header: "X-Sum",
    prefix: "",
    signed: &[SignedPart::Timestamp, SignedPart::Body],
    ..TIMED
};

/// The method, the URI with some characters decoded, and another header.
const TARGETED: SigningScheme = SigningScheme {
    signed: &[
        SignedPart::Method,
        SignedPart::Uri { decoded: ":/?" },
        SignedPart::Body,
        SignedPart::Header("X-Id"),
    ],
    ..LEGACY
};

/// The URI and the fields of a form, or the hash of another body.
const FORM: SigningScheme = SigningScheme {
    secret: SecretForm::Text,
    signed: &[
        SignedPart::Uri { decoded: "" },
        SignedPart::Form {
            body_hash: Some("sum"),
        },
    ],
    ..LEGACY
};

/// All of the schemes above that sign every byte of the body.
const KINDS: [SigningScheme; 8] = [
    PLAIN, TIMED, LISTED, DATED, KEYED, LEGACY, KEY_PAIR, TARGETED,
];

/// Valid as text, hexadecimal digits of 32 bytes, and base64.
const SECRET: &str = "00ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a500ff10a5";

const BODY: &[u8] = br#"{"id":"evt_1"}"#;

const URI: &str = "https://user:pa55word@example.com/hooks?a=%3a%41&b=1";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn now() -> SystemTime {
    at(1_700_000_000)
}

type Signed = Vec<(&'static str, String)>;

fn request<'r, H: Headers + ?Sized>(headers: &'r H, body: &'r [u8]) -> Request<'r, H> {
    Request {
        method: "POST",
        uri: URI,
        headers,
        body,
    }
}

const NO_HEADERS: &[(&str, &str)] = &[];

fn sign(scheme: SigningScheme, secret: &str, body: &[u8]) -> Signed {
    SignatureScheme::Supported(scheme)
        .sign_request(&Secret::new(secret), now(), &request(NO_HEADERS, body))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The secret of a receiver, for a secret that signs.
fn receivers(scheme: SigningScheme, secret: &str) -> Secret {
    let secret = Secret::new(secret);
    let verifying = SignatureScheme::Supported(scheme).verifying_secret(&secret);
    verifying.unwrap_or(secret)
}

/// Verifies with one secret at the time at which [`sign`] signs.
fn verify<'b>(
    scheme: SigningScheme,
    headers: &'b Signed,
    body: &'b [u8],
    secret: &str,
) -> Result<Verified<'b>, VerifyError> {
    let secrets = [receivers(scheme, secret)];
    SignatureScheme::Supported(scheme).verify_request(&request(headers, body), &secrets, now())
}
