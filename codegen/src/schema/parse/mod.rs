//! Parses a payload schema into a [`Document`].

mod keywords;
mod lazy_places;
mod parser;
mod reference_cycles;
mod resolve;
mod resources;
mod uri;

use std::rc::Rc;

use webhook_catalog::codes;

use super::json_text::is_deeper;
use super::{Document, MAX_DEPTH, Report, Source};
use lazy_places::report_lazy_elsewhere;
use parser::Parser;
use reference_cycles::refuse_reference_cycles;
use resolve::resolve;

/// Parses a schema and resolves its references. `None` if it has an error, which is then reported.
pub(crate) fn parse<'a>(
    source: impl Into<Source<'a>>,
    report: &mut Report,
) -> Option<Document<'a>> {
    let source = source.into();
    let before = report.errors();
    let Source { schema, shared, .. } = source;
    // Shared definitions count as if they stood in `$defs`, two levels down.
    if is_deeper(schema, MAX_DEPTH) || shared.values().any(|value| is_deeper(value, MAX_DEPTH - 2))
    {
        let help = "describe the deep part as an object or array without further keywords";
        report.error(
            codes::SCHEMA_TOO_DEEP,
            "",
            format!("the schema is nested more than {MAX_DEPTH} levels deep"),
            help,
            None,
        );
        return None;
    }
    let mut parser = Parser::new(source, report);
    parser.schema(schema, "", &Rc::from(""));
    resolve(&mut parser);
    let Parser { nodes, .. } = parser;
    let mut document = Document { source, nodes };
    document.type_members_by_name();
    if report.errors() == before {
        refuse_reference_cycles(&document, report);
        report_lazy_elsewhere(&document, report);
    }
    (report.errors() == before).then_some(document)
}
