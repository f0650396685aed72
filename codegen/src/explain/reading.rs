//! What a pointer into a delivery means, where deliveries of one event may come with an envelope and without.

use webhook_catalog::Sample;

use super::sampled::{count, is_unenveloped};
use super::walk::{Walked, event_steps, walk};
use crate::event_routing::unenveloped_naming;
use crate::model::{Event, Vendor};

/// A pointer that has been read.
#[derive(Debug)]
pub(super) struct Reading<'m> {
    /// The way from a body with its envelope, if there is one at this vendor.
    pub(super) steps: Vec<String>,
    /// Where that way leads in the model.
    pub(super) walked: Walked<'m>,
    /// Whether the pointer was meant for a body without the envelope.
    pub(super) is_unenveloped: bool,
}

/// Reads the steps as samples suggest: without an envelope first if all samples of the event have none. The other way is
/// taken where that one leads nowhere and the other does.
pub(super) fn read<'m>(
    vendor: &'m Vendor,
    event: &'m Event,
    samples: &[Sample],
    steps: Vec<String>,
) -> Reading<'m> {
    let read = |is_unenveloped: bool| {
        let mut way = if is_unenveloped {
            event_steps(vendor)
        } else {
            Vec::new()
        };
        way.extend_from_slice(&steps);
        let walked = walk(vendor, event, &way);
        Reading {
            steps: way,
            walked,
            is_unenveloped,
        }
    };
    let leads_on = |reading: &Reading<'_>| {
        let mut samples = samples.iter();
        reading.walked.gone == reading.steps.len()
            || samples.any(|sample| count(vendor, sample, &reading.steps).with > 0)
    };
    if unenveloped_naming(vendor).is_none() {
        return read(false);
    }
    let are_bare =
        !samples.is_empty() && samples.iter().all(|sample| is_unenveloped(vendor, sample));
    let first = read(are_bare);
    if leads_on(&first) {
        return first;
    }
    let second = read(!are_bare);
    if leads_on(&second) { second } else { first }
}
