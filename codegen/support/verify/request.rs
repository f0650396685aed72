//! Requests, whose parts a signature covers.

use std::fmt;

/// A request, as it was received. Which parts a signature covers is said by the vendor's `SIGNATURE`.
pub struct Request<'r, H: ?Sized> {
    /// The method, such as `POST`.
    pub method: &'r str,
    /// The absolute URI with scheme, host and query, as the vendor was told to call it. Behind a proxy this is the public address,
    /// not that of the receiver.
    pub uri: &'r str,
    /// The headers.
    pub headers: &'r H,
    /// The body, byte for byte.
    pub body: &'r [u8],
}

impl<H: ?Sized> Clone for Request<'_, H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H: ?Sized> Copy for Request<'_, H> {}

/// Shows no URI, which may hold a password.
impl<H: ?Sized> fmt::Debug for Request<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
