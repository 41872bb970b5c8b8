//! The thread that reads: opens what was named, looks what it is, and sends the documents that are in it.
//!
//! Every kind of container is a file of this module with one method of [`Reader`], which sends the documents of an
//! [`Entry`] or, for what holds further files, comes back here with each of them.

mod entry;
mod http;
mod lines;
#[cfg(feature = "archives")]
mod member;
mod open;
mod table;
#[cfg(feature = "archives")]
mod tar;
mod transcode;
mod unpack;
mod warc;
mod whole;
#[cfg(feature = "archives")]
mod zip;

pub(super) use open::total_bytes;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::fault::Fault;
use super::format::{Compression, Format};
use super::options::InputOptions;
use super::outlet::{Flow, Outlet};
use super::raw::Body;
use crate::error::Stage;
use entry::Entry;

/// How deep archives and packings may be inside each other. An archive can hold itself.
const MAX_DEPTH: usize = 8;

/// Reads sources and sends the documents in them.
pub(super) struct Reader {
    options: InputOptions,
    outlet: Outlet,
    bytes_read: Arc<AtomicU64>,
}

impl Reader {
    pub fn new(options: InputOptions, outlet: Outlet, bytes_read: Arc<AtomicU64>) -> Self {
        Self { options, outlet, bytes_read }
    }

    /// Sends the documents in `entry`, whatever it is.
    fn visit(&mut self, mut entry: Entry<'_>) -> Flow {
        let head = match entry.head() {
            Ok(head) if head.is_empty() => return self.fault(&entry.name, Fault::empty()),
            Ok(head) => head,
            Err(error) => return self.fault(&entry.name, error.into()),
        };
        if entry.depth > MAX_DEPTH {
            let message = format!("packed more than {MAX_DEPTH} times over");
            return self.fault(&entry.name, Fault::malformed(message));
        }
        match Compression::of_magic(&head) {
            Some(compression) => self.unpack(entry, compression),
            None => self.visit_unpacked(entry, &head),
        }
    }

    fn visit_unpacked(&mut self, entry: Entry<'_>, head: &[u8]) -> Flow {
        if let Some(claimed) = Compression::of_name(&entry.file_name) {
            return self
                .fault(&entry.name, Fault::malformed(format!("not {claimed}, although its name says so")));
        }
        let format = Format::of_magic(head)
            .or_else(|| Format::of_name(&entry.file_name))
            .or(self.options.format)
            .unwrap_or_else(|| Format::of_text(head));
        match format {
            Format::Text => self.whole(entry, Body::Text),
            Format::Html => self.whole(entry, |bytes| Body::Page { bytes, charset: None }),
            Format::JsonLines => self.lines(entry, head),
            Format::Csv => self.table(entry, head, b','),
            Format::Tsv => self.table(entry, head, b'\t'),
            Format::Warc => self.warc(entry),
            Format::Tar => self.tar(entry),
            Format::Zip => self.zip(entry),
        }
    }

    /// Sends what is wrong with `place`.
    fn fault(&mut self, place: &str, fault: Fault) -> Flow {
        self.outlet.fault(fault.of(place, Stage::Read))
    }
}

#[cfg(not(feature = "archives"))]
impl Reader {
    fn tar(&mut self, Entry { name, .. }: Entry<'_>) -> Flow {
        self.fault(&name, Fault::malformed("this build cannot read archives"))
    }

    fn zip(&mut self, entry: Entry<'_>) -> Flow {
        self.tar(entry)
    }
}
