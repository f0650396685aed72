//! The routes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{debug, error, info, warn};
use webhook_events::verify::Request;

use crate::authentication::{Refused, Sender};
use crate::counters::Counters;
use crate::handshake;
use crate::queue::{NewDelivery, Put, Queue, Unavailable};
use crate::vendors::StoredHeaders;

/// State of the routes.
pub(crate) struct App {
    pub(crate) senders: BTreeMap<&'static str, Sender>,
    pub(crate) public_url: String,
    pub(crate) queue: Queue,
    pub(crate) counters: Arc<Counters>,
    pub(crate) stopped: watch::Receiver<bool>,
}

/// The routes: `/health`, and `/<vendor>` for each vendor with a secret.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/{vendor}", post(receive))
        .with_state(Arc::new(app))
}

// ANCHOR: receive
async fn receive(
    State(app): State<Arc<App>>,
    Path(vendor): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(sender) = app.senders.get(&*vendor) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let request = Request {
        method: method.as_str(),
        uri: &format!("{}{uri}", app.public_url),
        headers: &headers,
        body: &body,
    };
    if let Err(refused) = sender.authenticate(&request) {
        return app.refuse(sender, &refused);
    }
    if let Some(answer) = handshake::answer(sender, &headers, &body) {
        app.counters.handshakes.add();
        return answer;
    }
    // Whatever the body holds: a vendor repeats a delivery that is refused a few times, and then drops it.
    app.store(NewDelivery {
        vendor: sender.vendor.slug,
        id: sender.vendor.delivery_id(&headers, &body),
        headers: without_credentials(&headers),
        body: body.into(),
    })
    .await
}

impl App {
    /// Answers with 200 once the delivery is on disk.
    async fn store(&self, delivery: NewDelivery) -> Response {
        let (vendor, id) = (delivery.vendor, delivery.id.clone());
        match self.queue.put(delivery).await {
            Ok(Put::Stored) => {
                self.counters.accepted.add();
                debug!(vendor, ?id, "stored");
                "stored".into_response()
            }
            Ok(Put::Duplicate) => {
                self.counters.duplicates.add();
                info!(vendor, ?id, "stored before");
                "stored before".into_response()
            }
            Ok(Put::Full) => self.busy("the queue is full"),
            Err(Unavailable::Failed | Unavailable::Closed) => self.busy("the queue failed"),
        }
    }
    // ANCHOR_END: receive

    /// The reason is logged, and not told to who may be anyone.
    fn refuse(&self, sender: &Sender, refused: &Refused) -> Response {
        self.counters.unauthenticated.add();
        warn!(vendor = sender.vendor.slug, reason = ?refused.0, "refused");
        (StatusCode::UNAUTHORIZED, "refused").into_response()
    }

    fn busy(&self, reason: &str) -> Response {
        self.counters.busy.add();
        error!(reason, "cannot store a delivery");
        (StatusCode::SERVICE_UNAVAILABLE, "busy, send it again").into_response()
    }
}

/// The headers to store: no passwords and tokens, which headers of signatures do not hold.
fn without_credentials(headers: &HeaderMap) -> StoredHeaders {
    headers
        .iter()
        .filter(|(name, _)| ![header::AUTHORIZATION, header::COOKIE].contains(name))
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect()
}

/// Status 200 while deliveries are accepted, else 503; with the counters.
async fn health(State(app): State<Arc<App>>) -> Response {
    let stored = timeout(Duration::from_secs(5), app.queue.stored()).await;
    let (status, code) = match stored {
        _ if *app.stopped.borrow() => ("stopping", StatusCode::SERVICE_UNAVAILABLE),
        Ok(Ok(_)) => ("ok", StatusCode::OK),
        Ok(Err(_)) | Err(_) => ("the queue fails", StatusCode::SERVICE_UNAVAILABLE),
    };
    let stored = stored.ok().and_then(Result::ok);
    let report = json!({"status": status, "stored": stored, "since_start": &*app.counters});
    (code, Json(report)).into_response()
}
