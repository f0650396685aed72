//! Singular of English nouns, as far as names of members need it.

/// Plurals whose ending does not give their singular.
const IRREGULAR: &[(&str, &str)] = &[
    ("aliases", "alias"),
    ("analyses", "analysis"),
    ("bonuses", "bonus"),
    ("buses", "bus"),
    ("campuses", "campus"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("criteria", "criterion"),
    ("indices", "index"),
    ("movies", "movie"),
    ("people", "person"),
    ("statuses", "status"),
    ("vertices", "vertex"),
];

/// Words in `s` that are no plurals, or whose plural is the same.
const UNCHANGED: &[&str] = &[
    "alias",
    "always",
    "analytics",
    "canvas",
    "has",
    "metrics",
    "news",
    "os",
    "series",
    "species",
    "was",
];

/// The singular of a plural in lower case; `None` for other words.
pub(crate) fn singular(word: &str) -> Option<String> {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return Some((*singular).to_owned());
    }
    if UNCHANGED.contains(&word) || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return None;
    }
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 1)?;
    if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    let sibilants = ["sse", "xe", "che", "she", "zze"];
    // `caches`, `axes`: words that keep their `e` are rarer than those that do not.
    let is_long = !word.ends_with("caches") && sibilants.iter().any(|end| stem.ends_with(end));
    Some(stem[..stem.len() - usize::from(is_long)].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_have_a_singular() {
        for (plural, word) in [
            ("addresses", "address"),
            ("attachments", "attachment"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("caches", "cache"),
            ("categories", "category"),
            ("children", "child"),
            ("ids", "id"),
            ("people", "person"),
            ("responses", "response"),
            ("statuses", "status"),
            ("types", "type"),
        ] {
            assert_eq!(singular(plural).as_deref(), Some(word));
        }
    }

    #[test]
    fn other_words_have_none() {
        for word in [
            "", "s", "as", "address", "bcc", "data", "news", "status", "this",
        ] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
