//! The same rows give the same crate, in any file format, layout and order.

use end_to_end::other_writer::{ColumnOrder, Layout, Nested, NullColumns, TextType, parquet};
use end_to_end::rows::{json_array, jsonl, shuffle, slack_rows};
use end_to_end::{emitted, inputs};
use parquet::basic::{Compression, ZstdLevel};
use webhook_catalog::SourceFile;
use webhook_codegen::OutputTree;

use crate::trees::{EXPECTED, changed};

/// The crate generated from `files` is the expected one, byte for byte.
#[track_caller]
fn assert_same(files: &[SourceFile]) {
    assert_same_tree(&emitted(inputs::with_catalogue(files)).tree);
}

#[track_caller]
fn assert_same_tree(tree: &OutputTree) {
    let changed = changed(&EXPECTED, tree);
    assert!(changed.is_empty(), "these files differ: {changed:#?}");
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_same_tree(&emitted(inputs::of_vendors(inputs::FEW_VENDORS)).tree);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    for seed in [1, 2] {
        let mut rows = slack_rows();
        shuffle(&mut rows, seed);
        assert_ne!(rows, slack_rows(), "the rows are in another order");
        assert_same(&[jsonl(&rows)]);
    }
}

#[test]
fn the_order_of_the_generators_inputs_does_not_matter() {
    for seed in [3, 4] {
        let mut inputs = inputs::of_vendors(inputs::FEW_VENDORS);
        shuffle(&mut inputs.rows, seed);
        shuffle(&mut inputs.samples, seed);
        assert_same_tree(&emitted(inputs).tree);
    }
}

#[test]
fn rows_from_jsonl() {
    assert_same(&[jsonl(&slack_rows())]);
}

#[test]
fn rows_from_a_json_array() {
    assert_same(&[json_array(&slack_rows())]);
}

#[test]
fn rows_from_parquet_with_native_structs_and_lists() {
    let layout = Layout {
        nested: Nested::Native,
        ..Layout::default()
    };
    assert_same(&[parquet(&slack_rows(), layout)]);
}

#[test]
fn rows_from_parquet_with_every_text_type() {
    for text in [
        TextType::Plain,
        TextType::Large,
        TextType::View,
        TextType::Dictionary,
    ] {
        let layout = Layout {
            text,
            ..Layout::default()
        };
        assert_same(&[parquet(&slack_rows(), layout)]);
    }
}

#[test]
fn rows_from_parquet_with_zstd_and_several_row_groups() {
    let compression = Compression::ZSTD(ZstdLevel::default());
    let layout = Layout {
        compression,
        group_size: Some(10),
        ..Layout::default()
    };
    assert_same(&[parquet(&slack_rows(), layout)]);
}

#[test]
fn rows_from_parquet_with_columns_reordered_and_missing() {
    let layout = Layout {
        order: ColumnOrder::Reversed,
        null_columns: NullColumns::Missing,
        ..Layout::default()
    };
    assert_same(&[parquet(&slack_rows(), layout)]);
}

#[test]
fn rows_from_two_parquet_files_with_several_options() {
    let mut rows = slack_rows();
    shuffle(&mut rows, 5);
    let layout = Layout {
        text: TextType::Large,
        nested: Nested::Native,
        compression: Compression::ZSTD(ZstdLevel::default()),
        group_size: Some(7),
        order: ColumnOrder::Reversed,
        null_columns: NullColumns::Missing,
    };
    let (first, second) = rows.split_at(40);
    let mut files = [parquet(first, layout), parquet(second, Layout::default())];
    for (number, file) in files.iter_mut().enumerate() {
        file.label = format!("part-{number}.parquet");
    }
    assert_same(&files);
    files.reverse();
    assert_same(&files);
}
