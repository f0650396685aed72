//! Tests of `diff`: a pair of catalogues for every rule, catalogues against themselves, and random mutations.

mod found;
mod mutated;
mod overlaid;
mod pairs;
mod same;
mod verdicts;
