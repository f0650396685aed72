//! Verification of deliveries by the vendors' modules.

use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};
use webhook_events::revenuecat;
use webhook_events::slack::{self, Event};
use webhook_events::verify::{Clock, Headers, Secret, SignatureScheme, VerifyError};

use crate::body::MENTION;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

fn at() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_515_449_522)
}

/// Slack's headers for a body.
fn headers(body: &str) -> HeaderMap {
    let signed = slack::sign(&Secret::new(SECRET), at(), body.as_bytes());
    let pairs = signed
        .expect("it can be signed")
        .into_iter()
        .map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            (
                name,
                HeaderValue::from_str(&value).expect("a header's value"),
            )
        });
    pairs.collect()
}

/// The usual order: verify, then parse.
fn receive(headers: &impl Headers, body: &[u8], clock: Clock) -> Result<Event, Box<dyn Error>> {
    let delivery = slack::verify(headers, body, &[Secret::new(SECRET)], clock)?;
    Ok(slack::parse(delivery.body())?.event)
}

#[test]
fn a_signed_delivery_is_accepted() {
    let event = receive(&headers(MENTION), MENTION.as_bytes(), at().into());
    let event = event.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(event.name(), "app_mention");
}

#[test]
fn a_delivery_without_a_valid_signature_is_rejected() {
    let headers = headers(MENTION);
    let body = MENTION.replace("hour of the pearl", "password");
    let error = receive(&headers, body.as_bytes(), at().into()).expect_err("another body");
    assert_eq!(error.to_string(), "no secret gives the signature");
    let error = receive(&HeaderMap::new(), MENTION.as_bytes(), at().into());
    let error = error.expect_err("not signed");
    assert_eq!(
        error.to_string(),
        "the header `X-Slack-Signature` is missing"
    );
}

#[test]
fn an_old_delivery_is_rejected() {
    let headers = headers(MENTION);
    let later = at() + Duration::from_secs(3600);
    let error = receive(&headers, MENTION.as_bytes(), later.into()).expect_err("too old");
    assert_eq!(
        error.to_string(),
        "signed 3600 seconds ago, and 300 are allowed"
    );
    let tolerant = Clock::at(later).tolerating(Duration::from_secs(3600));
    assert!(receive(&headers, MENTION.as_bytes(), tolerant).is_ok());
}

#[test]
fn a_repeated_header_in_a_header_map_is_rejected() {
    let mut headers = headers(MENTION);
    headers.append("x-slack-signature", HeaderValue::from_static("v0=00"));
    let error = slack::verify(&headers, MENTION.as_bytes(), &[Secret::new(SECRET)], at());
    let Err(VerifyError::RepeatedHeader { header, .. }) = error else {
        panic!("{error:?}")
    };
    assert_eq!(header, "X-Slack-Signature");
}

#[test]
fn the_scheme_has_the_header_of_the_rows() {
    let SignatureScheme::Supported(scheme) = slack::SIGNATURE else {
        panic!("Slack signs its deliveries")
    };
    for facts in slack::EVENTS {
        assert_eq!(
            facts.signature_header,
            Some(scheme.header),
            "{}",
            facts.name
        );
    }
}

#[test]
fn unsupported_schemes_are_rejected() {
    let error = revenuecat::verify(&headers("{}"), b"{}", &[Secret::new(SECRET)], at());
    let error = error.expect_err("RevenueCat signs nothing");
    assert_eq!(
        error.to_string(),
        "signatures cannot be checked: messages for Slack are not signed"
    );
}
