//! JSON Lines: one record a line, the keys in the order of the contract.

use serde::Serialize;

use super::text_files::TextFiles;
use super::{Compression, DocumentRecords, FlatRecord, Format, OutputError, Split, Target};
use crate::record::Record;

/// The default format.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonLines {
    /// Whether nested values become scalars; see [`FlatRecord`].
    pub flat: bool,
    /// How records are spread over files.
    pub split: Split,
    /// How the files are compressed.
    pub compression: Compression,
}

impl Format for JsonLines {
    type Chunk = Vec<Vec<u8>>;
    type Writer = TextFiles;

    fn encode(&self, documents: &[DocumentRecords]) -> Result<Self::Chunk, OutputError> {
        let mut files = vec![Vec::new(); self.split.files()];
        for record in documents.iter().flat_map(|document| &document.records) {
            self.push(&mut files[self.split.file_of(record.record_type())], record)?;
        }
        Ok(files)
    }

    fn open(&self, target: &Target) -> Result<TextFiles, OutputError> {
        TextFiles::create(target, self.split, self.compression)
    }
}

impl JsonLines {
    fn push(self, lines: &mut Vec<u8>, record: &Record) -> Result<(), OutputError> {
        if self.flat { push_line(lines, &FlatRecord::of(record)?) } else { push_line(lines, record) }
    }
}

/// Appends `value` as one line.
pub(crate) fn push_line(lines: &mut Vec<u8>, value: &impl Serialize) -> Result<(), OutputError> {
    serde_json::to_writer(&mut *lines, value).map_err(|cause| OutputError::new("a line", cause))?;
    lines.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    fn lines(format: JsonLines) -> Vec<String> {
        let files = format.encode(&[samples::document()]).unwrap();
        files.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
    }

    #[test]
    fn a_line_reads_back_as_its_record() {
        let files = lines(JsonLines::default());
        let records: Vec<Record> = files[0].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(records[..2], samples::all()[..2]);
        assert_eq!(records.len(), samples::all().len());
    }

    #[test]
    fn each_type_has_its_file() {
        let files = lines(JsonLines { split: Split::ByType, ..JsonLines::default() });
        let counts: Vec<usize> = files.iter().map(|file| file.lines().count()).collect();
        assert_eq!(counts, [1, 1, 1, 1, 0, 0, 0, 0]);
        assert!(files[2].starts_with(r#"{"type":"person","id":"p1","#), "{}", files[2]);
    }

    #[test]
    fn flat_lines_hold_scalars_only() {
        let files = lines(JsonLines { flat: true, ..JsonLines::default() });
        for line in files[0].lines() {
            let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
            assert!(row.values().all(|value| value.is_string() || value.is_number()), "{line}");
        }
    }
}
