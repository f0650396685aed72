//! A receiver on a free port, and a client for it.
//!
//! A delivery is in the queue before the response, so the tests need not wait for it.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use webhook_events::slack;
use webhook_events::verify::Secret;

use crate::app::router;
use crate::settings::Settings;
use crate::work::Work;

pub(crate) const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
pub(crate) const TOKEN: &str = "a-token-of-ours";

/// Timeout of a response.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The receiver's current time.
pub(crate) fn at() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_515_449_522)
}

/// Settings of most tests.
pub(crate) fn settings() -> Settings {
    Settings {
        listen: "127.0.0.1:0".to_owned(),
        slack_secrets: vec![Secret::new(SECRET)],
        revenuecat_token: TOKEN.to_owned(),
        body_limit: 4096,
        queue_limit: 100,
        seen_limit: 100,
        now: at,
    }
}

/// Slack's headers for a body signed with `secret` at the time `at`.
pub(crate) fn signed_with(secret: &str, at: SystemTime, body: &[u8]) -> HeaderMap {
    let signed = slack::sign(&Secret::new(secret), at, body).expect("it can be signed");
    let pairs: Vec<(&str, &str)> = signed
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    with_headers(&pairs)
}

/// Slack's headers for a body.
pub(crate) fn signed(body: &[u8]) -> HeaderMap {
    signed_with(SECRET, at(), body)
}

pub(crate) fn with_headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pairs = pairs.iter().map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_str(value).expect("a header's value");
        (name, value)
    });
    pairs.collect()
}

/// Status and body of a response.
pub(crate) type Answer = (u16, String);

pub(crate) fn answer(status: u16, body: &str) -> Answer {
    (status, body.to_owned())
}

/// A running receiver.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    queue: mpsc::Receiver<Work>,
}

impl Running {
    pub(crate) async fn start(settings: Settings) -> Self {
        let listener = TcpListener::bind(&settings.listen)
            .await
            .expect("there is a free port");
        let address = listener.local_addr().expect("the port has a number");
        let (router, queue) = router(settings);
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { address, queue }
    }

    /// Sends a body with a valid signature.
    pub(crate) async fn slack(&self, body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        self.post("/slack", signed(body), body).await
    }

    /// Sends a body with these headers.
    pub(crate) async fn post(&self, path: &str, headers: HeaderMap, body: &[u8]) -> Answer {
        post(self.address, path, headers, body).await
    }

    /// Log lines of the deliveries queued since the last call.
    pub(crate) fn taken(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Ok(work) = self.queue.try_recv() {
            lines.push(work.process());
        }
        lines
    }

    /// Asserts that no delivery was queued since the last call.
    #[track_caller]
    pub(crate) fn expect_nothing_taken(&mut self) {
        assert_eq!(self.taken(), Vec::<String>::new());
    }
}

/// Sends a request over a new connection.
pub(crate) async fn post(
    address: SocketAddr,
    path: &str,
    headers: HeaderMap,
    body: &[u8],
) -> Answer {
    let mut request = Request::post(path)
        .header(header::HOST, address.to_string())
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::copy_from_slice(body)))
        .expect("a request");
    request.headers_mut().extend(headers);
    let exchange = async {
        let stream = TcpStream::connect(address).await.expect("it listens");
        let (mut sender, connection) = handshake(TokioIo::new(stream))
            .await
            .expect("it serves HTTP");
        tokio::spawn(connection);
        let response = sender.send_request(request).await.expect("it answers");
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.expect("a whole body");
        (status, body.to_bytes())
    };
    let (status, body) = timeout(PATIENCE, exchange)
        .await
        .expect("it answers in time");
    let body = String::from_utf8(body.to_vec()).expect("answers are text");
    (status, body)
}
