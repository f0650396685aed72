//! Resolves `$ref`, `$dynamicRef` and `$recursiveRef`.

use std::rc::Rc;

use webhook_catalog::{codes, pointer};

use super::parser::Parser;
use super::resources::Reference;
use super::uri::{join, percent_decode, split_fragment};
use crate::model::Fallback;
use crate::schema::keyword::Keyword;
use crate::schema::{Schema, SchemaId};

/// The outcome of resolving a reference.
enum Resolution {
    /// A subschema.
    Found(SchemaId),
    /// Several candidates, which only a validator can choose from.
    Ambiguous,
    /// Nothing; an error has been reported.
    Missing,
}

/// Resolves every reference. Values that are not in the place of a schema are parsed when a reference leads to them.
pub(super) fn resolve(parser: &mut Parser<'_, '_>) {
    let mut next = 0;
    // Parsing a target may add references.
    while next < parser.references.len() {
        let (from, reference) = &parser.references[next];
        let from = *from;
        let reference = Reference {
            keyword: reference.keyword,
            text: reference.text.clone(),
            base: Rc::clone(&reference.base),
        };
        next += 1;
        let resolution = find(parser, from, &reference);
        let Schema::Keywords(keywords) = &mut parser.nodes[from.0].schema else {
            continue;
        };
        match resolution {
            Resolution::Found(id) => keywords.references.push(id),
            Resolution::Ambiguous => {
                let keyword = reference.keyword.as_str();
                keywords.fallback = Some(Fallback::AmbiguousReference(keyword));
            }
            Resolution::Missing => {}
        }
    }
}

fn find(parser: &mut Parser<'_, '_>, from: SchemaId, reference: &Reference) -> Resolution {
    let (uri, fragment) = split_fragment(&reference.text);
    let uri: Rc<str> = Rc::from(join(&reference.base, uri));
    let at = format!(
        "{}/{}",
        parser.nodes[from.0].pointer,
        reference.keyword.as_str()
    );
    let Some(root) = parser.resources.roots.get(&*uri).cloned() else {
        let message = format!("`{}` refers to another document", reference.text);
        let help =
            "copy the definition below `$defs` and refer to it there; an overlay can do that";
        parser
            .report
            .error(codes::REMOTE_REFERENCE, &at, message, help, None);
        return Resolution::Missing;
    };
    let found = percent_decode(fragment).and_then(|fragment| {
        if fragment.is_empty() || fragment.starts_with('/') {
            by_pointer(parser, &root, &fragment, &uri)
        } else {
            parser
                .resources
                .anchors
                .get(&(Rc::clone(&uri), fragment.clone()))
                .copied()
        }
    });
    let Some(found) = found else {
        let message = format!("`{}` refers to nothing", reference.text);
        let help = "name a definition that is there, such as `#/$defs/name`";
        parser
            .report
            .error(codes::DANGLING_REFERENCE, &at, message, help, None);
        return Resolution::Missing;
    };
    let resources = &parser.resources;
    match reference.keyword {
        Keyword::DynamicRef => {
            let candidates = resources
                .dynamic_anchors
                .get(fragment)
                .filter(|ids| ids.contains(&found));
            if candidates.is_some_and(|ids| ids.len() > 1) {
                Resolution::Ambiguous
            } else {
                Resolution::Found(found)
            }
        }
        Keyword::RecursiveRef => {
            let several = resources.recursive_anchors.contains_key(&uri)
                && resources.recursive_anchors.len() > 1;
            if several {
                Resolution::Ambiguous
            } else {
                Resolution::Found(found)
            }
        }
        _ => Resolution::Found(found),
    }
}

/// The subschema at a JSON pointer below a resource's root.
fn by_pointer(
    parser: &mut Parser<'_, '_>,
    root: &str,
    fragment: &str,
    base: &Rc<str>,
) -> Option<SchemaId> {
    // Unescaped and escaped again, because one pointer can be spelled in several ways.
    let pointer = root.to_owned() + &pointer::from_steps(pointer::steps(fragment));
    if let Some(id) = parser.by_pointer.get(&pointer) {
        return Some(*id);
    }
    let value = parser.source.pointer(&pointer)?;
    (value.is_object() || value.is_boolean()).then(|| parser.schema(value, &pointer, base))
}
