//! Configuration from environment variables.

use std::time::SystemTime;

use webhook_events::verify::Secret;

/// Configuration of a receiver.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Address and port to listen on.
    pub(crate) listen: String,
    /// Slack's signing secrets; several during the rotation of a secret.
    pub(crate) slack_secrets: Vec<Secret>,
    /// Bearer token of RevenueCat's messages.
    pub(crate) revenuecat_token: String,
    /// Maximum size of a body in bytes.
    pub(crate) body_limit: usize,
    /// Maximum number of deliveries in the queue.
    pub(crate) queue_limit: usize,
    /// Number of delivery ids kept to detect duplicates.
    pub(crate) seen_limit: usize,
    /// The current time.
    pub(crate) now: fn() -> SystemTime,
}

impl Settings {
    /// Reads the environment variables, with `variable` to look up each.
    ///
    /// # Errors
    ///
    /// If a secret is missing: without one the receiver could authenticate nobody.
    pub(crate) fn from_variables(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let required = |name: &str| {
            let value = variable(name).unwrap_or_default();
            match value.trim() {
                "" => Err(format!("the variable {name} is not set")),
                value => Ok(value.to_owned()),
            }
        };
        let secrets: Vec<Secret> = required("SLACK_SIGNING_SECRETS")?
            .split(',')
            .map(str::trim)
            .filter(|secret| !secret.is_empty())
            .map(Secret::new)
            .collect();
        if secrets.is_empty() {
            return Err("the variable SLACK_SIGNING_SECRETS holds no secret".to_owned());
        }
        Ok(Self {
            listen: variable("LISTEN").unwrap_or_else(|| "127.0.0.1:3000".to_owned()),
            slack_secrets: secrets,
            revenuecat_token: required("REVENUECAT_TOKEN")?,
            body_limit: 1 << 20,
            queue_limit: 1_000,
            seen_limit: 10_000,
            now: SystemTime::now,
        })
    }
}
