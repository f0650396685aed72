//! axum: the extractors `HeaderMap` and `Bytes`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use webhook_events::verify::Secret;

/// The service, which has the secrets as its state.
pub fn router(secrets: Vec<Secret>) -> Router {
    Router::new()
        .route("/github", post(receive))
        .with_state(secrets.into())
}

async fn receive(
    State(secrets): State<Arc<[Secret]>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let status = crate::receive(&headers, &body, &secrets);
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
