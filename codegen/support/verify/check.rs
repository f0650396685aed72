//! Verification and signing of requests.

use std::time::{SystemTime, UNIX_EPOCH};

use super::{
    Clock, Headers, Request, Secret, SignedPart, SigningScheme, TimestampPlace, VerifyError,
    single_value,
};

/// The outcome of a successful check.
pub(super) struct Checked {
    pub(super) secret_index: usize,
    pub(super) sent_at: Option<SystemTime>,
}

impl SigningScheme {
    pub(super) fn verify<H: Headers + ?Sized>(
        &self,
        request: &Request<'_, H>,
        secrets: &[Secret],
        clock: Clock,
    ) -> Result<Checked, VerifyError> {
        if secrets.is_empty() {
            return Err(VerifyError::NoSecrets);
        }
        let keys = secrets.iter().enumerate().map(|(index, secret)| {
            let key = secret.key(self.secret, index)?;
            let is_key = self.algorithm.is_key(&key);
            is_key
                .then_some(key)
                .ok_or(VerifyError::InvalidKey { index })
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let claim = self.claim(request.headers)?;
        let sent_at = self.check_time(&claim.timestamp, clock)?;
        let header_value = |header| single_value(request.headers, header);
        let message = self.message(request, &claim.timestamp, &header_value)?;
        // Every key is tried with every signature, so that the duration does not reveal which one matched.
        let mut secret_index = None;
        for (index, key) in keys.iter().enumerate() {
            let matches = self.algorithm.matches_any(key, &message, &claim.signatures);
            secret_index = secret_index.or(matches.then_some(index));
        }
        Ok(Checked {
            secret_index: secret_index.ok_or(VerifyError::Mismatch)?,
            sent_at,
        })
    }

    pub(super) fn sign<H: Headers + ?Sized>(
        &self,
        secret: &Secret,
        at: SystemTime,
        request: &Request<'_, H>,
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
        // A header of which the scheme knows no more than its name gets a value of ours.
        let value = at
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs()
            .to_string();
        let header_value = |header| match single_value(request.headers, header) {
            Err(VerifyError::MissingHeader { .. }) => Ok(value.clone().into_bytes()),
            found => found,
        };
        for part in self.signed {
            if let SignedPart::Header(header) = *part
                && single_value(request.headers, header).is_err()
            {
                headers.push((header, value.clone()));
            }
        }
        let message = self.message(request, time.as_bytes(), &header_value)?;
        let signature = self.algorithm.sign(&key, &message);
        let signature = signature.ok_or(VerifyError::InvalidKey { index: 0 })?;
        parts.push(format!("{}{}", self.prefix, self.encode(&signature)));
        headers.push((self.header, parts.join(self.separator.unwrap_or_default())));
        Ok(headers)
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
}
