//! The vendors that are compiled in: how a check of the receiver is answered, and how a delivery is parsed.

use std::borrow::Cow;

use axum::http::HeaderMap;
use webhook_events::verify::SignatureScheme;
use webhook_events::{DeliveryId, EventFacts, Misfit, ParseError};

use crate::member::text_at;

/// Facts of a vendor.
#[derive(Debug)]
pub struct Vendor {
    /// The path of its route, such as `slack`.
    pub slug: &'static str,
    /// Its signature scheme.
    pub signature: &'static SignatureScheme,
    /// Place of the delivery's id; without one, a repeated delivery is handled again.
    pub(crate) id: Option<DeliveryId>,
    /// Events by which it checks the receiver, with the answers.
    pub(crate) handshakes: &'static [(&'static str, Answer)],
    /// Finds the name of a request's event.
    pub(crate) peek: Peek,
    /// Reads a request.
    pub(crate) parse: fn(&StoredHeaders, &[u8]) -> Result<Delivery, ParseError>,
}

type Peek = for<'b> fn(&HeaderMap, &'b [u8]) -> Result<Option<Cow<'b, str>>, ParseError>;

/// Headers as they are stored.
pub type StoredHeaders = Vec<(String, Vec<u8>)>;

/// Answer to an event by which a vendor checks the receiver.
#[derive(Debug)]
#[allow(dead_code, reason = "which of them are used depends on the vendors")]
pub(crate) enum Answer {
    /// Status 204.
    NoContent,
    /// This JSON.
    Json(&'static str),
    /// The text of this member of the body.
    Member(&'static str),
    /// The value of this header.
    Header(&'static str),
    /// Zoom's `plainToken`, and as `encryptedToken` its HMAC with the first secret.
    EncryptedToken,
}

/// Declares [`VENDORS`] and [`Delivery`] from a row per vendor.
macro_rules! vendors {
    ($($feature:literal $module:ident $variant:ident [$($handshake:expr),*];)*) => {
        /// The vendors whose features are on.
        pub const VENDORS: &[Vendor] = &[$(
            #[cfg(feature = $feature)]
            Vendor {
                slug: $feature,
                signature: &webhook_events::$module::SIGNATURE,
                id: webhook_events::$module::FACTS.delivery_id,
                handshakes: &[$($handshake),*],
                peek: |headers, body| webhook_events::$module::peek_request(headers, body),
                parse: |headers, body| {
                    webhook_events::$module::parse_request(headers, body).map(Delivery::$variant)
                },
            },
        )*];

        /// A delivery of any of these vendors.
        #[derive(Debug)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "a variant per vendor, of the vendor's name")]
        pub enum Delivery {$(
            #[cfg(feature = $feature)]
            $variant(webhook_events::$module::Delivery),
        )*}

        impl Delivery {
            /// The event's name.
            pub fn event_name(&self) -> &str {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(delivery) => delivery.event.name(),)*
                }
            }

            /// The event's facts; `None` if the event is unknown.
            pub fn facts(&self) -> Option<&'static EventFacts> {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(delivery) => delivery.event.facts(),)*
                }
            }

            /// The values that do not fit their types.
            pub fn misfits(&self) -> &[Misfit] {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(delivery) => delivery.misfits(),)*
                }
            }

            /// The reason why the event has no type: it is malformed or unknown.
            pub fn untyped(&self) -> Option<String> {
                match self {$(
                    #[cfg(feature = $feature)]
                    Self::$variant(delivery) => match &delivery.event {
                        webhook_events::$module::Event::Malformed(event) => {
                            Some(format!("malformed: {}", event.error))
                        }
                        webhook_events::$module::Event::Unknown(event) => {
                            Some(format!("unknown event {:?}", event.name))
                        }
                        _ => None,
                    },
                )*}
            }
        }
    };
}

vendors! {
    "asana" asana Asana [];
    "ashby" ashby Ashby [];
    "attio" attio Attio [];
    "bamboohr" bamboohr Bamboohr [];
    "calendly" calendly Calendly [];
    "clickup" clickup Clickup [];
    "close" close Close [];
    "discord" discord Discord [
        ("PING", Answer::NoContent), ("INTERACTION_PING", Answer::Json(r#"{"type":1}"#))
    ];
    "freshdesk" freshdesk Freshdesk [];
    "front" front Front [("sync", Answer::Header("x-front-challenge"))];
    "github" github Github [];
    "greenhouse" greenhouse Greenhouse [];
    "gusto" gusto Gusto [];
    "help-scout" help_scout HelpScout [];
    "hubspot" hubspot Hubspot [];
    "intercom" intercom Intercom [];
    "jira" jira Jira [];
    "linear" linear Linear [];
    "loom" loom Loom [];
    "mailchimp" mailchimp Mailchimp [];
    "microsoft-teams" microsoft_teams MicrosoftTeams [];
    "notion" notion Notion [];
    "pagerduty" pagerduty Pagerduty [];
    "pipedrive" pipedrive Pipedrive [];
    "revenuecat" revenuecat Revenuecat [];
    "salesforce" salesforce Salesforce [];
    "slack" slack Slack [("url_verification", Answer::Member("challenge"))];
    "stripe" stripe Stripe [];
    "twilio" twilio Twilio [];
    "zendesk" zendesk Zendesk [];
    "zoom" zoom Zoom [("endpoint.url_validation", Answer::EncryptedToken)];
}

impl Vendor {
    /// The vendor of this slug, if its feature is on.
    pub(crate) fn of_slug(slug: &str) -> Option<&'static Self> {
        VENDORS.iter().find(|vendor| vendor.slug == slug)
    }

    /// The id of a delivery.
    pub(crate) fn delivery_id(&self, headers: &HeaderMap, body: &[u8]) -> Option<String> {
        let id = match self.id? {
            DeliveryId::Header(name) => headers.get(name)?.to_str().ok().map(str::to_owned),
            DeliveryId::Body(path) => text_at(body, path),
            _ => None,
        };
        id.filter(|id| !id.is_empty())
    }
}
