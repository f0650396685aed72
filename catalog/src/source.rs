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
