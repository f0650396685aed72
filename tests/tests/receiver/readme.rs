//! The README's excerpt of the example is up to date.

use end_to_end::inputs::file;

const EXAMPLE: &str = "tests/examples/receiver/app.rs";

fn text(path: &str) -> String {
    String::from_utf8(file(path).bytes).expect("the file is UTF-8")
}

#[test]
fn the_readme_has_the_current_example() {
    let example = text(EXAMPLE);
    let (_, rest) = example
        .split_once("// ANCHOR: receive\n")
        .expect("the example has the start anchor");
    let (shown, _) = rest
        .split_once("// ANCHOR_END: receive\n")
        .expect("the example has the end anchor");
    let block = format!("```rust,ignore\n{shown}```\n");
    assert!(
        text("README.md").contains(&block),
        "README.md lacks the text between the anchors in {EXAMPLE}:\n\n{block}"
    );
}
