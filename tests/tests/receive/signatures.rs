//! Deliveries that come from their vendor, and others.

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

/// What Slack would send with this body.
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

/// A receiver as the docs show it.
fn receive(headers: &impl Headers, body: &[u8], clock: Clock) -> Result<Event, Box<dyn Error>> {
    let delivery = slack::verify(headers, body, &[Secret::new(SECRET)], clock)?;
    Ok(slack::parse(delivery.body())?.event)
}

#[test]
fn a_signed_delivery_is_read() {
    let event = receive(&headers(MENTION), MENTION.as_bytes(), at().into());
    let event = event.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(event.name(), "app_mention");
}

#[test]
fn a_delivery_of_somebody_else_is_not() {
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
fn a_delivery_of_long_ago_is_not() {
    let headers = headers(MENTION);
    let later = at() + Duration::from_secs(3600);
    let error = receive(&headers, MENTION.as_bytes(), later.into()).expect_err("too old");
    assert_eq!(
        error.to_string(),
        "signed 3600 seconds ago, and 300 are allowed"
    );
    let patient = Clock::at(later).tolerating(Duration::from_secs(3600));
    assert!(receive(&headers, MENTION.as_bytes(), patient).is_ok());
}

#[test]
fn a_header_map_may_not_hold_a_header_twice() {
    let mut headers = headers(MENTION);
    headers.append("x-slack-signature", HeaderValue::from_static("v0=00"));
    let error = slack::verify(&headers, MENTION.as_bytes(), &[Secret::new(SECRET)], at());
    let Err(VerifyError::RepeatedHeader { header, .. }) = error else {
        panic!("{error:?}")
    };
    assert_eq!(header, "X-Slack-Signature");
}

#[test]
fn the_scheme_names_the_header_that_the_rows_name() {
    let SignatureScheme::Hmac(scheme) = slack::SIGNATURE else {
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
fn what_cannot_be_checked_is_not_read() {
    let error = revenuecat::verify(&headers("{}"), b"{}", &[Secret::new(SECRET)], at());
    let error = error.expect_err("RevenueCat signs nothing");
    assert_eq!(
        error.to_string(),
        "signatures cannot be checked: messages for Slack are not signed"
    );
}
