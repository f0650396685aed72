//! Checks of column values: a cell in, the typed value out, or a diagnostic.

use serde_json::Value;

use crate::cell::Cell;
use crate::codes;
use crate::columns::RowForm;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::ids::{EventName, VendorId};
use crate::pointer;
use crate::text::{kind, one_of, shown};
use crate::time::is_date_time;
use crate::url::is_web_url;
use crate::values::RetryPolicy;

/// The dialect of payload schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

pub(crate) fn count(cell: &mut Cell<'_>) -> Option<u64> {
    match to_count(cell.value) {
        Ok(count) => Some(count),
        Err(code) => {
            let message = format!("`{}` is not a whole number of 0 or more", cell.column);
            cell.refuse(
                code,
                message,
                "write a whole number, or null where it is not known",
            )
        }
    }
}

/// Writers without nullable integers store whole numbers as floats, so `3.0` is a count as well.
fn to_count(value: &Value) -> Result<u64, DiagnosticCode> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Value::Number(number) = value else {
        return Err(codes::WRONG_TYPE);
    };
    match (number.as_u64(), number.as_f64()) {
        (Some(count), _) => Ok(count),
        (None, Some(float)) if float.fract() == 0.0 && (0.0..=EXACT).contains(&float) => {
            Ok(float as u64)
        }
        _ => Err(codes::OUT_OF_RANGE),
    }
}

pub(crate) fn vendor(cell: &mut Cell<'_>) -> Option<VendorId> {
    let text = cell.any_text()?;
    match VendorId::new(&text) {
        Ok(vendor) => Some(vendor),
        Err(error) => cell.refuse(
            codes::MALFORMED_TEXT,
            format!("{} is no vendor", shown(&text)),
            error.to_string(),
        ),
    }
}

pub(crate) fn event_name(cell: &mut Cell<'_>) -> Option<EventName> {
    let text = cell.text(1, usize::MAX)?;
    EventName::new(&text).ok()
}

/// Returns nothing: a schema can be large, so it is moved out of the record later, not copied.
pub(crate) fn payload_schema(cell: &mut Cell<'_>) -> Option<()> {
    let Value::Object(schema) = cell.value else {
        let message = format!("`payload_schema` is an object, found {}", kind(cell.value));
        return cell.refuse(
            codes::WRONG_TYPE,
            message,
            "write the JSON Schema of the body as an object",
        );
    };
    let place = cell.record.place_of("payload_schema");
    // Rows of another form may leave both out: the dialect is this one, and a schema of alternatives has no type.
    let is_published = cell.form == RowForm::Published;
    let mut warn = |message: String, help: &str| {
        cell.diagnostics.push(
            Diagnostic::warning(codes::BAD_SCHEMA_HEADER, place.clone(), message).with_help(help),
        );
    };
    match schema.get("$schema") {
        None if !is_published => {}
        None => warn(
            "the payload schema has no `$schema`".to_owned(),
            "it is read as JSON Schema 2020-12",
        ),
        Some(Value::String(dialect)) if dialect == DIALECT => {}
        Some(other) => {
            let found = other.as_str().map_or_else(|| kind(other).to_owned(), shown);
            warn(
                format!("the payload schema's `$schema` is {found}"),
                "it is read as JSON Schema 2020-12",
            );
        }
    }
    if is_published && !schema.contains_key("type") {
        warn(
            "the payload schema has no `type`".to_owned(),
            "say what the body is, usually `\"type\": \"object\"`",
        );
    }
    Some(())
}

pub(crate) fn scopes(cell: &mut Cell<'_>) -> Option<Vec<String>> {
    let Value::Array(elements) = cell.value else {
        let message = format!(
            "`required_oauth_scopes` is an array of texts, found {}",
            kind(cell.value)
        );
        return cell.refuse(
            codes::WRONG_TYPE,
            message,
            "write the scopes as an array of texts, or null where there are none",
        );
    };
    let mut scopes = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        match element {
            Value::String(scope) => scopes.push(scope.clone()),
            other => {
                let message = format!("a scope is text, found {}", kind(other));
                cell.refuse_at::<()>(
                    &format!("/{index}"),
                    codes::WRONG_TYPE,
                    message,
                    other,
                    "write the scope as text",
                );
            }
        }
    }
    (scopes.len() == elements.len()).then_some(scopes)
}

pub(crate) fn retry_policy(cell: &mut Cell<'_>) -> Option<RetryPolicy> {
    const MEMBERS: [&str; 3] = ["max_attempts", "backoff", "total_retry_window"];
    let Value::Object(members) = cell.value else {
        let message = format!("`retry_policy` is an object, found {}", kind(cell.value));
        return cell.refuse(
            codes::WRONG_TYPE,
            message,
            "write an object, or null where the policy is not known",
        );
    };
    let mut policy = RetryPolicy::default();
    let mut sound = true;
    let mut names: Vec<&String> = members.keys().collect();
    names.sort_unstable();
    for name in names {
        let value = &members[name];
        let pointer = pointer::segment(name);
        match (name.as_str(), value) {
            ("max_attempts" | "backoff" | "total_retry_window", Value::Null) => {}
            ("max_attempts", value) => match to_count(value) {
                Ok(count) => policy.max_attempts = Some(count),
                Err(code) => {
                    sound = false;
                    let message = "`max_attempts` is not a whole number of 0 or more".to_owned();
                    let help = "write a whole number, or null where it is not known";
                    cell.refuse_at::<()>(&pointer, code, message, value, help);
                }
            },
            ("backoff", Value::String(text)) => policy.backoff = Some(text.clone()),
            ("total_retry_window", Value::String(text)) => {
                policy.total_retry_window = Some(text.clone())
            }
            ("backoff" | "total_retry_window", other) => {
                sound = false;
                let message = format!("`{name}` is text, found {}", kind(other));
                cell.refuse_at::<()>(
                    &pointer,
                    codes::WRONG_TYPE,
                    message,
                    other,
                    "write the value as text",
                );
            }
            (unknown, value) => {
                sound = false;
                let message = format!("`retry_policy` has no member {}", shown(unknown));
                cell.refuse_at::<()>(
                    &pointer,
                    codes::UNKNOWN_RETRY_KEY,
                    message,
                    value,
                    one_of(unknown, MEMBERS),
                );
            }
        }
    }
    sound.then_some(policy)
}

pub(crate) fn url(cell: &mut Cell<'_>) -> Option<String> {
    let text = cell.any_text()?;
    if is_web_url(&text) {
        return Some(text);
    }
    let message = format!("{} is no URL", shown(&text));
    cell.refuse(
        codes::MALFORMED_TEXT,
        message,
        "write an absolute URL that begins with `https://` or `http://`",
    )
}

pub(crate) fn date_time(cell: &mut Cell<'_>) -> Option<String> {
    let text = cell.any_text()?;
    if is_date_time(&text) {
        return Some(text);
    }
    let message = format!("{} is no RFC 3339 date-time", shown(&text));
    cell.refuse(
        codes::MALFORMED_TEXT,
        message,
        "write it as `2026-05-13T00:00:00Z`",
    )
}

pub(crate) fn version(cell: &mut Cell<'_>) -> Option<String> {
    let text = cell.any_text()?;
    if is_version(&text) {
        return Some(text);
    }
    let message = format!("{} is no extractor version", shown(&text));
    cell.refuse(
        codes::MALFORMED_TEXT,
        message,
        "write it as `v1.0` or `v1.0-rc1`",
    )
}

/// `^v[0-9]+(\.[0-9]+)*(-[a-z0-9]+)?$`
fn is_version(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('v') else {
        return false;
    };
    let (numbers, suffix) = match rest.split_once('-') {
        Some((numbers, suffix)) => (numbers, Some(suffix)),
        None => (rest, None),
    };
    let filled =
        |part: &str, allowed: fn(u8) -> bool| !part.is_empty() && part.bytes().all(allowed);
    numbers
        .split('.')
        .all(|number| filled(number, |byte| byte.is_ascii_digit()))
        && suffix.is_none_or(|suffix| {
            filled(suffix, |byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit()
            })
        })
}

pub(crate) fn confidence(cell: &mut Cell<'_>) -> Option<f64> {
    let help = "write a number from 0 to 1, or null where it is not known";
    match cell.value.as_f64() {
        Some(confidence) if (0.0..=1.0).contains(&confidence) => Some(confidence),
        Some(_) => cell.refuse(
            codes::OUT_OF_RANGE,
            "`extraction_confidence` is not from 0 to 1".to_owned(),
            help,
        ),
        None => {
            let message = format!(
                "`extraction_confidence` is a number, found {}",
                kind(cell.value)
            );
            cell.refuse(codes::WRONG_TYPE, message, help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_the_extractor() {
        for good in ["v1", "v1.0", "v0.1.0", "v10.2-rc1"] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "", "v", "1.0", "v1.", "v1..2", "v1-", "v1.0-RC", "v1.0-a-b", "V1", "v1 ",
        ] {
            assert!(!is_version(bad), "{bad}");
        }
    }

    #[test]
    fn counts_may_be_whole_floats() {
        for (value, count) in [
            (serde_json::json!(0), Ok(0)),
            (serde_json::json!(3.0), Ok(3)),
            (serde_json::json!(u64::MAX), Ok(u64::MAX)),
            (serde_json::json!(-1), Err(codes::OUT_OF_RANGE)),
            (serde_json::json!(0.5), Err(codes::OUT_OF_RANGE)),
            (serde_json::json!(1e300), Err(codes::OUT_OF_RANGE)),
            (serde_json::json!("3"), Err(codes::WRONG_TYPE)),
        ] {
            assert_eq!(to_count(&value), count, "{value}");
        }
    }
}
