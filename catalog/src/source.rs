//! Input files in memory. The command line reads them from disk.

/// One input file, already in memory.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Name in diagnostics: the path as the user gave it.
    pub label: String,
    /// Path below the folder that was read, with `/` between parts; the file name alone if a single file was named.
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
