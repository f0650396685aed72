//! Run-time support shared by all vendor modules: decoding, encoding, errors, facts and signatures.
//!
//! The emitted `impl`s are thin and call into this folder. Nothing here depends on a vendor.

mod context;
mod decode;
mod delivery;
mod encode;
mod error;
mod event;
mod facts;
#[cfg(feature = "form")]
mod form;
pub(crate) mod headers;
mod integer;
mod json;
mod lazy;
mod list;
pub(crate) mod locate;
mod message_template;
mod misfit;
mod money;
mod naming;
mod naming_rule;
mod nullable;
mod object;
mod other_requests;
mod path_trie;
mod reader;
#[cfg(feature = "samples")]
mod sample;
mod scan;
mod search;
mod slot;
mod string_enum;
mod syntax;
mod tagged;
mod text;
pub(crate) mod times;
mod tolerant;
mod transcode;
mod tuple;
mod union;
#[cfg(feature = "verify")]
pub mod verify;

pub(crate) use context::Context;
pub(crate) use decode::Decode;
pub(crate) use delivery::{
    OnMisfit, deserialize_by_template, deserialize_delivery, parse, parse_by_template, parse_named,
    parse_named_or_unenveloped, unknown_members,
};
pub(crate) use encode::{Encode, MemberWriter, ObjectWriter, debug_object, serialize_object};
pub(crate) use event::{EventEnum, boxed, boxed_tagged, boxed_unknown, decode_event};
#[cfg(feature = "constructors")]
pub(crate) use event::{event_conversions, kind_conversions, newtype_conversions};
pub(crate) use facts::facts_of;
#[cfg(feature = "form")]
pub(crate) use form::{read_form, to_form};
pub(crate) use headers::HeaderNaming;
pub(crate) use message_template::{
    CaptureKind, EventTemplates, MessageTemplates, Piece, Placeholder,
};
pub(crate) use misfit::Misfits;
pub(crate) use naming::{EventNaming, EventTag, Lookup, PeekedEvent, Unenveloped};
pub(crate) use naming_rule::{NamingRule, ValueTest};
pub(crate) use object::{object, read_object, read_object_with_prefix};
pub(crate) use other_requests::{Alone, OtherRequests, Wrapper, serialize_wrapped};
pub(crate) use path_trie::PathTrie;
pub(crate) use reader::{DecodeError, JsonReader};
#[cfg(feature = "samples")]
pub(crate) use sample::first_sample;
pub(crate) use string_enum::{StringEnum, decode_string_enum, string_enum};
pub(crate) use tagged::{Tagged, decode_tagged, decode_unknown, decode_untagged};
pub(crate) use transcode::deserialize;
pub(crate) use tuple::read_tuple;
pub(crate) use union::{Union, UnionReader, decode_union};

pub use error::{ErrorKind, ParseError};
pub use event::{Malformed, UnknownEvent};
pub use facts::{
    AuthMethod, DeliveryGuarantee, DeliveryId, EventFacts, Grade, GradeCounts, RetryPolicy,
    Transport, VendorFacts,
};
pub use headers::{Headers, Pairs};
pub use integer::Integer;
pub use json::Json;
pub use lazy::{Lazy, LazyItems};
pub use misfit::{Misfit, Pointer};
pub use money::{Amount, Money};
pub use nullable::Nullable;
pub use other_requests::NotEvent;
#[cfg(feature = "samples")]
pub use sample::Sample;
pub use serde_json::{Number, Value};
pub use text::Text;
pub use times::{DateTime, Ts, UnixTime};

/// A JSON object whose members have no types of their own.
///
/// Every object type has a field `extra` of this type. It holds the members that the type does not declare, so that no part of a
/// payload is lost and a member that a vendor adds can be read before this crate declares it.
pub type JsonObject = serde_json::Map<String, Value>;
