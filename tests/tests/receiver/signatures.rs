//! Who may send: everyone else hears the same, whatever it is that is wrong.

use std::time::Duration;

use axum::http::HeaderMap;
use webhook_events::verify::Secret;

use crate::body::{mention, mentioned};
use crate::running::{Running, SECRET, answer, at, settings, signed, signed_with, with_headers};
use crate::settings::Settings;

const NEW_SECRET: &str = "c0ffee31b10e8888abcd99yyyzzz85a5";

/// A body with these headers is refused.
async fn refuse(headers: HeaderMap, body: &str) {
    let mut receiver = Running::start(settings()).await;
    let refused = receiver.post("/slack", headers, body.as_bytes()).await;
    assert_eq!(refused, answer(401, "refused"));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn a_signed_delivery_is_taken() {
    let mut receiver = Running::start(settings()).await;
    assert_eq!(receiver.slack(mention("Ev1")).await, answer(200, "taken"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

#[tokio::test]
async fn an_unsigned_one_is_refused() {
    refuse(HeaderMap::new(), &mention("Ev1")).await;
}

#[tokio::test]
async fn one_without_its_time_is_refused() {
    let body = mention("Ev1");
    let mut headers = signed(body.as_bytes());
    headers.remove("x-slack-request-timestamp");
    refuse(headers, &body).await;
}

#[tokio::test]
async fn one_signed_with_another_secret_is_refused() {
    let body = mention("Ev1");
    refuse(signed_with(NEW_SECRET, at(), body.as_bytes()), &body).await;
}

#[tokio::test]
async fn the_signature_of_another_body_is_refused() {
    let body = mention("Ev1");
    refuse(signed(body.as_bytes()), &mention("Ev2")).await;
    refuse(signed(body.as_bytes()), &body[..body.len() - 1]).await;
}

#[tokio::test]
async fn a_signature_that_is_none_is_refused() {
    for signature in ["", "v0=", "v0=zz", "v1=00"] {
        let headers = with_headers(&[
            ("x-slack-request-timestamp", "1515449522"),
            ("x-slack-signature", signature),
        ]);
        refuse(headers, &mention("Ev1")).await;
    }
}

#[tokio::test]
async fn a_stale_one_is_refused() {
    let body = mention("Ev1");
    let time = at() - Duration::from_secs(301);
    refuse(signed_with(SECRET, time, body.as_bytes()), &body).await;
}

#[tokio::test]
async fn one_from_the_future_is_refused() {
    let body = mention("Ev1");
    let time = at() + Duration::from_secs(301);
    refuse(signed_with(SECRET, time, body.as_bytes()), &body).await;
}

#[tokio::test]
async fn clocks_may_differ_by_five_minutes() {
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
async fn while_a_secret_is_replaced_both_count() {
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
async fn the_challenge_of_somebody_else_is_refused() {
    let body = r#"{"token":"t","challenge":"c","type":"url_verification"}"#;
    refuse(HeaderMap::new(), body).await;
}
