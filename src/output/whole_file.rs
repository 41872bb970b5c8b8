//! A file that is whole or not there.
//!
//! Bytes go to a temporary file in the same folder, which is synced and then renamed. A crash, a kill or a full disk
//! leaves what stood under the name before, and a consumer never reads half a file.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{OutputError, Target, WrittenFile};

/// What the names of temporary files end in, so that a later run can tell and remove what a killed one left.
pub(crate) const PARTIAL_ENDING: &str = ".partial";

/// A file under construction. Dropped unfinished, it disappears.
pub struct WholeFile {
    /// What messages call it.
    place: String,
    state: State,
}

enum State {
    /// A temporary file beside the path.
    Hidden { file: NamedTempFile, path: PathBuf },
    /// A stream, a device or a pipe: there is nothing to rename.
    Direct(Box<dyn Write + Send>),
}

impl WholeFile {
    /// Starts to write `target`. A symbolic link is followed; a device or a named pipe is written directly.
    pub fn create(target: &Target) -> Result<Self, OutputError> {
        match target {
            Target::Stdout => Ok(Self {
                place: "the standard output".to_owned(),
                state: State::Direct(Box::new(io::stdout())),
            }),
            Target::File(path) => {
                let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                let state = State::open(&path).map_err(|cause| OutputError::at(&path, cause))?;
                Ok(Self { place: path.display().to_string(), state })
            }
        }
    }

    /// Where the bytes are until the file has its name; nothing for a stream.
    pub fn temporary_path(&self) -> Option<&Path> {
        match &self.state {
            State::Hidden { file, .. } => Some(file.path()),
            State::Direct(_) => None,
        }
    }

    /// What messages call it.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Syncs the file and gives it its name. Returns what was written; nothing for a stream.
    pub fn finish(self) -> Result<Option<WrittenFile>, OutputError> {
        self.publish("")
    }

    /// Keeps the unfinished file as `NAME.partial` beside the name. Returns what was written; nothing for a stream.
    pub fn keep_partial(self) -> Result<Option<WrittenFile>, OutputError> {
        self.publish(PARTIAL_ENDING)
    }

    fn publish(self, ending: &str) -> Result<Option<WrittenFile>, OutputError> {
        let place = self.place;
        self.state.publish(ending).map_err(|cause| OutputError::new(place, cause))
    }
}

impl State {
    fn open(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => {
                Ok(Self::Direct(Box::new(File::options().write(true).open(path)?)))
            }
            _ => Ok(Self::Hidden { file: hidden_beside(path)?, path: path.to_owned() }),
        }
    }

    fn publish(self, ending: &str) -> io::Result<Option<WrittenFile>> {
        match self {
            Self::Direct(mut stream) => stream.flush().map(|()| None),
            Self::Hidden { file, path } => {
                let mut name = path.into_os_string();
                name.push(ending);
                rename_synced(file, name.into()).map(Some)
            }
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Hidden { file, .. } => file.write(bytes),
            State::Direct(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Hidden { file, .. } => file.flush(),
            State::Direct(stream) => stream.flush(),
        }
    }
}

impl fmt::Debug for WholeFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WholeFile").field(&self.place).finish()
    }
}

/// Makes `file` durable and calls it `path`.
fn rename_synced(file: NamedTempFile, path: PathBuf) -> io::Result<WrittenFile> {
    file.as_file().sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    file.persist(&path).map_err(|failure| failure.error)?;
    sync_folder(folder_of(&path))?;
    Ok(WrittenFile { path, bytes })
}

/// A temporary file in the folder of `path`, with the permissions that the file itself would get.
fn hidden_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(PARTIAL_ENDING);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a rename in `folder` survive a power cut. Only Unix has a way to ask for it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(path: &Path) -> WholeFile {
        WholeFile::create(&Target::File(path.to_owned())).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_finished_file_has_its_name_and_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut file = create(&path);
        file.write_all(b"{}\n").unwrap();
        assert!(!path.exists());
        assert_eq!(file.finish().unwrap(), Some(WrittenFile { path: path.clone(), bytes: 3 }));
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert_eq!(names(folder.path()), ["out.jsonl"]);
    }

    #[test]
    fn a_dropped_file_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        fs::write(&path, "old").unwrap();
        let mut file = create(&path);
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["out.jsonl"]);
    }

    #[test]
    fn a_partial_file_has_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut file = create(&path);
        file.write_all(b"half").unwrap();
        let kept = file.keep_partial().unwrap().unwrap();
        assert_eq!(fs::read(kept.path).unwrap(), b"half");
        assert_eq!(names(folder.path()), ["out.jsonl.partial"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = WholeFile::create(&Target::File("/no/such/folder/out.jsonl".into())).unwrap_err();
        assert!(error.to_string().starts_with("cannot write /no/such/folder/out.jsonl: "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut file = create(&link);
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
