//! Reference cycles that never reach another value.

use webhook_catalog::codes;

use crate::schema::{Document, Report, SchemaId};

/// Reports every schema that refers to itself for the same value.
pub(super) fn refuse_reference_cycles(document: &Document<'_>, report: &mut Report) {
    /// Progress of the search at a node.
    #[derive(Clone, Copy, PartialEq)]
    enum Progress {
        New,
        Open,
        Done,
    }
    let mut progress = vec![Progress::New; document.nodes.len()];
    for start in 0..document.nodes.len() {
        if progress[start] != Progress::New {
            continue;
        }
        progress[start] = Progress::Open;
        let mut stack = vec![(SchemaId(start), in_place(document, SchemaId(start)))];
        while let Some((id, next)) = stack.last_mut() {
            let id = *id;
            let Some(below) = next.pop() else {
                progress[id.0] = Progress::Done;
                stack.pop();
                continue;
            };
            match progress[below.0] {
                Progress::New => {
                    progress[below.0] = Progress::Open;
                    stack.push((below, in_place(document, below)));
                }
                Progress::Open => {
                    let message =
                        "the schema refers to itself without any content between".to_owned();
                    let help = "remove the reference, or put it below `properties` or `items`";
                    report.error(
                        codes::CIRCULAR_SCHEMA,
                        &document.node(id).pointer,
                        message,
                        help,
                        document.json(id),
                    );
                }
                Progress::Done => {}
            }
        }
    }
}

/// Subschemas that apply to the same value.
fn in_place(document: &Document<'_>, id: SchemaId) -> Vec<SchemaId> {
    let Some(keywords) = document.keywords(id) else {
        return Vec::new();
    };
    let lists = [
        &keywords.references,
        &keywords.all_of,
        &keywords.any_of,
        &keywords.one_of,
        &keywords.conditional,
        &keywords.in_place,
    ];
    lists.into_iter().flatten().copied().collect()
}
