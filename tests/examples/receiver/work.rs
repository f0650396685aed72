//! Processing of deliveries, after the response.

use std::fmt;

use axum::http::HeaderMap;
use serde_json::json;
use webhook_events::revenuecat;
use webhook_events::slack::{self, Event};

/// An accepted delivery.
#[derive(Debug)]
pub(crate) enum Work {
    /// A delivery of Slack, with the headers of a retry.
    Slack {
        delivery: slack::Delivery,
        retry: Option<Retry>,
    },
    /// A message of RevenueCat.
    RevenueCat(revenuecat::Delivery),
}

impl Work {
    /// Unique id of the delivery. RevenueCat's messages and Slack's deliveries without an envelope have none.
    pub(crate) fn event_id(&self) -> Option<&str> {
        match self {
            Self::Slack { delivery, retry: _ } => Some(&delivery.envelope.as_ref()?.event_id),
            Self::RevenueCat(_) => None,
        }
    }

    /// Processes the delivery. Here this gives a line for the log; replace it with your own code.
    ///
    /// Texts of the delivery are written as JSON or escaped, so that they cannot break the line or control a terminal.
    pub(crate) fn process(&self) -> String {
        match self {
            Self::Slack { delivery, retry } => {
                let id = self.event_id().unwrap_or("without id").escape_debug();
                let line = slack_line(&delivery.event);
                match retry {
                    Some(retry) => format!("slack {id} ({retry}): {line}"),
                    None => format!("slack {id}: {line}"),
                }
            }
            Self::RevenueCat(delivery) => format!("revenuecat: {}", revenuecat_line(delivery)),
        }
    }
}

fn slack_line(event: &Event) -> String {
    // Six subscriptions deliver messages.
    if let Some(message) = event.as_message_event() {
        return format!("{}: {}", event.name(), json!(message.text()));
    }
    match event {
        Event::AppMention(mention) => format!("mentioned: {}", json!(mention.text)),
        Event::AppRateLimited(limit) => {
            format!(
                "too many events in the minute from {}",
                json!(limit.minute_rate_limited)
            )
        }
        Event::Malformed(event) => format!("malformed: {}", event.error),
        Event::Unknown(event) => {
            let name = event.name.escape_debug();
            format!("new to us: {name} {}", event.payload)
        }
        other => format!("not for us: {}", other.name()),
    }
}

fn revenuecat_line(delivery: &revenuecat::Delivery) -> String {
    if let revenuecat::Event::Unknown(event) = &delivery.event {
        return format!("new to us: {:?} {}", event.name, event.payload);
    }
    let name = delivery.event.name();
    let Some(captures) = delivery.captures() else {
        return format!("{name}, in other words");
    };
    let (customer, product) = (captures.customer, captures.product);
    match captures.revenue {
        Some(revenue) => format!(
            "{name}: {customer:?} paid {:?} for {product:?}",
            revenue.text
        ),
        None => format!("{name}: {customer:?}, {product:?}"),
    }
}

/// Number and reason of a retry.
///
/// Both are kept as text, as they are for the log only.
#[derive(Debug)]
pub(crate) struct Retry {
    number: String,
    reason: String,
}

impl Retry {
    /// Reads Slack's headers; `None` for the first attempt of a delivery.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let text = |name| Some(headers.get(name)?.to_str().ok()?.to_owned());
        Some(Self {
            number: text("x-slack-retry-num")?,
            reason: text("x-slack-retry-reason").unwrap_or_default(),
        })
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "retry {}: {}", self.number, self.reason)
    }
}
