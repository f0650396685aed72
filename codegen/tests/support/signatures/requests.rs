//! Signatures that cover more than body and time.

use super::*;

const FIELDS: &[u8] = b"b=2&a=x+%2B&b=1&b=2&%C3%A9";

type Plain<'r> = Request<'r, [(&'static str, &'static str)]>;

/// Signs a request, and verifies another with the headers of the first.
fn received_as(
    scheme: SigningScheme,
    sent: &Plain<'_>,
    received: Plain<'_>,
) -> Result<(), VerifyError> {
    let scheme = SignatureScheme::Supported(scheme);
    let secret = Secret::new(SECRET);
    let headers = scheme
        .sign_request(&secret, now(), sent)
        .expect("it can be signed");
    let received = Request {
        method: received.method,
        uri: received.uri,
        headers: &headers,
        body: received.body,
    };
    scheme
        .verify_request(&received, &[secret], now())
        .map(|verified| assert_eq!(verified.body(), received.body))
}

#[test]
fn method_and_uri_are_covered() {
    let sent = request(NO_HEADERS, BODY);
    assert_eq!(received_as(TARGETED, &sent, sent), Ok(()));
    let mismatch = Err(VerifyError::Mismatch);
    for method in ["PUT", "post", ""] {
        let outcome = received_as(TARGETED, &sent, Request { method, ..sent });
        assert_eq!(outcome, mismatch, "{method}");
    }
    let uri = &URI.replace("a=", "c=");
    for scheme in [TARGETED, FORM] {
        let outcome = received_as(scheme, &sent, Request { uri, ..sent });
        assert_eq!(outcome, mismatch);
    }
}

#[test]
fn only_some_characters_of_the_uri_are_decoded() {
    let sent = request(NO_HEADERS, BODY);
    let received = |scheme, uri: &str| received_as(scheme, &sent, Request { uri, ..sent });
    for uri in [
        URI.replace("%3a", "%3A"),
        URI.replace("%3a", ":"),
        URI.replace("/hooks", "%2Fhooks"),
    ] {
        assert_eq!(received(TARGETED, &uri), Ok(()), "{uri}");
        assert_eq!(received(FORM, &uri), Err(VerifyError::Mismatch), "{uri}");
    }
    for uri in [
        URI.replace("%41", "A"),
        URI.replace("%3a", "%"),
        URI.replace("%3a", "%3"),
    ] {
        assert_eq!(
            received(TARGETED, &uri),
            Err(VerifyError::Mismatch),
            "{uri}"
        );
    }
}

#[test]
fn the_uri_must_be_absolute() {
    for scheme in [TARGETED, FORM] {
        let scheme = SignatureScheme::Supported(scheme);
        let headers = sign(TARGETED, SECRET, BODY);
        let secrets = [Secret::new(SECRET)];
        let relative = Err(VerifyError::RelativeUri);
        for uri in [
            "",
            "/hooks?a=1",
            "example.com/hooks",
            "ftp://example.com/",
            "httpé",
        ] {
            let request = Request {
                uri,
                ..request(&headers, BODY)
            };
            assert_eq!(
                scheme.verify_request(&request, &secrets, now()),
                relative,
                "{uri}"
            );
        }
        assert_eq!(scheme.verify(&headers, BODY, &secrets, now()), relative);
        assert!(matches!(
            scheme.sign(&secrets[0], now(), BODY),
            Err(VerifyError::RelativeUri)
        ));
    }
    assert_eq!(
        VerifyError::RelativeUri.to_string(),
        "the signature covers the URI of the request, which must be given with scheme and host"
    );
}

#[test]
fn fields_of_a_form_are_signed_in_any_order_and_encoding() {
    let sent = request(NO_HEADERS, FIELDS);
    let received = |body: &[u8]| received_as(FORM, &sent, Request { body, ..sent });
    for body in [
        FIELDS,
        "é=&b=1&b=2&a=x%20%2b".as_bytes(),
        b"b=1&%62=2&a=x+%2B&%C3%A9=",
    ] {
        assert_eq!(received(body), Ok(()));
    }
    for body in [
        "b=2&a=x+%2B&b=1",
        "b=2&a=x++&b=1&%C3%A9",
        "b=2&a=x+%2B&b=3&%C3%A9",
        "",
    ] {
        assert_eq!(
            received(body.as_bytes()),
            Err(VerifyError::Mismatch),
            "{body}"
        );
    }
}

#[test]
fn the_uri_can_hold_the_hash_of_the_body() {
    // Made with Python's `hashlib`.
    let hash = "40993c639ffb5f13a0a2ef5c93c965f10b405f2b87a379272381da2dbc158dfa";
    let uri = &format!("{URI}&sum={hash}");
    let sent = Request {
        uri,
        ..request(NO_HEADERS, BODY)
    };
    assert_eq!(received_as(FORM, &sent, sent), Ok(()));
    for body in [&b"{}"[..], b""] {
        let outcome = received_as(FORM, &sent, Request { body, ..sent });
        assert_eq!(outcome, Err(VerifyError::Mismatch));
    }
}

#[test]
fn another_header_is_covered() {
    let sent = request(&[("X-Id", "msg_1")][..], BODY);
    let secret = Secret::new(SECRET);
    let scheme = SignatureScheme::Supported(TARGETED);
    let signed = scheme
        .sign_request(&secret, now(), &sent)
        .expect("it can be signed");
    let [(header, signature)] = &signed[..] else {
        panic!("the header is there already: {signed:?}")
    };
    for (id, outcome) in [("msg_1", Ok(())), ("msg_2", Err(VerifyError::Mismatch))] {
        let headers = [(*header, &**signature), ("x-id", id)];
        let verified = scheme.verify_request(
            &request(&headers, BODY),
            std::slice::from_ref(&secret),
            now(),
        );
        assert_eq!(verified.map(|_| ()), outcome);
    }
    let headers = [(*header, signature)];
    let missing = VerifyError::MissingHeader { header: "X-Id" };
    let verified = scheme.verify_request(&request(&headers, BODY), &[secret], now());
    assert_eq!(verified, Err(missing));
}

#[test]
fn a_header_can_have_other_names() {
    let twin = SigningScheme {
        header_aliases: &["X-Other", "X-Third"],
        ..PLAIN
    };
    let signature = &sign(twin, SECRET, BODY)[0].1;
    let check = |headers: &[(&'static str, &str)]| {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        let headers: Signed = headers.collect();
        verify(twin, &headers, BODY, SECRET).map(|_| ())
    };
    for header in ["X-Sum", "X-Other", "x-third"] {
        assert_eq!(check(&[(header, signature)]), Ok(()));
    }
    assert_eq!(check(&[("X-Third", "x"), ("X-Other", signature)]), Ok(()));
    let malformed = VerifyError::MalformedHeader {
        header: "X-Other",
        why: "holds no signature",
    };
    assert_eq!(check(&[("X-Other", "x")]), Err(malformed));
    let repeated = VerifyError::RepeatedHeader { header: "X-Sum" };
    assert_eq!(
        check(&[("X-Sum", "x"), ("X-Sum", signature), ("X-Other", signature)]),
        Err(repeated)
    );
    let missing = VerifyError::MissingHeader { header: "X-Sum" };
    assert_eq!(check(&[]), Err(missing));
}

#[test]
fn keys_of_ed25519() {
    let scheme = SignatureScheme::Supported(KEY_PAIR);
    let headers = sign(KEY_PAIR, SECRET, BODY);
    let outcome = |secret: &str| {
        let secrets = [receivers(KEY_PAIR, SECRET), Secret::new(secret)];
        let verified = scheme.verify(&headers, BODY, &secrets, now());
        verified.map(|verified| verified.secret_index())
    };
    let invalid = Err(VerifyError::InvalidKey { index: 1 });
    let point = |first: &str| format!("{first}{}", "00".repeat(31));
    // Too short, too long, no point of the curve, and the neutral element, for which anyone can sign.
    for key in ["00", &format!("{SECRET}00"), &point("02"), &point("01")] {
        assert_eq!(outcome(key), invalid, "{key}");
    }
    assert!(matches!(
        scheme.sign(&Secret::new("00"), now(), BODY),
        Err(VerifyError::InvalidKey { index: 0, .. })
    ));
    assert_eq!(
        VerifyError::InvalidKey { index: 1 }.to_string(),
        "secret 1 is no key of the signature's algorithm"
    );
}
