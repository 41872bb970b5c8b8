//! The records that are scored: a file of JSON Lines, or what an extractor has just made.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::{Map, Value};

use super::error::ScoreError;
use super::gold::Gold;
use super::statement::Statement;
use crate::record::Record;

/// The emitted records of the documents that have gold, by the documents' names.
#[derive(Clone, Debug, Default)]
pub struct Emitted {
    documents: HashMap<String, Vec<Statement>>,
}

impl Emitted {
    /// Reads the JSON Lines file at `path`; records of documents without gold are passed over.
    pub fn open(path: &Path, gold: &Gold) -> Result<Self, ScoreError> {
        let file = File::open(path).map_err(|cause| ScoreError::in_file(path, cause))?;
        Self::read(BufReader::new(file), &path.display().to_string(), gold)
    }

    /// Reads JSON Lines; `name` is what errors call the input. Blank lines are nothing.
    pub fn read(lines: impl BufRead, name: &str, gold: &Gold) -> Result<Self, ScoreError> {
        let mut emitted = Self::default();
        for (number, line) in lines.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            let line = line.map_err(|cause| ScoreError::new(&place, cause))?;
            if !line.trim().is_empty() {
                emitted.add_line(&line, gold).map_err(|cause| {
                    ScoreError::new(&place, format_args!("no record as `bantin extract` writes it: {cause}"))
                })?;
            }
        }
        Ok(emitted)
    }

    /// Takes records that are at hand; their offsets must be code points.
    pub fn from_records<'r>(records: impl IntoIterator<Item = &'r Record>, gold: &Gold) -> Self {
        let mut emitted = Self::default();
        for record in records {
            // A record's own JSON is always an object of the contract's fields.
            if let Ok(Value::Object(record)) = serde_json::to_value(record) {
                let _ = emitted.add(record, gold);
            }
        }
        emitted
    }

    /// The records of document `name`.
    pub(super) fn of(&self, name: &str) -> &[Statement] {
        self.documents.get(name).map_or(&[], Vec::as_slice)
    }

    fn add_line(&mut self, line: &str, gold: &Gold) -> Result<(), String> {
        let record = serde_json::from_str(line).map_err(|error| error.to_string())?;
        self.add(record, gold)
    }

    fn add(&mut self, record: Map<String, Value>, gold: &Gold) -> Result<(), String> {
        let name = document_name(record.get("doc").ok_or("the record has no `doc`")?);
        if gold.documents.contains_key(&name) {
            self.documents.entry(name).or_default().push(placed(record)?);
        }
        Ok(())
    }
}

/// An emitted record with its offsets.
fn placed(record: Map<String, Value>) -> Result<Statement, String> {
    let mut statement = Statement::read(record).map_err(|error| error.to_string())?;
    let needed = statement.has_scored_offsets();
    statement.start = offset(&statement.all, "start", needed)?;
    statement.end = offset(&statement.all, "end", needed)?;
    Ok(statement)
}

fn offset(record: &Map<String, Value>, field: &str, needed: bool) -> Result<usize, String> {
    match record.get(field) {
        None | Some(Value::Null) if !needed => Ok(0),
        None | Some(Value::Null) => Err(format!("the record has no `{field}`")),
        Some(offset) => offset
            .as_u64()
            .map(|offset| offset as usize)
            .ok_or_else(|| format!("`{field}` is {offset}; it is a whole number")),
    }
}

/// What gold calls a document: the last part of its path or address, without its ending.
fn document_name(doc: &Value) -> String {
    let path = doc.as_str().map_or_else(|| doc.to_string(), str::to_owned);
    let name = path.split('/').rfind(|part| !part.is_empty() && *part != ".").unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_match_without_folder_and_ending() {
        let name = |doc: &str| document_name(&doc.into());
        assert_eq!(name("news/2024/a.b.txt"), "a.b");
        assert_eq!(name("https://example.org/a/"), "a");
        assert_eq!(name("a"), "a");
        assert_eq!(document_name(&7.into()), "7");
    }

    #[test]
    fn a_bad_line_is_named() {
        let mut gold = Gold::default();
        gold.documents.insert("a".into(), Vec::new());
        let read = |lines: &str| Emitted::read(lines.as_bytes(), "records.jsonl", &gold);
        let error = read("\n{\"doc\": \"a\"").unwrap_err();
        assert_eq!(error.place(), "records.jsonl:2");
        let error = read(r#"{"doc": "a", "type": "count", "value": 3}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "records.jsonl:1: no record as `bantin extract` writes it: the record has no `start`"
        );
        assert!(read(r#"{"doc": "other", "type": "count", "value": 3}"#).unwrap().of("other").is_empty());
    }
}
