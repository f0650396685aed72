//! The API of `webhook-events`: typed events, unknown events and errors; lossless round trips; positions of errors.

mod blocks;
mod body;
mod damage;
mod errors;
mod facts;
mod forms;
mod kept;
mod message_template;
mod misfits;
mod not_events;
mod outcomes;
mod properties;
mod samples;
mod signatures;
