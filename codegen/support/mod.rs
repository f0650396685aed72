//! What every vendor's module is written over: reading, writing, errors, facts, signatures.
//!
//! The emitted `impl`s stay thin because the work is here, once. Nothing in this folder knows a vendor.

mod context;
mod decode;
mod delivery;
mod encode;
mod error;
mod facts;
mod integer;
mod json;
pub(crate) mod locate;
mod message_template;
mod money;
mod naming;
mod nullable;
mod object;
mod path_trie;
mod reader;
mod scan;
mod search;
mod string_enum;
mod tagged;
mod transcode;
mod tuple;
mod union;
#[cfg(feature = "verify")]
pub mod verify;

pub(crate) use context::Context;
pub(crate) use decode::Decode;
pub(crate) use delivery::{
    boxed, boxed_tagged, deserialize_by_template, deserialize_delivery, parse, parse_by_template,
    parse_named, parse_named_or_unenveloped,
};
pub(crate) use encode::ObjectWriter;
pub(crate) use message_template::{
    CaptureKind, EventTemplates, MessageTemplates, Piece, Placeholder,
};
pub(crate) use naming::{Alias, EventNaming, EventTag, Lookup, PeekedEvent, Unenveloped};
pub(crate) use object::{object, read_object};
pub(crate) use path_trie::PathTrie;
pub(crate) use reader::{DecodeError, JsonReader};
pub(crate) use string_enum::{StringEnum, decode_string_enum};
pub(crate) use tagged::{Tagged, decode_tagged, missing_tag};
pub(crate) use transcode::deserialize;
pub(crate) use tuple::{Tuple, TupleReader, decode_tuple};
pub(crate) use union::{Union, UnionReader, decode_union};

pub use delivery::UnknownEvent;
pub use error::{ErrorKind, ParseError};
pub use facts::{AuthMethod, DeliveryGuarantee, EventFacts, RetryPolicy, Transport, VendorFacts};
pub use integer::Integer;
pub use json::Json;
pub use money::{Amount, Money};
pub use nullable::Nullable;
pub use serde_json::{Number, Value};

/// A JSON object whose members are not modelled.
///
/// Every object type has a field `extra` of this type. It keeps the members that the type does not know, so that nothing
/// of a payload is lost and a vendor's new field is there before this crate knows it.
pub type JsonObject = serde_json::Map<String, Value>;
