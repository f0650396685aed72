//! Values of one of several forms. Only these are built as a JSON value before they are read.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::Value;
use super::context::{Cause, Context};
use super::decode::Decode;
use super::locate::Step;

/// A value of one of several forms.
pub(crate) trait Union: Sized {
    /// Tries the forms in order.
    fn choose(alternatives: &mut Alternatives<'_, '_>) -> Option<Self>;
}

/// The value at hand, and how the attempts to read it went.
pub(crate) struct Alternatives<'v, 'n> {
    value: &'v Value,
    event_name: &'n str,
    failures: Vec<(Vec<Step>, Option<Cause>)>,
}

impl<'v> Alternatives<'v, '_> {
    /// The value itself.
    pub(crate) fn value(&self) -> &'v Value {
        self.value
    }

    /// Whether the member `name` is the string `text`.
    pub(crate) fn says(&self, name: &str, text: &str) -> bool {
        self.value.get(name).and_then(Value::as_str) == Some(text)
    }

    /// Whether there is a member `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value.get(name).is_some()
    }

    /// Tries to read the value as a `T`.
    pub(crate) fn attempt<T: Decode<'v>, U>(&mut self, form: impl FnOnce(T) -> U) -> Option<U> {
        let mut context = Context::new(self.event_name);
        match T::decode(self.value, &mut context) {
            Ok(value) => Some(form(value)),
            Err(_) => {
                self.failures.push(context.into_failure());
                None
            }
        }
    }
}

/// Reads a value of one of several forms; what the emitted `Decode` impls call.
pub(crate) fn decode_union<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
    context: &mut Context<'_>,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let mut alternatives = Alternatives {
        value: &value,
        event_name: context.event_name(),
        failures: Vec::new(),
    };
    if let Some(chosen) = T::choose(&mut alternatives) {
        return Ok(chosen);
    }
    // Where only one form was likely, its own complaint says more than that none fits.
    match alternatives.failures.pop() {
        Some((steps, Some(cause))) if alternatives.failures.is_empty() => {
            context.fail_inside(steps, cause)
        }
        _ => context.mismatch("one of several forms"),
    }
    Err(D::Error::custom(
        "the value has none of the forms that its schema allows",
    ))
}
