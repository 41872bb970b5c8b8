//! Zip archives: the files in them, in the order of their directory.
//!
//! The directory is at the end, so an archive that comes through a pipe or out of another archive is first written
//! to a temporary file, which has no name and is gone with the process.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;
use super::member::Container;
use super::open::BUFFER;
use crate::error::ErrorCode;

/// The largest archive that is written to a temporary file, in bytes.
const MAX_SPOOLED: u64 = 4 << 30;

/// Up to here, such an archive is kept in memory, in bytes.
const MAX_IN_MEMORY: usize = 8 << 20;

impl Reader {
    /// Sends the documents of every file in the archive `entry`.
    pub(super) fn zip(&mut self, entry: Entry<'_>) -> Flow {
        match entry.path.filter(|path| path.is_file()).map(File::open) {
            Some(Ok(file)) => {
                let file = Steady::new(self.counted(file));
                self.zip_members(&entry.name, entry.depth, file)
            }
            Some(Err(error)) => self.fault(&entry.name, error.into()),
            None => match spooled(entry.bytes) {
                Ok(file) => self.zip_members(&entry.name, entry.depth, Steady::new(file)),
                Err(fault) => self.fault(&entry.name, fault),
            },
        }
    }

    fn zip_members(&mut self, name: &str, depth: usize, bytes: impl Read + Seek) -> Flow {
        let mut archive = match ZipArchive::new(bytes) {
            Ok(archive) => archive,
            Err(error) => return self.fault(name, fault(error)),
        };
        let mut container = Container::new(name, depth);
        for index in 0..archive.len() {
            self.zip_member(&mut container, &mut archive, index)?;
        }
        self.finish_container(&container)
    }

    fn zip_member(
        &mut self,
        container: &mut Container,
        archive: &mut ZipArchive<impl Read + Seek>,
        index: usize,
    ) -> Flow {
        let name = match archive.name_for_index(index).transpose() {
            Ok(name) => name.unwrap_or_default().into_owned(),
            Err(error) => return self.fault(&container.name, fault(error)),
        };
        match archive.by_index(index) {
            Ok(member) if !member.is_file() => Flow::Continue(()),
            Ok(member) => {
                self.member(container, name.as_bytes(), Box::new(BufReader::with_capacity(BUFFER, member)))
            }
            Err(error) => self.fault(&container.place(&name), fault(error)),
        }
    }
}

/// A buffer that stays filled when the next place to read is in it, as it is from one small member to the next.
struct Steady<R> {
    bytes: BufReader<R>,
    position: u64,
}

impl<R: Read + Seek> Steady<R> {
    fn new(bytes: R) -> Self {
        Self { bytes: BufReader::with_capacity(BUFFER, bytes), position: 0 }
    }
}

impl<R: Read> Read for Steady<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.position += length as u64;
        Ok(length)
    }
}

impl<R: Seek> Seek for Steady<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(position) => {
                let by = i64::try_from(position).unwrap_or(i64::MAX).saturating_sub_unsigned(self.position);
                self.bytes.seek_relative(by)?;
                position
            }
            to => self.bytes.seek(to)?,
        };
        Ok(self.position)
    }
}

/// The bytes of an archive where one can go back and forth in them.
fn spooled(bytes: impl BufRead) -> Result<tempfile::SpooledTempFile, Fault> {
    let mut file = tempfile::spooled_tempfile(MAX_IN_MEMORY);
    let length = io::copy(&mut bytes.take(MAX_SPOOLED + 1), &mut file)?;
    if length > MAX_SPOOLED {
        let message = format!(
            "a zip archive of more than {MAX_SPOOLED} bytes that is not a plain file; unpack it first"
        );
        return Err(Fault::new(ErrorCode::TooLarge, message));
    }
    file.rewind()?;
    Ok(file)
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => error.into(),
        error => Fault::malformed(format!("broken: {error}")),
    }
}
