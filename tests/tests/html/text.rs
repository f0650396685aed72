//! The page's text.

use base64ct::{Base64, Encoding as _};
use end_to_end::expect::expect;
use end_to_end::workspace_root;
use sha2::{Digest as _, Sha256};

use crate::html::render;
use crate::report::{empty, update};

#[test]
fn the_page_of_an_update() {
    let path = workspace_root().join("tests/fixtures/html/update.html");
    expect(&path, &render(&update()));
}

#[test]
fn the_page_of_no_change() {
    let path = workspace_root().join("tests/fixtures/html/empty.html");
    expect(&path, &render(&empty()));
}

#[test]
fn the_policy_has_the_hashes_of_style_and_script() {
    let page = render(&empty());
    for element in ["style", "script"] {
        let hash = between(&page, &format!("{element}-src '"), "'");
        let text = between(&page, &format!("<{element}>"), &format!("</{element}>"));
        let found = Base64::encode_string(&Sha256::digest(text));
        // The policy is in `cli/src/diff/html/mod.rs`.
        assert_eq!(hash, format!("sha256-{found}"), "{element}");
    }
}

/// The text between the first occurrences of two texts.
#[track_caller]
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).expect(before);
    let (text, _) = rest.split_once(after).expect(after);
    text
}
