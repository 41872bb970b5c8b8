//! The run itself: the stages put together.

use std::sync::atomic::AtomicBool;

use super::batches::{Batch, Batches, RawResult};
use super::ordered::Ordered;
use super::stand_in::InputOptions;
use super::tally::Tally;
use crate::document::Document;
use crate::error::DocumentError;
use crate::output::{DocumentRecords, Format, OutputError};
use crate::record::Record;

/// What turns a document into records: an [`Extractor`](crate::Extractor), as a rule.
pub type Extract<'a> = dyn Fn(&Document) -> Result<Vec<Record>, DocumentError> + Sync + 'a;

/// What a run is told once.
pub struct Run<'a, F> {
    /// Turns documents into records.
    pub extract: &'a Extract<'a>,
    /// How raw documents become text.
    pub input: &'a InputOptions,
    /// How records become bytes.
    pub format: &'a F,
    /// Worker threads; 0 takes one for each core.
    pub threads: usize,
    /// Set to true, it ends the run after the documents in hand.
    pub stop: &'a AtomicBool,
}

/// A batch that is ready to be written.
#[derive(Debug)]
pub struct Encoded<C> {
    /// How many documents of the input stand before the batch.
    pub first: u64,
    /// Its records.
    pub chunk: C,
    /// Its documents that failed, in their order.
    pub errors: Vec<DocumentError>,
    /// What was counted in it.
    pub tally: Tally,
}

/// Takes the batches in order.
pub trait Sink<C> {
    /// Writes one batch.
    fn write(&mut self, batch: Encoded<C>) -> Result<(), OutputError>;
}

/// Is told how a run goes on, in the order of the input.
pub trait Observer {
    /// A document failed.
    fn failed(&mut self, error: &DocumentError);
    /// A batch was written; `so_far` counts the whole run.
    fn advanced(&mut self, so_far: &Tally);
}

impl<F: Format> Run<'_, F> {
    /// Sends every document of `inputs` through to `sink`.
    ///
    /// # Errors
    /// Only where the output fails; documents that fail are told to `observer` and counted.
    pub fn drive(
        &self,
        inputs: impl Iterator<Item = RawResult>,
        sink: &mut dyn Sink<F::Chunk>,
        observer: &mut dyn Observer,
    ) -> Result<Tally, OutputError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .map_err(|cause| OutputError::new("with several threads", cause))?;
        let work = |batch: Batch| self.encode(batch.first, self.examine(batch));
        pool.in_place_scope(|scope| {
            let batches = Batches::new(inputs, self.stop);
            let in_flight = 2 * pool.current_num_threads() + 2;
            let mut total = Tally::default();
            for encoded in Ordered::new(batches, &work, scope, in_flight) {
                let encoded = encoded?;
                encoded.errors.iter().for_each(|error| observer.failed(error));
                total += encoded.tally;
                sink.write(encoded)?;
                observer.advanced(&total);
            }
            Ok(total)
        })
    }

    fn examine(&self, batch: Batch) -> Vec<Examined> {
        batch.raw.into_iter().map(|raw| self.examine_one(raw)).collect()
    }

    fn examine_one(&self, raw: RawResult) -> Examined {
        let bytes = raw.as_ref().map_or(0, |raw| raw.bytes().len() as u64);
        let outcome = raw.and_then(|raw| raw.decode(self.input)).and_then(|document| {
            let records = (self.extract)(&document)?;
            Ok(DocumentRecords { doc: document.id, records })
        });
        Examined { bytes, outcome }
    }

    fn encode(&self, first: u64, examined: Vec<Examined>) -> Result<Encoded<F::Chunk>, OutputError> {
        let mut tally = Tally::default();
        let (mut documents, mut errors) = (Vec::new(), Vec::new());
        for one in examined {
            tally.documents += 1;
            tally.bytes += one.bytes;
            match one.outcome {
                Ok(document) => {
                    tally.add_records(&document.records);
                    documents.push(document);
                }
                Err(error) => errors.push(error),
            }
        }
        tally.failed = errors.len() as u64;
        Ok(Encoded { first, chunk: self.format.encode(&documents)?, errors, tally })
    }
}

/// What became of one document.
struct Examined {
    /// Its size as it was read.
    bytes: u64,
    outcome: Result<DocumentRecords, DocumentError>,
}
