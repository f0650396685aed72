//! Whether two events can ever be worded alike.

use webhook_catalog::Piece;

use crate::model::EventTemplates;

/// The first of `others` that a body could be worded like as well as like `event`.
pub(super) fn first_alike<'e>(
    event: &EventTemplates,
    others: &'e [EventTemplates],
) -> Option<&'e EventTemplates> {
    others.iter().find(|other| {
        let mut texts = event.templates.iter().zip(&other.templates);
        texts.all(|(one, other)| can_be_alike(one, other))
    })
}

/// Whether some text fits both templates.
///
/// With a hole in each this is exact: once both beginnings and both ends agree, the holes can take up whatever the other
/// template says in between.
fn can_be_alike(one: &[Piece], other: &[Piece]) -> bool {
    if let ([Piece::Literal(one)], [Piece::Literal(other)]) = (one, other) {
        return one == other;
    }
    let (first, second) = (literal(one.first()), literal(other.first()));
    let do_begin = first.starts_with(second) || second.starts_with(first);
    let (first, second) = (literal(one.last()), literal(other.last()));
    do_begin && (first.ends_with(second) || second.ends_with(first))
}

fn literal(piece: Option<&Piece>) -> &str {
    match piece {
        Some(Piece::Literal(text)) => text,
        Some(Piece::Capture(_)) | None => "",
    }
}
