//! Tables: a header, then a document a row.
//!
//! Rows are cut here, where their ends are known, into a buffer of one document's size: a quote that is never
//! closed makes one row of a whole file.

use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::sync::Arc;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::super::encoding::Encoding;
use super::super::fault::Fault;
use super::super::fields::Row;
use super::super::options::FieldNames;
use super::super::outlet::Flow;
use super::super::raw::Body;
use super::entry::{Entry, fill};
use super::lines::{PATIENCE, endless};
use super::{Reader, transcode};
use crate::error::ErrorCode;

/// The most columns of a table.
const MAX_COLUMNS: usize = 16 << 10;

impl Reader {
    /// Sends every row of `entry`, whose cells are separated by `delimiter`.
    pub(super) fn table(&mut self, entry: Entry<'_>, head: &[u8], delimiter: u8) -> Flow {
        let bytes = transcode::to_utf8(entry.bytes, self.options.encoding, head);
        let mut rows = Rows::new(bytes, delimiter, self.options.max_document_bytes, entry.packed);
        let columns = match rows.header(self.options.encoding, &self.options.fields) {
            Ok(columns) => columns,
            Err(fault) => return self.fault(&format!("{}:1", entry.name), fault),
        };
        let before = self.outlet.sent();
        loop {
            let row = rows.next();
            let place = format!("{}:{}", entry.name, rows.line);
            match row {
                Ok(Some(Cells::Endless)) => return self.fault(&place, endless()),
                Ok(Some(cells)) => self.row(place, &columns, cells)?,
                Ok(None) if self.outlet.sent() == before => return self.fault(&entry.name, Fault::empty()),
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => return self.fault(&place, error.into()),
            }
        }
    }

    fn row(&mut self, place: String, columns: &Arc<[String]>, cells: Cells) -> Flow {
        match cells {
            Cells::TooLong | Cells::Endless => {
                self.fault(&place, Fault::too_large(self.options.max_document_bytes))
            }
            Cells::Whole { ends, .. } if ends.len() != columns.len() => {
                let message = format!("a row of {} cells under a header of {}", ends.len(), columns.len());
                self.fault(&place, Fault::malformed(message))
            }
            Cells::Whole { bytes, ends } => {
                let row = Row { columns: Arc::clone(columns), bytes, ends };
                self.outlet.document(place, None, Body::Row(row))
            }
        }
    }
}

/// Reads rows, and passes over those that are longer than a document may be.
struct Rows<'r> {
    bytes: Box<dyn BufRead + 'r>,
    parser: csv_core::Reader,
    limit: usize,
    packed: bool,
    /// The line on which the row that was last read begins, from 1.
    line: u64,
    /// The line after what has been read.
    next_line: u64,
}

/// What there is where a row is expected.
enum Cells {
    /// The cells end to end, and where each ends.
    Whole { bytes: Vec<u8>, ends: Vec<usize> },
    /// A row that is longer than the limit; it has been passed over.
    TooLong,
    /// A row that comes out of an unpacker and does not end.
    Endless,
}

/// The row that is being read.
struct Draft {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    written: usize,
    cells: usize,
    too_long: bool,
}

impl<'r> Rows<'r> {
    fn new(bytes: Box<dyn BufRead + 'r>, delimiter: u8, limit: usize, packed: bool) -> Self {
        let parser = ReaderBuilder::new().delimiter(delimiter).build();
        Self { bytes, parser, limit, packed, line: 1, next_line: 1 }
    }

    /// The names of the columns.
    fn header(&mut self, encoding: Encoding, names: &FieldNames) -> Result<Arc<[String]>, Fault> {
        let (bytes, ends) = match self.next()? {
            Some(Cells::Whole { bytes, ends }) => (bytes, ends),
            Some(Cells::Endless) => return Err(endless()),
            Some(Cells::TooLong) | None => {
                return Err(Fault::malformed("no header: the first row names the columns"));
            }
        };
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let cells = starts.zip(&ends).map(|(start, &end)| bytes[start..end].to_vec());
        let columns: Vec<_> = cells.map(|cell| encoding.decode_fragment(cell)).collect::<Result<_, _>>()?;
        if names.text.iter().chain(&names.html).any(|name| columns.contains(name)) {
            return Ok(columns.into());
        }
        Err(Fault::new(ErrorCode::MissingField, names.missing_text()))
    }

    /// The next row, or nothing at the end.
    fn next(&mut self) -> io::Result<Option<Cells>> {
        self.skip_blank_lines()?;
        self.line = self.next_line;
        let mut draft = Draft::new();
        let mut length = 0;
        loop {
            let available = fill(&mut *self.bytes)?;
            let (result, read, written, cells) = self.parser.read_record(
                available,
                &mut draft.bytes[draft.written..],
                &mut draft.ends[draft.cells..],
            );
            self.next_line += memchr::memchr_iter(b'\n', &available[..read]).count() as u64;
            self.bytes.consume(read);
            length += read as u64;
            draft.written += written;
            draft.cells += cells;
            match result {
                ReadRecordResult::InputEmpty if self.packed && length > PATIENCE => {
                    return Ok(Some(Cells::Endless));
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => draft.widen(self.limit),
                ReadRecordResult::OutputEndsFull => draft.lengthen(),
                ReadRecordResult::Record => return Ok(Some(draft.finished(self.limit))),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// The parser would skip them too, but then nobody knew on which line the row begins.
    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let available = fill(&mut *self.bytes)?;
            let blank = available.iter().take_while(|byte| b"\r\n".contains(byte)).count();
            if blank == 0 {
                return Ok(());
            }
            self.next_line += memchr::memchr_iter(b'\n', &available[..blank]).count() as u64;
            self.bytes.consume(blank);
        }
    }
}

impl Draft {
    fn new() -> Self {
        Self { bytes: vec![0; 4096], ends: vec![0; 16], written: 0, cells: 0, too_long: false }
    }

    /// Makes room for more bytes. A row that is too long is written over itself.
    fn widen(&mut self, limit: usize) {
        if self.bytes.len() > limit {
            self.too_long = true;
            self.written = 0;
        } else {
            self.bytes.resize(self.bytes.len() * 2, 0);
        }
    }

    /// Makes room for more cells.
    fn lengthen(&mut self) {
        if self.ends.len() > MAX_COLUMNS {
            self.too_long = true;
            self.cells = 0;
        } else {
            self.ends.resize(self.ends.len() * 2, 0);
        }
    }

    fn finished(mut self, limit: usize) -> Cells {
        if self.too_long || self.written > limit {
            return Cells::TooLong;
        }
        self.bytes.truncate(self.written);
        self.bytes.shrink_to_fit();
        self.ends.truncate(self.cells);
        Cells::Whole { bytes: self.bytes, ends: self.ends }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first line and the cells of every row; no cells for a row that is too long.
    fn read(text: &str, limit: usize) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(Box::new(text.as_bytes()), b',', limit, false);
        let mut read = Vec::new();
        while let Some(cells) = rows.next().expect("no error") {
            read.push((rows.line, strings(cells)));
        }
        read
    }

    fn strings(cells: Cells) -> Vec<String> {
        let Cells::Whole { bytes, ends } = cells else { return Vec::new() };
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(&ends)
            .map(|(start, &end)| String::from_utf8_lossy(&bytes[start..end]).into_owned())
            .collect()
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        let rows = read("a,b\r\n\r\n\"x\ny\",\"\"\"\"\r\nz,\n", 100);
        assert_eq!(rows, [row(1, &["a", "b"]), row(3, &["x\ny", "\""]), row(5, &["z", ""])]);
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_a_name() {
        assert_eq!(read("\u{feff}a\nb", 100), [row(1, &["a"]), row(2, &["b"])]);
    }

    #[test]
    fn a_packed_row_without_end_is_given_up() {
        let endless = io::BufReader::with_capacity(1 << 20, io::Read::take(io::repeat(b'a'), 3 << 30));
        let mut rows = Rows::new(Box::new(endless), b',', 10, true);
        assert!(matches!(rows.next(), Ok(Some(Cells::Endless))));
    }

    #[test]
    fn a_row_beyond_the_limit_is_passed_over() {
        let long = "x".repeat(100_000);
        assert_eq!(read(&format!("a\n{long}\nb"), 5000), [row(1, &["a"]), row(2, &[]), row(3, &["b"])]);
        let wide = ",".repeat(100_000);
        assert_eq!(read(&format!("{wide}\nb"), 1 << 20), [row(1, &[]), row(2, &["b"])]);
    }
}
