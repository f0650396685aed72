//! Work that fails.

use crate::client::{connect, mention, request, send, signed};
use crate::process::Place;

const TWO_ATTEMPTS: &[(&str, &str)] = &[("ATTEMPTS", "2"), ("RETRY_DELAY", "10ms")];

#[tokio::test]
async fn a_failure_is_tried_again() {
    let place = Place::new();
    let mut running = place.start(TWO_ATTEMPTS);
    running.mention("Ev1", "fail once").await;
    let line = running.wait_for(": handled ");
    assert!(line.contains(r#"id=Some("Ev1") seq=1}"#), "{line}");
    assert!(line.contains(" attempt=2 "), "{line}");
    let failed = running.wait_for("failed, will be tried again");
    assert!(failed.contains(" attempt=1 "), "{failed}");
}

#[tokio::test]
async fn work_that_panics_or_fails_costs_its_delivery_alone() {
    let place = Place::new();
    let mut running = place.start(TWO_ATTEMPTS);
    for (id, text) in [
        ("Ev1", "panic"),
        ("Ev2", "fail"),
        ("Ev3", "give up"),
        ("Ev4", "hi"),
    ] {
        running.mention(id, text).await;
    }
    running.wait_for(": handled ");
    running.wait_for_several(": set aside ", 3);
    running.wait_for_health("/stored/aside", 3).await;
    running.wait_for_health("/stored/queued", 0).await;
    let reasons = place.reasons();
    let panicked = &reasons[0];
    assert!(
        panicked.contains("panicked with message \"as the text says\""),
        "{panicked}"
    );
    assert_eq!(
        reasons[1..],
        ["the database of the work is away", "nobody wants it",]
    );
    assert_eq!(running.handled(), ["Ev4"]);
    let (_, report) = running.health().await;
    assert_eq!(report["since_start"]["failed_attempts"], 4);
    assert_eq!(report["since_start"]["set_aside"], 3);
}

#[tokio::test]
async fn work_that_takes_too_long_is_ended() {
    let place = Place::new();
    let settings = [("ATTEMPTS", "1"), ("WORK_TIME", "50ms"), ("HOLD", "1")];
    let running = place.start(&settings);
    running.mention("Ev1", "hold").await;
    running.wait_for_health("/stored/aside", 1).await;
    assert_eq!(place.reasons(), ["the work took too long"]);
}

#[tokio::test]
async fn what_is_set_aside_can_be_put_back() {
    let place = Place::new();
    let mut running = place.start(&[("ATTEMPTS", "1")]);
    running.mention("Ev1", "fail once").await;
    running.wait_for(": set aside ");
    running.wait_for_health("/stored/aside", 1).await;
    // As the README has it, but for the attempts, which tell the work to succeed.
    let put_back = "UPDATE deliveries SET state = 'ready', due_ms = 0, reason = NULL WHERE seq = 1";
    place
        .open()
        .execute(put_back, [])
        .expect("the row is there");
    running.wait_for(": handled ");
}

#[tokio::test]
async fn a_delivery_that_ends_the_process_is_set_aside() {
    let place = Place::new();
    let running = place.start(TWO_ATTEMPTS);
    let body = mention("Ev1", "abort");
    let request = request("/slack", &signed(&body), body.as_bytes());
    // The process may end before it answers.
    drop(send(&mut connect(running.address).await, request).await);
    let (status, _) = running.ended();
    assert!(!status.success(), "{status}");
    let (status, _) = place.start(TWO_ATTEMPTS).ended();
    assert!(!status.success(), "{status}");
    let mut running = place.start(TWO_ATTEMPTS);
    running.mention("Ev2", "hi").await;
    running.wait_for(": handled ");
    assert_eq!(
        place.reasons(),
        ["the process ended during the last attempt"]
    );
}
