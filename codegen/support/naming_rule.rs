//! Rules by which values of a body identify its event.

use super::naming::Lookup;

/// An event that other values than its name identify.
pub(crate) struct NamingRule {
    /// Name of the event.
    pub(crate) event_name: &'static str,
    /// Conditions that must all hold: the index of a path, and the test of the value there.
    pub(crate) conditions: &'static [(usize, ValueTest)],
}

/// A test of a value.
pub(crate) enum ValueTest {
    /// It is this string.
    Text(&'static str),
    /// It is the integer or the literal with this JSON text.
    Json(&'static str),
    /// It is a string that matches this pattern, in which `*` stands for any characters but `/`.
    Like(&'static str),
    /// There is a value, `null` among them.
    Present,
    /// There is none.
    Absent,
    /// It is an array without items or an object without members.
    Empty,
    /// It passes one of these tests.
    AnyOf(&'static [ValueTest]),
}

impl NamingRule {
    /// True if all conditions hold, false if one does not; `None` if that depends on values that are not seen yet.
    #[inline]
    pub(super) fn holds(&self, values: &[Lookup<'_>], nothing_follows: bool) -> Option<bool> {
        let mut holds = Some(true);
        for (path, test) in self.conditions {
            match &values[*path] {
                Lookup::NotSeen if !nothing_follows => holds = None,
                found if !test.accepts(found) => return Some(false),
                _ => {}
            }
        }
        holds
    }
}

impl ValueTest {
    pub(super) fn accepts(&self, found: &Lookup<'_>) -> bool {
        match (self, found) {
            (Self::Text(wanted), Lookup::Text(text)) => text == wanted,
            (Self::Json(wanted), Lookup::NotText(json)) => json == wanted,
            (Self::Like(pattern), Lookup::Text(text)) => is_like(pattern, text),
            (Self::Empty, Lookup::NotText(json)) => matches!(*json, "[]" | "{}"),
            (Self::Present, Lookup::Text(_) | Lookup::NotText(_)) => true,
            (Self::Absent, Lookup::NotSeen | Lookup::Absent) => true,
            (Self::AnyOf(tests), found) => tests.iter().any(|test| test.accepts(found)),
            _ => false,
        }
    }
}

/// True if a text matches a pattern in which `*` stands for any characters but `/`.
fn is_like(pattern: &str, text: &str) -> bool {
    let (mut patterns, mut texts) = (pattern.split('/'), text.split('/'));
    loop {
        match (patterns.next(), texts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(text)) if is_segment_like(pattern, text) => {}
            _ => return false,
        }
    }
}

/// The same for a part between slashes. What stands between two `*` is found at its first place, so that the time is linear.
fn is_segment_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (between, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = text.strip_prefix(start);
    let Some(mut inner) = inner.and_then(|inner| inner.strip_suffix(end)) else {
        return false;
    };
    between.split('*').all(|piece| {
        let found = inner.split_once(piece);
        inner = found.map_or(inner, |(_, rest)| rest);
        found.is_some()
    })
}
