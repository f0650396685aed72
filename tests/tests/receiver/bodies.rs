//! Bodies with a valid signature.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::body::{delivery, mention, mentioned};
use crate::running::{PATIENCE, Running, answer, settings, signed};

/// axum's response to a body over the limit.
pub(crate) const TOO_LARGE: &str = "Failed to buffer the request body: length limit exceeded";

/// Asserts that a signed body is rejected with 400 and this reason.
async fn assert_rejected(body: impl AsRef<[u8]>, reason: &str) {
    let mut receiver = Running::start(settings()).await;
    assert_eq!(receiver.slack(body).await, answer(400, reason));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn a_body_that_is_not_json_is_rejected() {
    let reason = "slack: the body is a form with JSON in its field `payload`, expected JSON";
    assert_rejected("payload=%7B%7D", reason).await;
    let reason = "slack: not valid JSON at ``: expected value at line 1 column 1";
    assert_rejected(b"\xff\xfe", reason).await;
}

#[tokio::test]
async fn a_truncated_body_is_rejected() {
    let reason = "slack: not valid JSON at ``: EOF while parsing a value at line 1 column 0";
    assert_rejected("", reason).await;
    let body = mention("Ev1");
    let stop = body.find("<@U1>").expect("somebody is mentioned");
    let reason = "slack event `app_mention`: not valid JSON at `/event/text`: EOF while parsing a string at line 1 column 153";
    assert_rejected(&body[..stop], reason).await;
}

#[tokio::test]
async fn deliveries_that_do_not_fit_are_queued() {
    let mut receiver = Running::start(settings()).await;
    let malformed = mention("Ev1").replace("1515449522,", "\"soon\",");
    let challenge = r#"{"token":"t","challenge":["c"],"type":"url_verification"}"#;
    for body in [malformed.as_str(), challenge] {
        assert_eq!(receiver.slack(body).await, answer(200, "taken"));
    }
    assert_eq!(
        receiver.taken(),
        [
            "slack without id: malformed: slack event `app_mention`: expected an integer at `/event_time`, found a string (line 1, column 101)",
            "slack without id: malformed: slack event `url_verification`: expected a string at `/challenge`, found an array (line 1, column 26)",
        ]
    );
}

#[tokio::test]
async fn a_body_without_an_event_name_is_rejected() {
    let reason = "slack: `/event/type` is missing, expected a string that names the event (line 1, column 1)";
    assert_rejected(r#"{"type":"event_callback"}"#, reason).await;
    let reason =
        "slack: `/type` is missing, expected a string that names the event (line 1, column 1)";
    assert_rejected(r#"{"challenge":"c"}"#, reason).await;
}

#[tokio::test]
async fn the_challenge_is_returned() {
    let mut receiver = Running::start(settings()).await;
    let body = r#"{"token":"t","challenge":"3eZbrw1aB\/c","type":"url_verification"}"#;
    assert_eq!(receiver.slack(body).await, answer(200, "3eZbrw1aB/c"));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn deliveries_without_an_envelope_are_queued() {
    let mut receiver = Running::start(settings()).await;
    let body = r#"{"token":"t","type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}"#;
    assert_eq!(receiver.slack(body).await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        ["slack without id: too many events in the minute from 1518467820"]
    );
}

#[tokio::test]
async fn known_and_unknown_events_are_queued() {
    let mut receiver = Running::start(settings()).await;
    for (id, event) in [
        (
            "Ev1",
            r#"{"type":"app_mention","text":"one\nline","ts":"1.2","channel":"C1","event_ts":"1.2"}"#,
        ),
        (
            "Ev2",
            r#"{"type":"message","channel_type":"im","text":"hi","channel":"D1","ts":"1.2"}"#,
        ),
        (
            "Ev3",
            r#"{"type":"message","channel_type":"channel","subtype":"message_deleted","channel":"C1","ts":"1.2","deleted_ts":"1.1"}"#,
        ),
        ("Ev4", r#"{"type":"thing_invented","n":[1.0,null]}"#),
        (
            "Ev5",
            r#"{"type":"app_home_opened","user":"U1","channel":"D1","event_ts":"1.2"}"#,
        ),
        (
            "Ev6",
            r#"{"type":"message","subtype":"invented","text":"hello","n":[1.0,null]}"#,
        ),
    ] {
        let body = delivery(id, event);
        assert_eq!(receiver.slack(body).await, answer(200, "taken"), "{id}");
    }
    assert_eq!(
        receiver.taken(),
        [
            r#"slack Ev1: mentioned: "one\nline""#,
            r#"slack Ev2: message.im: "hi""#,
            "slack Ev3: message.channels: null",
            r#"slack Ev4: new to us: thing_invented {"n":[1.0,null],"type":"thing_invented"}"#,
            "slack Ev5: not for us: app_home_opened",
            r#"slack Ev6: message: "hello""#,
        ]
    );
}

#[tokio::test]
async fn control_characters_do_not_reach_the_log() {
    let mut receiver = Running::start(settings()).await;
    let body = delivery(r"Ev\u001b1", r#"{"type":"thing\ninvented","\n":"\n"}"#);
    assert_eq!(receiver.slack(body).await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        [r#"slack Ev\u{1b}1: new to us: thing\ninvented {"\n":"\n","type":"thing\ninvented"}"#]
    );
}

#[tokio::test]
async fn the_limit_on_the_body_is_exact() {
    let mut receiver = Running::start(settings()).await;
    let mut body = mention("Ev1");
    body.push_str(&" ".repeat(settings().body_limit - body.len()));
    assert_eq!(receiver.slack(&body).await, answer(200, "taken"));
    body.push(' ');
    assert_eq!(receiver.slack(&body).await, answer(413, TOO_LARGE));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

/// Head of a signed request, with `framing` as its last header.
fn head(body: &str, framing: &str) -> String {
    let mut head = format!("POST /slack HTTP/1.1\r\nhost: localhost\r\n{framing}\r\n");
    for (name, value) in &signed(body.as_bytes()) {
        let value = value.to_str().expect("a signature is text");
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// Sends raw bytes.
async fn send(receiver: &Running, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(receiver.address)
        .await
        .expect("it listens");
    let sent = stream.write_all(request.as_bytes()).await;
    sent.expect("it reads");
    stream
}

/// The response up to the end of the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    let read = timeout(PATIENCE, stream.read_to_string(&mut answer)).await;
    read.expect("the connection is closed in time")
        .expect("the connection is closed without an error");
    answer
}

#[tokio::test]
async fn the_limit_applies_to_chunked_bodies() {
    let mut receiver = Running::start(settings()).await;
    let mut body = mention("Ev1");
    body.push_str(&" ".repeat(settings().body_limit + 1 - body.len()));
    let head = head(&body, "connection: close\r\ntransfer-encoding: chunked");
    let request = format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let answered = rest(send(&receiver, &request).await).await;
    assert!(answered.starts_with("HTTP/1.1 413 "), "{answered}");
    assert!(answered.ends_with(TOO_LARGE), "{answered}");
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn an_aborted_request_is_ignored() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    let head = head(&body, &format!("content-length: {}", body.len()));
    let half = &body[..body.len() / 2];
    let mut stream = send(&receiver, &format!("{head}{half}")).await;
    stream.shutdown().await.expect("it can be left");
    let answered = rest(stream).await;
    assert!(!answered.starts_with("HTTP/1.1 200 "), "{answered}");
    receiver.expect_nothing_taken();
    assert_eq!(receiver.slack(&body).await, answer(200, "taken"));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

#[tokio::test]
async fn other_paths_are_not_found() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    let elsewhere = receiver.post("/", signed(body.as_bytes()), body.as_bytes());
    assert_eq!(elsewhere.await, answer(404, ""));
    receiver.expect_nothing_taken();
}
