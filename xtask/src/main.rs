//! The developers' commands: `cargo xtask run`, `cargo xtask test`, and what they are made of.
#![expect(clippy::print_stdout, reason = "a command speaks to the person who typed it")]

mod assets;
mod machine;
mod postcodes;
mod postgres;
mod run;
mod shell;
mod test;
mod tidy;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Hearken's developers' commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and start the service on an embedded `SQLite` with the demonstration world.
    Run {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8420")]
        listen: String,
    },
    /// Everything that CI checks.
    Test,
    /// Write the golden files anew; with --check, fail when they are stale.
    Gen {
        #[arg(long)]
        check: bool,
    },
    /// The house rules.
    Tidy,
    /// Build styles, scripts and fonts into crates/kit/assets/built.
    Assets,
    /// Run the browser tests alone.
    E2e,
    /// Pack the postcode tables anew from their source; with --check, prove them against it.
    Postcodes {
        #[arg(long)]
        check: bool,
    },
    /// Start a throw-away `PostgreSQL` and print its address, until Enter is pressed.
    Postgres,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Run { listen } => run::run(&listen),
        Command::Test => test::test(),
        Command::Gen { check } => run::golden(check),
        Command::Tidy => tidy::tidy(),
        Command::Assets => assets::build(),
        Command::E2e => test::e2e(),
        Command::Postcodes { check } => postcodes::run(check),
        Command::Postgres => {
            let cluster = postgres::Cluster::start()?;
            println!("{}", cluster.address());
            std::io::stdin().read_line(&mut String::new())?;
            Ok(())
        }
    }
}
