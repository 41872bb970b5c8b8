//! What is one document from its first byte to its last.

use std::io::{self, Read};

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::super::raw::Body;
use super::Reader;
use super::entry::Entry;

impl Reader {
    /// Sends the bytes of `entry` as one document.
    pub(super) fn whole(&mut self, entry: Entry<'_>, body: impl FnOnce(Vec<u8>) -> Body) -> Flow {
        let limit = self.options.max_document_bytes;
        match read_within(entry.bytes, limit) {
            Ok(Some(bytes)) => self.outlet.document(entry.name, None, body(bytes)),
            Ok(None) => self.fault(&entry.name, Fault::too_large(limit)),
            Err(error) => self.fault(&entry.name, error.into()),
        }
    }
}

/// All of `bytes`, or nothing if they are more than `limit`; then no more than that has been read.
pub(super) fn read_within(bytes: impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut read = Vec::new();
    bytes.take(limit as u64 + 1).read_to_end(&mut read)?;
    Ok((read.len() <= limit).then_some(read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_the_last_length_that_is_read() {
        assert_eq!(read_within(&b"abc"[..], 3).ok(), Some(Some(b"abc".to_vec())));
        assert_eq!(read_within(&b"abcd"[..], 3).ok(), Some(None));
        assert_eq!(read_within(io::repeat(b'a'), 1 << 20).ok(), Some(None));
    }
}
