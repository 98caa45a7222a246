//! Hearken: the open safeguarding platform. One binary: the service, and its commands.
//!
//! Read [`router`] first: it is the table of contents of everything that people can do.
#![expect(clippy::print_stdout, reason = "a command speaks to the person who typed it")]

mod admin;
mod api;
mod backup;
mod census;
mod cli;
mod config;
mod demo;
mod deposit;
mod doctor;
mod export;
mod golden;
mod house;
mod law;
mod law_api;
mod logs;
mod matcher;
mod pictures;
mod router;
mod serve;
mod vault;
mod witness;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything is opened and any thread started: this process will be able to do nothing but look.
    if std::env::args_os().nth(1).is_some_and(|first| first == house::GLANCE) {
        return glance::child();
    }
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    match cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // On the terminal and in the journal of the machine: what was wrong, and why below it.
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
