//! What does not pass for signed, and what is said of it.

use super::*;

#[test]
fn another_secret_and_another_body() {
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
fn a_signature_of_another_time() {
    let mut headers = sign(TIMED, SECRET, BODY);
    headers[0].1 = "1700000001".to_owned();
    assert_eq!(
        verify(TIMED, &headers, BODY, SECRET),
        Err(VerifyError::Mismatch)
    );
    // The same number in another spelling is not what was signed.
    headers[0].1 = "01700000000".to_owned();
    assert_eq!(
        verify(TIMED, &headers, BODY, SECRET),
        Err(VerifyError::Mismatch)
    );
}

#[test]
fn the_secret_that_matches_is_told() {
    let headers = sign(TIMED, SECRET, BODY);
    let check = |secrets: &[&str]| {
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(*secret)).collect();
        SignatureScheme::Hmac(TIMED)
            .verify(&headers, BODY, &secrets, now())
            .map(|verified| verified.secret_index())
    };
    assert_eq!(check(&[SECRET]), Ok(0));
    assert_eq!(check(&["a", "b", SECRET]), Ok(2));
    assert_eq!(check(&["a", SECRET, SECRET, "b"]), Ok(1));
    assert_eq!(check(&["a", "b"]), Err(VerifyError::Mismatch));
    assert_eq!(check(&[]), Err(VerifyError::NoSecrets));
    // One that is wrong is reported though another would do: it is there by mistake.
    assert_eq!(
        check(&[SECRET, ""]),
        Err(VerifyError::EmptySecret { index: 1 })
    );
}

#[test]
fn secrets_that_are_none() {
    for scheme in KINDS {
        let error = SignatureScheme::Hmac(scheme).sign(&Secret::new(""), now(), BODY);
        assert_eq!(error, Err(VerifyError::EmptySecret { index: 0 }));
    }
    for (scheme, secret) in [
        (KEYED, "0"),
        (KEYED, "0g"),
        (KEYED, " 00"),
        (OLD, "AAA"),
        (OLD, "\u{e9}"),
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

/// What is said of a signature header, for a body that it might be the signature of.
fn complaint(scheme: HmacScheme, header: &str) -> String {
    let headers = vec![
        ("X-Sum", header.to_owned()),
        ("X-Time", "1970-01-01T00:00:00Z".to_owned()),
    ];
    let secrets = [Secret::new(SECRET)];
    let outcome = SignatureScheme::Hmac(scheme).verify(&headers, BODY, &secrets, UNIX_EPOCH);
    outcome.expect_err("it is not signed").to_string()
}

#[test]
fn headers_that_hold_no_signature() {
    let none = "the header `X-Sum` holds no signature";
    let hash = sign(PLAIN, SECRET, BODY)[0].1["sha256=".len()..].to_owned();
    for header in [
        String::new(),
        hash.clone(),
        format!("sha1={hash}"),
        format!("SHA256={hash}"),
        format!(" sha256={hash}"),
    ] {
        assert_eq!(complaint(PLAIN, &header), none, "{header}");
    }
    for header in ["", ",", "t=0", "t=0,v0=beef", "v2=00"] {
        assert_eq!(complaint(LISTED, header), none, "{header}");
    }
}

#[test]
fn odd_hexadecimal_digits() {
    let odd = "the header `X-Sum` holds a signature that is no such hash";
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
        assert_eq!(complaint(PLAIN, &format!("sha256={hash}")), odd, "{hash}");
    }
    // A list with one odd signature is odd as a whole: whoever writes it is not the vendor.
    assert_eq!(complaint(LISTED, &format!("t=0,v1={hash},v1=00")), odd);
}

#[test]
fn odd_base64() {
    let odd = "the header `X-Sum` holds a signature that is no such hash";
    let hash = sign(DATED, SECRET, BODY)[1].1.clone();
    assert_eq!(complaint(DATED, &hash), "no secret gives the signature");
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
        assert_eq!(complaint(DATED, hash), odd, "{hash}");
    }
}

#[test]
fn a_list_needs_one_time() {
    let hash = sign(PLAIN, SECRET, BODY)[0].1["sha256=".len()..].to_owned();
    let of = |time: &str| complaint(LISTED, &format!("{time}v1={hash}"));
    assert_eq!(of(""), "the header `X-Sum` holds no timestamp");
    assert_eq!(
        of("t=0,t=0,"),
        "the header `X-Sum` holds several timestamps"
    );
    let no_time = "the header `X-Sum` holds no time where one should be";
    assert_eq!(of("t=,"), no_time);
    assert_eq!(of("t=x,"), no_time);
    assert_eq!(of("t=0,"), "no secret gives the signature");
}

#[test]
fn what_cannot_be_checked_is_never_accepted() {
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
fn nothing_shows_what_it_should_not() {
    let body = b"a body that is nobody's business";
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
