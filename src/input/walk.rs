//! From what a user named to the files behind it, in a fixed order.
//!
//! A folder gives the files whose ending is known, sorted by name, byte by byte, each folder where its name stands.
//! Hidden files are left out. Links are followed, and one that leads back to a folder above itself is left alone:
//! what is behind it is read already. A file that was named is read whatever its ending.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::format::Format;
use crate::error::{DocumentError, ErrorCode, Stage};

/// A file to read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called: the path as given.
    pub name: String,
}

type Step = Result<Found, DocumentError>;

/// The files behind `root`, which is one itself or a folder of them.
pub(super) fn walk(root: &Path) -> impl Iterator<Item = Step> + use<> {
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    let mut nothing = Some(root.to_path_buf());
    let mut files = entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)).filter_map(step);
    std::iter::from_fn(move || match files.next() {
        Some(step) => {
            nothing = None;
            Some(step)
        }
        None => nothing.take().map(|root| Err(empty_folder(&root))),
    })
}

/// What an entry of a folder gives, if anything.
fn step(entry: Result<DirEntry, walkdir::Error>) -> Option<Step> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return broken(&error).map(Err),
    };
    if entry.file_type().is_dir() {
        return None;
    }
    let named = entry.depth() == 0;
    let wanted = named || entry.file_type().is_file() && has_known_ending(entry.path());
    wanted.then(|| found(entry.into_path()))
}

/// The file at `path`, whose name must be text: ids are made of it.
pub(super) fn found(path: PathBuf) -> Step {
    match path.to_str() {
        Some(name) => Ok(Found { name: name.to_owned(), path }),
        None => Err(fault(
            &path.to_string_lossy(),
            ErrorCode::BadEncoding,
            "the file's name is not UTF-8; rename it",
        )),
    }
}

/// What to say of an entry that could not be looked at.
fn broken(error: &walkdir::Error) -> Option<DocumentError> {
    let path = error.path().unwrap_or(Path::new(""));
    if error.loop_ancestor().is_some() || error.depth() > 0 && is_stray(error, path) {
        return None;
    }
    let name = path.to_string_lossy();
    if error.io_error().is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound) {
        return Some(fault(&name, ErrorCode::NotFound, "no such file or folder"));
    }
    // The cause alone: the whole error would name the place once more.
    let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Some(unreadable(&name, &cause))
}

/// Whether a dangling link or a vanished file would not have been read anyway.
fn is_stray(error: &walkdir::Error, path: &Path) -> bool {
    error.io_error().is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound)
        && !has_known_ending(path)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn has_known_ending(path: &Path) -> bool {
    path.file_name().is_some_and(|name| Format::of_name(&name.to_string_lossy()).is_some())
}

fn empty_folder(root: &Path) -> DocumentError {
    let message =
        "no file with a known ending in this folder; name a file to have it read whatever its ending";
    fault(&root.to_string_lossy(), ErrorCode::Empty, message)
}

/// What to say of a place that the system does not let us read.
pub(super) fn unreadable(name: &str, cause: &dyn std::fmt::Display) -> DocumentError {
    fault(name, ErrorCode::Unreadable, format!("cannot be read: {cause}"))
}

pub(super) fn fault(name: &str, code: ErrorCode, message: impl Into<String>) -> DocumentError {
    DocumentError::new(name, Stage::Read, code, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(root: &Path) -> Vec<String> {
        let strip = |found: Found| {
            found.path.strip_prefix(root).map(|path| path.display().to_string()).unwrap_or_default()
        };
        walk(root).map(|step| step.map_or_else(|error| format!("{:?}", error.code), strip)).collect()
    }

    #[test]
    fn a_folder_is_walked_by_name_without_what_is_hidden_or_unknown() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["b/2.txt", "b/10.txt", "a.txt", "B.txt", "c.pdf", ".d.txt", ".e/f.txt", "é.html.gz"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, "x").expect("written");
        }
        assert_eq!(names(folder.path()), ["B.txt", "a.txt", "b/10.txt", "b/2.txt", "é.html.gz"]);
    }

    #[test]
    fn a_folder_of_nothing_known_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(names(folder.path()), ["Empty"]);
        assert_eq!(names(&folder.path().join("missing")), ["NotFound"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).expect("made");
        fs::write(inner.join("a.txt"), "x").expect("written");
        symlink(folder.path(), inner.join("up")).expect("linked");
        symlink(inner.join("a.txt"), inner.join("b.txt")).expect("linked");
        symlink("nowhere", inner.join("c.txt")).expect("linked");
        symlink("nowhere", inner.join("lock")).expect("linked");
        assert_eq!(names(folder.path()), ["inner/a.txt", "inner/b.txt", "NotFound"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_text_is_an_error() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("a folder");
        let name = std::ffi::OsStr::from_bytes(b"\xE9.txt");
        fs::write(folder.path().join(name), "x").expect("written");
        assert_eq!(names(folder.path()), ["BadEncoding"]);
    }
}
