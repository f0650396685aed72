//! URI references (RFC 3986), as far as schemas need them: resolving against a base, and reading fragments.

/// A URI without its fragment, and the fragment.
pub(super) fn split_fragment(uri: &str) -> (&str, &str) {
    uri.split_once('#').unwrap_or((uri, ""))
}

/// Resolves a reference without fragment against a base without fragment (RFC 3986, section 5.2).
pub(super) fn join(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let (prefix, path) = split_path(base);
    if let Some(rest) = reference.strip_prefix("//") {
        let scheme = scheme(base).map_or(String::new(), |scheme| format!("{scheme}:"));
        return format!("{scheme}//{rest}");
    }
    if reference.starts_with('/') {
        return format!("{prefix}{}", remove_dot_segments(reference));
    }
    if reference.starts_with('?') {
        return format!(
            "{prefix}{}{reference}",
            path.split('?').next().unwrap_or("")
        );
    }
    let folder = path
        .split('?')
        .next()
        .unwrap_or("")
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let slash = if path.contains('/') || !prefix.is_empty() {
        "/"
    } else {
        ""
    };
    format!(
        "{prefix}{}",
        remove_dot_segments(&format!("{folder}{slash}{reference}"))
    )
}

/// The scheme, for an absolute URI.
fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let mut bytes = scheme.bytes();
    let first = bytes.next()?;
    let valid = first.is_ascii_alphabetic()
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

/// Scheme and authority, and the path with its query.
fn split_path(uri: &str) -> (&str, &str) {
    let after_scheme = scheme(uri).map_or(0, |scheme| scheme.len() + 1);
    let rest = &uri[after_scheme..];
    let length = match rest.strip_prefix("//") {
        Some(authority) => 2 + authority.find(['/', '?']).unwrap_or(authority.len()),
        None => 0,
    };
    uri.split_at(after_scheme + length)
}

fn remove_dot_segments(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                if kept.len() > 1 || kept.first().is_some_and(|first| !first.is_empty()) {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("{}{query}", kept.join("/"))
}

/// Decodes `%41`; `None` where a `%` is followed by something else or the bytes are no UTF-8.
pub(super) fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined() {
        for (base, reference, expected) in [
            ("", "a.json", "a.json"),
            ("a.json", "b.json", "b.json"),
            ("x/a.json", "b.json", "x/b.json"),
            (
                "https://a.test/x/y.json",
                "z.json",
                "https://a.test/x/z.json",
            ),
            (
                "https://a.test/x/y.json",
                "../z.json",
                "https://a.test/z.json",
            ),
            (
                "https://a.test/x/y.json",
                "/z.json",
                "https://a.test/z.json",
            ),
            ("https://a.test/x/y.json", "./z/", "https://a.test/x/z/"),
            ("https://a.test/x/y.json?q", "", "https://a.test/x/y.json?q"),
            (
                "https://a.test/x/y.json?q",
                "?r",
                "https://a.test/x/y.json?r",
            ),
            ("https://a.test", "z", "https://a.test/z"),
            ("https://a.test/x", "//b.test/y", "https://b.test/y"),
            ("https://a.test/x", "urn:z:1", "urn:z:1"),
            ("https://a.test/x", "../../../y", "https://a.test/y"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} + {reference}");
        }
    }

    #[test]
    fn fragments_are_decoded() {
        assert_eq!(
            percent_decode("/$defs/a%20b%C3%A9").as_deref(),
            Some("/$defs/a bé")
        );
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(percent_decode(broken), None, "{broken}");
        }
    }
}
