//! Patterns that select names.

/// True if `pattern` matches `name` as a whole; each `*` stands for any characters.
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Number of characters of a pattern that are not `*`. Of several patterns that match a name, the one with most decides.
pub fn literals(pattern: &str) -> usize {
    pattern.chars().filter(|c| *c != '*').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name, is_match) in [
            ("create", "create", true),
            ("create", "created", false),
            ("check-run-*", "check-run-created", true),
            ("check-run-*", "check-run", false),
            ("*", "", true),
            ("*-*-end", "a-b-c-end", true),
            ("a*a", "a", false),
            ("a*b*c", "abbc", true),
        ] {
            assert_eq!(matches(pattern, name), is_match, "{pattern} {name}");
        }
        assert!(literals("check-run-*") > literals("check-*"));
    }
}
