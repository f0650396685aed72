//! The example of a receiver, in the docs of the crate and of each vendor.

use webhook_catalog::Naming;

use super::entry_points::request_names_event;
use crate::event_routing::body_names_event;
use crate::model::{Model, Vendor};

/// The vendor of the crate's own example: one whose deliveries need their headers, if there is any.
pub(super) fn vendor_of_crate(model: &Model) -> Option<&Vendor> {
    let by_header = |vendor: &&Vendor| matches!(vendor.naming, Some(Naming::Header { .. }));
    let mut vendors = model.vendors.iter();
    vendors
        .clone()
        .find(by_header)
        .or_else(|| vendors.clone().find(|vendor| request_names_event(vendor)))
        .or_else(|| vendors.next())
}

/// A receiver of a vendor's deliveries: a `use` line, an empty line and a function. `None` for a vendor without events.
pub(super) fn receiver(vendor: &Vendor, crate_path: &str) -> Option<Vec<String>> {
    let (module, variant) = (&vendor.module, &vendor.events.first()?.variant);
    let (arguments, call) = if body_names_event(vendor) {
        ("body: &[u8]".to_owned(), "parse(body)")
    } else if request_names_event(vendor) {
        (
            format!("headers: &impl {crate_path}::Headers, body: &[u8]"),
            "parse_request(headers, body)",
        )
    } else {
        (
            "event_name: &str, body: &[u8]".to_owned(),
            "parse_named(event_name, body)",
        )
    };
    Some(vec![
        format!("use {crate_path}::{module}::{{self, Event}};"),
        String::new(),
        format!("fn receive({arguments}) -> Result<(), {crate_path}::ParseError> {{"),
        format!("    let delivery = {module}::{call}?;"),
        "    for misfit in delivery.misfits() {".to_owned(),
        "        println!(\"kept as it came: {misfit}\");".to_owned(),
        "    }".to_owned(),
        "    match delivery.event {".to_owned(),
        format!("        Event::{variant}(event) => println!(\"{{event:?}}\"),"),
        "        Event::Malformed(event) => println!(\"{}: {}\", event.error, event.payload),"
            .to_owned(),
        "        Event::Unknown(event) => println!(\"unknown event {}\", event.name),".to_owned(),
        "        other => println!(\"another event: {}\", other.name()),".to_owned(),
        "    }".to_owned(),
        "    Ok(())".to_owned(),
        "}".to_owned(),
    ])
}
