//! Messages that nobody signs: a token guards them, and their wording tells the event.

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
async fn messages_are_told_apart_by_their_wording() {
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

/// They have no id, so nothing tells a message that is sent again from one that says the same.
#[tokio::test]
async fn a_message_that_comes_again_is_taken_again() {
    let mut receiver = Running::start(settings()).await;
    for _ in 0..2 {
        let taken = send(&receiver, &format!("Bearer {TOKEN}"), &sample("renewal")).await;
        assert_eq!(taken, answer(200, "taken"));
    }
    assert_eq!(receiver.taken().len(), 2);
}

#[tokio::test]
async fn other_words_are_kept_whole() {
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
async fn the_token_must_be_the_right_one() {
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
async fn what_is_no_message_is_refused() {
    let mut receiver = Running::start(settings()).await;
    let right = format!("Bearer {TOKEN}");
    let body = sample("renewal");
    let refused = send(&receiver, &right, &body[..body.len() - 1]).await;
    let why = "revenuecat: not valid JSON at ``: EOF while parsing an object at line 31 column 0";
    assert_eq!(refused, answer(400, why));
    let large = vec![b' '; settings().body_limit + 1];
    let refused = send(&receiver, &right, &large).await;
    assert_eq!(refused, answer(413, TOO_LARGE));
    receiver.expect_nothing_taken();
}
