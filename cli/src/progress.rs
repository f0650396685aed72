//! A progress bar for runs that take longer than a second.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use webhook_codegen::{Stage, Watch};

/// Time before the bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// Interval between two drawings of the bar.
const TICK: Duration = Duration::from_millis(100);

/// Shows the current stage. Clears the line when dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts the clock. Nothing is ever drawn unless `is_shown`.
    pub(crate) fn start(is_shown: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let waiting = is_shown.then(|| {
            let (done, is_done) = mpsc::channel();
            let bar = bar.clone();
            let thread = thread::spawn(move || {
                if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
            (done, thread)
        });
        Self { bar, waiting }
    }

    /// Begins a stage of unknown length.
    pub(crate) fn stage(&self, name: &'static str) {
        self.draw(name, None, "{spinner} {msg} ({elapsed})");
    }

    /// Begins a stage of `length` steps.
    pub(crate) fn stage_of(&self, name: &'static str, length: usize) {
        self.draw(
            name,
            Some(length),
            "{spinner} {msg} [{bar:30}] {percent} % ({elapsed})",
        );
    }

    /// One step of the stage is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
    }

    fn draw(&self, name: &'static str, length: Option<usize>, template: &str) {
        let style = ProgressStyle::with_template(template)
            .expect("invariant: the templates above are well formed");
        self.bar.set_style(style.progress_chars("=> "));
        self.bar.set_position(0);
        match length {
            Some(length) => self.bar.set_length(length as u64),
            None => self.bar.unset_length(),
        }
        self.bar.set_message(name);
    }
}

impl Watch for Progress {
    fn begin(&self, stage: Stage, steps: usize) {
        let name = match stage {
            Stage::Lower => "choosing types",
            Stage::Emit => "generating",
        };
        self.stage_of(name, steps);
    }

    fn done(&self, steps: usize) {
        self.bar.inc(steps as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.waiting.take() {
            drop(done);
            // The thread only draws, so a panic in it is ignored.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}
