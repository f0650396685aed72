//! Facts about events: the columns that describe an event and its deliveries, apart from the payload.
//!
//! The table below is the only list of them in the catalogue and the generator. Reading, the model, emission and comparison
//! all use it. Its order is the order in which facts are emitted and compared.

use serde_json::{Value, json};

use crate::cell::Cells;
use crate::check_cell::{count, retry_policy, scopes, url};
use crate::columns::ColumnPresence;
use crate::values::{AuthMethod, DeliveryGuarantee, RetryPolicy, Transport};

/// Takes a line per fact: docs, the variant of [`Fact`], the field of [`Facts`] with its type, the column, and the check of a
/// cell that holds it.
macro_rules! facts {
    ($($(#[$doc:meta])* $fact:ident, $field:ident: $type:ty, $presence:ident $column:literal, $check:expr;)+) => {
        /// Facts about an event. A field is `None` where the catalogue has no value.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Facts {
            $($(#[$doc])* pub $field: Option<$type>,)+
        }

        /// One of the facts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $($(#[$doc])* $fact,)+
        }

        impl Fact {
            /// Every fact.
            pub const ALL: &'static [Self] = &[$(Self::$fact),+];

            /// The name of its field in [`Facts`], and in the `EventFacts` of the emitted crate.
            pub const fn field(self) -> &'static str {
                match self { $(Self::$fact => stringify!($field),)+ }
            }

            /// The name of its column.
            pub const fn column(self) -> &'static str {
                match self { $(Self::$fact => $column,)+ }
            }
        }

        impl Facts {
            /// The value of a fact.
            pub fn get(&self, fact: Fact) -> Option<FactValue<'_>> {
                match fact { $(Fact::$fact => self.$field.as_ref().map(FactValue::from),)+ }
            }

            /// Takes the value of a fact from others.
            pub fn copy_from(&mut self, other: &Self, fact: Fact) {
                match fact { $(Fact::$fact => self.$field.clone_from(&other.$field),)+ }
            }

            /// Reads and checks the columns of a record.
            pub(crate) fn read(cells: &mut Cells<'_>) -> Self {
                Self { $($field: cells.read($column, ColumnPresence::$presence, $check),)+ }
            }
        }

        /// The columns that hold facts.
        pub(crate) const FACT_COLUMNS: &[(&str, ColumnPresence)] = &[$(($column, ColumnPresence::$presence)),+];
    };
}

facts! {
    /// The action or condition that triggers the event, as prose.
    Trigger, trigger: String, Published "trigger_description", |cell| cell.text(1, 500);
    /// URL of the vendor's documentation of the event.
    DocsUrl, docs_url: String, Published "docs_url", url;
    /// The group of events that it belongs to, in the vendor's terms.
    Namespace, namespace: String, Optional "event_namespace", |cell| cell.any_text();
    /// Authentication method of a delivery.
    AuthMethod, auth_method: AuthMethod, Published "auth_method", |cell| cell.listed(AuthMethod::ALL, AuthMethod::as_str);
    /// Name of the HTTP header that holds the signature or token.
    SignatureHeader, signature_header: String, Optional "signature_header", |cell| cell.any_text();
    /// Description of the signature scheme, as prose.
    SignatureDetail, signature_detail: String, Optional "signature_algorithm_detail", |cell| cell.any_text();
    /// Number of times that a delivery may arrive.
    DeliveryGuarantee, delivery_guarantee: DeliveryGuarantee, Optional "delivery_guarantees", |cell| {
        cell.listed(DeliveryGuarantee::ALL, DeliveryGuarantee::as_str)
    };
    /// Transport of an event to its receiver; `None` means an HTTP POST.
    Transport, transport: Transport, Optional "delivery", |cell| cell.listed(Transport::ALL, Transport::as_str);
    /// Retries after a failed delivery.
    Retry, retry: RetryPolicy, Optional "retry_policy", retry_policy;
    /// OAuth scopes that the receiving app needs.
    Scopes, scopes: Vec<String>, Optional "required_oauth_scopes", scopes;
    /// Name of the subscription that includes this event, if it is not the event's own.
    SubscriptionEvent, subscription_event: String, Optional "required_subscription_event", |cell| cell.any_text();
    /// Size limit of a payload, in bytes.
    MaxPayloadBytes, max_payload_bytes: u64, Optional "max_payload_size_bytes", count;
    /// Name of the HTTP header that holds an idempotency key.
    IdempotencyKeyHeader, idempotency_key_header: String, Optional "idempotency_key_header", |cell| cell.any_text();
    /// Name of the HTTP header that holds the delivery's id.
    EventIdHeader, event_id_header: String, Optional "event_id_header", |cell| cell.any_text();
    /// Remarks on the row.
    Notes, notes: String, Optional "notes", |cell| cell.text(0, 1000);
}

/// The value of a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactValue<'a> {
    /// A text.
    Text(&'a str),
    /// A list of OAuth scopes.
    Scopes(&'a [String]),
    /// A number of bytes.
    Bytes(u64),
    /// An authentication method.
    AuthMethod(AuthMethod),
    /// A delivery guarantee.
    DeliveryGuarantee(DeliveryGuarantee),
    /// A transport.
    Transport(Transport),
    /// A retry policy.
    RetryPolicy(&'a RetryPolicy),
}

impl FactValue<'_> {
    /// The value as the catalogue's JSON has it.
    pub fn to_json(self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Scopes(scopes) => json!(scopes),
            Self::Bytes(bytes) => json!(bytes),
            Self::AuthMethod(method) => json!(method.as_str()),
            Self::DeliveryGuarantee(guarantee) => json!(guarantee.as_str()),
            Self::Transport(transport) => json!(transport.as_str()),
            Self::RetryPolicy(policy) => json!({
                "max_attempts": policy.max_attempts,
                "backoff": policy.backoff,
                "total_retry_window": policy.total_retry_window,
            }),
        }
    }
}

macro_rules! from_reference {
    ($($type:ty, $value:ident => $variant:expr;)+) => {
        $(impl<'a> From<&'a $type> for FactValue<'a> {
            fn from($value: &'a $type) -> Self {
                $variant
            }
        })+
    };
}

from_reference! {
    String, text => Self::Text(text);
    Vec<String>, scopes => Self::Scopes(scopes);
    u64, bytes => Self::Bytes(*bytes);
    AuthMethod, method => Self::AuthMethod(*method);
    DeliveryGuarantee, guarantee => Self::DeliveryGuarantee(*guarantee);
    Transport, transport => Self::Transport(*transport);
    RetryPolicy, policy => Self::RetryPolicy(policy);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_and_copied_by_name() {
        let facts = Facts {
            scopes: Some(vec!["read".to_owned()]),
            transport: Some(Transport::Sse),
            ..Facts::default()
        };
        assert_eq!(facts.get(Fact::Notes), None);
        assert_eq!(
            facts.get(Fact::Transport),
            Some(FactValue::Transport(Transport::Sse))
        );
        let mut copy = Facts::default();
        for fact in Fact::ALL {
            copy.copy_from(&facts, *fact);
        }
        assert_eq!(copy, facts);
    }

    #[test]
    fn values_are_written_as_the_catalogue_has_them() {
        let scopes = vec!["read".to_owned()];
        assert_eq!(FactValue::from(&scopes).to_json(), json!(["read"]));
        assert_eq!(FactValue::from(&Transport::Sse).to_json(), json!("sse"));
        assert_eq!(Fact::Transport.column(), "delivery");
        assert_eq!(Fact::Transport.field(), "transport");
    }
}
