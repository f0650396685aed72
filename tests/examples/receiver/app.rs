//! Takes requests and answers them: who may send, what is taken, what is said about it.

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

/// What all requests share.
#[derive(Debug)]
struct App {
    settings: Settings,
    seen: Mutex<Seen>,
    queue: mpsc::Sender<Work>,
}

/// The routes, and the queue of what is taken there.
///
/// Slack wants its answer within three seconds, so the work is done after it. The queue is lost where the process is killed; what
/// must not be lost belongs into a queue on disk before it is answered with 200.
pub(crate) fn router(settings: Settings) -> (Router, mpsc::Receiver<Work>) {
    let (queue, taken) = mpsc::channel(settings.queue_limit);
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
    (router, taken)
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
    // What Slack wants to hear when somebody enters this receiver's URL.
    if let slack::Event::UrlVerification(asked) = delivery.event {
        return Ok(asked.challenge);
    }
    let retry = Retry::of(&headers);
    app.take(Work::Slack { delivery, retry })
}

impl App {
    /// Puts work into the queue, unless it was there before.
    fn take(&self, work: Work) -> Result<String, Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let id = work.event_id().map(str::to_owned);
        if id.as_ref().is_some_and(|id| seen.contains(id)) {
            return Ok("taken before".to_owned());
        }
        self.queue.try_send(work).map_err(|_| Refusal::Busy)?;
        // Not earlier: what finds the queue full must be taken when it is sent again.
        if let Some(id) = id {
            seen.insert(&id);
        }
        Ok("taken".to_owned())
    }
}
// ANCHOR_END: receive

/// These messages are not signed, so a token says who may send them.
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
            why: "no token, or another one".to_owned(),
        });
    }
    app.take(Work::RevenueCat(revenuecat::parse(&body)?))
}

/// Compares two tokens in a time that does not tell how much of them is the same.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differ = one
        .iter()
        .zip(other)
        .fold(0, |differ, (one, other)| black_box(differ | (one ^ other)));
    one.len() == other.len() && differ == 0
}

/// Why a request is not taken.
#[derive(Debug)]
enum Refusal {
    /// It may come from anybody.
    NotTrusted { why: String },
    /// It comes from the vendor, and its body is not what the vendor documents.
    Malformed(ParseError),
    /// The queue is full, or the worker is gone.
    Busy,
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::NotTrusted {
            why: error.to_string(),
        }
    }
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        Self::Malformed(error)
    }
}

/// The sender hears the reason only where it is trusted; the log has it in any case.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, why, answer) = match self {
            Self::NotTrusted { why } => (StatusCode::UNAUTHORIZED, why, "refused".to_owned()),
            Self::Malformed(error) => {
                let why = error.to_string();
                (StatusCode::BAD_REQUEST, why.clone(), why)
            }
            Self::Busy => {
                let why = "no room in the queue".to_owned();
                let answer = "busy, send it again".to_owned();
                (StatusCode::SERVICE_UNAVAILABLE, why, answer)
            }
        };
        eprintln!("{}: {why}", status.as_u16());
        (status, answer).into_response()
    }
}
