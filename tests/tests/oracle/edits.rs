//! Hand-written edits of real rows of Slack and of its profile.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use webhook_catalog::{
    AuthMethod, DeliveryGuarantee, EventName, EventRow, Naming, Profile, SharedDefinitions,
    VendorId, read_profiles,
};
use webhook_codegen::Inputs;

use end_to_end::{inputs, sound};

/// The real rows.
pub(crate) static SNAPSHOT: LazyLock<Vec<EventRow>> =
    LazyLock::new(|| inputs::snapshot_rows("slack"));

/// Two events of Slack from the catalogue, and Slack's profile.
pub(crate) fn slack() -> Inputs {
    let vendor = VendorId::new("slack").expect("a valid id");
    let mut profiles = sound(read_profiles(&inputs::file("catalog/profiles.toml")));
    profiles.0.retain(|of, profile| {
        // Rules identify other events.
        if let Some(Naming::Body(naming)) = &mut profile.naming {
            naming.rules.clear();
            naming.pointers.truncate(1);
            if let Some(unenveloped) = &mut naming.unenveloped {
                unenveloped.pointers.truncate(1);
            }
        }
        // The edits are about what the rows require.
        profile.trust_required = true;
        *of == vendor
    });
    Inputs {
        rows: vec![row("app_mention"), row("reaction_added")],
        shared_definitions: SharedDefinitions::default(),
        samples: Vec::new(),
        profiles,
    }
}

fn row(event: &str) -> EventRow {
    let mut rows = SNAPSHOT.iter();
    let row = rows.find(|row| row.event_name.as_str() == event);
    row.expect("the snapshot has the event").clone()
}

fn profile(inputs: &mut Inputs) -> &mut Profile {
    let mut profiles = inputs.profiles.0.values_mut();
    profiles.next().expect("there is one profile")
}

/// Replaces the schema at a pointer in every row.
fn put(inputs: &mut Inputs, pointer: &str, schema: &Value) {
    for row in &mut inputs.rows {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a segment");
        let parent = row.payload_schema.pointer_mut(parent);
        let parent = parent.and_then(Value::as_object_mut);
        parent
            .expect("the parent is an object")
            .insert(name.to_owned(), schema.clone());
    }
}

/// Makes a member of the object at a pointer optional, or removes it.
fn take(inputs: &mut Inputs, pointer: &str, name: &str, keeps: Keeps) {
    for row in &mut inputs.rows {
        let object = row.payload_schema.pointer_mut(pointer);
        let object: &mut Map<String, Value> = object
            .and_then(Value::as_object_mut)
            .expect("the pointer leads to a schema");
        let required = object.get_mut("required").and_then(Value::as_array_mut);
        required
            .expect("some members are required")
            .retain(|one| one != name);
        if keeps == Keeps::Nothing {
            let properties = object.get_mut("properties").and_then(Value::as_object_mut);
            properties.expect("there are properties").remove(name);
        }
    }
}

/// The part of a member that `take` keeps.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Keeps {
    Property,
    Nothing,
}

fn facts(inputs: &mut Inputs, change: impl Fn(&mut EventRow)) {
    inputs.rows.iter_mut().for_each(change);
}

/// An edit of a catalogue.
pub(crate) type Edit = fn(&mut Inputs);

pub(crate) fn none(_: &mut Inputs) {}

/// Removes deliveries without envelope.
fn no_bare(all: &mut Inputs) {
    if let Some(Naming::Body(naming)) = &mut profile(all).naming {
        naming.unenveloped = None;
    }
}

/// Removes the envelope from rows and profile.
fn no_envelope(all: &mut Inputs) {
    for row in &mut all.rows {
        row.payload_schema = row.payload_schema["properties"]["event"].clone();
    }
    profile(all).event = String::new();
    if let Some(Naming::Body(naming)) = &mut profile(all).naming {
        naming.pointers = vec!["/type".to_owned()];
        naming.places = vec![vec![0]];
        naming.rules.clear();
        naming.unenveloped = None;
    }
}

/// Edits of catalogues with a prior edit on both sides: name, prior edit, edit.
pub(crate) const PREPARED: &[(&str, Edit, Edit)] = &[
    (
        "no envelope where every delivery had one",
        no_bare,
        no_envelope,
    ),
    (
        "an envelope where no delivery had one",
        no_envelope,
        |all| {
            *all = slack();
            no_bare(all);
        },
    ),
    (
        "bodies without envelope where every delivery had one",
        no_bare,
        |all| *all = slack(),
    ),
];

/// Edits of Slack's rows and profile.
pub(crate) const EDITS: &[(&str, Edit)] = &[
    ("nothing", |_| {}),
    ("an event less", |all| drop(all.rows.pop())),
    ("an event more", |all| all.rows.push(row("channel_created"))),
    ("an event renamed", |all| {
        all.rows[0].event_name = EventName::new("app_mentioned").expect("a name");
    }),
    ("`event_time` optional", |all| {
        take(all, "", "event_time", Keeps::Property);
    }),
    ("`event_time` gone", |all| {
        take(all, "", "event_time", Keeps::Nothing)
    }),
    ("`event_time` a number", |all| {
        put(all, "/properties/event_time", &json!({"type": "number"}));
    }),
    ("`event_time` a text", |all| {
        put(all, "/properties/event_time", &json!({"type": "string"}));
    }),
    ("`event_time` an integer or a text", |all| {
        put(
            all,
            "/properties/event_time",
            &json!({"type": ["integer", "string"]}),
        );
    }),
    ("`team_id` nullable", |all| {
        put(
            all,
            "/properties/team_id",
            &json!({"type": ["string", "null"]}),
        );
    }),
    ("`team_id` nullable and optional", |all| {
        put(
            all,
            "/properties/team_id",
            &json!({"type": ["string", "null"]}),
        );
        take(all, "", "team_id", Keeps::Property);
    }),
    ("`team_id` one of two texts", |all| {
        put(
            all,
            "/properties/team_id",
            &json!({"type": "string", "enum": ["T1", "T2"]}),
        );
    }),
    ("`team_id` always the same", |all| {
        put(all, "/properties/team_id", &json!({"const": "T1"}));
    }),
    ("`team_id` a list", |all| {
        put(
            all,
            "/properties/team_id",
            &json!({"type": "array", "items": {"type": "string"}}),
        );
    }),
    ("`team_id` anything", |all| {
        put(all, "/properties/team_id", &json!({}))
    }),
    ("`team_id` an object", |all| {
        put(
            all,
            "/properties/team_id",
            &json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}),
        );
    }),
    ("`token` described otherwise", |all| {
        put(
            all,
            "/properties/token",
            &json!({"type": "string", "description": "Legacy."}),
        );
    }),
    ("`token` deprecated", |all| {
        put(all, "/properties/token/deprecated", &json!(true));
    }),
    ("`event_id` of a format", |all| {
        put(all, "/properties/event_id/format", &json!("uuid"));
    }),
    ("`event_id` bounded", |all| {
        put(all, "/properties/event_id/minLength", &json!(1));
    }),
    ("`type` another constant", |all| {
        put(all, "/properties/type/const", &json!("event_delivery"));
    }),
    ("`type` any text", |all| {
        put(all, "/properties/type", &json!({"type": "string"}))
    }),
    ("the envelope has a member more", |all| {
        put(all, "/properties/is_retry", &json!({"type": "boolean"}));
    }),
    ("the event has a member more", |all| {
        put(
            all,
            "/properties/event/properties/user",
            &json!({"type": "string"}),
        );
    }),
    ("the event has a required object more", |all| {
        put(
            all,
            "/properties/event/properties/item",
            &json!({"type": "object", "required": ["ts"], "properties": {"ts": {"type": "string"}}}),
        );
        put(all, "/properties/event/required", &json!(["type", "item"]));
    }),
    ("the event says its name", |all| {
        for row in &mut all.rows {
            let name = json!({"const": row.event_name.as_str()});
            row.payload_schema["properties"]["event"]["properties"]["type"] = name;
        }
    }),
    ("the event's `type` optional", |all| {
        put(all, "/properties/event/required", &json!([]));
    }),
    ("the event's `type` undescribed", |all| {
        take(all, "/properties/event", "type", Keeps::Nothing);
    }),
    ("the event closed", |all| {
        put(all, "/properties/event/additionalProperties", &json!(false));
    }),
    ("the event titled", |all| {
        put(all, "/title", &json!("Delivery"));
    }),
    ("the event in another member", |all| {
        for row in &mut all.rows {
            let event = row.payload_schema["properties"]["event"].clone();
            row.payload_schema["properties"]["data"] = event;
        }
        take(all, "", "event", Keeps::Nothing);
        profile(all).event = "/data".to_owned();
        if let Some(Naming::Body(naming)) = &mut profile(all).naming {
            naming.pointers[0] = "/data/type".to_owned();
            naming.unenveloped = None;
        }
    }),
    ("no envelope", |all| {
        profile(all).event = String::new();
        if let Some(Naming::Body(naming)) = &mut profile(all).naming {
            naming.unenveloped = None;
        }
    }),
    ("no envelope, and rows without one", no_envelope),
    ("the name in another member", |all| {
        put(
            all,
            "/properties/event/properties/kind",
            &json!({"type": "string"}),
        );
        if let Some(Naming::Body(naming)) = &mut profile(all).naming {
            naming.pointers[0] = "/event/kind".to_owned();
        }
    }),
    ("the name in a header", |all| {
        profile(all).naming = Some(Naming::Header {
            name: "X-Slack-Event".to_owned(),
            aliases: Vec::new(),
        });
    }),
    ("no body without envelope", no_bare),
    ("nobody says how deliveries are signed", |all| {
        profile(all).signature = None
    }),
    ("another trigger", |all| {
        facts(all, |row| row.facts.trigger = Some("Always.".to_owned()))
    }),
    ("another page", |all| {
        facts(all, |row| {
            row.facts.docs_url = Some("https://docs.slack.dev/new".to_owned())
        })
    }),
    ("another vendor's name", |all| {
        facts(all, |row| {
            row.vendor_display_name = Some("Slack Inc".to_owned())
        })
    }),
    ("another way to authenticate", |all| {
        facts(all, |row| row.facts.auth_method = Some(AuthMethod::Mtls))
    }),
    ("another signature header", |all| {
        facts(all, |row| row.facts.signature_header = None)
    }),
    ("delivered at most once", |all| {
        facts(all, |row| {
            row.facts.delivery_guarantee = Some(DeliveryGuarantee::AtMostOnce)
        });
    }),
    ("no retries", |all| facts(all, |row| row.facts.retry = None)),
    ("a scope needed", |all| {
        facts(all, |row| {
            row.facts.scopes = Some(vec!["reactions:read".to_owned()])
        });
    }),
    ("a largest size", |all| {
        facts(all, |row| row.facts.max_payload_bytes = Some(4096))
    }),
    ("notes", |all| {
        facts(all, |row| {
            row.facts.notes = Some("Rate limited.".to_owned())
        })
    }),
];
