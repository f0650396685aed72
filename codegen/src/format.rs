//! Text of emitted files: the header, the docs, and formatted items separated by blank lines.

use proc_macro2::TokenStream;

use crate::docs::{Text, one_line};
use crate::output::HEADER;

/// An item of an emitted file.
pub(crate) enum SourceItem {
    /// Tokens to be formatted.
    Tokens(TokenStream),
    /// Formatted text, for macro calls, whose inside prettyplease does not format.
    Text(String),
}

impl From<TokenStream> for SourceItem {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

/// Formats one emitted Rust file.
///
/// `source` names the input in the header. Consecutive `use` and `mod` items are passed as one stream, without blank lines.
pub(crate) fn rust_file(
    source: &str,
    docs: &Text,
    items: impl IntoIterator<Item = impl Into<SourceItem>>,
) -> String {
    let mut text = header("//", source);
    let docs = docs.inner();
    if !docs.is_empty() {
        text.push('\n');
        text.push_str(&docs);
    }
    for item in items {
        match item.into() {
            SourceItem::Tokens(item) if item.is_empty() => {}
            SourceItem::Tokens(item) => {
                text.push('\n');
                text.push_str(&format_item(source, item));
            }
            SourceItem::Text(item) => {
                text.push('\n');
                text.push_str(&item);
            }
        }
    }
    // Texts are kept until all files are emitted, and up to half of the capacity may be unused.
    text.shrink_to_fit();
    text
}

/// The first line of an emitted file.
pub(crate) fn header(comment: &str, source: &str) -> String {
    format!(
        "{comment} {HEADER} from {}. Do not edit.\n",
        one_line(source)
    )
}

/// The first line of an emitted Markdown file.
pub(crate) fn header_comment(source: &str) -> String {
    format!("<!-- {} -->\n\n", header("", source).trim())
}

fn format_item(source: &str, item: TokenStream) -> String {
    match syn::parse2::<syn::File>(item) {
        Ok(file) => prettyplease::unparse(&file),
        // Every token comes from `quote` with values and literals, so this is a bug of an emitter. The message lacks the
        // tokens because keeping them would take a copy of every item.
        Err(error) => panic!("emitted items parse as Rust, but one of {source} does not: {error}"),
    }
}
