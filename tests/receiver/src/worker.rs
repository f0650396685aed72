//! Workers: each takes a delivery, parses it, and does the work.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tracing::{Instrument, debug, info, info_span, warn};

use crate::counters::Counters;
use crate::queue::{End, Queue, Task, Unavailable};
use crate::vendors::{Delivery, Vendor};

/// Longest wait between two attempts.
const LONGEST_DELAY: Duration = Duration::from_secs(3600);

/// Your code: a function of a stored delivery and its typed value. It may be called again for the same delivery.
pub trait Work: Clone + Send + Sync + 'static {
    /// Handles a delivery.
    fn handle(
        &self,
        task: Task,
        delivery: Delivery,
    ) -> impl Future<Output = Result<(), Failure>> + Send + 'static;
}

impl<W, F> Work for W
where
    W: Fn(Task, Delivery) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    fn handle(
        &self,
        task: Task,
        delivery: Delivery,
    ) -> impl Future<Output = Result<(), Failure>> + Send + 'static {
        self(task, delivery)
    }
}

/// Failure of an attempt. Errors become [`Failure::Again`] by `?`.
#[derive(Debug)]
pub enum Failure {
    /// Another attempt may succeed.
    Again(String),
    /// No attempt can succeed: set the delivery aside.
    Aside(String),
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut reason = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            reason.push_str(": ");
            reason.push_str(&cause.to_string());
            source = cause.source();
        }
        Self::Again(reason)
    }
}

/// Limits of the attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retries {
    pub(crate) attempts: u32,
    pub(crate) first_delay: Duration,
    pub(crate) work_time: Duration,
}

impl Retries {
    /// Delay after the attempt of this number: twice as long each time, less up to a quarter, so that deliveries that failed together
    /// come apart.
    fn delay(&self, attempt: u32, seq: i64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt - 1);
        let delay = self.first_delay.saturating_mul(doubled).min(LONGEST_DELAY);
        let share = u32::try_from(seq.unsigned_abs().wrapping_mul(0x9E37_79B9) % 256);
        delay - delay / 1024 * share.unwrap_or(0)
    }
}

/// Handles deliveries until the signal to stop. Ends early only with the queue.
pub(crate) async fn run(
    queue: Queue,
    work: impl Work,
    retries: Retries,
    counters: Arc<Counters>,
    mut stopped: watch::Receiver<bool>,
) {
    while !*stopped.borrow() {
        match queue.take().await {
            Ok(Some(task)) => {
                let span =
                    info_span!("delivery", vendor = task.vendor, id = ?task.id, seq = task.seq);
                let attempt = attempt(&queue, &work, &retries, &counters, task);
                attempt.instrument(span).await;
            }
            Ok(None) => tokio::select! {
                () = queue.arrival() => {}
                _ = stopped.changed() => {}
            },
            Err(Unavailable::Closed) => return,
            Err(Unavailable::Failed) => sleep(Duration::from_secs(1)).await,
        }
    }
}

/// Makes an attempt of the work, and stores its end.
async fn attempt(
    queue: &Queue,
    work: &impl Work,
    retries: &Retries,
    counters: &Counters,
    task: Task,
) {
    let begun = Instant::now();
    let (seq, attempt) = (task.seq, task.attempt);
    let delay = retries.delay(attempt, seq);
    debug!(attempt, "begun");
    // A task of its own: a panic ends this attempt, and nothing else.
    let mut running = tokio::spawn(work_on(work.clone(), task).in_current_span());
    let failure = match timeout(retries.work_time, &mut running).await {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(failure))) => Some(failure),
        Ok(Err(panic)) => Some(Failure::Again(panic.to_string())),
        Err(_) => {
            running.abort();
            Some(Failure::Again("the work took too long".to_owned()))
        }
    };
    let end = match failure {
        None => {
            info!(attempt, ms = begun.elapsed().as_millis(), "handled");
            counters.handled.add();
            End::Done
        }
        Some(Failure::Again(reason)) if attempt < retries.attempts => {
            warn!(attempt, ?reason, ?delay, "failed, will be tried again");
            counters.failed_attempts.add();
            End::Again(delay)
        }
        Some(Failure::Again(reason)) => {
            counters.failed_attempts.add();
            set_aside(counters, attempt, reason)
        }
        Some(Failure::Aside(reason)) => set_aside(counters, attempt, reason),
    };
    // Until it is stored, nobody takes the delivery.
    while let Err(Unavailable::Failed) = queue.end(seq, end.clone()).await {
        sleep(Duration::from_secs(1)).await;
    }
}

fn set_aside(counters: &Counters, attempt: u32, reason: String) -> End {
    warn!(attempt, ?reason, "set aside");
    counters.set_aside.add();
    End::Aside(reason)
}

/// Parses a delivery and hands it to the work.
async fn work_on(work: impl Work, task: Task) -> Result<(), Failure> {
    let vendor = Vendor::of_slug(&task.vendor)
        .ok_or_else(|| Failure::Aside("this vendor is not compiled in".to_owned()))?;
    let delivery = (vendor.parse)(&task.headers, &task.body)
        .map_err(|error| Failure::Aside(format!("refused: {error}")))?;
    if let Some(reason) = delivery.untyped() {
        return Err(Failure::Aside(reason));
    }
    for misfit in delivery.misfits() {
        warn!(misfit = ?misfit.to_string(), "kept as it came");
    }
    if let Some(handshake) = delivery.facts().and_then(|facts| facts.handshake) {
        warn!(
            event = delivery.event_name(),
            handshake, "the vendor checks this receiver"
        );
    }
    work.handle(task, delivery).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_an_hour_less_up_to_a_quarter() {
        let retries = Retries {
            attempts: 99,
            first_delay: Duration::from_secs(1),
            work_time: Duration::ZERO,
        };
        for (attempt, seconds) in [(1, 1), (2, 2), (3, 4), (12, 2048), (13, 3600), (98, 3600)] {
            let delays: Vec<Duration> = (0..1000).map(|seq| retries.delay(attempt, seq)).collect();
            let (longest, shortest) = (delays.iter().max(), delays.iter().min());
            let delay = Duration::from_secs(seconds);
            assert_eq!(longest, Some(&delay));
            assert!(shortest < Some(&(delay * 4 / 5)) && shortest >= Some(&(delay * 3 / 4)));
        }
    }
}
