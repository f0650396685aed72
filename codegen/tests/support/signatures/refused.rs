//! Rejected signatures and their errors.

use super::*;

#[test]
fn another_secret_or_body_is_a_mismatch() {
    for scheme in KINDS {
        let headers = sign(scheme, SECRET, BODY);
        let other = SECRET.replace('0', "1");
        let mismatch = Err(VerifyError::Mismatch);
        assert_eq!(verify(scheme, &headers, BODY, &other), mismatch);
        assert_eq!(verify(scheme, &headers, b"{}", SECRET), mismatch);
        assert!(verify(scheme, &headers, BODY, SECRET).is_ok());
    }
}

#[test]
fn another_timestamp_is_a_mismatch() {
    let mut headers = sign(TIMED, SECRET, BODY);
    headers[0].1 = "1700000001".to_owned();
    assert_eq!(
        verify(TIMED, &headers, BODY, SECRET),
        Err(VerifyError::Mismatch)
    );
    // The same number in another notation has another signature.
    headers[0].1 = "01700000000".to_owned();
    assert_eq!(
        verify(TIMED, &headers, BODY, SECRET),
        Err(VerifyError::Mismatch)
    );
}

#[test]
fn the_index_of_the_matching_secret_is_returned() {
    let headers = sign(TIMED, SECRET, BODY);
    let check = |secrets: &[&str]| {
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(*secret)).collect();
        SignatureScheme::Supported(TIMED)
            .verify(&headers, BODY, &secrets, now())
            .map(|verified| verified.secret_index())
    };
    assert_eq!(check(&[SECRET]), Ok(0));
    assert_eq!(check(&["a", "b", SECRET]), Ok(2));
    assert_eq!(check(&["a", SECRET, SECRET, "b"]), Ok(1));
    assert_eq!(check(&["a", "b"]), Err(VerifyError::Mismatch));
    assert_eq!(check(&[]), Err(VerifyError::NoSecrets));
    // An empty secret is an error even if another one matches: it is a mistake of the caller.
    assert_eq!(
        check(&[SECRET, ""]),
        Err(VerifyError::EmptySecret { index: 1 })
    );
}

#[test]
fn malformed_secrets() {
    for scheme in KINDS {
        let error = SignatureScheme::Supported(scheme).sign(&Secret::new(""), now(), BODY);
        assert_eq!(error, Err(VerifyError::EmptySecret { index: 0 }));
    }
    for (scheme, secret) in [
        (KEYED, "0"),
        (KEYED, "0g"),
        (KEYED, " 00"),
        (LEGACY, "AAA"),
        (LEGACY, "\u{e9}"),
    ] {
        let headers = sign(scheme, SECRET, BODY);
        let form = scheme.secret;
        let malformed = VerifyError::MalformedSecret { index: 0, form };
        assert_eq!(
            verify(scheme, &headers, BODY, secret),
            Err(malformed),
            "{secret}"
        );
    }
}

/// The error for a signature header.
fn message(scheme: SigningScheme, header: &str) -> String {
    let headers = vec![
        ("X-Sum", header.to_owned()),
        ("X-Time", "1970-01-01T00:00:00Z".to_owned()),
    ];
    let secrets = [Secret::new(SECRET)];
    let outcome = SignatureScheme::Supported(scheme).verify(&headers, BODY, &secrets, UNIX_EPOCH);
    outcome.expect_err("it is not signed").to_string()
}

#[test]
fn headers_without_a_signature() {
    let none = "the header `X-Sum` holds no signature";
    let hash = sign(PLAIN, SECRET, BODY)[0].1["sha256=".len()..].to_owned();
    for header in [
        String::new(),
        hash.clone(),
        format!("sha1={hash}"),
        format!("SHA256={hash}"),
        format!(" sha256={hash}"),
    ] {
        assert_eq!(message(PLAIN, &header), none, "{header}");
    }
    for header in ["", ",", "t=0", "t=0,v0=beef", "v2=00"] {
        assert_eq!(message(LISTED, header), none, "{header}");
    }
}

#[test]
fn malformed_hexadecimal_digits() {
    let malformed = "the header `X-Sum` holds a signature in another format";
    let hash = sign(PLAIN, SECRET, BODY)[0].1["sha256=".len()..].to_owned();
    let spaced = format!("{hash} ");
    for hash in [
        "",
        "0",
        "00",
        "zz",
        &hash[1..],
        &hash[2..],
        &format!("{hash}00"),
        &hash.to_uppercase(),
        &spaced,
        "é",
    ] {
        assert_eq!(
            message(PLAIN, &format!("sha256={hash}")),
            malformed,
            "{hash}"
        );
    }
    // One malformed signature makes the list invalid: the vendor never sends such.
    assert_eq!(message(LISTED, &format!("t=0,v1={hash},v1=00")), malformed);
}

#[test]
fn malformed_base64() {
    let malformed = "the header `X-Sum` holds a signature in another format";
    let hash = sign(DATED, SECRET, BODY)[1].1.clone();
    assert_eq!(message(DATED, &hash), "no secret gives the signature");
    let unpadded = hash.trim_end_matches('=');
    // The last character before the padding holds two bits that no byte needs.
    let (rest, last) = unpadded.split_at(unpadded.len() - 1);
    let trailing = char::from(last.as_bytes()[0] + 1);
    let urlsafe = hash.replacen(|char: char| char.is_ascii_alphanumeric(), "-", 1);
    for hash in [
        "",
        "AA==",
        "====",
        unpadded,
        &format!("{hash}="),
        &format!("{rest}{trailing}="),
        &urlsafe,
        &format!("{hash}\n"),
        "é",
    ] {
        assert_eq!(message(DATED, hash), malformed, "{hash}");
    }
}

#[test]
fn a_list_needs_one_timestamp() {
    let hash = sign(PLAIN, SECRET, BODY)[0].1["sha256=".len()..].to_owned();
    let with_time = |time: &str| message(LISTED, &format!("{time}v1={hash}"));
    assert_eq!(with_time(""), "the header `X-Sum` holds no timestamp");
    assert_eq!(
        with_time("t=0,t=0,"),
        "the header `X-Sum` holds several timestamps"
    );
    let no_time = "the header `X-Sum` holds no time where one should be";
    assert_eq!(with_time("t=,"), no_time);
    assert_eq!(with_time("t=x,"), no_time);
    assert_eq!(with_time("t=0,"), "no secret gives the signature");
}

#[test]
fn unsupported_schemes_accept_nothing() {
    let why = "Ed25519 over timestamp and body";
    let scheme = SignatureScheme::Unsupported { why };
    let headers = sign(PLAIN, SECRET, BODY);
    let secrets = [Secret::new(SECRET)];
    let unsupported = VerifyError::Unsupported { why };
    assert_eq!(
        scheme.verify(&headers, BODY, &secrets, now()),
        Err(unsupported.clone())
    );
    assert_eq!(
        scheme.verify(&headers, BODY, &[], now()),
        Err(unsupported.clone())
    );
    assert_eq!(
        scheme.sign(&secrets[0], now(), BODY),
        Err(unsupported.clone())
    );
    assert_eq!(
        unsupported.to_string(),
        "signatures cannot be checked: Ed25519 over timestamp and body"
    );
}

#[test]
fn debug_texts_hide_body_and_secret() {
    let body = b"a body that must stay hidden!!!!";
    let headers = sign(TIMED, "a secret", body);
    let verified = verify(TIMED, &headers, body, "a secret").expect("it is signed");
    assert_eq!(
        format!("{verified:?}"),
        format!(
            "Verified {{ body: 32 bytes, secret_index: 0, sent_at: {:?} }}",
            Some(now())
        )
    );
    assert_eq!(format!("{:?}", Secret::new("a secret")), "Secret(…)");
}
