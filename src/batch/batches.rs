//! Documents in handfuls: large enough to pay for a hand-over between threads, small enough to hold many in memory.
//!
//! Where a batch ends depends on the input alone, never on timing, because some formats show it. No batch reaches
//! over the end of a part.

use std::cell::Cell;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::DocumentError;
use crate::input::RawDocument;

/// Documents in a batch, at most.
const DOCUMENTS: u64 = 64;
/// A batch ends after the document that brings it to this many bytes.
const BYTES: usize = 1 << 20;

/// What an input gives: a raw document, or the reason why there is none.
pub(super) type RawResult = Result<RawDocument, DocumentError>;

/// A few documents that stand together in the input.
pub(super) struct Batch {
    /// How many documents of the input stand before these.
    pub first: u64,
    pub raw: Vec<RawResult>,
}

/// Cuts an input into batches, until it ends or the run is told to stop.
pub(super) struct Batches<'a, I> {
    inputs: I,
    read: u64,
    part: Option<NonZeroU64>,
    stop: &'a AtomicBool,
    ended: &'a Cell<bool>,
}

impl<'a, I: Iterator<Item = RawResult>> Batches<'a, I> {
    /// Batches of `inputs` that end where parts of `part` documents end. `ended` becomes true when the input has
    /// ended, and not when `stop` has ended it.
    pub fn new(inputs: I, part: Option<NonZeroU64>, stop: &'a AtomicBool, ended: &'a Cell<bool>) -> Self {
        Self { inputs, read: 0, part, stop, ended }
    }

    /// How many documents the next batch may take.
    fn room(&self) -> u64 {
        let left = self.part.map_or(DOCUMENTS, |part| part.get() - self.read % part.get());
        left.min(DOCUMENTS)
    }
}

impl<I: Iterator<Item = RawResult>> Iterator for Batches<'_, I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch { first: self.read, raw: Vec::new() };
        let (room, mut bytes) = (self.room(), 0);
        while (batch.raw.len() as u64) < room && bytes < BYTES && !self.stop.load(Ordering::Relaxed) {
            let Some(raw) = self.inputs.next() else {
                self.ended.set(!self.stop.load(Ordering::Relaxed));
                break;
            };
            bytes += raw.as_ref().map_or(0, RawDocument::byte_len);
            batch.raw.push(raw);
        }
        self.read += batch.raw.len() as u64;
        (!batch.raw.is_empty()).then_some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorCode, Stage};

    fn missing() -> RawResult {
        Err(DocumentError::new("a", Stage::Read, ErrorCode::NotFound, "not there"))
    }

    fn sizes(documents: usize, part: Option<u64>, stop: bool) -> (Vec<usize>, bool) {
        let inputs = std::iter::repeat_with(missing).take(documents);
        let (stop, ended) = (AtomicBool::new(stop), Cell::new(false));
        let part = part.and_then(NonZeroU64::new);
        let sizes = Batches::new(inputs, part, &stop, &ended).map(|batch| batch.raw.len()).collect();
        (sizes, ended.get())
    }

    #[test]
    fn batches_end_where_parts_do() {
        assert_eq!(sizes(130, None, false), (vec![64, 64, 2], true));
        assert_eq!(sizes(150, Some(70), false), (vec![64, 6, 64, 6, 10], true));
        assert_eq!(sizes(0, None, false), (vec![], true));
    }

    #[test]
    fn a_stop_is_not_the_end_of_the_input() {
        assert_eq!(sizes(130, None, true), (vec![], false));
    }
}
