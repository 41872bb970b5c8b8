//! What the engine makes of one document, kept step by step: for tools that show or count what rules do.
//!
//! The rule that is asked about can be taken out and the rest resolved again, so a tool says what a rule is good for
//! without knowing how overlaps, scopes and links are settled.

use crate::document::{Document, Offsets};
use crate::emit;
use crate::engine::Extractor;
use crate::error::DocumentError;
use crate::fold::compose::Composed;
use crate::layout::Page;
use crate::matching::{self, Candidate, Capture, Scratch};
use crate::record::Record;
use crate::resolve::{self, Context, Draft};

/// A document that was laid out and matched.
pub(crate) struct Trace<'a> {
    extractor: &'a Extractor,
    document: &'a Document,
    composed: Composed<'a>,
    page: Page,
    published: Option<String>,
    authors: Vec<String>,
    scratch: &'a Scratch,
}

impl<'a> Trace<'a> {
    /// Lays out and matches `document`; `scratch` is memory that may be used again for the next one.
    pub(crate) fn new(
        extractor: &'a Extractor,
        document: &'a Document,
        scratch: &'a mut Scratch,
    ) -> Result<Self, DocumentError> {
        extractor.accept(document)?;
        let composed = Composed::new(&document.text);
        let page =
            Page::new(&composed.text, extractor.options().zone, extractor.rules(), &mut scratch.memory);
        let published = resolve::published(&document.metadata, extractor.rules(), scratch);
        let authors = resolve::authors(&document.metadata, extractor.rules(), scratch);
        matching::find(&page, extractor.rules(), scratch);
        Ok(Self { extractor, document, composed, page, published, authors, scratch })
    }

    /// The page.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Everything that matched, in the order of the text.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        &self.scratch.candidates
    }

    /// What the slots of a candidate captured.
    pub(crate) fn captures(&self, candidate: &Candidate) -> &[Capture] {
        &self.scratch.captures[candidate.captures as usize..candidate.captures_end as usize]
    }

    /// The letters of the composed text between two bytes.
    pub(crate) fn text(&self, start: usize, end: usize) -> &str {
        self.composed.text.get(start..end).unwrap_or_default()
    }

    /// The offsets, in the unit of the options, of two bytes of the composed text.
    pub(crate) fn offsets(&self, start: usize, end: usize) -> (usize, usize) {
        let mut offsets = Offsets::new(&self.document.text, self.extractor.options().offsets);
        (offsets.convert(self.composed.original(start)), offsets.convert(self.composed.original(end)))
    }

    /// What is resolved from all that matched.
    pub(crate) fn drafts(&self) -> Vec<Draft> {
        resolve::resolve(self.context(), self.scratch)
    }

    /// What is resolved from the candidates that `keep` keeps, given their numbers.
    pub(crate) fn drafts_of(&self, keep: impl Fn(usize, &Candidate) -> bool) -> Vec<Draft> {
        let mut scratch = Scratch::default();
        let candidates = self.scratch.candidates.iter().enumerate();
        let kept = candidates.filter(|&(number, candidate)| keep(number, candidate));
        scratch.candidates = kept.map(|(_, candidate)| *candidate).collect();
        scratch.captures.clone_from(&self.scratch.captures);
        resolve::resolve(self.context(), &scratch)
    }

    /// The records that drafts become.
    pub(crate) fn records(&self, drafts: Vec<Draft>) -> Vec<Record> {
        let (rules, unit) = (self.extractor.rules(), self.extractor.options().offsets);
        emit::records(self.document, &self.composed, rules, unit, drafts)
    }

    fn context(&self) -> Context<'_> {
        Context {
            page: &self.page,
            text: &self.composed.text,
            rules: self.extractor.rules(),
            metadata: &self.document.metadata,
            authors: &self.authors,
            published: self.published.as_deref(),
            reference_date: self.extractor.options().reference_date,
        }
    }
}
