//! Load of signed Slack deliveries over 64 connections: requests a second, and latencies.
//!
//! ```sh
//! cargo bench -p receiver                                      # starts the receiver with its queue in a folder below `target`
//! SLACK_SECRET=secret cargo bench -p receiver -- 127.0.0.1:3000     # or loads the server at an address
//! ```

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use webhook_events::slack;
use webhook_events::verify::Secret;

const CONNECTIONS: usize = 64;
const DURATION: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() {
    let secret = std::env::var("SLACK_SECRET").unwrap_or_else(|_| "secret".to_owned());
    let address = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    match address {
        Some(address) => load(address, &secret).await,
        None => {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
            let (mut receiver, address) = start(folder.path(), &secret);
            load(address, &secret).await;
            receiver.kill().expect("the process is ours");
        }
    }
}

/// Starts the receiver.
fn start(folder: &std::path::Path, secret: &str) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_receiver"))
        .env("LISTEN", "127.0.0.1:0")
        .env("DATABASE", folder.join("deliveries.sqlite"))
        .env("QUEUE_LIMIT", "10000000")
        .env("SLACK_SECRETS", secret)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, address) = line.split_once("address=")?;
        address.split(' ').next()?.parse().ok()
    });
    // The log is read, so that the pipe never fills.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address.expect("it listens"))
}

/// Loads a server, and prints the figures.
async fn load(address: SocketAddr, secret: &str) {
    let run = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_millis();
    let (next, end) = (Arc::new(AtomicU64::new(0)), Instant::now() + DURATION);
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (next, secret) = (Arc::clone(&next), Secret::new(secret));
        connections.spawn(async move {
            let stream = TcpStream::connect(address).await.expect("it listens");
            let (mut sender, connection) = handshake(TokioIo::new(stream))
                .await
                .expect("it serves HTTP");
            tokio::spawn(connection);
            let mut latencies = Vec::new();
            while Instant::now() < end {
                let id = format!("Ev{run}-{}", next.fetch_add(1, Ordering::Relaxed));
                let request = delivery(&id, &secret);
                let begun = Instant::now();
                let response = sender.send_request(request).await.expect("it answers");
                assert_eq!(response.status(), 200, "{id}");
                response.into_body().collect().await.expect("a whole body");
                latencies.push(begun.elapsed());
            }
            latencies
        });
    }
    let mut latencies = connections.join_all().await.concat();
    latencies.sort();
    let percentile = |hundredth: usize| latencies[latencies.len() * hundredth / 100];
    println!(
        "{} requests a second over {CONNECTIONS} connections; p50 {:.1?}, p99 {:.1?}, longest {:.1?}",
        latencies.len() as u64 / DURATION.as_secs(),
        percentile(50),
        percentile(99),
        latencies[latencies.len() - 1],
    );
}

/// A signed mention.
fn delivery(id: &str, secret: &Secret) -> Request<Full<Bytes>> {
    let body = format!(
        r#"{{"token":"t","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"{id}","event_time":1515449522,"event":{{"type":"app_mention","user":"U1","text":"<@U0LAN0Z89> is it everything a river should be?","ts":"1515449522.000016","channel":"C1","event_ts":"1515449522.000016"}}}}"#
    );
    let mut request = Request::post("/slack").header(header::HOST, "localhost");
    for (name, value) in
        slack::sign(secret, SystemTime::now(), body.as_bytes()).expect("it is signed")
    {
        request = request.header(name, value);
    }
    request
        .body(Full::new(Bytes::from(body)))
        .expect("a request")
}
