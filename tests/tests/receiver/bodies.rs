//! What a signed body may hold.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::body::{delivery, mention, mentioned};
use crate::running::{PATIENCE, Running, answer, settings, signed};

/// What axum says of a body over the limit.
pub(crate) const TOO_LARGE: &str = "Failed to buffer the request body: length limit exceeded";

/// A signed body is answered with 400 and this reason.
async fn refuse(body: impl AsRef<[u8]>, why: &str) {
    let mut receiver = Running::start(settings()).await;
    assert_eq!(receiver.slack(body).await, answer(400, why));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let why = "slack: not valid JSON at ``: expected value at line 1 column 1";
    refuse("payload=%7B%7D", why).await;
    refuse(b"\xff\xfe", why).await;
}

#[tokio::test]
async fn a_body_that_stops_early_is_refused() {
    let why = "slack: not valid JSON at ``: EOF while parsing a value at line 1 column 0";
    refuse("", why).await;
    let body = mention("Ev1");
    let stop = body.find("<@U1>").expect("somebody is mentioned");
    let why = "slack event `app_mention`: not valid JSON at `/event/text`: EOF while parsing a string at line 1 column 153";
    refuse(&body[..stop], why).await;
}

#[tokio::test]
async fn a_known_event_with_a_bad_member_is_refused() {
    let body = mention("Ev1").replace("1515449522", "\"soon\"");
    let why = "slack event `app_mention`: expected an integer at `/event_time`, found a string (line 1, column 101)";
    refuse(body, why).await;
}

#[tokio::test]
async fn a_body_that_names_no_event_is_refused() {
    let why = "slack: `/event/type` is missing, expected a string that names the event (line 1, column 1)";
    refuse(r#"{"type":"event_callback"}"#, why).await;
    let why =
        "slack: `/type` is missing, expected a string that names the event (line 1, column 1)";
    refuse(r#"{"challenge":"c"}"#, why).await;
}

#[tokio::test]
async fn the_challenge_is_sent_back() {
    let mut receiver = Running::start(settings()).await;
    let body = r#"{"token":"t","challenge":"3eZbrw1aB\/c","type":"url_verification"}"#;
    assert_eq!(receiver.slack(body).await, answer(200, "3eZbrw1aB/c"));
    receiver.expect_nothing_taken();
}

#[tokio::test]
async fn a_challenge_that_is_no_text_is_refused() {
    let body = r#"{"token":"t","challenge":["c"],"type":"url_verification"}"#;
    let why = "slack event `url_verification`: expected a string at `/challenge`, found an array (line 1, column 26)";
    refuse(body, why).await;
}

#[tokio::test]
async fn what_slack_sends_without_an_envelope_is_taken() {
    let mut receiver = Running::start(settings()).await;
    let body = r#"{"token":"t","type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}"#;
    assert_eq!(receiver.slack(body).await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        ["slack without id: too many events in the minute from 1518467820"]
    );
}

#[tokio::test]
async fn every_event_is_taken_and_told_apart() {
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
async fn nothing_in_a_body_ends_a_line_of_the_log() {
    let mut receiver = Running::start(settings()).await;
    let body = delivery(r"Ev\u001b1", r#"{"type":"thing\ninvented","\n":"\n"}"#);
    assert_eq!(receiver.slack(body).await, answer(200, "taken"));
    assert_eq!(
        receiver.taken(),
        [r#"slack Ev\u{1b}1: new to us: thing\ninvented {"\n":"\n","type":"thing\ninvented"}"#]
    );
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit() {
    let mut receiver = Running::start(settings()).await;
    let mut body = mention("Ev1");
    body.push_str(&" ".repeat(settings().body_limit - body.len()));
    assert_eq!(receiver.slack(&body).await, answer(200, "taken"));
    body.push(' ');
    assert_eq!(receiver.slack(&body).await, answer(413, TOO_LARGE));
    assert_eq!(receiver.taken(), [mentioned("Ev1")]);
}

/// The start of a signed request, and a header that says where its body ends.
fn head(body: &str, framing: &str) -> String {
    let mut head = format!("POST /slack HTTP/1.1\r\nhost: localhost\r\n{framing}\r\n");
    for (name, value) in &signed(body.as_bytes()) {
        let value = value.to_str().expect("a signature is text");
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// Sends bytes as they are.
async fn send(receiver: &Running, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(receiver.address)
        .await
        .expect("it listens");
    let sent = stream.write_all(request.as_bytes()).await;
    sent.expect("it reads");
    stream
}

/// What comes back until the receiver hangs up.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    let read = timeout(PATIENCE, stream.read_to_string(&mut answer)).await;
    read.expect("it hangs up in time")
        .expect("it hangs up in good order");
    answer
}

#[tokio::test]
async fn a_body_that_does_not_say_how_large_it_is_may_not_be_larger_either() {
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
async fn a_sender_that_leaves_within_a_body_is_forgotten() {
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
async fn there_is_nothing_elsewhere() {
    let mut receiver = Running::start(settings()).await;
    let body = mention("Ev1");
    let elsewhere = receiver.post("/", signed(body.as_bytes()), body.as_bytes());
    assert_eq!(elsewhere.await, answer(404, ""));
    receiver.expect_nothing_taken();
}
