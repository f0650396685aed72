//! `README.md` of the emitted crate, and `EVENTS.md`.

use std::fmt::Write as _;

use webhook_catalog::Signature;

use super::crate_root::{FEATURES, dependency, manifest_lines};
use super::{coverage, example, signature, vendor_table};
use crate::docs;
use crate::format::header_comment;
use crate::model::{Model, Vendor};
use crate::options::{CODE_LICENSE, Options};

pub(super) fn emit_readme(model: &Model, options: &Options) -> String {
    let mut text = header_comment("the catalogue's vendors");
    let name = &options.crate_name;
    let count: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    let _ = write!(
        text,
        "# {name}\n\n\
         Typed webhook events: {count} of {vendors}. A delivery becomes a typed event; a value that does not fit its type\n\
         is kept as it came, and listed. An event of which no part fits keeps its payload, and so does an unknown one. Nothing of\n\
         a payload is lost: members without a field are kept in `extra`, and writing a delivery gives back what it was read\n\
         from. [`EVENTS.md`](EVENTS.md) lists the events.\n\n\
         {dependency}\n\n\
         {manifest}\n\n\
         No feature is on by default:\n\n{features}\n\n",
        count = count_events(count),
        vendors = senders(model),
        dependency = dependency(options),
        manifest = manifest_lines(model, options).join("\n"),
        features = FEATURES.map(without_links).join("\n"),
    );
    if let Some(vendor) = example::vendor_of_crate(model) {
        let path = options.crate_path(&vendor.module);
        let (lines, sentence) = if example::is_verified(vendor) {
            let sentence = "`receive` checks the signature of a delivery and reads it. `parse_request` reads it alone, and receives any vendor's\n\
                delivery whose header or body names the event:";
            (example::verified_receiver(vendor, &path), sentence)
        } else {
            let sentence = "`parse_request` receives any vendor's delivery whose header or body names the event:";
            (example::receiver(vendor, &path), sentence)
        };
        let lines = lines.join("\n");
        let _ = write!(text, "{sentence}\n\n```rust\n{lines}\n```\n\n");
    }
    text.push_str(
        "Values that no schema describes are of type `Json`: checked to be JSON, kept as text, and parsed to a\n\
         `serde_json::Value` on first access, such as `json[\"type\"]`. Values that are not accessed cost no allocation.\n\
         A `Lazy<T>` is kept the same way, and decoded as a `T` by `get()`. A list of them has a method named as its field, such as\n\
         `message.blocks()`, which decodes one after the other: one that does not fit is an error, and costs none of the others.\n\n\
         Ids and times have types of their own, such as `UserId`, `Ts`, `DateTime` and `UnixTime`. They keep what came, and\n\
         compare with text: `message.user == Some(\"U0123456789\".into())`, `mention.channel == \"C0123456789\"`. Times convert by\n\
         `to_system_time()`, and with the features `jiff`, `chrono` and `time` by `to_jiff()`, `to_chrono()` and `to_time()`.\n\n",
    );
    text.push_str(&vendor_table::emit_table(model));
    text.push_str(&signatures(model, options));
    let licence = match options.package.license.as_str() {
        CODE_LICENSE => {
            "MIT or Apache-2.0, at your option. The descriptions come from others".to_owned()
        }
        license => format!("`{license}`. The run-time code and the descriptions come from others"),
    };
    let _ = write!(text, "\n## Licence\n\n{licence}: see `LICENSES.md`.\n");
    text
}

/// A line of rustdoc without links to items.
fn without_links(line: &str) -> String {
    let line = line.replace("[module](#modules)", "module");
    line.replace("[`", "`").replace("`]", "`")
}

/// `EVENTS.md` of the emitted crate: a table for each vendor.
pub(super) fn emit_events(model: &Model) -> String {
    header_comment("the catalogue's vendors") + &coverage::emit_tables(model)
}

/// The section on signatures, with the first vendor whose signatures are supported as an example.
fn signatures(model: &Model, options: &Options) -> String {
    let is_signed = |vendor: &&Vendor| matches!(vendor.signature, Signature::Supported(_));
    let mut text = "\n## Signatures\n\n\
         The feature `verify` adds functions that check that a delivery comes from its vendor, given the unmodified bytes of the\n\
         body. With the feature `http`, the headers may be an `http::HeaderMap`.\n"
        .to_owned();
    if let Some(vendor) = model.vendors.iter().find(is_signed) {
        let example = signature::example(vendor, &options.crate_path(&vendor.module)).join("\n");
        let example = example.replacen("```", "```rust", 1);
        let _ = write!(text, "\n{example}\n");
    }
    text.push_str(
        "\nSeveral secrets can be passed while a secret is being replaced. The crate never reads the clock, and its errors contain no\n\
         part of secrets, signatures and bodies. `verify_request` takes the whole request; a vendor that signs the method or the URI\n\
         has no `verify`. For a vendor whose signature is not checked according to the table, `verify`\n\
         refuses every delivery with the reason.\n",
    );
    text
}

/// Such as `2 events`.
pub(super) fn count_events(count: usize) -> String {
    format!("{count} {}", if count == 1 { "event" } else { "events" })
}

/// The vendors, by name if they are few; otherwise their number.
pub(super) fn senders(model: &Model) -> String {
    match &model.vendors[..] {
        [vendor] => docs::escape(&vendor.display_name),
        [one, other] => format!(
            "{} and {}",
            docs::escape(&one.display_name),
            docs::escape(&other.display_name)
        ),
        vendors => format!("{} vendors", vendors.len()),
    }
}
