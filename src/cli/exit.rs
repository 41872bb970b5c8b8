//! Exit codes: a contract with the scripts that call the tool.

use std::fmt::Display;
use std::process::ExitCode;

use super::stderr::tell;
use crate::batch::RunError;
use crate::output::OutputError;

/// The contract, as `--help` prints it.
pub(super) const HELP: &str = "\
Exit codes:
  0    done
  1    done, but some documents failed; each is named on the standard error
  2    not done: wrong usage, bad rules, nothing could be read, or the output could not be written
  130  interrupted";

/// The exit code of an interrupted run.
pub(super) const INTERRUPTED: u8 = 130;

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// Everything worked.
    Whole,
    /// Some documents failed.
    WithFailures,
}

/// Why a command gave up.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It could not start or go on; the message says why and what to do.
    Message(String),
    /// The user stopped it; the message says what is there and how to go on.
    Interrupted(String),
    /// The reader of the output went away: no reason to complain.
    BrokenPipe,
}

impl Failure {
    /// A failure with a message.
    pub(super) fn new(message: impl Display) -> Self {
        Self::Message(message.to_string())
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        RunError::from(error).into()
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        if error.is_broken_pipe() { Self::BrokenPipe } else { Self::new(error) }
    }
}

/// Says what went wrong, if anything, and returns the exit code.
pub(super) fn code(done: Result<Done, Failure>) -> ExitCode {
    match done {
        Ok(Done::Whole) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Done::WithFailures) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            tell(format_args!("error: {message}"));
            ExitCode::from(2)
        }
        Err(Failure::Interrupted(message)) => {
            tell(format_args!("interrupted: {message}"));
            ExitCode::from(INTERRUPTED)
        }
    }
}

/// Prints what clap has to say: help and version to the standard output, mistakes to the standard error.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    // Where the message cannot be printed either, the exit code is all that is left to give.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
