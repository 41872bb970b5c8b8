//! The sample documents in `fixtures/` and the records made of them, for every test that reads whole pages.

// Each test takes what it needs.
#![allow(dead_code)]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use bantin::{Document, Record};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

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

/// The fields of a record in the order in which its line has them.
pub fn fields_in_order(record: &Record) -> Vec<(String, Value)> {
    let line = serde_json::to_string(record).unwrap();
    serde_json::from_str::<Fields>(&line).unwrap().0
}

struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}
