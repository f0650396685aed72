//! Vendor profiles: event naming, envelope and signature scheme of a vendor's deliveries, as data in TOML.

mod body_naming;
mod features;
mod handshakes;
mod lists;
mod message_template;
mod naming;
mod naming_rules;
mod signature;

use std::collections::BTreeMap;

use crate::codes;
use crate::diagnostic::{Checked, Place};
use crate::ids::{EventName, VendorId};
use crate::pointer;
use crate::source::SourceFile;
use crate::text::{one_of, shown};
use crate::toml_file::{self, Codes, Entry, TomlTable};
use crate::url::is_web_url;
use crate::values::Category;
pub use body_naming::{BodyNaming, UnenvelopedNaming};
pub use features::{EventPattern, VendorFeatures};
pub use handshakes::Handshakes;
pub use message_template::{Piece, PlaceholderKind, PlaceholderProfile, TemplateNaming};
pub use naming_rules::{NamingCondition, NamingRule, ValueTest};
pub use signature::{
    Encoding, SecretForm, Signature, SignedPart, SigningAlgorithm, SigningScheme, Timestamp,
    TimestampForm, TimestampPlace,
};

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
    /// The vendor's page about its webhooks.
    pub docs_url: Option<String>,
    /// Kind of product that the vendor sells.
    pub category: Option<Category>,
    /// A JSON pointer of at most one segment to the event within the body. Empty: the body is the event.
    pub event: String,
    /// Format of the deliveries' bodies.
    pub body: BodyFormat,
    /// Identification of a delivery's event. `None` if only the receiver knows the event.
    pub naming: Option<Naming>,
    /// The answers to requests by which the vendor checks a receiver.
    pub handshakes: Handshakes,
    /// Features that each compile a part of the events.
    pub features: VendorFeatures,
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
        "docs_url",
        "category",
        "event",
        "body",
        "name",
        "handshakes",
        "features",
        "trust_required",
        "signature",
    ]);
    let event = read_event(&table);
    let profile = Profile {
        display_name: table.text("display_name").map(str::to_owned),
        docs_url: read_url(&table),
        category: read_category(&table),
        body: read_body_format(&table),
        naming: naming::read_naming(&table, &event),
        event,
        handshakes: handshakes::read_handshakes(&table),
        features: features::read_features(&table),
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

fn read_category(table: &TomlTable<'_>) -> Option<Category> {
    let text = table.text("category")?;
    let category = Category::from_text(text);
    if category.is_none() {
        let help = one_of(text, Category::ALL.iter().map(|category| category.as_str()));
        table.refuse(
            "category",
            CODES.bad_value,
            format!("unknown category {}", shown(text)),
            &help,
        );
    }
    category
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    pub(super) fn read(text: &str) -> (Vec<Profile>, Vec<String>) {
        let file = SourceFile {
            label: "profiles.toml".into(),
            path: "profiles.toml".into(),
            bytes: text.into(),
        };
        let checked = read_profiles(&file);
        let line =
            |found: &Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
        (
            checked.value.0.into_values().collect(),
            checked.diagnostics.iter().map(line).collect(),
        )
    }

    /// The messages about the keys of one vendor, without the file's name.
    pub(super) fn found(keys: &str) -> Vec<String> {
        let (profiles, found) = read(&format!("[acme]\n{keys}"));
        assert_eq!(profiles, []);
        found
            .into_iter()
            .map(|line| line.replace("profiles.toml, acme, at ", ""))
            .collect()
    }

    #[test]
    fn names_in_a_header_and_names_in_the_body() {
        let (profiles, found) =
            read("[acme]\nname.header = \"X-Acme-Event\"\n[other]\ncategory = \"crm\"\n");
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            profiles[0].naming,
            Some(Naming::Header {
                name: "X-Acme-Event".into(),
                aliases: Vec::new(),
            })
        );
        assert_eq!(
            profiles[1],
            Profile {
                category: Some(Category::Crm),
                ..Profile::default()
            }
        );

        let text = "[acme.name]\nbody = [\"/a\", \"/b~1c\"]";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            profiles[0].naming,
            Some(Naming::Body(BodyNaming {
                pointers: vec!["/a".into(), "/b~1c".into()],
                places: vec![vec![0], vec![1]],
                join: None,
                rules: Vec::new(),
                unenveloped: None,
            }))
        );
    }

    #[test]
    fn a_header_with_other_values_than_the_event_names() {
        let text = "[acme.name]\nheader = \"X-Event\"\naliases = { z = \"x\", y = [\"1\", \"2\"] }";
        let (profiles, diagnostics) = read(text);
        assert_eq!(diagnostics, Vec::<String>::new());
        let alias = |event: &str, value: &str| HeaderAlias {
            event: EventName::new(event).expect("an event name"),
            value: value.to_owned(),
        };
        assert_eq!(
            profiles[0].naming,
            Some(Naming::Header {
                name: "X-Event".into(),
                aliases: vec![alias("y", "1"), alias("y", "2"), alias("z", "x")],
            })
        );
        assert_eq!(
            found(
                "name.header = \"X\"\nname.aliases = { a = 1, c = \"1\", d = [\"1\"], \"\" = \"2\" }"
            ),
            [
                "E052 /acme/name/aliases/a: `a` is a list of texts, found an integer",
                "E052 /acme/name/aliases/d: `c` says the same",
                "E052 /acme/name/aliases/: an event name cannot be empty",
            ]
        );
    }

    #[test]
    fn bodies_are_json_unless_the_profile_says_otherwise() {
        let (profiles, diagnostics) =
            read("[one]\nbody = \"form\"\n[three]\nbody = \"json\"\n[two]\n");
        assert_eq!(diagnostics, Vec::<String>::new());
        let formats: Vec<BodyFormat> = profiles.iter().map(|profile| profile.body).collect();
        assert_eq!(
            formats,
            [BodyFormat::Form, BodyFormat::Json, BodyFormat::Json]
        );
        assert_eq!(
            found("body = \"forms\""),
            ["E052 /acme/body: unknown format `forms`"]
        );
        assert_eq!(
            found("body = [\"/type\"]"),
            ["E052 /acme/body: `body` is text, found an array"]
        );
    }

    #[test]
    fn rows_are_trusted_if_the_profile_says_so() {
        let (profiles, diagnostics) =
            read("[one]\ntrust_required = true\n[three]\ntrust_required = false\n[two]\n");
        assert_eq!(diagnostics, Vec::<String>::new());
        let trusted: Vec<bool> = profiles
            .iter()
            .map(|profile| profile.trust_required)
            .collect();
        assert_eq!(trusted, [true, false, false]);
        assert_eq!(
            found("trust_required = \"yes\""),
            ["E052 /acme/trust_required: `trust_required` is a boolean, found text"]
        );
    }

    #[test]
    fn names_joined_from_several_values() {
        let text = "[acme.name]\nbody = [\"/event\", [\"/type\", \"/0/action\"], \"/type\"]\njoin = \".\"\n";
        let (profiles, found) = read(text);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            profiles[0].naming,
            Some(Naming::Body(BodyNaming {
                pointers: vec!["/event".into(), "/type".into(), "/0/action".into()],
                places: vec![vec![0], vec![1, 2], vec![1]],
                join: Some(".".into()),
                rules: Vec::new(),
                unenveloped: None,
            }))
        );
    }

    #[test]
    fn joins_that_are_no_good() {
        assert_eq!(
            found("name.body = [\"/a\", \"/b\"]\nname.join = \".\""),
            ["E052 /acme/name/join: no place of `name.body` has several values to join"]
        );
        assert_eq!(
            found("name.header = \"X\"\nname.join = \".\""),
            ["E052 /acme/name/join: a join goes with names in the body only"]
        );
        assert_eq!(
            found("name.body = [[\"/a\", \"/b\"]]"),
            ["E052 /acme/name/body: a place of several pointers needs `name.join`"]
        );
        assert_eq!(
            found("name.body = [[\"/a\", \"/b\"]]\nname.join = \"\""),
            ["E052 /acme/name/join: `join` is empty"]
        );
        assert_eq!(
            found("name.body = [[\"/a\", \"/b\"]]\nname.join = 1"),
            ["E052 /acme/name/join: `join` is text, found an integer"]
        );
        assert_eq!(
            found("name.join = \".\""),
            ["E052 /acme/name: `name` has neither `body`, `header` nor `wording`"]
        );
        assert_eq!(
            found("name.body = [[\"/a\", \"/b\"]]\nname.joins = \".\""),
            [
                "E051 /acme/name/joins: unknown key `joins`",
                "E052 /acme/name/body: a place of several pointers needs `name.join`",
            ]
        );
    }

    #[test]
    fn bodies_without_an_envelope() {
        let text = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\", \"/event/kind\"]\nname.bare = [\"/type\", \"/kind\"]\nname.bare_unless = [\"callback\"]";
        let (profiles, found_nothing) = read(text);
        assert_eq!(found_nothing, Vec::<String>::new());
        let Some(Naming::Body(naming)) = &profiles[0].naming else {
            panic!("named in the body")
        };
        let unenveloped = UnenvelopedNaming {
            pointers: vec!["/type".into(), "/kind".into()],
            unless: vec!["callback".into()],
        };
        assert_eq!(naming.unenveloped, Some(unenveloped));
        assert_eq!(
            found("name.body = [\"/a\", \"/b\"]\nname.bare = [\"/a\"]"),
            [
                "E052 /acme/name/bare: without `event` every body is the event itself",
                "E052 /acme/name/bare: 1 pointers for the 2 of `name.body`",
            ]
        );
        assert_eq!(
            found("event = \"/e\"\nname.body = [\"/e/a\"]\nname.bare_unless = [\"x\"]"),
            ["E052 /acme/name/bare_unless: `bare_unless` goes with `bare` only"]
        );
        assert_eq!(
            found("name.header = \"X\"\nname.bare = [\"/a\"]"),
            ["E052 /acme/name/bare: bare bodies go with names in the body only"]
        );
    }

    #[test]
    fn keys_and_values_that_are_no_good() {
        assert_eq!(
            found(
                "evnt = \"/a\"\ncategory = \"paiments\"\ndocs_url = \"acme\"\ndisplay_name = \"\""
            ),
            [
                "E051 /acme/evnt: unknown key `evnt`",
                "E052 /acme/display_name: `display_name` is empty",
                "E052 /acme/docs_url: `acme` is no URL",
                "E052 /acme/category: unknown category `paiments`",
            ]
        );
        assert_eq!(
            found("event = \"/a/b\""),
            ["E053 /acme/event: `/a/b` has more than one segment"]
        );
        assert_eq!(
            found("event = \"a\""),
            ["E053 /acme/event: `a` is no JSON pointer"]
        );
        assert_eq!(
            found("event = 1"),
            ["E052 /acme/event: `event` is a JSON pointer, found an integer"]
        );
        assert_eq!(
            read("acme = 1").1,
            ["E052 profiles.toml, at /acme: `acme` is a vendor's table, found an integer"]
        );
        assert_eq!(
            read("[Acme]").1,
            ["E054 profiles.toml, at /Acme: `Acme` is no vendor"]
        );
    }

    #[test]
    fn namings_that_are_no_good() {
        assert_eq!(
            found("name = \"x\""),
            ["E052 /acme/name: `name` is a table, found text"]
        );
        assert_eq!(
            found("name = {}"),
            ["E052 /acme/name: `name` has neither `body`, `header` nor `wording`"]
        );
        assert_eq!(
            found("name.header = \"X: y\""),
            ["E052 /acme/name/header: `X: y` is no header name"]
        );
        assert_eq!(
            found("name.header = \"X\"\nname.body = [\"/a\"]"),
            [
                "E052 /acme/name/header: a delivery tells its event by `body` or by `header`, not by both"
            ]
        );
        assert_eq!(
            found("name.header = \"X\"\nname.rules = {}"),
            ["E055 /acme/name/rules: rules go with names in the body only"]
        );
        assert_eq!(
            found("name.body = [\"/a\"]\nname.aliases = {}"),
            ["E052 /acme/name/aliases: aliases go with a `header` only"]
        );
        assert_eq!(
            found("name.body = []"),
            ["E052 /acme/name/body: `body` holds no pointer"]
        );
        assert_eq!(
            found("name.body = [1]"),
            [
                "E052 /acme/name/body: `body` holds something that is neither text nor a list of texts"
            ]
        );
        assert_eq!(
            found("name.body = [\"\", \"/b~2\", [\"/c\", \"/c\"]]\nname.join = \".\""),
            [
                "E053 /acme/name/body/0: an empty pointer means the whole body, which is no name",
                "E053 /acme/name/body/1: `/b~2` is no JSON pointer",
                "E053 /acme/name/body/2/1: `/c` stands twice",
            ]
        );
        assert_eq!(
            found("name.body = [\"a\"]"),
            ["E053 /acme/name/body/0: `a` is no JSON pointer"]
        );
    }

    #[test]
    fn a_file_that_is_not_toml_shows_the_line() {
        let file = SourceFile {
            label: "p.toml".into(),
            path: "p.toml".into(),
            bytes: b"[acme]\nevent = /a\n".to_vec(),
        };
        let checked = read_profiles(&file);
        let excerpt = checked.diagnostics[0].excerpt.as_ref().expect("an excerpt");
        assert_eq!(
            (checked.diagnostics[0].code.as_str(), excerpt.line),
            ("E050", Some(2))
        );
        assert_eq!(excerpt.text, "event = /a");
    }
}
