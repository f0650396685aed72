//! How a vendor's deliveries are signed: what a profile says of it.

mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::values::closed_list;
pub(super) use read::read_signature;

/// How a vendor's deliveries are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// By a keyed hash over the body, alone or with a time.
    Hmac(HmacScheme),
    /// In a way that cannot be told here, or not at all.
    Unsupported {
        /// Why, as a fragment that readers of the crate see.
        why: String,
    },
}

/// A keyed hash over the body, alone or with a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HmacScheme {
    /// The hash.
    pub algorithm: HashAlgorithm,
    /// How the vendor writes the secret that it shows its customers.
    pub secret: SecretForm,
    /// The header that holds the signature, as the vendor spells it.
    pub header: String,
    /// What stands between the parts of that header. `None`: it is one signature, prefix and all.
    pub separator: Option<String>,
    /// What a signature starts with. Parts that start otherwise are no signatures.
    pub prefix: String,
    /// How the hash is written after the prefix.
    pub encoding: Encoding,
    /// The time that is signed beside the body. `None`: none is, so a delivery can be sent again for ever.
    pub timestamp: Option<Timestamp>,
    /// What is hashed, in this order: the body once, and the timestamp once where there is one.
    pub signed: Vec<SignedPart>,
}

/// The time that is signed beside the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp {
    /// Where it stands.
    pub place: TimestampPlace,
    /// How it is written.
    pub form: TimestampForm,
    /// How many seconds it may differ from the receiver's clock, in either direction.
    pub tolerance: u64,
}

/// Where the time stands that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimestampPlace {
    /// In a header of its own.
    Header(String),
    /// In the part of the signature's header that starts so.
    Part(String),
}

/// A piece of what is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedPart {
    /// This text.
    Literal(String),
    /// The time, byte for byte as it was sent.
    Timestamp,
    /// The body, byte for byte as it was sent.
    Body,
}

closed_list! {
    /// The hash of a signature.
    HashAlgorithm {
        /// SHA-1, which still holds as a keyed hash.
        Sha1 = "sha1",
        /// SHA-256.
        Sha256 = "sha256",
        /// SHA-512.
        Sha512 = "sha512",
    }
}

closed_list! {
    /// How a hash is written in a header.
    Encoding {
        /// Lower-case hexadecimal digits.
        Hex = "hex",
        /// Base64 with `+`, `/` and padding.
        Base64 = "base64",
    }
}

closed_list! {
    /// How a vendor writes a secret, and with it which bytes are the key.
    SecretForm {
        /// The bytes of the text itself.
        Text = "text",
        /// The bytes that hexadecimal digits stand for.
        Hex = "hex",
        /// The bytes that base64 stands for.
        Base64 = "base64",
    }
}

closed_list! {
    /// How a time is written.
    TimestampForm {
        /// Seconds since 1970, in decimal digits.
        Seconds = "seconds",
        /// Milliseconds since 1970, in decimal digits.
        Milliseconds = "milliseconds",
        /// A date and time in UTC, such as `2021-07-25T10:00:00Z`.
        Rfc3339 = "rfc3339",
    }
}
