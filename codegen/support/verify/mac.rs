//! Checking and making a signature by keyed hash.

use std::time::SystemTime;

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::headers::only;
use super::{
    Clock, Encoding, HashAlgorithm, Headers, HmacScheme, Secret, SignedPart, Timestamp,
    TimestampPlace, Verified, VerifyError,
};

/// What a request says of its signature.
struct Claim {
    /// Every signature, decoded. There may be several while a vendor's secret is being replaced.
    signatures: Vec<Vec<u8>>,
    /// The time, byte for byte; empty where none is signed.
    timestamp: Vec<u8>,
}

impl HmacScheme {
    pub(super) fn verify<'b, H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &'b [u8],
        secrets: &[Secret],
        clock: Clock,
    ) -> Result<Verified<'b>, VerifyError> {
        if secrets.is_empty() {
            return Err(VerifyError::NoSecrets);
        }
        let keys = secrets
            .iter()
            .enumerate()
            .map(|(index, secret)| secret.key(self.secret, index));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let claim = self.claim(headers)?;
        let sent_at = self.check_time(&claim.timestamp, clock)?;
        // Every key is tried with every signature, so that the time this takes does not say which was right.
        let mut secret_index = None;
        for (index, key) in keys.iter().enumerate() {
            let is_right = self.is_right(key, &claim, body);
            secret_index = secret_index.or(is_right.then_some(index));
        }
        Ok(Verified {
            body,
            secret_index: secret_index.ok_or(VerifyError::Mismatch)?,
            sent_at,
        })
    }

    pub(super) fn sign(
        &self,
        secret: &Secret,
        at: SystemTime,
        body: &[u8],
    ) -> Result<Vec<(&'static str, String)>, VerifyError> {
        let key = secret.key(self.secret, 0)?;
        let mut headers = Vec::new();
        let mut parts = Vec::new();
        let mut time = String::new();
        if let Some(timestamp) = &self.timestamp {
            time = timestamp
                .form
                .write(at)
                .ok_or(self.malformed_timestamp(timestamp))?;
            match timestamp.place {
                TimestampPlace::Header(header) => headers.push((header, time.clone())),
                TimestampPlace::Part(prefix) => parts.push(format!("{prefix}{time}")),
            }
        }
        let hash = self.hash(&key, time.as_bytes(), body);
        let hash = match self.encoding {
            Encoding::Hex => base16ct::lower::encode_string(&hash),
            Encoding::Base64 => Base64::encode_string(&hash),
        };
        parts.push(format!("{}{hash}", self.prefix));
        headers.push((self.header, parts.join(self.separator.unwrap_or_default())));
        Ok(headers)
    }

    /// Reads the headers that belong to the signature.
    fn claim<H: Headers + ?Sized>(&self, headers: &H) -> Result<Claim, VerifyError> {
        let value = only(headers, self.header)?;
        let malformed = |why| VerifyError::MalformedHeader {
            header: self.header,
            why,
        };
        let parts = match self.separator {
            Some(separator) => split(&value, separator.as_bytes()),
            None => vec![&*value],
        };
        let starting = |prefix: &'static str| {
            let parts = parts.iter();
            parts.filter_map(move |part| part.strip_prefix(prefix.as_bytes()))
        };
        let signatures: Option<Vec<_>> = starting(self.prefix)
            .map(|text| self.decode(text))
            .collect();
        let signatures = signatures.ok_or(malformed("holds a signature that is no such hash"))?;
        if signatures.is_empty() {
            return Err(malformed("holds no signature"));
        }
        let timestamp = match self.timestamp.as_ref().map(|timestamp| timestamp.place) {
            Some(TimestampPlace::Header(header)) => only(headers, header)?,
            Some(TimestampPlace::Part(prefix)) => {
                let mut times = starting(prefix);
                let time = times.next().ok_or(malformed("holds no timestamp"))?;
                if times.next().is_some() {
                    return Err(malformed("holds several timestamps"));
                }
                time.to_owned()
            }
            None => Vec::new(),
        };
        Ok(Claim {
            signatures,
            timestamp,
        })
    }

    /// The hash that `text` writes; `None` if it writes none of this length.
    fn decode(&self, text: &[u8]) -> Option<Vec<u8>> {
        let hash = match self.encoding {
            Encoding::Hex => base16ct::lower::decode_vec(text).ok()?,
            Encoding::Base64 => Base64::decode_vec(std::str::from_utf8(text).ok()?).ok()?,
        };
        let length = match self.algorithm {
            HashAlgorithm::Sha1 => 20,
            HashAlgorithm::Sha256 => 32,
            HashAlgorithm::Sha512 => 64,
        };
        (hash.len() == length).then_some(hash)
    }

    /// The time that is signed, if there is one and it is near enough.
    fn check_time(&self, text: &[u8], clock: Clock) -> Result<Option<SystemTime>, VerifyError> {
        let Some(timestamp) = &self.timestamp else {
            return Ok(None);
        };
        let sent_at = timestamp
            .form
            .read(text)
            .ok_or(self.malformed_timestamp(timestamp))?;
        clock.check(sent_at, timestamp)?;
        Ok(Some(sent_at))
    }

    fn malformed_timestamp(&self, timestamp: &Timestamp) -> VerifyError {
        let header = match timestamp.place {
            TimestampPlace::Header(header) => header,
            TimestampPlace::Part(_) => self.header,
        };
        VerifyError::MalformedTimestamp { header }
    }

    fn is_right(&self, key: &[u8], claim: &Claim, body: &[u8]) -> bool {
        let (signatures, time) = (&claim.signatures, &claim.timestamp);
        match self.algorithm {
            HashAlgorithm::Sha1 => any(&self.mac::<Hmac<Sha1>>(key, time, body), signatures),
            HashAlgorithm::Sha256 => any(&self.mac::<Hmac<Sha256>>(key, time, body), signatures),
            HashAlgorithm::Sha512 => any(&self.mac::<Hmac<Sha512>>(key, time, body), signatures),
        }
    }

    fn hash(&self, key: &[u8], time: &[u8], body: &[u8]) -> Vec<u8> {
        match self.algorithm {
            HashAlgorithm::Sha1 => bytes(self.mac::<Hmac<Sha1>>(key, time, body)),
            HashAlgorithm::Sha256 => bytes(self.mac::<Hmac<Sha256>>(key, time, body)),
            HashAlgorithm::Sha512 => bytes(self.mac::<Hmac<Sha512>>(key, time, body)),
        }
    }

    /// A keyed hash that has taken in everything.
    fn mac<M: Mac + KeyInit>(&self, key: &[u8], time: &[u8], body: &[u8]) -> M {
        let mut mac = <M as KeyInit>::new_from_slice(key).expect("an HMAC has keys of any length");
        for part in self.signed {
            mac.update(match part {
                SignedPart::Literal(text) => text.as_bytes(),
                SignedPart::Timestamp => time,
                SignedPart::Body => body,
            });
        }
        mac
    }
}

/// Whether any of the signatures is right. Each is compared, in a time that does not depend on what it holds.
fn any<M: Mac + Clone>(mac: &M, signatures: &[Vec<u8>]) -> bool {
    let mut is_right = false;
    for signature in signatures {
        is_right |= mac.clone().verify_slice(signature).is_ok();
    }
    is_right
}

fn bytes<M: Mac>(mac: M) -> Vec<u8> {
    mac.finalize().into_bytes().to_vec()
}

/// The parts of a header, without the spaces around them.
fn split<'v>(value: &'v [u8], separator: &[u8]) -> Vec<&'v [u8]> {
    let mut parts = Vec::new();
    let mut rest = value;
    while let Some(end) = find(rest, separator) {
        parts.push(rest[..end].trim_ascii());
        rest = &rest[end + separator.len()..];
    }
    parts.push(rest.trim_ascii());
    parts
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
