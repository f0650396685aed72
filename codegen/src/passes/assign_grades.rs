//! Grades events by the provenance of their types.

use webhook_catalog::{Case, Diagnostic, Place, RowKind, Sample, codes};

use crate::misfit::misfit_of_body;
use crate::model::{Described, Event, Grade, Model, Vendor};
use crate::typed_share::TypedShare;

/// Share of a sample's leaves that must be typed for the sample to prove its event's type.
const PROVEN_PERCENT: usize = 80;

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        let events = vendor.events.iter();
        let grades: Vec<Grade> = events.map(|event| grade(vendor, event)).collect();
        for (event, grade) in vendor.events.iter_mut().zip(grades) {
            event.grade = grade;
        }
        check_unmatched(vendor, diagnostics);
    }
}

fn grade(vendor: &Vendor, event: &Event) -> Grade {
    let Described {
        row,
        by_overlay,
        by_shared_overlay,
    } = event.described;
    // Without a row, samples are the type's source, composed ones too.
    let mut provenances = event.samples.iter().flat_map(|sample| &sample.provenance);
    let is_row_sourced = match row {
        Some(RowKind::Catalogue) => false,
        Some(RowKind::Addition) => true,
        None => provenances.any(|provenance| provenance.source.is_some()),
    };
    let is_sourced = by_overlay || by_shared_overlay || is_row_sourced;
    let proves = |sample: &Sample| is_evidence(sample) && is_typed(vendor, event, sample);
    match event.unmatched {
        Some(_) => Grade::Catalogue,
        None if event.samples.iter().any(proves) => Grade::Proven,
        None if is_sourced => Grade::Documented,
        None => Grade::Catalogue,
    }
}

/// True if a sample is a delivery of the vendor.
fn is_evidence(sample: &Sample) -> bool {
    let provenance = sample.provenance.as_ref();
    provenance.is_some_and(|provenance| match provenance.kind {
        Case::Captured | Case::Documented => true,
        Case::Composed => false,
    })
}

/// True if a sample fits its event's type, which describes most of it.
fn is_typed(vendor: &Vendor, event: &Event, sample: &Sample) -> bool {
    misfit_of_body(vendor, event, &sample.value).is_none()
        && TypedShare::of(vendor, event, &sample.value).reaches(PROVEN_PERCENT)
}

/// Reports deliveries of events that the vendor does not have.
fn check_unmatched(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let unmatched = vendor
        .events
        .iter()
        .filter(|event| event.unmatched.is_some());
    for event in unmatched {
        let Some(sample) = event.samples.iter().find(|sample| is_evidence(sample)) else {
            continue;
        };
        let place = Place {
            vendor: Some(vendor.id.to_string()),
            event: Some(event.name.to_string()),
            ..Place::of(&sample.label)
        };
        let message = "the sample is a delivery of an event that the vendor does not have, as an overlay says";
        let help = "remove `unmatched` from the overlay, or correct the sample's folder or kind";
        diagnostics.push(
            Diagnostic::error(codes::UNMATCHED_EVENT_SAMPLED, place, message).with_help(help),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::Model;
    use crate::model::Grade;
    use crate::test_support::{Files, object, patch};

    const COMPOSED: &str = "[one]\nkind = \"composed\"\nsource = \"https://acme.example\"\n";
    const CAPTURED: &str = "[one]\nkind = \"captured\"\n";
    const DOCUMENTED: &str = "[one]\nkind = \"documented\"\n";

    /// A row of `paid` with five members and room for others.
    fn row() -> Files {
        let text = json!({"type": "string"});
        Files::default().row(
            "paid",
            object(json!({"a": text, "b": text, "c": text, "d": text, "rest": {}})),
        )
    }

    fn unmatched() -> Value {
        json!({
            "event_name": "paid", "reason": "it is not in the vendor's list", "source": "https://acme.example",
            "unmatched": "The list has `settled` alone.",
        })
    }

    #[track_caller]
    fn grade(files: &Files) -> Grade {
        files.model().vendors[0].events[0].grade
    }

    #[test]
    fn an_addition_has_the_grade_documented() {
        let paid = object(json!({"a": {"type": "string"}}));
        let files = Files::default()
            .row("sent", paid.clone())
            .addition("paid", paid);
        assert_eq!(grade(&files), Grade::Documented);
    }

    #[test]
    fn a_row_by_itself_and_with_a_composed_sample_has_the_grade_catalogue() {
        let files = row();
        assert_eq!(grade(&files), Grade::Catalogue);
        let files = files
            .sample("paid", "one", json!({"a": "x"}))
            .provenance("paid", COMPOSED);
        assert_eq!(grade(&files), Grade::Catalogue);
    }

    #[test]
    fn an_overlay_of_the_schema_documents_an_event() {
        let files = row().overlay("paid", patch("paid", object(json!({"e": {}}))));
        assert_eq!(grade(&files), Grade::Documented);
        let facts = json!({
            "event_name": "paid", "reason": "why", "source": "where", "patch": {"notes": "late"},
        });
        assert_eq!(grade(&row().overlay("paid", facts)), Grade::Catalogue);
    }

    #[test]
    fn a_shared_overlay_documents_events_and_not_envelopes() {
        let shared = |schema: Value| json!({"reason": "why", "source": "where", "$defs": {}, "patch": {"payload_schema": schema}});
        let grade_of = |profiles: &'static str, schema: Value| {
            let event = object(json!({"id": {"type": "string"}}));
            let files = Files::default()
                .row("paid", object(json!({"event": event, "time": {}})))
                .overlay("shared", shared(schema));
            grade(&Files { profiles, ..files })
        };
        const ENVELOPE: &str = "[acme]\nevent = \"/event\"\n";
        let time = object(json!({"time": {"type": "integer"}}));
        assert_eq!(grade_of(ENVELOPE, time.clone()), Grade::Catalogue);
        assert_eq!(grade_of("[acme]\n", time), Grade::Documented);
        let required = json!({"properties": {"event": {"required": ["id"]}}});
        assert_eq!(grade_of(ENVELOPE, required), Grade::Catalogue);
        let id = object(json!({"event": object(json!({"id": {"type": "integer"}}))}));
        assert_eq!(grade_of(ENVELOPE, id), Grade::Documented);
    }

    #[test]
    fn a_delivery_of_which_four_fifths_are_typed_proves_an_event() {
        let with = |provenance, body| {
            let files = row().sample("paid", "one", body);
            grade(&files.provenance("paid", provenance))
        };
        let typed = json!({"a": "", "b": "", "c": "", "d": "", "rest": [1]});
        for provenance in [CAPTURED, DOCUMENTED] {
            assert_eq!(with(provenance, typed.clone()), Grade::Proven);
        }
        let untyped = json!({"a": "", "b": "", "c": "", "d": "", "rest": [1], "other": 1});
        assert_eq!(with(CAPTURED, untyped), Grade::Catalogue);
    }

    #[test]
    fn samples_alone_document_an_event_if_they_have_a_source() {
        let files = Files::default().sample("paid", "one", json!({"a": 1}));
        assert_eq!(grade(&files), Grade::Catalogue);
        assert_eq!(
            grade(&files.provenance("paid", COMPOSED)),
            Grade::Documented
        );
        let files = Files::default().sample("paid", "one", json!({"a": 1}));
        assert_eq!(grade(&files.provenance("paid", DOCUMENTED)), Grade::Proven);
    }

    #[test]
    fn an_unmatched_event_has_the_grade_catalogue() {
        let mut overlay = unmatched();
        overlay["patch"] = json!({"payload_schema": object(json!({"e": {}}))});
        for overlay in [unmatched(), overlay] {
            let model = row().overlay("paid", overlay).model();
            let event = &model.vendors[0].events[0];
            assert_eq!(event.grade, Grade::Catalogue);
            assert_eq!(
                event.unmatched.as_deref(),
                Some("The list has `settled` alone.")
            );
        }
    }

    #[test]
    fn a_delivery_of_an_unmatched_event_is_an_error() {
        let files = |provenance| {
            row()
                .overlay("paid", unmatched())
                .sample("paid", "one", json!({"a": "x"}))
                .provenance("paid", provenance)
        };
        let found = |provenance| {
            let built = Model::build(files(provenance).inputs());
            let found = built.diagnostics.iter().filter(|found| found.is_error());
            let found = found.map(|found| format!("{} {}", found.code, found.place));
            found.collect::<Vec<_>>()
        };
        assert_eq!(found(COMPOSED), [""; 0]);
        assert_eq!(
            found(CAPTURED),
            ["E145 samples/acme/paid/one.json, acme paid"]
        );
    }
}
