//! How records leave: formats, compression, and files that are whole or not there at all.
//!
//! A [`Format`] works in two steps, so that the expensive one runs on every core: worker threads turn the records of
//! a batch of documents into a chunk ([`Format::encode`]), and one thread writes the chunks in the order of the input
//! ([`Writer::write`]). The bytes therefore do not depend on the number of threads.

mod column;
mod compression;
mod csv;
mod data_file;
mod error;
mod flat;
mod json_lines;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(test)]
pub(crate) mod samples;
mod split;
#[cfg(feature = "sqlite")]
mod sqlite;
mod text_files;
mod whole_file;

pub use column::{Column, Kind, columns};
pub use compression::Compression;
pub use csv::Csv;
pub use data_file::{DataFile, Target};
pub use error::OutputError;
pub use flat::{FlatColumn, FlatRecord, flat_columns};
pub use json_lines::JsonLines;
pub(crate) use json_lines::push_line;
#[cfg(feature = "parquet")]
pub use parquet::{Parquet, ParquetFiles};
pub use split::Split;
#[cfg(feature = "sqlite")]
pub use sqlite::{Database, DocumentRows, Sqlite};
pub use text_files::TextFiles;
pub(crate) use whole_file::PARTIAL_ENDING;
pub use whole_file::WholeFile;

use std::path::PathBuf;

use crate::record::Record;

/// The records of one document, its article first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentRecords {
    /// The document's id.
    pub doc: String,
    /// What it states, in the order of the text.
    pub records: Vec<Record>,
}

/// A way to write records.
pub trait Format: Sync {
    /// Encoded records, ready to be written.
    type Chunk: Send;
    /// What takes the chunks.
    type Writer: Writer<Chunk = Self::Chunk>;

    /// Encodes `documents`; called on worker threads.
    fn encode(&self, documents: &[DocumentRecords]) -> Result<Self::Chunk, OutputError>;

    /// Opens what the chunks are written into. Nothing appears under the target's name before
    /// [`Writer::finish`].
    fn open(&self, target: &Target) -> Result<Self::Writer, OutputError>;
}

/// Takes chunks in the order of the input. Dropped without [`Writer::finish`], it leaves nothing behind.
pub trait Writer {
    /// Encoded records.
    type Chunk;

    /// Appends one chunk.
    fn write(&mut self, chunk: Self::Chunk) -> Result<(), OutputError>;

    /// Makes everything durable and gives it its name. Returns the files, in the order of the types where there is one
    /// for each; a stream is no file.
    fn finish(self) -> Result<Vec<WrittenFile>, OutputError>;

    /// Keeps what was written so far, as `NAME.partial` where the format cannot say itself how far it got. Returns
    /// the files.
    fn keep_partial(self) -> Result<Vec<WrittenFile>, OutputError>;
}

/// A file that was written whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}
