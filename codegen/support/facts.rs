//! Facts about vendors and events that are not part of their payloads, as constants.

use std::fmt;

/// Facts about a vendor, from the catalogue.
///
/// Each vendor's module has them as the constant `FACTS`.
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::{DeliveryId, slack};
///
/// assert_eq!(slack::FACTS.display_name, "Slack");
/// assert_eq!(slack::FACTS.delivery_id, Some(DeliveryId::Body(&["event_id"])));
/// # }
/// ```
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
    /// The place of a delivery's id, by which a receiver recognises a delivery that is sent again; `None` if the vendor documents none.
    pub delivery_id: Option<DeliveryId>,
    /// The grade that most of its events have.
    pub grade: Grade,
    /// The number of events of each grade.
    pub grades: GradeCounts,
}

/// The place of a delivery's id, which stays the same when the vendor sends the delivery again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryId {
    /// A header, as the vendor spells it.
    Header(&'static str),
    /// A text in the body, by the names of the members on the way to it.
    Body(&'static [&'static str]),
}

/// Numbers of events by grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct GradeCounts {
    /// Number of events that are [`Grade::Proven`].
    pub proven: usize,
    /// Number of events that are [`Grade::Documented`].
    pub documented: usize,
    /// Number of events that are [`Grade::Catalogue`].
    pub catalogue: usize,
}

/// Declares [`EventFacts`] and the value that has none of them.
macro_rules! event_facts {
    ($($(#[$doc:meta])* $fact:ident: $type:ty,)*) => {
        /// Facts about an event, from the catalogue.
        ///
        /// Each event's type has them as the constant `FACTS`. A field is `None` where the catalogue has no value.
        ///
        /// ```
        /// # #[cfg(feature = "slack")] {
        /// use webhook_events::slack::{self, ReactionAdded};
        ///
        /// assert_eq!(ReactionAdded::FACTS.name, "reaction_added");
        /// let mut names = slack::EVENTS.iter().map(|facts| facts.name);
        /// assert!(names.any(|name| name == "app_mention"));
        /// # }
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct EventFacts {
            /// The vendor's name of the event, byte for byte, such as `invoice.paid`.
            pub name: &'static str,
            /// The evidence for the event's type.
            pub grade: Grade,
            $($(#[$doc])* pub $fact: Option<$type>,)*
        }

        impl EventFacts {
            /// Base value of the emitted constants: every field is empty.
            pub(crate) const NONE: Self = Self {
                name: "",
                grade: Grade::Catalogue,
                $($fact: None,)*
            };
        }
    };
}

event_facts! {
    /// The action or condition that triggers the event.
    trigger: &'static str,
    /// URL of the vendor's documentation of the event.
    docs_url: &'static str,
    /// The answer that the vendor expects to this event, by which it checks the receiver, as free text.
    handshake: &'static str,
    /// The group of events that it belongs to, in the vendor's terms.
    namespace: &'static str,
    /// Authentication method of a delivery.
    auth_method: AuthMethod,
    /// Name of the HTTP header that holds the signature or token.
    signature_header: &'static str,
    /// Description of the signature scheme, as free text.
    signature_detail: &'static str,
    /// Delivery guarantee.
    delivery_guarantee: DeliveryGuarantee,
    /// Transport; `None` means an HTTP POST.
    transport: Transport,
    /// Retries after a failed delivery.
    retry: RetryPolicy,
    /// OAuth scopes that the receiving app needs; an empty list means none.
    scopes: &'static [&'static str],
    /// Name of the subscription that includes this event, if it is not the event's own.
    subscription_event: &'static str,
    /// Size limit of a payload, in bytes.
    max_payload_bytes: u64,
    /// Name of the HTTP header that holds an idempotency key.
    idempotency_key_header: &'static str,
    /// Name of the HTTP header that holds the delivery's id.
    event_id_header: &'static str,
    /// Caveats, as free text.
    notes: &'static str,
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
            /// The value as one word.
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
    /// The evidence for an event's type.
    Grade {
        /// A delivery that was captured or that the vendor documents fits the type, which describes at least 80 % of its values.
        Proven = "proven",
        /// The type was written after the vendor's documentation or types.
        Documented = "documented",
        /// The type is that of the catalogue, extracted from documentation and not checked; the vendor may even have no such event.
        Catalogue = "catalogue",
    }
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

/// The facts of the event `name` among those of a vendor, which are sorted by name.
pub(crate) fn facts_of(
    events: &'static [&'static EventFacts],
    name: &str,
) -> Option<&'static EventFacts> {
    let index = events.binary_search_by(|facts| facts.name.cmp(name)).ok()?;
    Some(events[index])
}
