//! State of a decoder: the event's name on the way down, the path of a failure on the way up.

use std::borrow::Cow;
use std::rc::Rc;

use super::error::ErrorKind;
use super::locate::PathStep;
use super::{EventNaming, Lookup, PeekedEvent};

/// State that a [`JsonReader`](super::JsonReader) carries through nested `decode` calls.
///
/// While decoding succeeds, it only lends the event's name. On a failure the cause is recorded, and every enclosing object and
/// array adds its own step while the error is returned. A success therefore pays nothing for the pointer in an error.
#[derive(Default)]
pub(crate) struct Context<'n> {
    event_name: &'n str,
    /// Naming of the event, if its name is found by a search, which takes the first of repeated members.
    naming: Option<&'static EventNaming>,
    /// True if the event's name is yet to be looked up.
    is_before_event: bool,
    is_unenveloped: bool,
    /// Tag of the event.
    tag: KnownTag<'n>,
    /// True if the next tagged union is the event itself.
    is_at_event: bool,
    /// Path from the current value to the failing one.
    path: FailurePath,
    cause: Option<Cause>,
    /// True if decoding stopped because too much of the text had to be read again.
    pub(super) is_exhausted: bool,
}

/// A tag that was looked up together with the event's name: `None` if it was not looked up, `Some(None)` if the event has none.
type KnownTag<'n> = Option<Option<&'n str>>;

/// Cause and path of a failure.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// Path to the wrong value, or to the value at which the text stops being JSON.
    pub(crate) path: FailurePath,
    /// `None` if the text is not JSON.
    pub(crate) cause: Option<Cause>,
}

/// Path to the value of a failure.
///
/// A path shares the part inside with the failure that it came from: nested unions hold one each, and names may be long.
#[derive(Debug, Clone, Default)]
pub(crate) struct FailurePath(Option<Rc<Outermost>>);

/// The first step of a path, and the path from there.
#[derive(Debug)]
struct Outermost {
    step: PathStep,
    inside: FailurePath,
}

impl FailurePath {
    /// The path from the value around.
    fn within(self, step: PathStep) -> Self {
        let inside = self;
        Self(Some(Rc::new(Outermost { step, inside })))
    }

    /// The steps, outermost first.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &PathStep> {
        let mut path = self;
        std::iter::from_fn(move || {
            let outermost = path.0.as_deref()?;
            path = &outermost.inside;
            Some(&outermost.step)
        })
    }
}

impl FromIterator<PathStep> for FailurePath {
    fn from_iter<I: IntoIterator<Item = PathStep>>(steps: I) -> Self {
        let steps: Vec<PathStep> = steps.into_iter().collect();
        steps.into_iter().rev().fold(Self::default(), Self::within)
    }
}

/// Kind of failure at the end of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The value has another type.
    Mismatch {
        expected: Expected,
        /// The value's JSON type, with its article.
        found: &'static str,
    },
    /// The member or item is missing.
    Missing(Expected),
    /// The object has the member twice.
    Repeated,
}

/// The type that a decoder expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Such as `a string`.
    pub(crate) what: &'static str,
    /// True if `null` is accepted as well.
    pub(crate) or_null: bool,
}

impl Cause {
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Mismatch { .. } => ErrorKind::Mismatch,
            Self::Missing(_) => ErrorKind::Missing,
            Self::Repeated => ErrorKind::Repeated,
        }
    }

    pub(super) fn expected(&self) -> Cow<'static, str> {
        match self {
            Self::Mismatch { expected, .. } | Self::Missing(expected) if expected.or_null => {
                format!("{} or null", expected.what).into()
            }
            Self::Mismatch { expected, .. } | Self::Missing(expected) => expected.what.into(),
            Self::Repeated => "the member once".into(),
        }
    }

    pub(super) fn found(&self) -> Option<&'static str> {
        match self {
            Self::Mismatch { found, .. } => Some(found),
            Self::Missing(_) | Self::Repeated => None,
        }
    }
}

impl<'n> Context<'n> {
    /// Context for a body that carries the event `event_name`, named by the caller or by the whole body.
    pub(crate) fn new(event_name: &'n str) -> Self {
        Self {
            event_name,
            ..Self::default()
        }
    }

    /// The same for a body that may be the event itself, without the vendor's envelope.
    pub(crate) fn with_envelope(mut self, has_envelope: bool) -> Self {
        self.is_unenveloped = !has_envelope;
        self
    }

    /// Context for a body with an envelope; the event's name is looked up when the event is reached.
    pub(crate) fn before_event(naming: &'static EventNaming) -> Self {
        Self {
            naming: Some(naming),
            is_before_event: true,
            ..Self::default()
        }
    }

    /// The naming by which the event's name is still to be looked up. Only the first call returns it.
    pub(crate) fn take_naming(&mut self) -> Option<&'static EventNaming> {
        let is_before_event = std::mem::take(&mut self.is_before_event);
        self.naming.filter(|_| is_before_event)
    }

    /// Records the name and the tag of the current event. `None` if the name cannot be borrowed from the body.
    pub(crate) fn set_event(&mut self, peeked: &PeekedEvent<'n>) -> Option<()> {
        self.event_name = borrowed(&peeked.event_name)?;
        self.tag = known_tag(&peeked.tag, borrowed);
        Some(())
    }

    /// Context for a body whose event has been peeked.
    pub(crate) fn for_event(naming: &'static EventNaming, peeked: &'n PeekedEvent<'_>) -> Self {
        Self {
            naming: Some(naming),
            event_name: &peeked.event_name,
            is_unenveloped: peeked.is_unenveloped,
            tag: known_tag(&peeked.tag, |tag| Some(tag)),
            ..Self::default()
        }
    }

    /// Naming of the event, if its name was found by a search, which takes the first of repeated members.
    pub(crate) fn naming(&self) -> Option<&'static EventNaming> {
        self.naming
    }

    /// True if the body is the event itself, without the vendor's envelope.
    pub(crate) fn is_unenveloped(&self) -> bool {
        self.is_unenveloped
    }

    /// Makes the body the event itself.
    pub(crate) fn leave_out_envelope(&mut self) {
        self.is_unenveloped = true;
    }

    /// Marks the next tagged union as the event itself.
    pub(crate) fn enter_event(&mut self) {
        self.is_at_event = true;
    }

    /// Tag of the current union, if the union is the event itself.
    pub(crate) fn take_tag(&mut self) -> KnownTag<'n> {
        let is_at_event = std::mem::take(&mut self.is_at_event);
        self.tag.filter(|_| is_at_event)
    }

    /// Name of the event that the body carries.
    pub(crate) fn event_name(&self) -> &'n str {
        self.event_name
    }

    /// Records the cause of a failure. Keeps the first one recorded, which is the innermost.
    #[cold]
    pub(crate) fn fail(&mut self, cause: Cause) {
        self.cause.get_or_insert(cause);
    }

    /// Records a failure at a value inside the current one.
    #[cold]
    pub(crate) fn fail_inside(&mut self, path: FailurePath, cause: Cause) {
        if self.cause.is_none() {
            (self.path, self.cause) = (path, Some(cause));
        }
    }

    /// Adds that `null` is accepted as well, if the failing value is the current one.
    #[cold]
    pub(crate) fn or_null(&mut self) {
        if let (true, Some(Cause::Mismatch { expected, .. })) =
            (self.path.0.is_none(), &mut self.cause)
        {
            expected.or_null = true;
        }
    }

    /// Adds a member to the path of the failure.
    #[cold]
    pub(crate) fn in_member(&mut self, name: impl Into<Cow<'static, str>>) {
        self.in_step(PathStep::Member(name.into()));
    }

    /// Adds an item to the path of the failure.
    #[cold]
    pub(crate) fn in_item(&mut self, index: usize) {
        self.in_step(PathStep::Item(index));
    }

    fn in_step(&mut self, step: PathStep) {
        self.path = std::mem::take(&mut self.path).within(step);
    }

    /// Takes the failure, which leaves the context without one.
    #[cold]
    pub(crate) fn take_failure(&mut self) -> Failure {
        Failure {
            path: std::mem::take(&mut self.path),
            cause: self.cause.take(),
        }
    }
}

/// The text, if it is borrowed from the body.
fn borrowed<'n>(text: &Cow<'n, str>) -> Option<&'n str> {
    match text {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}

/// The tag as a context holds it; `borrow` gives the text the context's lifetime.
fn known_tag<'p, 'b, 'n>(
    tag: &'p Lookup<'b>,
    borrow: impl FnOnce(&'p Cow<'b, str>) -> Option<&'n str>,
) -> KnownTag<'n> {
    match tag {
        Lookup::Absent => Some(None),
        Lookup::Text(text) => borrow(text).map(Some),
        Lookup::NotSeen | Lookup::NotText(_) => None,
    }
}
