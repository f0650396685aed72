//! Bad input: a diagnostic with place, finding and help, and no change on disk.

use crate::ground::{Ground, row, row_with, snapshot};

#[test]
fn truncated_parquet() {
    let ground = Ground::new();
    let whole = snapshot();
    ground.put("cut.parquet", &whole[..whole.len() / 2]);
    ground.refuse(
        &["--catalog", "cut.parquet"],
        &["--> cut.parquet", "the Parquet file is cut short"],
    );
}

#[test]
fn text_named_parquet() {
    let ground = Ground::new();
    ground.put("text.parquet", "vendor,event_name\nacme,thing.made\n");
    ground.refuse(
        &["--catalog", "text.parquet"],
        &["--> text.parquet", "not a Parquet file"],
    );
}

#[test]
fn a_jsonl_line_cut_short() {
    let ground = Ground::new();
    let second = row("thing.sold").to_string();
    let text = format!("{}\n{}", row("thing.made"), &second[..second.len() - 9]);
    ground.put("rows.jsonl", text);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl, row 2",
            "the line is cut short",
            "restore the rest of the line",
        ],
    );
}

#[test]
fn a_missing_required_column() {
    let ground = Ground::new();
    let mut rows = [row("thing.made"), row("thing.sold")];
    for row in &mut rows {
        let columns = row.as_object_mut().expect("a row is an object");
        columns.remove("docs_url");
    }
    ground.put_rows(&rows);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl",
            "column docs_url",
            "the required column `docs_url` is missing",
        ],
    );
}

#[test]
fn an_empty_event_name() {
    let ground = Ground::new();
    ground.put_rows(&[row("thing.made"), row("")]);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl, row 2, column event_name, acme",
            "`event_name` is empty",
        ],
    );
}

#[test]
fn two_rows_of_one_name() {
    let ground = Ground::new();
    ground.put_rows(&[row("thing.made"), row("thing.sold"), row("thing.made")]);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl, row 3",
            "`thing.made` of `acme` already stands in rows.jsonl, row 1",
        ],
    );
}

#[test]
fn two_rows_of_one_name_in_two_files() {
    let ground = Ground::new();
    ground.put("more.jsonl", format!("{}\n", row("thing.sold")));
    ground.refuse(
        &["--catalog", "rows.jsonl", "--catalog", "more.jsonl"],
        &[
            "`thing.sold` of `acme` already stands in ",
            "rows.jsonl, row 2",
            "more.jsonl, row 1",
        ],
    );
}

#[test]
fn a_payload_schema_that_is_not_json() {
    let ground = Ground::new();
    ground.put_rows(&[row_with("thing.made", "payload_schema", r#"{"type": obj"#)]);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl, row 1, column payload_schema, acme thing.made",
            "the text in `payload_schema` is not JSON",
        ],
    );
}

#[test]
fn a_payload_schema_that_is_no_object() {
    for (value, found) in [
        (serde_json::json!(["object"]), "found an array"),
        (serde_json::json!(7), "found a number"),
        (serde_json::json!("[]"), "found an array"),
        (serde_json::json!(true), "found a boolean"),
    ] {
        let ground = Ground::new();
        ground.put_rows(&[row_with("thing.made", "payload_schema", value)]);
        ground.refuse(
            &[],
            &[
                "--> rows.jsonl, row 1, column payload_schema, acme thing.made",
                "`payload_schema` is an object",
                found,
            ],
        );
    }
}

#[test]
fn a_payload_schema_with_a_fault_inside() {
    let ground = Ground::new();
    let mut bad = row("thing.made");
    bad["payload_schema"]["properties"]["id"]["type"] = "strnig".into();
    ground.put_rows(&[bad]);
    ground.refuse(
        &[],
        &[
            "rows.jsonl, row 1, column payload_schema, acme thing.made",
            "at /properties/id/type",
            "strnig",
        ],
    );
}

#[test]
fn an_unknown_auth_method() {
    let ground = Ground::new();
    ground.put_rows(&[row_with("thing.made", "auth_method", "hmac-sha265")]);
    ground.refuse(
        &[],
        &[
            "--> rows.jsonl, row 1, column auth_method, acme thing.made",
            "unknown auth_method `hmac-sha265`",
            "hmac-sha256",
        ],
    );
}

#[test]
fn a_missing_folder() {
    let ground = Ground::new();
    for flag in ["--samples", "--overlays"] {
        let ran = ground.regen(&[flag, "nowhere"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
    }
    ground.refuse(
        &["--samples", "nowhere"],
        &["--> nowhere", "cannot list the folder `nowhere`"],
    );
}

#[test]
fn a_file_where_a_folder_is_expected() {
    let ground = Ground::new();
    ground.put("file", "not a folder");
    ground.refuse(
        &["--samples", "file"],
        &[
            "--> file",
            "cannot list the folder `file`",
            "name the folder",
        ],
    );
}

#[test]
fn a_folder_where_a_file_is_expected() {
    let ground = Ground::new();
    ground.refuse(
        &["--catalog", "samples"],
        &["--> samples", "cannot read `samples`"],
    );
}

#[test]
fn a_missing_catalogue() {
    let ground = Ground::new();
    ground.refuse(
        &["--catalog", "nowhere.parquet"],
        &["--> nowhere.parquet", "cannot read `nowhere.parquet`"],
    );
}

#[test]
fn a_sample_that_is_not_json() {
    let ground = Ground::new();
    ground.put("samples/zeta/thing_gone/cut.json", "{\n  \"id\": \n");
    ground.refuse(
        &[],
        &[
            "--> samples/zeta/thing_gone/cut.json",
            "zeta thing_gone",
            "not JSON",
        ],
    );
}

#[test]
fn all_faults_of_a_run_are_reported() {
    let ground = Ground::new();
    let whole = snapshot();
    ground.put("cut.parquet", &whole[..1000]);
    ground.put("text.parquet", "text");
    ground.put("samples/zeta/thing_gone/cut.json", "{");
    ground.put("samples/zeta/thing_lost/bad.json", "nul");
    let rows = [
        row(""),
        row_with("b", "auth_method", "shout"),
        row_with("c", "payload_schema", "{"),
        row("d"),
        row("d"),
    ];
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    ground.put("rows.jsonl", text + "{\"vendor\":");
    ground.refuse(
        &[
            "--catalog",
            "rows.jsonl",
            "--catalog",
            "cut.parquet",
            "--catalog",
            "text.parquet",
            "--profiles",
            "nowhere.toml",
        ],
        &[
            "rows.jsonl, row 1, column event_name",
            "rows.jsonl, row 2, column auth_method",
            "rows.jsonl, row 3, column payload_schema",
            "rows.jsonl, row 5",
            "rows.jsonl, row 6",
            "--> cut.parquet",
            "--> text.parquet",
            "samples/zeta/thing_gone/cut.json",
            "samples/zeta/thing_lost/bad.json",
            "cannot read `nowhere.toml`",
            "nothing was written",
        ],
    );
}
