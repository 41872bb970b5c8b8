//! The second half of the work on a batch: documents become records, and records become what the writer takes.

use super::decode::{Decoded, DecodedBatch, guarded};
use super::duplicates::Verdict;
use super::tally::Tally;
use crate::document::Document;
use crate::error::{DocumentError, Stage};
use crate::output::{DocumentRecords, Format, OutputError, push_line};
use crate::record::{Fact, Record};

/// What turns a document into records: an [`Extractor`](crate::Extractor), as a rule.
pub type Extract<'a> = dyn Fn(&Document) -> Result<Vec<Record>, DocumentError> + Sync + 'a;

/// A batch that is ready to be written.
#[derive(Debug)]
pub struct Encoded<C> {
    /// How many documents of the input stand before the batch.
    pub first: u64,
    /// What messages call the first and the last document.
    pub places: (String, String),
    /// A hash of what was read of each document.
    pub digests: Vec<u128>,
    /// What is to be written; nothing of documents that an earlier run has written already.
    pub output: Option<Output<C>>,
}

/// What a batch gives.
#[derive(Debug)]
pub struct Output<C> {
    /// Its records.
    pub chunk: C,
    /// Its documents that failed, in their order.
    pub errors: Vec<DocumentError>,
    /// The ids and texts of its documents, as JSON lines; empty unless they are to be kept.
    pub texts: Vec<u8>,
    /// What was counted in it.
    pub tally: Tally,
}

/// What the encoding is told once.
pub(super) struct Encoder<'a, F> {
    pub extract: &'a Extract<'a>,
    pub format: &'a F,
    pub keep_texts: bool,
    /// Documents that an earlier run has written already.
    pub written: u64,
}

impl<F: Format> Encoder<'_, F> {
    pub fn encode(&self, batch: DecodedBatch) -> Result<Encoded<F::Chunk>, OutputError> {
        let DecodedBatch { first, documents, places } = batch;
        let digests = documents.iter().map(|document| document.digest).collect();
        let output = if first < self.written { None } else { Some(self.output(documents)?) };
        Ok(Encoded { first, places, digests, output })
    }

    fn output(&self, documents: Vec<Decoded>) -> Result<Output<F::Chunk>, OutputError> {
        let mut gathered = Gathered::default();
        for document in documents {
            self.gather(document, &mut gathered)?;
        }
        let Gathered { records, errors, texts, tally } = gathered;
        Ok(Output { chunk: self.format.encode(&records)?, errors, texts, tally })
    }

    fn gather(&self, document: Decoded, gathered: &mut Gathered) -> Result<(), OutputError> {
        gathered.tally.documents += 1;
        gathered.tally.bytes += document.bytes;
        gathered.tally.duplicates += u64::from(document.verdict != Verdict::New);
        if document.verdict == Verdict::Dropped {
            return Ok(());
        }
        if let (true, Ok(text)) = (self.keep_texts, &document.outcome) {
            push_line(&mut gathered.texts, &KeptText { id: &text.id, text: &text.text })?;
        }
        gathered.add(self.records(document.outcome, document.verdict));
        Ok(())
    }

    fn records(
        &self,
        outcome: Result<Document, DocumentError>,
        verdict: Verdict,
    ) -> Result<DocumentRecords, DocumentError> {
        let document = outcome?;
        let mut records = guarded(&document.id, Stage::Extract, || (self.extract)(&document))?;
        if let Verdict::SameAs(original) = verdict {
            mark(&mut records, &original);
        }
        Ok(DocumentRecords { doc: document.id, records })
    }
}

/// Says on the article that its text is nearly that of the document `original`.
fn mark(records: &mut [Record], original: &str) {
    for record in records {
        if let Fact::Article(article) = &mut record.fact {
            article.same_as = Some(original.to_owned());
        }
    }
}

/// What the documents of a batch gave so far.
#[derive(Default)]
struct Gathered {
    records: Vec<DocumentRecords>,
    errors: Vec<DocumentError>,
    texts: Vec<u8>,
    tally: Tally,
}

impl Gathered {
    fn add(&mut self, outcome: Result<DocumentRecords, DocumentError>) {
        match outcome {
            Ok(document) => {
                self.tally.records.add(&document.records);
                self.records.push(document);
            }
            Err(error) => {
                self.tally.failed += 1;
                self.errors.push(error);
            }
        }
    }
}

/// A line of the kept texts.
#[derive(serde::Serialize)]
struct KeptText<'d> {
    id: &'d str,
    text: &'d str,
}
