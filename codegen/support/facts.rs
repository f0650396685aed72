//! Facts about vendors and events that are not part of their payloads, as constants.

use std::fmt;

/// Facts about a vendor, from the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct VendorFacts {
    /// The vendor's slug in the catalogue, such as `slack`.
    pub id: &'static str,
    /// The vendor's name in its own spelling, such as `Slack`.
    pub display_name: &'static str,
    /// The kind of product, such as `collaboration`.
    pub category: Option<&'static str>,
    /// URL of the vendor's documentation of its webhooks.
    pub docs_url: Option<&'static str>,
}

/// Facts about an event, from the catalogue.
///
/// Each event's type has them as the constant `FACTS`. A field is `None` where the catalogue has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventFacts {
    /// The vendor's name of the event, byte for byte, such as `invoice.paid`.
    pub name: &'static str,
    /// The action or condition that triggers the event.
    pub trigger: Option<&'static str>,
    /// URL of the vendor's documentation of the event.
    pub docs_url: Option<&'static str>,
    /// The group of events that it belongs to, in the vendor's terms.
    pub namespace: Option<&'static str>,
    /// Authentication method of a delivery.
    pub auth_method: Option<AuthMethod>,
    /// Name of the HTTP header that holds the signature or token.
    pub signature_header: Option<&'static str>,
    /// Description of the signature scheme, as free text.
    pub signature_detail: Option<&'static str>,
    /// Delivery guarantee.
    pub delivery_guarantee: Option<DeliveryGuarantee>,
    /// Transport; `None` means an HTTP POST.
    pub transport: Option<Transport>,
    /// Retries after a failed delivery.
    pub retry: Option<RetryPolicy>,
    /// OAuth scopes that the receiving app needs; an empty list means none.
    pub scopes: Option<&'static [&'static str]>,
    /// Name of the subscription that includes this event, if it is not the event's own.
    pub subscription_event: Option<&'static str>,
    /// Size limit of a payload, in bytes.
    pub max_payload_bytes: Option<u64>,
    /// Name of the HTTP header that holds an idempotency key.
    pub idempotency_key_header: Option<&'static str>,
    /// Name of the HTTP header that holds the delivery's id.
    pub event_id_header: Option<&'static str>,
    /// Caveats, as free text.
    pub notes: Option<&'static str>,
}

impl EventFacts {
    /// Base value of the emitted constants: every field is empty.
    pub(crate) const NONE: Self = Self {
        name: "",
        trigger: None,
        docs_url: None,
        namespace: None,
        auth_method: None,
        signature_header: None,
        signature_detail: None,
        delivery_guarantee: None,
        transport: None,
        retry: None,
        scopes: None,
        subscription_event: None,
        max_payload_bytes: None,
        idempotency_key_header: None,
        event_id_header: None,
        notes: None,
    };
}

/// Retries after a delivery that the receiver did not acknowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Number of attempts.
    pub max_attempts: Option<u64>,
    /// Growth of the delay between attempts, such as `exponential`.
    pub backoff: Option<&'static str>,
    /// Time from the first to the last attempt, as an ISO 8601 duration such as `PT24H` or as free text.
    pub total_window: Option<&'static str>,
}

macro_rules! closed_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The value in the catalogue.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

closed_enum! {
    /// Authentication method of a delivery.
    AuthMethod {
        /// HMAC with SHA-256 over the body, alone or with other parts.
        HmacSha256 = "hmac-sha256",
        /// HMAC with SHA-1.
        HmacSha1 = "hmac-sha1",
        /// HMAC with SHA-512.
        HmacSha512 = "hmac-sha512",
        /// RSA signature.
        RsaSignature = "rsa-signature",
        /// Bearer token.
        BearerToken = "bearer-token",
        /// Fixed secret in a header.
        SharedSecretHeader = "shared-secret-header",
        /// TLS client certificate.
        Mtls = "mtls",
        /// HTTP basic authentication.
        BasicAuth = "basic-auth",
        /// No authentication.
        None = "none",
        /// Another method; see [`EventFacts::signature_detail`].
        Other = "other",
    }
}

closed_enum! {
    /// Number of times that a delivery may arrive.
    DeliveryGuarantee {
        /// At least once: receivers must tolerate duplicates.
        AtLeastOnce = "at-least-once",
        /// At most once: a delivery can be lost.
        AtMostOnce = "at-most-once",
        /// Exactly once.
        ExactlyOnce = "exactly-once",
        /// No guarantee.
        BestEffort = "best-effort",
    }
}

closed_enum! {
    /// Transport of an event to its receiver.
    Transport {
        /// HTTP POST to the receiver.
        Webhook = "webhook",
        /// WebSocket that the receiver opens.
        Websocket = "websocket",
        /// Server-sent events.
        Sse = "sse",
        /// Requests by the receiver.
        Polling = "polling",
    }
}
