//! What is wrong with a document, before it is known what the document is called.

use std::fmt;
use std::io;

use super::encoding::BadText;
use crate::error::{DocumentError, ErrorCode, Stage};

/// A failure without its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    code: ErrorCode,
    message: String,
}

impl Fault {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Malformed, message)
    }

    pub fn empty() -> Self {
        Self::new(ErrorCode::Empty, "there is no text in it")
    }

    pub fn too_large(limit: usize) -> Self {
        Self::new(
            ErrorCode::TooLarge,
            format!(
                "longer than the limit of {limit} bytes for one document; raise it with --max-document-bytes"
            ),
        )
    }

    /// The same, of `place`.
    pub fn of(self, place: &str, stage: Stage) -> DocumentError {
        DocumentError::new(place, stage, self.code, self.message)
    }
}

/// Unpackers report broken bytes through the same channel as the disk does; both must be told apart.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, NotFound, Other, UnexpectedEof};
        match error.kind() {
            NotFound => Self::new(ErrorCode::NotFound, "no such file or folder"),
            UnexpectedEof => Self::malformed("cut short: the end is missing"),
            InvalidData | InvalidInput | Other => Self::malformed(format!("broken: {error}")),
            _ => Self::new(ErrorCode::Unreadable, format!("cannot be read: {error}")),
        }
    }
}

impl From<BadText> for Fault {
    fn from(error: BadText) -> Self {
        Self::new(ErrorCode::BadEncoding, error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
