//! Reads the template of the signed text.

use super::SignedPart;
use super::read::{read_mark, report_missing};
use crate::codes;
use crate::profile::{CODES, is_header_name};
use crate::text::shown;
use crate::toml_file::TomlTable;

/// Reads the template `signed`: text with `{body}` or `{form}`, with `{timestamp}` where a time is signed, and with other parts of
/// the request.
pub(super) fn read_signed(table: &TomlTable<'_>) -> Option<Vec<SignedPart>> {
    let decoded = read_decoded(table);
    let body_hash = read_mark(table, "body_hash");
    let help = "write what is signed, such as `{timestamp}.{body}`";
    if table.get("signed").is_none() {
        report_missing(table, "signed", help);
    }
    let template = table.text("signed")?;
    let parts = parts(template, &decoded.unwrap_or_default(), body_hash.as_deref());
    if let Some(message) = fault(parts.as_deref(), table.get("timestamp").is_some()) {
        table.refuse(
            "signed",
            codes::BAD_SIGNED_TEMPLATE,
            message.to_owned(),
            help,
        );
        return None;
    }
    let has = |placeholder: &str| template.contains(placeholder);
    for (key, placeholder, is_used) in [
        ("decoded_in_uri", "{uri}", has("{uri}")),
        (
            "body_hash",
            "{form}` and `{uri}",
            has("{form}") && has("{uri}"),
        ),
    ] {
        if table.get(key).is_some() && !is_used {
            let message = format!("`{key}` has no meaning without `{placeholder}`");
            table.refuse(
                key,
                CODES.bad_value,
                message,
                "leave the key out, or correct `signed`",
            );
        }
    }
    parts
}

/// The characters whose percent encoding is decoded.
fn read_decoded(table: &TomlTable<'_>) -> Option<String> {
    let decoded = read_mark(table, "decoded_in_uri")?;
    let other = decoded.chars().find(|char| !char.is_ascii_graphic());
    if let Some(other) = other {
        let message = format!(
            "{} is no visible ASCII character",
            shown(&other.to_string())
        );
        let help = "write the characters themselves, such as `:/?`";
        table.refuse("decoded_in_uri", CODES.bad_value, message, help);
    }
    Some(decoded)
}

/// The fault of a template, whose parts are `None` if a placeholder is unknown.
fn fault(parts: Option<&[SignedPart]>, is_timed: bool) -> Option<&'static str> {
    let Some(parts) = parts else {
        return Some(
            "braces hold `{body}`, `{form}`, `{timestamp}`, `{method}`, `{uri}` or `{header:NAME}`, nothing else",
        );
    };
    let count =
        |is_wanted: fn(&SignedPart) -> bool| parts.iter().filter(|part| is_wanted(part)).count();
    let bodies = count(|part| matches!(part, SignedPart::Body | SignedPart::Form { .. }));
    let timestamps = count(|part| *part == SignedPart::Timestamp);
    match (bodies, timestamps) {
        (0, _) => Some("the body is not signed"),
        (2.., _) => Some("the body stands in it twice"),
        (1, 0) if is_timed => Some("the timestamp is not signed, so it proves nothing"),
        (1, 1) if !is_timed => {
            Some("it holds a timestamp, and `timestamp` does not say where that is")
        }
        (1, 2..) => Some("the timestamp stands in it twice"),
        (1, 0 | 1) => None,
    }
}

/// The parts of a template; `None` if a brace has no meaning.
fn parts(template: &str, decoded: &str, body_hash: Option<&str>) -> Option<Vec<SignedPart>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (literal, placeholder) = rest.split_at(start);
        if !literal.is_empty() {
            parts.push(SignedPart::Literal(literal.to_owned()));
        }
        let (name, after) = placeholder.strip_prefix('{')?.split_once('}')?;
        parts.push(match name {
            "body" => SignedPart::Body,
            "form" => SignedPart::Form {
                body_hash: body_hash.map(str::to_owned),
            },
            "timestamp" => SignedPart::Timestamp,
            "method" => SignedPart::Method,
            "uri" => SignedPart::Uri {
                decoded: decoded.to_owned(),
            },
            name => {
                let header = name.strip_prefix("header:")?;
                if header.is_empty() || !is_header_name(header) {
                    return None;
                }
                SignedPart::Header(header.to_owned())
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(SignedPart::Literal(rest.to_owned()));
    }
    Some(parts)
}
