//! Detects the format of a file of rows from its first bytes.

/// Format of a file.
#[derive(Debug, PartialEq)]
pub(crate) enum FileFormat {
    Parquet,
    Lines,
    Array,
    Empty,
    Unknown {
        message: &'static str,
        help: &'static str,
    },
}

impl FileFormat {
    /// Decides by the first bytes. If they are inconclusive, the label's extension selects the message.
    pub(crate) fn of(bytes: &[u8], label: &str) -> Self {
        const FORMS: &str =
            "rows come as Parquet, as JSONL (one object a line) or as a JSON array of objects";
        let extension = label
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| {
                extension.to_ascii_lowercase()
            });
        let unknown = |message, help| Self::Unknown { message, help };
        let content = bytes.trim_ascii_start();
        if bytes.starts_with(b"PAR1") {
            return Self::Parquet;
        }
        match content.first() {
            None => return Self::Empty,
            Some(b'{') => return Self::Lines,
            Some(b'[') => return Self::Array,
            Some(_) => {}
        }
        if bytes.starts_with(b"version https://git-lfs") {
            return unknown(
                "this is a Git LFS pointer, not the file itself",
                "fetch the file with `git lfs pull`",
            );
        }
        if content.starts_with(b"<") {
            return unknown(
                "this is a web page, not a file of rows",
                "download the file itself, not the page about it",
            );
        }
        if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK\x03\x04") {
            return unknown("this is a packed file", "unpack it first");
        }
        if bytes.starts_with(b"PARE") {
            return unknown("the Parquet file is encrypted", "give the file decrypted");
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return unknown("the text is UTF-16", "save the file as UTF-8");
        }
        match extension.as_str() {
            "parquet" | "pq" => unknown("not a Parquet file: it does not begin with `PAR1`", FORMS),
            "jsonl" | "ndjson" => Self::Lines,
            "json" => unknown(
                "not a JSON file of rows: it begins with neither `[` nor `{`",
                FORMS,
            ),
            _ => unknown(
                "neither Parquet nor JSON: it begins with neither `PAR1`, `[` nor `{`",
                FORMS,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_only_chooses_the_words() {
        assert_eq!(
            FileFormat::of(b"PAR1...", "rows.jsonl"),
            FileFormat::Parquet
        );
        assert_eq!(
            FileFormat::of(b" \n{\"vendor\"", "rows.parquet"),
            FileFormat::Lines
        );
        assert_eq!(FileFormat::of(b"\t[", "rows"), FileFormat::Array);
        assert_eq!(FileFormat::of(b" \r\n", "rows.parquet"), FileFormat::Empty);
        assert_eq!(FileFormat::of(b"oops", "rows.NDJSON"), FileFormat::Lines);
        let FileFormat::Unknown { message, .. } = FileFormat::of(b"oops", "rows.Parquet") else {
            panic!("the content is none of the forms")
        };
        assert_eq!(message, "not a Parquet file: it does not begin with `PAR1`");
    }
}
