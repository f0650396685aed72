//! Connections: whole requests within limits, whoever sends them.
//!
//! A client that sends slowly keeps a connection for a limited time. If all connections are taken, the one that has waited longest for the
//! rest of a request, or for the next one, makes room; so clients that send nothing cannot keep others out.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower_service::Service;
use tracing::{debug, warn};

use crate::counters::Counters;

/// Time for a connection to make room.
const DISPLACING: Duration = Duration::from_millis(10);

/// Limits of clients.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connections: u32,
    pub(crate) body: usize,
    pub(crate) read_time: Duration,
}

/// State shared by all connections.
#[derive(Debug)]
struct Server {
    router: Router,
    limits: Limits,
    counters: Arc<Counters>,
    waiting: Waiting,
}

/// Serves until the signal to stop, and then until each request that has begun is answered.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    counters: Arc<Counters>,
    mut stopped: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let graceful = GracefulShutdown::new();
    let server = Arc::new(Server {
        router,
        limits,
        counters,
        waiting: Waiting::default(),
    });
    loop {
        let (stream, place) = tokio::select! {
            accepted = server.accept(&listener, &places) => accepted,
            _ = stopped.changed() => break,
        };
        let connection = Arc::clone(&server).connection(stream, place, graceful.watcher());
        tokio::spawn(connection);
    }
    drop(listener);
    graceful.shutdown().await;
}

impl Server {
    /// Accepts a connection, and finds a place for it.
    async fn accept(
        &self,
        listener: &TcpListener,
        places: &Arc<Semaphore>,
    ) -> (TcpStream, OwnedSemaphorePermit) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return (stream, self.place(places).await),
                Err(error) if is_of_client(&error) => debug!(%error, "cannot accept"),
                // No descriptor is left, or no memory.
                Err(error) => {
                    warn!(%error, "cannot accept");
                    self.displace_one();
                    sleep(DISPLACING).await;
                }
            }
        }
    }

    /// Waits for a place, which any connection gives up that waits for its client.
    async fn place(&self, places: &Arc<Semaphore>) -> OwnedSemaphorePermit {
        loop {
            if let Ok(place) = Arc::clone(places).try_acquire_owned() {
                return place;
            }
            self.displace_one();
            let place = timeout(DISPLACING, Arc::clone(places).acquire_owned()).await;
            if let Ok(Ok(place)) = place {
                return place;
            }
        }
    }

    fn displace_one(&self) {
        if self.waiting.displace_oldest() {
            self.counters.displaced.add();
        }
    }

    /// Serves the requests of a connection.
    async fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        _place: OwnedSemaphorePermit,
        watcher: Watcher,
    ) {
        let slot = Arc::new(Slot::default());
        self.waiting.begin(&slot);
        let service = service_fn(|request| self.respond(&slot, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.read_time)
            .serve_connection(TokioIo::new(stream), service);
        tokio::select! {
            served = watcher.watch(connection) => if let Err(error) = served {
                debug!(%error, "a connection ended early");
                if error.is_timeout() {
                    self.counters.timed_out.add();
                }
            },
            () = slot.displaced.notified() => {}
        }
        self.waiting.end(&slot);
    }

    /// Reads the request's body, and routes the request.
    async fn respond(
        &self,
        slot: &Arc<Slot>,
        request: Request<Incoming>,
    ) -> Result<Response, Infallible> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, self.limits.body).collect();
        let body = match timeout(self.limits.read_time, body).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                self.counters.too_large.add();
                return Ok(closing(StatusCode::PAYLOAD_TOO_LARGE));
            }
            Ok(Err(_)) => return Ok(closing(StatusCode::BAD_REQUEST)),
            Err(_) => {
                self.counters.timed_out.add();
                return Ok(closing(StatusCode::REQUEST_TIMEOUT));
            }
        };
        self.waiting.end(slot);
        let request = Request::from_parts(head, Body::from(body));
        let response = self.router.clone().call(request).await;
        self.waiting.begin(slot);
        response
    }
}

/// A response after which the connection is closed, as the rest of the request is not read.
fn closing(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

/// Errors of a connection that the client gave up, as against those of the listener.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// A connection's place among those that wait.
#[derive(Debug, Default)]
struct Slot {
    /// Its latest ticket.
    ticket: AtomicU64,
    displaced: Notify,
}

/// The connections that wait for a request or its rest, in the order in which they began to.
#[derive(Debug, Default)]
struct Waiting {
    slots: Mutex<(u64, BTreeMap<u64, Arc<Slot>>)>,
}

impl Waiting {
    fn begin(&self, slot: &Arc<Slot>) {
        let (last, slots) = &mut *self.lock();
        *last += 1;
        slot.ticket.store(*last, Ordering::Relaxed);
        slots.insert(*last, Arc::clone(slot));
    }

    fn end(&self, slot: &Slot) {
        self.lock().1.remove(&slot.ticket.load(Ordering::Relaxed));
    }

    /// Closes the connection that has waited longest; false if none waits.
    fn displace_oldest(&self) -> bool {
        let oldest = self.lock().1.pop_first();
        oldest
            .map(|(_, slot)| slot.displaced.notify_one())
            .is_some()
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Arc<Slot>>)> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
