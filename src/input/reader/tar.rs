//! Tar archives: the files in them, in their order.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;
use super::member::Container;
use super::open::BUFFER;

/// How many bytes the description of one member may take. Names may be of any length, and a packed archive can hold
/// a long one in little.
const MAX_DESCRIPTION: u64 = 4 << 20;

impl Reader {
    /// Sends the documents of every file in the archive `entry`.
    pub(super) fn tar(&mut self, entry: Entry<'_>) -> Flow {
        let allowance = Rc::new(Cell::new(MAX_DESCRIPTION));
        let bytes = Rationed { bytes: entry.bytes, allowance: Rc::clone(&allowance) };
        let mut archive = tar::Archive::new(bytes);
        let mut container = Container::new(&entry.name, entry.depth);
        let members = match archive.entries() {
            Ok(members) => members,
            Err(error) => return self.fault(&entry.name, error.into()),
        };
        for member in members {
            allowance.set(u64::MAX);
            let mut member = match member {
                Ok(member) => member,
                Err(error) => return self.fault(&entry.name, error.into()),
            };
            if member.header().entry_type().is_file() {
                let name = member.path_bytes().into_owned();
                let whole = Whole { left: member.size(), bytes: &mut member };
                let bytes = BufReader::with_capacity(BUFFER, whole);
                self.member(&mut container, &name, Box::new(bytes))?;
            }
            // What is left of a member is not part of the description of the next.
            if let Err(error) = io::copy(&mut member, &mut io::sink()) {
                return self.fault(&entry.name, error.into());
            }
            allowance.set(MAX_DESCRIPTION);
        }
        self.finish_container(&container)
    }
}

/// Ends with an error if its bytes end before they should.
struct Whole<R> {
    bytes: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.left = self.left.saturating_sub(length as u64);
        if length == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(length)
    }
}

/// Ends with an error once its allowance is used up.
struct Rationed<R> {
    bytes: R,
    allowance: Rc<Cell<u64>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)? as u64;
        match self.allowance.get().checked_sub(length) {
            Some(left) => self.allowance.set(left),
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "a member's name has no end")),
        }
        Ok(length as usize)
    }
}
