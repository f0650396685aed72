//! Verification and creation of signatures over bytes.

use std::borrow::Cow;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::SigningAlgorithm;

impl SigningAlgorithm {
    /// Length of a signature in bytes.
    pub(super) fn signature_len(self) -> usize {
        match self {
            Self::HmacSha1 => 20,
            Self::HmacSha256 => 32,
            Self::HmacSha512 | Self::Ed25519 => 64,
        }
    }

    /// True if `key` can verify signatures.
    pub(super) fn is_key(self, key: &[u8]) -> bool {
        match self {
            Self::HmacSha1 | Self::HmacSha256 | Self::HmacSha512 => true,
            Self::Ed25519 => public_key(key).is_some(),
        }
    }

    /// The key that verifies signatures made with `key`; `None` if `key` cannot sign.
    pub(super) fn verifying_key(self, key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::HmacSha1 | Self::HmacSha256 | Self::HmacSha512 => Some(key.to_vec()),
            Self::Ed25519 => Some(private_key(key)?.verifying_key().to_bytes().to_vec()),
        }
    }

    /// True if any of the signatures is one of `message`. Every hash is compared, each in constant time.
    pub(super) fn matches_any(
        self,
        key: &[u8],
        message: &[Cow<'_, [u8]>],
        signatures: &[Vec<u8>],
    ) -> bool {
        match self {
            Self::HmacSha1 => matches_mac(&mac::<Hmac<Sha1>>(key, message), signatures),
            Self::HmacSha256 => matches_mac(&mac::<Hmac<Sha256>>(key, message), signatures),
            Self::HmacSha512 => matches_mac(&mac::<Hmac<Sha512>>(key, message), signatures),
            Self::Ed25519 => public_key(key).is_some_and(|key| {
                let message = message.concat();
                signatures.iter().any(|signature| {
                    Signature::from_slice(signature)
                        .is_ok_and(|signature| key.verify_strict(&message, &signature).is_ok())
                })
            }),
        }
    }

    /// Signs `message`; `None` if `key` cannot sign.
    pub(super) fn sign(self, key: &[u8], message: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
        Some(match self {
            Self::HmacSha1 => bytes(mac::<Hmac<Sha1>>(key, message)),
            Self::HmacSha256 => bytes(mac::<Hmac<Sha256>>(key, message)),
            Self::HmacSha512 => bytes(mac::<Hmac<Sha512>>(key, message)),
            Self::Ed25519 => private_key(key)?
                .sign(&message.concat())
                .to_bytes()
                .to_vec(),
        })
    }
}

fn public_key(key: &[u8]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(key.try_into().ok()?).ok()
}

fn private_key(key: &[u8]) -> Option<SigningKey> {
    Some(SigningKey::from_bytes(key.try_into().ok()?))
}

fn mac<M: Mac + KeyInit>(key: &[u8], message: &[Cow<'_, [u8]>]) -> M {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("an HMAC has keys of any length");
    for part in message {
        mac.update(part);
    }
    mac
}

fn matches_mac<M: Mac + Clone>(mac: &M, signatures: &[Vec<u8>]) -> bool {
    let mut matches = false;
    for signature in signatures {
        matches |= mac.clone().verify_slice(signature).is_ok();
    }
    matches
}

fn bytes<M: Mac>(mac: M) -> Vec<u8> {
    mac.finalize().into_bytes().to_vec()
}
