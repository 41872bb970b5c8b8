//! The standard error, whose reader may be gone before the program is.

use std::fmt::Display;
use std::io::Write;

/// Prints `message` and ends the line. Where nobody reads, there is nobody to tell either.
pub(super) fn tell(message: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{message}");
}
