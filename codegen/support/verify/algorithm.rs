//! Verification and creation of signatures over bytes.

use std::borrow::Cow;

use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};
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
            Self::Ed25519 => Some(key_pair(key)?.pk.to_vec()),
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
                let mut signatures = signatures.iter();
                signatures.any(|signature| matches_ed25519(&key, message, signature).is_ok())
            }),
        }
    }

    /// Signs `message`; `None` if `key` cannot sign.
    pub(super) fn sign(self, key: &[u8], message: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
        Some(match self {
            Self::HmacSha1 => bytes(mac::<Hmac<Sha1>>(key, message)),
            Self::HmacSha256 => bytes(mac::<Hmac<Sha256>>(key, message)),
            Self::HmacSha512 => bytes(mac::<Hmac<Sha512>>(key, message)),
            Self::Ed25519 => key_pair(key)?.sk.sign(message.concat(), None).to_vec(),
        })
    }
}

/// The public key, unless it is no point of the curve or one of small order, for which anyone can sign.
fn public_key(key: &[u8]) -> Option<PublicKey> {
    let key = PublicKey::from_slice(key).ok()?;
    key.validate().is_ok().then_some(key)
}

fn key_pair(seed: &[u8]) -> Option<KeyPair> {
    KeyPair::try_from_seed(Seed::from_slice(seed).ok()?).ok()
}

fn matches_ed25519(
    key: &PublicKey,
    message: &[Cow<'_, [u8]>],
    signature: &[u8],
) -> Result<(), ed25519_compact::Error> {
    let mut state = key.verify_incremental(&Signature::from_slice(signature)?)?;
    for part in message {
        state.absorb(part);
    }
    state.verify()
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
