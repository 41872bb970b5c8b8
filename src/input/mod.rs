//! Where documents come from: files, folders, archives, web archives, tables, lines, standard input.
//!
//! [`Inputs`] reads everything once, in a fixed order, on a thread of its own, and hands out [`RawDocument`]s: bytes
//! that are known to be one document, and how to turn them into one. [`RawDocument::decode`] does the costly part
//! (encodings, JSON, HTML) wherever the caller likes, so that many documents are decoded at once while the order
//! stays. Nothing grows with the input: at most a few documents wait between the two sides.
//!
//! ```
//! use bantin::input::{InputOptions, Inputs, Source};
//!
//! let options = InputOptions::default();
//! for raw in Inputs::new(vec![Source::from_argument("tests/formats/article.txt")], &options) {
//!     let document = raw?.decode(&options)?;
//!     assert!(document.text.len() > 100);
//! }
//! # Ok::<(), bantin::DocumentError>(())
//! ```

mod encoding;
mod fault;
mod fields;
mod format;
mod options;
mod outlet;
mod page;
mod pattern;
mod raw;
mod reader;
mod source;
mod walk;

pub use encoding::{Encoding, UnknownEncoding};
pub use format::{Format, UnknownFormat};
pub use options::{DEFAULT_MAX_DOCUMENT_BYTES, FieldNames, InputOptions};
pub use raw::{Position, RawDocument};
pub use source::Source;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::error::DocumentError;
use outlet::{Batch, Outlet};
use reader::Reader;

/// How long to wait for an input before looking whether to wait on.
const PATIENCE: Duration = Duration::from_millis(100);

/// The documents of a list of sources, in the order of the list.
///
/// An input that cannot be read is an error in its place; what comes after it is read all the same.
#[derive(Debug)]
pub struct Inputs {
    sources: Arc<[Source]>,
    batches: Receiver<Batch>,
    batch: std::vec::IntoIter<Result<RawDocument, DocumentError>>,
    reader: Option<JoinHandle<()>>,
    bytes_read: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
}

impl Inputs {
    /// Begins to read `sources`. The reading stops when this is dropped.
    ///
    /// # Panics
    ///
    /// If the system gives no further thread.
    pub fn new(sources: Vec<Source>, options: &InputOptions) -> Self {
        let sources: Arc<[Source]> = sources.into();
        let bytes_read = Arc::new(AtomicU64::new(0));
        let (outlet, batches) = Outlet::new();
        let reader = Reader::new(options.clone(), outlet, Arc::clone(&bytes_read));
        let to_read = Arc::clone(&sources);
        let handle = std::thread::spawn(move || reader.read(&to_read));
        let (batch, stop) = (Vec::new().into_iter(), Arc::default());
        Self { sources, batches, batch, reader: Some(handle), bytes_read, stop }
    }

    /// Ends the iterator soon after `stop` becomes true, even while it waits for an input that never comes.
    #[must_use]
    pub fn until(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// How many bytes have been read from files and standard input, before any unpacking.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// A counter of [`bytes_read`](Self::bytes_read) to look at while the iterator is in use elsewhere.
    pub fn byte_counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    /// How many bytes there are to read, before any unpacking, or nothing if standard input is among the sources.
    ///
    /// Looks at every file's size, which takes a moment for a large folder; meant for a progress bar.
    pub fn total_bytes_hint(&self) -> Option<u64> {
        reader::total_bytes(&self.sources)
    }

    /// Ends the thread; what went wrong with it must not pass for the end of the input.
    fn finish(&mut self) {
        if let Some(Err(panic)) = self.reader.take().map(JoinHandle::join) {
            std::panic::resume_unwind(panic);
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<RawDocument, DocumentError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.batch.next() {
                return Some(item);
            }
            match self.batches.recv_timeout(PATIENCE) {
                Ok(batch) => self.batch = batch.into_iter(),
                Err(RecvTimeoutError::Timeout) if self.stop.load(Ordering::Relaxed) => return None,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.finish();
                    return None;
                }
            }
        }
    }
}
