//! What the README shows of the receiver is the receiver.

use end_to_end::inputs::file;

const EXAMPLE: &str = "tests/examples/receiver/app.rs";

fn text(path: &str) -> String {
    String::from_utf8(file(path).bytes).expect("the file is UTF-8")
}

#[test]
fn the_readme_shows_the_example_as_it_stands() {
    let example = text(EXAMPLE);
    let (_, rest) = example
        .split_once("// ANCHOR: receive\n")
        .expect("the example marks where it starts");
    let (shown, _) = rest
        .split_once("// ANCHOR_END: receive\n")
        .expect("the example marks where it ends");
    let block = format!("```rust,ignore\n{shown}```\n");
    assert!(
        text("README.md").contains(&block),
        "README.md does not show what stands between the anchors in {EXAMPLE}:\n\n{block}"
    );
}
