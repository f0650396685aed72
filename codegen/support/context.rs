//! What reading carries along: the event's name on the way down, the place of an error on the way up.

use std::borrow::Cow;

use super::locate::PathStep;
use super::{EventNaming, Lookup, PeekedEvent};

/// Carried by the reader.
///
/// While all goes well it only lends the event's name. Where reading fails, the cause is noted, and on the way up every
/// object and array adds its own step, so a success pays nothing for the pointer in an error.
#[derive(Default)]
pub(crate) struct Context<'n> {
    event_name: &'n str,
    /// How the event that is to come names itself, until it does.
    naming: Option<&'static EventNaming>,
    is_unenveloped: bool,
    /// The tag of the event, if anybody looked: outer `None` if not, inner `None` if there is none.
    tag: Option<Option<&'n str>>,
    /// Whether the next union with a tag is the event itself.
    is_at_event: bool,
    /// Steps from the failing value up to the root, innermost first.
    trail: Vec<PathStep>,
    cause: Option<Cause>,
}

/// Why and where reading failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The steps to the value that is wrong, or at which the text stops being JSON.
    pub(crate) path: Vec<PathStep>,
    /// `None` if the text is no JSON.
    pub(crate) cause: Option<Cause>,
}

/// What went wrong at the place the trail leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The value is of another form.
    Mismatch(Expected),
    /// There is no such member.
    Missing(Expected),
    /// The member is there a second time.
    Repeated,
}

/// What a reader wanted to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Such as `a string`.
    pub(crate) what: &'static str,
    /// Whether `null` would have done as well.
    pub(crate) or_null: bool,
}

impl<'n> Context<'n> {
    /// A context for a body that carries the event `event_name`.
    pub(crate) fn new(event_name: &'n str) -> Self {
        Self {
            event_name,
            ..Self::default()
        }
    }

    /// A context for a body with an envelope whose event is yet to come, and names itself this way.
    pub(crate) fn before_event(naming: &'static EventNaming) -> Self {
        Self {
            naming: Some(naming),
            ..Self::default()
        }
    }

    /// How the event at hand names itself, if that was not looked up.
    pub(crate) fn take_naming(&mut self) -> Option<&'static EventNaming> {
        self.naming.take()
    }

    /// Notes what the event at hand says of itself, if that can be borrowed.
    pub(crate) fn learn(&mut self, named: PeekedEvent<'n>) -> Option<()> {
        let Cow::Borrowed(event_name) = named.event_name else {
            return None;
        };
        self.event_name = event_name;
        self.tag = match named.tag {
            Lookup::Absent => Some(None),
            Lookup::Text(Cow::Borrowed(tag)) => Some(Some(tag)),
            Lookup::Text(Cow::Owned(_)) | Lookup::NotSeen | Lookup::NotText => None,
        };
        Some(())
    }

    /// A context for a body that says this of itself.
    pub(crate) fn of(named: &'n PeekedEvent<'_>) -> Self {
        Self {
            is_unenveloped: named.is_unenveloped,
            tag: match &named.tag {
                Lookup::Absent => Some(None),
                Lookup::Text(tag) => Some(Some(tag)),
                Lookup::NotSeen | Lookup::NotText => None,
            },
            ..Self::new(&named.event_name)
        }
    }

    /// Whether the body is the event itself, although others have an envelope.
    pub(crate) fn is_unenveloped(&self) -> bool {
        self.is_unenveloped
    }

    /// Notes that an event is read now that comes in several forms.
    pub(crate) fn enter_event(&mut self) {
        self.is_at_event = true;
    }

    /// The tag of the union at hand, if that is the event itself and its tag was looked up.
    pub(crate) fn take_tag(&mut self) -> Option<Option<&'n str>> {
        let is_at_event = std::mem::take(&mut self.is_at_event);
        self.tag.filter(|_| is_at_event)
    }

    /// The event that the body carries.
    pub(crate) fn event_name(&self) -> &'n str {
        self.event_name
    }

    /// Notes why reading failed. The innermost speaks first, and its word stands.
    #[cold]
    pub(crate) fn fail(&mut self, cause: Cause) {
        self.cause.get_or_insert(cause);
    }

    /// Notes a failure at a value inside the one being read.
    #[cold]
    pub(crate) fn fail_inside(&mut self, steps: Vec<PathStep>, cause: Cause) {
        self.fail(cause);
        self.trail.extend(steps.into_iter().rev());
    }

    /// Notes that `null` would have done as well, if the cause lies at the very value being read.
    #[cold]
    pub(crate) fn or_null(&mut self) {
        if let (true, Some(Cause::Mismatch(expected))) = (self.trail.is_empty(), &mut self.cause) {
            expected.or_null = true;
        }
    }

    /// Notes that the failing value lies in this member.
    #[cold]
    pub(crate) fn in_member(&mut self, name: impl Into<Cow<'static, str>>) {
        self.trail.push(PathStep::Member(name.into()));
    }

    /// Notes that the failing value lies in this item.
    #[cold]
    pub(crate) fn in_item(&mut self, index: usize) {
        self.trail.push(PathStep::Item(index));
    }

    /// Why and where reading failed; it is forgotten here.
    #[cold]
    pub(crate) fn take_failure(&mut self) -> Failure {
        let mut path = std::mem::take(&mut self.trail);
        path.reverse();
        Failure {
            path,
            cause: self.cause.take(),
        }
    }
}
