//! hyper: a service function, which collects the body itself.

use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, StatusCode};
use webhook_events::verify::Secret;

/// The largest body that is read.
const MAX_BODY: usize = 1 << 20;

/// Receives a request.
pub async fn receive(
    request: Request<Incoming>,
    secrets: &[Secret],
) -> Result<Response<Empty<Bytes>>, hyper::http::Error> {
    let (parts, body) = request.into_parts();
    let status = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => crate::receive(&parts.headers, &body.to_bytes(), secrets),
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.as_u16(),
    };
    Response::builder().status(status).body(Empty::new())
}
