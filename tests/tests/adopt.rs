//! Adoption of a vendor's documents: the overlays that a mapping makes of them, and what rows become under these.

use std::fs;
use std::path::PathBuf;

use end_to_end::expect::expect;
use end_to_end::{sound, workspace_root};
use webhook_catalog::adoption::{Adoption, adopt, read_mapping};
use webhook_catalog::{OverlayLayer, SourceFile, read_overlays};

fn folder() -> PathBuf {
    workspace_root().join("tests/fixtures/adopt")
}

fn file(name: &str) -> SourceFile {
    let bytes = fs::read(folder().join(name)).expect("the fixture can be read");
    SourceFile {
        label: name.to_owned(),
        path: name.to_owned(),
        bytes,
    }
}

fn adoption() -> Adoption {
    let mapping = sound(read_mapping(&file("acme.toml"))).expect("the mapping is right");
    let documents = [file("openapi.json"), file("schema.json")];
    sound(adopt(&mapping, &documents)).expect("the documents can be adopted")
}

#[test]
fn overlays_of_a_mapping_and_its_documents() {
    let adoption = adoption();
    for (name, text) in &adoption.files {
        expect(&folder().join("adopted").join(name), text);
    }
    let expected = fs::read_dir(folder().join("adopted")).expect("the expected files are there");
    assert_eq!(adoption.files.len(), expected.count());
    assert_eq!((adoption.events, adoption.definitions), (2, 2));
    assert_eq!(adoption.left_out, ["order$shipped", "refund"]);
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    assert_eq!(adoption(), adoption());
}

#[test]
fn no_word_of_the_vendor_is_in_the_overlays() {
    for text in adoption().files.values() {
        for word in [
            "description",
            "title",
            "example",
            "default",
            "What happened",
            "No word",
        ] {
            assert!(!text.contains(word), "{word} is in {text}");
        }
    }
}

#[test]
fn what_is_written_is_read_as_overlays() {
    let files: Vec<SourceFile> = adoption()
        .files
        .into_iter()
        .map(|(name, text)| SourceFile {
            label: name.clone(),
            path: format!("acme/adopted/{name}"),
            bytes: text.into_bytes(),
        })
        .collect();
    let overlays = sound(read_overlays(&files));
    assert_eq!(overlays.len(), 3);
    for overlay in overlays {
        assert_eq!(overlay.layer, OverlayLayer::Adopted);
        assert!(overlay.note.source.contains("@acme/webhooks 2.1.0"));
        assert!(overlay.note.source.contains("SHA-256"));
    }
}
