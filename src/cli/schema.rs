//! `bantin schema`: the published contract of the output.

use std::io::Write;

use super::exit::{Done, Failure};
use crate::output::OutputError;
use crate::record;

/// Prints the JSON Schema of one output line.
pub(super) fn run() -> Result<Done, Failure> {
    let schema = format!("{:#}\n", record::schema());
    let written = std::io::stdout().write_all(schema.as_bytes());
    written.map_err(|cause| OutputError::new("the standard output", cause))?;
    Ok(Done::Whole)
}
