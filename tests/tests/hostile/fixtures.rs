//! One folder per case: `rows.jsonl` is the input, `expected.txt` the outcome.

use std::collections::BTreeSet;

use end_to_end::expect::expect;
use end_to_end::{hostile, outcome};

#[track_caller]
fn check(case: &str) {
    let (generated, diagnostics) = outcome::of_rows(&[hostile::rows(case)]);
    let text = outcome::to_text(generated.as_ref(), &diagnostics);
    expect(&hostile::folder(case).join("expected.txt"), &text);
}

macro_rules! cases {
    ($($case:ident,)+) => {
        $(
            #[test]
            fn $case() {
                check(stringify!($case));
            }
        )+

        #[test]
        fn every_folder_has_its_test() {
            let tested = BTreeSet::from([$(stringify!($case).to_owned()),+]);
            let found: BTreeSet<String> = hostile::cases().into_iter().collect();
            assert_eq!(tested, found);
        }
    };
}

cases! {
    byte_order_mark,
    bytes_that_are_another_format,
    bytes_that_are_not_utf8,
    combinations_that_explode,
    definitions_in_a_long_chain,
    definitions_that_double,
    definitions_that_double_and_are_required,
    display_names_of_all_kinds,
    enum_values_of_all_kinds,
    keys_that_stand_twice,
    keywords_of_wrong_types,
    lines_that_are_no_rows,
    names_alike,
    names_of_keywords,
    names_of_other_scripts,
    names_of_ours,
    names_of_punctuation,
    names_of_windows,
    names_that_are_long,
    names_that_are_paths,
    names_with_control_characters,
    numbers_beyond_the_machine,
    numbers_that_are_none,
    patterns_that_never_end,
    properties_of_all_kinds,
    prose_that_closes_attributes,
    prose_that_leaves_comments,
    prose_that_links,
    prose_that_runs_as_a_doctest,
    references_in_circles,
    references_that_recurse,
    references_that_recurse_or_are_null,
    references_to_nothing,
    roots_of_every_type,
    surrogates_that_stand_alone,
    urls_and_headers_that_lie,
    urls_that_look_right,
    vendors_of_all_kinds,
    vendors_that_are_paths,
}
