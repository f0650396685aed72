//! Properties of signatures for any secret, body and time.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// Secrets that are valid in every format.
fn secrets() -> impl Strategy<Value = String> {
    "[0-9a-f]{64}"
}

/// Schemes of all kinds.
fn schemes() -> impl Strategy<Value = SigningScheme> {
    select([&KINDS[..], &[FORM]].concat())
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..200)
}

/// Times that every format can represent.
fn times() -> impl Strategy<Value = SystemTime> {
    (0u64..253_402_300_800, 0u32..1_000_000_000)
        .prop_map(|(seconds, nanoseconds)| UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}

/// All texts of an error.
fn texts(error: &VerifyError) -> String {
    format!("{error} {error:?} {error:#?}")
}

fn hash_of(scheme: &SigningScheme, headers: &Signed) -> String {
    let value = &headers.last().expect("the signature comes last").1;
    let start = value.find(scheme.prefix).expect("it has its prefix") + scheme.prefix.len();
    value[start..].to_owned()
}

proptest! {
    #[test]
    fn signed_bodies_are_accepted(kind in schemes(), secret in secrets(), body in bodies(), at in times()) {
        let scheme = SignatureScheme::Supported(kind);
        let headers = scheme.sign_request(&Secret::new(&*secret), at, &request(NO_HEADERS, &body)).expect("it can be signed");
        let secrets = [receivers(kind, &secret)];
        let verified = scheme.verify_request(&request(&headers, &body), &secrets, at).expect("it is signed");
        prop_assert_eq!(verified.body(), &body[..]);
        if let Some(sent_at) = verified.sent_at() {
            prop_assert!(at.duration_since(sent_at).expect("it is truncated") < Duration::from_secs(1));
        }
    }

    #[test]
    fn any_changed_bit_is_detected(scheme in select(&KINDS[..]), secret in secrets(), body in bodies(), at in times(), place in any::<Index>(), bit in 0u8..8) {
        let secrets = [receivers(scheme, &secret)];
        let scheme = SignatureScheme::Supported(scheme);
        let signed = scheme.sign_request(&Secret::new(secret), at, &request(NO_HEADERS, &body)).expect("it can be signed");
        // One list of the bytes of headers and body, so that all are equally likely.
        let mut headers: Vec<(&str, Vec<u8>)> = signed.iter().map(|(name, value)| (*name, value.clone().into_bytes())).collect();
        let mut body = body;
        let bytes = headers.iter_mut().flat_map(|(_, value)| value).chain(&mut body);
        let mut bytes: Vec<&mut u8> = bytes.collect();
        let index = place.index(bytes.len());
        *bytes[index] ^= 1 << bit;
        prop_assert!(scheme.verify_request(&request(&headers, &body), &secrets, at).is_err());
    }

    #[test]
    fn no_error_reveals_secret_body_or_hash(
        kind in schemes(), secret in secrets(), body in "[A-Z]{12,40}", at in times(),
        header in "(v1=|v0=|t=|sha256=|,| |[0-9a-f]{2}){0,12}", wrong in any::<bool>(),
    ) {
        let scheme = SignatureScheme::Supported(kind);
        let secrets = [receivers(kind, &secret)];
        let signed = scheme.sign_request(&Secret::new(&*secret), at, &request(NO_HEADERS, body.as_bytes()));
        let mut headers = signed.expect("it can be signed");
        let hash = hash_of(&kind, &headers);
        if wrong {
            headers.last_mut().expect("there is one").1 = header;
        }
        let other = format!("{body}.");
        let received = request(&headers, other.as_bytes());
        let relative = Request { uri: "/hooks?password=pa55word", ..received };
        for request in [received, relative] {
            let error = scheme.verify_request(&request, &secrets, at).expect_err("another body");
            for text in [texts(&error), format!("{request:?} {request:#?}")] {
                for hidden in [&secret, &body, &hash, "pa55word"] {
                    prop_assert!(!text.contains(hidden), "{text}");
                }
            }
        }
        let shown = format!("{secrets:?}");
        prop_assert!(!shown.contains(&secret));
    }

    #[test]
    fn no_error_reveals_a_malformed_secret(scheme in select(&[KEYED, LEGACY][..]), secret in "[g-z!]{9,40}") {
        let headers = sign(scheme, SECRET, BODY);
        let error = verify(scheme, &headers, BODY, &format!("{secret}!")).expect_err("the secret is malformed");
        prop_assert!(!texts(&error).contains(&secret));
    }

    #[test]
    fn hostile_headers_do_not_panic(
        scheme in schemes(), sum in vec(any::<u8>(), 0..60), time in vec(any::<u8>(), 0..40),
    ) {
        let headers = [("X-Sum", &sum), ("X-Slack-Signature", &sum), ("X-Time", &time), ("X-Slack-Request-Timestamp", &time)];
        let secrets = [receivers(scheme, SECRET)];
        let outcome = SignatureScheme::Supported(scheme).verify_request(&request(&headers, BODY), &secrets, now());
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn hostile_uris_and_forms_do_not_panic(uri in "(https?://)?([a-z%:?&=+]|%[0-9a-f]{0,2}|é){0,40}", body in vec(any::<u8>(), 0..60)) {
        for scheme in [TARGETED, FORM] {
            let request = Request { uri: &uri, ..request(NO_HEADERS, &body) };
            let signed = SignatureScheme::Supported(scheme).sign_request(&Secret::new(SECRET), now(), &request);
            prop_assert_eq!(signed.is_ok(), uri.starts_with("http"));
        }
    }

    #[test]
    fn hostile_dates_do_not_panic(time in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,11})?Z") {
        let headers = [("X-Sum", hash_of(&DATED, &sign(DATED, SECRET, BODY))), ("X-Time", time)];
        let outcome = SignatureScheme::Supported(DATED).verify(&headers, BODY, &[Secret::new(SECRET)], now());
        prop_assert!(outcome.is_err());
    }
}
