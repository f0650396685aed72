//! `diff --format html`: the whole page on stdout.

use crate::ground::{Ground, row};

#[test]
fn a_page_of_the_differences() {
    let ground = Ground::new();
    let (kept, gone) = (row("thing.made"), row("gone \u{1b}[31m<b>"));
    ground.put("old.jsonl", format!("{kept}\n{gone}\n"));
    ground.put("new.jsonl", format!("{kept}\n"));
    let words = "diff new.jsonl --baseline old.jsonl --samples none --overlays none --profiles none --format html";
    let ran = ground.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    assert!(ran.out.starts_with("<!DOCTYPE html>\n"), "{}", ran.out);
    assert!(ran.out.ends_with("</html>\n"), "{}", ran.out);
    let name = r#"<code class="event t">gone \u{1b}[31m&lt;b&gt;</code>"#;
    assert!(ran.out.contains(name), "{}", ran.out);
    // The hashes in the page's policy would not match if a byte of either differed.
    for part in [
        include_str!("../../../cli/src/diff/html/page.css"),
        include_str!("../../../cli/src/diff/html/page.js"),
    ] {
        assert!(ran.out.contains(part), "{}", ran.out);
    }
}
