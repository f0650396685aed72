//! Generates the module `events` into `OUT_DIR`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use webhook_catalog::{Diagnostic, SourceFile, read_profiles, read_rows};
use webhook_codegen::{Inputs, Model, Options};

fn main() {
    let mut diagnostics = Vec::new();
    let rows = read_rows(&[file("events.jsonl")], &[], &[]);
    diagnostics.extend(rows.diagnostics);
    let profiles = read_profiles(&file("profiles.toml"));
    diagnostics.extend(profiles.diagnostics);
    let model = Model::build(Inputs {
        rows: rows.value,
        profiles: profiles.value,
        ..Inputs::default()
    });
    diagnostics.extend(model.diagnostics);
    for diagnostic in &diagnostics {
        println!(
            "cargo::warning={}: {}",
            diagnostic.place, diagnostic.message
        );
    }
    let has_error = diagnostics.iter().any(Diagnostic::is_error);
    let model = model
        .value
        .filter(|_| !has_error)
        .expect("the catalogue has errors");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("events");
    let tree = model.emit(&Options::named("build-script")).tree;
    for (path, text) in tree.as_module("events").iter() {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&out)).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    println!("cargo::rustc-cfg=feature=\"shop\"");
    println!("cargo::rustc-cfg=feature=\"verify\"");
}

fn file(path: &str) -> SourceFile {
    println!("cargo::rerun-if-changed={path}");
    SourceFile {
        label: path.to_owned(),
        path: path.to_owned(),
        bytes: fs::read(Path::new(path)).expect("the file is beside Cargo.toml"),
    }
}
