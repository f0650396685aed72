//! What differs from one receiver to another.

use std::time::SystemTime;

use webhook_events::verify::Secret;

/// What differs from one receiver to another.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The address and the port to listen at.
    pub(crate) listen: String,
    /// Slack's signing secrets. There are several while one is being replaced.
    pub(crate) slack_secrets: Vec<Secret>,
    /// What RevenueCat's messages bring in the header `Authorization`, after `Bearer`.
    pub(crate) revenuecat_token: String,
    /// How many bytes a body may have.
    pub(crate) body_limit: usize,
    /// How many deliveries may wait for their work to be done.
    pub(crate) queue_limit: usize,
    /// How many deliveries are remembered, so that they are taken once.
    pub(crate) seen_limit: usize,
    /// What time it is.
    pub(crate) now: fn() -> SystemTime,
}

impl Settings {
    /// Reads the environment's variables by means of `variable`.
    ///
    /// Without secrets nothing could be trusted, so nothing starts.
    pub(crate) fn from_variables(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let needed = |name: &str| {
            let value = variable(name).unwrap_or_default();
            match value.trim() {
                "" => Err(format!("the variable {name} is not set")),
                value => Ok(value.to_owned()),
            }
        };
        let secrets: Vec<Secret> = needed("SLACK_SIGNING_SECRETS")?
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
            revenuecat_token: needed("REVENUECAT_TOKEN")?,
            body_limit: 1 << 20,
            queue_limit: 1_000,
            seen_limit: 10_000,
            now: SystemTime::now,
        })
    }
}
