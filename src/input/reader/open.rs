//! From sources to opened files.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::super::pattern;
use super::super::source::Source;
use super::super::walk::{self, Found};
use super::Reader;
use super::entry::Entry;
use super::lines::{Line, Lines};
use crate::error::ErrorCode;

/// How much is read from a file at once, in bytes.
pub(super) const BUFFER: usize = 64 << 10;

/// What standard input is called.
const STDIN: &str = "-";

/// The longest line of a list of paths, in bytes: more than any system allows for a path.
const MAX_PATH: usize = 64 << 10;

impl Reader {
    /// Sends the documents of all `sources`.
    pub fn read(mut self, sources: &[Source]) {
        let _ = sources.iter().try_for_each(|source| self.source(source));
        self.outlet.finish();
    }

    fn source(&mut self, source: &Source) -> Flow {
        match source {
            Source::Path(path) => self.path(path),
            Source::Pattern(text) => pattern::matches(text).into_iter().try_for_each(|found| match found {
                Ok(path) => self.path(&path),
                Err(error) => self.outlet.fault(error),
            }),
            Source::List(list) => self.list(list),
            Source::Stdin => {
                self.outlet.begin(STDIN);
                let bytes = self.buffered(io::stdin());
                self.visit_safely(Entry::new(STDIN, bytes))
            }
            Source::Memory { name, bytes } => {
                self.outlet.begin(name);
                let bytes = self.buffered(&**bytes);
                self.visit_safely(Entry::new(name, bytes))
            }
        }
    }

    /// Sends the documents of the file or folder at `path`.
    fn path(&mut self, path: &Path) -> Flow {
        walk::walk(path).try_for_each(|found| match found {
            Ok(found) => self.file(&found),
            Err(error) => {
                self.outlet.begin(&error.doc);
                self.outlet.fault(error)
            }
        })
    }

    fn file(&mut self, found: &Found) -> Flow {
        self.outlet.begin(&found.name);
        match File::open(&found.path) {
            Ok(file) => {
                let entry = Entry::new(&found.name, self.buffered(file));
                self.visit_safely(Entry { path: Some(&found.path), ..entry })
            }
            Err(error) => self.fault(&found.name, error.into()),
        }
    }

    /// Keeps a fault in an unpacker, which takes bytes from anywhere, from ending the run.
    fn visit_safely(&mut self, entry: Entry<'_>) -> Flow {
        let name = entry.name.clone();
        let visit = AssertUnwindSafe(|| self.visit(entry));
        catch_unwind(visit)
            .unwrap_or_else(|_| self.fault(&name, Fault::malformed("broken: the unpacker gave up")))
    }

    /// Sends the documents of every path that the file `list` names.
    fn list(&mut self, list: &Path) -> Flow {
        let name = list.to_string_lossy();
        let bytes = match File::open(list) {
            _ if name == STDIN => self.buffered(io::stdin()),
            Ok(file) => self.buffered(file),
            Err(error) => return self.fault(&name, error.into()),
        };
        let mut lines = Lines::new(bytes, MAX_PATH, false);
        loop {
            let line = lines.next();
            let place = format!("{name}:{}", lines.number);
            match line {
                Ok(Some(Line::Whole(path))) if path.is_empty() => {}
                Ok(Some(Line::Whole(path))) => self.listed(&place, path)?,
                Ok(Some(_)) => self.fault(&place, Fault::malformed("too long for a path"))?,
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => return self.fault(&place, error.into()),
            }
        }
    }

    fn listed(&mut self, place: &str, path: Vec<u8>) -> Flow {
        match String::from_utf8(path) {
            Ok(path) => self.path(Path::new(&path)),
            Err(_) => {
                self.fault(place, Fault::new(ErrorCode::BadEncoding, "the path on this line is not UTF-8"))
            }
        }
    }

    fn buffered<'r>(&self, bytes: impl Read + 'r) -> Box<dyn BufRead + 'r> {
        Box::new(BufReader::with_capacity(BUFFER, self.counted(bytes)))
    }

    /// `bytes`, counted as they are read.
    pub(super) fn counted<R>(&self, bytes: R) -> Counted<R> {
        Counted { bytes, count: Arc::clone(&self.bytes_read) }
    }
}

/// Counts the bytes that pass.
pub(super) struct Counted<R> {
    bytes: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(position)
    }
}

/// The sizes of all files behind `sources`, or nothing if they cannot be known before they are read.
pub fn total_bytes(sources: &[Source]) -> Option<u64> {
    sources.iter().map(size).sum()
}

fn size(source: &Source) -> Option<u64> {
    match source {
        Source::Path(path) => Some(size_below(path)),
        Source::Pattern(text) => {
            Some(pattern::matches(text).iter().flatten().map(|path| size_below(path)).sum())
        }
        Source::List(list) if list.as_os_str() != STDIN => {
            let paths = std::fs::read_to_string(list).unwrap_or_default();
            Some(paths.lines().filter(|path| !path.is_empty()).map(|path| size_below(Path::new(path))).sum())
        }
        Source::Memory { bytes, .. } => Some(bytes.len() as u64),
        Source::List(_) | Source::Stdin => None,
    }
}

fn size_below(path: &Path) -> u64 {
    let sizes = walk::walk(path).flatten().filter_map(|found| found.path.metadata().ok());
    sizes.map(|metadata| metadata.len()).sum()
}
