//! The second pass over a body that does not fit its type, which decides what gives way.
//!
//! The first pass decodes a body strictly, and costs a body that fits nothing but an empty option. If it fails, the body is decoded
//! again by the same decoders, with a [`TolerantPass`] in the reader. That pass has two tasks:
//!
//! - [`Task::Check`] tells if a value can be decoded. It looks at required members only, since optional ones can give way, and
//!   skips the rest.
//! - [`Task::Build`] decodes a value that has been checked. It checks the value of each optional member before decoding it. If the
//!   check fails, the member gives way: its value is kept in `extra`, with a [`Misfit`].
//!
//! A check ends at optional members, where building starts another check, so that each value is checked once, built once and, if
//! undeclared, kept once. Unions without a tag are checked strictly, with all members, and their results are memoised by position and
//! type. Arrays and objects are skipped by an index. The time is therefore linear in the body for any nesting of misfits.

mod brackets;
mod object;

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::HashMap;

use super::context::{Cause, Failure, FailurePath};
use super::locate::PathStep;
use super::misfit::{Misfit, Misfits, Pointer};
use super::reader::{Checkpoint, DecodeError, JsonReader};
use super::{JsonObject, Value};

pub(super) use brackets::Brackets;
pub(super) use object::{read_entries, read_object};

/// State of a tolerant pass.
pub(crate) struct TolerantPass {
    /// For errors.
    pub(super) vendor: &'static str,
    brackets: Brackets,
    task: Task,
    /// True in unions without a tag, whose alternatives must fit as a whole, and if the caller wants no tolerance.
    is_strict: bool,
    /// True if the last error says that a checked value fits.
    has_fit: bool,
    /// Tags of the object that is read next, if they are no strings.
    odd_tags: Vec<OddTag>,
    /// Offset of a union's value, if none but its variant for unknown values took the value.
    unknown_at: Option<usize>,
    /// Results of the unions without a tag.
    choices: HashMap<(usize, TypeId), Result<Choice, Failure>>,
    /// Path of the value that is built.
    path: Vec<Level>,
    misfits: Vec<Misfit>,
    /// Undeclared members, if they are wanted.
    undeclared: Option<Vec<Pointer>>,
    /// The failure that makes the body malformed as a whole.
    malformed_body: Option<Failure>,
    /// A repeated member that makes the event's name ambiguous.
    repeated_name: Option<Failure>,
}

/// Task of a decoder in a tolerant pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Tell if the value fits. Decoders of objects, tuples and unions return no value but an error, by [`JsonReader::fits`].
    Check,
    /// Decode a value that fits.
    Build,
}

/// The alternative that a value of a union without a tag fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// Index among the alternatives that are tried for the value.
    pub(super) attempt: usize,
    /// True for the variant for unknown values.
    pub(super) is_unknown: bool,
}

/// A tag that is no string, and counts as absent.
#[derive(Debug, Clone, Copy)]
pub(super) struct OddTag {
    pub(super) name: &'static str,
    /// Offset of the value.
    pub(super) at: usize,
    pub(super) cause: Cause,
}

/// A step of the current path.
struct Level {
    step: PathStep,
    /// The pointer up to this step, if a misfit needed it.
    pointer: Option<Pointer>,
}

impl TolerantPass {
    /// A pass over `text`, which must be valid JSON.
    pub(super) fn new(vendor: &'static str, text: &str, is_strict: bool) -> Self {
        Self {
            vendor,
            brackets: Brackets::of(text),
            task: Task::Build,
            is_strict,
            has_fit: false,
            odd_tags: Vec::new(),
            unknown_at: None,
            choices: HashMap::new(),
            path: Vec::new(),
            misfits: Vec::new(),
            undeclared: None,
            malformed_body: None,
            repeated_name: None,
        }
    }

    /// Collects the pointers of undeclared members.
    pub(super) fn collect_undeclared(&mut self) {
        self.undeclared = Some(Vec::new());
    }

    pub(super) fn take_undeclared(&mut self) -> Vec<Pointer> {
        self.undeclared.take().unwrap_or_default()
    }

    pub(super) fn brackets(&self) -> &Brackets {
        &self.brackets
    }

    pub(super) fn set_malformed_body(&mut self, failure: Failure) {
        self.malformed_body = Some(failure);
    }

    pub(super) fn take_malformed_body(&mut self) -> Option<Failure> {
        self.malformed_body.take()
    }

    pub(super) fn set_repeated_name(&mut self, repeat: Failure) {
        self.repeated_name = Some(repeat);
    }

    /// Takes the misfits, with a repeated name if no object that it is in has recorded it.
    fn take_misfits(&mut self) -> Vec<Misfit> {
        let mut misfits = std::mem::take(&mut self.misfits);
        if let Some(Failure { path, cause }) = self.repeated_name.take() {
            let pointer = Pointer::default().descendant(path.steps().cloned());
            if misfits.iter().all(|misfit| *misfit.pointer() != pointer) {
                misfits.extend(Misfit::new(
                    pointer,
                    Failure {
                        path: FailurePath::default(),
                        cause,
                    },
                ));
            }
        }
        misfits
    }

    fn is(&self, task: Task) -> bool {
        self.task == task
    }

    /// The pointer to the value that is built.
    fn pointer(&mut self) -> Pointer {
        let known = self.path.iter().rposition(|level| level.pointer.is_some());
        let mut pointer = known
            .and_then(|index| self.path[index].pointer.clone())
            .unwrap_or_default();
        for level in &mut self.path[known.map_or(0, |index| index + 1)..] {
            pointer = pointer.child(level.step.clone());
            level.pointer = Some(pointer.clone());
        }
        pointer
    }

    /// Records a misfit at `failure`'s path inside the current value, which is kept for it.
    pub(super) fn record(&mut self, failure: Failure) {
        let misfit = Misfit::new(self.pointer(), failure);
        self.misfits.extend(misfit);
    }

    /// Records a misfit at the member `name` of the current object.
    pub(super) fn record_at(&mut self, name: Cow<'static, str>, cause: Cause) {
        let pointer = self.pointer().child(PathStep::Member(name));
        let (path, cause) = (FailurePath::default(), Some(cause));
        self.misfits
            .extend(Misfit::new(pointer, Failure { path, cause }));
    }

    /// Adds a tag of the object that is read next.
    pub(super) fn add_odd_tag(&mut self, tag: OddTag) {
        self.odd_tags.push(tag);
    }

    /// Takes the tags of the current object that are no strings.
    pub(super) fn take_odd_tags(&mut self) -> Vec<OddTag> {
        std::mem::take(&mut self.odd_tags)
    }

    /// The whole path of a failure inside the current value.
    pub(super) fn path_of(&self, failure: &Failure) -> Vec<PathStep> {
        let path = self.path.iter().map(|level| level.step.clone());
        path.chain(failure.path.steps().cloned()).collect()
    }

    /// Result of a union's value at `at`, if it has been checked.
    pub(super) fn choice(&self, at: usize, union: TypeId) -> Option<&Result<Choice, Failure>> {
        self.choices.get(&(at, union))
    }

    pub(super) fn set_choice(&mut self, at: usize, union: TypeId, choice: Result<Choice, Failure>) {
        self.choices.insert((at, union), choice);
    }

    pub(super) fn set_unknown_at(&mut self, at: Option<usize>) {
        self.unknown_at = at;
    }

    pub(super) fn is_unknown_at(&self, at: usize) -> bool {
        self.unknown_at == Some(at)
    }
}

impl JsonReader<'_> {
    /// True in a tolerant pass.
    pub(super) fn is_tolerant_pass(&self) -> bool {
        self.tolerant.is_some()
    }

    /// True if decoders only check values.
    pub(super) fn only_checks(&self) -> bool {
        self.tolerant
            .as_ref()
            .is_some_and(|pass| pass.is(Task::Check))
    }

    /// True if values must fit as a whole.
    pub(super) fn is_strict(&self) -> bool {
        self.tolerant.as_ref().is_none_or(|pass| pass.is_strict)
    }

    /// The state of the tolerant pass.
    pub(super) fn pass(&mut self) -> &mut TolerantPass {
        let pass = self.tolerant.as_deref_mut();
        pass.expect("only a tolerant pass asks for its state")
    }

    /// Reports that the checked value fits. Decoders have no value to return then, so this is an error, which
    /// [`settle`](Self::settle) undoes.
    pub(super) fn fits(&mut self) -> DecodeError {
        self.pass().has_fit = true;
        DecodeError
    }

    /// Turns the error that says that a checked value fits into a success.
    pub(super) fn settle<T>(
        &mut self,
        read: Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(refused) => {
                let pass = self.tolerant.as_mut();
                let has_fit = pass.is_some_and(|pass| std::mem::take(&mut pass.has_fit));
                if has_fit { Ok(None) } else { Err(refused) }
            }
        }
    }

    /// Checks the next value, and returns to its start.
    pub(super) fn check(
        &mut self,
        decode: &mut dyn FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), Failure> {
        let start = self.checkpoint();
        let task = std::mem::replace(&mut self.pass().task, Task::Check);
        let read = decode(self);
        let read = self.settle(read);
        self.pass().task = task;
        self.reset(start);
        match read {
            Ok(_) => Ok(()),
            Err(DecodeError) => Err(self.context.take_failure()),
        }
    }

    /// Decodes a part of the current value strictly.
    pub(super) fn strictly<T>(&mut self, decode: impl FnOnce(&mut Self) -> T) -> T {
        let is_strict = std::mem::replace(&mut self.pass().is_strict, true);
        let decoded = decode(self);
        self.pass().is_strict = is_strict;
        decoded
    }

    /// Enters a member or an item that is built.
    pub(super) fn enter_step(&mut self, step: PathStep) {
        if let Some(pass) = &mut self.tolerant
            && pass.is(Task::Build)
        {
            let pointer = None;
            pass.path.push(Level { step, pointer });
        }
    }

    /// Leaves a member or an item that is built.
    pub(super) fn leave_step(&mut self) {
        if let Some(pass) = &mut self.tolerant
            && pass.is(Task::Build)
        {
            pass.path.pop();
        }
    }

    /// Keeps the current value, which gives way for a misfit.
    pub(super) fn keep(&mut self, failure: Failure) -> Result<Value, DecodeError> {
        self.pass().record(failure);
        self.value()
    }

    /// Lists a member that its object does not declare, if such members are wanted.
    fn list_undeclared(&mut self, name: &str) {
        let pass = self.pass();
        if pass.undeclared.is_some() {
            let pointer = pass
                .pointer()
                .child(PathStep::Member(name.to_owned().into()));
            pass.undeclared.get_or_insert_default().push(pointer);
        }
    }

    /// Returns to the start of a value that has been checked.
    pub(super) fn skip_checked(&mut self, start: Checkpoint) {
        self.reset(start);
        // A value that has been checked is there.
        let _ = self.skip_valid();
    }

    /// Skips the next value without reading it.
    pub(super) fn skip_valid(&mut self) -> Result<(), DecodeError> {
        let mut scanner = self.scanner();
        let skipped = self.pass().brackets().skip(&mut scanner);
        self.go_to(scanner.at());
        skipped.ok_or(DecodeError)
    }

    /// Takes the misfits of the delivery that has been decoded.
    pub(crate) fn take_misfits(&mut self) -> Misfits {
        match &mut self.tolerant {
            Some(pass) => pass.take_misfits().into(),
            None => Misfits::default(),
        }
    }
}
