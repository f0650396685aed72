//! Unsigned messages, authenticated by a token and recognised by message templates.

use axum::http::HeaderMap;
use end_to_end::inputs::file;

use crate::bodies::TOO_LARGE;
use crate::running::{Answer, Running, TOKEN, answer, settings, with_headers};

fn sample(event: &str) -> Vec<u8> {
    file(&format!(
        "catalog/samples/revenuecat/{event}/documented.json"
    ))
    .bytes
}

async fn send(receiver: &Running, authorization: &str, body: &[u8]) -> Answer {
    let headers = with_headers(&[("authorization", authorization)]);
    receiver.post("/revenuecat", headers, body).await
}

#[tokio::test]
async fn messages_are_recognised_by_their_texts() {
    let mut receiver = Running::start(settings()).await;
    let right = format!("Bearer {TOKEN}");
    for event in ["initial_purchase", "trial_started", "product_change"] {
        let taken = send(&receiver, &right, &sample(event)).await;
        assert_eq!(taken, answer(200, "taken"), "{event}");
    }
    assert_eq!(
        receiver.taken(),
        [
            r#"revenuecat: Initial Purchase: "12345" paid "$5.99" for "monthly_1""#,
            r#"revenuecat: Trial Started: "12345", "monthly_3d_trial""#,
            r#"revenuecat: Product Change: "12345", "annual""#,
        ]
    );
}

/// The messages have no id, so duplicates cannot be detected.
#[tokio::test]
async fn a_repeated_message_is_queued_again() {
    let mut receiver = Running::start(settings()).await;
    for _ in 0..2 {
        let taken = send(&receiver, &format!("Bearer {TOKEN}"), &sample("renewal")).await;
        assert_eq!(taken, answer(200, "taken"));
    }
    assert_eq!(receiver.taken().len(), 2);
}

#[tokio::test]
async fn unknown_messages_keep_their_payload() {
    let mut receiver = Running::start(settings()).await;
    let body = br#"{"payload":{"attachments":[{"fallback":"Customer 1 sang"}]}}"#;
    let taken = send(&receiver, &format!("Bearer {TOKEN}"), body).await;
    assert_eq!(taken, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        [
            r#"revenuecat: new to us: "unknown wording: Customer 1 sang" {"payload":{"attachments":[{"fallback":"Customer 1 sang"}]}}"#
        ]
    );
}

#[tokio::test]
async fn a_wrong_token_is_rejected() {
    let mut receiver = Running::start(settings()).await;
    let body = sample("renewal");
    let without = receiver.post("/revenuecat", HeaderMap::new(), &body);
    assert_eq!(without.await, answer(401, "refused"));
    let shorter = &TOKEN[..TOKEN.len() - 1];
    for authorization in [
        "",
        TOKEN,
        "Bearer ",
        "Bearer another-of-ours",
        &format!("Bearer {shorter}"),
        &format!("Bearer {TOKEN}n"),
        &format!("Basic {TOKEN}"),
    ] {
        let refused = send(&receiver, authorization, &body).await;
        assert_eq!(refused, answer(401, "refused"), "{authorization}");
    }
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn invalid_and_large_bodies_are_rejected() {
    let mut receiver = Running::start(settings()).await;
    let right = format!("Bearer {TOKEN}");
    let body = sample("renewal");
    let refused = send(&receiver, &right, &body[..body.len() - 1]).await;
    let reason =
        "revenuecat: not valid JSON at ``: EOF while parsing an object at line 31 column 0";
    assert_eq!(refused, answer(400, reason));
    let large = vec![b' '; settings().body_limit + 1];
    let refused = send(&receiver, &right, &large).await;
    assert_eq!(refused, answer(413, TOO_LARGE));
    receiver.expect_nothing_taken();
}
