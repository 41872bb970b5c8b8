//! JSON Lines: one record a line, the keys in the order of the contract.

use std::path::PathBuf;

use super::{DataFile, DocumentRecords, Format, OutputError, Target, Writer, WrittenFile};

/// The default format.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonLines;

impl Format for JsonLines {
    type Chunk = Vec<u8>;
    type Writer = JsonLinesWriter;

    fn encode(&self, documents: &[DocumentRecords]) -> Result<Vec<u8>, OutputError> {
        let mut lines = Vec::new();
        for record in documents.iter().flat_map(|document| &document.records) {
            push_line(&mut lines, record)?;
        }
        Ok(lines)
    }

    fn open(&self, target: &Target) -> Result<JsonLinesWriter, OutputError> {
        Ok(JsonLinesWriter { file: DataFile::create(target)? })
    }
}

/// Appends `value` as one line.
pub(crate) fn push_line(lines: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), OutputError> {
    serde_json::to_writer(&mut *lines, value).map_err(|cause| OutputError::new("a line", cause))?;
    lines.push(b'\n');
    Ok(())
}

/// Writes lines.
#[derive(Debug)]
pub struct JsonLinesWriter {
    file: DataFile,
}

impl Writer for JsonLinesWriter {
    type Chunk = Vec<u8>;

    fn write(&mut self, lines: Vec<u8>) -> Result<(), OutputError> {
        self.file.write(&lines)
    }

    fn finish(self) -> Result<Vec<WrittenFile>, OutputError> {
        self.file.finish()
    }

    fn keep_partial(self) -> Result<Vec<PathBuf>, OutputError> {
        self.file.keep_partial()
    }
}
