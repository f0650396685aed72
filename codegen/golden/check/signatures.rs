//! Checks of a vendor's `sign` and `verify`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::webhook_events::verify::{Secret, Verified, VerifyError};

/// The body that is signed. It need not be a payload.
const SIGNED: &[u8] = b"{\"signed\": \"\xff\"}";

/// Hexadecimal digits, base64 and text, all at once.
const SECRET: &str = "00112233445566778899aabbccddeeff";

/// A vendor's `sign`.
type Sign = fn(&Secret, SystemTime, &[u8]) -> Result<Vec<(&'static str, String)>, VerifyError>;

/// A vendor's `verify`.
type Verify = for<'b> fn(
    &[(&'static str, String)],
    &'b [u8],
    &[Secret],
    SystemTime,
) -> Result<Verified<'b>, VerifyError>;

/// Asserts that what is signed is accepted, and nothing else is.
#[track_caller]
pub(crate) fn accepts_signatures(sign: Sign, verify: Verify, is_timed: bool) {
    let (secret, other) = (Secret::new(SECRET), Secret::new(SECRET.replace('0', "1")));
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let headers = sign(&secret, at, SIGNED).unwrap_or_else(|error| panic!("{error}"));
    let secrets = [other, secret];
    let verified = verify(&headers, SIGNED, &secrets, at).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((verified.body(), verified.secret_index()), (SIGNED, 1));
    assert_eq!(verified.sent_at(), is_timed.then_some(at));

    let refused = |headers: &[_], body, secrets: &[_], at| {
        verify(headers, body, secrets, at).expect_err("it is not what was signed")
    };
    let mismatch = VerifyError::Mismatch;
    assert_eq!(refused(&headers, &SIGNED[1..], &secrets, at), mismatch);
    assert_eq!(refused(&headers, SIGNED, &secrets[..1], at), mismatch);
    assert_eq!(refused(&headers, SIGNED, &[], at), VerifyError::NoSecrets);
    for index in 0..headers.len() {
        let mut headers = headers.clone();
        let removed = headers.remove(index).0;
        let error = refused(&headers, SIGNED, &secrets, at);
        assert!(matches!(error, VerifyError::MissingHeader { header, .. } if header == removed));
    }
    // Further than any profile may tolerate.
    let far = Duration::from_secs(86_401);
    for (at, is_late) in [(at - far, false), (at + far, true)] {
        match verify(&headers, SIGNED, &secrets, at) {
            Ok(_) => assert!(!is_timed),
            Err(VerifyError::TooOld { .. }) => assert!(is_timed && is_late),
            Err(VerifyError::TooNew { .. }) => assert!(is_timed && !is_late),
            Err(error) => panic!("{error}"),
        }
    }
}

/// Asserts that nothing passes for signed.
#[track_caller]
pub(crate) fn refuses_signatures(sign: Sign, verify: Verify) {
    let secret = Secret::new(SECRET);
    let error = sign(&secret, UNIX_EPOCH, SIGNED).expect_err("nothing can be signed");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
    let error = verify(&[], SIGNED, &[secret], UNIX_EPOCH).expect_err("nothing can be checked");
    assert!(matches!(error, VerifyError::Unsupported { .. }), "{error}");
}
