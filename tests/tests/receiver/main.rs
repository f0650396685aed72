//! The receiver of `examples/receiver`, tested over HTTP.

#[path = "../../examples/receiver/app.rs"]
mod app;
#[path = "../../examples/receiver/seen.rs"]
mod seen;
#[path = "../../examples/receiver/settings.rs"]
mod settings;
#[path = "../../examples/receiver/work.rs"]
mod work;

mod again;
mod bodies;
mod body;
mod readme;
mod revenuecat;
mod running;
mod signatures;
mod start;
