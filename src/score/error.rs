//! Why a score could not be worked out.

use std::fmt;
use std::path::Path;

/// Why a score could not be worked out: which file (and line, where there is one) and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreError {
    place: String,
    cause: String,
}

impl ScoreError {
    pub(super) fn new(place: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self { place: place.to_string(), cause: cause.to_string() }
    }

    pub(super) fn in_file(path: &Path, cause: impl fmt::Display) -> Self {
        Self::new(path.display(), cause)
    }

    /// The file, and the line where there is one.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)
    }
}

impl std::error::Error for ScoreError {}
