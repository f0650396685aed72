//! warp: the filters for headers and bytes.

use std::sync::Arc;

use warp::Filter;
use warp::http::{HeaderMap, StatusCode};
use webhook_events::verify::Secret;

/// The largest body that is read.
const MAX_BODY: u64 = 1 << 20;

/// The filter, which has the secrets.
pub fn filter(
    secrets: Arc<[Secret]>,
) -> impl Filter<Extract = (StatusCode,), Error = warp::Rejection> + Clone {
    warp::path!("github")
        .and(warp::post())
        .and(warp::body::content_length_limit(MAX_BODY))
        .and(warp::header::headers_cloned())
        .and(warp::body::bytes())
        .map(move |headers: HeaderMap, body: hyper::body::Bytes| {
            let status = crate::receive(&headers, &body, &secrets);
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        })
}
