//! Plain-text files of folders, until the input stage is here.

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::error::{DocumentError, ErrorCode, Stage};

#[derive(Clone, Debug, Default)]
pub struct InputOptions;

pub struct RawDocument {
    id: String,
    bytes: Vec<u8>,
}

impl RawDocument {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn decode(self, _: &InputOptions) -> Result<Document, DocumentError> {
        let id = self.id;
        match String::from_utf8(self.bytes) {
            Ok(text) => Ok(Document::new(id, text)),
            Err(_) => Err(DocumentError::new(id, Stage::Decode, ErrorCode::BadEncoding, "not UTF-8")),
        }
    }
}

pub struct Inputs {
    paths: std::vec::IntoIter<PathBuf>,
}

impl Inputs {
    pub fn new(sources: &[PathBuf]) -> Self {
        let mut paths = Vec::new();
        for source in sources {
            walk(source, &mut paths);
        }
        Self { paths: paths.into_iter() }
    }
}

fn walk(path: &Path, paths: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut children: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            children.sort();
            for child in &children {
                walk(child, paths);
            }
        }
        Err(_) => paths.push(path.to_owned()),
    }
}

impl Iterator for Inputs {
    type Item = Result<RawDocument, DocumentError>;

    fn next(&mut self) -> Option<Self::Item> {
        let path = self.paths.next()?;
        let id = path.display().to_string();
        Some(match std::fs::read(&path) {
            Ok(bytes) => Ok(RawDocument { id, bytes }),
            Err(error) => Err(DocumentError::new(id, Stage::Read, ErrorCode::Unreadable, error.to_string())),
        })
    }
}
