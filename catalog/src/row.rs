//! One row of the catalogue, checked: what a vendor sends for one event and how.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use serde_json::Value;

use crate::overlay::AppliedOverlay;

/// A vendor's slug such as `help-scout`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VendorId(String);

/// A text that is no vendor slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidVendorId;

impl fmt::Display for InvalidVendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a vendor is written in lower-case letters, digits and inner hyphens, at least two characters long",
        )
    }
}

impl Error for InvalidVendorId {}

impl VendorId {
    /// Checks a slug: `^[a-z0-9][a-z0-9-]*[a-z0-9]$`.
    pub fn new(slug: &str) -> Result<Self, InvalidVendorId> {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        match slug.as_bytes() {
            [first, inner @ .., last]
                if plain(first)
                    && plain(last)
                    && inner.iter().all(|byte| plain(byte) || *byte == b'-') =>
            {
                Ok(Self(slug.to_owned()))
            }
            _ => Err(InvalidVendorId),
        }
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The vendor's own name of an event, such as `invoice.paid`, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventName(String);

/// An event name without any character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyEventName;

impl fmt::Display for EmptyEventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event name cannot be empty")
    }
}

impl Error for EmptyEventName {}

impl EventName {
    /// Takes any text that is not empty; nothing is trimmed or folded.
    pub fn new(name: &str) -> Result<Self, EmptyEventName> {
        if name.is_empty() {
            Err(EmptyEventName)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, as the user named it.
    pub source: String,
    /// The row within the file, counted from 1; for JSONL this is the line.
    pub row: u64,
}

/// A closed list of the catalogue: an enum whose values are spelled one way.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$value_doc])* #[doc = concat!("Written `", $text, "`.")] $value,)+
        }

        impl $name {
            /// Every value, in the catalogue's order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The value as the catalogue spells it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }

            /// The value that the catalogue spells as `text`, if there is one.
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use closed_list;

closed_list! {
    /// What kind of product the vendor sells.
    Category {
        Collaboration = "collaboration",
        DevTools = "dev-tools",
        Payments = "payments",
        Crm = "crm",
        Support = "support",
        Scheduling = "scheduling",
        Ops = "ops",
        Communications = "communications",
        Marketing = "marketing",
        Ats = "ats",
        Hris = "hris",
        Ecommerce = "ecommerce",
    }
}

closed_list! {
    /// How a receiver can tell that a delivery comes from the vendor.
    AuthMethod {
        /// A header holds an HMAC with SHA-256 over the body.
        HmacSha256 = "hmac-sha256",
        /// A header holds an HMAC with SHA-1 over the body.
        HmacSha1 = "hmac-sha1",
        /// A header holds an HMAC with SHA-512 over the body.
        HmacSha512 = "hmac-sha512",
        /// A header holds an RSA signature.
        RsaSignature = "rsa-signature",
        /// The `Authorization` header holds a bearer token.
        BearerToken = "bearer-token",
        /// A header repeats a secret that both sides know.
        SharedSecretHeader = "shared-secret-header",
        /// The vendor shows a client certificate.
        Mtls = "mtls",
        /// The `Authorization` header holds a user name and a password.
        BasicAuth = "basic-auth",
        /// Deliveries are not authenticated.
        None = "none",
        /// Some other way, described in the row's text.
        Other = "other",
    }
}

closed_list! {
    /// How the row came to be.
    ExtractionMethod {
        /// Read off the vendor's pages by a person.
        ManualHtml = "manual-html",
        /// Asked from the vendor's API by a person.
        ManualApiIntrospection = "manual-api-introspection",
        /// Read off the vendor's pages with the help of a language model.
        LlmAssisted = "llm-assisted",
        /// Taken from the vendor's OpenAPI document.
        VendorOpenapi = "vendor-openapi",
        /// Taken from the vendor's AsyncAPI document.
        VendorAsyncapi = "vendor-asyncapi",
        /// Taken from the vendor's GraphQL schema.
        VendorGraphqlSchema = "vendor-graphql-schema",
    }
}

closed_list! {
    /// How often a receiver sees one event.
    DeliveryGuarantee {
        /// Once or more: receivers have to recognise repeats.
        AtLeastOnce = "at-least-once",
        /// Once or never.
        AtMostOnce = "at-most-once",
        /// Once.
        ExactlyOnce = "exactly-once",
        /// No promise.
        BestEffort = "best-effort",
    }
}

closed_list! {
    /// How the payload travels.
    Transport {
        /// An HTTP request to the receiver.
        Webhook = "webhook",
        /// A message on a socket that the receiver opened.
        Websocket = "websocket",
        /// A server-sent event.
        Sse = "sse",
        /// An item of a list that the receiver asks for.
        Polling = "polling",
    }
}

/// What the vendor does when a delivery fails.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all, where the vendor says.
    pub max_attempts: Option<u64>,
    /// How the waiting time grows, in the vendor's words.
    pub backoff: Option<String>,
    /// How long the vendor goes on trying, often an ISO 8601 duration.
    pub total_retry_window: Option<String>,
}

/// Why a row is not as the snapshot has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayNote {
    /// The overlay's file, as the user named it.
    pub label: String,
    /// Why the row was changed.
    pub reason: String,
    /// What the change rests on, usually a URL.
    pub source: String,
}

/// One (vendor, event name) of the catalogue. Fields are the columns; absent and null are both `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// Where the row was read.
    pub origin: Origin,
    /// The company that sends.
    pub vendor: VendorId,
    /// The vendor's name as people write it.
    pub vendor_display_name: String,
    /// What kind of product the vendor sells.
    pub category: Category,
    /// The vendor's own name of the event.
    pub event_name: EventName,
    /// The vendor's grouping above event names, such as one of several APIs.
    pub event_namespace: Option<String>,
    /// When the event fires, as prose of 1 to 500 characters.
    pub trigger_description: String,
    /// The JSON Schema (2020-12) of the body; always an object.
    pub payload_schema: Value,
    /// OAuth scopes a subscriber needs. `None` where the vendor has none or does not say.
    pub required_oauth_scopes: Option<Vec<String>>,
    /// The name to subscribe to, where it is not the event name.
    pub required_subscription_event: Option<String>,
    /// How a receiver can tell that a delivery comes from the vendor.
    pub auth_method: AuthMethod,
    /// The header that holds the signature.
    pub signature_header: Option<String>,
    /// What exactly is signed, as prose.
    pub signature_algorithm_detail: Option<String>,
    /// What the vendor does when a delivery fails.
    pub retry_policy: Option<RetryPolicy>,
    /// The largest body the vendor sends.
    pub max_payload_size_bytes: Option<u64>,
    /// The header by which repeats are recognised.
    pub idempotency_key_header: Option<String>,
    /// The header that identifies the event.
    pub event_id_header: Option<String>,
    /// How often a receiver sees one event.
    pub delivery_guarantees: Option<DeliveryGuarantee>,
    /// How the payload travels.
    pub delivery: Option<Transport>,
    /// The vendor's page about the event.
    pub docs_url: String,
    /// When the vendor's page was last read, as an RFC 3339 date-time.
    pub last_introspected_at: String,
    /// The version of the publisher's extractor, such as `v1.0`.
    pub source_extractor_version: String,
    /// How the row came to be.
    pub extraction_method: ExtractionMethod,
    /// The publisher's trust in the row, from 0 to 1.
    pub extraction_confidence: Option<f64>,
    /// The publisher's remarks, of at most 1000 characters.
    pub notes: Option<String>,
    /// The overlays that had a part in this row, in the order in which they did.
    pub overlays: Vec<AppliedOverlay>,
    /// Names of the vendor's [`SharedDefinitions`](crate::SharedDefinitions) that the payload schema refers to, directly or
    /// through others. They are not in the schema itself.
    pub shared_definitions: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendor_slugs() {
        for good in ["slack", "help-scout", "x1", "a--b", "7-zip"] {
            assert_eq!(
                VendorId::new(good).map(|vendor| vendor.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "", "a", "-ab", "ab-", "Slack", "a_b", "a b", "é-ab", "a/b", "..",
        ] {
            assert_eq!(VendorId::new(bad), Err(InvalidVendorId), "{bad:?}");
        }
    }

    #[test]
    fn event_names_are_kept_byte_for_byte() {
        assert_eq!(
            EventName::new(" /Event/A: b ").map(|name| name.to_string()),
            Ok(" /Event/A: b ".to_owned())
        );
        assert_eq!(EventName::new(""), Err(EmptyEventName));
    }

    #[test]
    fn closed_lists_know_their_spelling() {
        assert_eq!(
            AuthMethod::from_text("hmac-sha256"),
            Some(AuthMethod::HmacSha256)
        );
        assert_eq!(AuthMethod::from_text("HMAC-SHA256"), None);
        assert_eq!(Category::ALL.len(), 12);
        assert_eq!(Transport::Sse.to_string(), "sse");
    }
}
