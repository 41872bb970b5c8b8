//! The way from the thread that reads to whoever takes the documents.
//!
//! Documents travel in batches: small ones alone while the taker keeps up, fuller ones when it does not. The number
//! of batches under way and their bytes are bounded, and so is the memory.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use super::raw::{Body, Position, RawDocument};
use crate::error::DocumentError;

/// How many batches wait at most.
const WAITING: usize = 4;

/// When a batch is full, in bytes. It is passed by at most one document.
const FULL: usize = 1 << 20;

/// What a document costs beside its bytes, about.
const OVERHEAD: usize = 256;

/// Documents that travel together.
pub(super) type Batch = Vec<Result<RawDocument, DocumentError>>;

/// Whether to go on: `Break` once nobody takes documents any more.
pub(super) type Flow = ControlFlow<()>;

/// The near end of the way.
pub(super) struct Outlet {
    sender: SyncSender<Batch>,
    batch: Batch,
    bytes: usize,
    source: Arc<str>,
    ordinal: u64,
}

impl Outlet {
    /// Both ends of a new way.
    pub fn new() -> (Self, Receiver<Batch>) {
        let (sender, receiver) = sync_channel(WAITING);
        (Self { sender, batch: Vec::new(), bytes: 0, source: Arc::from(""), ordinal: 0 }, receiver)
    }

    /// What follows comes from the file `source`.
    pub fn begin(&mut self, source: &str) {
        self.source = Arc::from(source);
        self.ordinal = 0;
    }

    /// Sends a document. `place` is what errors call it, `id` what its records call it.
    pub fn document(&mut self, place: String, id: Option<String>, body: Body) -> Flow {
        let bytes = body.len();
        let position = Position { source: Arc::clone(&self.source), ordinal: self.ordinal };
        self.push(Ok(RawDocument { place, id, position, body }), bytes)
    }

    /// Sends an error in the place of a document.
    pub fn fault(&mut self, error: DocumentError) -> Flow {
        self.push(Err(error), 0)
    }

    /// How many documents and errors of this file have been sent.
    pub fn sent(&self) -> u64 {
        self.ordinal
    }

    /// Sends what is left.
    pub fn finish(mut self) {
        let _ = self.send();
    }

    fn push(&mut self, item: Result<RawDocument, DocumentError>, bytes: usize) -> Flow {
        self.ordinal += 1;
        self.bytes += bytes + OVERHEAD;
        self.batch.push(item);
        if self.bytes >= FULL { self.send() } else { self.offer() }
    }

    /// Sends the batch and waits for room.
    fn send(&mut self) -> Flow {
        self.bytes = 0;
        let sent = self.sender.send(std::mem::take(&mut self.batch));
        sent.map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    /// Sends the batch if there is room.
    fn offer(&mut self) -> Flow {
        match self.sender.try_send(std::mem::take(&mut self.batch)) {
            Ok(()) => self.bytes = 0,
            Err(TrySendError::Full(batch)) => self.batch = batch,
            Err(TrySendError::Disconnected(_)) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(outlet: &mut Outlet, bytes: usize) -> Flow {
        outlet.document("a".to_owned(), None, Body::Text(vec![b'x'; bytes]))
    }

    #[test]
    fn documents_keep_their_order_and_know_their_place() {
        let (mut outlet, receiver) = Outlet::new();
        let reading = std::thread::spawn(move || {
            for source in ["one", "two"] {
                outlet.begin(source);
                for _ in 0..100 {
                    assert!(send(&mut outlet, 1000).is_continue());
                }
            }
            outlet.finish();
        });
        let positions: Vec<_> = receiver.iter().flatten().flatten().map(|raw| raw.position).collect();
        reading.join().expect("no panic");
        assert_eq!(positions.len(), 200);
        assert_eq!((&*positions[0].source, positions[0].ordinal), ("one", 0));
        assert_eq!((&*positions[199].source, positions[199].ordinal), ("two", 99));
    }

    #[test]
    fn a_taker_who_left_stops_the_reading() {
        let (mut outlet, receiver) = Outlet::new();
        drop(receiver);
        assert!(send(&mut outlet, 1).is_break());
        assert!(send(&mut outlet, 2 * FULL).is_break());
    }
}
