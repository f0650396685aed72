//! The README's table of vendors.

use std::fmt::Write as _;

use webhook_catalog::{BodyFormat, BodyNaming, Naming};

use super::{grade, signature};
use crate::docs;
use crate::ident::cargo_feature;
use crate::model::{Model, Vendor};

const INTRODUCTION: &str = "## Vendors

Each vendor is a Cargo feature of the same name. None is on by default; `all` stands for all of them.

| vendor | feature | events | grade | body | the event is named | signature |
|---|---|---|---|---|---|---|
";

const LEGEND: &str = "
The grade is the evidence for an event's type. *Proven*: a captured or documented delivery fits the type, which describes at least
80 % of its values. *Documented*: the type was written after the vendor's documentation or types. *Catalogue*: the row as it came.
[`EVENTS.md`](EVENTS.md) lists the events.
";

/// Emits the table, with a row per vendor.
pub(super) fn emit_table(model: &Model) -> String {
    let mut text = INTRODUCTION.to_owned();
    for vendor in &model.vendors {
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} | {} | {} |",
            name(vendor),
            cargo_feature(&vendor.id),
            vendor.events.len(),
            grade::counts(vendor, |grade| grade.to_string()),
            body(vendor),
            naming(vendor),
            signature::summary(vendor)
        );
    }
    text += LEGEND;
    for vendor in model
        .vendors
        .iter()
        .filter(|vendor| !vendor.api.features.is_empty())
    {
        let parts = vendor.api.features.iter();
        let parts: Vec<String> = parts.map(|part| format!("`{part}`")).collect();
        let _ = write!(
            text,
            "\nThe events of {} can be compiled in parts, with the features {}. Other events are then unknown.\n",
            docs::cell_words(&vendor.display_name),
            parts.join(", ")
        );
    }
    text
}

/// The vendor's name, with the noun for its deliveries if it has one.
fn name(vendor: &Vendor) -> String {
    let name = docs::cell_words(&vendor.display_name);
    match &vendor.deliveries {
        Some(noun) => format!("{name} ({})", docs::cell_words(noun)),
        None => name,
    }
}

fn body(vendor: &Vendor) -> &'static str {
    match vendor.body {
        BodyFormat::Json => "JSON",
        BodyFormat::Form => "form",
    }
}

fn naming(vendor: &Vendor) -> String {
    match &vendor.naming {
        Some(Naming::Body(naming)) => naming_in_body(naming),
        Some(Naming::Header { name, .. }) => format!("by the header {}", docs::cell(name)),
        Some(Naming::MessageTemplates(_)) if vendor.message_templates.is_some() => {
            "by the message's template".to_owned()
        }
        Some(Naming::MessageTemplates(_)) | None => "by the receiver only".to_owned(),
    }
}

/// Such as ``in the body at `/type` and `/action`, or at `/event` ``.
fn naming_in_body(naming: &BodyNaming) -> String {
    let place = |place: &Vec<usize>| {
        let pointers = place
            .iter()
            .map(|index| docs::cell(&naming.pointers[*index]));
        format!("at {}", pointers.collect::<Vec<_>>().join(" and "))
    };
    let places: Vec<String> = naming.places.iter().map(place).collect();
    format!("in the body {}", places.join(", or "))
}
