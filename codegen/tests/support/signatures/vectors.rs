//! Test vectors from other implementations.

use super::*;

#[track_caller]
fn accepts(
    scheme: SigningScheme,
    secret: &str,
    seconds: u64,
    body: &[u8],
    headers: &[(&str, &str)],
) {
    let scheme = SignatureScheme::Supported(scheme);
    let secret = Secret::new(secret);
    let verified = scheme
        .verify(headers, body, std::slice::from_ref(&secret), at(seconds))
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(verified.body(), body);
    let signed = scheme
        .sign(&secret, at(seconds), body)
        .unwrap_or_else(|error| panic!("{error}"));
    let signed: Vec<_> = signed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(signed, headers);
}

/// RFC 2202 and RFC 4231, the second test case of each hash.
#[test]
fn vectors_of_the_rfcs() {
    let hashes = [
        (
            SigningAlgorithm::HmacSha1,
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        ),
        (
            SigningAlgorithm::HmacSha256,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            SigningAlgorithm::HmacSha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ];
    for (algorithm, hash) in hashes {
        let scheme = SigningScheme {
            algorithm,
            prefix: "",
            ..PLAIN
        };
        accepts(
            scheme,
            "Jefe",
            0,
            b"what do ya want for nothing?",
            &[("X-Sum", hash)],
        );
    }
}

/// This vector and those below were made with Python's `hmac`.
#[test]
fn a_list_of_signatures() {
    let old = "v1=ef1b1b7e4b312671a75ef2a03e10529f7834a6528a49db77ad6568c8c8017843";
    let new = "v1=f3ac0c93c23f69e2e6046d7f0e2c82c93d0403de0f8651457189ab70fbbfcaae";
    accepts(
        LISTED,
        "whsec_new",
        1_700_000_000,
        BODY,
        &[("X-Sum", &format!("t=1700000000,{new}"))],
    );
    let both = [("X-Sum", format!("t=1700000000,{old}, {new},v0=beef,,x"))];
    let scheme = SignatureScheme::Supported(LISTED);
    for secret in ["whsec_old", "whsec_new"] {
        let verified = scheme.verify(&both, BODY, &[Secret::new(secret)], now());
        assert!(verified.is_ok(), "{secret}: {verified:?}");
    }
}

#[test]
fn an_rfc_3339_timestamp() {
    accepts(
        DATED,
        "HRkRd4BeOAoUkfZr-mhauJT64rvBASlJRoIyPsd3zeA=",
        1_627_207_200,
        br#"{"say": "hello"}"#,
        &[
            ("X-Time", "2021-07-25T10:00:00Z"),
            ("X-Sum", "Rry/4TtIdFyawtXXp8QdI6tlAUUQ/5kL1OTp5qo/ZIk="),
        ],
    );
}

#[test]
fn encoded_secrets() {
    let timed = SigningScheme {
        secret: SecretForm::Hex,
        prefix: "",
        signed: &[SignedPart::Timestamp, SignedPart::Body],
        ..TIMED
    };
    let hash = "1d77804fe1711aef551d85cec771b9bda1f0dcdc506ab3f0b04c3d1989781158";
    for secret in ["00ff10a5", "00FF10A5"] {
        let headers = [
            ("X-Slack-Request-Timestamp", "1700000000"),
            ("X-Slack-Signature", hash),
        ];
        accepts(timed, secret, 1_700_000_000, BODY, &headers);
    }
}

#[test]
fn a_binary_body() {
    accepts(
        PLAIN,
        "secret",
        0,
        b"\xff\x00\xfe",
        &[(
            "X-Sum",
            "sha256=c40a5bda20326fc107e1faf1618aef9545eb5f906649ed99ae03abfd1c2c7d11",
        )],
    );
}

#[test]
fn an_empty_and_a_large_body() {
    for body in [vec![], vec![b' '; 3_000_000]] {
        let headers = sign(TIMED, SECRET, &body);
        assert!(verify(TIMED, &headers, &body, SECRET).is_ok());
    }
}
