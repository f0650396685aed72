//! The receiver's time and its tolerance.

use std::time::{Duration, SystemTime};

use super::{Timestamp, VerifyError};

/// The receiver's current time, and the maximum difference between it and the signed time of a delivery.
///
/// A signature stays valid for ever, so the limit is what keeps recorded deliveries from being replayed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    now: SystemTime,
    tolerance: Option<Duration>,
}

impl Clock {
    /// A clock that shows `now`, with the tolerance of the vendor's scheme.
    pub fn at(now: SystemTime) -> Self {
        Self {
            now,
            tolerance: None,
        }
    }

    /// Replaces the tolerance, which applies to the past and the future alike.
    #[must_use]
    pub fn tolerating(self, tolerance: Duration) -> Self {
        Self {
            tolerance: Some(tolerance),
            ..self
        }
    }

    /// Rejects a time outside the tolerance.
    pub(super) fn check(
        &self,
        sent_at: SystemTime,
        timestamp: &Timestamp,
    ) -> Result<(), VerifyError> {
        let tolerance = self.tolerance.unwrap_or(timestamp.tolerance);
        match self.now.duration_since(sent_at) {
            Ok(age) if age > tolerance => Err(VerifyError::TooOld { age, tolerance }),
            Ok(_) => Ok(()),
            Err(ahead) if ahead.duration() > tolerance => Err(VerifyError::TooNew {
                ahead: ahead.duration(),
                tolerance,
            }),
            Err(_) => Ok(()),
        }
    }
}

impl From<SystemTime> for Clock {
    fn from(now: SystemTime) -> Self {
        Self::at(now)
    }
}
