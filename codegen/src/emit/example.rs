//! The example of a receiver, in the docs of the crate and of each vendor.

use webhook_catalog::{Naming, Signature};

use super::entry_points::request_names_event;
use crate::model::{ExampleArm, Model, Vendor};

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

/// A receiver of a vendor's deliveries: a `use` line, an empty line and a function.
pub(super) fn receiver(vendor: &Vendor, crate_path: &str) -> Vec<String> {
    let module = &vendor.module;
    let (arguments, call) = if request_names_event(vendor) {
        (
            "headers: &impl Headers, body: &[u8]",
            "parse_request(headers, body)",
        )
    } else {
        (
            "event_name: &str, body: &[u8]",
            "parse_named(event_name, body)",
        )
    };
    let names = if request_names_event(vendor) {
        "Headers, ParseError"
    } else {
        "ParseError"
    };
    let mut lines = vec![
        format!("use {crate_path}::{module}::{{self, Event}};"),
        format!("use {crate_path}::{{{names}}};"),
        String::new(),
        format!("fn receive({arguments}) -> Result<(), ParseError> {{"),
        format!("    let delivery = {module}::{call}?;"),
        "    match delivery.event {".to_owned(),
    ];
    lines.extend(arms(vendor));
    lines.extend(["    }", "    Ok(())", "}"].map(str::to_owned));
    lines
}

/// True if the vendor's deliveries are verified and read by `receive`.
pub(super) fn is_verified(vendor: &Vendor) -> bool {
    request_names_event(vendor)
        && matches!(vendor.signature, Signature::Supported(_))
        && !vendor.signature.needs_request()
}

/// A receiver that verifies deliveries and reads them in one call.
pub(super) fn verified_receiver(vendor: &Vendor, crate_path: &str) -> Vec<String> {
    let module = &vendor.module;
    let mut lines = vec![
        "use std::time::SystemTime;".to_owned(),
        String::new(),
        format!("use {crate_path}::{module}::{{self, Event}};"),
        format!("use {crate_path}::verify::{{Headers, ReceiveError, Secret}};"),
        String::new(),
        "fn receive(headers: &impl Headers, body: &[u8], secrets: &[Secret]) -> Result<(), ReceiveError> {"
            .to_owned(),
        format!("    let delivery = {module}::receive(headers, body, secrets, SystemTime::now())?;"),
        "    match delivery.event {".to_owned(),
    ];
    lines.extend(arms(vendor));
    lines.extend(["    }", "    Ok(())", "}"].map(str::to_owned));
    lines
}

/// The arms of a `match` on an event.
pub(super) fn arms(vendor: &Vendor) -> Vec<String> {
    let arms = vendor.api.example.iter();
    let known = arms.filter_map(|arm| arm_line(vendor, arm));
    let others = [
        "        Event::Malformed(event) => println!(\"{}: {}\", event.error, event.payload),",
        "        Event::Unknown(event) => println!(\"unknown event {}\", event.name),",
        "        other => println!(\"another event: {}\", other.name()),",
    ];
    known.chain(others.map(str::to_owned)).collect()
}

/// The arm of one event.
fn arm_line(vendor: &Vendor, arm: &ExampleArm) -> Option<String> {
    let ExampleArm { event, path } = arm;
    let mut events = vendor.events.iter();
    let variant = &events.find(|one| one.name == *event)?.variant;
    let print = if path.is_empty() {
        "println!(\"{event:?}\")".to_owned()
    } else {
        format!("println!(\"{{:?}}\", event{path})")
    };
    Some(format!("        Event::{variant}(event) => {print},"))
}
