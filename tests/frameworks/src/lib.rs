//! Receivers of GitHub's deliveries, one module for each web framework.
//!
//! All of them pass headers, body and secrets to `github::receive`, and answer by its outcome. Frameworks on version 1 of the crate
//! `http` pass their `HeaderMap`; a closure serves for the others.

pub mod actix;
pub mod axum;
pub mod hyper;
pub mod lambda;
pub mod rocket;
pub mod warp;

use std::time::SystemTime;

use webhook_events::github::{self, Event};
use webhook_events::verify::{Headers, ReceiveError, Secret};

/// Receives a delivery, and returns the status of the answer.
fn receive(headers: &(impl Headers + ?Sized), body: &[u8], secrets: &[Secret]) -> u16 {
    match github::receive(headers, body, secrets, SystemTime::now()) {
        Ok(delivery) => {
            match delivery.event {
                Event::Push(push) => println!("push: {push:?}"),
                other => println!("event {}", other.name()),
            }
            204
        }
        Err(ReceiveError::Refused(error)) => {
            eprintln!("{error}");
            401
        }
        Err(error) => {
            eprintln!("{error}");
            400
        }
    }
}
