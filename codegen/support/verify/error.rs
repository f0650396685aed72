//! The error of `verify` and `sign`.

use std::fmt;
use std::time::Duration;

use super::SecretForm;

/// Error of `verify` and `sign`.
///
/// It holds no part of secrets, bodies and signatures, so it can be logged. Do not return it to the sender: a response should not
/// tell more than that the delivery is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The vendor's signature scheme is not supported.
    #[non_exhaustive]
    Unsupported {
        /// The reason.
        why: &'static str,
    },
    /// No secret was passed.
    NoSecrets,
    /// A secret is empty, so that anyone could sign with it.
    #[non_exhaustive]
    EmptySecret {
        /// Index of the secret, counted from 0.
        index: usize,
    },
    /// A secret is not in the vendor's format.
    #[non_exhaustive]
    MalformedSecret {
        /// Index of the secret, counted from 0.
        index: usize,
        /// The vendor's format.
        form: SecretForm,
    },
    /// A secret is no key of the vendor's algorithm.
    #[non_exhaustive]
    InvalidKey {
        /// Index of the secret, counted from 0.
        index: usize,
    },
    /// The signature covers the URI, which is missing or has no scheme and host.
    RelativeUri,
    /// A header of the signature is missing.
    #[non_exhaustive]
    MissingHeader {
        /// Name of the header.
        header: &'static str,
    },
    /// A header of the signature is repeated with different values.
    #[non_exhaustive]
    RepeatedHeader {
        /// Name of the header.
        header: &'static str,
    },
    /// A header of the signature is not in the vendor's format.
    #[non_exhaustive]
    MalformedHeader {
        /// Name of the header.
        header: &'static str,
        /// The fault, as a predicate of the header.
        why: &'static str,
    },
    /// The signed time is not in the vendor's format, or, on signing, cannot be written in it.
    #[non_exhaustive]
    MalformedTimestamp {
        /// Name of the header that holds it.
        header: &'static str,
    },
    /// The delivery was signed too long ago: it was delayed or is a replay.
    #[non_exhaustive]
    TooOld {
        /// Time since it was signed.
        age: Duration,
        /// Maximum age.
        tolerance: Duration,
    },
    /// The delivery was signed too far in the future: one of the clocks is wrong.
    #[non_exhaustive]
    TooNew {
        /// Time from the receiver's clock to the signed time.
        ahead: Duration,
        /// Maximum difference.
        tolerance: Duration,
    },
    /// No signature was made with any of the secrets.
    Mismatch,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported { why } => write!(f, "signatures cannot be checked: {why}"),
            Self::NoSecrets => f.write_str("there is no secret to check the signature with"),
            Self::EmptySecret { index } => write!(f, "secret {index} is empty"),
            Self::MalformedSecret { index, form } => {
                let form = match form {
                    SecretForm::Text => "text",
                    SecretForm::Hex => "hexadecimal digits",
                    SecretForm::Base64 => "base64",
                };
                write!(f, "secret {index} is not {form}")
            }
            Self::InvalidKey { index } => {
                write!(f, "secret {index} is no key of the signature's algorithm")
            }
            Self::RelativeUri => f.write_str(
                "the signature covers the URI of the request, which must be given with scheme and host",
            ),
            Self::MissingHeader { header } => write!(f, "the header `{header}` is missing"),
            Self::RepeatedHeader { header } => write!(
                f,
                "the header `{header}` is there several times, with different values"
            ),
            Self::MalformedHeader { header, why } => write!(f, "the header `{header}` {why}"),
            Self::MalformedTimestamp { header } => {
                write!(f, "the header `{header}` holds no time where one should be")
            }
            Self::TooOld { age, tolerance } => write!(
                f,
                "signed {} seconds ago, and {} are allowed",
                age.as_secs(),
                tolerance.as_secs()
            ),
            Self::TooNew { ahead, tolerance } => write!(
                f,
                "signed {} seconds in the future, and {} are allowed",
                ahead.as_secs(),
                tolerance.as_secs()
            ),
            Self::Mismatch => f.write_str("no secret gives the signature"),
        }
    }
}

impl std::error::Error for VerifyError {}
