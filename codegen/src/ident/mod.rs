//! Rust names from vendor strings, by total and pure functions.
//!
//! A name depends only on its own raw string and on the raw strings it would collide with, so that unrelated additions and
//! removals rename nothing.

mod reserved;
mod singular;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::{Ident, Span};
use webhook_catalog::VendorId;

pub(crate) use reserved::is_own_type;
use reserved::{KEYWORDS, OWN_FIELDS, UNRAWABLE, is_taken_module};
pub(crate) use singular::singular;
use words::capitalise;
pub(crate) use words::words;

/// A valid Rust identifier, `r#` included where it needs it. Empty before the `assign_names` pass.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustIdent(String);

impl RustIdent {
    /// The identifier as in Rust source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`, as in file names.
    pub fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// As a token.
    pub(crate) fn to_token(&self) -> Ident {
        match self.0.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(&self.0, Span::call_site()),
        }
    }
}

impl fmt::Display for RustIdent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl quote::ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        self.to_token().to_tokens(tokens);
    }
}

/// The kind of item that gets a name. It determines the case and the reserved names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A field of a struct: `snake_case`, raw where it is a keyword.
    Field,
    /// A module and its file: `snake_case`, never a keyword, a device name of Windows, or a module of another purpose.
    Module,
    /// A type: `UpperCamelCase`, never a name that emitted code uses itself.
    Type,
    /// A variant: `UpperCamelCase`.
    Variant,
}

impl NameKind {
    /// The name of `raw` without collisions.
    pub(crate) fn name(self, raw: &str) -> String {
        let words = words(raw);
        let mut name = match self {
            Self::Field | Self::Module => words.join("_"),
            Self::Type | Self::Variant => words.iter().map(|word| capitalise(word)).collect(),
        };
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert_str(0, if self.is_snake() { "n" } else { "N" });
        }
        if name.len() > MAX_LENGTH {
            name.truncate(MAX_LENGTH);
            name = self.with_suffix(&name, &short_hash(raw));
        }
        match self {
            Self::Field if OWN_FIELDS.contains(&&*name) => name + "_",
            Self::Field if UNRAWABLE.contains(&&*name) => name + "_",
            Self::Field | Self::Variant => name,
            Self::Module if is_taken_module(&name) => name + "_event",
            Self::Module => name,
            Self::Type if is_own_type(&name) => name + "Value",
            Self::Type => name,
        }
    }

    fn is_snake(self) -> bool {
        matches!(self, Self::Field | Self::Module)
    }

    fn with_suffix(self, name: &str, suffix: &str) -> String {
        if self.is_snake() {
            // `extra_` and `self_` end with an underscore already.
            format!("{}_x{suffix}", name.trim_end_matches('_'))
        } else {
            format!("{name}X{suffix}")
        }
    }
}

/// Assigns a distinct name to every raw string, none of them in `taken`.
///
/// Names that are equal when case is ignored get a short hash of the raw string as suffix; a raw string equal to the name
/// keeps it, and a field keeps underscores in front of it. The second value lists the groups in which one got a hash.
pub(crate) fn assign<'r>(
    kind: NameKind,
    raws: impl IntoIterator<Item = &'r str>,
    taken: &[&str],
) -> (BTreeMap<&'r str, RustIdent>, Vec<Vec<&'r str>>) {
    let mut groups: BTreeMap<String, Vec<&'r str>> = BTreeMap::new();
    for raw in raws {
        let group = groups
            .entry(kind.name(raw).to_ascii_lowercase())
            .or_default();
        if !group.contains(&raw) {
            group.push(raw);
        }
    }
    let mut names = BTreeMap::new();
    let mut collisions = Vec::new();
    for (folded, group) in &mut groups {
        group.sort_unstable();
        let is_taken = taken.iter().any(|name| name.eq_ignore_ascii_case(folded));
        let mut is_hashed = false;
        for raw in &*group {
            let name = kind.name(raw);
            let is_kept = !is_taken && (group.len() == 1 || *raw == name);
            let is_underscored = kind == NameKind::Field && raw.trim_start_matches('_') == name;
            let name = if is_kept {
                name
            } else if is_underscored && *raw != name {
                (*raw).to_owned()
            } else {
                is_hashed = true;
                kind.with_suffix(&name, &short_hash(raw))
            };
            names.insert(*raw, RustIdent(escape(name)));
        }
        if group.len() > 1 && is_hashed {
            collisions.push(group.clone());
        }
    }
    (names, collisions)
}

/// A fixed name, not derived from vendor strings.
pub(crate) fn own(name: &'static str) -> RustIdent {
    RustIdent(name.to_owned())
}

/// The name of `raw` in a scope where it collides with no other.
pub(crate) fn single(kind: NameKind, raw: &str) -> RustIdent {
    RustIdent(escape(kind.name(raw)))
}

/// The Cargo feature of a vendor. `default` is reserved by Cargo, and the others are features of the emitted crate.
pub(crate) fn cargo_feature(vendor: &VendorId) -> &str {
    match vendor.as_str() {
        "all" => "all-vendor",
        "chrono" => "chrono-vendor",
        "default" => "default-vendor",
        "form" => "form-vendor",
        "http" => "http-vendor",
        "jiff" => "jiff-vendor",
        "time" => "time-vendor",
        "verify" => "verify-vendor",
        id => id,
    }
}

/// Longer names are truncated, with a hash as suffix.
const MAX_LENGTH: usize = 80;

/// Adds `r#` to keywords.
fn escape(name: String) -> String {
    if KEYWORDS.contains(&&*name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Six hexadecimal digits of the raw string's FNV-1a hash, which is the same on every platform.
pub(crate) fn short_hash(raw: &str) -> String {
    let hash = raw.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:06x}", (hash ^ (hash >> 24) ^ (hash >> 48)) & 0xff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_case_of_their_kind() {
        let table = [
            ("app_mention", "app_mention", "AppMention"),
            ("message.im", "message_im", "MessageIm"),
            (
                "jobPosting.created",
                "job_posting_created",
                "JobPostingCreated",
            ),
            (
                "/event/LoginEventStream",
                "event_login_event_stream",
                "EventLoginEventStream",
            ),
            (
                "zen:event-type/ticket.TicketCreated",
                "zen_event_type_ticket_ticket_created",
                "ZenEventTypeTicketTicketCreated",
            ),
            ("externalIPs", "external_ips", "ExternalIps"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("MediaUrl0", "media_url0", "MediaUrl0"),
            ("@odata.type", "odata_type", "OdataType"),
            ("500_coins", "n500_coins", "N500Coins"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("a-1", "a_1", "A1"),
            ("type", "r#type", "Type"),
            ("gen", "r#gen", "Gen"),
            ("self", "self_", "SelfValue"),
            ("Self", "self_", "SelfValue"),
            ("_", "u5f", "U5f"),
            ("", "empty", "Empty"),
            ("extra", "extra_", "Extra"),
            ("Option", "option", "OptionValue"),
            ("grün", "gr_ufc_n", "GrUfcN"),
            ("🎉", "u1f389", "U1f389"),
        ];
        for (raw, field, r#type) in table {
            assert_eq!(
                single(NameKind::Field, raw).as_str(),
                field,
                "field for {raw:?}"
            );
            assert_eq!(
                single(NameKind::Type, raw).as_str(),
                r#type,
                "type for {raw:?}"
            );
        }
    }

    #[test]
    fn modules_avoid_keywords_devices_and_reserved_modules() {
        for (raw, module) in [
            ("type", "type_event"),
            ("con", "con_event"),
            ("COM1", "com1_event"),
            ("mod", "mod_event"),
        ] {
            assert_eq!(single(NameKind::Module, raw).as_str(), module);
        }
    }

    #[test]
    fn every_name_is_an_identifier() {
        let long = "x".repeat(300);
        for raw in [
            "",
            " ",
            "\0",
            "r#type",
            "a\u{202e}b",
            "日本",
            "1",
            "--",
            "crate",
            "é",
            &long,
        ] {
            for kind in [
                NameKind::Field,
                NameKind::Module,
                NameKind::Type,
                NameKind::Variant,
            ] {
                let name = single(kind, raw);
                assert!(
                    syn::parse_str::<Ident>(name.unraw()).is_ok()
                        || KEYWORDS.contains(&name.unraw()),
                    "{name}"
                );
                assert!(name.as_str().len() < 100);
            }
        }
    }

    #[test]
    fn colliding_names_depend_only_on_their_raw_strings() {
        let (two, collisions) = assign(NameKind::Field, ["a_b", "a-b"], &[]);
        let (three, _) = assign(NameKind::Field, ["a.b", "a-b", "a_b", "other"], &[]);
        assert_eq!(two["a_b"].as_str(), "a_b");
        assert_eq!(two["a-b"], three["a-b"]);
        assert_eq!(collisions, [["a-b", "a_b"]]);
        let distinct: std::collections::BTreeSet<_> = three.values().collect();
        assert_eq!(distinct.len(), 4);
    }

    #[test]
    fn underscores_distinguish_fields() {
        let (names, collisions) = assign(NameKind::Field, ["links", "_links", "__links"], &[]);
        for (raw, name) in &names {
            assert_eq!(*raw, name.as_str());
        }
        assert_eq!(collisions, [[""; 0]; 0]);
        let (names, _) = assign(NameKind::Field, ["_links"], &[]);
        assert_eq!(names["_links"].as_str(), "links");
        let (names, collisions) = assign(NameKind::Field, ["_a_b", "a-b"], &[]);
        assert_eq!(names["_a_b"].as_str(), "_a_b");
        assert_eq!(collisions, [["_a_b", "a-b"]]);
    }

    #[test]
    fn names_that_differ_only_in_case_collide() {
        let (names, _) = assign(NameKind::Module, ["Issue", "issue", "ISSUE"], &[]);
        let distinct: std::collections::BTreeSet<_> = names
            .values()
            .map(|name| name.as_str().to_lowercase())
            .collect();
        assert_eq!(distinct.len(), 3);
        assert_eq!(names["issue"].as_str(), "issue");
    }

    #[test]
    fn taken_names_are_not_assigned() {
        let (names, _) = assign(NameKind::Variant, ["unknown"], &["Unknown"]);
        assert!(names["unknown"].as_str().starts_with("UnknownX"));
    }
}
