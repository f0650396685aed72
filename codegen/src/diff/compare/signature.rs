//! The signature scheme of a vendor.

use webhook_catalog::{
    AuthMethod, Fact, FactValue, Signature, SignedPart, SigningAlgorithm, SigningScheme, Timestamp,
    TimestampPlace,
};

use super::Comparison;
use crate::diff::change::{SignatureChange, VerifyEffect};
use crate::diff::report::ItemKind;

impl Comparison<'_> {
    pub(super) fn signature(&mut self, signatures: [&Signature; 2]) {
        let kind = match signatures {
            [Signature::Unsupported { .. }, Signature::Supported(_)] => SignatureChange::Described,
            [Signature::Supported(_), Signature::Unsupported { .. }] => {
                SignatureChange::Undescribed
            }
            [Signature::Unsupported { .. }, Signature::Unsupported { .. }] => {
                SignatureChange::Reason
            }
            [Signature::Supported(one), Signature::Supported(other)] => {
                if without_tolerance(one) == without_tolerance(other) {
                    SignatureChange::Tolerance
                } else {
                    SignatureChange::Scheme {
                        verifies: accepts_all(one, other),
                    }
                }
            }
        };
        let subject =
            self.module_subject("SIGNATURE", ItemKind::Value("SignatureScheme".to_owned()));
        let texts = signatures.map(|signature| Some(signature_text(signature)));
        self.push_if_changed(&subject, texts, kind);
    }
}

/// The effect of another fact on the check by the baseline's scheme.
pub(super) fn verify_effect(
    signature: &Signature,
    fact: Fact,
    [before, after]: [Option<FactValue<'_>>; 2],
) -> VerifyEffect {
    let Signature::Supported(scheme) = signature else {
        return VerifyEffect::None;
    };
    let agrees = |value: Option<FactValue<'_>>| match (fact, value) {
        (Fact::AuthMethod, Some(FactValue::AuthMethod(method))) => is_method(method, scheme),
        (Fact::SignatureHeader, Some(FactValue::Text(header))) => {
            Some(headers(scheme).any(|known| known.eq_ignore_ascii_case(header)))
        }
        _ => None,
    };
    match (agrees(before), agrees(after)) {
        (Some(true), Some(false)) => VerifyEffect::Refuses,
        (_, Some(true)) => VerifyEffect::Agrees,
        _ => VerifyEffect::None,
    }
}

/// True if the scheme is of this method; `None` if the method says too little.
fn is_method(method: AuthMethod, scheme: &SigningScheme) -> Option<bool> {
    let algorithm = match method {
        AuthMethod::HmacSha1 => SigningAlgorithm::HmacSha1,
        AuthMethod::HmacSha256 => SigningAlgorithm::HmacSha256,
        AuthMethod::HmacSha512 => SigningAlgorithm::HmacSha512,
        AuthMethod::RsaSignature
        | AuthMethod::BearerToken
        | AuthMethod::SharedSecretHeader
        | AuthMethod::Mtls
        | AuthMethod::BasicAuth
        | AuthMethod::None => return Some(false),
        AuthMethod::Other => return None,
    };
    Some(algorithm == scheme.algorithm)
}

fn headers(scheme: &SigningScheme) -> impl Iterator<Item = &String> {
    [&scheme.header].into_iter().chain(&scheme.header_aliases)
}

/// True if the schemes differ in headers alone, and the baseline reads all of the current ones.
fn accepts_all(baseline: &SigningScheme, current: &SigningScheme) -> bool {
    let without_headers = |scheme: &SigningScheme| SigningScheme {
        header: String::new(),
        header_aliases: Vec::new(),
        ..without_tolerance(scheme)
    };
    let is_read = |header: &String| headers(baseline).any(|one| one.eq_ignore_ascii_case(header));
    without_headers(baseline) == without_headers(current) && headers(current).all(is_read)
}

fn without_tolerance(scheme: &SigningScheme) -> SigningScheme {
    let timestamp = scheme.timestamp.clone().map(|timestamp| Timestamp {
        tolerance: 0,
        ..timestamp
    });
    SigningScheme {
        timestamp,
        ..scheme.clone()
    }
}

/// The whole scheme on one line, so that different schemes have different texts.
fn signature_text(signature: &Signature) -> String {
    let scheme = match signature {
        Signature::Unsupported { why } => return format!("not checked: {why}"),
        Signature::Supported(scheme) => scheme,
    };
    let SigningScheme {
        algorithm,
        secret,
        header,
        header_aliases,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let names = [header].into_iter().chain(header_aliases);
    let header = names.map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let header = header.join(" or ");
    let text: String = signed.iter().map(SignedPart::to_string).collect();
    let details = signed.iter().map(part_detail);
    let details: String = details.collect();
    let separator = separator
        .as_ref()
        .map(|separator| format!(", parts separated by `{separator}`"));
    let time = timestamp.as_ref().map(|timestamp| {
        let Timestamp {
            place,
            form,
            tolerance,
        } = timestamp;
        let place = match place {
            TimestampPlace::Header(header) => format!("header `{header}`"),
            TimestampPlace::Part(prefix) => format!("part `{prefix}`"),
        };
        format!(", time in {place} as {form}, {tolerance} s apart at most")
    });
    let algorithm = match algorithm {
        SigningAlgorithm::Ed25519 => algorithm.to_string(),
        SigningAlgorithm::HmacSha1
        | SigningAlgorithm::HmacSha256
        | SigningAlgorithm::HmacSha512 => {
            format!("HMAC {algorithm}")
        }
    };
    format!(
        "{algorithm} of `{text}`{details} in header {header} as {encoding} after `{prefix}`, secret as {secret}{}{}",
        separator.unwrap_or_default(),
        time.unwrap_or_default()
    )
}

/// The properties of a part that the template does not show.
fn part_detail(part: &SignedPart) -> String {
    match part {
        SignedPart::Uri { decoded } if !decoded.is_empty() => format!(" (`{decoded}` decoded)"),
        SignedPart::Form {
            body_hash: Some(parameter),
        } => format!(" (or hash of the body in `{parameter}`)"),
        _ => String::new(),
    }
}
