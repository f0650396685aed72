//! Docs: titles, descriptions and notes of types and members.

/// What a schema says about a type or a member, apart from its form. Vendor text, to be made safe when emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Constraints that the type does not enforce and fallbacks that were taken, one sentence each, without a full stop.
    pub notes: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
}
