//! Values of columns that are more than text or a number: closed lists and the retry policy.

use std::fmt;

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

            /// The catalogue's spelling.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }

            /// The value with the spelling `text`, if there is one.
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
    /// Kind of product that the vendor sells.
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
    /// Authentication method of a delivery.
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
        /// Another method, described in the row's text.
        Other = "other",
    }
}

closed_list! {
    /// Origin of the row.
    ExtractionMethod {
        /// Extracted from the vendor's pages by a person.
        ManualHtml = "manual-html",
        /// Queried from the vendor's API by a person.
        ManualApiIntrospection = "manual-api-introspection",
        /// Extracted from the vendor's pages with a language model.
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
    /// Number of times that a receiver gets one event.
    DeliveryGuarantee {
        /// Once or more: receivers must detect duplicates.
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
    /// Transport of the payload.
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

/// Retries after a failed delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Total number of attempts, if stated.
    pub max_attempts: Option<u64>,
    /// Growth of the waiting time, in the vendor's words.
    pub backoff: Option<String>,
    /// Time span of all retries, often an ISO 8601 duration.
    pub total_retry_window: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
