//! The first half of the work on a batch: raw documents become text, and are measured for the manifest and for the
//! comparison.

use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};

use xxhash_rust::xxh3::Xxh3;

use super::batches::{Batch, RawResult};
use super::duplicates::Verdict;
use super::sketch::Sketch;
use crate::document::Document;
use crate::error::{DocumentError, ErrorCode, Stage};
use crate::input::{InputOptions, RawDocument};

/// A batch as documents.
pub(super) struct DecodedBatch {
    pub first: u64,
    pub documents: Vec<Decoded>,
    /// What messages call the first and the last of them.
    pub places: (String, String),
}

/// One document, or why there is none, and what was measured.
pub(super) struct Decoded {
    /// Its size as it was read.
    pub bytes: u64,
    /// A hash of what was read.
    pub digest: u128,
    pub outcome: Result<Document, DocumentError>,
    /// What it is compared by; only where documents are compared.
    pub sketch: Option<Sketch>,
    pub verdict: Verdict,
}

/// What the decoding is told once.
pub(super) struct Decoder<'a> {
    pub input: &'a InputOptions,
    /// Whether documents are to be compared.
    pub compare: bool,
    /// Documents that an earlier run has written already: nothing but their digest counts, or their sketch.
    pub written: u64,
}

impl Decoder<'_> {
    pub fn decode(&self, batch: Batch) -> DecodedBatch {
        let places = (place(batch.raw.first()), place(batch.raw.last()));
        let written = batch.first < self.written;
        let documents = batch.raw.into_iter().map(|raw| self.decode_one(raw, written)).collect();
        DecodedBatch { first: batch.first, documents, places }
    }

    fn decode_one(&self, raw: RawResult, written: bool) -> Decoded {
        let bytes = raw.as_ref().map_or(0, |raw| raw.byte_len() as u64);
        let digest = digest(&raw);
        let outcome = raw.and_then(|raw| {
            if written && !self.compare { Ok(Document::default()) } else { decode(raw, self.input) }
        });
        let sketch =
            if self.compare { outcome.as_ref().ok().and_then(|one| Sketch::of(&one.text)) } else { None };
        Decoded { bytes, digest, outcome, sketch, verdict: Verdict::New }
    }
}

/// What messages call a document.
fn place(raw: Option<&RawResult>) -> String {
    match raw {
        Some(Ok(raw)) => raw.place().to_owned(),
        Some(Err(error)) => error.doc.clone(),
        None => String::new(),
    }
}

/// A hash of everything that was read of a document.
fn digest(raw: &RawResult) -> u128 {
    let mut hasher = Xxh3::new();
    match raw {
        Ok(raw) => raw.hash(&mut hasher),
        Err(error) => (&error.doc, error.code).hash(&mut hasher),
    }
    hasher.digest128()
}

fn decode(raw: RawDocument, options: &InputOptions) -> Result<Document, DocumentError> {
    let place = raw.place().to_owned();
    guarded(&place, Stage::Decode, || raw.decode(options))
}

/// Runs `work`, so that a mistake of the tool with one document does not cost the others.
pub(super) fn guarded<T>(
    doc: &str,
    stage: Stage,
    work: impl FnOnce() -> Result<T, DocumentError>,
) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let message = "the tool failed on this document; please report it";
        Err(DocumentError::new(doc, stage, ErrorCode::Internal, message))
    })
}
