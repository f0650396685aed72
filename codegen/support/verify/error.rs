//! Why a delivery is not trusted.

use std::fmt;
use std::time::Duration;

use super::SecretForm;

/// Why a delivery is not trusted.
///
/// It holds nothing of secrets, bodies and signatures, so it can be logged. What you answer to the sender is another matter: say no
/// more than that it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The vendor's deliveries cannot be checked here.
    #[non_exhaustive]
    Unsupported {
        /// Why.
        why: &'static str,
    },
    /// There is no secret to check with.
    NoSecrets,
    /// A secret is empty, so anyone could sign with it.
    #[non_exhaustive]
    EmptySecret {
        /// Which one, counted from 0.
        index: usize,
    },
    /// A secret is not written as this vendor writes them.
    #[non_exhaustive]
    MalformedSecret {
        /// Which one, counted from 0.
        index: usize,
        /// How the vendor writes them.
        form: SecretForm,
    },
    /// A header that belongs to the signature is not there.
    #[non_exhaustive]
    MissingHeader {
        /// Its name.
        header: &'static str,
    },
    /// A header that belongs to the signature is there several times, with different values.
    #[non_exhaustive]
    RepeatedHeader {
        /// Its name.
        header: &'static str,
    },
    /// A header that belongs to the signature is not written as this vendor writes it.
    #[non_exhaustive]
    MalformedHeader {
        /// Its name.
        header: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The time that was signed is no time.
    #[non_exhaustive]
    MalformedTimestamp {
        /// The header that holds it.
        header: &'static str,
    },
    /// The delivery was signed too long ago: it was held up, or somebody sends it again.
    #[non_exhaustive]
    TooOld {
        /// How long ago.
        age: Duration,
        /// How long is allowed.
        tolerance: Duration,
    },
    /// The delivery was signed too far in the future: one of the clocks is wrong.
    #[non_exhaustive]
    TooNew {
        /// How far.
        ahead: Duration,
        /// How far is allowed.
        tolerance: Duration,
    },
    /// None of the secrets gives any of the signatures.
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
