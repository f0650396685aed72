//! Validation of URLs.

/// True for an absolute http or https URL with a host, without white space and control characters.
pub(crate) fn is_web_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let clean = !text
        .chars()
        .any(|character| character.is_whitespace() || character.is_control());
    clean
        && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && !host.is_empty()
        && !host.starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_and_have_a_host() {
        for good in [
            "https://a.example",
            "HTTP://a.example:80/b?c#d",
            "https://user@a.example/ä",
        ] {
            assert!(is_web_url(good), "{good}");
        }
        for bad in [
            "",
            "a.example/b",
            "//a.example",
            "ftp://a.example",
            "https://",
            "https:///b",
            "https://:80",
            "https://@/",
        ] {
            assert!(!is_web_url(bad), "{bad}");
        }
        assert!(!is_web_url("https://a.example/b c") && !is_web_url("https://a.example/\u{1b}"));
    }
}
