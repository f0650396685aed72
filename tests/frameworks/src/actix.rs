//! actix-web: its `HeaderMap` is a type of its own, so a closure gives access to it.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use webhook_events::verify::Secret;

/// The handler, for an `App` whose data are the secrets.
#[post("/github")]
pub async fn receive(
    request: HttpRequest,
    body: Bytes,
    secrets: Data<Vec<Secret>>,
) -> HttpResponse {
    let headers = |name: &str| request.headers().get(name).map(|value| value.as_bytes());
    let status = crate::receive(&headers, &body, &secrets);
    HttpResponse::new(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}
