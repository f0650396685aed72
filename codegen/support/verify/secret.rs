//! A secret that nobody gets to see.

use std::fmt;

use base64ct::{Base64, Encoding as _};

use super::{SecretForm, VerifyError};

/// A secret that a vendor shares with its customer, as the vendor shows it.
///
/// It is never shown: `Debug` says nothing of it, and there is no `Display`.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret as the vendor shows it. It is taken byte for byte, so trim what a file or a variable may have added.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// The key that the secret stands for. `index` says which of the caller's secrets it is.
    pub(super) fn key(&self, form: SecretForm, index: usize) -> Result<Vec<u8>, VerifyError> {
        let text = std::str::from_utf8(&self.0).ok();
        let key = match form {
            SecretForm::Text => Some(self.0.clone()),
            SecretForm::Hex => base16ct::mixed::decode_vec(&self.0).ok(),
            SecretForm::Base64 => text.and_then(|text| Base64::decode_vec(text).ok()),
        };
        match key {
            Some(key) if key.is_empty() => Err(VerifyError::EmptySecret { index }),
            Some(key) => Ok(key),
            None => Err(VerifyError::MalformedSecret { index, form }),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
