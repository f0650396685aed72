//! The catalogue: webhook events as rows, our additions to them, sample payloads, overlays and vendor profiles.
//!
//! Every reader takes files in memory and returns a [`Checked`] value: the valid part of the input, and diagnostics for the
//! rest. Nothing here touches disk, clock or environment, or depends on the generated Rust code.
//!
//! ```
//! use webhook_catalog::{SourceFile, read_rows};
//!
//! let file = SourceFile {
//!     label: "rows.jsonl".to_owned(),
//!     path: "rows.jsonl".to_owned(),
//!     bytes: br#"{"vendor": "acme", "event_name": "invoice.paid"}"#.to_vec(),
//! };
//! let checked = read_rows(&[file], &[], &[]);
//! assert!(checked.value.is_empty());
//! assert_eq!(checked.diagnostics[0].message, "the required column `payload_schema` is missing");
//! ```

pub mod accepted;
mod additions;
pub mod adoption;
mod applied;
mod catalogue;
mod cell;
mod check_cell;
mod check_row;
mod columns;
mod config;
pub mod diagnostic;
mod facts;
mod file_format;
mod ids;
mod json;
pub mod name_pattern;
pub mod overlay;
#[cfg(feature = "parquet")]
mod parquet;
mod partitions;
pub mod pointer;
pub mod profile;
mod record;
pub mod row;
pub mod samples;
pub mod source;
mod strict;
mod text;
mod time;
mod toml_file;
mod url;
mod utf8;
mod values;
mod vendor_rows;

pub use accepted::{Accepted, read_accepted};
pub use applied::{
    AppliedOverlay, BeforeOverlays, ChangeKind, OverlayNote, RepeatedPatch, RowChange,
};
pub use catalogue::read_rows;
pub use config::{Config, PackageConfig, manifest_version, read_config};
pub use diagnostic::codes;
pub use diagnostic::{Checked, Diagnostic, DiagnosticCode, Excerpt, Place, Severity};
pub use facts::{Fact, FactValue, Facts};
pub use ids::{EventName, VendorId};
pub use overlay::{
    HiddenChange, HiddenEffect, HiddenPlace, Overlay, OverlayLayer, OverlayTarget,
    SharedDefinitions, hidden_changes, read_overlays,
};
#[cfg(feature = "parquet")]
pub use parquet::PARQUET_THREAD;
pub use profile::{
    BodyCondition, BodyFormat, BodyNaming, DeliveryId, Encoding, EventPattern, Handshakes,
    HeaderAlias, MemberAccessor, Naming, NamingCondition, NamingRule, NotEvent, OtherRequests,
    Piece, PlaceholderKind, PlaceholderProfile, Profile, Profiles, SecretForm, Signature,
    SignedPart, SigningAlgorithm, SigningScheme, TemplateNaming, Timestamp, TimestampForm,
    TimestampPlace, UnenvelopedNaming, ValueTest, VendorDocs, VendorFeatures, VendorVariants,
    Wrapper, all_hold, read_profiles,
};
pub use row::{EventRow, Extraction};
pub use samples::{Case, Provenance, Sample, read_samples};
pub use source::{Origin, RowKind, SourceFile, sha256};
pub use text::{nearest_few, shown};
pub use values::{
    AuthMethod, Category, DeliveryGuarantee, ExtractionMethod, RetryPolicy, Transport,
};
pub use vendor_rows::replace_vendors;
