//! Ambiguity: two events whose templates fit the same texts.

use webhook_catalog::Piece;

use crate::model::EventTemplates;

/// The first of `others` whose templates fit some body that those of `event` fit too.
pub(super) fn find_ambiguous<'e>(
    event: &EventTemplates,
    others: &'e [EventTemplates],
) -> Option<&'e EventTemplates> {
    others.iter().find(|other| {
        let mut texts = event.templates.iter().zip(&other.templates);
        texts.all(|(one, other)| share_text(one, other))
    })
}

/// True if some text fits both templates.
///
/// This is exact if each template has a capture: if the beginnings agree and the ends agree, the captures can hold all that
/// the other template has in between.
fn share_text(one: &[Piece], other: &[Piece]) -> bool {
    if let ([Piece::Literal(one)], [Piece::Literal(other)]) = (one, other) {
        return one == other;
    }
    let (first, second) = (literal(one.first()), literal(other.first()));
    let begin_alike = first.starts_with(second) || second.starts_with(first);
    let (first, second) = (literal(one.last()), literal(other.last()));
    begin_alike && (first.ends_with(second) || second.ends_with(first))
}

fn literal(piece: Option<&Piece>) -> &str {
    match piece {
        Some(Piece::Literal(text)) => text,
        Some(Piece::Capture(_)) | None => "",
    }
}
