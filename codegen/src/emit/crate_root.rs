//! `lib.rs` of the emitted crate.

use std::fmt::Write as _;

use super::example;
use super::features::{module_cfg, whole_cfg};
use super::guide;
use super::readme::{count_events, senders};
use crate::docs::Text;
use crate::format::header;
use crate::ident::cargo_feature;
use crate::model::Model;
use crate::options::Options;

/// The sentence before the lines of `Cargo.toml`.
pub(super) fn dependency(options: &Options) -> String {
    let until = if options.package.publish {
        "Until a version is on crates.io, depend"
    } else {
        "Depend"
    };
    format!(
        "{until} on the crate by the path of its folder, or by `git` and the repository that holds it:"
    )
}

/// The outcomes of parsing, as a list.
const OUTCOMES: [&str; 4] = [
    "- **typed**: the event is known. [`Misfit`]s, which `Delivery::misfits` lists, are values that do not fit their type and are kept as they came.",
    "- **malformed**: the event does not fit its type, and no part of it can be absent. A [`Malformed`] has its name, payload and [`ParseError`].",
    "- **unknown**: the event is unknown to this crate. An [`UnknownEvent`] has its name and payload.",
    "- **refused**: the body is not JSON (or no form, if the vendor sends forms), nothing names the event, or the request is no event but another one of the vendor's, a [`NotEvent`]. This is the [`ParseError`].",
];

/// The features that belong to no vendor, as a list.
pub(super) const FEATURES: [&str; 6] = [
    "- a vendor's name: its [module](#modules), and `all`: all of them;",
    "- `verify`: checks of signatures in every vendor's module, `verify_request` and `verify`, and `sign_request` and `sign` for tests;",
    "- `http`: [`Headers`] for `http::HeaderMap`;",
    "- `constructors`: `new` for deliveries, envelopes, events and the types in them, conversions between `Event` and the types of events, and of texts into enums;",
    "- `samples`: stored deliveries of each event, for tests, in the module `samples` of every vendor's module;",
    "- `chrono`, `jiff`, `time`: conversions of times, such as [`DateTime`] and [`Ts`], to the types of these crates.",
];

/// The functions of a module, as a list.
const FUNCTIONS: [&str; 4] = [
    "- `parse_request` for a request of any vendor whose header or body names the event,",
    "- `parse` and `peek` for the body alone, if it identifies its event by a name or a message template,",
    "- `parse_named` for an event that the caller names,",
    "- `verify` or `verify_request` for the check that the delivery comes from the vendor, on the unmodified bytes of the body.",
];

/// Emits `lib.rs` as text, because rustfmt formats it: an inner `rustfmt::skip` is not stable.
pub(super) fn emit_crate_root(model: &Model, options: &Options) -> String {
    let mut text = header("//", "the catalogue's vendors");
    let events: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let docs = Text::default()
        .markdown(&format!(
            "Typed webhook events: {} of {}.",
            count_events(events),
            senders(model)
        ))
        .markdown(&dependency(options))
        .verbatim(manifest_lines(model, options))
        .markdown("No feature is on by default:")
        .verbatim(FEATURES.map(str::to_owned))
        .verbatim(receiver(model, options))
        .markdown("Reading a delivery has one of four outcomes:")
        .verbatim(OUTCOMES.map(str::to_owned))
        .heading("Misfits")
        .markdown(
            "Nothing is lost in the first three outcomes: members without a field are in `extra` of their object, and writing a delivery \
             gives back what it was read from. A field that is set wins over a member of the same name in `extra`. Of a \
             repeated member the last one counts, as in `serde_json`, and it is a misfit.",
        )
        .markdown(
            "A receiver cannot mend what a vendor sends, so a surprise costs the surprising member, not the delivery. \
             A member that may be absent gives way if its value does not fit: its field is `None`, and the value is in `extra`. The \
             smallest such member around the value is taken. If there is none, the event is malformed; if the envelope does not \
             fit, the event is the whole body, and malformed. Values of unions without a tag fit as a whole or not at all.",
        )
        .markdown(
            "`parse_strict` and `parse_named_strict` return the first misfit as an error, for tests and contracts. \
             `Delivery::unknown_members` lists members that no type declares, which shows what a vendor has added.",
        )
        .heading("Functions of a vendor's module")
        .verbatim(FUNCTIONS.map(str::to_owned))
        .verbatim(guide::reading(model, options))
        .heading("Types")
        .markdown(
            "Presence and absence show in a field's type: a value that is always there is a field without `Option`; one that may be \
             absent is an `Option`, and a [`Nullable`] if it may be null as well. A [`Json`] is a value without a type, and a \
             [`Lazy`] one that is decoded when it is looked at. Numbers keep their form in [`Integer`] and [`Number`].",
        )
        .markdown(
            "Types of several events that are alike are one type, and the module of each event reexports it under a name of its \
             own. This is a promise for the types of a module `shared` alone: a later version may tell others apart, or join more. \
             Code that relies on it, such as one that moves a value from one event to another, may have to change then. A trait \
             of your own is best implemented for events and shared types.",
        )
        .heading("Formats")
        .markdown(
            "All types are read and written by `serde`, in JSON and other formats that describe their values, such as YAML, CBOR and \
             MessagePack. bincode and postcard do not, and refuse them; TOML has no null, which many payloads hold. In these store \
             the JSON text.",
        )
        .heading("Signatures")
        .markdown(
            "With the feature `verify`, each module also has a `verify`, which checks that a delivery comes from its vendor, \
             and a `sign` for tests. `verify_request` and `sign_request` exist in every module; a vendor that signs the method or \
             the URI of the request has these alone. `receive` and `receive_request` verify and parse in one call.",
        )
        .markdown(
            "Headers are pairs of names and values, a closure such as `|name: &str| headers.get(name).map(|value| value.as_bytes())` \
             over those of any framework, or, with the feature `http`, an `http::HeaderMap` of version 1.",
        )
        .verbatim(guide::signing(model, options));
    let _ = write!(
        text,
        "\n{}\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n",
        docs.inner()
    );
    text.push_str(
        "\n#[allow(dead_code, unused_imports, unused_macros, reason = \"which of it is used depends on the vendors\")]\n#[rustfmt::skip]\nmod support;\n",
    );
    for vendor in &model.vendors {
        let _ = write!(text, "\n#[cfg({})]\n", module_cfg(vendor));
        if !vendor.api.features.is_empty() {
            text.push_str("#[allow(dead_code, unused_imports, reason = \"which of it is used depends on the events\")]\n");
        }
        let _ = write!(text, "#[rustfmt::skip]\npub mod {};\n", vendor.module);
    }
    text.push_str(
        "\npub use support::{Amount, Money};\n\
         pub use support::{AuthMethod, DeliveryGuarantee, RetryPolicy, Transport};\n\
         pub use support::{DateTime, Text, Ts, UnixTime};\n\
         pub use support::{DeliveryId, EventFacts, Grade, GradeCounts, VendorFacts};\n\
         pub use support::{ErrorKind, Malformed, Misfit, NotEvent, ParseError, Pointer, UnknownEvent};\n\
         pub use support::{Headers, Pairs};\n\
         pub use support::{Integer, Json, JsonObject, Nullable, Number, Value};\n\
         pub use support::{Lazy, LazyItems};\n\
         \n\
         #[cfg(feature = \"samples\")]\n\
         pub use support::Sample;\n\
         \n\
         #[cfg(feature = \"verify\")]\n\
         pub use support::verify;\n",
    );
    text
}

/// An example of a receiver, compiled if its vendor's feature is on.
fn receiver(model: &Model, options: &Options) -> Vec<String> {
    let Some(vendor) = example::vendor_of_crate(model) else {
        return Vec::new();
    };
    let path = options.crate_path(&vendor.module);
    let whole = whole_cfg(vendor);
    let (lines, cfg) = if example::is_verified(vendor) {
        let lines = example::verified_receiver(vendor, &path);
        (lines, format!("all({whole}, feature = \"verify\")"))
    } else {
        (example::receiver(vendor, &path), whole.to_string())
    };
    let fence = || "```".to_owned();
    // A function's body, so that one attribute is enough.
    let head = [fence(), format!("# #[cfg({cfg})] {{")];
    let tail = ["# }".to_owned(), fence()];
    head.into_iter().chain(lines).chain(tail).collect()
}

/// The lines of `Cargo.toml` by which a receiver depends on the crate.
pub(super) fn manifest_lines(model: &Model, options: &Options) -> Vec<String> {
    let feature = example::vendor_of_crate(model).map(|vendor| cargo_feature(&vendor.id));
    let features = feature.map_or_else(String::new, |feature| format!("\"{feature}\", "));
    let lines = [
        "```toml",
        "[dependencies]",
        &format!(
            "{name} = {{ path = \"../{name}\", features = [{features}\"verify\"] }}",
            name = options.crate_name
        ),
        "```",
    ];
    lines.map(str::to_owned).to_vec()
}
