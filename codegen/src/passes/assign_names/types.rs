//! Names of types within their module.
//!
//! A type is named by its path, in words that a person would choose: items by the singular of their member, without members that
//! say nothing of their values, and without words that repeat the end of the step before. Where two types would share such a name,
//! they are named by their whole paths. So a name depends on its own path and on the types that it would collide with.

use std::collections::BTreeMap;

use super::Names;
use crate::ident::{NameKind, RustIdent, is_own_type, singular, words};
use crate::model::PathStep;

/// A name per path, in their order, none of them in `taken`.
pub(super) fn names(paths: &[&[PathStep]], taken: &[&str]) -> Vec<RustIdent> {
    let texts: Vec<PathTexts> = paths.iter().map(|path| PathTexts::of(path)).collect();
    let mut sharing: BTreeMap<String, usize> = BTreeMap::new();
    for text in &texts {
        *sharing.entry(text.folded()).or_default() += 1;
    }
    for name in taken {
        *sharing.entry(name.to_ascii_lowercase()).or_default() += 1;
    }
    let raws = texts.into_iter().map(|text| {
        let is_free = sharing[&text.folded()] == 1 && !text.is_own;
        if is_free { text.short } else { text.whole }
    });
    Names::assign(NameKind::Type, raws.collect(), taken).idents
}

/// Texts from whose words a name is made. Each is unique for the path among the texts that are assigned.
struct PathTexts {
    /// The steps that a name needs; equal to `whole` if these are all.
    short: String,
    short_name: String,
    /// True if emitted code uses the name of the short text itself.
    is_own: bool,
    whole: String,
}

impl PathTexts {
    fn of(path: &[PathStep]) -> Self {
        let words = short_words(path).join("_");
        let is_own = is_own_type(&NameKind::Variant.name(&words));
        let whole = whole_text(path);
        let whole_name = NameKind::Type.name(&whole);
        let short = format!("/^{words}");
        let short_name = NameKind::Type.name(&short);
        Self {
            short: if short_name == whole_name {
                whole.clone()
            } else {
                short
            },
            short_name,
            is_own,
            whole,
        }
    }

    fn folded(&self) -> String {
        self.short_name.to_ascii_lowercase()
    }
}

fn whole_text(path: &[PathStep]) -> String {
    path.iter()
        .map(|step| match step {
            PathStep::Member(name) => format!("/~{name}"),
            PathStep::Each => "/*item".to_owned(),
            PathStep::Place(index) => format!("/#place{index}"),
            PathStep::Alternative(label) => format!("/|{label}"),
            PathStep::Definition(name) => format!("/${name}"),
        })
        .collect()
}

/// Members that hold what a delivery or a resource is about, under a name that any of them could have.
const WRAPPERS: &[&str] = &["attributes", "data", "object", "payload"];

fn short_words(path: &[PathStep]) -> Vec<String> {
    let is_wrapper =
        |step: &PathStep| matches!(step, PathStep::Member(name) if WRAPPERS.contains(&&**name));
    // The items of a wrapper are named after it.
    let last_named = path
        .iter()
        .rposition(|step| !is_wrapper(step) && *step != PathStep::Each);
    let mut name: Vec<String> = Vec::new();
    for (index, step) in path.iter().enumerate() {
        let is_omitted = is_wrapper(step) && last_named.is_some_and(|last| index < last);
        let is_item_of_omitted = *step == PathStep::Each && name.is_empty();
        if is_omitted || is_item_of_omitted && last_named.is_some_and(|last| index < last) {
            continue;
        }
        match step {
            PathStep::Member(raw) | PathStep::Alternative(raw) | PathStep::Definition(raw) => {
                append(&mut name, words(raw));
            }
            PathStep::Each => match name.pop_if(|word| singular(word).is_some()) {
                Some(plural) => name.extend(singular(&plural)),
                None => name.push("item".to_owned()),
            },
            PathStep::Place(index) => name.push(format!("place{index}")),
        }
    }
    name
}

/// Appends words, without those that the name ends with already: `package` and `package_version` give `package_version`.
fn append(name: &mut Vec<String>, step: Vec<String>) {
    // At least one word of the step is new, so that the name differs from that of the type around it.
    let most = name.len().min(step.len() - 1);
    let repeated = (0..=most)
        .rev()
        .find(|count| name.ends_with(&step[..*count]));
    name.extend(step.into_iter().skip(repeated.unwrap_or(0)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<PathStep> {
        let steps = text.split('/').map(|step| match step.split_at(1) {
            ("*", "") => PathStep::Each,
            ("$", name) => PathStep::Definition(name.to_owned()),
            ("|", label) => PathStep::Alternative(label.to_owned()),
            _ => PathStep::Member(step.to_owned()),
        });
        steps.collect()
    }

    fn names_of(paths: &[&str]) -> Vec<String> {
        let paths: Vec<_> = paths.iter().map(|text| path(text)).collect();
        let paths: Vec<&[PathStep]> = paths.iter().map(|path| &path[..]).collect();
        let names = names(&paths, &["Root"]);
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn types_are_named_by_the_words_of_their_paths() {
        for (path, name) in [
            ("employees/*", "Employee"),
            ("employees/*/time_off", "EmployeeTimeOff"),
            ("bcc/*", "BccItem"),
            ("matrix/*/*", "MatrixItemItem"),
            ("payload", "Payload"),
            ("payload/object", "PayloadObject"),
            ("payload/object/settings", "Settings"),
            ("payload/attachments/*", "Attachment"),
            ("data/*", "DataItem"),
            ("data/*/tags/*", "Tag"),
            ("$lead/addresses/*", "LeadAddress"),
            ("$package/package_version/tag", "PackageVersionTag"),
            ("status/status", "StatusStatus"),
            ("body/|rich_text", "BodyRichText"),
        ] {
            assert_eq!(names_of(&[path]), [name], "{path}");
        }
    }

    #[test]
    fn names_that_are_taken_or_shared_come_from_the_whole_path() {
        let paths = [
            "roots/*",
            "events/*",
            "data/team",
            "payload/team",
            "tag",
            "tags/*",
        ];
        let names = [
            "RootsItem",
            "EventsItem",
            "DataTeam",
            "PayloadTeam",
            "Tag",
            "TagsItem",
        ];
        assert_eq!(names_of(&paths), names);
    }

    #[test]
    fn other_types_rename_nothing() {
        let few = names_of(&["tags/*", "payload/team"]);
        let many = names_of(&["tags/*", "payload/team", "payload/members/*", "labels"]);
        assert_eq!(few, many[..2]);
    }
}
