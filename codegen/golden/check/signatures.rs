//! Checks of a vendor's `sign` and `verify`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::webhook_events::verify::{Request, Secret, SignatureScheme, SignedPart, Verified, VerifyError};

/// The body that is signed. It need not be a payload.
const SIGNED: &[u8] = b"{\"signed\": \"\xff\"}";

/// Hexadecimal digits of 32 bytes, base64 and text, all at once.
const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

const URI: &str = "https://receiver.example/hooks?vendor=1";

type Headers = [(&'static str, String)];

/// A vendor's `sign` or `sign_request`.
type Sign = fn(
    &Secret,
    SystemTime,
    &Request<'_, Headers>,
) -> Result<Vec<(&'static str, String)>, VerifyError>;

/// A vendor's `verify` or `verify_request`.
type Verify = for<'r> fn(
    &Request<'r, Headers>,
    &[Secret],
    SystemTime,
) -> Result<Verified<'r>, VerifyError>;

fn request<'r>(headers: &'r Headers, body: &'r [u8]) -> Request<'r, Headers> {
    Request {
        method: "POST",
        uri: URI,
        headers,
        body,
    }
}

/// Asserts that what is signed is accepted, and nothing else is.
#[track_caller]
pub(crate) fn accepts_signatures(signature: &SignatureScheme, sign: Sign, verify: Verify) {
    let SignatureScheme::Supported(scheme) = signature else {
        panic!("the scheme is not supported")
    };
    let is_timed = scheme.timestamp.is_some();
    let secret = Secret::new(SECRET);
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let headers = sign(&secret, at, &request(&[], SIGNED)).unwrap_or_else(|error| panic!("{error}"));
    let secrets = [Secret::new(SECRET.replace('0', "1")), secret];
    let secrets = secrets.map(|secret| {
        let secret = signature.verifying_secret(&secret);
        secret.unwrap_or_else(|error| panic!("{error}"))
    });
    let signed = request(&headers, SIGNED);
    let verified = verify(&signed, &secrets, at).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((verified.body(), verified.secret_index()), (SIGNED, 1));
    assert_eq!(verified.sent_at(), is_timed.then_some(at));

    let refused = |request: &Request<'_, Headers>, secrets: &[_]| {
        verify(request, secrets, at).expect_err("it is not what was signed")
    };
    let mismatch = VerifyError::Mismatch;
    assert_eq!(refused(&request(&headers, &SIGNED[1..]), &secrets), mismatch);
    assert_eq!(refused(&signed, &secrets[..1]), mismatch);
    assert_eq!(refused(&signed, &[]), VerifyError::NoSecrets);
    for index in 0..headers.len() {
        let mut headers = headers.clone();
        let removed = headers.remove(index).0;
        let error = refused(&request(&headers, SIGNED), &secrets);
        assert!(matches!(error, VerifyError::MissingHeader { header, .. } if header == removed));
    }
    // Further than any profile may tolerate.
    let far = Duration::from_secs(86_401);
    for (at, is_late) in [(at - far, false), (at + far, true)] {
        match verify(&signed, &secrets, at) {
            Ok(_) => assert!(!is_timed),
            Err(VerifyError::TooOld { .. }) => assert!(is_timed && is_late),
            Err(VerifyError::TooNew { .. }) => assert!(is_timed && !is_late),
            Err(error) => panic!("{error}"),
        }
    }
    for part in scheme.signed {
        let (method, uri, error) = match part {
            SignedPart::Method => ("PUT", URI, VerifyError::Mismatch),
            SignedPart::Uri { .. } => ("POST", "/hooks?vendor=1", VerifyError::RelativeUri),
            _ => continue,
        };
        let request = Request { method, uri, ..signed };
        assert_eq!(refused(&request, &secrets), error);
    }
}

/// Asserts that nothing passes for signed.
#[track_caller]
pub(crate) fn refuses_signatures(signature: &SignatureScheme, sign: Sign, verify: Verify) {
    assert!(matches!(signature, SignatureScheme::Unsupported { .. }));
    let secret = Secret::new(SECRET);
    let request = request(&[], SIGNED);
    let error = sign(&secret, UNIX_EPOCH, &request).expect_err("nothing can be signed");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
    let error = verify(&request, &[secret], UNIX_EPOCH).expect_err("nothing can be checked");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
}
