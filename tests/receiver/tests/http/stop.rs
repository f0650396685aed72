//! Signals to stop.

use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{mention, signed};
use crate::process::Place;

#[tokio::test]
async fn signals_drain_the_work_in_hand() {
    for signal in [Signal::TERM, Signal::INT] {
        let place = Place::new();
        let mut running = place.start(&[("WORKERS", "1")]);
        for id in ["Ev1", "Ev2", "Ev3"] {
            running.mention(id, "slow").await;
        }
        running.wait_for(": begun ");
        running.signal(signal);
        let (status, first) = running.ended();
        assert!(status.success(), "{status}");
        assert!(!first.is_empty(), "the work in hand is not done");

        let mut running = place.start(&[]);
        running.wait_for_several(": handled ", 3 - first.len());
        let mut ids = first;
        ids.extend(running.handled());
        ids.sort();
        assert_eq!(ids, ["Ev1", "Ev2", "Ev3"]);
    }
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered() {
    let place = Place::new();
    let mut running = place.start(&[]);
    let body = mention("Ev1", "hi");
    let mut head = format!(
        "POST /slack HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in signed(&body) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut stream = TcpStream::connect(running.address)
        .await
        .expect("it listens");
    let (half, rest) = body.split_at(100);
    let sent = stream
        .write_all(format!("{head}\r\n{half}").as_bytes())
        .await;
    sent.expect("it reads");
    // A later request was answered, so the first one has arrived.
    running.mention("Ev2", "hi").await;
    running.signal(Signal::TERM);
    running.wait_for("stopping");
    stream.write_all(rest.as_bytes()).await.expect("it reads");
    let mut answered = String::new();
    stream
        .read_to_string(&mut answered)
        .await
        .expect("it answers");
    assert!(answered.starts_with("HTTP/1.1 200 OK\r\n"), "{answered}");
    assert!(answered.ends_with("\r\n\r\nstored"), "{answered}");
    let (status, _) = running.ended();
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn the_end_of_the_time_or_a_second_signal_stops_at_once() {
    for (drain_time, signals) in [("10ms", 1), ("1h", 2)] {
        let place = Place::new();
        let mut running = place.start(&[("DRAIN_TIME", drain_time), ("HOLD", "1")]);
        running.mention("Ev1", "hold").await;
        running.wait_for(": begun ");
        for number in 1..=signals {
            running.signal(Signal::TERM);
            running.wait_for_several("stopping", number);
        }
        let (status, _) = running.ended();
        assert!(status.success(), "{status}");
        let mut running = place.start(&[]);
        running.wait_for(": handled ");
    }
}
