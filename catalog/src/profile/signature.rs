//! Signature schemes in a profile.

mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::values::closed_list;
pub(super) use read::read_signature;

/// Signature scheme of a vendor's deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// An HMAC over the body, alone or with a timestamp.
    Hmac(HmacScheme),
    /// A scheme that profiles cannot describe, or none.
    Unsupported {
        /// The reason, as a fragment that users of the crate see.
        why: String,
    },
}

/// An HMAC over the body, alone or with a timestamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HmacScheme {
    /// The hash function.
    pub algorithm: HashAlgorithm,
    /// Encoding of the secret that the vendor shows its customers.
    pub secret: SecretForm,
    /// The header that holds the signature, as the vendor spells it.
    pub header: String,
    /// Separator of the header's parts. `None` if the header is a single signature with its prefix.
    pub separator: Option<String>,
    /// Prefix of a signature. Parts with another prefix are not signatures.
    pub prefix: String,
    /// Encoding of the hash after the prefix.
    pub encoding: Encoding,
    /// Timestamp that is signed with the body. `None` if there is none; a delivery can then be replayed at any time.
    pub timestamp: Option<Timestamp>,
    /// Parts of the hashed text in order: the body once, and the timestamp once if there is one.
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

/// A part of the hashed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedPart {
    /// Literal text.
    Literal(String),
    /// The timestamp, byte for byte as it was sent.
    Timestamp,
    /// The body, byte for byte as it was sent.
    Body,
}

closed_list! {
    /// Hash function of a signature.
    HashAlgorithm {
        /// SHA-1, which is still secure in an HMAC.
        Sha1 = "sha1",
        /// SHA-256.
        Sha256 = "sha256",
        /// SHA-512.
        Sha512 = "sha512",
    }
}

closed_list! {
    /// Encoding of a hash in a header.
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
