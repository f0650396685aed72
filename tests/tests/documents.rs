//! Documents at the root name files, and the architecture also names items, that exist.

use std::collections::BTreeSet;
use std::path::Path;

use end_to_end::{inputs, workspace_root};

const DOCUMENTS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "RELEASING.md",
];

/// The code spans and link targets of a document, without fenced blocks and web addresses.
fn mentions(text: &str) -> BTreeSet<String> {
    let mut is_fenced = false;
    let mut mentions = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            mentions.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
            let targets = line.split("](").skip(1);
            mentions.extend(
                targets
                    .filter_map(|rest| rest.split([')', '#']).next())
                    .filter(|target| !target.is_empty() && !target.contains("://"))
                    .map(str::to_owned),
            );
        }
    }
    mentions
}

/// The path that a mention starts with: relative to the root, up to the first placeholder such as `<vendor>`.
fn path_of(mention: &str) -> Option<String> {
    const ENDINGS: [&str; 7] = ["rs", "md", "toml", "json", "jsonl", "parquet", "lock"];
    let first = mention.split_whitespace().next()?;
    if first.starts_with(['/', '#', '-', '<']) || first.contains("::") {
        return None;
    }
    let has_ending = Path::new(first)
        .extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ENDINGS.contains(&ending));
    if !first.contains('/') && !has_ending {
        return None;
    }
    let known = first
        .split('/')
        .take_while(|part| !part.contains(['<', '*']));
    Some(known.collect::<Vec<_>>().join("/"))
}

fn document(name: &str) -> String {
    let file = inputs::file(name);
    String::from_utf8(file.bytes).expect("documents are UTF-8")
}

#[test]
fn every_path_in_a_document_exists() {
    // A name without a folder may stand for a file of the data, such as `provenance.toml`.
    let file_names: BTreeSet<String> = ["catalog", "tests/fixtures"]
        .into_iter()
        .flat_map(inputs::folder)
        .filter_map(|file| file.path.rsplit('/').next().map(str::to_owned))
        .collect();
    let mut missing = Vec::new();
    let mut checked = 0;
    for name in DOCUMENTS {
        for path in mentions(&document(name))
            .iter()
            .filter_map(|mention| path_of(mention))
        {
            checked += 1;
            let exists = workspace_root().join(&path).exists()
                || !path.contains('/') && file_names.contains(&path);
            if !exists {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
    assert!(checked > 100, "{checked} paths");
}

/// Names of Rust items such as `Model::build` appear in the sources.
#[test]
fn every_item_in_the_architecture_exists() {
    let is_word = |char: char| char == '_' || char.is_alphanumeric();
    let sources: Vec<String> = ["catalog/src", "codegen/src", "codegen/support", "cli/src"]
        .into_iter()
        .flat_map(inputs::folder)
        .filter(|file| file.path.ends_with(".rs"))
        .map(|file| String::from_utf8(file.bytes).expect("sources are UTF-8"))
        .collect();
    let words: BTreeSet<&str> = sources
        .iter()
        .flat_map(|text| text.split(|char| !is_word(char)))
        .collect();
    let text = document("ARCHITECTURE.md");
    let mentions = mentions(&text);
    let items = mentions.iter().filter(|mention| {
        mention.starts_with(char::is_uppercase)
            && mention.chars().all(|char| is_word(char) || char == ':')
    });
    let mut checked = 0;
    for item in items {
        checked += 1;
        for part in item.split("::") {
            assert!(words.contains(part), "ARCHITECTURE.md names `{item}`");
        }
    }
    assert!(checked > 20, "{checked} items");
}

/// A package holds the licences that its manifest names.
#[test]
fn every_published_package_has_the_texts_of_its_licences() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = document(name);
        for package in ["catalog", "codegen"] {
            assert_eq!(document(&format!("{package}/{name}")), text, "{package}");
        }
        assert!(document("generated/LICENSES.md").contains(&text), "{name}");
    }
}

#[test]
fn the_table_of_columns_has_every_column() {
    let text = document("catalog/README.md");
    let table = text
        .split("| column | value | needed |\n|---|---|---|\n")
        .nth(1)
        .expect("the document has the table");
    let rows = table.lines().take_while(|line| line.starts_with("| `"));
    let listed: BTreeSet<&str> = rows.filter_map(|line| line.split('`').nth(1)).collect();
    let row = inputs::snapshot_rows("slack").remove(0).to_json();
    let columns = row.as_object().expect("a row is an object");
    assert_eq!(listed, columns.keys().map(String::as_str).collect());
}

#[test]
fn paths_are_told_from_other_code() {
    let paths = |mention: &str| path_of(mention);
    assert_eq!(
        paths("catalog/src/lib.rs").as_deref(),
        Some("catalog/src/lib.rs")
    );
    assert_eq!(
        paths("catalog/samples/<vendor>/<event>/").as_deref(),
        Some("catalog/samples")
    );
    assert_eq!(
        paths("codegen/src/golden/").as_deref(),
        Some("codegen/src/golden/")
    );
    assert_eq!(
        paths(".ci/all-vendors FILE").as_deref(),
        Some(".ci/all-vendors")
    );
    assert_eq!(paths("Cargo.toml").as_deref(), Some("Cargo.toml"));
    for other in [
        "/event/type",
        "cargo xtask regen",
        "Model::build",
        "#/$defs/name",
        "--out",
    ] {
        assert_eq!(paths(other), None, "{other}");
    }
}
