//! The writer of the text formats: each file takes the bytes that are meant for it.

use super::{Compression, DataFile, OutputError, Split, Target, Writer, WrittenFile};

/// Open text files.
#[derive(Debug)]
pub struct TextFiles {
    files: Vec<DataFile>,
}

impl TextFiles {
    /// Opens the files of `split` at `target`.
    pub(super) fn create(
        target: &Target,
        split: Split,
        compression: Compression,
    ) -> Result<Self, OutputError> {
        let targets = split.targets(target)?;
        let files = targets.iter().map(|target| DataFile::create(target, compression));
        Ok(Self { files: files.collect::<Result<_, _>>()? })
    }
}

impl Writer for TextFiles {
    /// The bytes for each file.
    type Chunk = Vec<Vec<u8>>;

    fn write(&mut self, chunk: Vec<Vec<u8>>) -> Result<(), OutputError> {
        self.files.iter_mut().zip(&chunk).try_for_each(|(file, bytes)| file.write(bytes))
    }

    fn finish(self) -> Result<Vec<WrittenFile>, OutputError> {
        collect(self.files.into_iter().map(DataFile::finish))
    }

    fn keep_partial(self) -> Result<Vec<WrittenFile>, OutputError> {
        collect(self.files.into_iter().map(DataFile::keep_partial))
    }
}

/// The files among `written`, streams left out.
pub(super) fn collect(
    written: impl Iterator<Item = Result<Option<WrittenFile>, OutputError>>,
) -> Result<Vec<WrittenFile>, OutputError> {
    written.filter_map(Result::transpose).collect()
}
