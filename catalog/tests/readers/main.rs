//! Whole files through the public API: the checked-in data, every layout of rows, damaged input.

mod additions;
mod damage;
mod data;
#[cfg(feature = "parquet")]
mod decimals_and_instants;
#[cfg(feature = "parquet")]
mod layouts;
#[cfg(feature = "parquet")]
mod logical_types;
#[cfg(feature = "parquet")]
mod parquet_writer;
mod rows;
