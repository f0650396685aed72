//! Resolves a pointer into a delivery, which may come with an envelope or without.

use webhook_catalog::Sample;

use super::sampled::{count, is_unenveloped};
use super::walk::{Walk, event_steps, walk};
use crate::event_routing::unenveloped_naming;
use crate::model::{Event, Vendor};

/// A pointer resolved against the model.
#[derive(Debug)]
pub(super) struct ResolvedPointer<'m> {
    /// The steps from a body with its envelope, if the vendor has one.
    pub(super) steps: Vec<String>,
    /// The walk along these steps.
    pub(super) walk: Walk<'m>,
    /// True if the pointer starts at a body without the envelope.
    pub(super) is_unenveloped: bool,
}

/// Resolves the steps as the samples suggest: without an envelope first if no sample of the event has one. The other
/// interpretation is used if only that one leads somewhere.
pub(super) fn resolve<'m>(
    vendor: &'m Vendor,
    event: &'m Event,
    samples: &[Sample],
    steps: Vec<String>,
) -> ResolvedPointer<'m> {
    let resolve_as = |is_unenveloped: bool| {
        let mut all_steps = if is_unenveloped {
            event_steps(vendor)
        } else {
            Vec::new()
        };
        all_steps.extend_from_slice(&steps);
        let walk = walk(vendor, event, &all_steps);
        ResolvedPointer {
            steps: all_steps,
            walk,
            is_unenveloped,
        }
    };
    let leads_somewhere = |resolved: &ResolvedPointer<'_>| {
        let mut samples = samples.iter();
        resolved.walk.steps_taken == resolved.steps.len()
            || samples.any(|sample| count(vendor, sample, &resolved.steps).with > 0)
    };
    if unenveloped_naming(vendor).is_none() {
        return resolve_as(false);
    }
    let unenveloped_first =
        !samples.is_empty() && samples.iter().all(|sample| is_unenveloped(vendor, sample));
    let first = resolve_as(unenveloped_first);
    if leads_somewhere(&first) {
        return first;
    }
    let second = resolve_as(!unenveloped_first);
    if leads_somewhere(&second) {
        second
    } else {
        first
    }
}
