//! JSON Lines: a document a line.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::super::raw::Body;
use super::entry::{Entry, fill};
use super::{Reader, transcode};

/// How much of one document that is too long is passed over in what comes out of an unpacker, in bytes. A few
/// packed kilobytes can hold a line of any length.
pub(super) const PATIENCE: u64 = if cfg!(test) { 64 << 20 } else { 1 << 30 };

impl Reader {
    /// Sends every line of `entry` that is not blank.
    pub(super) fn lines(&mut self, entry: Entry<'_>, head: &[u8]) -> Flow {
        let bytes = transcode::to_utf8(entry.bytes, self.options.encoding, head);
        let mut lines = Lines::new(bytes, self.options.max_document_bytes, entry.packed);
        let before = self.outlet.sent();
        loop {
            let line = lines.next();
            let place = format!("{}:{}", entry.name, lines.number);
            match line {
                Ok(Some(Line::Whole(line))) if line.trim_ascii().is_empty() => {}
                Ok(Some(Line::Whole(line))) => self.outlet.document(place, None, Body::Json(line))?,
                Ok(Some(Line::TooLong)) => self.fault(&place, Fault::too_large(lines.limit))?,
                Ok(Some(Line::Endless)) => return self.fault(&place, endless()),
                Ok(None) if self.outlet.sent() == before => return self.fault(&entry.name, Fault::empty()),
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => return self.fault(&place, error.into()),
            }
        }
    }
}

/// What to say of a packed line that seems to have no end.
pub(super) fn endless() -> Fault {
    Fault::new(
        crate::error::ErrorCode::TooLarge,
        format!("unpacks to more than {PATIENCE} bytes for one document; the rest of the file is not read"),
    )
}

/// Reads lines, and passes over those that are longer than a document may be.
pub(super) struct Lines<'r> {
    bytes: Box<dyn BufRead + 'r>,
    packed: bool,
    /// The most bytes of a line.
    pub limit: usize,
    /// The number of the line that was last read, from 1.
    pub number: u64,
}

/// What there is where a line is expected.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end and without a byte order mark.
    Whole(Vec<u8>),
    /// A line that is longer than the limit; it has been passed over.
    TooLong,
    /// A line that comes out of an unpacker and does not end.
    Endless,
}

impl<'r> Lines<'r> {
    pub fn new(bytes: Box<dyn BufRead + 'r>, limit: usize, packed: bool) -> Self {
        Self { bytes, packed, limit, number: 0 }
    }

    /// What comes after the line that was last read.
    pub fn bytes(&mut self) -> &mut (dyn BufRead + 'r) {
        &mut *self.bytes
    }

    /// The next line, or nothing at the end.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        self.number += 1;
        let mut line = Vec::new();
        let mut length = 0_u64;
        loop {
            let available = fill(&mut *self.bytes)?;
            if available.is_empty() {
                return Ok((length > 0).then(|| self.finished(line, length)));
            }
            let end = memchr::memchr(b'\n', available);
            let part = &available[..end.unwrap_or(available.len())];
            length += part.len() as u64;
            if length <= self.limit as u64 {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let read = part.len() + usize::from(end.is_some());
            self.bytes.consume(read);
            if end.is_some() {
                return Ok(Some(self.finished(line, length)));
            }
            if self.packed && length > PATIENCE {
                return Ok(Some(Line::Endless));
            }
        }
    }

    fn finished(&self, mut line: Vec<u8>, length: u64) -> Line {
        if length > self.limit as u64 {
            return Line::TooLong;
        }
        if line.ends_with(b"\r") {
            line.pop();
        }
        if self.number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        Line::Whole(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], limit: usize) -> Vec<Line> {
        let mut lines = Lines::new(Box::new(text), limit, false);
        std::iter::from_fn(|| lines.next().expect("no error")).collect()
    }

    fn whole(line: &str) -> Line {
        Line::Whole(line.into())
    }

    #[test]
    fn lines_lose_their_ends_only() {
        assert_eq!(read(b"\xEF\xBB\xBFa\r\n\n b \nc", 10), [whole("a"), whole(""), whole(" b "), whole("c")]);
        assert_eq!(read(b"", 10), []);
        assert_eq!(read(b"a\n", 10), [whole("a")]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        assert_eq!(read(b"abcd\nabc\nabcdef", 3), [Line::TooLong, whole("abc"), Line::TooLong]);
    }

    #[test]
    fn a_packed_line_without_end_is_given_up() {
        let endless = std::io::BufReader::with_capacity(1 << 20, io::Read::take(io::repeat(b'a'), 3 << 30));
        let mut lines = Lines::new(Box::new(endless), 10, true);
        assert_eq!(lines.next().ok(), Some(Some(Line::Endless)));
    }
}
