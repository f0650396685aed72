//! Rejected signatures, all with the same response.

use std::time::Duration;

use axum::http::HeaderMap;
use webhook_events::verify::Secret;

use crate::body::{mention, mentioned};
use crate::running::{Running, SECRET, answer, at, settings, signed, signed_with, with_headers};
use crate::settings::Settings;

const NEW_SECRET: &str = "c0ffee31b10e8888abcd99yyyzzz85a5";

/// Asserts that a body with these headers is rejected.
async fn assert_rejected(headers: HeaderMap, body: &str) {
    let mut receiver = Running::start(settings()).await;
    let refused = receiver.post("/slack", headers, body.as_bytes()).await;
    assert_eq!(refused, answer(401, "refused"));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn a_signed_delivery_is_queued() {
    let mut receiver = Running::start(settings()).await;
    assert_eq!(receiver.slack(mention("Ev1")).await, answer(200, "taken"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

#[tokio::test]
async fn a_missing_signature_is_rejected() {
    assert_rejected(HeaderMap::new(), &mention("Ev1")).await;
}

#[tokio::test]
async fn a_missing_timestamp_is_rejected() {
    let body = mention("Ev1");
    let mut headers = signed(body.as_bytes());
    headers.remove("x-slack-request-timestamp");
    assert_rejected(headers, &body).await;
}

#[tokio::test]
async fn a_signature_with_another_secret_is_rejected() {
    let body = mention("Ev1");
    assert_rejected(signed_with(NEW_SECRET, at(), body.as_bytes()), &body).await;
}

#[tokio::test]
async fn a_signature_of_another_body_is_rejected() {
    let body = mention("Ev1");
    assert_rejected(signed(body.as_bytes()), &mention("Ev2")).await;
    assert_rejected(signed(body.as_bytes()), &body[..body.len() - 1]).await;
}

#[tokio::test]
async fn a_malformed_signature_is_rejected() {
    for signature in ["", "v0=", "v0=zz", "v1=00"] {
        let headers = with_headers(&[
            ("x-slack-request-timestamp", "1515449522"),
            ("x-slack-signature", signature),
        ]);
        assert_rejected(headers, &mention("Ev1")).await;
    }
}

#[tokio::test]
async fn an_old_timestamp_is_rejected() {
    let body = mention("Ev1");
    let time = at() - Duration::from_secs(301);
    assert_rejected(signed_with(SECRET, time, body.as_bytes()), &body).await;
}

#[tokio::test]
async fn a_future_timestamp_is_rejected() {
    let body = mention("Ev1");
    let time = at() + Duration::from_secs(301);
    assert_rejected(signed_with(SECRET, time, body.as_bytes()), &body).await;
}

#[tokio::test]
async fn timestamps_within_the_tolerance_are_accepted() {
    let mut receiver = Running::start(settings()).await;
    let tolerance = Duration::from_secs(300);
    for (id, time) in [("Ev1", at() - tolerance), ("Ev2", at() + tolerance)] {
        let body = mention(id);
        let headers = signed_with(SECRET, time, body.as_bytes());
        let taken = receiver.post("/slack", headers, body.as_bytes()).await;
        assert_eq!(taken, answer(200, "taken"), "{id}");
    }
    assert_eq!(receiver.taken(), [mentioned("Ev1"), mentioned("Ev2")]);
}

#[tokio::test]
async fn both_secrets_are_valid_during_rotation() {
    let mut receiver = Running::start(Settings {
        slack_secrets: vec![Secret::new(NEW_SECRET), Secret::new(SECRET)],
        ..settings()
    })
    .await;
    for (id, secret) in [("Ev1", SECRET), ("Ev2", NEW_SECRET)] {
        let body = mention(id);
        let headers = signed_with(secret, at(), body.as_bytes());
        let taken = receiver.post("/slack", headers, body.as_bytes()).await;
        assert_eq!(taken, answer(200, "taken"), "{id}");
    }
    assert_eq!(receiver.taken(), [mentioned("Ev1"), mentioned("Ev2")]);
}

#[tokio::test]
async fn an_unsigned_challenge_is_rejected() {
    let body = r#"{"token":"t","challenge":"c","type":"url_verification"}"#;
    assert_rejected(HeaderMap::new(), body).await;
}
