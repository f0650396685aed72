//! Whether a delivery comes from its vendor: signatures over the raw bytes of a request.
//!
//! Each vendor's module has a `SIGNATURE`, which says how its deliveries are signed, a function `verify`, and a function `sign`
//! for tests. Check the bytes as they came, before anything reads or changes them, and read [`Verified::body`] afterwards.
//!
//! Nothing here reads the clock, and no error or `Debug` text holds a secret, a computed signature or a body.

mod clock;
mod error;
mod headers;
mod mac;
mod scheme;
mod secret;
mod timestamp;

pub use clock::Clock;
pub use error::VerifyError;
pub use headers::{Headers, Pairs};
pub use scheme::{
    Encoding, HashAlgorithm, HmacScheme, SecretForm, SignatureScheme, SignedPart, Timestamp,
    TimestampForm, TimestampPlace,
};
pub use secret::Secret;

use std::fmt;
use std::time::SystemTime;

/// A delivery whose signature is right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verified<'b> {
    body: &'b [u8],
    secret_index: usize,
    sent_at: Option<SystemTime>,
}

impl<'b> Verified<'b> {
    /// The body that was signed: the bytes that were passed in.
    pub fn body(&self) -> &'b [u8] {
        self.body
    }

    /// Which of the secrets matched, counted from 0; the first where several did.
    pub fn secret_index(&self) -> usize {
        self.secret_index
    }

    /// The time that the vendor signed; `None` where the vendor signs none.
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
    /// Checks a delivery. The vendors' functions `verify` are this, each with its own scheme.
    ///
    /// `body` is the request's body as it came; `headers` are the request's. Where a secret is being replaced, pass the old one
    /// and the new one; all of them are tried, whichever matches. `clock` is the time it is, such as `SystemTime::now()`, or a
    /// [`Clock`] with a tolerance of your own.
    ///
    /// # Errors
    ///
    /// If there is no right signature, if the time that was signed is too far from the clock, or if the vendor's deliveries
    /// cannot be checked at all.
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

    /// Signs a body as the vendor would at the time `at`: the headers to send with it.
    ///
    /// For tests and local tools. Whoever holds the vendor's secret can send deliveries in its name.
    ///
    /// # Errors
    ///
    /// If the secret is empty or not in the vendor's form, if the time cannot be written in the vendor's form, or if the vendor's
    /// deliveries cannot be checked at all.
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
