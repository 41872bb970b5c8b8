//! The files of a pack before anything is read in them: from the binary, from a folder, or from memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::diagnostic::{Code, Diagnostic, Source};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules/vi");

/// The files of a pack before anything is read in them: path and text, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct PackText {
    files: BTreeMap<String, String>,
    errors: Vec<Diagnostic>,
    /// Its patterns were looked through before the program was made.
    proven: bool,
}

impl PackText {
    /// The pack in the binary.
    pub fn embedded() -> Self {
        let mut pack = Self { proven: true, ..Self::default() };
        add_embedded(&EMBEDDED, &mut pack.files);
        pack
    }

    /// A pack from `(path, text)` pairs, for tests and programs that bring their own.
    pub fn from_files<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), text.into()));
        Self { files: files.collect(), ..Self::default() }
    }

    /// The pack in folder `root`: its `.toml` files at any depth and the lexicons in `.txt` files. Links to folders
    /// are not followed. A folder that cannot be read or that holds no rule file is an error; what is wrong with
    /// single files is in [`errors`](Self::errors).
    pub fn from_folder(root: &Path) -> Result<Self, Diagnostic> {
        let mut pack = Self::default();
        let mut folders = Vec::new();
        pack.add_folder(root, &mut folders).map_err(|cause| unreadable(root, &cause))?;
        while let Some(folder) = folders.pop() {
            if let Err(cause) = pack.add_folder(&folder, &mut folders) {
                pack.errors.push(unreadable(&folder, &cause));
            }
        }
        if pack.errors.is_empty() && !pack.files.keys().any(super::is_rule_file) {
            let title = format!("{} holds no rule file", root.display());
            return Err(
                Diagnostic::without_place(Code::UnreadableFile, title).note("rule files end in .toml")
            );
        }
        Ok(pack)
    }

    /// The pack's files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files that could not be read.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// Whether its patterns need not be looked through for mistakes once more.
    pub(super) fn is_proven(&self) -> bool {
        self.proven
    }

    /// Adds the files right in `folder`; the folders in it are added to `folders`.
    fn add_folder(&mut self, folder: &Path, folders: &mut Vec<PathBuf>) -> io::Result<()> {
        let entries: io::Result<Vec<_>> = std::fs::read_dir(folder)?.collect();
        for entry in entries? {
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if is_pack_file(&path) {
                self.add_file(&path);
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path) {
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                self.files.insert(path.to_string_lossy().into_owned(), text);
            }
            Ok(Err(error)) => self.errors.push(not_text(path, &error)),
            Err(cause) => self.errors.push(unreadable(path, &cause)),
        }
    }
}

fn unreadable(path: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::without_place(Code::UnreadableFile, format!("cannot read {}: {cause}", path.display()))
}

fn not_text(path: &Path, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let source = Source { path: path.to_string_lossy().into(), text: text.into() };
    let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::at(Code::UnreadableFile, &source, span, "this is not UTF-8").note("save the file as UTF-8")
}

fn is_pack_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml" || ending == "txt")
}

fn add_embedded(folder: &Dir<'static>, files: &mut BTreeMap<String, String>) {
    for file in folder.files().filter(|file| is_pack_file(file.path())) {
        let path = format!("rules/vi/{}", file.path().display());
        files.insert(path, simdutf8::basic::from_utf8(file.contents()).unwrap_or_default().to_owned());
    }
    folder.dirs().for_each(|inner| add_embedded(inner, files));
}
