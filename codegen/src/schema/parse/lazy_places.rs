//! The places where a value can be lazy.

use std::collections::BTreeSet;

use webhook_catalog::codes;

use crate::schema::{Document, OnceNotice, Report, SchemaId};

/// Warns of `x-lazy` on a definition, an alternative or the body itself, where it has no effect.
pub(super) fn report_lazy_elsewhere(document: &Document<'_>, report: &mut Report) {
    let ids = || (0..document.nodes.len()).map(SchemaId);
    let is_lazy = |id: &SchemaId| document.keywords(*id).is_some_and(|keywords| keywords.lazy);
    let mut lazy = ids().filter(is_lazy).peekable();
    if lazy.peek().is_none() {
        return;
    }
    let places: BTreeSet<SchemaId> = ids().flat_map(|id| values_below(document, id)).collect();
    for id in lazy.filter(|id| !places.contains(id)) {
        report.once(
            &document.node(id).pointer,
            OnceNotice {
                code: codes::LAZY_WITHOUT_PLACE,
                message: "`x-lazy` has no effect here".to_owned(),
                help: "write it beside the `$ref` or type of a member, of `items` or of a map's values"
                    .to_owned(),
            },
        );
    }
}

/// The schemas of members, items and values of a map that stand directly in a schema.
fn values_below(document: &Document<'_>, id: SchemaId) -> Vec<SchemaId> {
    let Some(keywords) = document.keywords(id) else {
        return Vec::new();
    };
    let object = keywords.object.iter().flat_map(|object| {
        let members = object.properties.values().chain(object.patterns.values());
        members.chain(&object.additional)
    });
    let array = keywords.array.iter();
    let array = array.flat_map(|array| array.prefix.iter().chain(&array.items));
    object.chain(array).copied().collect()
}
