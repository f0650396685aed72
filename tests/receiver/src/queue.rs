//! The queue of deliveries. **This module is the place of PostgreSQL, SQS or Kafka**: keep its functions, and replace how they work.
//!
//! - A delivery is stored durably before [`Queue::put`] returns, so that an answer of 200 is a promise. It is handled at least once:
//!   one whose work was in hand when the process was killed is handled again after the next start.
//! - Deliveries are begun in the order in which they were stored. One that failed waits for its next attempt, and others overtake it.
//!   Several workers may end in any order.
//! - An attempt is counted before it begins, so that a delivery that ends the process is set aside as well.
//! - A delivery that is set aside stays with its reason until someone removes it or puts it back.
//! - Of the latest ids, up to a limit, a second delivery is a duplicate and is not stored.
//!
//! Here one thread owns a SQLite database. It takes all calls that wait into one transaction, so that many deliveries share one write to
//! the disk.

mod store;

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use serde::Serialize;
use tokio::sync::{Notify, oneshot};

use crate::vendors::StoredHeaders;
use store::Store;

/// Most calls in a transaction.
const BATCH: usize = 512;

/// A delivery to store.
#[derive(Debug)]
pub struct NewDelivery {
    /// The vendor's slug.
    pub vendor: &'static str,
    /// The delivery's id, if it has one.
    pub id: Option<String>,
    /// The headers, without credentials.
    pub headers: StoredHeaders,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// A stored delivery in the hand of a worker.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its number in the queue, in order of arrival.
    pub seq: i64,
    /// The vendor's slug.
    pub vendor: String,
    /// The vendor's id of it.
    pub id: Option<String>,
    /// Time of arrival.
    pub received_at: SystemTime,
    /// Number of this attempt, from 1.
    pub attempt: u32,
    /// The headers, without credentials.
    pub headers: StoredHeaders,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// Outcome of [`Queue::put`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is stored.
    Stored,
    /// One with its id was stored before.
    Duplicate,
    /// There is no room.
    Full,
}

/// What becomes of a task after an attempt.
#[derive(Debug, Clone)]
pub enum End {
    /// It is done, and leaves the queue.
    Done,
    /// It is tried again after a delay.
    Again(Duration),
    /// It stays aside, with the reason.
    Aside(String),
}

/// Numbers of stored deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// Those that wait or are in hand.
    pub queued: i64,
    /// Those that are set aside.
    pub aside: i64,
}

/// Limits of a queue.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Number of deliveries in the queue.
    pub queued: usize,
    /// Number of ids kept.
    pub seen: usize,
    /// Number of attempts, after which a delivery is not begun again.
    pub attempts: u32,
}

/// A call that was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// The store failed, and said why in the log. A later call may succeed.
    Failed,
    /// The queue has ended.
    Closed,
}

/// Handle of the queue.
#[derive(Debug, Clone)]
pub struct Queue {
    calls: mpsc::Sender<Call>,
    arrived: Arc<Notify>,
}

/// A call of the store.
struct Call {
    durability: Durability,
    run: Run,
}

/// Gives back the sending of the answer for after the commit. Dropping that is the answer [`Unavailable::Failed`].
type Run = Box<dyn FnOnce(&mut Store) -> rusqlite::Result<Reply> + Send>;
type Reply = Box<dyn FnOnce() + Send>;

/// Losses that a change survives once it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// The end of the process. If the power fails, an attempt may be made again.
    Process,
    /// A failure of the power as well.
    Power,
}

impl Queue {
    /// Opens the queue. Its thread ends with the last handle.
    ///
    /// # Errors
    ///
    /// If the database cannot be opened, or if another process has it open.
    pub fn open(path: &Path, limits: Limits) -> anyhow::Result<Self> {
        let store = Store::open(path, limits)
            .with_context(|| format!("cannot open the database {}", path.display()))?;
        let (calls, received) = mpsc::channel();
        thread::Builder::new()
            .name("queue".to_owned())
            .spawn(move || answer_calls(store, &received))
            .context("cannot start the queue's thread")?;
        let arrived = Arc::default();
        Ok(Self { calls, arrived })
    }

    /// Stores a delivery.
    pub async fn put(&self, delivery: NewDelivery) -> Result<Put, Unavailable> {
        let put = self
            .call(Durability::Power, move |store| store.put(&delivery))
            .await?;
        if put == Put::Stored {
            self.arrived.notify_one();
        }
        Ok(put)
    }

    /// Takes the next delivery that is due. If there is none, [`arrival()`](Self::arrival) waits for it.
    pub async fn take(&self) -> Result<Option<Task>, Unavailable> {
        self.call(Durability::Process, Store::take).await
    }

    /// Waits until a delivery may be due.
    pub async fn arrival(&self) {
        // A second is short enough for what waits for its next attempt, or was put back by hand.
        let _ = tokio::time::timeout(Duration::from_secs(1), self.arrived.notified()).await;
    }

    /// Ends an attempt of a task.
    pub async fn end(&self, seq: i64, end: End) -> Result<(), Unavailable> {
        self.call(Durability::Process, move |store| store.end(seq, &end))
            .await
    }

    /// Numbers of the deliveries.
    pub async fn stored(&self) -> Result<Stored, Unavailable> {
        self.call(Durability::Process, Store::stored).await
    }

    async fn call<T: Send + 'static>(
        &self,
        durability: Durability,
        call: impl FnOnce(&mut Store) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let (sender, answer) = oneshot::channel();
        let run = move |store: &mut Store| -> rusqlite::Result<Reply> {
            let value = call(store)?;
            Ok(Box::new(move || drop(sender.send(value))))
        };
        let sent = self.calls.send(Call {
            durability,
            run: Box::new(run),
        });
        sent.map_err(|_| Unavailable::Closed)?;
        answer.await.map_err(|_| Unavailable::Failed)
    }
}

/// Answers calls until no handle is left.
fn answer_calls(mut store: Store, calls: &mpsc::Receiver<Call>) {
    while let Ok(first) = calls.recv() {
        let batch = std::iter::once(first).chain(calls.try_iter());
        let batch = batch.take(BATCH).collect();
        match store.transaction(batch) {
            Ok(replies) => replies.into_iter().for_each(|reply| reply()),
            Err(error) => tracing::error!(%error, "the queue failed"),
        }
    }
}
