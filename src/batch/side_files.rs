//! What is written beside the records: the documents that failed, and the texts that were read.

use super::encode::Output;
use crate::output::{Compression, DataFile, OutputError, Target, push_line};

/// Where to write beside the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SideTargets {
    /// A JSON line for each document that failed: `doc`, `stage`, `code`, `message`.
    pub errors: Option<std::path::PathBuf>,
    /// A JSON line for each document: `id`, `text`.
    pub texts: Option<std::path::PathBuf>,
}

/// The open files.
#[derive(Debug)]
pub(super) struct SideFiles {
    errors: Option<DataFile>,
    texts: Option<DataFile>,
}

impl SideFiles {
    /// Opens the files; the ending of a name tells the compression.
    pub fn create(targets: &SideTargets) -> Result<Self, OutputError> {
        let open = |path: &Option<std::path::PathBuf>| {
            let path = path.as_deref();
            path.map(|path| DataFile::create(&Target::File(path.into()), Compression::of_path(path)))
                .transpose()
        };
        Ok(Self { errors: open(&targets.errors)?, texts: open(&targets.texts)? })
    }

    /// Appends what a batch gives.
    pub fn write<C>(&mut self, output: &Output<C>) -> Result<(), OutputError> {
        if let Some(file) = &mut self.errors {
            let mut lines = Vec::new();
            output.errors.iter().try_for_each(|error| push_line(&mut lines, error))?;
            file.write(&lines)?;
        }
        self.texts.as_mut().map_or(Ok(()), |file| file.write(&output.texts))
    }

    /// Makes the files durable and gives them their names.
    pub fn finish(self) -> Result<(), OutputError> {
        self.each(|file| file.finish().map(drop))
    }

    /// Keeps the files as `NAME.partial`.
    pub fn keep_partial(self) -> Result<(), OutputError> {
        self.each(|file| file.keep_partial().map(drop))
    }

    fn each(self, end: impl FnMut(DataFile) -> Result<(), OutputError>) -> Result<(), OutputError> {
        [self.errors, self.texts].into_iter().flatten().try_for_each(end)
    }
}
