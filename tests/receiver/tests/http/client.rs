//! A client, and deliveries in Slack's format.

use std::net::SocketAddr;
use std::time::SystemTime;

use axum::http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use webhook_events::slack;
use webhook_events::verify::Secret;

use crate::process::{PATIENCE, SECRET};

/// Status and body of a response.
pub(crate) type Answer = (u16, String);

pub(crate) type Headers = Vec<(&'static str, String)>;

/// A delivery with the id `event_id`.
pub(crate) fn delivery(event_id: &str, event: &str) -> String {
    format!(
        r#"{{"token":"t","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"{event_id}","event_time":1515449522,"event":{event}}}"#
    )
}

/// A delivery of an `app_mention` event.
pub(crate) fn mention(event_id: &str, text: &str) -> String {
    delivery(
        event_id,
        &format!(
            r#"{{"type":"app_mention","text":"{text}","ts":"1515449522.000016","channel":"C1","event_ts":"1515449522.000016"}}"#
        ),
    )
}

/// Slack's headers for a body.
pub(crate) fn signed(body: &str) -> Headers {
    signed_with(SECRET, SystemTime::now(), body)
}

pub(crate) fn signed_with(secret: &str, at: SystemTime, body: &str) -> Headers {
    slack::sign(&Secret::new(secret), at, body.as_bytes()).expect("it can be signed")
}

/// A connection.
pub(crate) async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("it listens");
    let (sender, connection) = handshake(TokioIo::new(stream))
        .await
        .expect("it serves HTTP");
    tokio::spawn(connection);
    sender
}

pub(crate) async fn send(
    sender: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<Answer, hyper::Error> {
    let exchange = async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    };
    timeout(PATIENCE, exchange)
        .await
        .expect("it answers in time")
}

pub(crate) fn request(path: &str, headers: &Headers, body: &[u8]) -> Request<Full<Bytes>> {
    let mut request = Request::post(path).header(header::HOST, "localhost");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let body = Full::new(Bytes::copy_from_slice(body));
    request.body(body).expect("a request")
}

/// Sends a request over a new connection.
pub(crate) async fn post(
    address: SocketAddr,
    path: &str,
    headers: &Headers,
    body: &[u8],
) -> Answer {
    let request = request(path, headers, body);
    let answer = send(&mut connect(address).await, request).await;
    answer.expect("it answers")
}

pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    let request = Request::get(path)
        .header(header::HOST, "localhost")
        .body(Full::default())
        .expect("a request");
    let answer = send(&mut connect(address).await, request).await;
    answer.expect("it answers")
}
