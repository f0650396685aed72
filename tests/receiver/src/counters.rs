//! Counters since the start, which the health route shows.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

/// A number that only grows.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    /// Adds one.
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Numbers of outcomes.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counters {
    /// Deliveries stored and answered with 200.
    pub(crate) accepted: Counter,
    /// Deliveries answered with 200 and not stored, as one with their id was.
    pub(crate) duplicates: Counter,
    /// Checks of this receiver by a vendor, answered.
    pub(crate) handshakes: Counter,
    /// Requests without a valid signature or token, answered with 401.
    pub(crate) unauthenticated: Counter,
    /// Requests with a body over the limit, answered with 413.
    pub(crate) too_large: Counter,
    /// Deliveries that found the queue full or failing, answered with 503.
    pub(crate) busy: Counter,
    /// Connections closed because no whole request came in time, the first or the next.
    pub(crate) timed_out: Counter,
    /// Connections closed because others needed their place while they waited for the rest of a request, or for the next.
    pub(crate) displaced: Counter,
    /// Deliveries whose work is done.
    pub(crate) handled: Counter,
    /// Attempts that failed, timed out or panicked.
    pub(crate) failed_attempts: Counter,
    /// Deliveries set aside.
    pub(crate) set_aside: Counter,
}
