//! What a user of `webhook-events` sees: three outcomes never mixed up, nothing lost, every error with its place.

mod body;
mod damage;
mod errors;
mod facts;
mod kept;
mod message_template;
mod outcomes;
mod properties;
mod samples;
mod signatures;
