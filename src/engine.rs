//! The façade: an [`Extractor`] is built once from rule packs and options and turns documents into records.

use crate::document::{Document, OffsetUnit};
use crate::error::DocumentError;
use crate::record::Record;

/// What a run may be told beside its rules.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The unit of the records' offsets.
    pub offsets: OffsetUnit,
}

/// Turns documents into records. Built once; `Send + Sync`; used from any thread.
#[derive(Debug, Default)]
pub struct Extractor {
    options: Options,
}

impl Extractor {
    /// The records of `document`: its article first, the others in the order of the text.
    pub fn extract(&self, document: &Document) -> Result<Vec<Record>, DocumentError> {
        let _ = (&self.options, document);
        Ok(Vec::new())
    }
}
