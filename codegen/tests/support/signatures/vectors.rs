//! Test vectors from other implementations.

use super::*;

#[track_caller]
fn accepts(scheme: HmacScheme, secret: &str, seconds: u64, body: &[u8], headers: &[(&str, &str)]) {
    let scheme = SignatureScheme::Hmac(scheme);
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

/// Published at <https://docs.slack.dev/authentication/verifying-requests-from-slack>.
#[test]
fn slack_example() {
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
                channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&\
                response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F\
                96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    accepts(
        TIMED,
        "8f742231b10e8888abcd99yyyzzz85a5",
        1_531_420_618,
        body.as_bytes(),
        &[
            ("X-Slack-Request-Timestamp", "1531420618"),
            ("X-Slack-Signature", signature),
        ],
    );
}

/// Published at <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.
#[test]
fn github_example() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    accepts(
        PLAIN,
        "It's a Secret to Everybody",
        0,
        b"Hello, World!",
        &[("X-Sum", signature)],
    );
}

/// Published at <https://developer.atlassian.com/cloud/jira/platform/webhooks/>.
#[test]
fn jira_example() {
    let signature = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    accepts(
        PLAIN,
        "It's a Secret to Everybody",
        0,
        b"Hello World!",
        &[("X-Sum", signature)],
    );
}

/// RFC 2202 and RFC 4231, the second test case of each hash.
#[test]
fn vectors_of_the_rfcs() {
    let hashes = [
        (
            HashAlgorithm::Sha1,
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        ),
        (
            HashAlgorithm::Sha256,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            HashAlgorithm::Sha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ];
    for (algorithm, hash) in hashes {
        let scheme = HmacScheme {
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
    let scheme = SignatureScheme::Hmac(LISTED);
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
    let timed = HmacScheme {
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
