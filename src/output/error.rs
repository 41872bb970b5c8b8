//! What can go wrong while results are written.
//!
//! Such a failure ends the run, unlike a [`DocumentError`](crate::DocumentError): a full disk does not get better
//! with the next document.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

/// Why an output could not be written: the place and the cause.
#[derive(Debug)]
pub struct OutputError {
    place: String,
    cause: Box<dyn Error + Send + Sync>,
}

impl OutputError {
    /// A failure at `path`.
    pub fn at(path: &Path, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(path.display().to_string(), cause)
    }

    /// A failure at a place that is not a path, such as the standard output.
    pub fn new(place: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { place: place.into(), cause: cause.into() }
    }

    /// Whether the reader of the output went away, which is its right: `bantin … | head`.
    pub fn is_broken_pipe(&self) -> bool {
        self.cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}: {}", self.place, self.cause)
    }
}

impl Error for OutputError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.cause)
    }
}
