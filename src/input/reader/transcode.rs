//! Streams in UTF-16, in which a line end is not one byte, turned into UTF-8 as they are read.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::super::encoding::Encoding;
use super::entry::fill;
use super::open::BUFFER;

/// `bytes`, which begin with `head`, in an encoding whose line ends are single bytes.
pub(super) fn to_utf8<'r>(
    bytes: Box<dyn BufRead + 'r>,
    encoding: Encoding,
    head: &[u8],
) -> Box<dyn BufRead + 'r> {
    match encoding.utf16_of(head) {
        Some(utf16) => {
            let transcoded =
                Transcoded { bytes, decoder: utf16.new_decoder_with_bom_removal(), ended: false };
            Box::new(BufReader::with_capacity(BUFFER, transcoded))
        }
        None => bytes,
    }
}

/// Reads as UTF-8 what is in another encoding.
struct Transcoded<'r> {
    bytes: Box<dyn BufRead + 'r>,
    decoder: Decoder,
    ended: bool,
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            let available = fill(&mut *self.bytes)?;
            let last = available.is_empty();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(available, buffer, last);
            self.bytes.consume(read);
            self.ended = last && result == DecoderResult::InputEmpty;
            if matches!(result, DecoderResult::Malformed(..)) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "not UTF-16"));
            }
            if written > 0 || result == DecoderResult::OutputFull {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        to_utf8(Box::new(bytes), Encoding::AUTO, bytes).read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn utf16_is_read_as_utf8_and_the_rest_as_it_is() {
        assert_eq!(read(b"\xFF\xFEt\0\xBF\x1E\n\0").ok().as_deref(), Some("tế\n"));
        assert_eq!(read("tế".as_bytes()).ok().as_deref(), Some("tế"));
    }

    #[test]
    fn half_a_character_is_an_error() {
        assert!(read(b"\xFF\xFEt").is_err());
        assert!(read(b"\xFF\xFE\0\xD8a\0").is_err());
    }
}
