//! What can go wrong with one document.
//!
//! A document that fails never stops the others: its failure is a value with the document's id, the stage that gave
//! up, a stable code and a sentence for people.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why one document gave no records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentError {
    /// The document's id, or the path or line of the input that could not become a document.
    pub doc: String,
    /// Which stage gave up.
    pub stage: Stage,
    /// What kind of failure it is; stable, for programs.
    pub code: ErrorCode,
    /// What happened and what to do, for people.
    pub message: String,
}

/// The stage that gave up on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// Finding and reading the bytes.
    Read,
    /// Turning bytes into text.
    Decode,
    /// Turning text into records.
    Extract,
    /// Writing the records.
    Write,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The path does not exist.
    NotFound,
    /// The bytes could not be read.
    Unreadable,
    /// The bytes are not text in the expected encoding.
    BadEncoding,
    /// There is no text.
    Empty,
    /// The document is longer than the limit.
    TooLarge,
    /// A line, row or archive member does not have the form that its format demands.
    Malformed,
    /// A field that the options name is missing.
    MissingField,
    /// The tool itself failed; the others are not touched by it.
    Internal,
}

impl DocumentError {
    /// A failure of `doc` at `stage`.
    pub fn new(doc: impl Into<String>, stage: Stage, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { doc: doc.into(), stage, code, message: message.into() }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doc, self.message)
    }
}

impl std::error::Error for DocumentError {}
