//! Duplicates, concurrent deliveries, and a full queue.

use axum::http::HeaderMap;
use tokio::task::JoinSet;

use crate::body::{mention, mentioned};
use crate::running::{Running, answer, post, settings, signed, with_headers};
use crate::settings::Settings;

/// Slack's headers for a retry.
fn retried(body: &str) -> HeaderMap {
    let mut headers = signed(body.as_bytes());
    headers.extend(with_headers(&[
        ("x-slack-retry-num", "1"),
        ("x-slack-retry-reason", "http_timeout"),
    ]));
    headers
}

#[tokio::test]
async fn a_duplicate_is_not_queued() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    assert_eq!(receiver.slack(&body).await, answer(200, "taken"));
    assert_eq!(receiver.slack(&body).await, answer(200, "taken before"));
    let again = receiver.post("/slack", retried(&body), body.as_bytes());
    assert_eq!(again.await, answer(200, "taken before"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

#[tokio::test]
async fn a_retry_of_a_lost_delivery_is_queued_as_such() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    let taken = receiver.post("/slack", retried(&body), body.as_bytes());
    assert_eq!(taken.await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        [r#"slack Ev1 (retry 1: http_timeout): mentioned: "hi, <@U1>""#]
    );
}

#[tokio::test]
async fn the_id_of_a_rejected_body_is_not_kept() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    let refused = receiver.slack(&body[..body.len() - 1]).await;
    assert_eq!(refused.0, 400);
    let refused = receiver.post("/slack", HeaderMap::new(), body.as_bytes());
    assert_eq!(refused.await.0, 401);
    assert_eq!(receiver.slack(&body).await, answer(200, "taken"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

#[tokio::test]
async fn the_oldest_ids_are_removed_above_the_limit() {
    let mut receiver = Running::start(Settings {
        seen_limit: 2,
        ..settings()
    })
    .await;
    for (id, body) in [
        ("Ev1", "taken"),
        ("Ev2", "taken"),
        ("Ev1", "taken before"),
        ("Ev3", "taken"),
        ("Ev2", "taken before"),
        ("Ev1", "taken"),
        ("Ev3", "taken before"),
        ("Ev2", "taken"),
    ] {
        assert_eq!(receiver.slack(mention(id)).await, answer(200, body), "{id}");
    }
    let ids = ["Ev1", "Ev2", "Ev3", "Ev1", "Ev2"];
    assert_eq!(receiver.taken(), ids.map(mentioned));
}

#[tokio::test]
async fn a_delivery_that_found_the_queue_full_is_accepted_later() {
    let mut receiver = Running::start(Settings {
        queue_limit: 1,
        ..settings()
    })
    .await;
    let (first, second) = (mention("Ev1"), mention("Ev2"));
    assert_eq!(receiver.slack(&first).await, answer(200, "taken"));
    let busy = answer(503, "busy, send it again");
    assert_eq!(receiver.slack(&second).await, busy);
    assert_eq!(receiver.slack(&first).await, answer(200, "taken before"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
    let again = receiver.post("/slack", retried(&second), second.as_bytes());
    assert_eq!(again.await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        [r#"slack Ev2 (retry 1: http_timeout): mentioned: "hi, <@U1>""#]
    );
}

#[tokio::test]
async fn a_receiver_without_worker_is_busy() {
    let receiver = Running::start(settings()).await;
    let address = receiver.address;
    drop(receiver);
    let body = mention("Ev1");
    let busy = post(address, "/slack", signed(body.as_bytes()), body.as_bytes());
    assert_eq!(busy.await, answer(503, "busy, send it again"));
}

/// Sends mentions with these ids concurrently; returns the sorted responses.
async fn concurrently(receiver: &Running, ids: impl Iterator<Item = String>) -> Vec<(u16, String)> {
    let mut sent = JoinSet::new();
    let address = receiver.address;
    for id in ids {
        let body = mention(&id);
        sent.spawn(async move {
            post(address, "/slack", signed(body.as_bytes()), body.as_bytes()).await
        });
    }
    let mut answers = sent.join_all().await;
    answers.sort();
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_concurrent_deliveries_are_queued() {
    let mut receiver = Running::start(settings()).await;
    let ids = || (10..60).map(|number| format!("Ev{number}"));
    let answers = concurrently(&receiver, ids()).await;
    assert_eq!(answers, vec![answer(200, "taken"); 50]);
    let mut taken = receiver.taken();
    taken.sort();
    assert_eq!(taken, ids().map(|id| mentioned(&id)).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_concurrent_duplicates_are_queued_once() {
    let mut receiver = Running::start(settings()).await;
    let answers = concurrently(&receiver, (0..50).map(|_| "Ev1".to_owned())).await;
    let mut expected = vec![answer(200, "taken before"); 50];
    expected[0] = answer(200, "taken");
    assert_eq!(answers, expected);
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}
