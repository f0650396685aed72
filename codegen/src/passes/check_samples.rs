//! Checks that every sample fits the types of its event and names that event.

use webhook_catalog::{BodyFormat, Diagnostic, Place, Sample, codes, pointer, shown};

use crate::event_routing;
use crate::form_value::unlike_form;
use crate::misfit::{Misfit, misfit_of_looked_at_body};
use crate::model::{Event, Model, Vendor};

/// Reports samples that contradict types or naming. Golden tests of a sample that does not fit would fail, so that is an
/// error.
pub(super) fn run(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &model.vendors {
        check_forms(vendor, diagnostics);
        check_fit(vendor, diagnostics);
        check_names(vendor, diagnostics);
    }
}

fn samples(vendor: &Vendor) -> impl Iterator<Item = (&Event, &Sample)> {
    let events = vendor.events.iter();
    events.flat_map(|event| event.samples.iter().map(move |sample| (event, sample)))
}

fn place(vendor: &Vendor, event: &Event, sample: &Sample, pointer: String) -> Place {
    Place {
        source: Some(sample.label.clone()),
        vendor: Some(vendor.id.to_string()),
        event: Some(event.name.to_string()),
        pointer: Some(pointer),
        ..Place::default()
    }
}

/// Reports samples of a vendor that sends forms which no form is read as.
fn check_forms(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) {
    if vendor.body == BodyFormat::Json {
        return;
    }
    for (event, sample) in samples(vendor) {
        let Some(path) = unlike_form(&sample.value) else {
            continue;
        };
        let place = place(vendor, event, sample, pointer::from_steps(&path));
        let message = "the vendor sends forms, but no form is read as the sample";
        let help = "a form has strings, lists of several strings, objects with members, and lists of such objects";
        diagnostics
            .push(Diagnostic::error(codes::SAMPLE_DOES_NOT_FIT, place, message).with_help(help));
    }
}

/// Reports each misfit of an event once, at the first of the samples that have it.
fn check_fit(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let mut found = Grouped::default();
    for (event, sample) in samples(vendor) {
        if let Some(misfit) = misfit_of_looked_at_body(vendor, event, &sample.value) {
            found.add((event.name.as_str(), misfit), (event, sample));
        }
    }
    for ((_, misfit), (event, sample), more) in found.0 {
        let Misfit {
            steps,
            expected,
            found,
        } = misfit;
        let pointer = pointer::from_steps(&steps);
        let found = found.map_or_else(|| "nothing".to_owned(), str::to_owned);
        let message = format!(
            "the sample does not fit the schema: expected {expected}, found {found}{}",
            and_more(more)
        );
        let place = place(vendor, event, sample, pointer);
        let help =
            "correct the schema by an overlay; remove the sample if the vendor does not send it";
        diagnostics
            .push(Diagnostic::error(codes::SAMPLE_DOES_NOT_FIT, place, message).with_help(help));
    }
}

/// Reports each other event that samples name, at the first of these samples.
fn check_names(vendor: &Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let Some(naming) = &vendor.naming else { return };
    let Some(body_naming) = event_routing::body_naming(vendor) else {
        return;
    };
    let mut found = Grouped::default();
    for (event, sample) in samples(vendor) {
        let Some(named) = event_routing::named(naming, &sample.value) else {
            continue;
        };
        if named.event_name != event.name.as_str() {
            found.add(named.event_name, (event, sample));
        }
    }
    for (name, (event, sample), more) in found.0 {
        let mut names = vendor.events.iter().map(|event| event.name.as_str());
        let message = format!(
            "the sample names {}{}, but lies in the folder of {}{}",
            shown(&name),
            match names.any(|event| event == name) {
                true => "",
                false => ", an event that the vendor lacks",
            },
            shown(event.name.as_str()),
            and_more(more)
        );
        let pointer = body_naming.pointers.first().cloned().unwrap_or_default();
        let place = place(vendor, event, sample, pointer);
        let help = "move the sample to the event that it names, or correct `name` in the profile";
        diagnostics.push(
            Diagnostic::warning(codes::SAMPLE_NAMES_OTHER_EVENT, place, message).with_help(help),
        );
    }
}

/// Findings in the order in which they were first made, and how often each was made again.
struct Grouped<K, V>(Vec<(K, V, usize)>);

impl<K, V> Default for Grouped<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq, V> Grouped<K, V> {
    fn add(&mut self, key: K, value: V) {
        match self.0.iter_mut().find(|(known, ..)| *known == key) {
            Some((.., more)) => *more += 1,
            None => self.0.push((key, value, 0)),
        }
    }
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " (and 1 more sample)".to_owned(),
        more => format!(" (and {more} more samples)"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::Model;
    use crate::test_support::{Files, object};

    /// The diagnostics about contradictions: severity, code, place and message.
    fn found(files: &Files) -> Vec<String> {
        let built = Model::build(files.inputs());
        let found = built
            .diagnostics
            .iter()
            .filter(|found| ["E140", "E141"].contains(&found.code.as_str()));
        found
            .map(|found| {
                let kind = if found.is_error() { "error" } else { "warning" };
                format!("{kind} {} {}: {}", found.code, found.place, found.message)
            })
            .collect()
    }

    fn misfits(schema: Value, bodies: &[Value]) -> Vec<String> {
        let mut files = Files::default().row("paid", schema);
        for (index, body) in bodies.iter().enumerate() {
            files = files.sample("paid", &format!("case_{index}"), body.clone());
        }
        found(&files)
            .iter()
            .map(|line| {
                line.replace("samples/acme/paid/", "")
                    .replace(", acme paid", "")
            })
            .map(|line| line.replace("the sample does not fit the schema: ", ""))
            .collect()
    }

    #[test]
    fn a_sample_that_its_type_refuses_is_an_error_once_per_place() {
        let schema = object(json!({
            "n": {"type": "integer"},
            "list": {"type": "array", "items": object(json!({"s": {"type": ["string", "null"]}}))},
        }));
        let bodies = [
            json!({"n": "1"}),
            json!({"n": "2", "list": []}),
            json!({"n": 1, "list": [{"s": null}, {"s": 5}]}),
            json!({"n": 1.0, "list": [{}], "other": [1]}),
            json!([]),
        ];
        assert_eq!(
            misfits(schema, &bodies),
            [
                "error E140 case_0.json, at /n: expected an integer, found a string (and 1 more sample)",
                "error E140 case_2.json, at /list/1/s: expected a string or null, found a number",
                "error E140 case_4.json: expected an object, found an array",
            ]
        );
    }

    #[test]
    fn lazy_values_of_samples_fit_too() {
        let lazy =
            json!({"type": "object", "properties": {"s": {"type": "string"}}, "x-lazy": true});
        let schema = object(json!({"list": {"type": "array", "items": lazy}}));
        let bodies = [
            json!({"list": [{"s": ""}, {"x": 1}]}),
            json!({"list": [{"s": 5}]}),
        ];
        assert_eq!(
            misfits(schema, &bodies),
            ["error E140 case_1.json, at /list/0/s: expected a string, found a number"]
        );
    }

    #[test]
    fn a_sample_that_no_form_is_read_as_is_an_error() {
        let schema = object(json!({"n": {"type": "integer"}}));
        let found = |body: Value| {
            found(&Files {
                profiles: "[acme]\nbody = \"form\"\n",
                ..Files::default()
                    .row("paid", schema.clone())
                    .sample("paid", "one", body)
            })
        };
        assert_eq!(
            found(json!({"n": "1", "other": {"list": ["x"]}})),
            [
                "error E140 samples/acme/paid/one.json, acme paid, at /other/list: the vendor sends forms, but no form is read as the sample"
            ]
        );
        assert_eq!(
            found(json!({"n": "1", "other": {"list": ["x", "y"]}})),
            Vec::<String>::new()
        );
    }

    #[test]
    fn alternatives_and_envelopes_are_checked_too() {
        let one = |kind: &str, value: &str| {
            json!({"type": "object", "required": ["kind", "v"],
                "properties": {"kind": {"const": kind}, "v": {"type": value}}})
        };
        let union = json!({"oneOf": [one("a", "string"), one("b", "integer")], "discriminator": {"propertyName": "kind"}});
        let either = json!({"type": ["string", "integer"]});
        let schema = object(
            json!({"event": object(json!({"u": union, "e": either})), "id": {"type": "string"}}),
        );
        let files = |body: Value| Files {
            profiles: "[acme]\nevent = \"/event\"\n",
            ..Files::default()
                .row("paid", schema.clone())
                .sample("paid", "one", body)
        };
        let found = |body| {
            let lines = found(&files(body));
            lines
                .join("")
                .replace("error E140 samples/acme/paid/one.json, acme paid", "")
        };
        let fitting = json!({"event": {"u": {"kind": "b", "v": 1}, "e": "x"}, "id": "1"});
        assert_eq!(found(fitting), "");
        assert_eq!(found(json!({"event": {"u": {"kind": "c"}}})), "");
        assert_eq!(
            found(json!({"event": {"u": {"kind": "b", "v": ""}}})),
            ", at /event/u/v: the sample does not fit the schema: expected an integer, found a string"
        );
        assert_eq!(found(json!({"event": {"u": {}}})), "");
        assert_eq!(
            found(json!({"event": {"u": {"kind": 1}}})),
            ", at /event/u/kind: the sample does not fit the schema: expected a string, found a number"
        );
        assert_eq!(
            found(json!({"event": {"e": true}})),
            ", at /event/e: the sample does not fit the schema: expected one of several forms, found a boolean"
        );
        assert_eq!(
            found(json!({"id": 1, "event": {}})),
            ", at /id: the sample does not fit the schema: expected a string, found a number"
        );
        assert_eq!(
            found(json!({"id": "1"})),
            ", at /event: the sample does not fit the schema: expected an object, found nothing"
        );
    }

    #[test]
    fn a_sample_that_names_another_event_is_a_warning_once_per_name() {
        let schema = || object(json!({"type": {"type": "string"}}));
        let files = Files {
            profiles: "[acme]\nname.body = [\"/type\"]\n",
            ..Files::default()
                .row("paid", schema())
                .row("sent", schema())
                .sample("paid", "right", json!({"type": "paid"}))
                .sample("paid", "unnamed", json!({}))
                .sample("paid", "wrong", json!({"type": "sent"}))
                .sample("sent", "one", json!({"type": "gone"}))
                .sample("sent", "two", json!({"type": "gone"}))
        };
        assert_eq!(
            found(&files),
            [
                "warning E141 samples/acme/paid/wrong.json, acme paid, at /type: the sample names `sent`, but lies in the \
                 folder of `paid`",
                "warning E141 samples/acme/sent/one.json, acme sent, at /type: the sample names `gone`, an event that the \
                 vendor lacks, but lies in the folder of `sent` (and 1 more sample)",
            ]
        );
    }
}
