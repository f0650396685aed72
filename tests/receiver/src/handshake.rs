//! Answers to the checks by which vendors try a receiver before they send events.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use crate::authentication::Sender;
use crate::member::text_at;
use crate::vendors::Answer;

/// The answer to a request that is a check. One that lacks what it should have is no check, so it is handled as an event.
pub(crate) fn answer(sender: &Sender, headers: &HeaderMap, body: &[u8]) -> Option<Response> {
    let vendor = sender.vendor;
    if vendor.handshakes.is_empty() {
        return None;
    }
    let name = (vendor.peek)(headers, body).ok()??;
    let (_, answer) = vendor.handshakes.iter().find(|(event, _)| *event == name)?;
    Some(match answer {
        Answer::NoContent => StatusCode::NO_CONTENT.into_response(),
        Answer::Json(text) => ([(header::CONTENT_TYPE, "application/json")], *text).into_response(),
        Answer::Member(name) => text_at(body, &[name])?.into_response(),
        Answer::Header(name) => headers
            .get(*name)?
            .to_str()
            .ok()?
            .to_owned()
            .into_response(),
        Answer::EncryptedToken => {
            let token = text_at(body, &["payload", "plainToken"])?;
            let mut mac = Hmac::<Sha256>::new_from_slice(sender.first_secret().as_bytes()).ok()?;
            mac.update(token.as_bytes());
            let encrypted = base16ct::lower::encode_string(&mac.finalize().into_bytes());
            Json(json!({"plainToken": token, "encryptedToken": encrypted})).into_response()
        }
    })
}
