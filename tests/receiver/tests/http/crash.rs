//! Deliveries survive the process.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::client::{connect, mention, request, send, signed};
use crate::process::{Place, Running};

/// Sends mentions with ids of these numbers over a connection each, and reports each id that was answered with 200.
fn send_all(
    running: &Running,
    numbers: std::ops::Range<usize>,
    text: &'static str,
) -> mpsc::UnboundedReceiver<String> {
    let (answered, received) = mpsc::unbounded_channel();
    let next = Arc::new(std::sync::Mutex::new(numbers));
    for _ in 0..16 {
        let (address, next, answered) = (running.address, Arc::clone(&next), answered.clone());
        tokio::spawn(async move {
            let mut sender = connect(address).await;
            loop {
                let number = next.lock().expect("no panic").next();
                let Some(number) = number else { return };
                let id = format!("Ev{number}");
                let body = mention(&id, text);
                match send(
                    &mut sender,
                    request("/slack", &signed(&body), body.as_bytes()),
                )
                .await
                {
                    Ok((200, _)) => drop(answered.send(id)),
                    Ok(other) => panic!("{other:?}"),
                    // The process has ended.
                    Err(_) => return,
                }
            }
        });
    }
    received
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_answered_deliveries_survive_a_kill() {
    let place = Place::new();
    let running = place.start(&[("HOLD", "1")]);
    let mut answered = send_all(&running, 0..1000, "hold");
    let mut ids = BTreeSet::new();
    while let Some(id) = answered.recv().await {
        ids.insert(id);
    }
    assert_eq!(ids.len(), 1000);
    assert_eq!(running.kill(), [""; 0], "the work was held");

    let mut running = place.start(&[]);
    running.wait_for_handled(&ids);
    running.wait_for_health("/stored/queued", 0).await;
    assert_eq!(running.handled().len(), 1000, "each is handled once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_before_a_kill_is_handled() {
    let place = Place::new();
    for round in 0..3 {
        let running = place.start(&[]);
        let mut answered = send_all(&running, round * 10_000..(round + 1) * 10_000, "hi");
        let mut ids = BTreeSet::new();
        while ids.len() < 300 {
            ids.insert(answered.recv().await.expect("it is answered"));
        }
        let handled = running.kill();
        while let Some(id) = answered.recv().await {
            ids.insert(id);
        }
        for id in handled {
            ids.remove(&id);
        }
        let mut running = place.start(&[]);
        if !ids.is_empty() {
            running.wait_for_handled(&ids);
        }
        running.wait_for_health("/stored/queued", 0).await;
        running.kill();
    }
}

#[tokio::test]
async fn a_queue_has_one_process() {
    let place = Place::new();
    let mut running = place.start(&[]);
    running.mention("Ev1", "slow").await;
    let (status, error) = place.cannot_start();
    assert_eq!(status.code(), Some(1));
    assert!(error.contains("database is locked"), "{error}");
    running.wait_for(": handled ");
    assert_eq!(running.handled(), ["Ev1"]);
}
