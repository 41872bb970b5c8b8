//! What no rule has an answer to: numbers, dates and names that no record claims, the most frequent first.
//!
//! This is the work list of a rule writer. Only the article itself is looked at (title, body, captions); what a rule
//! that emits nothing matches counts as answered.
//!
//! ```
//! use bantin::gaps::{self, Gaps};
//! use bantin::matching::Scratch;
//! use bantin::{Document, Extractor};
//!
//! let extractor = Extractor::builder().default_rules(false).build()?;
//! let document = Document::new("a", "The club has 311 members.");
//! let mut gaps = Gaps::new(3);
//! gaps.add(gaps::find(&extractor, &document, &mut Scratch::default())?);
//! assert_eq!(gaps.ranked()[0].form, "# members");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod claims;
mod context;
mod form;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::document::Document;
use crate::engine::Extractor;
use crate::error::DocumentError;
use crate::layout::Zone;
use crate::matching::Scratch;
use crate::trace::Trace;

pub use context::Context;

/// What kind of thing was left unclaimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// A number.
    Number,
    /// A number, or several with marks between them, that looks like a date or a year.
    Date,
    /// Two or more words with capitals in a row.
    Name,
}

impl GapKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Number, Self::Date, Self::Name];

    /// The name used in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
        }
    }
}

/// One place in one document that no record claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind of thing it is.
    pub kind: GapKind,
    /// What it has in common with others like it.
    pub form: String,
    /// Where it stands.
    pub context: Context,
}

/// Places of one form, in all documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What kind of thing it is.
    pub kind: GapKind,
    /// What they have in common: for a number `#` and the word beside it, for a date its digits as zeros, for a name
    /// the name.
    pub form: String,
    /// How many places.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
    /// The first few places.
    pub contexts: Vec<Context>,
}

/// As a row for people (how often, in how many documents, the form) with its contexts below.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<6} {:>7} {:>7}  {}", self.kind.name(), self.count, self.documents, self.form)?;
        self.contexts.iter().try_for_each(|context| write!(f, "\n{:26}{context}", ""))
    }
}

/// The places that no record of `extractor` claims in `document`, in text order; `scratch` is memory to use again.
pub fn find(
    extractor: &Extractor,
    document: &Document,
    scratch: &mut Scratch,
) -> Result<Vec<Found>, DocumentError> {
    let trace = Trace::new(extractor, document, scratch)?;
    let claimed = claims::of(&trace, extractor.rules());
    let mut found = Vec::new();
    for block in &trace.page().blocks {
        if matches!(block.zone, Zone::Title | Zone::Body | Zone::Caption) {
            let pieces = form::in_tokens(trace.page(), &claimed, block.tokens);
            found.extend(pieces.into_iter().map(|piece| Found {
                kind: piece.kind,
                context: Context::new(&trace, &document.id, block, &piece.tokens),
                form: piece.form,
            }));
        }
    }
    Ok(found)
}

/// Collects what was found in many documents.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    contexts: usize,
    documents: u64,
    found: BTreeMap<(GapKind, String), Tally>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    count: u64,
    documents: u64,
    /// The last document, by number from 1, that was counted.
    last: u64,
    contexts: Vec<Context>,
}

impl Gaps {
    /// A collector that keeps the first `contexts` places of each form.
    pub fn new(contexts: usize) -> Self {
        Self { contexts, ..Self::default() }
    }

    /// Adds what was found in one document.
    pub fn add(&mut self, found: Vec<Found>) {
        self.documents += 1;
        for Found { kind, form, context } in found {
            let tally = self.found.entry((kind, form)).or_default();
            tally.count += 1;
            tally.documents += u64::from(tally.last != self.documents);
            tally.last = self.documents;
            if tally.contexts.len() < self.contexts {
                tally.contexts.push(context);
            }
        }
    }

    /// The gaps by kind, the most frequent first, equals by their form.
    pub fn ranked(&self) -> Vec<Gap> {
        let gaps = self.found.iter().map(|((kind, form), tally)| Gap {
            kind: *kind,
            form: form.clone(),
            count: tally.count,
            documents: tally.documents,
            contexts: tally.contexts.clone(),
        });
        let mut gaps: Vec<Gap> = gaps.collect();
        gaps.sort_by_key(|gap| (gap.kind, std::cmp::Reverse(gap.count)));
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PackText;

    const RULES: &str = r#"
        [term.number]
        reads = "number"
        pattern = '''[0-9]+'''

        [[rule]]
        id = "count.members"
        emits = "count"
        about = "Members"
        pattern = '''{number:value} members'''

          [[rule.example]]
          text = "3 members"
          gives = { value = 3 }

        [[rule]]
        id = "skip.room"
        emits = "nothing"
        about = "Room numbers"
        pattern = '''room {number}'''

          [[rule.example]]
          text = "room 3"
          gives = "nothing"
    "#;

    fn gaps(texts: &[&str]) -> Vec<Gap> {
        let options = crate::engine::Options { zone: Some(Zone::Body), ..Default::default() };
        let pack = PackText::from_files([("rules.toml", RULES)]);
        let extractor =
            Extractor::builder().default_rules(false).rules(pack).options(options).build().unwrap();
        let (mut gaps, mut scratch) = (Gaps::new(2), Scratch::default());
        for (number, text) in texts.iter().enumerate() {
            let document = Document::new(number.to_string(), *text);
            gaps.add(find(&extractor, &document, &mut scratch).unwrap());
        }
        gaps.ranked()
    }

    fn forms(text: &str) -> Vec<(GapKind, String)> {
        gaps(&[text]).into_iter().map(|gap| (gap.kind, gap.form)).collect()
    }

    #[test]
    fn what_a_rule_answers_is_no_gap() {
        assert_eq!(forms("The 3 members met in room 7."), []);
        assert_eq!(forms("The 3 guests met."), [(GapKind::Number, "# guests".into())]);
    }

    #[test]
    fn the_most_frequent_comes_first_with_its_first_places() {
        let found = gaps(&["4 beds, 5 beds and 6 doctors.", "7 beds"]);
        let counts: Vec<_> = found.iter().map(|gap| (gap.form.as_str(), gap.count, gap.documents)).collect();
        assert_eq!(counts, [("# beds", 3, 2), ("# doctors", 1, 1)]);
        let places: Vec<_> = found[0].contexts.iter().map(|context| (context.start, context.end)).collect();
        assert_eq!(places, [(0, 1), (8, 9)]);
        assert_eq!(found[0].contexts[1].doc, "0");
    }

    #[test]
    fn offsets_point_into_the_text_as_it_was_given() {
        let found = gaps(&["Đa\u{309}ng bo\u{323}\u{302} có 12 giường"]);
        assert_eq!((found[0].contexts[0].start, found[0].contexts[0].end), (14, 16));
    }
}
