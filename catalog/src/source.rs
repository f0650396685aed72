//! Input files in memory. The command line reads them from disk.

use sha2::{Digest, Sha256};

/// One input file, already in memory.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Name in diagnostics: the path as the user gave it.
    pub label: String,
    /// Path below the folder that was read, with `/` between parts; the file name alone if a single file was named. For a
    /// file of the catalogue, its whole path as given: folders such as `vendor=slack` name columns.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Author of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// The publisher of the catalogue.
    #[default]
    Catalogue,
    /// We: an event that its vendor sends and the catalogue lacks.
    Addition,
}

/// Place where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Catalogue or addition. The first field, so that sorting puts the catalogue's row before an addition of the same name.
    pub kind: RowKind,
    /// The file, as the user named it.
    pub source: String,
    /// The row within the file, counted from 1; for JSONL this is the line.
    pub row: u64,
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    let (high, low) = hash.split_at(16);
    // Two numbers are formatted much faster than 32 bytes, and this hashes each generated file.
    let number = |half: &[u8]| {
        half.iter()
            .fold(0, |sum, byte| sum << 8 | u128::from(*byte))
    };
    format!("{:032x}{:032x}", number(high), number(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_have_all_digits() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        // The first byte of this hash is 0x00.
        assert!(sha256(b"886").starts_with("000f21ac"));
    }
}
