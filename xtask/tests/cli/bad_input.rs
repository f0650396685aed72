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

/// Rows without a vendor, in the folder of theirs.
fn put_partition(ground: &Ground, folder: &str) {
    let mut row = row("thing.made");
    row.as_object_mut()
        .expect("a row is an object")
        .remove("vendor");
    ground.put(&format!("{folder}/part-0.jsonl"), format!("{row}\n"));
}

#[test]
fn a_folder_of_rows_and_its_partitions() {
    let ground = Ground::new();
    put_partition(&ground, "hive/vendor=acme");
    put_partition(&ground, "hive/vendor=zeta");
    ground.put("hive/vendor=acme/_SUCCESS", "");
    ground.put("hive/notes/other.json", "no row");
    let lines = |catalog: &str| ground.regen_well(&["--catalog", catalog]).err;
    let both = lines("hive");
    for line in [
        "read hive/vendor=acme/part-0.jsonl: 1 row",
        "emitted acme: 1 event from 1 row",
        "emitted zeta: 2 events from 1 row and 1 known by samples alone",
    ] {
        assert!(both.contains(line), "{line}: {both}");
    }
    let one = lines("hive/vendor=acme/part-0.jsonl");
    assert!(one.contains("emitted acme: 1 event from 1 row"), "{one}");
}

#[test]
fn a_row_in_the_folder_of_another_vendor() {
    let ground = Ground::new();
    ground.put(
        "hive/vendor=zeta/part-0.jsonl",
        row("thing.made").to_string(),
    );
    ground.refuse(
        &["--catalog", "hive"],
        &[
            "--> hive/vendor=zeta/part-0.jsonl, row 1, column vendor",
            "`vendor` is `acme` in the row, but `zeta` in the name of its folder",
        ],
    );
}

#[test]
fn advice_for_a_path_that_leads_nowhere() {
    let ground = Ground::new();
    ground.put("empty/.keep", "");
    for (words, advice) in [
        (
            &["--catalog", "rows.jsnol"][..],
            "help: did you mean `rows.jsonl`?\n",
        ),
        (
            &["--samples", "sampels"],
            "did you mean `samples`? to run without, pass `none`",
        ),
        (
            &["--catalog", "no/rows.jsonl"],
            "help: there is no folder `no`\n",
        ),
        (&["--catalog", "empty"], "no .parquet, .jsonl or .json file"),
        (
            &["--profiles", "samples"],
            "help: name a file in the folder\n",
        ),
        (
            &["--out", "rows.jsonl"],
            "help: name a folder, not a file, with `--out`",
        ),
    ] {
        let ran = ground.regen(words);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{words:?}");
        assert!(ran.err.contains(advice), "{words:?}: {}", ran.err);
    }
    // Nothing else is said of a catalogue that was not read.
    let ran = ground.regen(&["--catalog", "rows.jsnol"]);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
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
fn a_folder_without_rows() {
    let ground = Ground::new();
    ground.refuse(
        &["--catalog", "samples"],
        &["--> samples", "no catalogue: the folder holds"],
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
