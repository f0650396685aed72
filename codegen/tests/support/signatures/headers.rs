//! Headers of all types, and repeated headers.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::verify::{Headers, Pairs};

#[track_caller]
fn accepts(headers: &(impl Headers + ?Sized)) {
    let secrets = [Secret::new(SECRET)];
    let verified = SignatureScheme::Supported(TIMED).verify(headers, BODY, &secrets, now());
    assert!(verified.is_ok(), "{verified:?}");
}

#[test]
fn headers_of_all_types() {
    let signed = sign(TIMED, SECRET, BODY);
    let texts: Vec<(String, String)> = signed
        .iter()
        .map(|(name, value)| (name.to_uppercase(), value.clone()))
        .collect();
    let bytes: Vec<(&str, &[u8])> = signed
        .iter()
        .map(|(name, value)| (*name, value.as_bytes()))
        .collect();
    accepts(&signed);
    accepts(&texts);
    accepts(&bytes);
    accepts(&bytes[..]);
    accepts(&[bytes[0], bytes[1]]);
    accepts(&texts.iter().cloned().collect::<HashMap<_, _>>());
    accepts(&texts.iter().cloned().collect::<BTreeMap<_, _>>());
    accepts(&Pairs(bytes.iter().copied()));
    accepts(&Pairs(texts.iter().map(|(name, value)| {
        (name.to_lowercase(), value.clone().into_bytes())
    })));
    let dynamic: &dyn Headers = &texts;
    accepts(dynamic);
    accepts(&dynamic);
    let by_name = |name: &str| {
        let mut pairs = texts.iter();
        let pair = pairs.find(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
        pair.map(|(_, value)| value.as_bytes())
    };
    accepts(&by_name);
    accepts(&&by_name);
    accepts(&&texts);
}

#[test]
fn a_header_may_be_repeated_with_the_same_value() {
    let mut headers = sign(TIMED, SECRET, BODY);
    headers.extend(headers.clone());
    accepts(&headers);
}

#[test]
fn a_header_with_several_values_is_rejected_in_any_order() {
    for scheme in [TIMED, LISTED] {
        let signed = sign(scheme, SECRET, BODY);
        for (header, value) in &signed {
            for other in ["", "v0=", "1", &format!("{value} "), &value.to_uppercase()] {
                if other == value {
                    continue;
                }
                let other = (*header, other.to_owned());
                let first = [std::slice::from_ref(&other), &signed[..]].concat();
                let between = [&signed[..], &first[..]].concat();
                let last = [&signed[..], &[other]].concat();
                for headers in [first, between, last] {
                    let repeated = Err(VerifyError::RepeatedHeader { header });
                    assert_eq!(verify(scheme, &headers, BODY, SECRET), repeated);
                }
            }
        }
    }
}

#[test]
fn a_missing_header_is_named() {
    let signed = sign(TIMED, SECRET, BODY);
    for index in 0..signed.len() {
        let mut headers = signed.clone();
        let header = headers.remove(index).0;
        let error = verify(TIMED, &headers, BODY, SECRET).expect_err("a header is missing");
        assert_eq!(error, VerifyError::MissingHeader { header });
        assert_eq!(
            error.to_string(),
            format!("the header `{header}` is missing")
        );
    }
}
