//! All diagnostic codes of the workspace: constant, code, meaning and remedy.
//!
//! Codes are never reused or renumbered: scripts and suppressions refer to them. Ranges: `E001`–`E009` catalogue files,
//! `E010`–`E022` rows, `E023`–`E026` additions, `E027`–`E029` partitioned catalogues, `E030`–`E039` samples, `E040`–`E049` overlays, `E050`–`E059` profiles,
//! `E060`–`E069` adoption, `E1xx` schemas and types, `E200`–`E209` names, `E210`–`E219` arguments of `explain`, `E220`–`E239` comparison, `E3xx`
//! reading and writing files.
//!
//! `DIAGNOSTICS.md` at the root of the workspace is this table as text; a test keeps the two equal.

use super::DiagnosticCode;

/// A diagnostic code with its documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code itself.
    pub code: DiagnosticCode,
    /// Name of the constant in this module.
    pub constant: &'static str,
    /// Subject of this code and its neighbours, such as `Overlays`.
    pub section: &'static str,
    /// Meaning: a noun phrase without a full stop.
    pub title: &'static str,
    /// Remedy: one or more sentences.
    pub remedy: &'static str,
}

impl CodeInfo {
    /// The entry for a code as users write it, such as `E130`.
    pub fn find(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|info| info.code.as_str() == code)
    }
}

/// Declares the constants and [`ALL`], which lists them in the same order.
macro_rules! codes {
    ($($section:literal {
        $($constant:ident = $code:literal, $title:literal, $remedy:literal;)*
    })*) => {
        $($(
            #[doc = concat!($title, " (`", $code, "`).")]
            pub const $constant: DiagnosticCode = DiagnosticCode($code);
        )*)*

        /// All codes with their documentation, in ascending order.
        pub const ALL: &[CodeInfo] = &[$($(
            CodeInfo {
                code: $constant,
                constant: stringify!($constant),
                section: $section,
                title: $title,
                remedy: $remedy,
            },
        )*)*];
    };
}

codes! {
    "Catalogue files" {
        EMPTY_FILE = "E001",
            "Empty catalogue file",
            "Put rows into the file, or leave it out.";
        UNKNOWN_FILE_FORMAT = "E002",
            "Catalogue file that is neither Parquet, JSONL nor a JSON array",
            "Write the rows in one of the three formats, or name another file.";
        BROKEN_PARQUET = "E003",
            "Damaged or unsupported Parquet file",
            "Fetch the file again; if the error remains, rewrite it with another Parquet writer.";
        NOT_UTF8 = "E004",
            "File or line that is not UTF-8",
            "Save the file as UTF-8.";
        ROW_NOT_JSON = "E005",
            "Line or file that is not JSON",
            "Correct the JSON at the given line and column.";
        ROW_NOT_OBJECT = "E006",
            "Row that is not a JSON object",
            "Write each row as `{\"vendor\": ..., \"event_name\": ..., ...}`.";
        FILE_WITHOUT_ROWS = "E007",
            "Valid catalogue file without rows",
            "Leave the file out if it is meant to be empty.";
        PARQUET_DISABLED = "E008",
            "Parquet file, read by a build without Parquet support",
            "Build `webhook-catalog` with the feature `parquet`, or give the rows as JSONL.";
        UNREADABLE_CELL = "E009",
            "Parquet column or cell with no counterpart in a row",
            "Write the column as text (nested values as JSON), integer, decimal, float, boolean, timestamp, list, struct or map.";
    }

    "Rows" {
        MISSING_COLUMN = "E010",
            "Required column that a file or row lacks",
            "Add the column; every row has a value there.";
        NULL_IN_REQUIRED = "E011",
            "Null in a required column",
            "Write a value into the column.";
        WRONG_TYPE = "E012",
            "Value of another JSON type than the column's",
            "Write a value of the column's type.";
        WRONG_LENGTH = "E013",
            "Text that is too short or too long for its column",
            "Write a text within the column's length limits.";
        MALFORMED_TEXT = "E014",
            "Malformed vendor slug, URL, date or version",
            "Write the text in the format that the message names.";
        NOT_LISTED = "E015",
            "Value outside the column's closed list",
            "Write one of the listed values.";
        OUT_OF_RANGE = "E016",
            "Number outside the column's range",
            "Write a number within the range.";
        NESTED_NOT_JSON = "E017",
            "Nested column whose text is not JSON",
            "Correct the JSON text of the column.";
        UNKNOWN_RETRY_KEY = "E018",
            "Unknown member of `retry_policy`",
            "Remove the member, or correct its spelling.";
        DUPLICATE_ROW = "E019",
            "Two rows for one vendor and event name",
            "Keep one of the two rows.";
        UNKNOWN_COLUMN = "E020",
            "Unknown column",
            "Correct the name if it is a misspelling; otherwise the column is ignored.";
        BAD_SCHEMA_HEADER = "E021",
            "Payload schema without `$schema` or `type`, or of another dialect",
            "State draft 2020-12 in `$schema` and the type of the payload in `type`.";
        VENDOR_DIFFERS = "E022",
            "Rows of one vendor with different vendor-wide values",
            "Write the same value in all rows of the vendor.";
    }

    "Additions" {
        MISPLACED_ADDITIONS = "E023",
            "File among the additions that is not `<vendor>.jsonl`",
            "Name the file after the vendor's slug, or remove it.";
        ADDITION_OF_OTHER_VENDOR = "E024",
            "Addition in another vendor's file",
            "Move the row to its vendor's file, or correct its vendor.";
        ADDITION_TAKEN_UP = "E025",
            "Addition for an event that the catalogue has",
            "Remove the addition; if it says more than the catalogue's row, make it an overlay.";
        SECOND_ADDITION = "E026",
            "Second addition for one event",
            "Keep one of the two rows.";
    }

    "Partitioned catalogues" {
        PARTITION_CONTRADICTED = "E027",
            "Row that contradicts the name of its folder, such as `vendor=slack`",
            "Move the row to the folder of its value, or rename the folder.";
    }

    "Samples" {
        MISPLACED_SAMPLE = "E030",
            "Sample at the wrong folder depth, or below a folder that is no vendor",
            "Store the file as `<vendor>/<event>/<case>.json`.";
        SAMPLE_NOT_JSON = "E031",
            "Sample that is not JSON",
            "Store the payload as it was sent.";
        EVENT_WITHOUT_SAMPLES = "E032",
            "Event folder without samples",
            "Put a payload into the folder as `<case>.json`, or remove the folder.";
        PROVENANCE_SYNTAX = "E033",
            "File `provenance.toml` that is not TOML",
            "Correct the TOML syntax.";
        BAD_PROVENANCE = "E034",
            "Unknown key or bad value in `provenance.toml`",
            "Correct the key or the value; the message names the choices.";
        CASE_WITHOUT_SAMPLE = "E035",
            "Case in `provenance.toml` without a sample",
            "Store the payload as `<case>.json`, or remove the table.";
        SECOND_SAMPLE_FOLDER = "E036",
            "Second sample folder for one event",
            "Move the samples into one folder.";
        STRAY_SAMPLE_FILE = "E037",
            "File among the samples that is neither a sample nor `provenance.toml`",
            "Remove the file; it is not read.";
    }

    "Overlays" {
        MISPLACED_OVERLAY = "E040",
            "Overlay outside `<vendor>/<name>.json`",
            "Move the file into its vendor's folder.";
        OVERLAY_NOT_OBJECT = "E041",
            "Overlay that is not a JSON object",
            "Write an object with `event_name`, `reason`, `source` and `patch`.";
        BAD_OVERLAY_KEY = "E042",
            "Missing, unknown, empty or mistyped key of an overlay",
            "Correct the key; the message names the choices.";
        OVERLAY_WITHOUT_EVENT = "E043",
            "Overlay for an event that its vendor lacks",
            "Correct the event name, or remove the overlay if the event is gone.";
        OVERLAY_WITHOUT_EFFECT = "E044",
            "Overlay that changes nothing, as a whole or (a warning) at one place",
            "Remove the overlay or the place; the catalogue already holds its values.";
        SECOND_OVERLAY = "E045",
            "Second overlay for one event or vendor",
            "Merge the two overlays into one file.";
        OVERLAY_RENAMES_ROW = "E046",
            "Overlay that sets `vendor` or `event_name`",
            "Remove the column from the patch; an overlay cannot move a row.";
        STRAY_OVERLAY_FILE = "E047",
            "File among the overlays that is no overlay",
            "Remove the file; it is not read.";
        DEFINITION_CLASH = "E048",
            "Shared definition that a row defines itself",
            "Give the shared definition another name.";
        UNUSED_DEFINITION = "E049",
            "Shared definition without a reference to it, or a name in its `x-members` without a member",
            "Remove the definition or the name.";
    }

    "Vendor profiles" {
        PROFILE_SYNTAX = "E050",
            "Profiles file that is not TOML",
            "Correct the TOML syntax.";
        UNKNOWN_PROFILE_KEY = "E051",
            "Unknown key in a profile",
            "Correct the key; the message names the choices.";
        BAD_PROFILE_VALUE = "E052",
            "Missing, mistyped or contradictory value in a profile",
            "Correct the value as the message describes.";
        BAD_PROFILE_POINTER = "E053",
            "Malformed or misdirected JSON pointer in a profile",
            "Write a JSON pointer of the required depth, such as `/event`.";
        BAD_PROFILE_VENDOR = "E054",
            "Profile whose table name is no vendor slug",
            "Name the table after the vendor's slug.";
        BAD_NAMING_RULE = "E055",
            "Naming rule of a profile without a condition, with a malformed one, or with those of another rule",
            "Write the conditions as the message describes, others than those of every other rule.";
        BAD_SIGNED_TEMPLATE = "E056",
            "Template of the signed text without exactly one body, or one timestamp where there is one",
            "Write `{body}` or `{form}` once, and `{timestamp}` once if the signature is timed.";
        BAD_PLACEHOLDER = "E058",
            "Incomplete, contradictory or dangling placeholder of a message template",
            "Correct the placeholder's table as the message describes.";
        BAD_TEMPLATE_PATTERN = "E059",
            "Malformed pattern of a message template, or one with an unknown placeholder",
            "Write literal text around placeholders in braces, each declared below `placeholders`.";
    }

    "Adoption of a vendor's documents" {
        ADOPTION_SYNTAX = "E060",
            "Mapping that is not TOML",
            "Correct the TOML syntax.";
        UNKNOWN_ADOPTION_KEY = "E061",
            "Unknown key in a mapping",
            "Correct the key; the message names the choices.";
        BAD_ADOPTION_VALUE = "E062",
            "Missing, empty or mistyped value in a mapping",
            "Correct the value as the message describes.";
        BAD_DOCUMENT = "E063",
            "Document that is missing, too large, or neither JSON Schema nor OpenAPI 3 as JSON",
            "Give the documents that the mapping lists, in its order; convert YAML to JSON first.";
        UNKNOWN_DOCUMENT_SCHEMA = "E064",
            "Name in a mapping that no schema of the documents has",
            "Correct the name, or remove it if the vendor has removed the schema.";
        DEFINITION_NAMES_CLASH = "E065",
            "Two schemas of a document that would be one definition",
            "Name one of them below `[definitions]` in the mapping.";
        ADOPTED_WITHOUT_SOURCE = "E066",
            "Adopted overlays of a vendor without the file of their definitions and source",
            "Run `cargo xtask adopt` again, or restore the file.";
    }

    "Schemas" {
        BAD_KEYWORD_VALUE = "E101",
            "Schema keyword with a value of the wrong type",
            "Correct the value, by an overlay if the row is not yours.";
        NOT_A_SCHEMA = "E102",
            "Value other than an object or boolean in place of a schema",
            "Write an object, `true` or `false`.";
        SCHEMA_TOO_DEEP = "E103",
            "Schema or sample nested too deep",
            "Describe the deep part as an object or array without further keywords.";
        UNKNOWN_KEYWORD = "E104",
            "Keyword that neither JSON Schema nor a known dialect has",
            "Correct it by an overlay if it is a misspelling; otherwise it is ignored like an annotation.";
        LAZY_WITHOUT_PLACE = "E105",
            "Keyword `x-lazy` on a definition, an alternative or a whole body, where it has no effect",
            "Write it beside the `$ref` or type of each member, of `items` or of the map's values instead.";
        DUPLICATE_ANCHOR = "E106",
            "Two subschemas with the same `$id` or anchor",
            "Give each subschema an `$id` or anchor of its own.";
        REMOTE_REFERENCE = "E107",
            "Reference to another document",
            "Copy the definition into `$defs` and refer to it there; an overlay can do that.";
        DANGLING_REFERENCE = "E108",
            "Reference without a target",
            "Name an existing definition, such as `#/$defs/name`.";
        CIRCULAR_SCHEMA = "E109",
            "Schema that refers to itself for the same value",
            "Remove the reference, or put it below `properties` or `items`.";
        UNSATISFIABLE_SCHEMA = "E110",
            "Schema that no value satisfies",
            "Correct the contradiction by an overlay; until then any JSON value is accepted.";
        TOO_MANY_TYPES = "E111",
            "Schema whose references and alternatives multiply into too many types",
            "Refer to definitions by `$ref` alone, or combine fewer `allOf` and `anyOf`.";
        REFERENCES_TOO_DEEP = "E112",
            "References that nest types too deep",
            "Describe the deep part as an object or array without further keywords.";
        SCHEMA_WITHOUT_TYPE = "E113",
            "Keywords about objects or arrays without `type`",
            "Add `\"type\": \"object\"` or `\"type\": \"array\"` by an overlay, if that is meant.";
        MISPLACED_TYPE_NAME = "E114",
            "Keyword `x-id` or `x-members` that names no type",
            "Write it in a definition of the vendor's own overlay, which has the type `string`.";
        UNDECLARED_EVENT_MEMBER = "E115",
            "Payload schema without the member that holds the event",
            "Declare the member by an overlay; until then the event's members have no types.";
        ENVELOPES_NOT_JOINED = "E116",
            "Envelopes of one vendor that cannot be joined",
            "Describe the envelopes alike by overlays; until then their members have no types.";
        ENVELOPE_DEFINITION_CLASH = "E117",
            "One definition name with two meanings in a vendor's envelopes",
            "Rename one of the definitions, or make them equal, by overlays.";
        TEXT_TOO_LONG = "E118",
            "Title, description or member name that is too long",
            "Shorten the text by an overlay.";
        USELESS_DISCRIMINATOR = "E119",
            "Discriminator that does not tell the alternatives apart",
            "Give the property a `const` or `enum` of its own in each alternative and require it, or make it `false` in one.";
        INDISTINCT_ALTERNATIVES = "E120",
            "Alternative that an earlier one hides",
            "Give a member that both require a `const` or `enum` of its own in each, or require a member in one alone.";
    }

    "Message templates learned from samples" {
        TEMPLATE_WITHOUT_TEXT = "E121",
            "Sample without one of the texts that name its event",
            "Correct `name.wording` in the profile, or store the payload as it was sent.";
        PLACEHOLDER_NEVER_FOUND = "E122",
            "Placeholder that no sample has",
            "Correct the placeholder in the profile, or remove it.";
        AMBIGUOUS_SAMPLE = "E123",
            "Sample that fits its message template in two ways",
            "Store a sample in which every placeholder stands for a text of its own.";
        TEMPLATE_WITHOUT_LITERAL = "E124",
            "Message template without literal text, or without any between two placeholders",
            "Correct the profile; events are told apart by their literal text.";
        SAMPLES_WORDED_DIFFERENTLY = "E125",
            "Samples of one event with different wording",
            "Make two events of them, or store samples that agree.";
        EVENTS_WORDED_ALIKE = "E126",
            "Two events that can have the same wording",
            "Add a text to `name.wording` that differs between the two.";
        EVENT_WITHOUT_TEMPLATE = "E127",
            "Event named by its wording, without a sample",
            "Store a sample; until then only the caller can name the event.";
        RESERVED_EVENT_NAME = "E128",
            "Event name reserved for unknown wording",
            "Rename the event.";
        PLACEHOLDER_NOT_URL = "E129",
            "URL placeholder that stands for other text",
            "Correct the pattern or the placeholder in the profile.";
    }

    "Types" {
        SAMPLE_CONTRADICTS_SCHEMA = "E130",
            "Sample that contradicts its schema",
            "Check the schema against the vendor's documentation and correct it by an overlay; the field is optional until then.";
        ENDLESS_REQUIREMENT = "E131",
            "Required member that always leads back to its own type",
            "Make the member optional by an overlay; the field is optional until then.";
        SMALLEST_PAYLOAD_TOO_LARGE = "E132",
            "Event whose smallest payload is too large or nested too deep",
            "Require less by an overlay; no vendor sends such a payload.";
        TYPES_TOO_DEEP = "E133",
            "Types nested too deep for the Rust compiler",
            "Describe the deep part as an object or array without further keywords; until then it stays a JSON value.";
        TYPE_TOO_LARGE = "E134",
            "Object, string enum or tuple too large for the Rust compiler",
            "Nothing needs to be done: it is read as a map, a string or an array, and nothing is lost. A smaller schema would give a type.";
    }

    "Contradictions between schemas, samples and profiles" {
        SAMPLE_DOES_NOT_FIT = "E140",
            "Sample that its event's type refuses",
            "Correct the schema by an overlay, or remove the sample if the vendor does not send it.";
        SAMPLE_NAMES_OTHER_EVENT = "E141",
            "Sample whose body names another event than its folder",
            "Move the sample to the event that it names, or correct `name` in the profile.";
        UNDECLARED_NAME_POINTER = "E142",
            "Pointer of a profile to a member that no schema of the vendor declares",
            "Correct `name.body` or `name.rules` in the profile, or declare the member by an overlay.";
        SCHEMA_NAMES_OTHER_EVENT = "E143",
            "Schema whose constants name another event",
            "Correct the constant by an overlay, or add a rule to the profile; until then `parse` never gives the event.";
        VENDOR_WITHOUT_PROFILE = "E144",
            "Vendor without a profile",
            "Add a table to `catalog/profiles.toml`; until then there is no `parse`, only `parse_named`.";
        UNMATCHED_EVENT_SAMPLED = "E145",
            "Captured or documented sample of an event that an overlay marks as unmatched",
            "Remove `unmatched` from the overlay, or correct the folder or the kind of the sample.";
        UNKNOWN_HANDSHAKE = "E146",
            "Handshake of a profile whose event is neither in the catalogue nor sampled",
            "Correct the event's name in `handshakes`, or remove the line; until then no docs show the answer.";
        UNKNOWN_VARIANT_EVENT = "E147",
            "Variant of a profile that lists an event, or a beginning of events, which is neither in the catalogue nor sampled",
            "Correct the name in `variants`, or remove it.";
        EVENTS_NOT_TOLD_APART = "E148",
            "Events that arrive as one type and that no single member of it tells apart",
            "Write rules in `name.rules` that differ in one member of the event, and declare it by an overlay; or remove the events from `variants`.";
        EVENT_TYPES_NOT_JOINED = "E149",
            "Member whose values in events that arrive as one type have no type in common",
            "Nothing needs to be done: the values are kept as JSON. Describe them alike by overlays to have a type.";
        USELESS_ACCESSOR = "E150",
            "Accessor of a profile whose pointers lead to no member of any event",
            "Correct its pointers in `accessors`, or declare the member by an overlay.";
        BAD_EXAMPLE = "E151",
            "Line in the example of a profile whose event or member does not exist",
            "Correct the line in `example`, or remove it; until then the docs do without it.";
        EVENT_IS_NOT_EVENT = "E152",
            "Event that a profile takes for a request that is no event, or for the wrapper around one",
            "Add a condition to `not_events` or `wrapper` that the event does not fulfil.";
    }

    "Names" {
        NAME_COLLISION = "E201",
            "Names that would share one Rust name",
            "Nothing needs to be done: a hash of the spelling keeps the names apart.";
        NAME_CLASH = "E202",
            "One Rust name for two items",
            "Rename one of them in the catalogue or by an overlay.";
        FEATURE_CLASH = "E203",
            "Feature of a vendor with the name of another vendor's feature",
            "Rename it in `features` of the profile.";
    }

    "Arguments of `explain`" {
        UNKNOWN_EXPLAINED_VENDOR = "E210",
            "Vendor without rows and samples",
            "Check the spelling of the vendor's slug.";
        UNKNOWN_EXPLAINED_EVENT = "E211",
            "Event that the vendor lacks",
            "Check the spelling of the event name.";
        BAD_EXPLAINED_POINTER = "E212",
            "Malformed JSON pointer",
            "Write a JSON pointer, such as `/customer/id`.";
        UNKNOWN_EXPLAINED_MEMBER = "E213",
            "JSON pointer to a member that the event lacks",
            "Check the pointer against the members that the message names.";
        UNKNOWN_EXPLAINED_CODE = "E214",
            "Code that no diagnostic has",
            "Take the code from the message; `cargo xtask explain --list` lists all.";
    }

    "Comparison of catalogues" {
        ACCEPTED_SYNTAX = "E220",
            "Accepted findings file that is not TOML",
            "Correct the TOML syntax.";
        UNKNOWN_ACCEPTED_KEY = "E221",
            "Unknown key in the accepted findings",
            "Correct the key; the message names the choices.";
        BAD_ACCEPTED_VALUE = "E222",
            "Missing, empty or mistyped value in the accepted findings",
            "Correct the value as the message describes.";
        BAD_FINGERPRINT = "E223",
            "Malformed fingerprint in the accepted findings",
            "Copy the fingerprint from the report of `cargo xtask diff`.";
        DUPLICATE_FINGERPRINT = "E224",
            "Fingerprint that is accepted twice",
            "Remove one of the two entries.";
        NOTHING_TO_COMPARE = "E225",
            "Side of a comparison without rows",
            "Name a catalogue that has rows.";
        UNUSED_ACCEPTED_FINDING = "E226",
            "Accepted finding that does not occur",
            "Remove the entry; its change is gone, or is another change by now.";
    }

    "Configuration file `webhook-events.toml`" {
        CONFIG_SYNTAX = "E230",
            "Configuration file that is not TOML",
            "Correct the TOML syntax.";
        UNKNOWN_CONFIG_KEY = "E231",
            "Unknown key in the configuration file",
            "Correct the key; the message names the choices.";
        BAD_CONFIG_VALUE = "E232",
            "Missing, empty, mistyped or malformed value in the configuration file",
            "Correct the value as the message describes.";
        EXISTING_FILE = "E233",
            "File that `init` would replace",
            "Move the file away, or run `init` in another folder.";
    }

    "Reading the workspace and writing the crate" {
        BAD_OUTPUT_PATH = "E300",
            "Generated path that is absolute, empty or climbs out of its folder",
            "Report it: this is a mistake of the generator.";
        CASE_CLASH = "E301",
            "Generated paths that some file systems cannot tell apart",
            "Report it: this is a mistake of the generator.";
        FOREIGN_FILE = "E302",
            "Existing file, not a generated one, at the path of a generated file",
            "Move the file away, or choose another `--out`.";
        SYMLINK_IN_OUTPUT = "E303",
            "Symbolic link at the path of a generated file",
            "Move the link away, or choose another `--out`.";
        PATH_OCCUPIED = "E304",
            "Folder at the path of a generated file, or the other way round",
            "Move it away, or choose another `--out`.";
        UNREADABLE_OUTPUT = "E305",
            "Unreadable entry in the output folder",
            "Give this user read and write access to the output folder.";
        WRITE_UNDONE = "E306",
            "Failed write that was undone",
            "Remove the cause and run the command again; the folder is as it was.";
        WRITE_NOT_UNDONE = "E307",
            "Failed write that could not be undone completely",
            "Remove the cause and run `cargo xtask regen`, which finishes the changes.";
        FOREIGN_FILE_KEPT = "E308",
            "File in the output folder that was not generated",
            "Nothing needs to be done: the file is left alone. Remove it if it is not wanted.";
        MISSING_HEADER = "E309",
            "Generated file without its header",
            "Report it: this is a mistake of the generator.";
        UNREADABLE_INPUT = "E310",
            "File or folder that cannot be read",
            "Check the spelling and the access rights.";
        NO_CATALOGUE = "E311",
            "Catalogue folder without a snapshot",
            "Put a snapshot into `catalog/`, or name one with `--catalog FILE`.";
        UNKNOWN_VENDOR = "E312",
            "Argument of `--vendor` without rows and samples",
            "Check the spelling of the vendor's slug.";
        NO_OUTPUT = "E313",
            "Output folder that neither an argument nor a configuration file names",
            "Name it with `--out DIR`, or in `webhook-events.toml`.";
        TOO_MANY_ROWS_LOST = "E320",
            "Update that removes more than a fifth of the rows",
            "Check that the file is the right one and complete; `--allow-loss` takes it anyway.";
        STALE_OVERLAY = "E321",
            "Overlay that does not fit the newer catalogue",
            "Correct or remove the overlay, and update again.";
        CRATE_NOT_FRESH = "E322",
            "Crate that was stale before the update",
            "Run `cargo xtask regen` first.";
        WIRE_BROKEN = "E323",
            "Payload of the earlier crate that the new crate refuses",
            "Correct the newer rows by overlays.";
        NO_SINGLE_SNAPSHOT = "E324",
            "Snapshot of more or less than one file",
            "Put the newer files into `catalog/` by hand, and run `cargo xtask regen`.";
        STALE_ADDITION = "E325",
            "Addition that the newer catalogue has taken up",
            "Remove the addition, run `cargo xtask regen`, and update again.";
        RUN_INTERRUPTED = "E326",
            "Workspace in which a run was interrupted while it replaced files",
            "Run `cargo xtask regen`, which finishes it.";
        LOST_EVENTS = "E390",
            "Events that were neither emitted nor refused",
            "Report it: this is a mistake of the generator.";
    }
}
