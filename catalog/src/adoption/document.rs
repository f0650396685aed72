//! Documents: JSON Schema bundles and OpenAPI 3 documents, and the places of their named schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::mapping::DocumentSource;
use crate::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::pointer;
use crate::source::SourceFile;
use crate::strict;
use crate::text::{kind, shown};
use crate::utf8;

/// Bytes of the largest document that is read. The largest public API descriptions have about a fifth of it.
const MAX_BYTES: usize = 64 << 20;

/// Pointers to schemas, by name.
pub(super) type Names = BTreeMap<String, Vec<String>>;

/// A parsed document.
#[derive(Debug)]
pub(super) struct Document {
    /// Its file, as the user named it.
    pub(super) label: String,
    pub(super) root: Value,
    /// Pointers to the named schemas, by name.
    pub(super) schemas: Names,
    /// Pointers to the schemas that describe whole payloads: those of webhooks, or the alternatives of a bundle's root. If the
    /// document has neither, all named schemas.
    pub(super) payloads: Names,
}

impl Document {
    /// Parses a file. Reports why it is no document; nothing of it is read then.
    pub(super) fn read(
        file: &SourceFile,
        source: &DocumentSource,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let place = Place::of(&file.label);
        let mut refuse = |message: String, help: &str| {
            let diagnostic = Diagnostic::error(codes::BAD_DOCUMENT, place.clone(), message);
            diagnostics.push(diagnostic.with_help(help));
        };
        if file.bytes.len() > MAX_BYTES {
            let message = format!(
                "the document has {} bytes; at most {MAX_BYTES} are read",
                file.bytes.len()
            );
            refuse(message, "leave out the parts that describe no webhooks");
            return None;
        }
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if name != source.file_name() {
            let message = format!(
                "the mapping expects {} here, found {}",
                shown(source.file_name()),
                shown(name)
            );
            refuse(
                message,
                "give the files in the order of the mapping's documents",
            );
            return None;
        }
        let text = utf8::utf8(&file.bytes, place.clone(), 1, diagnostics)?;
        let root = match strict::parse(text) {
            Ok(root) => root,
            Err(fault) => {
                let message = format!(
                    "not JSON: {}, at line {} column {}",
                    fault.message, fault.line, fault.column
                );
                let diagnostic = Diagnostic::error(codes::BAD_DOCUMENT, place, message)
                    .with_help("documents are read as JSON; convert YAML to JSON first")
                    .with_excerpt(fault.excerpt(text, Some(1)));
                diagnostics.push(diagnostic);
                return None;
            }
        };
        let mut refuse = |message: String, help: &str| {
            let diagnostic = Diagnostic::error(codes::BAD_DOCUMENT, place.clone(), message);
            diagnostics.push(diagnostic.with_help(help));
        };
        let Value::Object(members) = &root else {
            let message = format!("a document is an object, found {}", kind(&root));
            refuse(message, "give a JSON Schema or an OpenAPI 3 document");
            return None;
        };
        if let Some(version) = unsupported_version(members) {
            refuse(version, "give an OpenAPI document of version 3");
            return None;
        }
        let schemas = named_schemas(&root);
        let payloads = payloads(&root, &schemas);
        if payloads.is_empty() {
            let help = "schemas are read from `webhooks`, `x-webhooks`, `components/schemas`, `$defs` and `definitions`";
            refuse("the document has no named schemas".to_owned(), help);
            return None;
        }
        Some(Self {
            label: file.label.clone(),
            root,
            schemas,
            payloads,
        })
    }

    /// A place in the document.
    pub(super) fn place(&self, pointer: &str) -> Place {
        Place {
            pointer: Some(pointer.to_owned()),
            ..Place::of(&self.label)
        }
    }
}

fn unsupported_version(members: &Map<String, Value>) -> Option<String> {
    if let Some(version) = members.get("swagger") {
        return Some(format!("this is Swagger {version}, not OpenAPI 3"));
    }
    let version = members.get("openapi")?;
    let is_supported = version
        .as_str()
        .is_some_and(|version| version.starts_with("3."));
    (!is_supported).then(|| format!("OpenAPI {version} is not read"))
}

/// Members of a document whose members are schemas.
const SCHEMAS: [&str; 3] = ["/components/schemas", "/$defs", "/definitions"];
/// Members of an OpenAPI document whose members are webhooks.
const WEBHOOKS: [&str; 2] = ["/webhooks", "/x-webhooks"];

fn named_schemas(root: &Value) -> Names {
    let mut found = Names::new();
    for at in SCHEMAS {
        for name in members(root, at) {
            let schema = pointer::join(at, name);
            found.entry(name.clone()).or_default().push(schema);
        }
    }
    found
}

fn payloads(root: &Value, schemas: &Names) -> Names {
    let mut found = Names::new();
    for at in WEBHOOKS {
        for name in members(root, at) {
            let bodies = webhook_bodies(root, &pointer::join(at, name));
            if !bodies.is_empty() {
                found.entry(name.clone()).or_default().extend(bodies);
            }
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        let alternatives = root.get(keyword).and_then(Value::as_array);
        for alternative in alternatives.into_iter().flatten() {
            let reference = alternative.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.rsplit('/').next());
            let name = name.map(|name| pointer::unescape(name).into_owned());
            let known = name.and_then(|name| schemas.get_key_value(&name));
            found.extend(known.map(|(name, at)| (name.clone(), at.clone())));
        }
    }
    if found.is_empty() {
        found.clone_from(schemas);
    }
    found
}

fn members<'a>(root: &'a Value, at: &str) -> impl Iterator<Item = &'a String> {
    let object = root.pointer(at).and_then(Value::as_object);
    object.into_iter().flat_map(Map::keys)
}

/// Pointers to the schemas of the request bodies of a webhook, one for each method and JSON media type.
fn webhook_bodies(root: &Value, webhook: &str) -> Vec<String> {
    let mut found = Vec::new();
    for method in members(root, webhook) {
        let content = format!("{}/requestBody/content", pointer::join(webhook, method));
        for media_type in members(root, &content) {
            let schema = format!("{}/schema", pointer::join(&content, media_type));
            if media_type.contains("json") && root.pointer(&schema).is_some() {
                found.push(schema);
            }
        }
    }
    found.sort_unstable();
    found
}
