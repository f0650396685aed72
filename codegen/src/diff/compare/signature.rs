//! The signature scheme of a vendor.

use webhook_catalog::{HmacScheme, Signature, SignedPart, Timestamp, TimestampPlace};

use super::Comparison;
use crate::diff::change::SignatureChange;
use crate::diff::report::ItemKind;

impl Comparison<'_> {
    pub(super) fn signature(&mut self, signatures: [&Signature; 2]) {
        let kind = match signatures {
            [Signature::Unsupported { .. }, Signature::Hmac(_)] => SignatureChange::Described,
            [Signature::Hmac(_), Signature::Unsupported { .. }] => SignatureChange::Undescribed,
            [Signature::Unsupported { .. }, Signature::Unsupported { .. }] => {
                SignatureChange::Reason
            }
            [Signature::Hmac(one), Signature::Hmac(other)] => {
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

fn without_tolerance(scheme: &HmacScheme) -> HmacScheme {
    let timestamp = scheme.timestamp.clone().map(|timestamp| Timestamp {
        tolerance: 0,
        ..timestamp
    });
    HmacScheme {
        timestamp,
        ..scheme.clone()
    }
}

/// The whole scheme on one line, so that different schemes have different texts.
fn signature_text(signature: &Signature) -> String {
    let scheme = match signature {
        Signature::Unsupported { why } => return format!("not checked: {why}"),
        Signature::Hmac(scheme) => scheme,
    };
    let HmacScheme {
        algorithm,
        secret,
        header,
        separator,
        prefix,
        encoding,
        timestamp,
        signed,
    } = scheme;
    let signed: String = signed
        .iter()
        .map(|part| match part {
            SignedPart::Literal(text) => text.clone(),
            SignedPart::Timestamp => "{timestamp}".to_owned(),
            SignedPart::Body => "{body}".to_owned(),
        })
        .collect();
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
    format!(
        "HMAC {algorithm} of `{signed}` in header `{header}` as {encoding} after `{prefix}`, secret as {secret}{}{}",
        separator.unwrap_or_default(),
        time.unwrap_or_default()
    )
}
