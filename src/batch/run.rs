//! The run itself: the stages put together.

use std::cell::Cell;
use std::num::NonZeroU64;
use std::sync::atomic::AtomicBool;

use super::batches::{Batch, Batches, RawResult};
use super::decode::{DecodedBatch, Decoder};
use super::duplicates::{Comparison, Duplicates};
use super::encode::{Encoded, Encoder, Extract};
use super::error::RunError;
use super::ordered::Ordered;
use super::tally::Tally;
use crate::error::DocumentError;
use crate::input::InputOptions;
use crate::output::{Format, OutputError};

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
    /// Whether documents are compared, and what follows from it.
    pub duplicates: Option<Duplicates>,
    /// Whether the texts are kept beside the records.
    pub keep_texts: bool,
    /// Documents in a part, where there are parts.
    pub part: Option<NonZeroU64>,
    /// How many documents at the beginning of the input an earlier run has written already.
    pub written: u64,
    /// Set to true, it ends the run after the documents in hand.
    pub stop: &'a AtomicBool,
}

/// Takes the batches in order.
pub trait Sink<C> {
    /// Writes one batch.
    fn write(&mut self, batch: Encoded<C>) -> Result<(), RunError>;
}

/// Is told how a run goes on, in the order of the input.
pub trait Observer {
    /// A document failed.
    fn failed(&mut self, error: &DocumentError);
    /// A batch was written; `so_far` counts what this run has written.
    fn advanced(&mut self, so_far: &Tally);
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What was counted, without the documents of an earlier run.
    pub tally: Tally,
    /// Whether it was told to stop before the input ended.
    pub interrupted: bool,
}

impl<F: Format> Run<'_, F> {
    /// Sends every document of `inputs` through to `sink`.
    ///
    /// # Errors
    /// Where the output fails or the sink refuses the input; documents that fail are told to `observer` and counted.
    pub fn drive(
        &self,
        inputs: impl Iterator<Item = RawResult>,
        sink: &mut dyn Sink<F::Chunk>,
        observer: &mut dyn Observer,
    ) -> Result<Finished, RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build();
        let pool = pool.map_err(|cause| RunError::Threads(cause.to_string()))?;
        // Enough that no worker waits for the reader or the writer.
        let in_flight = 2 * pool.current_num_threads() + 2;
        let (decoder, encoder) = (self.decoder(), self.encoder());
        let decode = |batch: Batch| decoder.decode(batch);
        let encode = |batch: DecodedBatch| encoder.encode(batch);
        let both = |batch: Batch| encode(decode(batch));
        let ended = Cell::new(false);
        let batches = Batches::new(inputs, self.part, self.stop, &ended);
        let tally = pool.in_place_scope(|scope| match self.duplicates {
            None => write_all(Ordered::new(batches, &both, scope, in_flight), sink, observer),
            Some(policy) => {
                let mut comparison = Comparison::new(policy);
                let documents = Ordered::new(batches, &decode, scope, in_flight);
                let judged = documents.map(|batch| comparison.judge(batch));
                write_all(Ordered::new(judged, &encode, scope, in_flight), sink, observer)
            }
        })?;
        Ok(Finished { tally, interrupted: !ended.get() })
    }

    fn decoder(&self) -> Decoder<'_> {
        Decoder { input: self.input, compare: self.duplicates.is_some(), written: self.written }
    }

    fn encoder(&self) -> Encoder<'_, F> {
        Encoder {
            extract: self.extract,
            format: self.format,
            keep_texts: self.keep_texts,
            written: self.written,
        }
    }
}

/// Writes the batches and tells of them.
fn write_all<C>(
    batches: impl Iterator<Item = Result<Encoded<C>, OutputError>>,
    sink: &mut dyn Sink<C>,
    observer: &mut dyn Observer,
) -> Result<Tally, RunError> {
    let mut total = Tally::default();
    for batch in batches {
        let batch = batch?;
        if let Some(output) = &batch.output {
            output.errors.iter().for_each(|error| observer.failed(error));
            total += output.tally;
        }
        sink.write(batch)?;
        observer.advanced(&total);
    }
    Ok(total)
}
