//! What gzip, zstd or bzip2 has packed.

use std::io::{self, BufRead, BufReader, Read};

use super::super::fault::Fault;
use super::super::format::{Compression, unpacked_name};
use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;
use super::open::BUFFER;
use super::whole::read_within;

impl Reader {
    /// Sends the documents in what `entry` unpacks to. Several packed streams one after the other are one.
    pub(super) fn unpack(&mut self, entry: Entry<'_>, compression: Compression) -> Flow {
        match decoder(entry.bytes, compression) {
            Ok(bytes) => self.visit(Entry {
                file_name: unpacked_name(&entry.file_name).to_owned(),
                name: entry.name,
                bytes: Box::new(BufReader::with_capacity(BUFFER, bytes)),
                packed: true,
                depth: entry.depth + 1,
                path: None,
            }),
            Err(error) => self.fault(&entry.name, error.into()),
        }
    }
}

/// What `bytes` unpack to, or nothing if that is more than `limit`.
pub(super) fn unpacked(
    bytes: &[u8],
    compression: Compression,
    limit: usize,
) -> Result<Option<Vec<u8>>, Fault> {
    Ok(read_within(decoder(bytes, compression)?, limit)?)
}

/// As [`unpacked`], for brotli, which a header names because its bytes do not.
#[cfg(feature = "compression")]
pub(super) fn unbrotlied(bytes: &[u8], limit: usize) -> Result<Option<Vec<u8>>, Fault> {
    Ok(read_within(brotli_decompressor::Decompressor::new(bytes, BUFFER), limit)?)
}

#[cfg(not(feature = "compression"))]
pub(super) fn unbrotlied(_bytes: &[u8], _limit: usize) -> Result<Option<Vec<u8>>, Fault> {
    Err(Fault::malformed("this build cannot read brotli"))
}

/// As [`unpacked`], for what a header calls “deflate”: by the standard a zlib stream, which some servers send without its
/// frame.
#[cfg(feature = "compression")]
pub(super) fn inflated(bytes: &[u8], limit: usize) -> Result<Option<Vec<u8>>, Fault> {
    Ok(if has_zlib_frame(bytes) {
        read_within(flate2::bufread::ZlibDecoder::new(bytes), limit)?
    } else {
        read_within(flate2::bufread::DeflateDecoder::new(bytes), limit)?
    })
}

/// Whether `bytes` begin like a zlib stream, as no stream without the frame does unless it is made to.
#[cfg(feature = "compression")]
fn has_zlib_frame(bytes: &[u8]) -> bool {
    matches!(*bytes, [method, flags, ..] if method & 0x0F == 8 && u16::from_be_bytes([method, flags]) % 31 == 0)
}

#[cfg(not(feature = "compression"))]
pub(super) fn inflated(_bytes: &[u8], _limit: usize) -> Result<Option<Vec<u8>>, Fault> {
    Err(Fault::malformed("this build cannot read deflate"))
}

#[cfg(feature = "compression")]
fn decoder<'r>(bytes: impl BufRead + 'r, compression: Compression) -> io::Result<Box<dyn Read + 'r>> {
    Ok(match compression {
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(bytes)),
        Compression::Zstd => Box::new(zstd::Decoder::with_buffer(bytes)?),
    })
}

#[cfg(not(feature = "compression"))]
fn decoder<'r>(_bytes: impl BufRead + 'r, compression: Compression) -> io::Result<Box<dyn Read + 'r>> {
    Err(io::Error::other(format!("this build cannot read {compression}")))
}
