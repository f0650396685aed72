//! One test for each keyword, as the table in `schema/keyword.rs` names them.

mod annotations;
mod applicators;
mod dialects;
mod references;
mod validation;
