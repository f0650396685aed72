//! Contradictions between schemas, samples and profiles: warnings, and errors where golden tests would fail.

use serde_json::{Value, json};

use crate::ground::{Ground, row, row_with};

const PROFILES: &str = "[acme]\nname.body = [\"/type\"]\n\n[zeta]\n";

/// A row whose schema has a constant as the event's name.
fn schema(event: &str, name: &str) -> Value {
    let properties = json!({"type": {"const": name}, "id": {"type": "string"}});
    let draft = "https://json-schema.org/draft/2020-12/schema";
    let schema = json!({"$schema": draft, "type": "object", "properties": properties});
    row_with(event, "payload_schema", schema)
}

/// Two events of acme whose schemas name them, and a sample of each.
fn ground() -> Ground {
    let ground = Ground::new();
    ground.put_rows(&[schema("made", "made"), schema("sold", "sold")]);
    ground.put("profiles.toml", PROFILES);
    for event in ["made", "sold"] {
        let body = json!({"type": event, "id": "1"});
        ground.put(&format!("samples/acme/{event}/one.json"), body.to_string());
    }
    ground
}

#[test]
fn inputs_that_agree_give_no_warning() {
    let ran = ground().regen_well(&["--profiles", "profiles.toml"]);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
}

#[test]
fn a_sample_that_its_schema_refuses_fails_the_run() {
    let ground = ground();
    ground.put("samples/acme/made/two.json", r#"{"type": "made", "id": 2}"#);
    ground.refuse(
        &["--profiles", "profiles.toml"],
        &[
            "error[E140]: the sample does not fit the schema: expected a string, found a number",
            "--> samples/acme/made/two.json, acme made, at /id",
            "= help: correct the schema by an overlay",
        ],
    );
}

#[test]
fn a_sample_in_the_folder_of_another_event_is_a_warning() {
    let ground = ground();
    ground.put("samples/acme/made/two.json", r#"{"type": "sold"}"#);
    let ran = ground.regen_well(&["--profiles", "profiles.toml"]);
    let text = "warning[E141]: the sample names `sold`, but lies in the folder of `made`\n--> \
                samples/acme/made/two.json, acme made, at /type";
    assert!(ran.err.contains(text), "{}", ran.err);
}

#[test]
fn a_profile_with_a_wrong_pointer_is_one_warning() {
    let ground = ground();
    ground.put("profiles.toml", PROFILES.replace("/type", "/typ"));
    let ran = ground.regen_well(&["--profiles", "profiles.toml"]);
    let text =
        "warning[E142]: no schema declares `/typ`, by which the profile names events\n--> acme\n";
    assert!(ran.err.contains(text), "{}", ran.err);
    assert_eq!(ran.err.matches("warning").count(), 1, "{}", ran.err);
}

#[test]
fn a_constant_that_names_another_event_is_a_warning() {
    let ground = ground();
    ground.put_rows(&[schema("made", "sold"), schema("sold", "sold")]);
    let ran = ground.regen_well(&["--profiles", "profiles.toml"]);
    let text = "warning[E143]: `/type` is always `sold`, which names the event `sold`\n--> rows.jsonl, row 1, column \
                payload_schema, acme made, at /properties/type";
    assert!(ran.err.contains(text), "{}", ran.err);
    assert_eq!(ran.err.matches("warning").count(), 1, "{}", ran.err);
}

#[test]
fn vendors_without_profiles_are_one_warning() {
    let ran = Ground::new().regen_well(&[]);
    let text = "warning[E144]: 2 vendors have no profile: there is no `parse`, only `parse_named` (acme, zeta)";
    assert!(ran.err.contains(text), "{}", ran.err);
    assert_eq!(ran.err.matches("warning").count(), 1, "{}", ran.err);
}

#[test]
fn a_required_member_that_no_sample_has_is_a_warning() {
    let ground = Ground::new();
    ground.put_rows(&[row("thing.made")]);
    ground.put("samples/acme/thing.made/one.json", "{}");
    let ran = ground.regen_well(&[]);
    let text = "warning[E130]: the schema requires `id`, but the only sample lacks it\n--> acme thing.made";
    assert!(ran.err.contains(text), "{}", ran.err);
}
