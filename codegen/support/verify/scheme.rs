//! Signature schemes, as constants.

use std::time::Duration;

/// A vendor's signature scheme. Each vendor's module has its own as the constant `SIGNATURE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// HMAC over the body, alone or with a timestamp.
    Hmac(HmacScheme),
    /// A scheme that this crate does not support, or no signature at all.
    #[non_exhaustive]
    Unsupported {
        /// The reason.
        why: &'static str,
    },
}

/// HMAC over the body, alone or with a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HmacScheme {
    /// Hash function.
    pub algorithm: HashAlgorithm,
    /// Format of secrets.
    pub secret: SecretForm,
    /// Name of the header that holds the signature.
    pub header: &'static str,
    /// Separator of the header's parts; `None` if the header is a single signature.
    pub separator: Option<&'static str>,
    /// Prefix of a signature in the header, such as `v0=`.
    pub prefix: &'static str,
    /// Encoding of the hash after the prefix.
    pub encoding: Encoding,
    /// The signed timestamp. If it is `None`, a recorded delivery stays valid, and replays can be recognised by the delivery's id only.
    pub timestamp: Option<Timestamp>,
    /// The hashed parts, in order.
    pub signed: &'static [SignedPart],
}

/// A timestamp that is signed together with the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timestamp {
    /// Its place in the request.
    pub place: TimestampPlace,
    /// Its format.
    pub form: TimestampForm,
    /// Default for the maximum difference from the receiver's clock, in either direction; see [`Clock::tolerating`](super::Clock::tolerating).
    pub tolerance: Duration,
}

/// Place of a timestamp in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampPlace {
    /// The header of this name.
    Header(&'static str),
    /// The part of the signature's header with this prefix.
    Part(&'static str),
}

/// A part of the hashed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedPart {
    /// A constant text.
    Literal(&'static str),
    /// The timestamp as sent, byte for byte.
    Timestamp,
    /// The body as sent, byte for byte.
    Body,
}

/// Hash function of an HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1, which is still secure in an HMAC.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// Encoding of a hash in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal digits.
    Hex,
    /// Base64 with `+`, `/` and padding.
    Base64,
}

/// Format of a secret, which determines the bytes of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretForm {
    /// The key is the text itself.
    Text,
    /// The key is encoded in hexadecimal digits.
    Hex,
    /// The key is encoded in base64.
    Base64,
}

/// Format of a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampForm {
    /// Seconds since 1970-01-01T00:00:00Z, in decimal digits.
    Seconds,
    /// Milliseconds since 1970-01-01T00:00:00Z, in decimal digits.
    Milliseconds,
    /// A date and time in UTC, such as `2021-07-25T10:00:00Z`.
    Rfc3339,
}
