//! Bytes that have a name and are about to be looked into: a file, a member of an archive, what was packed in either.

use std::io::{self, BufRead, Cursor, Read};
use std::path::Path;

use super::super::format::HEAD;

/// A named stream of bytes.
pub(super) struct Entry<'r> {
    /// What errors and ids call it: `path`, or `archive!/member`.
    pub name: String,
    /// What tells its format: the last part of the name, without the endings of what has been unpacked.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Box<dyn BufRead + 'r>,
    /// Whether its bytes come out of an unpacker, so that there may be any number of them.
    pub packed: bool,
    /// How many archives and packings it is inside of.
    pub depth: usize,
    /// Where the same bytes are to go back and forth in, if they are a file's.
    #[cfg_attr(not(feature = "archives"), expect(dead_code, reason = "only zip goes back and forth"))]
    pub path: Option<&'r Path>,
}

impl<'r> Entry<'r> {
    /// The bytes of a file or of standard input.
    pub fn new(name: &str, bytes: Box<dyn BufRead + 'r>) -> Self {
        let file_name = name.to_owned();
        Self { name: name.to_owned(), file_name, bytes, packed: false, depth: 0, path: None }
    }

    /// The first bytes, which stay to be read: [`HEAD`] of them if there are as many. A whole first line is enough
    /// where lines come one by one.
    pub fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        while head.len() < HEAD && !is_line_of_json(&head) {
            let available = fill(&mut *self.bytes)?;
            if available.is_empty() {
                break;
            }
            let taken = available.len().min(HEAD - head.len());
            head.extend_from_slice(&available[..taken]);
            self.bytes.consume(taken);
        }
        let rest = std::mem::replace(&mut self.bytes, Box::new(io::empty()));
        self.bytes = Box::new(Cursor::new(head.clone()).chain(rest));
        Ok(head)
    }
}

/// What is in the buffer, or the next that comes; nothing at the end.
pub(super) fn fill<'b>(bytes: &'b mut (dyn BufRead + '_)) -> io::Result<&'b [u8]> {
    while let Err(error) = bytes.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    bytes.fill_buf()
}

fn is_line_of_json(head: &[u8]) -> bool {
    head.starts_with(b"{") && head.contains(&b'\n')
}
