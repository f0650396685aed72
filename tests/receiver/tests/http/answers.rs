//! Answers to deliveries, and what is set aside.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::client::{delivery, get, mention, post, signed_with};
use crate::process::{Place, Running, SECRET, TOKEN};

fn answer(status: u16, body: &str) -> (u16, String) {
    (status, body.to_owned())
}

#[tokio::test]
async fn requests_without_a_valid_signature_are_refused() {
    let place = Place::new();
    let running = place.start(&[]);
    let (body, now) = (mention("Ev1", "hi"), SystemTime::now());
    let old = now - Duration::from_secs(600);
    for headers in [
        vec![],
        signed_with("another", now, &body),
        signed_with(SECRET, old, &body),
        signed_with(SECRET, now, &mention("Ev2", "hi")),
    ] {
        let refused = post(running.address, "/slack", &headers, body.as_bytes()).await;
        assert_eq!(refused, answer(401, "refused"), "{headers:?}");
    }
    let rotated = signed_with("of-yesterday", now, &body);
    let stored = post(running.address, "/slack", &rotated, body.as_bytes()).await;
    assert_eq!(stored, answer(200, "stored"));
    let (_, report) = running.health().await;
    assert_eq!(report["since_start"]["unauthenticated"], 4);
    assert_eq!(report["since_start"]["accepted"], 1);
}

#[tokio::test]
async fn vendors_that_do_not_sign_are_authenticated_by_a_token() {
    let place = Place::new();
    let running = place.start(&[]);
    // user:a-token-of-ours
    let basic = "Basic dXNlcjphLXRva2VuLW9mLW91cnM=";
    for (path, authorization, status) in [
        ("/revenuecat", Some(format!("Bearer {TOKEN}")), 200),
        ("/revenuecat", Some(basic.to_owned()), 200),
        ("/revenuecat?a=b&token=a-token-of-ours", None, 200),
        ("/revenuecat", None, 401),
        ("/revenuecat", Some(TOKEN.to_owned()), 401),
        ("/revenuecat", Some(format!("Bearer {TOKEN}n")), 401),
        ("/revenuecat?token=a-token", None, 401),
    ] {
        let headers = authorization.map(|value| ("authorization", value));
        let headers: Vec<_> = headers.into_iter().collect();
        let (found, _) = post(running.address, path, &headers, b"{}").await;
        assert_eq!(found, status, "{path} {headers:?}");
    }
    let stored: Vec<u8> = place
        .open()
        .query_row(
            "SELECT headers FROM deliveries ORDER BY seq LIMIT 1",
            [],
            |row| row.get(0),
        )
        .expect("it is set aside");
    assert_eq!(
        String::from_utf8_lossy(&stored),
        "host: localhost\ncontent-length: 2\n"
    );
}

#[tokio::test]
async fn the_challenge_is_answered() {
    let place = Place::new();
    let running = place.start(&[]);
    let body = r#"{"token":"t","challenge":"3eZbrw1aB\/c","type":"url_verification"}"#;
    assert_eq!(running.slack(body).await, answer(200, "3eZbrw1aB/c"));
    let (_, report) = running.health().await;
    assert_eq!(report["since_start"]["handshakes"], 1);
}

#[cfg(feature = "zoom")]
#[tokio::test]
async fn the_token_of_zoom_is_encrypted() {
    use webhook_events::{
        verify::{Request, Secret},
        zoom,
    };

    let place = Place::new();
    let running = place.start(&[("ZOOM_SECRETS", "key")]);
    let body = r#"{"event":"endpoint.url_validation","event_ts":1,"payload":{"plainToken":"The quick brown fox jumps over the lazy dog"}}"#;
    let request = Request {
        method: "POST",
        uri: "",
        headers: &[("", ""); 0],
        body: body.as_bytes(),
    };
    let headers =
        zoom::sign_request(&Secret::new("key"), SystemTime::now(), &request).expect("it is signed");
    let (status, answered) = post(running.address, "/zoom", &headers, body.as_bytes()).await;
    assert_eq!(status, 200);
    let answered: serde_json::Value = serde_json::from_str(&answered).expect("JSON");
    // The HMAC of the well-known example of HMAC-SHA256.
    let expected = json!({
        "plainToken": "The quick brown fox jumps over the lazy dog",
        "encryptedToken": "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
    });
    assert_eq!(answered, expected);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let place = Place::new();
    let running = place.start(&[("BODY_LIMIT", "1000")]);
    let mut body = mention("Ev1", "hi");
    body.push_str(&" ".repeat(1000 - body.len()));
    assert_eq!(running.slack(&body).await, answer(200, "stored"));
    body.push(' ');
    assert_eq!(running.slack(&body).await, answer(413, ""));
    let (_, report) = running.health().await;
    assert_eq!(report["since_start"]["too_large"], 1);
}

/// Waits until as many deliveries are set aside, and returns their reasons.
async fn aside(place: &Place, running: &Running, number: u64) -> Vec<String> {
    running.wait_for_health("/stored/aside", number).await;
    place.reasons()
}

#[tokio::test]
async fn deliveries_without_a_type_are_set_aside_with_the_reason() {
    let place = Place::new();
    let running = place.start(&[]);
    let malformed = mention("Ev1", "hi").replace("1515449522,", "\"soon\",");
    let unknown = delivery("Ev2", r#"{"type":"thing\ninvented"}"#);
    for body in [&malformed, &unknown, "{}", "not JSON"] {
        assert_eq!(running.slack(body).await, answer(200, "stored"), "{body}");
    }
    let mut reasons = aside(&place, &running, 4).await;
    reasons.sort();
    assert_eq!(
        reasons,
        [
            "malformed: slack event `app_mention`: expected an integer at `/event_time`, found a string (line 1, column 101)",
            "refused: slack: `/type` is missing, expected a string that names the event (line 1, column 1)",
            "refused: slack: not valid JSON at the top level: expected ident at line 1 column 2",
            "unknown event \"thing\\ninvented\"",
        ]
    );
}

#[tokio::test]
async fn the_vendor_is_named_by_the_path() {
    let place = Place::new();
    let mut running = place.start(&[]);
    let body = r#"{"zen":"Keep it logically awesome.","hook_id":1}"#;
    let key = webhook_events::verify::Secret::new(SECRET);
    let mut headers = webhook_events::github::sign(&key, SystemTime::now(), body.as_bytes())
        .expect("it is signed");
    headers.push(("x-github-event", "ping".to_owned()));
    headers.push(("x-github-delivery", "72d3162e-cc78".to_owned()));
    for expected in ["stored", "stored before"] {
        let answered = post(running.address, "/github", &headers, body.as_bytes()).await;
        assert_eq!(answered, answer(200, expected));
    }
    running.wait_for(r#"delivery{vendor="github" id=Some("72d3162e-cc78") seq=1}: "#);
    for path in ["/", "/linear", "/slack/x"] {
        let (status, _) = post(running.address, path, &headers, body.as_bytes()).await;
        assert_eq!(status, 404, "{path}");
    }
    let (status, _) = get(running.address, "/slack").await;
    assert_eq!(status, 405);
}

#[tokio::test]
async fn a_queue_that_fails_is_seen() {
    let place = Place::new();
    let mut running = place.start(&[]);
    let operator = place.open();
    operator
        .execute_batch("BEGIN EXCLUSIVE")
        .expect("the database is free");
    let body = mention("Ev1", "hi");
    assert_eq!(
        running.slack(&body).await,
        answer(503, "busy, send it again")
    );
    let (status, report) = running.health().await;
    assert_eq!(
        (status, &report["status"]),
        (503, &json!("the queue fails"))
    );
    operator.execute_batch("ROLLBACK").expect("it is ours");
    assert_eq!(running.slack(&body).await, answer(200, "stored"));
    running.wait_for(": handled ");
    let (status, report) = running.health().await;
    assert_eq!((status, &report["status"]), (200, &json!("ok")));
    assert_eq!(report["since_start"]["busy"], 1);
}
