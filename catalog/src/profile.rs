//! Vendor profiles: event naming, envelope and signature scheme of a vendor's deliveries, as data in TOML.

mod accessors;
mod body_naming;
mod delivery_id;
mod docs;
mod event_pattern;
mod features;
mod handshakes;
mod lists;
mod message_template;
mod naming;
mod naming_rules;
mod not_events;
mod signature;
#[cfg(test)]
mod tests;
mod variants;

use std::collections::BTreeMap;

use crate::codes;
use crate::diagnostic::{Checked, Place};
use crate::ids::{EventName, VendorId};
use crate::pointer;
use crate::source::SourceFile;
use crate::text::{one_of, shown};
use crate::toml_file::{self, Codes, Entry, TomlTable};
use crate::url::is_web_url;
pub use accessors::MemberAccessor;
pub use body_naming::{BodyNaming, UnenvelopedNaming};
pub use delivery_id::DeliveryId;
pub use docs::VendorDocs;
pub use event_pattern::EventPattern;
pub use features::VendorFeatures;
pub use handshakes::Handshakes;
pub use message_template::{Piece, PlaceholderKind, PlaceholderProfile, TemplateNaming};
pub use naming_rules::{NamingCondition, NamingRule, ValueTest};
pub use not_events::{BodyCondition, NotEvent, OtherRequests, Wrapper, all_hold};
pub use signature::{
    Encoding, SecretForm, Signature, SignedPart, SigningAlgorithm, SigningScheme, Timestamp,
    TimestampForm, TimestampPlace,
};
pub use variants::VendorVariants;

/// Codes of the problems that any TOML file can have.
const CODES: Codes = Codes {
    syntax: codes::PROFILE_SYNTAX,
    unknown_key: codes::UNKNOWN_PROFILE_KEY,
    bad_value: codes::BAD_PROFILE_VALUE,
};
/// The profiles by vendor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profiles(pub BTreeMap<VendorId, Profile>);

/// Layout of one vendor's deliveries, and facts about the vendor for the case that the catalogue has no row of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// The vendor's name in its usual spelling.
    pub display_name: Option<String>,
    /// The noun for the vendor's deliveries in titles, in the plural, where others of the vendor's could be mistaken for them.
    pub deliveries: Option<String>,
    /// The vendor's page about its webhooks.
    pub docs_url: Option<String>,
    /// Kind of product that the vendor sells.
    pub category: Option<String>,
    /// A JSON pointer of at most one segment to the event within the body. Empty: the body is the event.
    pub event: String,
    /// Format of the deliveries' bodies.
    pub body: BodyFormat,
    /// Identification of a delivery's event. `None` if only the receiver knows the event.
    pub naming: Option<Naming>,
    /// Place of a delivery's id. `None` if the vendor sends none, or documents none.
    pub delivery_id: Option<DeliveryId>,
    /// The answers to requests by which the vendor checks a receiver.
    pub handshakes: Handshakes,
    /// The requests that the vendor sends besides its events, and the wrapper around some.
    pub other_requests: OtherRequests,
    /// Features that each compile a part of the events.
    pub features: VendorFeatures,
    /// Choices for the docs of the vendor's module.
    pub docs: VendorDocs,
    /// Events that arrive as one type.
    pub variants: VendorVariants,
    /// Members that people read of many events, sorted by name.
    pub accessors: Vec<MemberAccessor>,
    /// True if the members that the rows' schemas require are always there. Otherwise a row's `required` is a hint, which
    /// overlays and samples confirm.
    pub trust_required: bool,
    /// Signature scheme. `None` if it is unknown; deliveries are then not trusted.
    pub signature: Option<Signature>,
}

/// Format of a vendor's bodies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON.
    #[default]
    Json,
    /// A form: `application/x-www-form-urlencoded`.
    Form,
}

impl BodyFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Json, Self::Form];

    /// The spelling in profiles.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
        }
    }
}

/// Identification of a delivery's event.
#[derive(Debug, Clone, PartialEq)]
pub enum Naming {
    /// Values in the body name it.
    Body(BodyNaming),
    /// A header of the request names it.
    Header {
        /// The header's name in the vendor's spelling.
        name: String,
        /// Events for which the header has another value than the event name, sorted by event name.
        aliases: Vec<HeaderAlias>,
    },
    /// No value names it; the wording of texts in the body identifies it.
    MessageTemplates(TemplateNaming),
}

/// A value of a header that stands for an event of another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderAlias {
    /// The event name in the catalogue.
    pub event: EventName,
    /// The header's value.
    pub value: String,
}

/// Reads the file of profiles, which has one table per vendor. A profile with an error is left out.
pub fn read_profiles(file: &SourceFile) -> Checked<Profiles> {
    let checked = toml_file::read(file, &Place::of(&file.label), CODES, |root| {
        let entries = root.entries().into_iter();
        Profiles(
            entries
                .filter_map(|entry| read_profile(root, &entry))
                .collect(),
        )
    });
    Checked {
        value: checked.value.unwrap_or_default(),
        diagnostics: checked.diagnostics,
    }
}

fn read_profile(root: &TomlTable<'_>, entry: &Entry<'_>) -> Option<(VendorId, Profile)> {
    let Some(mut table) = root.below(entry) else {
        let message = root.wrong_type(entry, "a vendor's table");
        let help = "write `[vendor]` above the vendor's keys";
        root.report(
            CODES.bad_value,
            root.place_of(entry.key),
            entry.key_span.clone(),
            message,
            help,
        );
        return None;
    };
    let vendor = match VendorId::new(entry.key) {
        Ok(vendor) => vendor,
        Err(error) => {
            let message = format!("{} is no vendor", shown(entry.key));
            root.report(
                codes::BAD_PROFILE_VENDOR,
                table.place,
                entry.key_span.clone(),
                message,
                error.to_string(),
            );
            return None;
        }
    };
    table.place.vendor = Some(vendor.to_string());
    let before = table.errors();
    table.refuse_unknown_keys(&[
        "display_name",
        "deliveries",
        "docs_url",
        "category",
        "event",
        "body",
        "name",
        "delivery_id",
        "handshakes",
        "not_events",
        "wrapper",
        "features",
        "topics",
        "example",
        "variants",
        "accessors",
        "trust_required",
        "signature",
    ]);
    let event = read_event(&table);
    let body = read_body_format(&table);
    let naming = naming::read_naming(&table, &event);
    let profile = Profile {
        display_name: table.text("display_name").map(str::to_owned),
        deliveries: table.text("deliveries").map(str::to_owned),
        docs_url: read_url(&table),
        category: table.text("category").map(str::to_owned),
        body,
        event,
        delivery_id: delivery_id::read_delivery_id(&table),
        handshakes: handshakes::read_handshakes(&table),
        other_requests: not_events::read_other_requests(&table, naming.as_ref(), body),
        naming,
        features: features::read_features(&table),
        docs: docs::read_docs(&table),
        variants: variants::read_variants(&table),
        accessors: accessors::read_accessors(&table),
        trust_required: table.flag("trust_required"),
        signature: signature::read_signature(&table),
    };
    (table.errors() == before).then_some((vendor, profile))
}

fn read_url(table: &TomlTable<'_>) -> Option<String> {
    let url = table.text("docs_url")?;
    if !is_web_url(url) {
        let help = "write an absolute URL that begins with `https://` or `http://`";
        table.refuse(
            "docs_url",
            CODES.bad_value,
            format!("{} is no URL", shown(url)),
            help,
        );
    }
    Some(url.to_owned())
}

fn read_event(table: &TomlTable<'_>) -> String {
    let help = "write `\"/key\"`, or leave the key out where the body is the event";
    let Some(entry) = table.get("event") else {
        return String::new();
    };
    let Some(pointer) = entry.value.as_str() else {
        table.refuse(
            "event",
            CODES.bad_value,
            table.wrong_type(&entry, "a JSON pointer"),
            help,
        );
        return String::new();
    };
    if pointer::parse(pointer).is_err() {
        table.refuse(
            "event",
            codes::BAD_PROFILE_POINTER,
            format!("{} is no JSON pointer", shown(pointer)),
            help,
        );
    } else if pointer.matches('/').count() > 1 {
        let message = format!("{} has more than one segment", shown(pointer));
        table.refuse(
            "event",
            codes::BAD_PROFILE_POINTER,
            message,
            "the event is a direct member of the body",
        );
    }
    pointer.to_owned()
}

fn read_body_format(table: &TomlTable<'_>) -> BodyFormat {
    let Some(text) = table.text("body") else {
        return BodyFormat::default();
    };
    let mut formats = BodyFormat::ALL.iter();
    let format = formats.find(|format| format.as_str() == text);
    if format.is_none() {
        let help = one_of(text, BodyFormat::ALL.iter().map(|format| format.as_str()));
        let message = format!("unknown format {}", shown(text));
        table.refuse("body", CODES.bad_value, message, &help);
    }
    format.copied().unwrap_or_default()
}

/// True if a text is a header name, made of the token characters of RFC 9110.
fn is_header_name(text: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    text.bytes().all(token)
}
