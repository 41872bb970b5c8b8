//! Documents in handfuls: large enough to pay for a hand-over between threads, small enough to hold many in memory.
//!
//! Where a batch ends depends on the input alone, never on timing, because some formats show it.

use std::iter::Peekable;
use std::sync::atomic::{AtomicBool, Ordering};

use super::stand_in::RawDocument;
use crate::error::DocumentError;

/// Documents in a batch, at most.
const DOCUMENTS: usize = 64;
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
pub(super) struct Batches<'a, I: Iterator<Item = RawResult>> {
    inputs: Peekable<I>,
    read: u64,
    stop: &'a AtomicBool,
}

impl<'a, I: Iterator<Item = RawResult>> Batches<'a, I> {
    pub fn new(inputs: I, stop: &'a AtomicBool) -> Self {
        Self { inputs: inputs.peekable(), read: 0, stop }
    }
}

impl<I: Iterator<Item = RawResult>> Iterator for Batches<'_, I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch { first: self.read, raw: Vec::new() };
        let mut bytes = 0;
        while batch.raw.len() < DOCUMENTS && bytes < BYTES && !self.stop.load(Ordering::Relaxed) {
            let Some(raw) = self.inputs.next() else { break };
            bytes += raw.as_ref().map_or(0, |raw| raw.bytes().len());
            batch.raw.push(raw);
        }
        self.read += batch.raw.len() as u64;
        (!batch.raw.is_empty()).then_some(batch)
    }
}
