//! Decides which members are required. A member stays required only if that is proven, by an overlay, a trusted schema, or a
//! captured or documented sample, and if no sample lacks it.

use serde_json::Value;
use webhook_catalog::{Case, Diagnostic, Place, codes};

use crate::event_routing;
use crate::model::{
    Choice, DeclaredPresence, Item, Model, Presence, Property, Shape, Tuple, TypeDef, TypeId,
    TypeKind, Union, Vendor,
};

pub(super) fn run(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for vendor in &mut model.vendors {
        count_evidence(vendor);
        mark_tags(&mut vendor.types);
        relax(vendor, diagnostics);
    }
}

fn count_evidence(vendor: &mut Vendor) {
    let Vendor {
        envelope,
        naming,
        events,
        types,
        ..
    } = vendor;
    let (envelope, naming) = (envelope.as_ref(), naming.as_ref());
    for event in events {
        for sample in &event.samples {
            let (fields, inner) = event_routing::split(envelope, naming, &sample.value);
            let is_proof = match sample.provenance.as_ref().map(|provenance| provenance.kind) {
                Some(Case::Captured | Case::Documented) => true,
                Some(Case::Composed) | None => false,
            };
            let mut counter = Counter { types, is_proof };
            if let (Some(envelope), Some(fields)) = (envelope, fields) {
                counter.count_members(envelope.fields, &fields);
            }
            if let Some(inner) = inner {
                counter.count_members(event.root, &inner);
            }
        }
    }
}

/// Counts the members of one sample.
struct Counter<'t> {
    types: &'t mut [TypeDef],
    /// True if the sample was captured or documented.
    is_proof: bool,
}

impl Counter<'_> {
    /// Counts the members that `value` has, and those of the values in it. Samples have bounded depth, so this may recurse.
    fn count_members(&mut self, id: TypeId, value: &Value) {
        let mut inside: Vec<(Item, &Value)> = Vec::new();
        match (&mut self.types[id.0].kind, value) {
            (TypeKind::Object(object), Value::Object(members)) => {
                for property in &mut object.properties {
                    if property.is_prefix {
                        let held = members.iter().filter(|(name, _)| property.holds(name));
                        inside
                            .extend(held.map(|(_, value)| (property.member_item().clone(), value)));
                        continue;
                    }
                    property.evidence.samples += 1;
                    if let Some(value) = members.get(&property.name) {
                        property.evidence.samples_with += 1;
                        property.evidence.proofs += usize::from(self.is_proof);
                        inside.push((property.item.clone(), value));
                    }
                }
            }
            (TypeKind::Tuple(Tuple { places, rest }), Value::Array(items)) => {
                inside.extend(places.iter().map(|place| place.item.clone()).zip(items));
                inside.extend(
                    items
                        .iter()
                        .skip(places.len())
                        .map(|value| (rest.clone(), value)),
                );
            }
            (TypeKind::Newtype(item), value) => inside.push((item.clone(), value)),
            // Without a tag, the alternative is known only when the value is read.
            (TypeKind::Union(union), value) => {
                if let Some(Choice::Known(alternative)) = union.choose(value) {
                    let shape = alternative.shape.clone();
                    let nullable = false;
                    inside.push((Item { shape, nullable }, value));
                }
            }
            (TypeKind::StringEnum(_) | TypeKind::Object(_) | TypeKind::Tuple(_), _) => {}
        }
        for (item, value) in inside {
            self.count_in_item(&item, value);
        }
    }

    fn count_in_item(&mut self, item: &Item, value: &Value) {
        match (&item.shape, value) {
            (Shape::Named(id), value) => self.count_members(*id, value),
            (Shape::Lazy(item), value) => self.count_in_item(item, value),
            (Shape::List(item), Value::Array(items)) => items
                .iter()
                .for_each(|value| self.count_in_item(item, value)),
            (Shape::Map(item), Value::Object(members)) => members
                .values()
                .for_each(|value| self.count_in_item(item, value)),
            (Shape::List(_) | Shape::Map(_), _) => {}
            (
                Shape::Any { .. }
                | Shape::Boolean
                | Shape::Integer
                | Shape::UnixTime
                | Shape::Number
                | Shape::String
                | Shape::Text(_)
                | Shape::Constant(_),
                _,
            ) => {}
        }
    }
}

/// Marks the members by which unions select a type.
fn mark_tags(types: &mut [TypeDef]) {
    let mut tags: Vec<(TypeId, String)> = Vec::new();
    for def in types.iter() {
        let TypeKind::Union(Union {
            tag: Some(tag),
            alternatives,
            ..
        }) = &def.kind
        else {
            continue;
        };
        let tagged = alternatives
            .iter()
            .filter(|alternative| alternative.tag.is_some());
        tags.extend(tagged.filter_map(|alternative| match alternative.shape {
            Shape::Named(id) => Some((id, tag.member.clone())),
            _ => None,
        }));
    }
    for (id, member) in tags {
        if let TypeKind::Object(object) = &mut types[id.0].kind {
            let mut properties = object.properties.iter_mut();
            if let Some(property) = properties.find(|property| property.name == member) {
                property.evidence.is_tag = true;
            }
        }
    }
}

fn relax(vendor: &mut Vendor, diagnostics: &mut Vec<Diagnostic>) {
    let vendor_id = vendor.id.to_string();
    for def in &mut vendor.types {
        let TypeKind::Object(object) = &mut def.kind else {
            continue;
        };
        for property in &mut object.properties {
            let Property {
                name,
                presence,
                evidence,
                ..
            } = property;
            if *presence == Presence::Optional {
                continue;
            }
            if !evidence.is_proven() {
                *presence = Presence::Optional;
            }
            // A hint needs no sample to be doubted.
            if evidence.is_lacking() && evidence.declared != Some(DeclaredPresence::Hint) {
                let lacking = evidence.samples - evidence.samples_with;
                let place = Place {
                    vendor: Some(vendor_id.clone()),
                    event: def.module_path.event().map(ToString::to_string),
                    pointer: Some(def.schema_pointer.clone()),
                    ..Place::default()
                };
                let message = match (lacking, evidence.samples) {
                    (lacking, samples) if lacking < samples => format!(
                        "the schema requires `{name}`, but {lacking} of {samples} samples lack it"
                    ),
                    (1, _) => format!("the schema requires `{name}`, but the only sample lacks it"),
                    (_, samples) => {
                        format!(
                            "the schema requires `{name}`, but none of {samples} samples has it"
                        )
                    }
                };
                diagnostics.push(
                    Diagnostic::warning(codes::SAMPLE_CONTRADICTS_SCHEMA, place, message)
                        .with_help("the field is optional; an overlay can say so for good"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::{Model, Object, Presence, TypeKind};
    use crate::test_support::{Files, object, patch};

    const PROFILE: &str = "[acme]\nevent = \"/event\"\nname.body = [\"/event/type\"]\n";
    const TRUSTING: &str = "[acme]\ntrust_required = true\n";
    const BARE: &str = "[acme]\n";

    fn rows(profiles: &'static str) -> Files {
        let mut item = object(json!({"id": {"type": "string"}}));
        item["required"] = json!(["id"]);
        let mut schema =
            object(json!({"id": {"type": "string"}, "items": {"type": "array", "items": item}}));
        schema["required"] = json!(["id"]);
        let files = Files {
            profiles,
            ..Files::default()
        };
        files.row("paid", schema)
    }

    /// Every property with its presence and the sentence on it, in the order of types.
    fn presences(model: &Model) -> Vec<String> {
        let defs = model.vendors[0].types.iter();
        let objects = defs.filter_map(|def| match &def.kind {
            TypeKind::Object(Object { properties, .. }) => Some(properties),
            _ => None,
        });
        let line = |property: &crate::model::Property| {
            let mark = match property.presence {
                Presence::Required => "",
                Presence::Optional => "?",
            };
            let sentence = property.evidence.sentence(property.presence);
            format!("{}{mark} {sentence}", property.name)
        };
        objects.flatten().map(line).collect()
    }

    #[test]
    fn a_row_gives_a_hint_unless_it_is_trusted() {
        let unproven = [
            "id? Required by the schema, which no sample proves.",
            "items? Optional in the schema.",
            "id? Required by the schema, which no sample proves.",
        ];
        assert_eq!(presences(&rows(BARE).model()), unproven);
        let trusted = [
            "id Required by the schema.",
            "items? Optional in the schema.",
            "id Required by the schema.",
        ];
        assert_eq!(presences(&rows(TRUSTING).model()), trusted);
        assert_eq!(presences(&rows("").model()), trusted);
    }

    #[test]
    fn an_overlay_is_a_proof_even_where_it_repeats_the_row() {
        let lists = json!({
            "required": ["id"], "title": "A payment",
            "properties": {"items": {"items": {"required": ["id"]}}},
        });
        let overlaid = rows(BARE).overlay("a", patch("paid", lists));
        assert_eq!(
            presences(&overlaid.model()),
            [
                "id Required by an overlay.",
                "items? Optional in the schema.",
                "id Required by an overlay.",
            ]
        );
        let lacking = overlaid.sample("paid", "a", json!({"items": [{"id": "1"}]}));
        assert_eq!(
            presences(&lacking.model()),
            [
                "id? Required by an overlay, but in 0 of 1 samples.",
                "items? Optional in the schema; in 1 of 1 samples.",
                "id Required by an overlay; in 1 of 1 samples.",
            ]
        );
    }

    #[test]
    fn sent_payloads_are_proofs_and_composed_ones_are_none() {
        let full = json!({"id": "1", "items": [{"id": "1"}, {"id": "2"}]});
        let proven = [
            "id Always present: in 1 of 1 samples.",
            "items? Optional in the schema; in 1 of 1 samples.",
            "id Always present: in 2 of 2 samples.",
        ];
        let sampled = |kind: &str| {
            let provenance = format!("a = {{ kind = \"{kind}\" }}\n");
            rows(BARE)
                .sample("paid", "a", full.clone())
                .provenance("paid", &provenance)
        };
        assert_eq!(presences(&sampled("captured").model()), proven);
        assert_eq!(presences(&sampled("documented").model()), proven);
        assert_eq!(
            presences(&sampled("composed").model()),
            [
                "id? Required by the schema, which no sample proves.",
                "items? Optional in the schema; in 1 of 1 samples.",
                "id? Required by the schema, which no sample proves.",
            ]
        );
        // One that lacks it counts whatever its origin. Objects that are not there say nothing of their members.
        let lacking = sampled("captured").sample("paid", "b", json!({}));
        assert_eq!(
            presences(&lacking.model()),
            [
                "id? Required by the schema, but in 1 of 2 samples.",
                "items? Optional in the schema; in 1 of 2 samples.",
                "id Always present: in 2 of 2 samples.",
            ]
        );
    }

    #[test]
    fn the_envelope_is_proven_by_overlays_of_all_its_events() {
        let mut event = object(json!({"type": {"type": "string"}}));
        event["required"] = json!(["type"]);
        let mut schema = object(json!({"at": {"type": "integer"}, "event": event}));
        schema["required"] = json!(["at", "event"]);
        let files = Files {
            profiles: PROFILE,
            ..Files::default()
        };
        let files = files.row("paid", schema.clone()).row("lost", schema);
        let list = json!({"required": ["at", "event"], "title": "A delivery"});
        let one = files.overlay("paid", patch("paid", list.clone()));
        let of_at = |files: &Files| {
            let lines = presences(&files.model()).into_iter();
            lines
                .filter(|line| line.starts_with("at"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of_at(&one),
            ["at? Required by the schema, which no sample proves."]
        );
        let both = one.overlay("lost", patch("lost", list));
        assert_eq!(of_at(&both), ["at Required by an overlay."]);
    }

    #[test]
    fn shared_definitions_are_an_overlays_word() {
        let mut definition = object(json!({"id": {"type": "string"}}));
        definition["required"] = json!(["id"]);
        let shared = json!({
            "reason": "all", "source": "https://acme.example", "$defs": {"by": definition},
            "patch": {"payload_schema": {"properties": {"by": {"$ref": "#/$defs/by"}}}},
        });
        let files = rows(BARE).overlay("shared", shared);
        let lines = presences(&files.model());
        assert!(
            lines.contains(&"id Required by an overlay.".to_owned()),
            "{lines:#?}"
        );
    }

    /// An overlay of one event says nothing of the others.
    #[test]
    fn a_definition_that_rows_share_is_proven_by_overlays_of_all_of_them() {
        let mut schema = object(json!({"by": {"$ref": "#/$defs/by"}}));
        schema["$defs"] = json!({"by": object(json!({"id": {"type": "string"}}))});
        schema["$defs"]["by"]["required"] = json!(["id"]);
        let files = Files {
            profiles: BARE,
            ..Files::default()
        };
        let files = files.row("lost", schema.clone()).row("paid", schema);
        let list = json!({"title": "A payment", "$defs": {"by": {"required": ["id"]}}});
        let one = files.overlay("lost", patch("lost", list.clone()));
        let of_id = |files: &Files| {
            let lines = presences(&files.model()).into_iter();
            let lines = lines.filter(|line| line.starts_with("id"));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(
            of_id(&one),
            ["id? Required by the schema, which no sample proves."]
        );
        let both = one.overlay("paid", patch("paid", list));
        assert_eq!(of_id(&both), ["id Required by an overlay."]);
    }

    #[test]
    fn a_tag_is_always_there_and_guards_let_hints_be_absent() {
        let shape = |kind: &str, size: &str| {
            let mut shape = object(json!({"kind": {"const": kind}, size: {"type": "integer"}}));
            shape["required"] = json!(["kind", size]);
            shape
        };
        let mut either = object(json!({"x": {"type": "integer"}}));
        either["required"] = json!(["x"]);
        let schema = object(json!({
            "shape": {"discriminator": {"propertyName": "kind"}, "oneOf": [shape("circle", "r"), shape("square", "a")]},
            "either": {"anyOf": [either, {"type": "string"}]},
        }));
        let files = Files {
            profiles: BARE,
            ..Files::default()
        };
        let files = files.row("paid", schema).sample(
            "paid",
            "a",
            json!({"either": {}, "shape": {"kind": "circle"}}),
        );
        assert_eq!(
            presences(&files.model()),
            [
                "either? Optional in the schema; in 1 of 1 samples.",
                "shape? Optional in the schema; in 1 of 1 samples.",
                "x? Required by the schema, which no sample proves.",
                "kind Always present: it selects the alternative.",
                "r? Required by the schema, but in 0 of 1 samples.",
                "a? Required by the schema, which no sample proves.",
                "kind Always present: it selects the alternative.",
            ]
        );
    }

    #[test]
    fn places_of_a_tuple_are_hints_too() {
        let pair = json!({"type": "array", "minItems": 1, "prefixItems": [{"type": "string"}, {"type": "integer"}]});
        let schema = object(json!({"pair": pair}));
        let required = |files: Files| {
            let model = files.model();
            let mut defs = model.vendors[0].types.iter();
            let places = defs.find_map(|def| match &def.kind {
                TypeKind::Tuple(tuple) => Some(&tuple.places),
                _ => None,
            });
            let places = places.expect("the pair is a tuple").iter();
            places
                .filter(|place| place.presence == Presence::Required)
                .count()
        };
        let files = || {
            let files = Files {
                profiles: BARE,
                ..Files::default()
            };
            files.row("paid", schema.clone())
        };
        assert_eq!(required(files()), 0);
        let minimum = json!({"title": "A payment", "properties": {"pair": {"minItems": 1}}});
        assert_eq!(required(files().overlay("a", patch("paid", minimum))), 1);
    }
}
