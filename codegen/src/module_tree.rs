//! The emitted crate as a module of another crate: the same sources, with paths that begin at the module.

use crate::output::OutputTree;

impl OutputTree {
    /// The sources as a module of another crate, at a path such as `events` or `api::events` in it: `mod.rs`, and the files beside
    /// it. They work below `src/`, and below `OUT_DIR` by `include!`.
    ///
    /// The other crate declares the dependencies and features of the emitted manifest that it uses, apart from `samples`, whose
    /// deliveries are not part of the module.
    pub fn as_module(&self, path: &str) -> Self {
        let sources = self
            .iter()
            .filter_map(|(file, text)| Some((file.strip_prefix("src/")?, text)));
        let mut module = Self::default();
        for (file, text) in sources {
            let text = without_doctests(&with_paths_below(text, path));
            match file {
                "lib.rs" => module.insert("mod.rs", without_inner_attributes(&text)),
                file => module.insert(file, text),
            }
        }
        module
    }
}

/// The text without inner attributes and inner docs, which `include!` does not allow.
fn without_inner_attributes(text: &str) -> String {
    let is_kept = |line: &&str| !line.starts_with("//!") && !line.starts_with("#![");
    text.split_inclusive('\n').filter(is_kept).collect()
}

/// The text with examples that are not compiled: they import the emitted crate by its name.
fn without_doctests(text: &str) -> String {
    let mut is_open = false;
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let fence = ["/// ```", "//! ```"]
            .into_iter()
            .find_map(|start| content.strip_prefix(start));
        match fence {
            Some("") if !is_open => lines.push_str(&line.replacen("```", "```ignore", 1)),
            _ => lines.push_str(line),
        }
        is_open ^= fence.is_some();
    }
    lines
}

/// The text with `crate::` as `crate::<path>::`, but not in literals.
fn with_paths_below(text: &str, path: &str) -> String {
    const ROOT: &str = "crate::";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(char) = rest.chars().next() {
        let is_word = before.is_alphanumeric() || before == '_';
        let length = if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            out.push_str(&rest[..end].replace("(crate::", &format!("(crate::{path}::")));
            rest = &rest[end..];
            before = ' ';
            continue;
        } else if rest.starts_with(ROOT) && !is_word {
            out.push_str(ROOT);
            out.push_str(path);
            out.push_str("::");
            rest = &rest[ROOT.len()..];
            before = ':';
            continue;
        } else if char == '"' {
            string(rest)
        } else if char == 'r' && (!is_word || before == 'b') && is_raw_string(rest) {
            raw_string(rest)
        } else if char == '\'' {
            char_literal(rest)
        } else {
            char.len_utf8()
        };
        out.push_str(&rest[..length]);
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
    out
}

/// Length of the string literal at the start.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, char)| {
        let is_end = *char == '"' && !is_escaped;
        is_escaped = *char == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn is_raw_string(text: &str) -> bool {
    text[1..].trim_start_matches('#').starts_with('"')
}

/// Length of the raw string literal at the start.
fn raw_string(text: &str) -> usize {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let start = 1 + hashes + 1;
    text[start..]
        .find(&end)
        .map_or(text.len(), |at| start + at + end.len())
}

/// Length of the literal at the start; of the quote alone if it begins a lifetime.
fn char_literal(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let end = match chars.next() {
        Some((_, '\\')) => {
            chars.next();
            chars.find(|(_, char)| *char == '\'')
        }
        Some(_) => chars.next().filter(|(_, char)| *char == '\''),
        None => None,
    };
    end.map_or(1, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_code_and_links_begin_at_the_module() {
        for (text, expected) in [
            ("use crate::support::X;", "use crate::a::b::support::X;"),
            ("$crate::support::x!()", "$crate::a::b::support::x!()"),
            ("pub(crate) fn f()", "pub(crate) fn f()"),
            ("mycrate::x", "mycrate::x"),
            (
                "\"crate::x\\\"crate::x\" crate::y",
                "\"crate::x\\\"crate::x\" crate::a::b::y",
            ),
            (
                "br#\"crate::\"x\"# crate::y",
                "br#\"crate::\"x\"# crate::a::b::y",
            ),
            (
                "'\"' crate::y '\\'' &'a crate::z",
                "'\"' crate::a::b::y '\\'' &'a crate::a::b::z",
            ),
            (
                "/// [x](crate::X), don't, crate::\ncrate::y",
                "/// [x](crate::a::b::X), don't, crate::\ncrate::a::b::y",
            ),
        ] {
            assert_eq!(with_paths_below(text, "a::b"), expected);
        }
    }

    #[test]
    fn the_root_is_a_module_and_examples_are_not_compiled() {
        let mut tree = OutputTree::default();
        let header = crate::format::header("//", "x");
        tree.insert(
            "src/lib.rs",
            format!("{header}//! Docs.\n#![forbid(unsafe_code)]\n/// ```\n/// x\n/// ```\npub mod acme;\n"),
        );
        tree.insert("src/acme/mod.rs", format!("{header}use crate::X;\n"));
        tree.insert("Cargo.toml", crate::format::header("#", "x"));
        let module = tree.as_module("events");
        let files: Vec<(&str, &str)> = module.iter().collect();
        let root = format!("{header}/// ```ignore\n/// x\n/// ```\npub mod acme;\n");
        let acme = format!("{header}use crate::events::X;\n");
        assert_eq!(
            files,
            [("acme/mod.rs", acme.as_str()), ("mod.rs", root.as_str())]
        );
    }
}
