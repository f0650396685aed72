//! What time it is, and how much that may be off.

use std::time::{Duration, SystemTime};

use super::{Timestamp, VerifyError};

/// What time it is for the receiver, and how far the time that a vendor signed may be from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    now: SystemTime,
    tolerance: Option<Duration>,
}

impl Clock {
    /// The time it is. How far a delivery's may be from it is what the vendor's scheme says.
    pub fn at(now: SystemTime) -> Self {
        Self {
            now,
            tolerance: None,
        }
    }

    /// Allows for this much instead, in either direction.
    #[must_use]
    pub fn tolerating(self, tolerance: Duration) -> Self {
        Self {
            tolerance: Some(tolerance),
            ..self
        }
    }

    /// Refuses a time that is too far away.
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
