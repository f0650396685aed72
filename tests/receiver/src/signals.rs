//! Signals to stop.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C, and SIGTERM on Unix.
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: Signal,
}

impl Signals {
    /// Begins to listen.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) {
        #[cfg(unix)]
        let terminate = self.terminate.recv();
        #[cfg(not(unix))]
        let terminate = std::future::pending::<()>();
        tokio::select! {
            _ = terminate => {}
            interrupted = tokio::signal::ctrl_c() => if let Err(error) = interrupted {
                tracing::error!(%error, "cannot wait for Ctrl-C");
            },
        }
        tracing::info!("stopping");
    }
}
