//! Hearken: the open safeguarding platform. One binary: the service, and its commands.
//!
//! Read [`router`] first: it is the table of contents of everything that people can do.
#![expect(clippy::print_stdout, reason = "a command speaks to the person who typed it")]

mod admin;
mod api;
mod backup;
mod cli;
mod config;
mod demo;
mod doctor;
mod golden;
mod house;
mod logs;
mod router;
mod serve;
mod vault;
mod witness;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // On the terminal and in the journal of the machine: what was wrong, and why below it.
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
