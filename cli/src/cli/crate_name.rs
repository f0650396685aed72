//! Names of packages that can be generated.

/// Accepts the names that crates.io accepts and that do not clash with the emitted crate's dependencies.
pub(super) fn parse_crate_name(name: &str) -> Result<String, String> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err("a package name starts with an ASCII letter".to_owned());
    }
    if let Some(c) = name
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && !"-_".contains(*c))
    {
        return Err(format!(
            "a package name holds ASCII letters, digits, `-` and `_`, not {c:?}"
        ));
    }
    if name.len() > 64 {
        return Err(format!(
            "a package name is at most 64 characters long, not {}",
            name.len()
        ));
    }
    let library = name.replace('-', "_").to_lowercase();
    if RESERVED.split_whitespace().any(|word| word == library) {
        return Err("the name is reserved: a Rust keyword, a crate of Rust's own, a dependency, or a device name".to_owned());
    }
    Ok(name.to_owned())
}

/// Accepts names joined by `::`.
pub(super) fn parse_module_path(path: &str) -> Result<String, String> {
    match path
        .split("::")
        .find_map(|name| parse_module_name(name).err())
    {
        Some(problem) => Err(problem),
        None => Ok(path.to_owned()),
    }
}

fn parse_module_name(name: &str) -> Result<(), String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_word) {
        parse_crate_name(name).map(|_| ())
    } else {
        Err("a module's path has ASCII letters, digits and `_`, such as `api::events`".to_owned())
    }
}

const RESERVED: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl
    in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof
    union unsafe unsized use virtual where while yield
    alloc core proc_macro std test serde serde_json base16ct base64ct chrono form_urlencoded hmac http jiff
    percent_encoding sha1 sha2 time
    aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crate_names() {
        for good in ["webhook-events", "a", "All_Events2", "x-1"] {
            assert_eq!(parse_crate_name(good), Ok(good.to_owned()));
        }
        let long = "a".repeat(65);
        for bad in [
            "",
            "-a",
            "_a",
            "1a",
            "a b",
            "a/b",
            "../a",
            "é",
            "self",
            "Std",
            "serde-json",
            "http",
            "nul",
            long.as_str(),
        ] {
            assert!(parse_crate_name(bad).is_err(), "{bad:?}");
        }
    }
}
