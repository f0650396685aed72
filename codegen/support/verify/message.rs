//! The signed bytes of a request.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Request, SignedPart, SigningScheme, VerifyError};

/// Looks up the value of a signed header.
type HeaderValue<'f> = &'f dyn Fn(&'static str) -> Result<Vec<u8>, VerifyError>;

impl SigningScheme {
    /// The signed parts, where `time` is the timestamp as sent.
    pub(super) fn message<'a, H: ?Sized>(
        &self,
        request: &Request<'a, H>,
        time: &'a [u8],
        header_value: HeaderValue<'_>,
    ) -> Result<Vec<Cow<'a, [u8]>>, VerifyError> {
        let Request {
            method,
            uri,
            body,
            headers: _,
        } = *request;
        let parts = self.signed.iter().map(|part| {
            Ok(match *part {
                SignedPart::Literal(text) => Cow::Borrowed(text.as_bytes()),
                SignedPart::Timestamp => Cow::Borrowed(time),
                SignedPart::Body => Cow::Borrowed(body),
                SignedPart::Form { body_hash } => Cow::Owned(signed_fields(uri, body, body_hash)?),
                SignedPart::Method => Cow::Borrowed(method.as_bytes()),
                SignedPart::Uri { decoded } => decode(absolute_uri(uri)?, decoded),
                SignedPart::Header(header) => Cow::Owned(header_value(header)?),
            })
        });
        parts.collect()
    }
}

/// The URI, unless it lacks scheme and host.
fn absolute_uri(uri: &str) -> Result<&str, VerifyError> {
    let is_absolute = ["http://", "https://"].iter().any(|scheme| {
        let start = uri.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_absolute.then_some(uri).ok_or(VerifyError::RelativeUri)
}

/// Decodes the percent encoding of the characters `decoded`.
fn decode<'u>(uri: &'u str, decoded: &str) -> Cow<'u, [u8]> {
    if decoded.is_empty() || !uri.contains('%') {
        return Cow::Borrowed(uri.as_bytes());
    }
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = match rest {
            [b'%', high, low, ..] => base16ct::mixed::decode_vec([*high, *low])
                .ok()
                .map(|byte| byte[0])
                .filter(|byte| decoded.as_bytes().contains(byte)),
            _ => None,
        };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(bytes)
}

/// The fields of a form, sorted; nothing if the URI holds the hash of the body.
fn signed_fields(uri: &str, body: &[u8], body_hash: Option<&str>) -> Result<Vec<u8>, VerifyError> {
    if let Some(hash) = body_hash.and_then(|parameter| query_parameter(uri, parameter)) {
        let expected = base16ct::lower::encode_string(&Sha256::digest(body));
        return if hash == expected {
            Ok(Vec::new())
        } else {
            Err(VerifyError::Mismatch)
        };
    }
    let fields: BTreeSet<_> = form_urlencoded::parse(body).collect();
    let fields = fields.iter().flat_map(|(name, value)| [name, value]);
    Ok(fields.flat_map(|text| text.bytes()).collect())
}

/// The first value of a parameter in the query of a URI.
fn query_parameter<'u>(uri: &'u str, parameter: &str) -> Option<Cow<'u, str>> {
    let (_, query) = uri.split_once('?')?;
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    let found = parameters.find(|(name, _)| name == parameter);
    found.map(|(_, value)| value)
}
