//! The table of diagnostic codes: its document, its order, and the use of every code.
//!
//! That no other code exists needs no test: only the table can construct a `DiagnosticCode`.

use std::fmt::Write as _;

use end_to_end::expect::expect;
use end_to_end::{inputs, workspace_root};
use webhook_catalog::codes::{ALL, CodeInfo};

const INTRODUCTION: &str = "\
# Diagnostics

All codes that `cargo xtask` reports. Rendered from `catalog/src/diagnostic/codes.rs`; do not edit. To update it, run
`UPDATE_EXPECT=1 cargo test -p end-to-end --test diagnostics`.
";

fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    for section in ALL.chunk_by(|one, next| one.section == next.section) {
        let _ = write!(
            text,
            "\n## {}\n\n| code | meaning | what to do |\n|---|---|---|\n",
            section[0].section
        );
        for CodeInfo {
            code,
            title,
            remedy,
            ..
        } in section
        {
            let _ = writeln!(text, "| `{code}` | {title} | {remedy} |");
        }
    }
    text
}

#[test]
fn the_document_matches_the_table() {
    expect(&workspace_root().join("DIAGNOSTICS.md"), &document());
}

#[test]
fn codes_are_unique_and_ascending() {
    for pair in ALL.windows(2) {
        assert!(pair[0].code < pair[1].code, "{pair:?}");
    }
    for info in ALL {
        let code = info.code.as_str();
        assert!(
            code.len() == 4
                && code.starts_with('E')
                && code[1..].bytes().all(|byte| byte.is_ascii_digit()),
            "{code}"
        );
        assert_eq!(CodeInfo::find(code), Some(info));
    }
    assert_eq!(CodeInfo::find("E000"), None);
}

#[test]
fn titles_are_phrases_and_remedies_are_sentences() {
    for info in ALL {
        let CodeInfo { title, remedy, .. } = info;
        for text in [title, remedy] {
            assert!(text.starts_with(char::is_uppercase), "{info:?}");
            assert!(!text.contains(['|', '\n']), "{info:?}");
        }
        assert!(!title.ends_with('.') && remedy.ends_with('.'), "{info:?}");
    }
}

/// The constants are public, so the compiler does not report an unused one.
#[test]
fn every_code_is_used_outside_tests() {
    let sources: Vec<String> = ["catalog/src", "codegen/src", "cli/src"]
        .into_iter()
        .flat_map(inputs::folder)
        .filter(|file| !file.path.ends_with("tests.rs") && !file.path.contains("tests/"))
        .map(|file| {
            let text = String::from_utf8(file.bytes).expect("sources are UTF-8");
            let end = text.find("\nmod tests {").unwrap_or(text.len());
            text[..end].to_owned()
        })
        .collect();
    let unused: Vec<&str> = ALL
        .iter()
        .map(|info| info.constant)
        .filter(|constant| {
            let path = format!("codes::{constant}");
            let is_use = |text: &String| {
                text.match_indices(&path).any(|(start, _)| {
                    let next = text[start + path.len()..].chars().next();
                    !next.is_some_and(|next| next == '_' || next.is_alphanumeric())
                })
            };
            !sources.iter().any(is_use)
        })
        .collect();
    assert_eq!(unused, [""; 0]);
}
