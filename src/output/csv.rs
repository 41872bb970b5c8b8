//! CSV: a header, then one record a row, always in the flat form.
//!
//! In one file, the columns are those of all types, each name once; an empty field is one that does not apply.

use std::sync::LazyLock;

use serde_json::Value;

use super::text_files::TextFiles;
use super::{
    Compression, DocumentRecords, FlatRecord, Format, OutputError, Split, Target, Writer, flat_columns,
};
use crate::record::RecordType;

/// Comma-separated values as RFC 4180 has them, in UTF-8, with a plain line feed at the end of a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv {
    /// How records are spread over files.
    pub split: Split,
    /// How the files are compressed.
    pub compression: Compression,
}

/// The columns of a file for every type, and where the values of each type go.
struct Union {
    names: Vec<&'static str>,
    places: [Vec<usize>; RecordType::ALL.len()],
}

static UNION: LazyLock<Union> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = Vec::new();
    let mut place = |name: &'static str| {
        names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        })
    };
    let places =
        RecordType::ALL.map(|kind| flat_columns(kind).iter().map(|column| place(&column.name)).collect());
    Union { names, places }
});

impl Format for Csv {
    type Chunk = Vec<Vec<u8>>;
    type Writer = TextFiles;

    fn encode(&self, documents: &[DocumentRecords]) -> Result<Self::Chunk, OutputError> {
        let mut files: Vec<_> = (0..self.split.files()).map(|_| writer()).collect();
        for record in documents.iter().flat_map(|document| &document.records) {
            let row = self.row(&FlatRecord::of(record)?);
            let file = &mut files[self.split.file_of(record.record_type())];
            file.write_record(&row).map_err(row_error)?;
        }
        files.into_iter().map(bytes).collect()
    }

    fn open(&self, target: &Target) -> Result<TextFiles, OutputError> {
        let mut files = TextFiles::create(target, self.split, self.compression)?;
        files.write(self.headers()?)?;
        Ok(files)
    }
}

impl Csv {
    fn headers(self) -> Result<Vec<Vec<u8>>, OutputError> {
        match self.split {
            Split::Together => Ok(vec![header(&UNION.names)?]),
            Split::ByType => RecordType::ALL
                .iter()
                .map(|&kind| header(flat_columns(kind).iter().map(|column| &column.name)))
                .collect(),
        }
    }

    fn row(self, record: &FlatRecord) -> Vec<String> {
        let values = record.values.iter().map(field);
        if self.split == Split::ByType {
            return values.collect();
        }
        let mut row = vec![String::new(); UNION.names.len()];
        for (value, &place) in values.zip(&UNION.places[record.kind as usize]) {
            row[place] = value;
        }
        row
    }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::Writer::from_writer(Vec::new())
}

fn header(names: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<Vec<u8>, OutputError> {
    let mut header = writer();
    header.write_record(names).map_err(row_error)?;
    bytes(header)
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, OutputError> {
    writer.into_inner().map_err(|failure| OutputError::new("a row", failure.into_error()))
}

fn row_error(cause: csv::Error) -> OutputError {
    OutputError::new("a row", cause)
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    /// The fields of each row by the name of their column.
    fn rows(header: &[u8], body: &[u8]) -> Vec<std::collections::HashMap<String, String>> {
        let text = [header, body].concat();
        let mut reader = csv::Reader::from_reader(&*text);
        reader.deserialize().map(Result::unwrap).collect()
    }

    #[test]
    fn one_file_has_the_columns_of_every_type() {
        let csv = Csv::default();
        let body = csv.encode(&[samples::document()]).unwrap();
        let rows = rows(&csv.headers().unwrap()[0], &body[0]);
        let types: Vec<&str> = rows.iter().map(|row| row["type"].as_str()).collect();
        assert_eq!(types, ["article", "date", "person", "count"]);
        assert_eq!(rows[0]["title"], "Größe, das \"X\"");
        assert_eq!(rows[1]["value"], "2022-12");
        assert_eq!(rows[2]["titles"], r#"[{"title":"Präsident","organization":"Köln"}]"#);
        assert_eq!(rows[3]["value"], "4.6");
        assert_eq!(rows[3]["subject"], "Mitglieder\nörtlich");
        assert_eq!(rows[3]["name"], "");
    }

    #[test]
    fn a_file_of_a_type_has_its_columns_only() {
        let csv = Csv { split: Split::ByType, ..Csv::default() };
        let headers = csv.headers().unwrap();
        let body = csv.encode(&[samples::document()]).unwrap();
        let persons = rows(&headers[RecordType::Person as usize], &body[RecordType::Person as usize]);
        assert_eq!(persons.len(), 1);
        assert_eq!(persons[0]["name"], "Jürgen Bär A");
        assert!(!persons[0].contains_key("subject"));
    }
}
