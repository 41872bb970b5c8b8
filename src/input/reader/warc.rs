//! Web archives: a document a page.
//!
//! Pages are responses with status 200 and pages or texts that were archived without one; everything else that a
//! crawl keeps (requests, pictures, scripts, redirections) is passed over. A broken record is an error, and reading
//! goes on with the next line that begins one.

use std::io::{self, Read};
use std::ops::ControlFlow;

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::super::raw::Body;
use super::Reader;
use super::entry::Entry;
use super::http::Content;
use super::lines::{Line, Lines};
use crate::error::ErrorCode;

/// How a record begins.
const MAGIC: &[u8] = b"WARC/";

/// The longest line of a record's head, in bytes.
const MAX_LINE: usize = 64 << 10;

/// How much an HTTP header adds to a document at most, in bytes.
const HTTP_HEAD: usize = 64 << 10;

impl Reader {
    /// Sends the page of every record of `entry` that has one.
    pub(super) fn warc(&mut self, entry: Entry<'_>) -> Flow {
        let mut records = Records::new(Lines::new(entry.bytes, MAX_LINE, entry.packed));
        let before = self.outlet.sent();
        loop {
            let record = records.next(self.options.max_document_bytes);
            // What precedes the first record is wrong with the file.
            let place = if records.number == 0 {
                entry.name.clone()
            } else {
                format!("{}:{}", entry.name, records.number)
            };
            match record {
                Ok(Some(Ok(record))) => self.record(place, record)?,
                Ok(Some(Err(fault))) => self.fault(&place, fault)?,
                Ok(None) if self.outlet.sent() == before => return self.fault(&entry.name, no_page()),
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => return self.fault(&place, error.into()),
            }
        }
    }

    /// Sends the page of one record, if it is one.
    fn record(&mut self, place: String, record: Record) -> Flow {
        match record.head.page(record.block, self.options.max_document_bytes) {
            Ok(Some(body)) => self.outlet.document(place, record.head.uri, body),
            Ok(None) => Flow::Continue(()),
            Err(fault) => self.fault(&place, fault),
        }
    }
}

fn no_page() -> Fault {
    Fault::new(ErrorCode::Empty, "no page in this web archive")
}

/// Reads records one by one.
struct Records<'r> {
    lines: Lines<'r>,
    /// The number of the record that was last read, from 1.
    number: u64,
    /// Whether the next line to read was the first of a record, and has been read.
    begun: bool,
    /// Whether the beginning of the next record is not known.
    lost: bool,
}

/// A record, with as much of its block as a document may have.
struct Record {
    head: Head,
    block: Vec<u8>,
}

/// What a record says of its block.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    media_type: String,
    uri: Option<String>,
    length: Option<u64>,
}

impl<'r> Records<'r> {
    fn new(lines: Lines<'r>) -> Self {
        Self { lines, number: 0, begun: false, lost: false }
    }

    /// The next record, or what is wrong with it, or nothing at the end.
    fn next(&mut self, limit: usize) -> io::Result<Option<Result<Record, Fault>>> {
        if !self.find_beginning()? {
            return Ok(None);
        }
        self.number += 1;
        if !std::mem::take(&mut self.begun) {
            self.lost = true;
            return Ok(Some(Err(Fault::malformed("broken: no record begins here"))));
        }
        let head = self.head()?;
        let Some(length) = head.length else {
            self.lost = true;
            return Ok(Some(Err(Fault::malformed("broken: the record does not say how long it is"))));
        };
        let block = self.block(length, if head.may_hold_page() { limit + HTTP_HEAD } else { 0 })?;
        Ok(Some(Ok(Record { head, block })))
    }

    /// Goes to the next line that is not blank, or that begins a record if the reading is lost. Whether there is one.
    fn find_beginning(&mut self) -> io::Result<bool> {
        while !self.begun {
            match self.lines.next()? {
                Some(Line::Whole(line)) if line.starts_with(MAGIC) => self.begun = true,
                Some(Line::Whole(line)) if line.trim_ascii().is_empty() || self.lost => {}
                Some(Line::TooLong) if self.lost => {}
                Some(Line::Whole(_) | Line::TooLong) => return Ok(true),
                Some(Line::Endless) => return Err(io::Error::other("a line without end")),
                None => return Ok(false),
            }
        }
        self.lost = false;
        Ok(true)
    }

    /// The lines up to the block.
    fn head(&mut self) -> io::Result<Head> {
        let mut head = Head::default();
        loop {
            match self.lines.next()? {
                Some(Line::Whole(line)) if line.is_empty() => return Ok(head),
                Some(Line::Whole(line)) => head.note(&String::from_utf8_lossy(&line)),
                Some(Line::TooLong) => {}
                Some(Line::Endless) => return Err(io::Error::other("a line without end")),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    /// The first `kept` bytes of a block of `length`, which is read to its end.
    fn block(&mut self, length: u64, kept: usize) -> io::Result<Vec<u8>> {
        let mut block = Vec::new();
        let mut bytes = self.lines.bytes().take(length);
        bytes.by_ref().take(kept as u64).read_to_end(&mut block)?;
        io::copy(&mut bytes, &mut io::sink())?;
        if bytes.limit() > 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(block) }
    }
}

impl Head {
    fn note(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-type" => value.clone_into(&mut self.media_type),
            "content-length" => self.length = value.parse().ok(),
            // Some writers put the address in angle brackets.
            "warc-target-uri" => self.uri = address(value),
            _ => {}
        }
    }

    fn may_hold_page(&self) -> bool {
        match self.kind.as_str() {
            "response" => self.media_type.is_empty() || self.media_type.starts_with("application/http"),
            "resource" | "conversion" => true,
            _ => false,
        }
    }

    /// The page in `block`, if it is one.
    fn page(&self, block: Vec<u8>, limit: usize) -> Result<Option<Body>, Fault> {
        let content = match self.kind.as_str() {
            "response" => Content::of_response(&block)?,
            "resource" | "conversion" => Some(Content::new(&self.media_type, block)),
            _ => None,
        };
        content.map_or(Ok(None), |content| content.into_body(limit))
    }
}

/// The address in `value`, if there is one.
fn address(value: &str) -> Option<String> {
    let address = value.trim_matches(['<', '>']).trim();
    (!address.is_empty()).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, media_type: &str, block: &str) -> String {
        let length = block.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://a.vn/>\r\nContent-Type: {media_type}\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    /// The block of every record that holds a page, `-` for others and `!` for errors.
    fn read(warc: &str) -> Vec<String> {
        let mut records = Records::new(Lines::new(Box::new(warc.as_bytes()), MAX_LINE, false));
        let mut pages = Vec::new();
        loop {
            match records.next(1000) {
                Ok(None) => return pages,
                Ok(Some(Ok(record))) => pages.push(match record.head.page(record.block, 1000) {
                    Ok(Some(Body::Text(bytes) | Body::Page { bytes, .. })) => {
                        String::from_utf8_lossy(&bytes).into()
                    }
                    Ok(_) => "-".to_owned(),
                    Err(_) => "!".to_owned(),
                }),
                Ok(Some(Err(_))) => pages.push("!".to_owned()),
                Err(_) => {
                    pages.push("!".to_owned());
                    return pages;
                }
            }
        }
    }

    #[test]
    fn pages_are_taken_and_the_rest_is_passed_over() {
        let warc = [
            record("warcinfo", "application/warc-fields", "a: b"),
            record("request", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>1"),
            record("response", "application/http", "HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>2"),
            record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n3"),
            record("resource", "text/html", "<p>4"),
            record("conversion", "text/plain", "5"),
        ];
        assert_eq!(read(&warc.concat()), ["-", "-", "<p>1", "-", "-", "<p>4", "5"]);
    }

    #[test]
    fn reading_goes_on_after_a_broken_record() {
        let good = record("conversion", "text/plain", "good");
        let broken = good.replace("Content-Length", "Content-Width");
        assert_eq!(read(&format!("{broken}{good}")), ["!", "good"]);
        assert_eq!(read(&format!("{good}junk\njunk\n{good}")), ["good", "!", "good"]);
        assert_eq!(read(&format!("{good}{}", &good[..good.len() - 6])), ["good", "!"]);
        assert_eq!(read(&format!("{good}WARC/1.0\r\nWARC-Type")), ["good", "!"]);
    }

    #[test]
    fn a_page_beyond_the_limit_is_an_error() {
        assert_eq!(read(&record("conversion", "text/plain", &"x".repeat(1001))), ["!"]);
    }
}
