//! Verification of signatures over the raw bytes of a request.
//!
//! Each vendor's module has a constant `SIGNATURE` with the vendor's signature scheme, a function `verify`, and a function `sign` for
//! tests. Verify the bytes as received, before any middleware decodes or changes them, and parse [`Verified::body`] afterwards.
//!
//! This module does not read the system clock, and no error or `Debug` text holds a secret, a computed signature or a body.

mod clock;
mod error;
mod mac;
mod scheme;
mod secret;
mod timestamp;

pub use super::headers::{Headers, Pairs};
pub use clock::Clock;
pub use error::VerifyError;
pub use scheme::{
    Encoding, HashAlgorithm, HmacScheme, SecretForm, SignatureScheme, SignedPart, Timestamp,
    TimestampForm, TimestampPlace,
};
pub use secret::Secret;

use super::headers::{self, HeaderFault};
use std::fmt;
use std::time::SystemTime;

/// A delivery with a valid signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verified<'b> {
    body: &'b [u8],
    secret_index: usize,
    sent_at: Option<SystemTime>,
}

impl<'b> Verified<'b> {
    /// The signed body: the bytes that were passed to `verify`.
    pub fn body(&self) -> &'b [u8] {
        self.body
    }

    /// Index of the secret that matched, counted from 0; the first one if several match.
    pub fn secret_index(&self) -> usize {
        self.secret_index
    }

    /// The signed time of sending; `None` if the vendor's scheme has no timestamp.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.sent_at
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("secret_index", &self.secret_index)
            .field("sent_at", &self.sent_at)
            .finish()
    }
}

impl SignatureScheme {
    /// Verifies a delivery. The vendors' functions `verify` call this with the vendor's scheme.
    ///
    /// `body` is the request's body as received, and `headers` are the request's headers. During the rotation of a secret, pass both
    /// the old and the new one: a signature by any of `secrets` is valid. `clock` is the current time, such as `SystemTime::now()`,
    /// or a [`Clock`] with a tolerance other than the vendor's.
    ///
    /// # Errors
    ///
    /// If no signature is valid, if the signed time is too far from the clock, or if the vendor's scheme is not supported. See
    /// [`VerifyError`].
    pub fn verify<'b, H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &'b [u8],
        secrets: &[Secret],
        clock: impl Into<Clock>,
    ) -> Result<Verified<'b>, VerifyError> {
        match self {
            Self::Hmac(scheme) => scheme.verify(headers, body, secrets, clock.into()),
            Self::Unsupported { why } => Err(VerifyError::Unsupported { why }),
        }
    }

    /// Signs a body as the vendor does at the time `at`, and returns the headers to send with it as pairs of name and value.
    ///
    /// For tests and local tools.
    ///
    /// # Errors
    ///
    /// If the secret is empty or not in the vendor's format, if the vendor's format cannot represent the time, or if the vendor's
    /// scheme is not supported.
    pub fn sign(
        &self,
        secret: &Secret,
        at: SystemTime,
        body: &[u8],
    ) -> Result<Vec<(&'static str, String)>, VerifyError> {
        match self {
            Self::Hmac(scheme) => scheme.sign(secret, at, body),
            Self::Unsupported { why } => Err(VerifyError::Unsupported { why }),
        }
    }
}

/// The value of a header of the signature, which must have one value.
fn single_value<H: Headers + ?Sized>(
    headers: &H,
    header: &'static str,
) -> Result<Vec<u8>, VerifyError> {
    headers::single_value(headers, header).map_err(|fault| match fault {
        HeaderFault::Missing => VerifyError::MissingHeader { header },
        HeaderFault::Repeated => VerifyError::RepeatedHeader { header },
    })
}
