//! A receiver of Slack's and RevenueCat's deliveries, to copy and to change.
//!
//! `app` takes requests and answers them, `work` is what your own code replaces, `seen` remembers what came before,
//! `settings` reads the environment. TLS, and clients that take their time, are left to the proxy in front.

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
            eprintln!("{}", work.carry_out());
        }
    });
    axum::serve(listener, router)
        .with_graceful_shutdown(interrupted())
        .await?;
    // The router is gone, so the queue ends where it is empty: what was answered with 200 is still done.
    worker.await?;
    Ok(())
}

/// Waits for Ctrl-C. Where there is none to wait for, the receiver runs until it is killed.
async fn interrupted() {
    if let Err(error) = signal::ctrl_c().await {
        eprintln!("cannot wait for Ctrl-C: {error}");
        std::future::pending::<()>().await;
    }
}
