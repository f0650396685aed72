//! The signature scheme of a vendor.

use webhook_catalog::{
    Signature, SignedPart, SigningAlgorithm, SigningScheme, Timestamp, TimestampPlace,
};

use super::Comparison;
use crate::diff::change::SignatureChange;
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
                    SignatureChange::Scheme
                }
            }
        };
        let subject =
            self.module_subject("SIGNATURE", ItemKind::Value("SignatureScheme".to_owned()));
        let texts = signatures.map(|signature| Some(signature_text(signature)));
        self.push_if_changed(&subject, texts, kind);
    }
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
