//! What the folder of a run in parts says of itself.
//!
//! The manifest is written anew after each part, whole or not at all, and names only parts that are whole. A run
//! that resumes believes it, and it is the record of what the parts were made of.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::RunError;
use super::tally::Tally;
use crate::output::{OutputError, Target, WholeFile};

/// The manifest's name in the folder.
const NAME: &str = "manifest.json";

/// Everything that shapes the bytes of the parts, by name: the tool's version, the hash of the rules, the format …
pub type Settings = serde_json::Map<String, serde_json::Value>;

/// The whole parts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What all parts have in common.
    pub settings: Settings,
    /// Whether these are all parts.
    pub complete: bool,
    /// The whole parts, in their order.
    pub parts: Vec<Part>,
}

/// One whole part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number, from 1.
    pub part: usize,
    /// What it was made of.
    pub input: InputRange,
    /// What was counted in it.
    #[serde(flatten)]
    pub tally: Tally,
    /// Its files.
    pub files: Vec<PartFile>,
}

/// The documents that a part was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRange {
    /// How many documents of the input stand before its first.
    pub start: u64,
    /// How many documents of the input stand before the first of the next part.
    pub end: u64,
    /// What messages call the first.
    pub first: String,
    /// What messages call the last.
    pub last: String,
    /// A hash of everything that was read for it, in hexadecimal.
    pub hash: String,
}

/// A file of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

impl Manifest {
    /// The manifest of `folder`; nothing where there is none.
    pub fn load(folder: &Path) -> Result<Option<Self>, RunError> {
        let path = path_in(folder);
        let bad = |cause: String| RunError::BadManifest { path: path.clone(), cause };
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|cause| bad(cause.to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(bad(error.to_string())),
        }
    }

    /// Writes the manifest into `folder`.
    pub fn save(&self, folder: &Path) -> Result<(), OutputError> {
        let path = path_in(folder);
        let mut file = WholeFile::create(&Target::File(path.clone()))?;
        let mut text = serde_json::to_string_pretty(self).map_err(|cause| OutputError::at(&path, cause))?;
        text.push('\n');
        file.write_all(text.as_bytes()).map_err(|cause| OutputError::at(&path, cause))?;
        file.finish().map(drop)
    }

    /// What was counted in all parts.
    pub fn tally(&self) -> Tally {
        let mut total = Tally::default();
        self.parts.iter().for_each(|part| total += part.tally);
        total
    }

    /// Refuses to go on where `settings` differ from those of the parts.
    pub fn check_settings(&self, folder: &Path, settings: &Settings) -> Result<(), RunError> {
        let names = settings.keys().chain(self.settings.keys());
        let differs = names.into_iter().find(|name| self.settings.get(*name) != settings.get(*name));
        let Some(name) = differs else { return Ok(()) };
        let told = |settings: &Settings| settings.get(name).map_or("none".to_owned(), ToString::to_string);
        Err(RunError::OtherSettings {
            folder: folder.to_owned(),
            setting: name.clone(),
            before: told(&self.settings),
            now: told(settings),
        })
    }
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(rules: &str) -> Settings {
        [("tool".to_owned(), json!("bantin 1.0.0")), ("rules".to_owned(), json!(rules))].into_iter().collect()
    }

    fn manifest() -> Manifest {
        let part = Part {
            part: 1,
            input: InputRange { start: 0, end: 3, first: "a".into(), last: "c".into(), hash: "0f".into() },
            tally: Tally { documents: 3, bytes: 9, ..Tally::default() },
            files: vec![PartFile { name: "part-00001.jsonl".into(), bytes: 12 }],
        };
        Manifest { settings: settings("abc"), complete: false, parts: vec![part] }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap(), None);
        manifest().save(folder.path()).unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap(), Some(manifest()));
    }

    #[test]
    fn other_rules_are_refused_by_name() {
        let error = manifest().check_settings(Path::new("out"), &settings("xyz")).unwrap_err();
        let expected = "cannot resume out: its parts were made with rules \"abc\", this run has \"xyz\"";
        assert!(error.to_string().starts_with(expected), "{error}");
        assert!(manifest().check_settings(Path::new("out"), &settings("abc")).is_ok());
    }

    #[test]
    fn a_damaged_manifest_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "{").unwrap();
        let error = Manifest::load(folder.path()).unwrap_err();
        assert!(error.to_string().contains("manifest.json"), "{error}");
    }
}
