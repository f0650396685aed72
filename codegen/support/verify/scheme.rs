//! Signature schemes, as constants.

use std::time::Duration;

/// A vendor's signature scheme. Each vendor's module has its own as the constant `SIGNATURE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureScheme {
    /// A scheme that this crate supports.
    Supported(SigningScheme),
    /// A scheme that this crate does not support, or no signature at all.
    #[non_exhaustive]
    Unsupported {
        /// The reason.
        why: &'static str,
    },
}

/// A signature of the body, and of other parts of the request, in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SigningScheme {
    /// Algorithm of the signature.
    pub algorithm: SigningAlgorithm,
    /// Format of secrets.
    pub secret: SecretForm,
    /// Name of the header that holds the signature.
    pub header: &'static str,
    /// Names of other headers that may hold it instead. If the request has several of these headers, the first one counts.
    pub header_aliases: &'static [&'static str],
    /// Separator of the header's parts; `None` if the header is a single signature.
    pub separator: Option<&'static str>,
    /// Prefix of a signature in the header, such as `v0=`.
    pub prefix: &'static str,
    /// Encoding of the signature after the prefix.
    pub encoding: Encoding,
    /// The signed timestamp. If it is `None`, a recorded delivery stays valid, and replays can be recognised by the delivery's id only.
    pub timestamp: Option<Timestamp>,
    /// The signed parts of the request, in order.
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

/// A part of the signed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignedPart {
    /// A constant text.
    Literal(&'static str),
    /// The timestamp as sent, byte for byte.
    Timestamp,
    /// The body as sent, byte for byte.
    Body,
    /// The fields of the form in the body, decoded: each name followed by its value, sorted and without repetitions.
    #[non_exhaustive]
    Form {
        /// Query parameter of the URI. If the URI has it, no fields are signed, and it must be the SHA-256 of the body in hexadecimal
        /// digits.
        body_hash: Option<&'static str>,
    },
    /// The method, such as `POST`.
    Method,
    /// The absolute URI.
    #[non_exhaustive]
    Uri {
        /// The characters whose percent encoding is decoded first; any others stay as they are.
        decoded: &'static str,
    },
    /// The value of the header of this name, byte for byte.
    Header(&'static str),
}

/// Algorithm of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// HMAC with SHA-1, which is still secure in an HMAC.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// Ed25519. `verify` needs the vendor's public key, and `sign` a private key.
    Ed25519,
}

/// Encoding of a signature in a header.
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
