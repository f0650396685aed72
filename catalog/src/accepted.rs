//! Accepted findings of a comparison, by fingerprint, each with a reason.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostic::{Checked, Place};
use crate::source::SourceFile;
use crate::text::shown;
use crate::toml_file::{self, Codes, Entry, TomlTable};

/// Codes of the problems that any TOML file can have.
const CODES: Codes = Codes {
    syntax: codes::ACCEPTED_SYNTAX,
    unknown_key: codes::UNKNOWN_ACCEPTED_KEY,
    bad_value: codes::BAD_ACCEPTED_VALUE,
};

/// An accepted finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The finding's fingerprint: sixteen hexadecimal digits in lower case.
    pub fingerprint: String,
    /// The reason for accepting it.
    pub reason: String,
    /// The place of the entry.
    pub place: Place,
}

/// Reads a list of accepted findings: tables `[[accepted]]` with `fingerprint` and `reason`. An entry with an error is left
/// out. A file without entries is fine.
pub fn read_accepted(file: &SourceFile) -> Checked<Vec<Accepted>> {
    let checked = toml_file::read(file, &Place::of(&file.label), CODES, |root| {
        root.refuse_unknown_keys(&["accepted"]);
        let list = root.get("accepted");
        list.map_or_else(Vec::new, |list| read_list(root, &list))
    });
    Checked {
        value: checked.value.unwrap_or_default(),
        diagnostics: checked.diagnostics,
    }
}

fn read_list(root: &TomlTable<'_>, list: &Entry<'_>) -> Vec<Accepted> {
    let Some(tables) = root.items(list) else {
        root.report(
            CODES.bad_value,
            root.place_of(list.key),
            list.key_span.clone(),
            root.wrong_type(list, "a list of tables"),
            "write `[[accepted]]` above each entry",
        );
        return Vec::new();
    };
    let mut known = BTreeSet::new();
    tables
        .iter()
        .filter_map(|table| read_entry(table, &mut known))
        .collect()
}

fn read_entry(table: &TomlTable<'_>, known: &mut BTreeSet<String>) -> Option<Accepted> {
    table.refuse_unknown_keys(&["fingerprint", "reason"]);
    let text = |key: &str| {
        let before = table.errors();
        let text = table.text(key).map(str::to_owned);
        if text.is_none() && table.errors() == before {
            let message = format!("an entry has no `{key}`");
            let help = "an entry has a `fingerprint`, as the report shows it, and a `reason`";
            let place = table.place.clone();
            table.report(CODES.bad_value, place, table.span.clone(), message, help);
        }
        text
    };
    let (fingerprint, reason) = (text("fingerprint"), text("reason"));
    let (fingerprint, reason) = (fingerprint?, reason?);
    let span = table
        .get("fingerprint")
        .map_or(table.span.clone(), |entry| entry.span);
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let problem = if fingerprint.len() != 16 || !fingerprint.bytes().all(is_digit) {
        let help = "copy the sixteen hexadecimal digits that the report shows";
        Some((
            codes::BAD_FINGERPRINT,
            format!("{} is no fingerprint", shown(&fingerprint)),
            help,
        ))
    } else if !known.insert(fingerprint.clone()) {
        Some((
            codes::DUPLICATE_FINGERPRINT,
            format!("`{fingerprint}` is accepted twice"),
            "remove one of the entries",
        ))
    } else {
        None
    };
    if let Some((code, message, help)) = problem {
        let place = table.place_of("fingerprint");
        table.report(code, place, span, message, help);
        return None;
    }
    Some(Accepted {
        fingerprint,
        reason,
        place: table.place.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let checked = read_accepted(&SourceFile {
            label: "accepted.toml".to_owned(),
            path: "accepted.toml".to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
        let accepted = checked.value.into_iter();
        let diagnostics = checked.diagnostics.iter();
        (
            accepted
                .map(|finding| (finding.fingerprint, finding.reason))
                .collect(),
            diagnostics
                .map(|found| format!("{} {}: {}", found.code, found.place, found.message))
                .collect(),
        )
    }

    #[test]
    fn entries_are_read_in_order() {
        let text = "[[accepted]]\nfingerprint = \"0123456789abcdef\"\nreason = \"nobody uses it\"\n\
                    [[accepted]]\nfingerprint = \"fedcba9876543210\"\nreason = \"announced\"\n";
        let entry = |fingerprint: &str, reason: &str| (fingerprint.to_owned(), reason.to_owned());
        let expected = vec![
            entry("0123456789abcdef", "nobody uses it"),
            entry("fedcba9876543210", "announced"),
        ];
        assert_eq!(read(text), (expected, Vec::new()));
        assert_eq!(read("# none\n"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_and_left_out() {
        let cases = [
            ("accepted", "E220"),
            ("acepted = 1\n", "E221"),
            ("accepted = 1\n", "E222"),
            ("[[accepted]]\nreason = \"x\"\n", "E222"),
            ("[[accepted]]\nfingerprint = \"0123456789abcdef\"\n", "E222"),
            (
                "[[accepted]]\nfingerprint = \"0123456789abcdef\"\nreason = \" \"\n",
                "E222",
            ),
            (
                "[[accepted]]\nfingerprint = \"0123456789ABCDEF\"\nreason = \"x\"\n",
                "E223",
            ),
            (
                "[[accepted]]\nfingerprint = \"é123\"\nreason = \"x\"\n",
                "E223",
            ),
        ];
        for (text, code) in cases {
            let (accepted, diagnostics) = read(text);
            assert_eq!(accepted, [], "{text}");
            assert!(
                diagnostics.len() == 1 && diagnostics[0].starts_with(code),
                "{text}: {diagnostics:?}"
            );
        }
    }

    #[test]
    fn a_fingerprint_stands_once() {
        let entry = "[[accepted]]\nfingerprint = \"0123456789abcdef\"\nreason = \"x\"\n";
        let (accepted, diagnostics) = read(&entry.repeat(2));
        assert_eq!(accepted.len(), 1);
        assert_eq!(
            diagnostics,
            [
                "E224 accepted.toml, at /accepted/1/fingerprint: `0123456789abcdef` is accepted twice"
            ]
        );
    }
}
