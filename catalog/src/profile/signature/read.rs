//! Reads the table `signature` of a vendor's profile.

use super::template::read_signed;
use super::{
    Encoding, SecretForm, Signature, SigningAlgorithm, SigningScheme, Timestamp, TimestampForm,
    TimestampPlace,
};
use crate::profile::lists::read_texts;
use crate::profile::{CODES, is_header_name};
use crate::text::{one_of, shown};
use crate::toml_file::TomlTable;

/// The longest tolerance, in seconds: a day. Whoever allows for more does not check the time.
const MAX_TOLERANCE: u64 = 86_400;

/// Reads the table `signature` of a vendor's profile.
pub(crate) fn read_signature(profile: &TomlTable<'_>) -> Option<Signature> {
    let table = table_at(profile, "signature")?;
    if table.get("unsupported").is_some() {
        table.refuse_unknown_keys(&["unsupported"]);
        let why = table.text("unsupported")?.to_owned();
        return Some(Signature::Unsupported { why });
    }
    read_scheme(&table).map(Signature::Supported)
}

fn read_scheme(table: &TomlTable<'_>) -> Option<SigningScheme> {
    table.refuse_unknown_keys(&[
        "algorithm",
        "secret",
        "header",
        "header_aliases",
        "separator",
        "prefix",
        "encoding",
        "timestamp",
        "signed",
        "decoded_in_uri",
        "body_hash",
    ]);
    // Every key is read even if another is invalid, so that all errors are reported at once.
    let algorithms = SigningAlgorithm::ALL;
    let algorithm = required_choice(table, "algorithm", algorithms, SigningAlgorithm::as_str);
    let secret = choice(table, "secret", SecretForm::ALL, SecretForm::as_str);
    let header = read_header(table);
    let header_aliases = read_header_aliases(table);
    let separator = read_mark(table, "separator");
    let prefix = read_mark(table, "prefix");
    let encodings = Encoding::ALL;
    let encoding = required_choice(table, "encoding", encodings, Encoding::as_str);
    let timestamp = read_timestamp(table);
    let signed = read_signed(table);
    let scheme = SigningScheme {
        algorithm: algorithm?,
        secret: secret.unwrap_or(SecretForm::Text),
        header: header?,
        header_aliases: header_aliases?,
        separator,
        prefix: prefix.unwrap_or_default(),
        encoding: encoding?,
        timestamp,
        signed: signed?,
    };
    refuse_mixed_parts(table, &scheme);
    if scheme.algorithm == SigningAlgorithm::Ed25519 && scheme.secret == SecretForm::Text {
        let message = "a key of Ed25519 is no text".to_owned();
        let help = "write `secret = \"hex\"` or `secret = \"base64\"`";
        table.refuse("algorithm", CODES.bad_value, message, help);
    }
    Some(scheme)
}

/// The table at `key`, which may be absent.
fn table_at<'a>(table: &TomlTable<'a>, key: &str) -> Option<TomlTable<'a>> {
    let entry = table.get(key)?;
    let below = table.below(&entry);
    if below.is_none() {
        let message = table.wrong_type(&entry, "a table");
        let help = "write its keys below it; the comment at the top of the file lists them";
        table.refuse(key, CODES.bad_value, message, help);
    }
    below
}

/// The value at `key`, one of `all`, if there is any.
fn choice<T: Copy>(
    table: &TomlTable<'_>,
    key: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Option<T> {
    let text = table.text(key)?;
    let found = all.iter().copied().find(|value| as_str(*value) == text);
    if found.is_none() {
        let message = format!("{} is no `{key}`", shown(text));
        let help = one_of(text, all.iter().map(|value| as_str(*value)));
        table.refuse(key, CODES.bad_value, message, &help);
    }
    found
}

/// The same where it must be there.
fn required_choice<T: Copy>(
    table: &TomlTable<'_>,
    key: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Option<T> {
    if table.get(key).is_none() {
        let help = one_of("", all.iter().map(|value| as_str(*value)));
        report_missing(table, key, &help);
    }
    choice(table, key, all, as_str)
}

pub(super) fn report_missing(table: &TomlTable<'_>, key: &str, help: &str) {
    let message = format!("`{key}` is missing");
    table.refuse(key, CODES.bad_value, message, help);
}

fn read_header(table: &TomlTable<'_>) -> Option<String> {
    let help = "write the header's name alone, such as `X-Signature`";
    if table.get("header").is_none() {
        report_missing(table, "header", help);
    }
    let header = table.text("header")?;
    if !is_header_name(header) {
        let message = format!("{} is no header name", shown(header));
        table.refuse("header", CODES.bad_value, message, help);
    }
    Some(header.to_owned())
}

fn read_header_aliases(table: &TomlTable<'_>) -> Option<Vec<String>> {
    let Some(entry) = table.get("header_aliases") else {
        return Some(Vec::new());
    };
    let names = read_texts(table, &entry)?.into_iter().map(|(name, _)| name);
    let names: Vec<String> = names.map(str::to_owned).collect();
    let wrong = names
        .iter()
        .find(|name| name.is_empty() || !is_header_name(name));
    if let Some(name) = wrong {
        let message = format!("{} is no header name", shown(name));
        let help = "write names of headers alone, such as `X-Signature`";
        table.refuse("header_aliases", CODES.bad_value, message, help);
    }
    Some(names)
}

/// Text that marks a part of a header. Unlike other text it may be a space.
pub(super) fn read_mark(table: &TomlTable<'_>, key: &str) -> Option<String> {
    let entry = table.get(key)?;
    let message = match entry.value.as_str() {
        Some("") => format!("`{key}` is empty"),
        Some(mark) => return Some(mark.to_owned()),
        None => table.wrong_type(&entry, "text"),
    };
    let help = "write text, or leave the key out";
    table.refuse(key, CODES.bad_value, message, help);
    None
}

fn read_timestamp(signature: &TomlTable<'_>) -> Option<Timestamp> {
    let table = table_at(signature, "timestamp")?;
    table.refuse_unknown_keys(&["header", "prefix", "form", "tolerance"]);
    let form = choice(&table, "form", TimestampForm::ALL, TimestampForm::as_str);
    let tolerance = read_tolerance(&table);
    let place = match (table.get("header"), table.get("prefix")) {
        (Some(_), None) => read_header(&table).map(TimestampPlace::Header),
        (None, Some(_)) => read_mark(&table, "prefix").map(TimestampPlace::Part),
        (Some(_), Some(_)) | (None, None) => {
            let message = "`timestamp` has one of `header` and `prefix`".to_owned();
            let help = "say whether it stands in a header of its own, or in the signature's";
            signature.refuse("timestamp", CODES.bad_value, message, help);
            None
        }
    };
    Some(Timestamp {
        place: place?,
        form: form.unwrap_or(TimestampForm::Seconds),
        tolerance: tolerance?,
    })
}

fn read_tolerance(table: &TomlTable<'_>) -> Option<u64> {
    let help = "write seconds; where the vendor names none, 300 is usual";
    let Some(entry) = table.get("tolerance") else {
        report_missing(table, "tolerance", help);
        return None;
    };
    let message = match entry
        .value
        .as_integer()
        .map(|number| number.as_str().parse())
    {
        Some(Ok(seconds)) if (1..=MAX_TOLERANCE).contains(&seconds) => return Some(seconds),
        Some(_) => format!("`tolerance` is a number of seconds from 1 to {MAX_TOLERANCE}"),
        None => table.wrong_type(&entry, "a number of seconds"),
    };
    table.refuse("tolerance", CODES.bad_value, message, help);
    None
}

/// Reports a timestamp without a prefix that distinguishes it from signatures.
fn refuse_mixed_parts(table: &TomlTable<'_>, scheme: &SigningScheme) {
    let Some(timestamp) = &scheme.timestamp else {
        return;
    };
    let (message, help) = match &timestamp.place {
        TimestampPlace::Header(header) if header.eq_ignore_ascii_case(&scheme.header) => (
            "the timestamp's header is the signature's",
            "write `timestamp.prefix` where both stand in one header",
        ),
        TimestampPlace::Part(_) if scheme.separator.is_none() => (
            "the timestamp is a part of the header, and no `separator` says where parts end",
            "write the `separator`, such as `,`",
        ),
        TimestampPlace::Part(mark)
            if mark.starts_with(&scheme.prefix) || scheme.prefix.starts_with(mark) =>
        {
            (
                "the timestamp's prefix and the signature's can be the same text",
                "give both the prefix by which the vendor tells them apart",
            )
        }
        TimestampPlace::Header(_) | TimestampPlace::Part(_) => return,
    };
    table.refuse("timestamp", CODES.bad_value, message.to_owned(), help);
}
