//! Names that emitted code uses itself, and that Rust or a platform reserves.

/// Fields that emitted structs have besides those of the properties.
pub(super) const OWN_FIELDS: &[&str] = &["extra"];

/// Identifiers that have no raw form.
pub(super) const UNRAWABLE: &[&str] = &["self", "super", "crate", "_"];

/// Names that emitted code uses unqualified, so that a payload type must not shadow them. `Imports` checks that every name it
/// imports is listed.
pub(super) const OWN_TYPES: &[&str] = &[
    "AuthMethod",
    "BTreeMap",
    "Box",
    "Captures",
    "Clone",
    "Cow",
    "DateTime",
    "Debug",
    "Decode",
    "DecodeError",
    "Default",
    "Delivery",
    "DeliveryGuarantee",
    "DeliveryId",
    "Deserialize",
    "Deserializer",
    "Encode",
    "Envelope",
    "Err",
    "Event",
    "EventEnum",
    "EventFacts",
    "EventNaming",
    "EventTag",
    "From",
    "Grade",
    "GradeCounts",
    "Integer",
    "Into",
    "Json",
    "JsonObject",
    "JsonReader",
    "Lazy",
    "LazyItems",
    "Malformed",
    "MemberWriter",
    "Misfit",
    "Misfits",
    "NamingRule",
    "None",
    "Nullable",
    "Number",
    "ObjectWriter",
    "Ok",
    "OnMisfit",
    "Option",
    "ParseError",
    "PartialEq",
    "PathTrie",
    "Pointer",
    "Result",
    "RetryPolicy",
    "Self",
    "Serialize",
    "SerializeSeq",
    "Serializer",
    "Some",
    "String",
    "StringEnum",
    "Tagged",
    "Transport",
    "Ts",
    "Unenveloped",
    "Union",
    "UnionReader",
    "UnixTime",
    "Unknown",
    "UnknownEvent",
    "Value",
    "ValueTest",
    "Vec",
    "VendorFacts",
];

/// Keywords of all editions, reserved ones included.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Emitted modules that belong to no event, crates that emitted paths start with, and device names of Windows.
const OWN_MODULES: &[&str] = &[
    "alloc",
    "aux",
    "check",
    "common",
    "con",
    "core",
    "envelope",
    "ids",
    "lib",
    "main",
    "message_template",
    "nul",
    "prn",
    "samples",
    "serde",
    "serde_json",
    "shared",
    "signature",
    "std",
    "support",
    "test",
    "tests",
    "types",
    "verify",
];

/// Returns true if no payload type can have this name.
pub(crate) fn is_own_type(name: &str) -> bool {
    OWN_TYPES.contains(&name)
}

/// Returns true if no event's module can have this name.
pub(super) fn is_taken_module(name: &str) -> bool {
    let is_port = name.len() == 4
        && (name.starts_with("com") || name.starts_with("lpt"))
        && name.ends_with(|last: char| last.is_ascii_digit());
    is_port || KEYWORDS.contains(&name) || OWN_MODULES.contains(&name)
}
