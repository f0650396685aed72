//! lambda_http: a function behind API Gateway, whose body is text or, if the gateway encodes it, bytes.

use lambda_http::{Body, Error, Request, Response};
use webhook_events::verify::Secret;

/// The handler.
pub async fn receive(request: Request, secrets: &[Secret]) -> Result<Response<Body>, Error> {
    let status = crate::receive(request.headers(), request.body(), secrets);
    Ok(Response::builder().status(status).body(Body::Empty)?)
}
