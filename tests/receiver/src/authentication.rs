//! Authentication of a vendor's requests, by a signature or by a token.

use std::time::SystemTime;

use axum::http::{HeaderMap, header};
use base64ct::{Base64, Encoding};
use subtle::ConstantTimeEq;
use webhook_events::verify::{Request, Secret, SignatureScheme};

use crate::vendors::Vendor;

/// A vendor whose deliveries are received.
pub(crate) struct Sender {
    pub(crate) vendor: &'static Vendor,
    secrets: Vec<String>,
    signing: Vec<Secret>,
}

/// The reason why a request is not authentic.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

impl Sender {
    /// The environment variable of a vendor's secrets: `SLACK_SECRETS`, or `REVENUECAT_TOKENS` if the vendor does not sign.
    pub(crate) fn variable(vendor: &Vendor) -> String {
        let name = vendor.slug.to_uppercase().replace('-', "_");
        match vendor.signature {
            SignatureScheme::Supported(_) => format!("{name}_SECRETS"),
            _ => format!("{name}_TOKENS"),
        }
    }

    /// A vendor with its secrets, separated by commas; several during the rotation of a secret. `None` without any.
    pub(crate) fn new(vendor: &'static Vendor, secrets: &str) -> Option<Self> {
        let secrets: Vec<String> = secrets
            .split(',')
            .map(str::trim)
            .filter(|secret| !secret.is_empty())
            .map(str::to_owned)
            .collect();
        let signing = secrets
            .iter()
            .map(|secret| Secret::new(&**secret))
            .collect();
        (!secrets.is_empty()).then_some(Self {
            vendor,
            secrets,
            signing,
        })
    }

    /// The first secret, which is the current one.
    pub(crate) fn first_secret(&self) -> &str {
        &self.secrets[0]
    }

    /// Checks the signature, or the token if the vendor does not sign.
    pub(crate) fn authenticate(&self, request: &Request<'_, HeaderMap>) -> Result<(), Refused> {
        let scheme = self.vendor.signature;
        if let SignatureScheme::Supported(_) = scheme {
            let verified = scheme.verify_request(request, &self.signing, SystemTime::now());
            return verified
                .map(drop)
                .map_err(|error| Refused(error.to_string()));
        }
        let token = token(request).ok_or_else(|| Refused("no token".to_owned()))?;
        let is_valid = |secret: &String| bool::from(secret.as_bytes().ct_eq(&token));
        match self.secrets.iter().any(is_valid) {
            true => Ok(()),
            false => Err(Refused("a wrong token".to_owned())),
        }
    }
}

/// The token of a request: that of `Authorization: Bearer`, the password of `Authorization: Basic`, or the parameter `token` of the query,
/// as it stands there. Some vendors can send no other.
fn token(request: &Request<'_, HeaderMap>) -> Option<Vec<u8>> {
    let Some(value) = request.headers.get(header::AUTHORIZATION) else {
        let (_, query) = request.uri.split_once('?')?;
        let token = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("token="))?;
        return Some(token.as_bytes().to_vec());
    };
    let (scheme, value) = value.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.as_bytes().to_vec());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let credentials = Base64::decode_vec(value).ok()?;
    let colon = credentials.iter().position(|byte| *byte == b':')?;
    Some(credentials[colon + 1..].to_vec())
}
