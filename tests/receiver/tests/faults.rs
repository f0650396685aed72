//! The receiver with a work that does what the text of a mention says.

use std::time::Duration;

use clap::Parser;
use receiver::queue::Task;
use receiver::vendors::Delivery;
use receiver::{Failure, Settings};
use tokio::time::sleep;
use webhook_events::slack;

async fn handle(task: Task, delivery: Delivery) -> Result<(), Failure> {
    let Delivery::Slack(delivery) = delivery else {
        return Ok(());
    };
    let slack::Event::AppMention(mention) = delivery.event else {
        return Ok(());
    };
    match &*mention.text {
        "panic" => panic!("as the text says"),
        "fail" => return Err(std::io::Error::other("the database of the work is away").into()),
        "fail once" if task.attempt == 1 => return Err(std::fmt::Error.into()),
        "give up" => return Err(Failure::Aside("nobody wants it".to_owned())),
        "abort" => std::process::abort(),
        "slow" => sleep(Duration::from_millis(300)).await,
        "hold" if std::env::var_os("HOLD").is_some() => std::future::pending().await,
        _ => {}
    }
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::parse();
    tracing_subscriber::fmt()
        .with_max_level(settings.log)
        .with_ansi(false)
        .init();
    receiver::run(settings, handle).await
}
