//! The HTTP routes: authentication, queueing and responses.

use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::sync::mpsc;
use webhook_events::verify::VerifyError;
use webhook_events::{ParseError, revenuecat, slack};

use crate::seen::Seen;
use crate::settings::Settings;
use crate::work::{Retry, Work};

/// State shared by all requests.
#[derive(Debug)]
struct App {
    settings: Settings,
    seen: Mutex<Seen>,
    queue: mpsc::Sender<Work>,
}

/// The routes, and the queue of accepted deliveries.
///
/// Slack expects a response within three seconds, so deliveries are processed after the response. The queue is lost if the process is
/// killed; deliveries that must not be lost belong in a persistent queue before the response.
pub(crate) fn router(settings: Settings) -> (Router, mpsc::Receiver<Work>) {
    let (queue, accepted) = mpsc::channel(settings.queue_limit);
    let body_limit = DefaultBodyLimit::max(settings.body_limit);
    let app = App {
        seen: Mutex::new(Seen::new(settings.seen_limit)),
        settings,
        queue,
    };
    let router = Router::new()
        .route("/slack", post(receive_slack))
        .route("/revenuecat", post(receive_revenuecat))
        .layer(body_limit)
        .with_state(Arc::new(app));
    (router, accepted)
}

// ANCHOR: receive
async fn receive_slack(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String, Refusal> {
    let (secrets, now) = (&app.settings.slack_secrets, app.settings.now);
    let verified = slack::verify(&headers, &body, secrets, now())?;
    let delivery = slack::parse(verified.body())?;
    // Slack's check of this receiver's URL expects the challenge as the answer.
    if let slack::Event::UrlVerification(check) = delivery.event {
        return Ok(check.challenge);
    }
    let retry = Retry::from_headers(&headers);
    app.enqueue(Work::Slack { delivery, retry })
}

impl App {
    /// Queues a delivery, unless its event id has been queued before.
    fn enqueue(&self, work: Work) -> Result<String, Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let id = work.event_id().map(str::to_owned);
        if id.as_ref().is_some_and(|id| seen.contains(id)) {
            return Ok("taken before".to_owned());
        }
        self.queue.try_send(work).map_err(|_| Refusal::Busy)?;
        // After queueing: a delivery that found the queue full must be accepted when it is sent again.
        if let Some(id) = id {
            seen.insert(&id);
        }
        Ok("taken".to_owned())
    }
}
// ANCHOR_END: receive

/// RevenueCat's messages are not signed, so a token authenticates the sender.
async fn receive_revenuecat(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String, Refusal> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    if !token.is_some_and(|token| is_same(token, app.settings.revenuecat_token.as_bytes())) {
        return Err(Refusal::NotTrusted {
            reason: "missing or wrong token".to_owned(),
        });
    }
    app.enqueue(Work::RevenueCat(revenuecat::parse(&body)?))
}

/// Compares two tokens in constant time for tokens of equal length.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let differ = a
        .iter()
        .zip(b)
        .fold(0, |differ, (a, b)| black_box(differ | (a ^ b)));
    a.len() == b.len() && differ == 0
}

/// Reason for rejecting a request.
#[derive(Debug)]
enum Refusal {
    /// The sender is not authenticated.
    NotTrusted { reason: String },
    /// The body does not fit the vendor's documentation.
    Malformed(ParseError),
    /// The queue is full or closed.
    Busy,
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::NotTrusted {
            reason: error.to_string(),
        }
    }
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

/// Only an authenticated sender receives the reason; it is always logged.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, reason, answer) = match self {
            Self::NotTrusted { reason } => (StatusCode::UNAUTHORIZED, reason, "refused".to_owned()),
            Self::Malformed(error) => {
                let reason = error.to_string();
                (StatusCode::BAD_REQUEST, reason.clone(), reason)
            }
            Self::Busy => {
                let reason = "the queue is full".to_owned();
                let answer = "busy, send it again".to_owned();
                (StatusCode::SERVICE_UNAVAILABLE, reason, answer)
            }
        };
        eprintln!("{}: {reason}", status.as_u16());
        (status, answer).into_response()
    }
}
