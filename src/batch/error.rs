//! Why a run ended before its input did, or never began.

use std::fmt;
use std::path::PathBuf;

use crate::output::OutputError;

/// What ends a run. What failed with one document is a [`DocumentError`](crate::DocumentError) and ends nothing.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// An output could not be written.
    Output(OutputError),
    /// The system gave no threads.
    Threads(String),
    /// The folder holds the parts of an earlier run, and nothing was said of resuming it.
    FolderInUse(PathBuf),
    /// The folder's manifest cannot be read.
    BadManifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The earlier run was told something else that shapes its output: other rules, another format.
    OtherSettings {
        /// The folder with the earlier run's parts.
        folder: PathBuf,
        /// What differs.
        setting: String,
        /// Its value in the earlier run.
        before: String,
        /// Its value in this one.
        now: String,
    },
    /// The documents that a whole part was made of are no longer what they were.
    InputChanged {
        /// The part, counted from 1.
        part: usize,
        /// The first and the last of its documents.
        range: String,
    },
}

impl RunError {
    /// Whether the reader of the output went away.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.is_broken_pipe())
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(error) => error.fmt(f),
            Self::Threads(cause) => write!(f, "cannot start the worker threads: {cause}"),
            Self::FolderInUse(folder) => write!(
                f,
                "{} holds the parts of an earlier run: go on with it by --resume, or choose another folder",
                folder.display()
            ),
            Self::BadManifest { path, cause } => write!(f, "cannot read {}: {cause}", path.display()),
            Self::OtherSettings { folder, setting, before, now } => write!(
                f,
                "cannot resume {}: its parts were made with {setting} {before}, this run has {now}; \
                 use the same again, or another folder",
                folder.display()
            ),
            Self::InputChanged { part, range } => write!(
                f,
                "cannot resume: the input of part {part} ({range}) has changed since; start again in another folder"
            ),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Output(error) => Some(error),
            _ => None,
        }
    }
}

impl From<OutputError> for RunError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}
