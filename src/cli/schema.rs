//! `bantin schema`: the published contract of the output.

use std::io::Write;

use super::exit::{Done, Failure};
use crate::output::OutputError;
use crate::record;

/// Print the JSON Schema of one output line.
#[derive(Debug, clap::Args)]
pub(super) struct SchemaArguments {}

/// Runs the command.
pub(super) fn run(arguments: &SchemaArguments) -> Result<Done, Failure> {
    let SchemaArguments {} = arguments;
    let schema = format!("{:#}\n", record::schema());
    let written = std::io::stdout().write_all(schema.as_bytes());
    written.map_err(|cause| OutputError::new("the standard output", cause))?;
    Ok(Done::Whole)
}
