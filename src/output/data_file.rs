//! Where bytes go: a whole file or the standard output.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{OutputError, WholeFile, WrittenFile};

/// Where a run writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The standard output, as a stream.
    Stdout,
    /// A file, whole or not at all.
    File(PathBuf),
}

/// An open target that takes bytes.
#[derive(Debug)]
pub enum DataFile {
    /// The standard output.
    Stdout(io::Stdout),
    /// A file under construction.
    File(WholeFile),
}

impl DataFile {
    /// Opens `target`.
    pub fn create(target: &Target) -> Result<Self, OutputError> {
        Ok(match target {
            Target::Stdout => Self::Stdout(io::stdout()),
            Target::File(path) => Self::File(WholeFile::create(path)?),
        })
    }

    /// Appends `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        match self {
            Self::Stdout(stream) => stream.write_all(bytes).map_err(stdout_error),
            Self::File(file) => file.write_all(bytes).map_err(|cause| OutputError::at(file.path(), cause)),
        }
    }

    /// Makes the bytes durable and gives the file its name.
    pub fn finish(self) -> Result<Vec<WrittenFile>, OutputError> {
        match self {
            Self::Stdout(mut stream) => stream.flush().map(|()| Vec::new()).map_err(stdout_error),
            Self::File(file) => {
                let path = file.path().to_owned();
                Ok(vec![WrittenFile { path, bytes: file.finish()? }])
            }
        }
    }

    /// Keeps what was written so far beside the file's name; a stream has nothing to keep.
    pub fn keep_partial(self) -> Result<Vec<PathBuf>, OutputError> {
        match self {
            Self::Stdout(mut stream) => stream.flush().map(|()| Vec::new()).map_err(stdout_error),
            Self::File(file) => Ok(file.keep_partial()?.into_iter().collect()),
        }
    }
}

fn stdout_error(cause: io::Error) -> OutputError {
    OutputError::new("the standard output", cause)
}
