//! Small catalogues, and what is explained of them.

mod places;
mod refused;
mod sources;

use serde_json::json;
use webhook_catalog::ChangeKind;

use super::*;
use crate::test_support::{Files, object, patch};

impl Files {
    fn ask(&self, event: &str, pointer: Option<&str>) -> Result<Explanation, Box<Diagnostic>> {
        let question = Question {
            vendor: "acme",
            event,
            pointer,
        };
        let options = Options::named("my-events");
        let inputs = self.inputs();
        let mut rows = inputs.rows.iter();
        let row = rows.find(|row| row.event_name.as_str() == event);
        explain(
            &self.model(),
            row,
            &inputs.shared_definitions,
            &options,
            &question,
        )
    }

    /// The answer about a place, where there is one.
    #[track_caller]
    fn explain(&self, event: &str, pointer: &str) -> Explanation {
        let answer = self.ask(event, Some(pointer));
        answer.unwrap_or_else(|unknown| panic!("{unknown:#?}"))
    }

    /// The only item that a place became.
    #[track_caller]
    fn item(&self, event: &str, pointer: &str) -> RustItem {
        let mut items = self.explain(event, pointer).items;
        let item = items.pop().expect("an explanation has an item");
        assert_eq!(items, []);
        item
    }

    /// Path, part and type of every item that a place became.
    #[track_caller]
    fn paths(&self, event: &str, pointer: &str) -> Vec<String> {
        let items = self.explain(event, pointer).items.into_iter();
        items
            .map(|item| {
                let inside = item
                    .inside
                    .map_or_else(String::new, |part| format!(", {part}"));
                format!("{}{inside}: {}", item.path, item.rust_type)
            })
            .collect()
    }

    /// The error and its help.
    #[track_caller]
    fn refused(&self, event: &str, pointer: Option<&str>) -> String {
        let unknown = self
            .ask(event, pointer)
            .expect_err("the question has no answer");
        let help = unknown.help.clone().unwrap_or_default();
        format!("{}: {}; {help}", unknown.code, unknown.message)
    }
}

const ENVELOPE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";

/// An event in an envelope, with a field that an overlay added.
fn enveloped() -> Files {
    let schema = json!({
        "type": "object",
        "required": ["team", "event"],
        "properties": {
            "team": {"type": "string"},
            "event": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}},
        },
    });
    let added = json!({"properties": {"event": {"properties": {"ts": {"type": "string", "description": "When."}}}}});
    Files {
        profiles: ENVELOPE,
        ..Files::default()
    }
    .row("paid", schema.clone())
    .row("lost", schema)
    .overlay("paid", patch("paid", added))
    .sample(
        "paid",
        "full",
        json!({"team": "T", "event": {"type": "paid", "ts": "1"}}),
    )
    .sample(
        "paid",
        "least",
        json!({"team": "T", "event": {"type": "paid"}}),
    )
    .sample("lost", "bare", json!({"event": {"type": "lost"}}))
}
