//! Values that do not fit their types, and pointers to them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::JsonObject;
use super::context::{Cause, Failure};
use super::error::{Description, ErrorKind};
use super::locate::PathStep;

/// JSON pointer (RFC 6901) into a body, such as `/event/user`; empty for the whole body.
///
/// It displays as text and compares with text. Pointers of one delivery share their common parts, so that thousands of them take
/// little memory even if the names in the body are long.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer(Option<Arc<Link>>);

#[derive(PartialEq, Eq, Hash)]
struct Link {
    parent: Pointer,
    step: PathStep,
}

impl Pointer {
    /// True if this is the pointer to the whole body.
    pub fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// The pointer to a value inside this one.
    pub(crate) fn child(&self, step: PathStep) -> Self {
        let parent = self.clone();
        Self(Some(Arc::new(Link { parent, step })))
    }

    /// The pointer to the value at `path` inside this one.
    pub(crate) fn descendant(&self, path: impl IntoIterator<Item = PathStep>) -> Self {
        path.into_iter()
            .fold(self.clone(), |pointer, step| pointer.child(step))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(link) => write!(f, "{}{}", link.parent, link.step),
            None => Ok(()),
        }
    }
}

/// Writes the pointer as a string in quotes.
impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_string().fmt(f)
    }
}

impl PartialEq<str> for Pointer {
    fn eq(&self, other: &str) -> bool {
        let text = self.to_string();
        text == other
    }
}

impl PartialEq<&str> for Pointer {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// A value in a delivery that does not fit its type.
///
/// It displays as one line, with control characters escaped, and holds no value of the body:
///
/// ```text
/// expected a string at `/event/user`, found a number
/// ```
///
/// ```
/// # #[cfg(feature = "slack")] {
/// use webhook_events::slack::{self, Event};
///
/// let body = br#"{
///     "type": "event_callback", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1515449522,
///     "event": {"type": "team_rename", "name": "New", "team_id": 7}
/// }"#;
/// let delivery = slack::parse(body)?;
/// let misfit = &delivery.misfits()[0];
/// assert_eq!(misfit.to_string(), "expected a string at `/event/team_id`, found a number");
/// // The member gives way, not the delivery.
/// if let Event::TeamRename(event) = &delivery.event {
///     assert_eq!(event.team_id, None);
///     assert_eq!(event.extra["team_id"], 7);
/// }
/// # }
/// # Ok::<(), webhook_events::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    pointer: Pointer,
    kept: Pointer,
    cause: Cause,
}

impl Misfit {
    /// The misfit of a value at `failure`'s path inside the value at `kept`, which is kept for it.
    pub(super) fn new(kept: Pointer, failure: Failure) -> Option<Self> {
        Some(Self {
            pointer: kept.descendant(failure.path.steps().cloned()),
            kept,
            cause: failure.cause?,
        })
    }

    /// The value that does not fit, or the missing or repeated member.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The smallest value around the misfit that is kept as it came: a member, which is in `extra` of its object, or a malformed
    /// event or body. For a repeated member this is the member itself, the last of which counts.
    pub fn kept(&self) -> &Pointer {
        &self.kept
    }

    /// The kind of misfit: [`Mismatch`](ErrorKind::Mismatch), [`Missing`](ErrorKind::Missing) or
    /// [`Repeated`](ErrorKind::Repeated).
    pub fn kind(&self) -> ErrorKind {
        self.cause.kind()
    }

    /// The expected type, such as `a string` or `an integer or null`.
    pub fn expected(&self) -> Cow<'static, str> {
        self.cause.expected()
    }

    /// The JSON type of the value, such as `a number`; `None` if it is missing or repeated.
    pub fn found(&self) -> Option<&'static str> {
        self.cause.found()
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Description {
            kind: self.kind(),
            pointer: &self.pointer,
            expected: &self.expected(),
            found: self.found(),
        }
        .fmt(f)
    }
}

/// The misfits of a delivery, and the members of its wrapper. A delivery without any pays for an empty option of the size of a
/// pointer.
#[derive(Clone, Default)]
pub(crate) struct Misfits(Option<Box<List>>);

#[derive(Clone, Default)]
struct List {
    misfits: Box<[Misfit]>,
    wrapper: Option<JsonObject>,
}

impl Misfits {
    pub(crate) fn as_slice(&self) -> &[Misfit] {
        self.0.as_ref().map_or(&[], |list| &list.misfits)
    }

    /// The members of the wrapper in which the delivery came.
    pub(crate) fn wrapper(&self) -> Option<&JsonObject> {
        self.0.as_ref()?.wrapper.as_ref()
    }

    pub(crate) fn set_wrapper(&mut self, members: JsonObject) {
        self.0.get_or_insert_default().wrapper = Some(members);
    }

    /// True if no type fits the body, so that it is kept as a whole.
    pub(crate) fn is_body_malformed(&self) -> bool {
        self.as_slice().iter().any(|misfit| misfit.kept.is_root())
    }
}

impl From<Vec<Misfit>> for Misfits {
    fn from(misfits: Vec<Misfit>) -> Self {
        let list = |misfits: Vec<Misfit>| List {
            misfits: misfits.into(),
            wrapper: None,
        };
        Self((!misfits.is_empty()).then(|| Box::new(list(misfits))))
    }
}

/// Misfits follow from the other fields of a delivery, and from repeated members, which are not written back. Two deliveries with
/// the same content are therefore equal.
impl PartialEq for Misfits {
    fn eq(&self, other: &Self) -> bool {
        self.wrapper() == other.wrapper()
    }
}

impl Eq for Misfits {}

impl fmt::Debug for Misfits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}
