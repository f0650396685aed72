//! JSON of a diagnostic for `--message-format json`. The help of that flag lists the fields.

use annotate_snippets::Renderer;
use serde_json::{Value, json};
use webhook_catalog::diagnostic::{Diagnostic, Severity};

use crate::render::draw;

/// A diagnostic as JSON, with the text for people.
pub(crate) fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let Diagnostic {
        place,
        severity,
        code,
        message,
        excerpt,
        help,
    } = diagnostic;
    let severity = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let excerpt = excerpt.as_ref().map(|excerpt| {
        json!({ "text": excerpt.text, "line": excerpt.line, "start": excerpt.start, "end": excerpt.end })
    });
    json!({
        "reason": "diagnostic",
        "severity": severity,
        "code": code.as_str(),
        "message": message,
        "place": {
            "source": place.source,
            "row": place.row,
            "column": place.column,
            "vendor": place.vendor,
            "event": place.event,
            "pointer": place.pointer,
        },
        "excerpt": excerpt,
        "help": help,
        "rendered": draw(diagnostic, None, &Renderer::plain()),
    })
}
