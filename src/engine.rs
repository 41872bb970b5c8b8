//! The façade: an [`Extractor`] is built once from rule packs and options and turns documents into records.

use std::path::PathBuf;

use regex_automata::util::pool::Pool;

use crate::compile::{Ruleset, compile};
use crate::diagnostic::{Code, Diagnostic, PackErrors};
use crate::document::{Document, OffsetUnit};
use crate::emit;
use crate::error::{DocumentError, ErrorCode, Stage};
use crate::fold::compose::Composed;
use crate::layout::Zone;
use crate::matching::{self, Scratch};
use crate::pack::{Pack, PackText};
use crate::record::Record;
use crate::resolve::{self, Context};

/// What a run may be told beside its rules.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The unit of the records' offsets.
    pub offsets: OffsetUnit,
    /// The day that relative dates are read against where the page names none. The clock is never read.
    pub reference_date: Option<jiff::civil::Date>,
    /// The longest document, in bytes; a longer one is an error of that document.
    pub max_document_bytes: usize,
    /// The zone that the whole text is read as, instead of laying out the page.
    pub zone: Option<Zone>,
}

/// The longest document unless the options say otherwise: 16 MiB.
pub const MAX_DOCUMENT_BYTES: usize = 16 << 20;

impl Default for Options {
    fn default() -> Self {
        Self {
            offsets: OffsetUnit::default(),
            reference_date: None,
            max_document_bytes: MAX_DOCUMENT_BYTES,
            zone: None,
        }
    }
}

/// Collects rule packs and options for an [`Extractor`].
#[derive(Clone, Debug)]
pub struct ExtractorBuilder {
    packs: Vec<PackText>,
    folders: Vec<PathBuf>,
    default_rules: bool,
    options: Options,
}

impl Default for ExtractorBuilder {
    fn default() -> Self {
        Self { packs: Vec::new(), folders: Vec::new(), default_rules: true, options: Options::default() }
    }
}

impl ExtractorBuilder {
    /// Whether the embedded pack is used; it is unless told otherwise.
    #[must_use]
    pub fn default_rules(mut self, yes: bool) -> Self {
        self.default_rules = yes;
        self
    }

    /// Adds the pack in a folder.
    #[must_use]
    pub fn rules_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Adds a pack from memory.
    #[must_use]
    pub fn rules(mut self, pack: PackText) -> Self {
        self.packs.push(pack);
        self
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Reads all packs; their mistakes are in [`Pack::errors`].
    pub fn read(&self) -> Pack {
        let mut pack = Pack::default();
        if self.default_rules {
            pack.add(&PackText::embedded());
        }
        for folder in &self.folders {
            match PackText::from_folder(folder) {
                Ok(text) => pack.add(&text),
                Err(error) => pack.errors.push(error),
            }
        }
        self.packs.iter().for_each(|text| pack.add(text));
        pack
    }

    /// Compiles the packs, or tells everything that is wrong with them.
    pub fn build(&self) -> Result<Extractor, PackErrors> {
        let pack = self.read();
        let rules = compile(&pack)?;
        // What is written is freed while the first page is read; where no thread can be had, here.
        drop(std::thread::Builder::new().spawn(move || drop(pack)));
        Ok(Extractor::from_rules(rules, self.options.clone()))
    }
}

/// Makes the memory that a thread matches with.
type NewScratch = Box<dyn Fn() -> Scratch + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>;

/// Turns documents into records. Built once; `Send + Sync`; used from any thread.
///
/// ```
/// use bantin::{Document, Extractor, Fact};
///
/// let extractor = Extractor::builder().build()?;
/// let document = Document::new("a", "Đảng bộ Sở Y tế có 311 đảng viên.");
/// let records = extractor.extract(&document)?;
/// assert!(records.iter().any(|record| matches!(&record.fact, Fact::Count(count) if count.value.as_f64() == 311.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Extractor {
    rules: Ruleset,
    options: Options,
    scratch: Pool<Scratch, NewScratch>,
}

impl std::fmt::Debug for Extractor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extractor")
            .field("rules", &self.rules.rules.len())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Extractor {
    /// Collects packs and options; the embedded pack is among them unless told otherwise.
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// An extractor for rules that are compiled already.
    pub(crate) fn from_rules(rules: Ruleset, options: Options) -> Self {
        Self { rules, options, scratch: Pool::new(Box::new(Scratch::default)) }
    }

    /// Reads all text as one zone from now on, or lays out pages again.
    pub(crate) fn set_zone(&mut self, zone: Option<Zone>) {
        self.options.zone = zone;
    }

    /// The compiled rules.
    pub fn rules(&self) -> &Ruleset {
        &self.rules
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The records of `document`: its article first, the others in the order of the text. A document that is longer
    /// than the limit is an error.
    pub fn extract(&self, document: &Document) -> Result<Vec<Record>, DocumentError> {
        self.accept(document)?;
        let composed = Composed::new(&document.text);
        let mut scratch = self.scratch.get();
        let mut page = std::mem::take(&mut scratch.page);
        page.lay_out(&composed.text, self.options.zone, &self.rules, &mut scratch.memory);
        let published = resolve::published(&document.metadata, &self.rules, &mut scratch);
        let authors = resolve::authors(&document.metadata, &self.rules, &mut scratch);
        matching::find(&page, &self.rules, &mut scratch);
        let context = Context {
            page: &page,
            text: &composed.text,
            rules: &self.rules,
            metadata: &document.metadata,
            authors: &authors,
            published: published.as_deref(),
            reference_date: self.options.reference_date,
        };
        let drafts = resolve::resolve(context, &scratch);
        scratch.page = page;
        Ok(emit::records(document, &composed, &self.rules, self.options.offsets, drafts))
    }

    /// Refuses a document that is longer than the limit.
    pub(crate) fn accept(&self, document: &Document) -> Result<(), DocumentError> {
        let (bytes, limit) = (document.text.len(), self.options.max_document_bytes);
        if bytes <= limit {
            return Ok(());
        }
        let message = format!(
            "the document has {bytes} bytes, more than the limit of {limit}; raise it with --max-document-bytes"
        );
        Err(DocumentError::new(&document.id, Stage::Extract, ErrorCode::TooLarge, message))
    }

    /// The automata of all rules, built now; an error for each that cannot be.
    pub fn compile_all(&self) -> Vec<Diagnostic> {
        let failed = self.rules.rules.iter().enumerate().filter_map(|(number, rule)| {
            let cause = self.rules.automata().mistake(number as u32)?;
            let (source, span) = &rule.place;
            Some(Diagnostic::at(
                Code::BadPattern,
                source,
                span.clone(),
                format!("rule `{}`: {cause}", rule.id),
            ))
        });
        failed.collect()
    }
}
