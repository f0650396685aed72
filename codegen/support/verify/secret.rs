//! Signing secrets, which are never shown.

use std::fmt;

use base64ct::{Base64, Encoding as _};

use super::{SecretForm, VerifyError};

/// A secret that a vendor shares with its customer, or a vendor's public key, in the vendor's format.
///
/// `Debug` does not show it, and there is no `Display`.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Wraps a secret as the vendor displays it. It is taken byte for byte, so remove a trailing newline that comes from a file.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// Encodes a key.
    pub(super) fn of_key(key: &[u8], form: SecretForm) -> Self {
        match form {
            SecretForm::Text => Self::new(key),
            SecretForm::Hex => Self::new(base16ct::lower::encode_string(key)),
            SecretForm::Base64 => Self::new(Base64::encode_string(key)),
        }
    }

    /// Decodes the key. `index` is the secret's position among those of the caller, for errors.
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
