//! The headers of a signature.

use super::{
    Encoding, Headers, SigningScheme, Timestamp, TimestampPlace, VerifyError, single_value,
};
use base64ct::{Base64, Encoding as _};

/// The signature headers of a request, decoded.
pub(super) struct Claim {
    /// All signatures. There may be several during the rotation of a secret.
    pub(super) signatures: Vec<Vec<u8>>,
    /// The timestamp as sent; empty if the scheme has none.
    pub(super) timestamp: Vec<u8>,
}

impl SigningScheme {
    /// Decodes the headers of the signature.
    pub(super) fn claim<H: Headers + ?Sized>(&self, headers: &H) -> Result<Claim, VerifyError> {
        let (header, value) = self.header_value(headers)?;
        let malformed = |why| VerifyError::MalformedHeader { header, why };
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
        let signatures = signatures.ok_or(malformed("holds a signature in another format"))?;
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

    /// The name and value of the header with the signature.
    fn header_value<H: Headers + ?Sized>(
        &self,
        headers: &H,
    ) -> Result<(&'static str, Vec<u8>), VerifyError> {
        let mut names = [self.header]
            .into_iter()
            .chain(self.header_aliases.iter().copied());
        let found = names.find_map(|header| match single_value(headers, header) {
            Err(VerifyError::MissingHeader { .. }) => None,
            value => Some(value.map(|value| (header, value))),
        });
        let header = self.header;
        found.unwrap_or(Err(VerifyError::MissingHeader { header }))
    }

    /// Decodes a signature; `None` if the encoding or the length is wrong.
    fn decode(&self, text: &[u8]) -> Option<Vec<u8>> {
        let signature = match self.encoding {
            Encoding::Hex => base16ct::lower::decode_vec(text).ok()?,
            Encoding::Base64 => Base64::decode_vec(std::str::from_utf8(text).ok()?).ok()?,
        };
        (signature.len() == self.algorithm.signature_len()).then_some(signature)
    }

    pub(super) fn encode(&self, signature: &[u8]) -> String {
        match self.encoding {
            Encoding::Hex => base16ct::lower::encode_string(signature),
            Encoding::Base64 => Base64::encode_string(signature),
        }
    }

    pub(super) fn malformed_timestamp(&self, timestamp: &Timestamp) -> VerifyError {
        let header = match timestamp.place {
            TimestampPlace::Header(header) => header,
            TimestampPlace::Part(_) => self.header,
        };
        VerifyError::MalformedTimestamp { header }
    }
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
