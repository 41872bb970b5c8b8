//! The sample documents in `fixtures/`, for every test that reads whole pages.

use std::fs;
use std::path::{Path, PathBuf};

use bantin::document::Document;

/// The sample documents in the order of their names; each document's id is its file name without the ending.
pub fn fixtures() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    assert_eq!(paths.len(), 5, "the five samples stand in {}", folder.display());
    paths.iter().map(|path| sample(path)).collect()
}

fn sample(path: &Path) -> Document {
    let name = path.file_stem().unwrap().to_string_lossy();
    Document::new(name, fs::read_to_string(path).unwrap())
}
