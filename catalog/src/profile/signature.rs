//! Signature schemes in a profile.

mod read;
mod template;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::values::closed_list;
pub(super) use read::read_signature;

/// Signature scheme of a vendor's deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// A scheme that profiles describe.
    Supported(SigningScheme),
    /// A scheme that profiles cannot describe, or none.
    Unsupported {
        /// The reason, as a fragment that users of the crate see.
        why: String,
    },
}

impl Signature {
    /// True if the method or the URI of the request is signed, so that headers and body are not enough to check it.
    pub fn needs_request(&self) -> bool {
        let is_target =
            |part: &SignedPart| matches!(part, SignedPart::Method | SignedPart::Uri { .. });
        match self {
            Self::Supported(scheme) => scheme.signed.iter().any(is_target),
            Self::Unsupported { .. } => false,
        }
    }
}

/// A signature of the body, and of other parts of the request, in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningScheme {
    /// The algorithm.
    pub algorithm: SigningAlgorithm,
    /// Encoding of the secret that the vendor shows its customers.
    pub secret: SecretForm,
    /// The header that holds the signature, as the vendor spells it.
    pub header: String,
    /// Other headers with the same value, one of which is enough.
    pub header_aliases: Vec<String>,
    /// Separator of the header's parts. `None` if the header is a single signature with its prefix.
    pub separator: Option<String>,
    /// Prefix of a signature. Parts with another prefix are not signatures.
    pub prefix: String,
    /// Encoding of the signature after the prefix.
    pub encoding: Encoding,
    /// Timestamp that is signed with the body. `None` if there is none; a delivery can then be replayed at any time.
    pub timestamp: Option<Timestamp>,
    /// Parts of the signed text in order: the body or its form once, and the timestamp once if there is one.
    pub signed: Vec<SignedPart>,
}

/// Timestamp that is signed with the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp {
    /// Its place in the headers.
    pub place: TimestampPlace,
    /// Its format.
    pub form: TimestampForm,
    /// Maximum difference to the receiver's clock in seconds, in either direction.
    pub tolerance: u64,
}

/// Place of the signed timestamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimestampPlace {
    /// A header of its own.
    Header(String),
    /// The part of the signature's header with this prefix.
    Part(String),
}

/// A part of the signed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedPart {
    /// Literal text.
    Literal(String),
    /// The timestamp, byte for byte as it was sent.
    Timestamp,
    /// The body, byte for byte as it was sent.
    Body,
    /// The fields of the form in the body: each name and its value, sorted.
    Form {
        /// Query parameter of the URI with the hash of a body that is no form and is signed by that hash alone.
        body_hash: Option<String>,
    },
    /// The request's method.
    Method,
    /// The request's absolute URI.
    Uri {
        /// The characters whose percent encoding is decoded; the others stay encoded.
        decoded: String,
    },
    /// The value of another header.
    Header(String),
}

impl fmt::Display for SignedPart {
    /// As in the template of a profile.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Timestamp => f.write_str("{timestamp}"),
            Self::Body => f.write_str("{body}"),
            Self::Form { body_hash: _ } => f.write_str("{form}"),
            Self::Method => f.write_str("{method}"),
            Self::Uri { decoded: _ } => f.write_str("{uri}"),
            Self::Header(name) => write!(f, "{{header:{name}}}"),
        }
    }
}

closed_list! {
    /// Algorithm of a signature.
    SigningAlgorithm {
        /// HMAC with SHA-1, which is still secure in an HMAC.
        HmacSha1 = "sha1",
        /// HMAC with SHA-256.
        HmacSha256 = "sha256",
        /// HMAC with SHA-512.
        HmacSha512 = "sha512",
        /// Ed25519. The receiver's secret is the vendor's public key.
        Ed25519 = "ed25519",
    }
}

closed_list! {
    /// Encoding of a signature in a header.
    Encoding {
        /// Lower-case hexadecimal digits.
        Hex = "hex",
        /// Base64 with `+`, `/` and padding.
        Base64 = "base64",
    }
}

closed_list! {
    /// Encoding of a secret, which determines the bytes of the key.
    SecretForm {
        /// The bytes of the text itself.
        Text = "text",
        /// Hexadecimal digits.
        Hex = "hex",
        /// Base64.
        Base64 = "base64",
    }
}

closed_list! {
    /// Format of a timestamp.
    TimestampForm {
        /// Seconds since 1970, in decimal digits.
        Seconds = "seconds",
        /// Milliseconds since 1970, in decimal digits.
        Milliseconds = "milliseconds",
        /// A date and time in UTC, such as `2021-07-25T10:00:00Z`.
        Rfc3339 = "rfc3339",
    }
}
