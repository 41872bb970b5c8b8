//! A place that bytes are appended to: a whole file or the standard output, compressed or not.

use std::fmt;
use std::path::PathBuf;

use super::compression::{Compression, Compressor, compress};
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
pub struct DataFile {
    place: String,
    stream: Box<dyn Compressor>,
}

impl DataFile {
    /// Opens `target`.
    pub fn create(target: &Target, compression: Compression) -> Result<Self, OutputError> {
        let file = WholeFile::create(target)?;
        let place = file.place().to_owned();
        match compress(file, compression) {
            Ok(stream) => Ok(Self { place, stream }),
            Err(cause) => Err(OutputError::new(place, cause)),
        }
    }

    /// Appends `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.stream.write_all(bytes).map_err(|cause| OutputError::new(&self.place, cause))
    }

    /// Makes the bytes durable and gives the file its name. Returns what was written; nothing for a stream.
    pub fn finish(self) -> Result<Option<WrittenFile>, OutputError> {
        self.end()?.finish()
    }

    /// Keeps what was written so far as `NAME.partial`. Returns what was written; nothing for a stream.
    pub fn keep_partial(self) -> Result<Option<WrittenFile>, OutputError> {
        self.end()?.keep_partial()
    }

    fn end(self) -> Result<WholeFile, OutputError> {
        self.stream.end().map_err(|cause| OutputError::new(self.place, cause))
    }
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataFile").field(&self.place).finish()
    }
}
