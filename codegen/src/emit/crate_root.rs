//! `lib.rs` of the emitted crate.

use std::fmt::Write as _;

use super::example;
use super::features::{module_cfg, whole_cfg};
use super::readme::count_vendors;
use crate::docs::Text;
use crate::format::header;
use crate::model::Model;
use crate::options::Options;

/// The outcomes of parsing, as a table.
const OUTCOMES: [&str; 6] = [
    "| outcome | when | result |",
    "|---|---|---|",
    "| typed | the event is known | a variant of `Event`; `Delivery::misfits` lists each [`Misfit`], a value that does not fit its type |",
    "| malformed | an event does not fit its type, and no part of it can be absent | `Event::Malformed` with a [`Malformed`]: name, payload and [`ParseError`] |",
    "| unknown | the event is unknown to this crate | `Event::Unknown` with an [`UnknownEvent`]: name and payload |",
    "| refused | the body is not JSON, or no form if the vendor sends forms, or nothing names the event | a [`ParseError`] |",
];

/// The functions of a module, as a list.
const FUNCTIONS: [&str; 3] = [
    "- `parse_request` for a request of any vendor whose header or body names the event,",
    "- `parse` and `peek` for the body alone, if it identifies its event by a name or a message template,",
    "- `parse_named` for an event that the caller names.",
];

/// Emits `lib.rs` as text, because rustfmt formats it: an inner `rustfmt::skip` is not stable.
pub(super) fn emit_crate_root(model: &Model, options: &Options) -> String {
    let mut text = header("//", "the catalogue's vendors");
    let events: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let docs = Text::default()
        .markdown(&format!("Typed webhook events: {events} events of {}.", count_vendors(model.vendors.len())))
        .markdown(
            "Each vendor is a module and a Cargo feature. A module has a `Delivery` (the whole body), an `Event` (a variant per \
             event, `Malformed` and `Unknown`) and these functions:",
        )
        .verbatim(FUNCTIONS.map(str::to_owned))
        .verbatim(receiver(model, options))
        .heading("Outcomes")
        .markdown(
            "A receiver cannot mend what a vendor sends, so a surprise costs the surprising member, not the delivery. `parse` has \
             four outcomes:",
        )
        .verbatim(OUTCOMES.map(str::to_owned))
        .markdown(
            "Nothing is lost in the first three: members without a field are in `extra` of their object, and writing a delivery \
             gives back what it was read from. A field that is set wins over a member of the same name in `extra`. Of a \
             repeated member the last one counts, as in `serde_json`, and it is a misfit.",
        )
        .markdown(
            "A member that may be absent gives way if its value does not fit: its field is `None`, and the value is in `extra`. The \
             smallest such member around the value is taken. If there is none, the event is malformed; if the envelope does not \
             fit, the event is the whole body, and malformed. Values of unions without a tag fit as a whole or not at all.",
        )
        .markdown(
            "`parse_strict` and `parse_named_strict` return the first misfit as an error, for tests and contracts. \
             `Delivery::unknown_members` lists members that no type declares, which shows what a vendor has added.",
        )
        .heading("Types")
        .markdown(
            "Types of several events that are alike are one type, and the module of each event reexports it under a name of its \
             own. This is a promise for the types of a module `shared` alone: a later version may tell others apart, or join more. \
             Code that relies on it, such as one that moves a value from one event to another, may have to change then. A trait \
             of your own is best implemented for events and shared types.",
        )
        .heading("Signatures")
        .markdown(
            "With the feature `verify`, each module also has a `verify`, which checks that a delivery comes from its vendor, \
             and a `sign` for tests. `verify_request` and `sign_request` exist in every module; a vendor that signs the method or \
             the URI of the request has these alone. The feature `http` implements [`Headers`] for `http::HeaderMap`.",
        );
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
         pub use support::{ErrorKind, Malformed, Misfit, ParseError, Pointer, UnknownEvent};\n\
         pub use support::{EventFacts, Grade, GradeCounts, VendorFacts};\n\
         pub use support::{Headers, Pairs};\n\
         pub use support::{Integer, Json, JsonObject, Nullable, Number, Value};\n\
         pub use support::{Lazy, LazyItems};\n\
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
    let lines = example::receiver(vendor, &path).unwrap_or_default();
    let on = format!("# #[cfg({})]", whole_cfg(vendor));
    let fence = || "```".to_owned();
    let guarded = lines.into_iter().flat_map(|line| {
        let is_item = line.starts_with("use ") || line.starts_with("fn ");
        is_item.then(|| on.clone()).into_iter().chain([line])
    });
    std::iter::once(fence())
        .chain(guarded)
        .chain([fence()])
        .collect()
}
