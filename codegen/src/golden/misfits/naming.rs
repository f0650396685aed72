//! The event that a payload names after a change.

use serde_json::Value;
use webhook_catalog::{Naming, ValueTest, pointer};

use super::Walk;
use crate::event_routing;
use crate::golden::changes::Change;
use crate::golden::payload::Payload;
use crate::misfit;
use crate::model::Vendor;

/// What a changed body names.
pub(super) enum NamingAfter {
    /// The same event.
    Same,
    /// Another event, or the event without its envelope.
    Other,
    /// Nothing.
    None,
}

/// Paths to the values that name the event.
#[derive(Default)]
pub(super) struct NamingPaths {
    /// Those to the name, in the order of its places.
    places: Vec<Vec<String>>,
    /// Those to values that rules test.
    tested: Vec<Vec<String>>,
    /// Those to values that only rules compare.
    pub(super) others: Vec<Vec<String>>,
}

impl NamingPaths {
    pub(super) fn of(vendor: &Vendor, payload: &Payload<'_>) -> Self {
        // Where the caller names the event, the names in the body are members like any other.
        let naming = vendor.naming.as_ref().filter(|_| payload.names_event);
        let Some(Naming::Body(naming)) = naming else {
            return Self::default();
        };
        let pointers = match &naming.unenveloped {
            Some(unenveloped) if payload.is_unenveloped => &unenveloped.pointers,
            _ => &naming.pointers,
        };
        let steps = |index: usize| pointer::steps(&pointers[index]);
        let places: Vec<_> = naming.places.iter().flatten().copied().map(steps).collect();
        let conditions = naming.rules.iter().flat_map(|rule| &rule.conditions);
        let conditions: Vec<_> = conditions
            .map(|condition| (steps(condition.pointer), &condition.test))
            .collect();
        let compared = conditions.iter().filter(|(_, test)| compares(test));
        let others = compared.map(|(path, _)| path.clone());
        Self {
            others: others.filter(|path| !places.contains(path)).collect(),
            tested: conditions.into_iter().map(|(path, _)| path).collect(),
            places,
        }
    }
}

impl Walk<'_> {
    /// What a body names after a change.
    pub(super) fn naming_after(&mut self, change: &Change<'_>) -> NamingAfter {
        let Change { path, edit: _ } = change;
        let NamingPaths { places, tested, .. } = &self.naming;
        let holds_name = places.iter().any(|naming| naming.starts_with(path));
        // Without a value that distinguishes events it is another event.
        let is_other = self
            .naming
            .others
            .iter()
            .any(|other| other.starts_with(path));
        if is_other && !holds_name {
            return NamingAfter::Other;
        }
        // A rule may test if an array or object is empty, so that changes inside it count.
        let mut tested = tested.iter();
        let is_tested = tested.any(|tested| path.starts_with(tested) || tested.starts_with(path));
        let (Some(naming), true) = (&self.vendor.naming, holds_name || is_tested) else {
            return NamingAfter::Same;
        };
        let named = change.read_applied(&mut self.body, |changed| {
            event_routing::named(naming, changed)
        });
        match named.flatten() {
            None => NamingAfter::None,
            // A rule may accept any value where other events have their name.
            Some(named)
                if !is_other
                    && named.event_name == self.event.name.as_str()
                    && named.is_unenveloped == self.payload.is_unenveloped =>
            {
                NamingAfter::Same
            }
            Some(_) => NamingAfter::Other,
        }
    }

    /// The error for a body that does not name its event any more: at the first part of the name's first place that is no string.
    pub(super) fn unnamed(&mut self, change: &Change<'_>) -> Option<String> {
        let naming = event_routing::body_naming(self.vendor)?;
        let missing = change.read_applied(&mut self.body, |changed| {
            let pointers = event_routing::expected_pointers(naming, changed);
            let at = |path: &[String]| changed.pointer(&pointer::from_steps(path));
            let names = naming.places.first()?.iter();
            let name = names
                .map(|index| pointer::steps(&pointers[*index]))
                .find(|name| !at(name).is_some_and(Value::is_string))?;
            let mut innermost = &name[..];
            while at(innermost).is_none() {
                innermost = innermost.split_last()?.1;
            }
            let (found, innermost) = (at(&name).map(misfit::json_type), innermost.to_vec());
            Some((name, found, innermost))
        });
        let (name, found, innermost) = missing.flatten()?;
        // No value starts later for a change at its start or inside it.
        if !change.path.starts_with(&innermost) {
            return None;
        }
        self.errors.unnamed(&name, found, &innermost)
    }
}

/// True if a test compares the value with others.
fn compares(test: &ValueTest) -> bool {
    match test {
        ValueTest::Equals(_) | ValueTest::Like(_) => true,
        ValueTest::Present | ValueTest::Absent | ValueTest::Empty => false,
        ValueTest::AnyOf(tests) => tests.iter().any(compares),
    }
}
