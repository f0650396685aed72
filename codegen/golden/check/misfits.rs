//! Payloads that are changed so that one value does not fit.

use ::webhook_events::{ErrorKind, Misfit, ParseError};

use super::escapes::normalize_escapes;
use super::golden_file::Golden;
use super::vendor::Vendor;
use super::{Event, comes_back, json};

/// A payload that fits, and changes to it.
pub(super) struct Changed<'g> {
    pub(super) event: &'g Event,
    pub(super) golden: &'g Golden,
    /// True if the payload has an envelope.
    pub(super) has_envelope: bool,
}

/// The results of reading a changed payload, in the words of golden files.
pub(super) struct Read {
    /// The error if it is read strictly.
    pub(super) error: String,
    /// The outcome otherwise.
    pub(super) outcome: String,
}

impl Changed<'_> {
    /// Reads `body`, a changed payload, in every way there is. An error tells where these contradict each other.
    pub(super) fn read<V: Vendor>(&self, body: &str) -> Result<Read, String> {
        let error = match self.golden.parse_strict::<V>(self.event.name, body) {
            Ok(delivery) => return Err(format!("fits: {delivery:?}")),
            Err(error) => error,
        };
        let outcome = match self.golden.parse::<V>(self.event.name, body) {
            Ok(delivery) => self.kept::<V>(body, &delivery, &error)?,
            Err(refused) => {
                same("the errors", refused.to_string(), error.to_string())?;
                same("the kind of error", refused.kind(), ErrorKind::Unnamed)?;
                "refused".to_owned()
            }
        };
        Ok(Read {
            error: normalize_escapes(&error.to_string()),
            outcome,
        })
    }

    /// The outcome for a body that is read in spite of its misfit, which `error` describes.
    fn kept<V: Vendor>(
        &self,
        body: &str,
        delivery: &V::Delivery,
        error: &ParseError,
    ) -> Result<String, String> {
        let [misfit] = V::misfits(delivery) else {
            return Err(format!("not one misfit: {:?}", V::misfits(delivery)));
        };
        is_error(misfit, error)?;
        comes_back::<V>(delivery, body);
        if self.golden.names_event {
            let again = V::deserialize(body).map_err(|error| error.to_string())?;
            same("the deliveries", &again, delivery)?;
            same("their misfits", V::misfits(&again), V::misfits(delivery))?;
        }
        let kept = misfit.kept().to_string();
        let shown = normalize_escapes(&kept.escape_debug().to_string());
        let has_envelope = V::has_envelope(delivery);
        let Some((name, payload, own_error)) = V::malformed(delivery) else {
            same("the name", V::unknown_name(delivery), None)?;
            same("the envelope", has_envelope, self.has_envelope)?;
            let event = V::event(delivery);
            same("the event", (self.event.reread)(&event), json(&event))?;
            return Ok(format!("typed, `{shown}` kept in `extra`"));
        };
        same("the name", name, self.event.name)?;
        same("the payload", Some(payload), json(body).pointer(&kept))?;
        same("the errors", own_error.to_string(), error.to_string())?;
        same("the envelope", has_envelope, !kept.is_empty())?;
        Ok(match kept.is_empty() {
            true => "malformed, with the body as payload".to_owned(),
            false => format!("malformed, with `{shown}` as payload"),
        })
    }
}

/// Compares a misfit with the error of reading strictly: the same sentence, and the same parts.
fn is_error(misfit: &Misfit, error: &ParseError) -> Result<(), String> {
    let (line, column) = (error.line(), error.column());
    let sentence = match line {
        0 => format!(": {misfit}"),
        _ => format!(": {misfit} (line {line}, column {column})"),
    };
    if !error.to_string().ends_with(&sentence) {
        return Err(format!("the misfit is `{misfit}`, the error `{error}`"));
    }
    let pointer = misfit.pointer().to_string();
    same("the pointers", pointer.as_str(), error.pointer())?;
    same("the kinds", misfit.kind(), error.kind())?;
    same("the types expected", &*misfit.expected(), error.expected())?;
    same("the types found", misfit.found(), error.found())
}

fn same<T: PartialEq + std::fmt::Debug>(place: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{place} differ: {found:?} is not {expected:?}"))
}
