//! The page's text.

use end_to_end::expect::expect;
use end_to_end::workspace_root;

use crate::html::render;
use crate::report::{nothing, update};

#[test]
fn the_page_of_an_update() {
    expect(
        &workspace_root().join("tests/fixtures/html/update.html"),
        &render(&update()),
    );
}

#[test]
fn the_page_of_no_change() {
    expect(
        &workspace_root().join("tests/fixtures/html/nothing.html"),
        &render(&nothing()),
    );
}
