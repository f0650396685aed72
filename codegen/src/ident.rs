//! Rust names from vendor strings: pure functions, total, and stable.
//!
//! A name depends on its own raw string and on the raw strings it would collide with, on nothing else: adding or
//! removing something unrelated renames nothing.

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::{Ident, Span};
use webhook_catalog::VendorId;

/// A valid Rust identifier, `r#` included where it needs it. Empty before the `assign_names` pass.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustIdent(String);

impl RustIdent {
    /// The identifier as Rust source spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`, as file names spell it.
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

/// What is being named. Each kind has its case and its own list of names that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A field of a struct: `snake_case`, raw where it is a keyword.
    Field,
    /// A module, and with it a file: `snake_case`, never a keyword, a device name of Windows, or a file of ours.
    Module,
    /// A type: `UpperCamelCase`, never a name that the emitted code uses itself.
    Type,
    /// A variant: `UpperCamelCase`.
    Variant,
}

impl Kind {
    /// The name that `raw` gets if nothing collides with it.
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
            // `extra_` and `self_` end like that already.
            format!("{}_x{suffix}", name.trim_end_matches('_'))
        } else {
            format!("{name}X{suffix}")
        }
    }
}

/// Gives every raw string a name of its own, none of them in `taken`.
///
/// Raw strings whose names would be alike, case aside, are told apart by a short hash of the raw string; the one that
/// is already spelled like the name keeps it. The second value lists the groups that collided.
pub(crate) fn assign<'r>(
    kind: Kind,
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
        for raw in &*group {
            let name = kind.name(raw);
            let keeps_it = !is_taken && (group.len() == 1 || *raw == name);
            let name = if keeps_it {
                name
            } else {
                kind.with_suffix(&name, &short_hash(raw))
            };
            names.insert(*raw, RustIdent(escape(name)));
        }
        if group.len() > 1 {
            collisions.push(group.clone());
        }
    }
    (names, collisions)
}

/// A name of ours, not derived from anything.
pub(crate) fn own(name: &'static str) -> RustIdent {
    RustIdent(name.to_owned())
}

/// The only name in its scope that is derived from `raw`.
pub(crate) fn single(kind: Kind, raw: &str) -> RustIdent {
    RustIdent(escape(kind.name(raw)))
}

/// The Cargo feature of a vendor. `default` is Cargo's own, and two are ours.
pub(crate) fn cargo_feature(vendor: &VendorId) -> &str {
    match vendor.as_str() {
        "default" => "default-vendor",
        "http" => "http-vendor",
        "verify" => "verify-vendor",
        id => id,
    }
}

/// Whether no type of a payload is called `name`.
pub(crate) fn is_own_type(name: &str) -> bool {
    OWN_TYPES.contains(&name)
}

/// Longer names are cut and told apart by a hash.
const MAX_LENGTH: usize = 80;

/// Members of every emitted struct that no property names.
const OWN_FIELDS: &[&str] = &["extra"];

/// Identifiers that have no raw form.
const UNRAWABLE: &[&str] = &["self", "super", "crate", "_"];

/// Names that the emitted code uses unqualified, so a payload type must not shadow them. Whatever emitted files import is
/// here; importing checks it.
const OWN_TYPES: &[&str] = &[
    "Alias",
    "AuthMethod",
    "BTreeMap",
    "Box",
    "Captures",
    "Clone",
    "Cow",
    "Debug",
    "Decode",
    "DecodeError",
    "Default",
    "Delivery",
    "DeliveryGuarantee",
    "Deserialize",
    "Deserializer",
    "Envelope",
    "Err",
    "Event",
    "EventFacts",
    "EventNaming",
    "EventTag",
    "From",
    "Integer",
    "Into",
    "Json",
    "JsonObject",
    "JsonReader",
    "None",
    "Nullable",
    "Number",
    "ObjectWriter",
    "Ok",
    "Option",
    "ParseError",
    "PartialEq",
    "PathTrie",
    "Result",
    "RetryPolicy",
    "Self",
    "Serialize",
    "SerializeSeq",
    "Serializer",
    "Some",
    "String",
    "StringEnum",
    "Tagged",
    "Transport",
    "Tuple",
    "TupleReader",
    "Unenveloped",
    "Union",
    "UnionReader",
    "Unknown",
    "UnknownEvent",
    "Value",
    "Vec",
    "VendorFacts",
];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Files of ours, crates that emitted paths start with, and names that Windows keeps for devices.
const OWN_MODULES: &[&str] = &[
    "alloc",
    "aux",
    "check",
    "con",
    "core",
    "envelope",
    "lib",
    "main",
    "message_template",
    "nul",
    "prn",
    "serde",
    "serde_json",
    "shared",
    "signature",
    "std",
    "support",
    "test",
    "tests",
    "verify",
];

fn is_taken_module(name: &str) -> bool {
    let is_port = name.len() == 4
        && (name.starts_with("com") || name.starts_with("lpt"))
        && name.ends_with(|last: char| last.is_ascii_digit());
    is_port || KEYWORDS.contains(&name) || OWN_MODULES.contains(&name)
}

fn escape(name: String) -> String {
    if KEYWORDS.contains(&&*name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Splits a vendor string into lower-case ASCII words: at punctuation, before a capital that starts a word, and around
/// letters that ASCII lacks, which become `u` and their code point. Never empty.
fn words(raw: &str) -> Vec<String> {
    let chars: Vec<char> = raw.chars().collect();
    let mut words = vec![String::new()];
    for (index, &char) in chars.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| chars[index]);
        match char {
            char if char.is_ascii_alphanumeric() => {
                if starts_word(previous, char, &chars[index + 1..]) {
                    words.push(String::new());
                }
                last(&mut words).push(char.to_ascii_lowercase());
            }
            char if char.is_alphanumeric() || !char.is_ascii() => {
                words.push(format!("u{:x}", u32::from(char)));
                words.push(String::new());
            }
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        // Only punctuation: spell it out, so that `@` and `#` stay apart.
        words.extend(
            chars
                .iter()
                .take(16)
                .map(|char| format!("u{:x}", u32::from(*char))),
        );
    }
    if words.is_empty() {
        words.push("empty".to_owned());
    }
    words
}

fn last(words: &mut [String]) -> &mut String {
    words
        .last_mut()
        .expect("a list of words always has a last one")
}

/// Whether a word starts at `char`: `jobPosting` before `P`, `HTTPServer` before `S`, but `IPs` nowhere.
fn starts_word(previous: Option<char>, char: char, rest: &[char]) -> bool {
    if !char.is_ascii_uppercase() {
        return false;
    }
    match previous {
        Some(previous) if previous.is_ascii_lowercase() || previous.is_ascii_digit() => true,
        Some(previous) if previous.is_ascii_uppercase() => match rest {
            ['s'] => false,
            ['s', after, ..] if !after.is_ascii_lowercase() => false,
            [next, ..] => next.is_ascii_lowercase(),
            [] => false,
        },
        _ => false,
    }
}

fn capitalise(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// Six hexadecimal digits of the raw string's FNV-1a hash: short, and the same on every machine.
fn short_hash(raw: &str) -> String {
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
                single(Kind::Field, raw).as_str(),
                field,
                "field for {raw:?}"
            );
            assert_eq!(single(Kind::Type, raw).as_str(), r#type, "type for {raw:?}");
        }
    }

    #[test]
    fn modules_avoid_keywords_devices_and_our_own_files() {
        for (raw, module) in [
            ("type", "type_event"),
            ("con", "con_event"),
            ("COM1", "com1_event"),
            ("mod", "mod_event"),
        ] {
            assert_eq!(single(Kind::Module, raw).as_str(), module);
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
            for kind in [Kind::Field, Kind::Module, Kind::Type, Kind::Variant] {
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
    fn names_that_collide_are_told_apart_by_their_own_text_alone() {
        let (two, collisions) = assign(Kind::Field, ["a_b", "a-b"], &[]);
        let (three, _) = assign(Kind::Field, ["a.b", "a-b", "a_b", "other"], &[]);
        assert_eq!(two["a_b"].as_str(), "a_b");
        assert_eq!(two["a-b"], three["a-b"]);
        assert_eq!(collisions, [["a-b", "a_b"]]);
        let distinct: std::collections::BTreeSet<_> = three.values().collect();
        assert_eq!(distinct.len(), 4);
    }

    #[test]
    fn names_that_differ_by_case_alone_are_told_apart() {
        let (names, _) = assign(Kind::Module, ["Issue", "issue", "ISSUE"], &[]);
        let distinct: std::collections::BTreeSet<_> = names
            .values()
            .map(|name| name.as_str().to_lowercase())
            .collect();
        assert_eq!(distinct.len(), 3);
        assert_eq!(names["issue"].as_str(), "issue");
    }

    #[test]
    fn a_taken_name_is_given_to_nobody() {
        let (names, _) = assign(Kind::Variant, ["unknown"], &["Unknown"]);
        assert!(names["unknown"].as_str().starts_with("UnknownX"));
    }
}
