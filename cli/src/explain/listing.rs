//! Answers that list: the events of a vendor, one diagnostic, or all of them.

use serde_json::{Value, json};
use webhook_catalog::codes::{self, CodeInfo};
use webhook_catalog::diagnostic::{Diagnostic, Place};
use webhook_codegen::model::Vendor;

use crate::render::escape;
use crate::summary::count;

/// A list, for people and for programs.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) text: String,
    pub(super) json: Value,
}

/// The events of a vendor with their grades.
pub(super) fn events(vendor: &Vendor) -> Listing {
    let width = vendor
        .events
        .iter()
        .map(|event| event.name.as_str().chars().count());
    let width = width.max().unwrap_or_default();
    let lines = vendor.events.iter().map(|event| {
        format!(
            "  {:width$}  {}\n",
            escape(event.name.as_str()),
            event.grade
        )
    });
    let title = format!("{}: {}\n\n", vendor.id, count(vendor.events.len(), "event"));
    let events = vendor
        .events
        .iter()
        .map(|event| json!({ "event": event.name.as_str(), "grade": event.grade.as_str() }));
    Listing {
        text: title + &lines.collect::<String>(),
        json: json!({ "vendor": vendor.id.as_str(), "events": events.collect::<Vec<_>>() }),
    }
}

/// The diagnostics, grouped by subject.
pub(super) fn diagnostics() -> Listing {
    let mut text = String::new();
    for section in codes::ALL.chunk_by(|one, next| one.section == next.section) {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{}\n", section[0].section);
        for CodeInfo { code, title, .. } in section {
            text += &format!("  {code}  {title}\n");
        }
    }
    Listing {
        text,
        json: json!({ "codes": codes::ALL.iter().map(code_json).collect::<Vec<_>>() }),
    }
}

/// One diagnostic.
pub(super) fn diagnostic(code: &str) -> Result<Listing, Box<Diagnostic>> {
    let code = code.to_uppercase();
    let Some(info) = CodeInfo::find(&code) else {
        let message = format!("no diagnostic has the code `{code}`");
        let help = "take the code from the message; `cargo xtask explain --list` lists all";
        return Err(Box::new(
            Diagnostic::error(codes::UNKNOWN_EXPLAINED_CODE, Place::default(), message)
                .with_help(help),
        ));
    };
    let CodeInfo {
        code,
        section,
        title,
        remedy,
        constant: _,
    } = info;
    Ok(Listing {
        text: format!("{code}  {title}\n\nsubject  {section}\nremedy   {remedy}\n"),
        json: code_json(info),
    })
}

fn code_json(info: &CodeInfo) -> Value {
    let CodeInfo {
        code,
        section,
        title,
        remedy,
        constant: _,
    } = info;
    json!({ "code": code.as_str(), "subject": section, "title": title, "remedy": remedy })
}

/// True if a word looks like the code of a diagnostic. A vendor's slug of that form is not known.
pub(super) fn is_code(word: &str) -> bool {
    word.strip_prefix(['E', 'e'])
        .is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
