//! `lib.rs` of the emitted crate.

use std::fmt::Write as _;

use super::readme::count_vendors;
use crate::docs::Text;
use crate::format::header;
use crate::ident::cargo_feature;
use crate::model::Model;

/// Emits `lib.rs` as text, because rustfmt formats it: an inner `rustfmt::skip` is not stable.
pub(super) fn emit_crate_root(model: &Model) -> String {
    let mut text = header("//", "the catalogue's vendors");
    let events: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let docs = Text::default()
        .markdown(&format!("Typed webhook events: {events} events of {}.", count_vendors(model.vendors.len())))
        .markdown(
            "Each vendor is a module and a Cargo feature. A module has a `Delivery` (the whole body), an `Event` (a variant per \
             event, and `Unknown`), `parse_named` and, if the body identifies its event by a name or a message template, \
             `parse` and `peek`.",
        )
        .markdown(
            "There are three distinct outcomes: a typed event; `Unknown`, with the name and the payload of an event unknown \
             to this crate; and [`ParseError`], with the event, the place in the body, and the expected value. Nothing is \
             lost: writing a delivery gives back the JSON that it was read from.",
        )
        .markdown(
            "With the feature `verify`, each module also has a `verify`, which checks that a delivery comes from its vendor, \
             and a `sign` for tests. The feature `http` adds verification with the headers of an `http::HeaderMap`.",
        )
        .markdown(
            "Objects with a duplicate member are refused, except inside plain JSON values, where the last one counts, as in \
             `serde_json`.",
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
        let _ = write!(
            text,
            "\n#[cfg(feature = \"{}\")]\n#[rustfmt::skip]\npub mod {};\n",
            cargo_feature(&vendor.id),
            vendor.module
        );
    }
    text.push_str(
        "\npub use support::{Amount, Money};\n\
         pub use support::{AuthMethod, DeliveryGuarantee, RetryPolicy, Transport};\n\
         pub use support::{ErrorKind, Malformed, Misfit, ParseError, Pointer, UnknownEvent};\n\
         pub use support::{EventFacts, VendorFacts};\n\
         pub use support::{Integer, Json, JsonObject, Nullable, Number, Value};\n\
         \n\
         #[cfg(feature = \"verify\")]\n\
         pub use support::verify;\n",
    );
    text
}
