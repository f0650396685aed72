//! The program: the receiver of the library with the work of this crate.

mod work;

use clap::Parser;
use receiver::Settings;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::parse();
    tracing_subscriber::fmt()
        .with_max_level(settings.log)
        .with_ansi(false)
        .init();
    receiver::run(settings, work::handle).await
}
