//! A file as the readers see it: bytes with a name. Reading it from disk is the command line's business.

/// One input file, already in memory.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// What diagnostics call it: the path as the user gave it.
    pub label: String,
    /// Path below the folder that was read, `/` between parts; the file name alone where a single file was named.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}
