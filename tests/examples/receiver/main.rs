//! A receiver of Slack's and RevenueCat's deliveries, as a template.
//!
//! `app` has the HTTP routes, `work` the processing that your own code replaces, `seen` the ids of earlier deliveries, and `settings`
//! the configuration from the environment. TLS and slow clients are left to a reverse proxy.

mod app;
mod seen;
mod settings;
mod work;

use std::env;
use std::error::Error;

use tokio::net::TcpListener;
use tokio::signal;

use settings::Settings;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings::from_variables(|name| env::var(name).ok())?;
    let listener = TcpListener::bind(&settings.listen).await?;
    eprintln!("listening at {}", listener.local_addr()?);
    let (router, mut queue) = app::router(settings);
    let worker = tokio::spawn(async move {
        while let Some(work) = queue.recv().await {
            eprintln!("{}", work.process());
        }
    });
    axum::serve(listener, router)
        .with_graceful_shutdown(interrupted())
        .await?;
    // The router is dropped, so the worker ends once it has processed all deliveries in the queue.
    worker.await?;
    Ok(())
}

/// Waits for Ctrl-C; for ever if it cannot be waited for.
async fn interrupted() {
    if let Err(error) = signal::ctrl_c().await {
        eprintln!("cannot wait for Ctrl-C: {error}");
        std::future::pending::<()>().await;
    }
}
