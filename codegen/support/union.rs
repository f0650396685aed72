//! Untagged unions: alternatives are tried in order.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::context::Failure;
use super::decode::Decode;
use super::reader::{Checkpoint, DecodeError, JsonReader};
use super::scan::Scanner;
use super::tolerant::Choice;
use super::{JsonObject, Number, Value};

/// A union whose alternatives are tried in order.
pub(crate) trait Union: Sized {
    /// Tries the alternatives in order.
    fn choose(reader: &mut UnionReader<'_, '_>) -> Option<Self>;
}

/// Reader of a union's value, with the failures of the alternatives tried so far.
pub(crate) struct UnionReader<'r, 't> {
    reader: &'r mut JsonReader<'t>,
    start: Checkpoint,
    /// Names and value ranges of an object's members; the first use scans them.
    members: Option<Vec<MemberSpan<'t>>>,
    search: Search,
    failures: Vec<Failure>,
}

/// Name of a member and range of its value.
type MemberSpan<'t> = (Cow<'t, str>, Range<usize>);

/// The alternatives to try.
enum Search {
    /// Each one in order, until one returns a value.
    Decode,
    /// Each one in order, until one fits; none returns a value.
    Check {
        /// Number of alternatives tried so far.
        attempts: usize,
        chosen: Option<Choice>,
    },
    /// Only the one that fits.
    Build {
        /// Number of alternatives to leave out before it.
        before: usize,
    },
}

impl<'t> UnionReader<'_, 't> {
    /// The first byte of the value, which determines its JSON type.
    fn first_byte(&mut self) -> Option<u8> {
        self.reader.peek()
    }

    /// Returns true if the value is a string.
    pub(crate) fn is_string(&mut self) -> bool {
        self.first_byte() == Some(b'"')
    }

    /// Returns true if the value is a number.
    pub(crate) fn is_number(&mut self) -> bool {
        matches!(self.first_byte(), Some(b'-' | b'0'..=b'9'))
    }

    /// Returns true if the value is a boolean.
    pub(crate) fn is_boolean(&mut self) -> bool {
        matches!(self.first_byte(), Some(b't' | b'f'))
    }

    /// Returns true if the value is an array.
    pub(crate) fn is_array(&mut self) -> bool {
        self.first_byte() == Some(b'[')
    }

    /// Returns true if the value is an object.
    pub(crate) fn is_object(&mut self) -> bool {
        self.first_byte() == Some(b'{')
    }

    /// Returns true if the member `name` is the string `text`.
    pub(crate) fn member_equals(&mut self, name: &str, text: &str) -> bool {
        self.member_in(&[name], &[text])
    }

    /// Returns true if there is a member `name`.
    pub(crate) fn has_member(&mut self, name: &str) -> bool {
        self.member_at(&[name]).is_some()
    }

    /// Returns true if the member at `path` is one of these strings.
    pub(crate) fn member_in(&mut self, path: &[&str], texts: &[&str]) -> bool {
        let found = self.member_at(path);
        let found = found.and_then(|place| self.reader.scanner_at(place.start).string());
        found.is_some_and(|found| texts.contains(&&*found))
    }

    /// Returns true if the member at `path` is one of these values, each given as JSON. Numbers are compared as floats.
    pub(crate) fn member_is_json(&mut self, path: &[&str], texts: &[&str]) -> bool {
        let Some(place) = self.member_at(path) else {
            return false;
        };
        if self.reader.reread(place.len() / 4).is_err() {
            return false;
        }
        let scanner = self.reader.scanner_at(place.start);
        let brackets = self.reader.tolerant.as_ref().map(|pass| pass.brackets());
        let skip = |scanner: &mut Scanner<'_>| match brackets {
            Some(brackets) => brackets.skip(scanner),
            None => scanner.skip_value(),
        };
        let is_found = |expected: &Value| is_value(scanner.clone(), expected, &skip);
        let mut texts = texts.iter();
        texts.any(|text| serde_json::from_str(text).is_ok_and(|value| is_found(&value)))
    }

    /// Returns true if there is no member at `path`.
    pub(crate) fn lacks_member(&mut self, path: &[&str]) -> bool {
        self.member_at(path).is_none()
    }

    fn member_at(&mut self, path: &[&str]) -> Option<Range<usize>> {
        let (first, rest) = path.split_first()?;
        if self.members.is_none() {
            self.members = Some(self.members_of(self.reader.at())?);
        }
        let mut place = find(self.members.as_deref()?, first)?;
        for name in rest {
            place = find(&self.members_of(place.start)?, name)?;
        }
        Some(place)
    }

    /// The members of the value at an offset. `None` if too much of the text would be read again.
    fn members_of(&mut self, at: usize) -> Option<Vec<MemberSpan<'t>>> {
        let scanner = self.reader.scanner_at(at);
        if let Some(pass) = &self.reader.tolerant {
            let brackets = pass.brackets();
            return Some(
                scanner
                    .members_skipping(|scanner| brackets.skip(scanner))
                    .collect(),
            );
        }
        if self.reader.context.is_exhausted {
            return None;
        }
        let members: Vec<_> = scanner.members().collect();
        if let Some((_, last)) = members.last() {
            // A scan is several times faster than decoding.
            self.reader.reread((last.end - at) / 4).ok()?;
        }
        Some(members)
    }

    /// Tries to decode the value as a `T`.
    pub(crate) fn attempt<T: Decode, U>(&mut self, variant: impl FnOnce(T) -> U) -> Option<U> {
        if !self.is_tried() {
            return None;
        }
        let decoded = T::decode(self.reader);
        self.conclude(decoded, false).map(variant)
    }

    /// Tries to decode the value as a union `T`, whose variant for values that it does not know does not count.
    pub(crate) fn attempt_known<T: Decode, U>(
        &mut self,
        variant: impl FnOnce(T) -> U,
        is_unknown: impl FnOnce(&T) -> bool,
    ) -> Option<U> {
        if !self.is_tried() {
            return None;
        }
        let decoded = T::decode(self.reader);
        let is_unknown = match &decoded {
            Ok(value) => is_unknown(value),
            Err(DecodeError) => self.is_unknown_to_checked(),
        };
        if is_unknown {
            let _ = self.reader.settle(decoded);
            self.reader.reset(self.start);
            return None;
        }
        self.conclude(decoded, false).map(variant)
    }

    /// Keeps a value that no alternative takes.
    pub(crate) fn keep_unknown<T: Decode, U>(&mut self, variant: impl FnOnce(T) -> U) -> Option<U> {
        if !self.is_tried() {
            return None;
        }
        let decoded = T::decode(self.reader);
        self.conclude(decoded, true).map(variant)
    }

    /// Returns true if the next alternative is to be tried.
    fn is_tried(&mut self) -> bool {
        match &mut self.search {
            Search::Decode => !self.reader.context.is_exhausted,
            Search::Check {
                chosen: Some(_), ..
            } => false,
            Search::Check { attempts, .. } => {
                *attempts += 1;
                self.reader.pass().set_unknown_at(None);
                true
            }
            Search::Build { before } => match before.checked_sub(1) {
                Some(left) => {
                    *before = left;
                    false
                }
                None => true,
            },
        }
    }

    /// Returns true if the union that has just been checked does not know the value.
    fn is_unknown_to_checked(&mut self) -> bool {
        let at = self.start.at();
        let tolerant = &self.reader.tolerant;
        tolerant.as_ref().is_some_and(|pass| pass.is_unknown_at(at))
    }

    /// Concludes an attempt: returns the value if it is to be taken.
    fn conclude<T>(&mut self, decoded: Result<T, DecodeError>, is_unknown: bool) -> Option<T> {
        let Search::Check { attempts, chosen } = &mut self.search else {
            return match decoded {
                Ok(value) => Some(value),
                Err(DecodeError) => {
                    self.fail();
                    None
                }
            };
        };
        let attempt = *attempts - 1;
        match self.reader.settle(decoded) {
            Ok(_) => {
                *chosen = Some(Choice {
                    attempt,
                    is_unknown,
                })
            }
            Err(DecodeError) => self.fail(),
        }
        None
    }

    /// Takes the failure of an alternative and returns to the start of the value.
    #[cold]
    fn fail(&mut self) {
        let read = self.reader.at();
        self.failures.push(self.reader.context.take_failure());
        self.reader.reset(self.start);
        let again = read - self.reader.at();
        // An error shows in the context, which ends the search.
        let _ = self.reader.reread(again);
    }
}

/// The last member of this name, which counts.
fn find(members: &[MemberSpan<'_>], name: &str) -> Option<Range<usize>> {
    let mut members = members.iter().rev();
    members.find_map(|(found, place)| (found == name).then(|| place.clone()))
}

/// Returns true if the next value equals `expected` in the sense of JSON Schema. Values beyond `expected` are skipped, so that a
/// large or deep one costs no more than its members.
fn is_value(
    mut scanner: Scanner<'_>,
    expected: &Value,
    skip: &dyn Fn(&mut Scanner<'_>) -> Option<()>,
) -> bool {
    match (scanner.peek(), expected) {
        (Some(b'n'), Value::Null)
        | (Some(b't'), Value::Bool(true))
        | (Some(b'f'), Value::Bool(false)) => true,
        (Some(b'"'), Value::String(text)) => scanner.string().is_some_and(|found| found == *text),
        (Some(b'-' | b'0'..=b'9'), Value::Number(number)) => {
            let found: Option<Number> = scanner.scalar().and_then(|text| text.parse().ok());
            found.is_some_and(|found| found == *number || found.as_f64() == number.as_f64())
        }
        (Some(b'['), Value::Array(items)) => are_items(scanner, items, skip).unwrap_or(false),
        (Some(b'{'), Value::Object(members)) => are_members(&scanner, members, skip),
        _ => false,
    }
}

fn are_items(
    mut scanner: Scanner<'_>,
    items: &[Value],
    skip: &dyn Fn(&mut Scanner<'_>) -> Option<()>,
) -> Option<bool> {
    scanner.eat(b'[')?;
    if scanner.eat(b']').is_some() {
        return Some(items.is_empty());
    }
    for (index, item) in items.iter().enumerate() {
        if !is_value(scanner.clone(), item, skip) {
            return Some(false);
        }
        skip(&mut scanner)?;
        if !scanner.next(b']')? {
            return Some(index + 1 == items.len());
        }
    }
    Some(false)
}

/// Of repeated members the last counts.
fn are_members(
    scanner: &Scanner<'_>,
    members: &JsonObject,
    skip: &dyn Fn(&mut Scanner<'_>) -> Option<()>,
) -> bool {
    let mut places = BTreeMap::new();
    for (name, place) in scanner.clone().members_skipping(skip) {
        if !members.contains_key(&*name) {
            return false;
        }
        places.insert(name, place);
    }
    places.len() == members.len()
        && places.into_iter().all(|(name, place)| {
            let mut scanner = scanner.clone();
            scanner.go_to(place.start);
            is_value(scanner, &members[&*name], skip)
        })
}

/// Decodes a union. Called by the emitted `Decode` impls.
pub(crate) fn decode_union<T: Union + 'static>(
    reader: &mut JsonReader<'_>,
) -> Result<T, DecodeError> {
    let mut value = None;
    decode_alternatives(reader, TypeId::of::<T>(), &mut |reader| {
        value = T::choose(reader);
        value.is_some()
    })?;
    value.ok_or(DecodeError)
}

/// Tries the alternatives of a union, and returns true if one of them has given a value.
type Choose<'c> = &'c mut dyn FnMut(&mut UnionReader<'_, '_>) -> bool;

/// Decodes a union by a function that keeps the value. Compiled once for all unions.
fn decode_alternatives(
    reader: &mut JsonReader<'_>,
    union: TypeId,
    choose: Choose<'_>,
) -> Result<(), DecodeError> {
    if reader.is_tolerant_pass() {
        return decode_tolerantly(reader, union, choose);
    }
    let (is_chosen, _, failures) = search_alternatives(reader, Search::Decode, choose);
    if is_chosen {
        Ok(())
    } else {
        Err(reject(reader, failures))
    }
}

/// The same in a tolerant pass: strictly, with memoised results.
#[cold]
fn decode_tolerantly(
    reader: &mut JsonReader<'_>,
    union: TypeId,
    choose: Choose<'_>,
) -> Result<(), DecodeError> {
    reader.peek();
    let (start, at) = (reader.checkpoint(), reader.at());
    let known = reader.pass().choice(at, union).cloned();
    if !reader.only_checks() {
        let Some(Ok(Choice { attempt, .. })) = known else {
            return Err(DecodeError);
        };
        let search = Search::Build { before: attempt };
        let (is_chosen, ..) = reader.strictly(|reader| search_alternatives(reader, search, choose));
        return if is_chosen { Ok(()) } else { Err(DecodeError) };
    }
    let choice = known.unwrap_or_else(|| {
        let search = Search::Check {
            attempts: 0,
            chosen: None,
        };
        let (_, search, failures) =
            reader.strictly(|reader| search_alternatives(reader, search, choose));
        let choice = match search {
            Search::Check {
                chosen: Some(choice),
                ..
            } => Ok(choice),
            _ => {
                reader.reset(start);
                let _ = reject(reader, failures);
                Err(reader.context.take_failure())
            }
        };
        reader.pass().set_choice(at, union, choice.clone());
        choice
    });
    match choice {
        Ok(Choice { is_unknown, .. }) => {
            reader.skip_checked(start);
            reader.pass().set_unknown_at(is_unknown.then_some(at));
            Err(reader.fits())
        }
        Err(Failure { path, cause }) => {
            reader.reset(start);
            let rejected = cause.map(|cause| reader.reject_inside(path, cause));
            Err(rejected.unwrap_or(DecodeError))
        }
    }
}

/// Returns true if an alternative has given a value, and the state of the search.
fn search_alternatives(
    reader: &mut JsonReader<'_>,
    search: Search,
    choose: Choose<'_>,
) -> (bool, Search, Vec<Failure>) {
    let mut union_reader = UnionReader {
        start: reader.checkpoint(),
        reader,
        members: None,
        search,
        failures: Vec::new(),
    };
    let is_chosen = choose(&mut union_reader);
    (is_chosen, union_reader.search, union_reader.failures)
}

#[cold]
fn reject(reader: &mut JsonReader<'_>, mut failures: Vec<Failure>) -> DecodeError {
    // If only one alternative was tried, its failure is more precise.
    match failures.pop() {
        _ if reader.context.is_exhausted => DecodeError,
        Some(Failure {
            path,
            cause: Some(cause),
        }) if failures.is_empty() => reader.reject_inside(path, cause),
        _ => reader.mismatch("one of several forms"),
    }
}
