//! A receiver whose events are generated when it is built.

/// The events of the shop.
#[allow(
    dead_code,
    missing_docs,
    unused_imports,
    reason = "generated; which of it is used depends on this package"
)]
pub mod events {
    include!(concat!(env!("OUT_DIR"), "/events/mod.rs"));
}

use std::time::SystemTime;

use events::shop::{self, Event};
use events::verify::{ReceiveError, Secret};

/// The number of the order that a signed delivery is about, if it is about one.
///
/// # Errors
///
/// If the signature is wrong, or the body cannot be read.
pub fn order(
    headers: &[(&str, String)],
    body: &[u8],
    secret: &Secret,
) -> Result<Option<String>, ReceiveError> {
    let delivery = shop::receive(
        headers,
        body,
        std::slice::from_ref(secret),
        SystemTime::now(),
    )?;
    Ok(match delivery.event {
        Event::OrderPlaced(event) => Some(event.order.number.to_string()),
        Event::OrderShipped(event) => Some(event.number.to_string()),
        _ => None,
    })
}

#[test]
fn a_signed_delivery_is_read_and_a_forged_one_refused() {
    let body = br#"{"type": "order.shipped", "id": "evt_2", "sent_at": "2026-01-31T12:00:00Z", "number": 1042}"#;
    let secret = Secret::new("the shared secret");
    let headers = shop::sign(&secret, SystemTime::now(), body).expect("any text is a secret");
    let number = order(&headers, body, &secret).expect("it is signed");
    assert_eq!(number.as_deref(), Some("1042"));
    let refused = order(&headers, body, &Secret::new("a guess"));
    assert!(matches!(refused, Err(ReceiveError::Refused(_))));
}
