//! JSON pointers (RFC 6901) as lists of steps.

/// Splits a pointer into its unescaped steps.
pub(crate) fn steps(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// Adds a step to a pointer.
pub(crate) fn join(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped_and_unescaped() {
        assert_eq!(steps(""), [""; 0]);
        assert_eq!(steps("/a~1b/~01"), ["a/b", "~1"]);
        assert_eq!(join("/a", "b/~c"), "/a/b~1~0c");
    }
}
