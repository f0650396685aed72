//! Damaged and hostile input: every reader answers with diagnostics, never with a panic.

use proptest::prelude::*;
use serde_json::{Value, json};
use webhook_catalog::{
    Diagnostic, Severity, read_overlays, read_profiles, read_rows, read_samples,
};

use crate::data::checked_in;
#[cfg(feature = "parquet")]
use crate::rows::read_clean;
use crate::rows::{file, jsonl, rows};

fn diagnostics(label: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    read_rows(&[file(label, bytes)], &[], &[]).diagnostics
}

fn only(label: &str, bytes: &[u8]) -> (String, String) {
    let found = diagnostics(label, bytes);
    let [diagnostic] = &found[..] else {
        panic!("one diagnostic, found {found:?}")
    };
    assert_eq!(diagnostic.severity, Severity::Error);
    assert!(diagnostic.help.is_some());
    (diagnostic.code.to_string(), diagnostic.message.clone())
}

#[test]
fn files_that_are_not_what_their_name_says() {
    for (label, bytes, code, message) in [
        (
            "a.parquet",
            &b"vendor,event\n"[..],
            "E002",
            "not a Parquet file: it does not begin with `PAR1`",
        ),
        (
            "a.json",
            b"vendor",
            "E002",
            "not a JSON file of rows: it begins with neither `[` nor `{`",
        ),
        (
            "a.csv",
            b"vendor",
            "E002",
            "neither Parquet nor JSON: it begins with neither `PAR1`, `[` nor `{`",
        ),
        (
            "a.parquet",
            b"version https://git-lfs.github.com/spec/v1\n",
            "E002",
            "this is a Git LFS pointer, not the file itself",
        ),
        (
            "a.parquet",
            b"<!DOCTYPE html>",
            "E002",
            "this is a web page, not a file of rows",
        ),
        (
            "a.jsonl.gz",
            b"\x1f\x8b\x08",
            "E002",
            "this is a packed file",
        ),
        ("a.jsonl", b"\xff\xfe{\0", "E002", "the text is UTF-16"),
        ("a.jsonl", b"", "E001", "the file is empty"),
        ("a.parquet", b" \n", "E001", "the file is empty"),
        (
            "a.jsonl",
            b"vendor",
            "E005",
            "not JSON: expected value, at column 1",
        ),
        (
            "a.json",
            b"[{}",
            "E005",
            "not JSON: the text ends in the middle of a list, at line 1 column 4",
        ),
    ] {
        assert_eq!(
            only(label, bytes),
            (code.to_owned(), message.to_owned()),
            "{label}"
        );
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_cut_short() {
    let snapshot = checked_in("saas-webhook-catalog.parquet").bytes;
    let expected = |length| {
        format!("the Parquet file is cut short: its {length} bytes do not end with `PAR1`")
    };
    for length in [4, 11, 5000, snapshot.len() - 1] {
        assert_eq!(
            only("a.parquet", &snapshot[..length]),
            ("E003".to_owned(), expected(length))
        );
    }
    let hollow = [b"PAR1\xff\xff\xff\x7f".as_slice(), b"PAR1"].concat();
    let (code, message) = only("a.parquet", &hollow);
    assert_eq!(code, "E003");
    assert!(
        message.starts_with("the Parquet file cannot be read: "),
        "{message}"
    );
}

/// A length in a page header that the decoder trusts until it asserts.
#[cfg(feature = "parquet")]
#[test]
fn a_panic_of_the_decoder_is_a_broken_file() {
    let mut bytes = checked_in("saas-webhook-catalog.parquet").bytes;
    bytes[378] ^= 0xff;
    let (code, message) = only("a.parquet", &bytes);
    assert_eq!(code, "E003");
    assert_eq!(
        message,
        "the Parquet file cannot be read: its contents contradict each other"
    );
}

/// Replaces the first occurrence.
#[cfg(feature = "parquet")]
fn replace_first(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len(), "lengths in the footer stay right");
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .expect("the file has these bytes");
    bytes[at..at + to.len()].copy_from_slice(to);
}

/// Key-value metadata, the writer's name and the names of columns are all text in the footer.
#[cfg(feature = "parquet")]
#[test]
fn text_of_the_footer_that_is_not_utf8() {
    for text in [
        "ARROW:schema",
        "/////0ADAAAQAAAA",
        "parquet-cpp-arrow version",
        "retry_policy",
    ] {
        let mut bytes = checked_in("tests/readers/parquet/decimal_integers.parquet").bytes;
        let damaged = [&[0xff], &text.as_bytes()[1..]].concat();
        replace_first(&mut bytes, text.as_bytes(), &damaged);
        let (code, message) = only("a.parquet", &bytes);
        assert_eq!(code, "E003");
        assert!(
            message.starts_with(
                "the Parquet file cannot be read: its footer has text that is not UTF-8"
            ),
            "{text}: {message}"
        );
    }
}

/// Parquet's own schema is enough.
#[cfg(feature = "parquet")]
#[test]
fn an_embedded_arrow_schema_that_is_broken_is_not_needed() {
    let whole = checked_in("tests/readers/parquet/decimal_integers.parquet");
    let mut broken = whole.clone();
    replace_first(&mut broken.bytes, b"/////0ADAAAQAAAA", b"????????????????");
    assert_eq!(read_clean(&[broken]), read_clean(&[whole]));
}

#[test]
fn all_problems_of_a_run_are_reported_together() {
    let mut bad = rows();
    bad[0]["auth_method"] = json!("hmac-sha265");
    bad[0]["event_name"] = json!("");
    bad[1]["payload_schema"] = json!("{");
    bad[1]["vendor"] = json!("Acme Inc");
    bad[2]["retry_policy"] = json!({"max_atempts": 3, "backoff": 7});
    let mut text: String = bad.iter().map(|row| format!("{row}\n")).collect();
    text.push_str(&rows()[1].to_string());
    text.push('\n');
    text.push_str(&rows()[1].to_string());
    let found = read_rows(
        &[file("a.jsonl", text), file("b.parquet", "text")],
        &[],
        &[],
    );
    let lines: Vec<String> = found
        .diagnostics
        .iter()
        .map(|diagnostic| {
            format!(
                "{} {}: {}",
                diagnostic.code, diagnostic.place, diagnostic.message
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "E017 a.jsonl, row 2, column payload_schema, Acme Inc invoice.sent: the text in `payload_schema` is not JSON: \
             the text ends in the middle of an object, at line 1 column 2",
            "E002 b.parquet: not a Parquet file: it does not begin with `PAR1`",
            "E013 a.jsonl, row 1, column event_name, acme: `event_name` is empty",
            "E015 a.jsonl, row 1, column auth_method, acme: unknown auth_method `hmac-sha265`",
            "E014 a.jsonl, row 2, column vendor, Acme Inc invoice.sent: `Acme Inc` is no vendor",
            "E012 a.jsonl, row 3, column retry_policy, acme invoice.lost, at /backoff: `backoff` is text, found a number",
            "E018 a.jsonl, row 3, column retry_policy, acme invoice.lost, at /max_atempts: `retry_policy` has no member \
             `max_atempts`",
            "E019 a.jsonl, row 5, acme invoice.sent: `invoice.sent` of `acme` already stands in a.jsonl, row 4",
        ]
    );
    assert_eq!(found.value.len(), 1);
}

#[test]
fn rows_of_one_vendor_that_disagree_about_it() {
    let mut rows = rows();
    rows[1]["vendor_display_name"] = json!("ACME");
    let found = read_rows(&[jsonl(&rows)], &[], &[]).diagnostics;
    let [warning] = &found[..] else {
        panic!("one diagnostic, found {found:?}")
    };
    assert_eq!(
        (warning.severity, warning.code.as_str()),
        (Severity::Warning, "E022")
    );
    assert_eq!(
        warning.message,
        "the vendor's rows differ in `vendor_display_name`: `Acme ✓` in 2, `ACME` in 1"
    );
    assert_eq!(
        warning.place.to_string(),
        "rows.jsonl, row 2, column vendor_display_name, acme"
    );
}

/// A way to damage sound bytes.
#[derive(Debug, Clone)]
enum Damage {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Copy(prop::sample::Index, prop::sample::Index, u8),
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        1 => any::<prop::sample::Index>().prop_map(Damage::Cut),
        6 => (any::<prop::sample::Index>(), 1_u8..).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        2 => (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>())
            .prop_map(|(from, to, length)| Damage::Copy(from, to, length)),
    ];
    prop::collection::vec(one, 1..4)
}

fn apply(mut bytes: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for step in damage {
        if bytes.is_empty() {
            break;
        }
        match step {
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Flip(at, mask) => {
                let at = at.index(bytes.len());
                bytes[at] ^= mask;
            }
            Damage::Copy(from, to, length) => {
                let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
                let length = usize::from(*length).min(bytes.len() - from.max(to));
                bytes.copy_within(from..from + length, to);
            }
        }
    }
    bytes
}

/// Reads the bytes as everything they could be taken for.
fn read_all(bytes: &[u8]) {
    for label in ["a.parquet", "a.jsonl", "a.json"] {
        let checked = read_rows(&[file(label, bytes)], &[], &[]);
        let rows_or_reasons = checked.value.len() + checked.diagnostics.len();
        assert!(rows_or_reasons > 0, "neither a row nor a reason");
    }
    read_samples(&[
        file("acme/paid/one.json", bytes),
        file("acme/paid/provenance.toml", bytes),
    ]);
    read_overlays(&[file("acme/paid.json", bytes)]);
    read_profiles(&file("profiles.toml", bytes));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), parquet in any::<bool>()) {
        read_all(&bytes);
        if parquet {
            read_all(&[b"PAR1", &bytes[..], b"PAR1"].concat());
        }
    }

    #[test]
    fn damaged_rows(damage in damage()) {
        read_all(&apply(jsonl(&rows()).bytes, &damage));
        read_all(&apply(Value::Array(rows()).to_string().into_bytes(), &damage));
    }

    #[test]
    fn damaged_profiles(damage in damage()) {
        read_all(&apply(checked_in("profiles.toml").bytes, &damage));
    }
}

#[cfg(feature = "parquet")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_snapshot(damage in damage()) {
        let mut bytes = apply(checked_in("saas-webhook-catalog.parquet").bytes, &damage);
        read_rows(&[file("a.parquet", bytes.clone())], &[], &[]);
        // The footer stands last; with the magic restored, damage to what lies before is reached as well.
        bytes.extend_from_slice(b"PAR1");
        read_rows(&[file("a.parquet", bytes)], &[], &[]);
    }
}

/// A Parquet file without rows whose footer nests `depth` groups, each as short as the format allows.
#[cfg(feature = "parquet")]
fn nested_groups(depth: usize) -> Vec<u8> {
    // The footer is Thrift in its compact form: a byte says how far on the next field is and of what type, 0 ends a struct.
    const GROUP: &[u8] = &[0x35, 2, 0x18, 0, 0x15, 2, 0];
    const LEAF: &[u8] = &[0x15, 12, 0x25, 2, 0x18, 1, b'x', 0];
    let mut count = Vec::new();
    let mut left = depth + 2;
    while left >= 0x80 {
        count.push(u8::try_from(left & 0x7f).expect("seven bits fit") | 0x80);
        left >>= 7;
    }
    count.push(u8::try_from(left).expect("seven bits fit"));
    let root = [0x48, 1, b'r', 0x15, 2, 0];
    let mut footer = [&[0x15, 2, 0x19, 0xfc][..], &count, &root].concat();
    footer.extend(GROUP.repeat(depth));
    footer.extend([LEAF, &[0x16, 0, 0x19, 0x0c, 0]].concat());
    let length = u32::try_from(footer.len()).expect("the footer is short");
    [b"PAR1", &footer[..], &length.to_le_bytes(), b"PAR1"].concat()
}

#[cfg(feature = "parquet")]
#[test]
fn groups_nested_without_end_are_survived_or_refused() {
    // The file is sound, though there is nothing in it that a row could be made of.
    for depth in [10, 1_000, 140_000] {
        let found = diagnostics("deep.parquet", &nested_groups(depth));
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|found| found.code.as_str() != "E003"),
            "{depth}: {found:?}"
        );
    }
    let (code, message) = only("deep.parquet", &nested_groups(1_000_000));
    assert_eq!(code, "E003");
    assert!(
        message.contains("bytes, which no catalogue needs"),
        "{message}"
    );
}
