//! The error of the `receive` functions.

use std::fmt;

use super::super::ParseError;
use super::VerifyError;

/// Error of the functions `receive` and `receive_request` of a vendor's module.
///
/// A refused delivery may come from anyone: answer with status 401 and do not read it. An unreadable one comes from the vendor, but
/// is no delivery that it documents: keep its body, and answer with status 400 or, if the vendor would send it again, with 200.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ReceiveError {
    /// There is no valid signature.
    Refused(VerifyError),
    /// The signature is valid, but the body cannot be read.
    Unreadable(ParseError),
}

impl From<VerifyError> for ReceiveError {
    fn from(error: VerifyError) -> Self {
        Self::Refused(error)
    }
}

impl From<ParseError> for ReceiveError {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "refused: {error}"),
            Self::Unreadable(error) => write!(f, "unreadable: {error}"),
        }
    }
}

impl std::error::Error for ReceiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(error) => error.source(),
            Self::Unreadable(error) => error.source(),
        }
    }
}
