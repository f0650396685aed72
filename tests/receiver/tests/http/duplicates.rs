//! Duplicates, order, and a full queue.

use crate::client::{mention, post, signed};
use crate::process::Place;

#[tokio::test]
async fn a_duplicate_is_handled_once_also_across_a_restart() {
    let place = Place::new();
    let running = place.start(&[]);
    running.mention("Ev1", "hi").await;
    running.wait_for_health("/stored/queued", 0).await;
    let before = (200, "stored before".to_owned());
    assert_eq!(running.slack(&mention("Ev1", "hi")).await, before);
    assert_eq!(running.kill(), ["Ev1"]);

    let mut running = place.start(&[]);
    assert_eq!(running.slack(&mention("Ev1", "hi")).await, before);
    running.mention("Ev2", "hi").await;
    running.wait_for(": handled ");
    assert_eq!(running.handled(), ["Ev2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_duplicates_are_handled_once() {
    let place = Place::new();
    let running = place.start(&[]);
    let (address, body) = (running.address, mention("Ev1", "hi"));
    let sent = (0..50).map(|_| {
        let body = body.clone();
        tokio::spawn(async move {
            post(address, "/slack", &signed(&body), body.as_bytes())
                .await
                .1
        })
    });
    let mut answers = Vec::new();
    for sent in sent.collect::<Vec<_>>() {
        answers.push(sent.await.expect("it is answered"));
    }
    answers.sort();
    let mut expected = vec!["stored before"; 50];
    expected[0] = "stored";
    assert_eq!(answers, expected);
    running.wait_for_health("/since_start/handled", 1).await;
}

#[tokio::test]
async fn the_oldest_ids_leave_above_the_limit() {
    let place = Place::new();
    let running = place.start(&[("SEEN_LIMIT", "2")]);
    for (id, expected) in [
        ("Ev1", "stored"),
        ("Ev2", "stored"),
        ("Ev1", "stored before"),
        ("Ev3", "stored"),
        ("Ev2", "stored before"),
        ("Ev1", "stored"),
        ("Ev3", "stored before"),
        ("Ev2", "stored"),
    ] {
        let (_, answered) = running.slack(&mention(id, "hi")).await;
        assert_eq!(answered, expected, "{id}");
    }
}

#[tokio::test]
async fn one_worker_keeps_the_order() {
    let place = Place::new();
    let mut running = place.start(&[("WORKERS", "1")]);
    let ids: Vec<String> = (0..50).map(|number| format!("Ev{number}")).collect();
    for id in &ids {
        running.mention(id, "hi").await;
    }
    running.wait_for_several(": handled ", 50);
    assert_eq!(running.handled(), ids);
}

#[tokio::test]
async fn a_delivery_that_found_the_queue_full_is_stored_later() {
    let place = Place::new();
    let running = place.start(&[("QUEUE_LIMIT", "2"), ("WORKERS", "1"), ("HOLD", "1")]);
    running.mention("Ev1", "hold").await;
    running.mention("Ev2", "hold").await;
    let busy = (503, "busy, send it again".to_owned());
    assert_eq!(running.slack(&mention("Ev3", "hold")).await, busy);
    assert_eq!(running.kill(), [""; 0]);

    let mut running = place.start(&[("QUEUE_LIMIT", "2"), ("WORKERS", "1")]);
    running.wait_for_health("/stored/queued", 0).await;
    running.mention("Ev3", "hold").await;
    running.wait_for_several(": handled ", 3);
    assert_eq!(running.handled(), ["Ev1", "Ev2", "Ev3"]);
}
