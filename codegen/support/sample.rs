//! Stored deliveries, for tests of receivers.

use std::fmt;

use super::ParseError;

/// A stored delivery of an event: one that the vendor documents, one that was captured, or one composed after the vendor's
/// documentation.
///
/// The module `samples` of each vendor has a function for each event.
#[derive(Clone, Copy)]
pub struct Sample<D: 'static> {
    /// The name of the event.
    pub event_name: &'static str,
    /// The name of the sample among those of the event.
    pub case: &'static str,
    body: &'static str,
    headers: &'static [(&'static str, &'static str)],
    parse_named: fn(&str, &[u8]) -> Result<D, ParseError>,
}

impl<D> Sample<D> {
    pub(crate) const fn new(
        event_name: &'static str,
        case: &'static str,
        body: &'static str,
        headers: &'static [(&'static str, &'static str)],
        parse_named: fn(&str, &[u8]) -> Result<D, ParseError>,
    ) -> Self {
        Self {
            event_name,
            case,
            body,
            headers,
            parse_named,
        }
    }

    /// The body of the request.
    pub fn body(&self) -> &'static [u8] {
        self.body.as_bytes()
    }

    /// The header that names the event; empty if the body names it.
    pub fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// The delivery, read from the body.
    pub fn delivery(&self) -> D {
        match (self.parse_named)(self.event_name, self.body()) {
            Ok(delivery) => delivery,
            Err(error) => panic!("the sample {self:?} is a delivery: {error}"),
        }
    }
}

impl<D> fmt::Debug for Sample<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sample")
            .field("event_name", &self.event_name)
            .field("case", &self.case)
            .finish_non_exhaustive()
    }
}

/// The first of an event's samples.
pub(crate) fn first_sample<D>(
    samples: &'static [Sample<D>],
    event_name: &str,
) -> &'static Sample<D> {
    let mut samples = samples.iter();
    let first = samples.find(|sample| sample.event_name == event_name);
    first.expect("every event has a sample")
}
