//! Progress of a run, for a caller that shows it.

/// A part of the work whose steps are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Schemas to types; a step is an event.
    Lower,
    /// Types to files; a step is an event's source or its golden tests.
    Emit,
}

/// Told of progress, from any thread.
pub trait Watch: Sync {
    /// A stage of this many steps begins.
    fn begin(&self, stage: Stage, steps: usize);
    /// Steps of the stage are done.
    fn done(&self, steps: usize);
}

/// Nobody watches.
pub(crate) struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: Stage, _: usize) {}
    fn done(&self, _: usize) {}
}
