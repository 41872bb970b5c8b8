//! The gold standard: what a careful reader takes out of each document.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::ScoreError;
use super::statement::Statement;

/// The gold records of every document that has a text.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The documents' records, by the documents' names.
    pub(super) documents: BTreeMap<String, Vec<Statement>>,
    /// The documents that were left out because they have no text.
    left_out: Vec<String>,
}

/// A gold file.
#[derive(Deserialize)]
struct File {
    doc: String,
    records: Vec<Map<String, Value>>,
}

impl Gold {
    /// Reads every `.json` file of `folder`; a document's text is `texts/<doc>.txt`, taken as it is. A document
    /// without a text is left out.
    pub fn load(folder: &Path, texts: &Path) -> Result<Self, ScoreError> {
        let mut gold = Self::default();
        for path in gold_files(folder)? {
            gold.add(&path, texts)?;
        }
        if gold.documents.is_empty() {
            let cause = format!("no gold document has a text in {}", texts.display());
            return Err(ScoreError::in_file(folder, cause));
        }
        Ok(gold)
    }

    /// The first of `folders` that holds the text of a gold document in `folder`.
    pub fn texts_among(folder: &Path, folders: &[PathBuf]) -> Result<Option<PathBuf>, ScoreError> {
        for path in gold_files(folder)? {
            let name = read_file(&path)?.doc;
            if let Some(found) = folders.iter().find(|texts| text_path(texts, &name).exists()) {
                return Ok(Some(found.clone()));
            }
        }
        Ok(None)
    }

    /// How many documents there are to score.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is nothing to score.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The documents that were left out because they have no text.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    fn add(&mut self, path: &Path, texts: &Path) -> Result<(), ScoreError> {
        let File { doc, records } = read_file(path)?;
        let text_path = text_path(texts, &doc);
        if !text_path.exists() {
            self.left_out.push(doc);
            return Ok(());
        }
        let text = fs::read_to_string(&text_path).map_err(|cause| ScoreError::in_file(&text_path, cause))?;
        let records = records.into_iter().map(|record| located(record, &text));
        let records: Result<Vec<_>, _> = records.collect();
        let records = records.map_err(|cause| ScoreError::in_file(path, cause))?;
        if self.documents.insert(doc.clone(), records).is_some() {
            return Err(ScoreError::in_file(path, format!("document {doc:?} has a gold file already")));
        }
        Ok(())
    }
}

/// The gold files of a folder, by name.
fn gold_files(folder: &Path) -> Result<Vec<PathBuf>, ScoreError> {
    let unreadable = |cause| ScoreError::in_file(folder, cause);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read_file(path: &Path) -> Result<File, ScoreError> {
    let json = fs::read_to_string(path).map_err(|cause| ScoreError::in_file(path, cause))?;
    serde_json::from_str(&json).map_err(|cause| ScoreError::in_file(path, cause))
}

fn text_path(texts: &Path, doc: &str) -> PathBuf {
    texts.join(format!("{doc}.txt"))
}

/// A gold record with its place in `text`; the error says what is wrong with it.
fn located(record: Map<String, Value>, text: &str) -> Result<Statement, String> {
    let number = match record.get("n") {
        None | Some(Value::Null) => 1,
        Some(number) => {
            number.as_u64().filter(|&n| n > 0).ok_or_else(|| format!("n is {number}; it counts from 1"))?
        }
    };
    let mut statement = Statement::read(record).map_err(|error| error.to_string())?;
    if statement.record_type == Some(crate::record::RecordType::Article) {
        return Ok(statement);
    }
    let piece = statement.fields.text.as_deref().filter(|piece| !piece.is_empty());
    let piece = piece.ok_or("a record has no text")?;
    let start = occurrence(text, piece, number)
        .ok_or_else(|| format!("occurrence {number} of {piece:?} is not in the document"))?;
    statement.start = text[..start].chars().count();
    statement.end = statement.start + piece.chars().count();
    Ok(statement)
}

/// The byte at which occurrence `number` (from 1) of `piece` begins; occurrences may overlap.
fn occurrence(text: &str, piece: &str, number: u64) -> Option<usize> {
    let mut from = 0;
    for _ in 1..number {
        let start = from + text[from..].find(piece)?;
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    Some(from + text[from..].find(piece)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_count_from_one_and_may_overlap() {
        assert_eq!(occurrence("ababa", "aba", 1), Some(0));
        assert_eq!(occurrence("ababa", "aba", 2), Some(2));
        assert_eq!(occurrence("ababa", "aba", 3), None);
    }

    #[test]
    fn offsets_are_code_points() {
        let record = serde_json::json!({ "type": "count", "text": "3 xã", "n": 2 });
        let Value::Object(record) = record else { unreachable!() };
        let statement = located(record, "Đủ 3 xã và 3 xã").unwrap();
        assert_eq!((statement.start, statement.end), (11, 15));
    }

    #[test]
    fn a_piece_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let gold = r#"{ "doc": "a", "records": [{ "type": "count", "text": "4 xã" }] }"#;
        fs::write(folder.path().join("a.json"), gold).unwrap();
        fs::write(folder.path().join("a.txt"), "3 xã").unwrap();
        let error = Gold::load(folder.path(), folder.path()).unwrap_err();
        assert!(error.place().ends_with("a.json"), "{error}");
        assert!(error.to_string().contains("occurrence 1 of \"4 xã\""), "{error}");
    }

    #[test]
    fn a_document_without_a_text_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            let gold = format!(r#"{{ "doc": "{name}", "records": [] }}"#);
            fs::write(folder.path().join(format!("{name}.json")), gold).unwrap();
        }
        assert!(Gold::load(folder.path(), folder.path()).is_err());
        fs::write(folder.path().join("b.txt"), "").unwrap();
        let gold = Gold::load(folder.path(), folder.path()).unwrap();
        assert_eq!((gold.len(), gold.left_out()), (1, &["a".to_owned()][..]));
    }
}
