//! How a vendor's deliveries are signed, as constants.

use std::time::Duration;

/// How a vendor's deliveries are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// By a keyed hash over the body, alone or with a time.
    Hmac(HmacScheme),
    /// In a way that this crate cannot check, or not at all.
    #[non_exhaustive]
    Unsupported {
        /// Why.
        why: &'static str,
    },
}

/// A keyed hash over the body, alone or with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HmacScheme {
    /// The hash.
    pub algorithm: HashAlgorithm,
    /// How the vendor writes a secret.
    pub secret: SecretForm,
    /// The header that holds the signature.
    pub header: &'static str,
    /// What stands between the parts of that header; `None` where it is one signature.
    pub separator: Option<&'static str>,
    /// What a signature starts with.
    pub prefix: &'static str,
    /// How the hash is written after the prefix.
    pub encoding: Encoding,
    /// The time that is signed beside the body. `None`: none is, so a delivery can be sent again for ever, and only its id tells.
    pub timestamp: Option<Timestamp>,
    /// What is hashed, in this order.
    pub signed: &'static [SignedPart],
}

/// The time that is signed beside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timestamp {
    /// Where it stands.
    pub place: TimestampPlace,
    /// How it is written.
    pub form: TimestampForm,
    /// How far it may be from the receiver's clock, in either direction, unless the receiver says otherwise.
    pub tolerance: Duration,
}

/// Where the time stands that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampPlace {
    /// In this header.
    Header(&'static str),
    /// In the part of the signature's header that starts so.
    Part(&'static str),
}

/// A piece of what is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedPart {
    /// This text.
    Literal(&'static str),
    /// The time, byte for byte as it was sent.
    Timestamp,
    /// The body, byte for byte as it was sent.
    Body,
}

/// The hash of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1, which still holds as a keyed hash.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// How a hash is written in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal digits.
    Hex,
    /// Base64 with `+`, `/` and padding.
    Base64,
}

/// How a vendor writes a secret, and with it which bytes are the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretForm {
    /// The bytes of the text itself.
    Text,
    /// The bytes that hexadecimal digits stand for.
    Hex,
    /// The bytes that base64 stands for.
    Base64,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampForm {
    /// Seconds since 1970, in decimal digits.
    Seconds,
    /// Milliseconds since 1970, in decimal digits.
    Milliseconds,
    /// A date and time in UTC, such as `2021-07-25T10:00:00Z`.
    Rfc3339,
}
