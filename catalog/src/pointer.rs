//! JSON pointers (RFC 6901) as text: escaping, joining and splitting. The only place in the workspace that knows the escapes, but
//! for the emitted crate, which depends on nothing here.

use std::borrow::Cow;
use std::fmt;

/// A member name as it stands in a pointer: `~` becomes `~0` and `/` becomes `~1`.
pub fn escape(name: &str) -> Cow<'_, str> {
    // One character at a time is found faster.
    if name.contains('~') || name.contains('/') {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The member name that an escaped step stands for.
pub fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(step)
    }
}

/// The pointer to a member of the root.
pub fn segment(name: &str) -> String {
    join("", name)
}

/// The pointer to a member of the value at `pointer`.
pub fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", escape(name))
}

/// The pointer that takes these steps, given unescaped.
pub fn from_steps<S: AsRef<str>>(steps: impl IntoIterator<Item = S>) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        pointer.push_str(&escape(step.as_ref()));
    }
    pointer
}

/// The steps of a pointer, unescaped. Text before the first slash is ignored; [`parse`] refuses it.
pub fn steps(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|step| unescape(step).into_owned())
        .collect()
}

/// The steps of a text that may not be a pointer.
///
/// # Errors
/// For a text that is neither empty nor begins with a slash, or that has a tilde that escapes nothing.
pub fn parse(text: &str) -> Result<Vec<String>, SyntaxError> {
    let is_escape = |rest: &str| rest.starts_with(['0', '1']);
    if !text.is_empty() && !text.starts_with('/') {
        Err(SyntaxError::NoLeadingSlash)
    } else if !text.split('~').skip(1).all(is_escape) {
        Err(SyntaxError::StrayTilde)
    } else {
        Ok(steps(text))
    }
}

/// True if `pointer` points to the value at `outer` or to something in it.
pub fn is_within(pointer: &str, outer: &str) -> bool {
    let rest = pointer.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The reason why a text is no JSON pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxError {
    /// The text is not empty and does not begin with a slash.
    NoLeadingSlash,
    /// A tilde is followed by neither `0` nor `1`.
    StrayTilde,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLeadingSlash => "a JSON pointer begins with a slash",
            Self::StrayTilde => "write `~0` for a tilde and `~1` for a slash in a name",
        })
    }
}

impl std::error::Error for SyntaxError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_unescaped() {
        assert_eq!(escape("a/b~c"), "a~1b~0c");
        assert_eq!(unescape("a~1b~0c"), "a/b~c");
        assert_eq!(unescape("~01"), "~1");
    }

    #[test]
    fn pointers_are_joined_and_split() {
        assert_eq!(segment("a/b~c"), "/a~1b~0c");
        assert_eq!(join("/a", "b/~c"), "/a/b~1~0c");
        assert_eq!(from_steps(["a/b", "", "~1"]), "/a~1b//~01");
        assert_eq!(from_steps([""; 0]), "");
        assert_eq!(steps("/a~1b//~01"), ["a/b", "", "~1"]);
        assert_eq!(steps(""), [""; 0]);
    }

    #[test]
    fn containment_goes_by_whole_steps() {
        assert!(is_within("/a/b", "/a") && is_within("/a", "/a") && is_within("/a", ""));
        assert!(!is_within("/ab", "/a") && !is_within("/a", "/a/b"));
    }

    #[test]
    fn text_that_is_no_pointer_is_refused() {
        assert_eq!(parse("/a~1b"), Ok(vec!["a/b".to_owned()]));
        assert_eq!(parse(""), Ok(Vec::new()));
        assert_eq!(parse("a/b"), Err(SyntaxError::NoLeadingSlash));
        assert_eq!(parse("/a~2"), Err(SyntaxError::StrayTilde));
        assert_eq!(parse("/a~"), Err(SyntaxError::StrayTilde));
    }
}
