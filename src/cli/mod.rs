//! The command line: flags to library calls, errors to messages and exit codes, and nothing else.
//!
//! Data goes to the standard output, everything else to the standard error. One file holds one subcommand; what
//! several share (inputs, outputs, rules) is a group of flags with a file of its own.

mod exit;
mod extract;
mod gaps;
mod input;
mod interrupt;
mod output;
mod pack;
mod progress;
mod rules;
mod schema;
mod score;
mod stderr;
mod stdout;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::batch::Extract;
use exit::{Done, Failure};

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
    Schema(schema::SchemaArguments),
    Score(score::ScoreArguments),
    Gaps(Box<gaps::GapsArguments>),
    /// Test, check, list and explain rules.
    #[command(subcommand)]
    Rules(pack::RulesCommand),
}

/// Runs the command line with `arguments`, the program's name first, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    dispatch(arguments, |command| match command {
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Gaps(arguments) => gaps::run(&arguments),
        Command::Rules(command) => pack::run(&command),
    })
}

/// As [`run`], with an extraction of the caller's own in the place of the rules: for programs that extract something
/// else and want the same inputs, outputs and flags. `rules_hash` tells one version of it from another.
pub fn run_with(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    extract: &Extract<'_>,
    rules_hash: &str,
) -> ExitCode {
    dispatch(arguments, |command| match command {
        Command::Extract(arguments) => extract::run_with(&arguments, extract, rules_hash),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Gaps(arguments) => gaps::run(&arguments),
        Command::Rules(command) => pack::run(&command),
    })
}

fn dispatch(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    command: impl FnOnce(Command) -> Result<Done, Failure>,
) -> ExitCode {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => exit::code(command(arguments.command)),
        Err(error) => exit::usage(&error),
    }
}
