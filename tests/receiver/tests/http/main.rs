//! The receiver in a process of its own, over HTTP, with faults.

#![cfg(unix)]

mod answers;
mod client;
mod clients;
mod crash;
mod duplicates;
mod process;
mod stop;
mod work;
