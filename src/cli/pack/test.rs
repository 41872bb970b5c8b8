//! `bantin rules test`: the rules' own examples, run.

use super::{plural, print, print_diagnostics};
use crate::cli::exit::{Done, Failure};
use crate::cli::rules::{NamedPacks, reported};
use crate::proof::prove;

/// Run the rules' own examples.
///
/// An example is read by all rules together. The exit code is 2 if one does not come out as it says.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct TestArguments {
    #[command(flatten)]
    packs: NamedPacks,
    /// Print each failure as one JSON object a line, and no summary.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &TestArguments) -> Result<Done, Failure> {
    let proof = prove(&arguments.packs.builder()).map_err(|errors| reported(&errors))?;
    print_diagnostics(&proof.failures, arguments.json)?;
    let run = format!("{} of {}", plural(proof.examples, "example"), plural(proof.rules, "rule"));
    if !proof.failures.is_empty() {
        return Err(Failure::new(format!("{} out of {run} failed", proof.failures.len())));
    }
    if !arguments.json {
        print(&format!("{run}: all hold"))?;
    }
    Ok(Done::Whole)
}
