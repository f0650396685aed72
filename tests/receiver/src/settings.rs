//! Settings: flags, or environment variables of the same names.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::Parser;

use crate::authentication::Sender;
use crate::queue;
use crate::serve::Limits;
use crate::vendors::VENDORS;
use crate::worker::Retries;

/// Receives webhook deliveries at `/VENDOR`, and reports at `/health`.
///
/// The secrets of a vendor are in the environment, separated by commas: SLACK_SECRETS. Vendors that do not sign are authenticated by
/// a token, REVENUECAT_TOKENS, as the header `Authorization: Bearer <token>`, as the password of basic authentication, or in the URL as
/// `/revenuecat?token=<token>`.
#[derive(Debug, Clone, Parser)]
pub struct Settings {
    /// Address and port
    #[arg(long, env, default_value = "127.0.0.1:3000")]
    pub listen: String,
    /// URL of this receiver as vendors see it; Twilio and HubSpot sign it
    #[arg(long, env, default_value = "http://localhost:3000")]
    pub public_url: String,
    /// SQLite database of the queue
    #[arg(long, env, default_value = "deliveries.sqlite")]
    pub database: PathBuf,
    /// Deliveries handled at the same time; with 1, they are begun and ended in order
    #[arg(long, env, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..))]
    pub workers: u16,
    /// Deliveries in the queue; above it, the answer is 503
    #[arg(long, env, default_value_t = 100_000)]
    pub queue_limit: usize,
    /// Ids of deliveries kept to recognise duplicates, also across restarts
    #[arg(long, env, default_value_t = 100_000)]
    pub seen_limit: usize,
    /// Bytes of a body; above it, the answer is 413
    #[arg(long, env, default_value_t = 1 << 20)]
    pub body_limit: usize,
    /// Connections; keep it well below the limit of descriptors
    #[arg(long, env, default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..))]
    pub connection_limit: u32,
    /// Time for a client to send a request's head, and again for its body
    #[arg(long, env, default_value = "10s", value_parser = humantime::parse_duration)]
    pub read_time: Duration,
    /// Time for an attempt of the work
    #[arg(long, env, default_value = "60s", value_parser = humantime::parse_duration)]
    pub work_time: Duration,
    /// Attempts before a delivery is set aside
    #[arg(long, env, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub attempts: u32,
    /// Wait before the second attempt; each further wait is twice as long, up to an hour
    #[arg(long, env, default_value = "1s", value_parser = humantime::parse_duration)]
    pub retry_delay: Duration,
    /// Time after a signal to stop for requests and work in hand
    #[arg(long, env, default_value = "25s", value_parser = humantime::parse_duration)]
    pub drain_time: Duration,
    /// Least level of the log: error, warn, info, debug or trace
    #[arg(long, env, default_value = "info")]
    pub log: tracing::Level,
}

impl Settings {
    /// The vendors with secrets, by slug. `variable` looks up an environment variable.
    pub(crate) fn senders(
        &self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<BTreeMap<&'static str, Sender>> {
        let secrets = |vendor| variable(&Sender::variable(vendor)).unwrap_or_default();
        let senders: BTreeMap<&str, Sender> = VENDORS
            .iter()
            .filter_map(|vendor| Some((vendor.slug, Sender::new(vendor, &secrets(vendor))?)))
            .collect();
        if senders.is_empty() {
            let variables: Vec<String> = VENDORS.iter().map(Sender::variable).collect();
            bail!("no vendor has a secret: set {}", variables.join(" or "));
        }
        Ok(senders)
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            connections: self.connection_limit,
            body: self.body_limit,
            read_time: self.read_time,
        }
    }

    pub(crate) fn queue_limits(&self) -> queue::Limits {
        queue::Limits {
            queued: self.queue_limit,
            seen: self.seen_limit,
            attempts: self.attempts,
        }
    }

    pub(crate) fn retries(&self) -> Retries {
        Retries {
            attempts: self.attempts,
            first_delay: self.retry_delay,
            work_time: self.work_time,
        }
    }
}
