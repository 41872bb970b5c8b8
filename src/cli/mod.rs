//! The command line: flags to library calls, errors to messages and exit codes, and nothing else.
//!
//! Data goes to the standard output, everything else to the standard error. One file holds one subcommand.

mod exit;
mod extract;
mod progress;
mod rules;
mod schema;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use exit::Failure;

/// Turns scraped Vietnamese news pages into typed, traceable records.
#[derive(Debug, Parser)]
#[command(name = "bantin", version, after_help = exit::HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(Box<extract::ExtractArguments>),
    Schema,
}

/// Runs the command line with `arguments`, the program's name first, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return exit::usage(&error),
    };
    let done = match arguments.command {
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Schema => schema::run(),
    };
    exit::code(done)
}
