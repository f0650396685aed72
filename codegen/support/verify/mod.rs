//! Verification of signatures over the raw bytes of a request.
//!
//! Each vendor's module has a constant `SIGNATURE` with the vendor's signature scheme, a function `verify_request`, and a function
//! `sign_request` for tests; and `verify` and `sign`, which need no more than headers and body, unless the scheme covers the method
//! or the URI. Verify the bytes as received, before any middleware decodes or changes them, and parse [`Verified::body`] afterwards.
//!
//! This module does not read the system clock, and no error or `Debug` text holds a secret, a computed signature or a body.

mod algorithm;
mod check;
mod claim;
mod clock;
mod error;
mod message;
mod receive_error;
mod request;
mod scheme;
mod secret;
mod timestamp;

pub use super::headers::{Headers, Pairs};
pub use clock::Clock;
pub use error::VerifyError;
pub use receive_error::ReceiveError;
pub use request::Request;
pub use scheme::{
    Encoding, SecretForm, SignatureScheme, SignedPart, SigningAlgorithm, SigningScheme, Timestamp,
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
    /// Verifies a request. The vendors' functions `verify_request` call this with the vendor's scheme.
    ///
    /// During the rotation of a secret, pass both the old and the new one: a signature by any of `secrets` is valid. `clock` is the
    /// current time, such as `SystemTime::now()`, or a [`Clock`] with a tolerance other than the vendor's.
    ///
    /// # Errors
    ///
    /// If no signature is valid, if the signed time is too far from the clock, or if the vendor's scheme is not supported. See
    /// [`VerifyError`].
    pub fn verify_request<'r, H: Headers + ?Sized>(
        &self,
        request: &Request<'r, H>,
        secrets: &[Secret],
        clock: impl Into<Clock>,
    ) -> Result<Verified<'r>, VerifyError> {
        self.check(request, request.body, secrets, clock.into())
    }

    /// [`verify_request()`](Self::verify_request) for schemes that cover neither method nor URI.
    ///
    /// # Errors
    ///
    /// As [`verify_request()`](Self::verify_request), and always if the scheme covers the URI.
    pub fn verify<'b, H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &'b [u8],
        secrets: &[Secret],
        clock: impl Into<Clock>,
    ) -> Result<Verified<'b>, VerifyError> {
        let request = body_alone(headers, body);
        self.check(&request, body, secrets, clock.into())
    }

    fn check<'b, H: Headers + ?Sized>(
        &self,
        request: &Request<'_, H>,
        body: &'b [u8],
        secrets: &[Secret],
        clock: Clock,
    ) -> Result<Verified<'b>, VerifyError> {
        let checked = self.supported()?.verify(request, secrets, clock)?;
        Ok(Verified {
            body,
            secret_index: checked.secret_index,
            sent_at: checked.sent_at,
        })
    }

    /// Signs a request as the vendor does at the time `at`, and returns the headers to send with it as pairs of name and value.
    ///
    /// For tests and local tools. `request` needs no headers.
    ///
    /// # Errors
    ///
    /// If the secret is empty or not in the vendor's format, if the vendor's format cannot represent the time, or if the vendor's
    /// scheme is not supported.
    pub fn sign_request<H: Headers + ?Sized>(
        &self,
        secret: &Secret,
        at: SystemTime,
        request: &Request<'_, H>,
    ) -> Result<Vec<(&'static str, String)>, VerifyError> {
        self.supported()?.sign(secret, at, request)
    }

    /// [`sign_request()`](Self::sign_request) for schemes that cover neither method nor URI.
    ///
    /// # Errors
    ///
    /// As [`sign_request()`](Self::sign_request), and always if the scheme covers the URI.
    pub fn sign(
        &self,
        secret: &Secret,
        at: SystemTime,
        body: &[u8],
    ) -> Result<Vec<(&'static str, String)>, VerifyError> {
        self.sign_request(secret, at, &body_alone(NO_HEADERS, body))
    }

    /// The secret with which a receiver verifies what `secret` signs: the same for an HMAC, and the public key for Ed25519.
    ///
    /// For tests and local tools.
    ///
    /// # Errors
    ///
    /// If the secret is empty or not in the vendor's format, or if the vendor's scheme is not supported.
    pub fn verifying_secret(&self, secret: &Secret) -> Result<Secret, VerifyError> {
        let scheme = self.supported()?;
        let key = scheme
            .algorithm
            .verifying_key(&secret.key(scheme.secret, 0)?);
        let key = key.ok_or(VerifyError::InvalidKey { index: 0 })?;
        Ok(Secret::of_key(&key, scheme.secret))
    }

    fn supported(&self) -> Result<&SigningScheme, VerifyError> {
        match self {
            Self::Supported(scheme) => Ok(scheme),
            Self::Unsupported { why } => Err(VerifyError::Unsupported { why }),
        }
    }
}

const NO_HEADERS: &[(&str, &str)] = &[];

/// A request whose method and URI are not known.
fn body_alone<'r, H: ?Sized>(headers: &'r H, body: &'r [u8]) -> Request<'r, H> {
    Request {
        method: "",
        uri: "",
        headers,
        body,
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
