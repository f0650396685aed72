//! Clients that send slowly, or not at all.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::{Place, Running};

const HALF_A_HEAD: &str = "POST /slack HTTP/1.1\r\nhost: local";
const HALF_A_BODY: &str = "POST /slack HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{";

async fn half_sent(running: &Running, half: &str) -> TcpStream {
    let mut stream = TcpStream::connect(running.address)
        .await
        .expect("it listens");
    stream.write_all(half.as_bytes()).await.expect("it reads");
    stream
}

#[tokio::test]
async fn slow_clients_time_out_and_are_counted() {
    let place = Place::new();
    let running = place.start(&[("READ_TIME", "200ms")]);
    for (half, expected) in [(HALF_A_HEAD, ""), (HALF_A_BODY, "HTTP/1.1 408 ")] {
        let mut answered = String::new();
        let mut stream = half_sent(&running, half).await;
        stream
            .read_to_string(&mut answered)
            .await
            .expect("it is closed");
        assert!(answered.starts_with(expected), "{answered}");
    }
    let (_, report) = running.health().await;
    assert_eq!(report["since_start"]["timed_out"], 2);
}

/// With a limit on connections below that of descriptors, and with none.
#[tokio::test]
async fn clients_that_send_nothing_keep_nobody_out() {
    raise_own_limit();
    for (connections, half) in [
        ("512", HALF_A_HEAD),
        ("512", HALF_A_BODY),
        ("100000", HALF_A_HEAD),
    ] {
        let place = Place::new();
        let settings = [("READ_TIME", "1h"), ("CONNECTION_LIMIT", connections)];
        let running = place.start_with_descriptors(1024, &settings);
        let mut streams = Vec::new();
        for _ in 0..1100 {
            streams.push(half_sent(&running, half).await);
        }
        for id in ["Ev1", "Ev2", "Ev3"] {
            running.mention(id, "hi").await;
        }
        let (_, report) = running.health().await;
        let displaced = report["since_start"]["displaced"].as_u64();
        assert!(displaced > Some(80), "{report}");
        assert_eq!(report["since_start"]["timed_out"], 0);
    }
}

/// Lets this process open as many files and connections as it may.
fn raise_own_limit() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).expect("a limit may be raised to its maximum");
}
