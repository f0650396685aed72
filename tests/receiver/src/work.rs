//! The work. **Replace it with your own.**

use receiver::Failure;
use receiver::queue::Task;
use receiver::vendors::Delivery;
use tracing::info;
#[cfg(feature = "github")]
use webhook_events::github;
#[cfg(feature = "slack")]
use webhook_events::slack;

/// Handles a delivery. `?` makes another attempt later; [`Failure::Aside`] sets the delivery aside at once. As it may be called again
/// for a delivery that it has handled, let what it does bear repetition, for example by storing `task.seq` with the result.
pub(crate) async fn handle(_task: Task, delivery: Delivery) -> Result<(), Failure> {
    match delivery {
        #[cfg(feature = "github")]
        Delivery::Github(delivery) => match delivery.event {
            github::Event::Push(push) => info!(r#ref = ?push.r#ref, "pushed"),
            other => info!(event = other.name(), "not for us"),
        },
        #[cfg(feature = "slack")]
        Delivery::Slack(delivery) => match delivery.event {
            slack::Event::AppMention(mention) => info!(text = ?mention.text, "mentioned"),
            other => info!(event = other.name(), "not for us"),
        },
        #[allow(unreachable_patterns, reason = "no other vendor may be compiled in")]
        other => info!(event = other.event_name(), "not for us"),
    }
    Ok(())
}
