//! The rules by which a delivery is read, checked for any body.

use std::collections::BTreeSet;
use std::fmt::{self, Debug};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use webhook_events::{ErrorKind, Misfit, ParseError, Pointer};

use super::edits::Body;

/// The functions of a vendor's module.
pub trait Vendor {
    /// The vendor's `Delivery`.
    type Delivery: Debug + PartialEq + serde::Serialize;

    /// True if bodies name their event.
    const BODY_NAMES_EVENT: bool;

    /// The vendor's `parse`.
    fn parse(body: &[u8]) -> Result<Self::Delivery, ParseError>;
    /// The vendor's `parse_strict`.
    fn parse_strict(body: &[u8]) -> Result<Self::Delivery, ParseError>;
    /// The name that `peek` finds.
    fn peek(body: &[u8]) -> Option<String>;
    /// The body through `Deserialize`.
    fn deserialize(body: &[u8]) -> Option<Self::Delivery>;
    /// The vendor's `parse_named`.
    fn parse_named(name: &str, body: &[u8]) -> Result<Self::Delivery, ParseError>;
    /// The vendor's `parse_named_strict`.
    fn parse_named_strict(name: &str, body: &[u8]) -> Result<Self::Delivery, ParseError>;
    /// The misfits of a delivery.
    fn misfits(delivery: &Self::Delivery) -> &[Misfit];
    /// The members that no type declares.
    fn unknown_members(delivery: &Self::Delivery) -> Vec<Pointer>;
    /// The payload and the error of a malformed event.
    fn malformed(delivery: &Self::Delivery) -> Option<(&Value, &ParseError)>;
    /// True if the event is of a type that the crate knows, and fits it.
    fn is_typed(delivery: &Self::Delivery) -> bool;
}

/// Implements [`Vendor`] for a vendor's module: with `parse` if bodies name their event.
#[macro_export]
macro_rules! tolerant_vendor {
    ($module:ident $($parse:ident)?) => {
        impl $crate::tolerance::check::Vendor for $module {
            type Delivery = ::webhook_events::$module::Delivery;

            $crate::tolerant_vendor!(@parse $module $($parse)?);

            fn parse_named(name: &str, body: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                ::webhook_events::$module::parse_named(name, body)
            }

            fn parse_named_strict(name: &str, body: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                ::webhook_events::$module::parse_named_strict(name, body)
            }

            fn misfits(delivery: &Self::Delivery) -> &[::webhook_events::Misfit] {
                delivery.misfits()
            }

            fn unknown_members(delivery: &Self::Delivery) -> Vec<::webhook_events::Pointer> {
                delivery.unknown_members()
            }

            fn malformed(delivery: &Self::Delivery) -> Option<(&::serde_json::Value, &::webhook_events::ParseError)> {
                match &delivery.event {
                    ::webhook_events::$module::Event::Malformed(event) => Some((&event.payload, &event.error)),
                    _ => None,
                }
            }

            fn is_typed(delivery: &Self::Delivery) -> bool {
                use ::webhook_events::$module::Event;
                !matches!(delivery.event, Event::Malformed(_) | Event::Unknown(_))
            }
        }
    };
    (@parse $module:ident parse) => {
        const BODY_NAMES_EVENT: bool = true;

        fn parse(body: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
            ::webhook_events::$module::parse(body)
        }

        fn parse_strict(body: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
            ::webhook_events::$module::parse_strict(body)
        }

        fn peek(body: &[u8]) -> Option<String> {
            ::webhook_events::$module::peek(body).ok().flatten().map(Into::into)
        }

        fn deserialize(body: &[u8]) -> Option<Self::Delivery> {
            ::serde_json::from_slice(body).ok()
        }
    };
    (@parse $module:ident) => {
        const BODY_NAMES_EVENT: bool = false;

        fn parse(_: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
            panic!("no body of this vendor names its event")
        }

        fn parse_strict(_: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
            panic!("no body of this vendor names its event")
        }

        fn peek(_: &[u8]) -> Option<String> {
            panic!("no body of this vendor names its event")
        }

        fn deserialize(_: &[u8]) -> Option<Self::Delivery> {
            panic!("no body of this vendor names its event")
        }
    };
}

/// Prints the input that was checked when a check failed.
struct Shown<'b>(&'b str, &'b Body);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("event {}, body:\n{}", self.0, self.1.text);
        }
    }
}

/// A function that reads deliveries.
type Read<'r, V> = &'r dyn Fn(&[u8]) -> Result<<V as Vendor>::Delivery, ParseError>;

/// Checks how a body is read, by its own name and as this event.
pub fn check<V: Vendor>(event: &str, body: &Body) {
    let _shown = Shown(event, body);
    let named = |body: &[u8]| V::parse_named(event, body);
    let named_strictly = |body: &[u8]| V::parse_named_strict(event, body);
    let bytes = body.text.as_bytes();
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        let error = V::parse_named(event, bytes).expect_err("the body is not JSON");
        assert_eq!(error.kind(), ErrorKind::Syntax);
        return;
    };
    check_read::<V>(body, &value, &named, &named_strictly);
    if V::BODY_NAMES_EVENT {
        check_names::<V>(body, &value);
    }
}

/// A body is read exactly if it names its event, as the value that `serde_json` reads does.
fn check_names<V: Vendor>(body: &Body, value: &Value) {
    let bytes = body.text.as_bytes();
    let name = V::peek(value.to_string().as_bytes());
    let parsed = V::parse(bytes);
    assert_eq!(V::deserialize(bytes).as_ref(), parsed.as_ref().ok());
    let delivery = match parsed {
        Err(error) => {
            assert_eq!((name, error.kind()), (None, ErrorKind::Unnamed), "{error}");
            let strict = V::parse_strict(bytes).expect_err("the body does not name its event");
            assert_eq!(strict.to_string(), error.to_string());
            return;
        }
        Ok(delivery) => delivery,
    };
    match name {
        Some(name) => {
            let named = V::parse_named(&name, bytes);
            assert_eq!(named.as_ref().ok(), Some(&delivery), "{named:?}");
        }
        // No message template fits the body.
        None => assert!(!V::is_typed(&delivery) && V::malformed(&delivery).is_none()),
    }
    let deserialized = V::deserialize(bytes).expect("`parse` reads it");
    assert_eq!(V::misfits(&deserialized), V::misfits(&delivery));
    check_read::<V>(body, value, &V::parse, &V::parse_strict);
}

/// A delivery keeps the whole body, and its misfits tell what does not fit.
fn check_read<V: Vendor>(
    body: &Body,
    value: &Value,
    parse: Read<'_, V>,
    parse_strict: Read<'_, V>,
) {
    let delivery = parse(body.text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let written = serde_json::to_string(&delivery).expect("a delivery can be written");
    assert_eq!(&json!(delivery), value, "a part of the body is lost");
    assert_eq!(
        &from_text(&written),
        value,
        "a part of the body is lost in text"
    );

    let misfits = V::misfits(&delivery);
    match parse_strict(body.text.as_bytes()) {
        Ok(strict) => {
            assert_eq!(misfits, [], "`parse_strict` accepts the body");
            assert_eq!(strict, delivery);
        }
        Err(error) => {
            assert_ne!(misfits, [], "{error}");
            assert!(matches!(
                error.kind(),
                ErrorKind::Mismatch | ErrorKind::Missing | ErrorKind::Repeated
            ));
        }
    }
    check_misfits::<V>(&delivery, value, parse, parse_strict);
    check_unknown_members::<V>(&delivery, value, parse);

    let again = parse(written.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let from_value = parse(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    // What is kept as text keeps its repeated members.
    if !has_repeats(&written) {
        assert_eq!(again, from_value);
    }
    if !body.has_repeats {
        assert_eq!(again, delivery);
        // Of several misfits in one value the first in the text is told.
        assert_eq!(kept::<V>(&again), kept::<V>(&delivery));
    }
}

/// True if an object in a JSON text has a name twice.
fn has_repeats(text: &str) -> bool {
    serde_json::from_str::<WithoutRepeats>(text).is_err()
}

/// Any JSON value in which no object has a name twice.
struct WithoutRepeats;

impl<'de> Deserialize<'de> for WithoutRepeats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for WithoutRepeats {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value without repeated members")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = BTreeSet::new();
        while let Some((name, Self)) = members.next_entry::<String, Self>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a member is repeated"));
            }
        }
        Ok(self)
    }
}

/// The values that are kept for misfits.
fn kept<V: Vendor>(delivery: &V::Delivery) -> BTreeSet<String> {
    V::misfits(delivery)
        .iter()
        .filter(|misfit| misfit.kind() != ErrorKind::Repeated || misfit.kept() != misfit.pointer())
        .map(|misfit| misfit.kept().to_string())
        .collect()
}

/// Every misfit is in a value that is kept, and without these values the rest fits.
fn check_misfits<V: Vendor>(
    delivery: &V::Delivery,
    value: &Value,
    parse: Read<'_, V>,
    parse_strict: Read<'_, V>,
) {
    let misfits = V::misfits(delivery);
    let mut rest = value.clone();
    for misfit in misfits {
        let (pointer, kept) = (misfit.pointer().to_string(), misfit.kept().to_string());
        assert!(pointer.starts_with(&kept), "{misfit}, kept at {kept}");
        assert!(
            value.pointer(&kept).is_some(),
            "{kept} is kept, and not there"
        );
        let sentence = misfit.to_string();
        assert!(!sentence.contains(char::is_control), "{sentence}");
        let exists = value.pointer(&pointer).is_some();
        assert_eq!(exists, misfit.kind() != ErrorKind::Missing, "{sentence}");
        if misfit.kind() != ErrorKind::Repeated || pointer != kept {
            remove(&mut rest, &kept);
        }
    }
    if let Some((payload, error)) = V::malformed(delivery) {
        let is_kept = |misfit: &Misfit| {
            value.pointer(&misfit.kept().to_string()) == Some(payload)
                && *misfit.pointer() == *error.pointer()
                && error.kind() == misfit.kind()
                && error.expected() == misfit.expected()
                && error.found() == misfit.found()
        };
        assert!(misfits.iter().any(is_kept), "no misfit tells of {error}");
    } else {
        let text = rest.to_string();
        let peek = |body: &str| V::peek(body.as_bytes());
        if V::BODY_NAMES_EVENT && peek(&text) != peek(&value.to_string()) {
            // A kept value has a part of the event's name in it.
            return;
        }
        let delivery = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(V::misfits(&delivery), [], "without the misfits: {text}");
        let strict = parse_strict(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(strict, delivery);
    }
}

/// Takes a member out of its object, if it is still there.
fn remove(value: &mut Value, pointer: &str) {
    if let Some((parent, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(members)) = value.pointer_mut(parent)
    {
        members.remove(&name.replace("~1", "/").replace("~0", "~"));
    }
}

/// A name that no type declares.
const FRESH: &str = "a name that no type declares";

/// The unknown members are in the body and fit; a new one beside them is unknown too.
fn check_unknown_members<V: Vendor>(delivery: &V::Delivery, value: &Value, parse: Read<'_, V>) {
    let unknown = V::unknown_members(delivery);
    let unknown: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    let distinct: BTreeSet<&String> = unknown.iter().collect();
    assert_eq!(distinct.len(), unknown.len(), "twice in {unknown:?}");
    let kept = kept::<V>(delivery);
    for pointer in &unknown {
        assert!(value.pointer(pointer).is_some(), "{pointer} is not there");
        assert!(!kept.contains(pointer), "{pointer} is a misfit");
    }
    let mut parents: BTreeSet<&str> = unknown
        .iter()
        .filter_map(|pointer| pointer.rsplit_once('/'))
        .map(|(parent, _)| parent)
        .collect();
    if V::BODY_NAMES_EVENT && V::is_typed(delivery) {
        parents.insert("");
    }
    for parent in parents.into_iter().take(3) {
        let mut more = value.clone();
        let Some(Value::Object(members)) = more.pointer_mut(parent) else {
            continue;
        };
        // Being empty may be what names the event.
        if members.is_empty() {
            continue;
        }
        members.insert(FRESH.to_owned(), json!([1]));
        let delivery = parse(more.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let found = V::unknown_members(&delivery);
        assert!(
            found
                .iter()
                .any(|found| *found == *format!("{parent}/{FRESH}")),
            "a new member of `{parent}` is not among {found:?}"
        );
    }
}

fn from_text(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}
