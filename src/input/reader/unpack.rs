//! What gzip, zstd or bzip2 has packed.

use std::io::{BufReader, Read};

use super::super::format::{Compression, unpacked_name};
use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;
use super::open::BUFFER;

impl Reader {
    /// Sends the documents in what `entry` unpacks to. Several packed streams one after the other are one.
    pub(super) fn unpack(&mut self, entry: Entry<'_>, compression: Compression) -> Flow {
        let bytes: Box<dyn Read + '_> = match compression {
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(entry.bytes)),
            Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(entry.bytes)),
            Compression::Zstd => match zstd::Decoder::with_buffer(entry.bytes) {
                Ok(decoder) => Box::new(decoder),
                Err(error) => return self.fault(&entry.name, error.into()),
            },
        };
        self.visit(Entry {
            file_name: unpacked_name(&entry.file_name).to_owned(),
            name: entry.name,
            bytes: Box::new(BufReader::with_capacity(BUFFER, bytes)),
            packed: true,
            depth: entry.depth + 1,
            path: None,
        })
    }
}
