//! A file that is whole or not there.
//!
//! Bytes go to a temporary file in the same folder, which is synced and then renamed. A crash, a kill or a full disk
//! leaves what stood under the name before, and a consumer never reads half a file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::OutputError;

/// What the names of temporary files end in, so that a later run can tell and remove what a killed one left.
pub(crate) const PARTIAL_ENDING: &str = ".partial";

/// A file under construction. Dropped unfinished, it disappears.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The temporary file beside the name.
    Hidden(NamedTempFile),
    /// A device or a pipe: a rename would replace it by a plain file.
    Direct(File),
}

impl WholeFile {
    /// Starts a file that will be named `path`. A symbolic link is followed; a device or a named pipe is written
    /// directly.
    pub fn create(path: &Path) -> Result<Self, OutputError> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let state = State::open(&path).map_err(|cause| OutputError::at(&path, cause))?;
        Ok(Self { path, state })
    }

    /// The name that the file will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the bytes are until then.
    pub fn temporary_path(&self) -> &Path {
        match &self.state {
            State::Hidden(file) => file.path(),
            State::Direct(_) => &self.path,
        }
    }

    /// Syncs the file and gives it its name. Returns its size in bytes.
    pub fn finish(self) -> Result<u64, OutputError> {
        let path = self.path;
        self.state.publish(&path).map_err(|cause| OutputError::at(&path, cause))
    }

    /// Keeps the unfinished file as `NAME.partial` beside the name. Returns where it is; nothing for a device or pipe.
    pub fn keep_partial(self) -> Result<Option<PathBuf>, OutputError> {
        if matches!(self.state, State::Direct(_)) {
            return Ok(None);
        }
        let path = partial_path(&self.path);
        self.state.publish(&path).map_err(|cause| OutputError::at(&path, cause))?;
        Ok(Some(path))
    }
}

impl State {
    fn open(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => Ok(Self::Direct(File::options().write(true).open(path)?)),
            _ => Ok(Self::Hidden(hidden_beside(path)?)),
        }
    }

    fn publish(self, path: &Path) -> io::Result<u64> {
        match self {
            Self::Direct(mut file) => file.flush().map(|()| 0),
            Self::Hidden(file) => {
                file.as_file().sync_all()?;
                let bytes = file.as_file().metadata()?.len();
                file.persist(path).map_err(|failure| failure.error)?;
                sync_folder(folder_of(path))?;
                Ok(bytes)
            }
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Hidden(file) => file.write(bytes),
            State::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Hidden(file) => file.flush(),
            State::Direct(file) => file.flush(),
        }
    }
}

/// Where an unfinished `path` is kept.
fn partial_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PARTIAL_ENDING);
    name.into()
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

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_finished_file_has_its_name_and_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"{}\n").unwrap();
        assert!(!path.exists());
        assert_eq!(file.finish().unwrap(), 3);
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert_eq!(names(folder.path()), ["out.jsonl"]);
    }

    #[test]
    fn a_dropped_file_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        fs::write(&path, "old").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["out.jsonl"]);
    }

    #[test]
    fn a_partial_file_has_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        let kept = file.keep_partial().unwrap().unwrap();
        assert_eq!(fs::read(kept).unwrap(), b"half");
        assert_eq!(names(folder.path()), ["out.jsonl.partial"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = WholeFile::create(Path::new("/no/such/folder/out.jsonl")).unwrap_err();
        assert!(error.to_string().starts_with("cannot write /no/such/folder/out.jsonl: "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut file = WholeFile::create(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
