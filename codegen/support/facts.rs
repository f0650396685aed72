//! What the catalogue knows of vendors and events apart from their payloads.

use std::fmt;

/// What is known of a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct VendorFacts {
    /// The vendor's slug in the catalogue.
    pub id: &'static str,
    /// The vendor's name as people write it.
    pub display_name: &'static str,
    /// What kind of product it is, such as `collaboration`.
    pub category: Option<&'static str>,
    /// The vendor's own documentation.
    pub docs_url: Option<&'static str>,
}

/// What is known of an event apart from its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventFacts {
    /// The vendor's own name for it, byte for byte.
    pub name: &'static str,
    /// What makes the vendor send it.
    pub trigger: Option<&'static str>,
    /// Where the vendor documents it.
    pub docs_url: Option<&'static str>,
    /// The vendor's group of events it belongs to.
    pub namespace: Option<&'static str>,
    /// How a delivery authenticates itself.
    pub auth_method: Option<AuthMethod>,
    /// The HTTP header with the signature or token.
    pub signature_header: Option<&'static str>,
    /// The signature scheme, in the catalogue's words.
    pub signature_detail: Option<&'static str>,
    /// How often a delivery may arrive.
    pub delivery_guarantee: Option<DeliveryGuarantee>,
    /// How it is carried; `None` means an HTTP POST.
    pub transport: Option<Transport>,
    /// What happens when the receiver does not answer.
    pub retry: Option<RetryPolicy>,
    /// OAuth scopes the receiving app needs; `None` where the catalogue does not say.
    pub scopes: Option<&'static [&'static str]>,
    /// The subscription that brings this event, where it is named differently.
    pub subscription_event: Option<&'static str>,
    /// The largest payload the vendor sends, in bytes.
    pub max_payload_bytes: Option<u64>,
    /// The HTTP header with an idempotency key.
    pub idempotency_key_header: Option<&'static str>,
    /// The HTTP header with the delivery's id.
    pub event_id_header: Option<&'static str>,
    /// Caveats, in the catalogue's words.
    pub notes: Option<&'static str>,
}

impl EventFacts {
    /// Nothing is known but the name, which is filled in by each event.
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

/// What happens when the receiver does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often the vendor tries.
    pub max_attempts: Option<u64>,
    /// How the pauses grow, in the catalogue's words.
    pub backoff: Option<&'static str>,
    /// For how long the vendor tries, as an ISO 8601 duration or in words.
    pub total_window: Option<&'static str>,
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The catalogue's word for it.
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

closed_list! {
    /// How a delivery authenticates itself.
    AuthMethod {
        /// A keyed SHA-256 hash of the body, alone or with other parts.
        HmacSha256 = "hmac-sha256",
        /// A keyed SHA-1 hash.
        HmacSha1 = "hmac-sha1",
        /// A keyed SHA-512 hash.
        HmacSha512 = "hmac-sha512",
        /// A signature with an asymmetric key.
        RsaSignature = "rsa-signature",
        /// A bearer token.
        BearerToken = "bearer-token",
        /// A fixed secret in a header.
        SharedSecretHeader = "shared-secret-header",
        /// A client certificate.
        Mtls = "mtls",
        /// HTTP basic authentication.
        BasicAuth = "basic-auth",
        /// Nothing.
        None = "none",
        /// Something else; see the signature's detail.
        Other = "other",
    }
}

closed_list! {
    /// How often a delivery may arrive.
    DeliveryGuarantee {
        /// Once or several times.
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
    /// How an event is carried to its receiver.
    Transport {
        /// An HTTP POST to the receiver.
        Webhook = "webhook",
        /// A WebSocket that the receiver opens.
        Websocket = "websocket",
        /// A server-sent event stream.
        Sse = "sse",
        /// The receiver asks for it.
        Polling = "polling",
    }
}
