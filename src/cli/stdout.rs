//! The standard output, for commands whose whole answer fits in memory.

use std::io::Write;

use super::exit::Failure;
use crate::output::OutputError;

/// Prints `text` and ends the line.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.write_all(b"\n"));
    written.and_then(|()| stdout.flush()).map_err(|cause| OutputError::new("the standard output", cause))?;
    Ok(())
}

/// Prints each item as one line of JSON.
pub(super) fn print_json_lines<T: serde::Serialize>(
    items: impl IntoIterator<Item = T>,
) -> Result<(), Failure> {
    for item in items {
        print(&serde_json::to_string(&item).map_err(Failure::new)?)?;
    }
    Ok(())
}
