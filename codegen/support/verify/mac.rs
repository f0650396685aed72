//! Verification and creation of HMAC signatures.

use std::time::SystemTime;

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::{
    Clock, Encoding, HashAlgorithm, Headers, HmacScheme, Secret, SignedPart, Timestamp,
    TimestampPlace, Verified, VerifyError, single_value,
};

/// The signature headers of a request, decoded.
struct Claim {
    /// All signatures. There may be several during the rotation of a secret.
    signatures: Vec<Vec<u8>>,
    /// The timestamp as sent; empty if the scheme has none.
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
        // Every key is tried with every signature, so that the duration does not reveal which one matched.
        let mut secret_index = None;
        for (index, key) in keys.iter().enumerate() {
            let matches = self.matches(key, &claim, body);
            secret_index = secret_index.or(matches.then_some(index));
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
                .format(at)
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

    /// Decodes the headers of the signature.
    fn claim<H: Headers + ?Sized>(&self, headers: &H) -> Result<Claim, VerifyError> {
        let value = single_value(headers, self.header)?;
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
            Some(TimestampPlace::Header(header)) => single_value(headers, header)?,
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

    /// Decodes a hash; `None` if the encoding or the length is wrong.
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

    /// Decodes the signed time, if the scheme has one, and checks it against the clock.
    fn check_time(&self, text: &[u8], clock: Clock) -> Result<Option<SystemTime>, VerifyError> {
        let Some(timestamp) = &self.timestamp else {
            return Ok(None);
        };
        let sent_at = timestamp
            .form
            .parse(text)
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

    fn matches(&self, key: &[u8], claim: &Claim, body: &[u8]) -> bool {
        let (signatures, time) = (&claim.signatures, &claim.timestamp);
        match self.algorithm {
            HashAlgorithm::Sha1 => {
                matches_any(&self.mac::<Hmac<Sha1>>(key, time, body), signatures)
            }
            HashAlgorithm::Sha256 => {
                matches_any(&self.mac::<Hmac<Sha256>>(key, time, body), signatures)
            }
            HashAlgorithm::Sha512 => {
                matches_any(&self.mac::<Hmac<Sha512>>(key, time, body), signatures)
            }
        }
    }

    fn hash(&self, key: &[u8], time: &[u8], body: &[u8]) -> Vec<u8> {
        match self.algorithm {
            HashAlgorithm::Sha1 => bytes(self.mac::<Hmac<Sha1>>(key, time, body)),
            HashAlgorithm::Sha256 => bytes(self.mac::<Hmac<Sha256>>(key, time, body)),
            HashAlgorithm::Sha512 => bytes(self.mac::<Hmac<Sha512>>(key, time, body)),
        }
    }

    /// HMAC over all signed parts.
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

/// True if any of the signatures matches. All are compared, each in constant time.
fn matches_any<M: Mac + Clone>(mac: &M, signatures: &[Vec<u8>]) -> bool {
    let mut matches = false;
    for signature in signatures {
        matches |= mac.clone().verify_slice(signature).is_ok();
    }
    matches
}

fn bytes<M: Mac>(mac: M) -> Vec<u8> {
    mac.finalize().into_bytes().to_vec()
}

/// Splits a header's value and trims the parts.
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
