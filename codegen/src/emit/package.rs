//! The files of the emitted crate that belong to no vendor.

use super::crate_root::emit_crate_root;
use super::licences::emit_licences;
use super::manifest::emit_manifest;
use super::readme::{emit_events, emit_readme};
use crate::format::header;
use crate::ident::cargo_feature;
use crate::model::Model;
use crate::options::Options;
use crate::output::OutputTree;

macro_rules! support_files {
    ($($name:literal,)*) => {
        /// The run-time code, copied verbatim.
        const SUPPORT: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../support/", $name))),)*];
    };
}

support_files! {
    "context.rs",
    "decode.rs",
    "delivery.rs",
    "encode.rs",
    "error.rs",
    "event.rs",
    "facts.rs",
    "form.rs",
    "headers.rs",
    "integer.rs",
    "json.rs",
    "lazy.rs",
    "list.rs",
    "locate.rs",
    "message_template.rs",
    "misfit.rs",
    "mod.rs",
    "money.rs",
    "naming.rs",
    "naming_rule.rs",
    "nullable.rs",
    "object.rs",
    "other_requests.rs",
    "path_trie.rs",
    "reader.rs",
    "sample.rs",
    "scan.rs",
    "search.rs",
    "slot.rs",
    "string_enum.rs",
    "syntax.rs",
    "tagged.rs",
    "text.rs",
    "times.rs",
    "tolerant/brackets.rs",
    "tolerant/mod.rs",
    "tolerant/object.rs",
    "transcode.rs",
    "tuple.rs",
    "union.rs",
    "verify/algorithm.rs",
    "verify/check.rs",
    "verify/claim.rs",
    "verify/clock.rs",
    "verify/error.rs",
    "verify/message.rs",
    "verify/mod.rs",
    "verify/receive_error.rs",
    "verify/request.rs",
    "verify/scheme.rs",
    "verify/secret.rs",
    "verify/timestamp.rs",
}

/// Emits every file that belongs to no vendor.
pub(crate) fn emit_package(model: &Model, options: &Options, tree: &mut OutputTree) {
    tree.insert("Cargo.toml", emit_manifest(model, options));
    tree.insert("README.md", emit_readme(model, options));
    tree.insert("LICENSES.md", emit_licences(model, options));
    tree.insert("EVENTS.md", emit_events(model));
    tree.insert("src/lib.rs", emit_crate_root(model, options));
    let import = format!("use {}::", options.crate_ident());
    for (name, text) in SUPPORT {
        // The examples in the docs import from the emitted crate.
        let text = with_examples_of(model, text).replace("use webhook_events::", &import);
        let text = text.replace(
            "webhook_events::ParseError",
            &format!("{}::ParseError", options.crate_ident()),
        );
        let header = header("//", &format!("codegen/support/{name}"));
        tree.insert(format!("src/support/{name}"), header + "\n" + &text);
    }
}

/// The code of a file without the examples that a vendor outside the model gives.
fn with_examples_of(model: &Model, text: &str) -> String {
    let is_left_out = |line: &str| {
        let vendor = line
            .trim_start()
            .strip_prefix("/// # #[cfg(feature = \"")
            .and_then(|rest| rest.strip_suffix("\")] {"));
        let of_model = |id: &str| {
            model
                .vendors
                .iter()
                .any(|vendor| cargo_feature(&vendor.id) == id)
        };
        vendor.is_some_and(|id| !of_model(id))
    };
    let is_fence = |line: &str| line.trim_start() == "/// ```";
    let mut kept = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if is_fence(line.trim_end())
            && lines
                .peek()
                .is_some_and(|next| is_left_out(next.trim_end()))
        {
            while lines.next_if(|line| !is_fence(line.trim_end())).is_some() {}
            lines.next();
            // The empty line before the next paragraph.
            lines.next_if(|line| line.trim() == "///");
        } else {
            kept.push_str(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn examples_of_vendors_outside_the_model_are_left_out() {
        let example = |vendor: &str| {
            format!(
                "/// ```\n/// # #[cfg(feature = \"{vendor}\")] {{\n/// use webhook_events::{vendor};\n/// # }}\n/// ```\n///\n"
            )
        };
        let vendors = vec![fixtures::vendor()];
        let refused = Vec::new();
        let model = Model { vendors, refused };
        let text = format!(
            "/// First.\n///\n{}{}/// Last.\n",
            example("acme"),
            example("other")
        );
        let kept = format!("/// First.\n///\n{}/// Last.\n", example("acme"));
        assert_eq!(with_examples_of(&model, &text), kept);
    }
}
