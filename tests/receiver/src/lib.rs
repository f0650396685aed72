//! A receiver of webhook deliveries.
//!
//! ```text
//! connection ─▶ whole request ─▶ signature ─▶ queue on disk ─▶ 200
//!                                                 └▶ worker ─▶ parse ─▶ your code ─▶ done, again later, or set aside
//! ```
//!
//! [`run`] has everything but the work. A delivery is answered with 200 once it is on disk, and is then handled at least once:
//! [`queue`] has the guarantees, and is the place of another store. [`vendors`] has the facts of each vendor.

mod authentication;
mod counters;
mod handshake;
mod http;
mod member;
pub mod queue;
mod serve;
mod settings;
mod signals;
pub mod vendors;
mod worker;

use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use counters::Counters;
use http::App;
use queue::Queue;
pub use settings::Settings;
use signals::Signals;
pub use worker::{Failure, Work};

/// Receives and handles deliveries until a signal to stop.
///
/// On the first signal it accepts no more requests, answers those that have begun and waits for the work in hand. What is still in the
/// queue is handled after the next start. A second signal, or the end of `--drain-time`, ends the wait.
///
/// # Errors
///
/// If it cannot start, or if the queue ends.
pub async fn run(settings: Settings, work: impl Work) -> anyhow::Result<()> {
    let senders = settings.senders(|name| std::env::var(name).ok())?;
    let queue = Queue::open(&settings.database, settings.queue_limits())?;
    let listener = TcpListener::bind(&settings.listen)
        .await
        .with_context(|| format!("cannot listen at {}", settings.listen))?;
    let mut signals = Signals::new()?;
    tracing::info!(
        address = %listener.local_addr()?,
        vendors = ?senders.keys().collect::<Vec<_>>(),
        "listening"
    );

    let (stop, stopped) = watch::channel(false);
    let counters = Arc::new(Counters::default());
    let mut workers = JoinSet::new();
    for _ in 0..settings.workers {
        workers.spawn(worker::run(
            queue.clone(),
            work.clone(),
            settings.retries(),
            Arc::clone(&counters),
            stopped.clone(),
        ));
    }
    let app = App {
        senders,
        public_url: settings.public_url.clone(),
        queue,
        counters: Arc::clone(&counters),
        stopped: stopped.clone(),
    };
    let server = serve::serve(
        listener,
        http::router(app),
        settings.limits(),
        counters,
        stopped,
    );
    let server = tokio::spawn(server);

    let ended = tokio::select! {
        () = signals.next() => false,
        _ = workers.join_next() => true,
    };
    stop.send_replace(true);
    let drained = async {
        let served = server.await;
        while workers.join_next().await.is_some() {}
        served
    };
    tokio::select! {
        drained = timeout(settings.drain_time, drained) => match drained {
            Ok(served) => served.context("the server ended")?,
            Err(_) => tracing::warn!("not all work ended in time; it is done again after the next start"),
        },
        () = signals.next() => tracing::warn!("stopped by a second signal"),
    }
    workers.abort_all();
    anyhow::ensure!(!ended, "the queue ended");
    tracing::info!("stopped");
    Ok(())
}
