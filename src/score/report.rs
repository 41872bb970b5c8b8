//! What a score says: figures by type, and every mistake.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::record::RecordType;

/// Precision, recall and their harmonic mean, each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// How much of what was emitted is right; 1 where nothing was emitted.
    pub precision: f64,
    /// How much of what is right was emitted; 1 where nothing was to be found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

impl Figures {
    pub(super) fn new(right: usize, wrong: usize, missed: usize) -> Self {
        let part = |of: usize| if right + of == 0 { 1.0 } else { right as f64 / (right + of) as f64 };
        let (precision, recall) = (part(wrong), part(missed));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

/// As a list: precision, recall, F1.
impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.precision, self.recall, self.f1].serialize(serializer)
    }
}

/// How often a further field agreed, of the pairs whose gold has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The pairs that agree.
    pub agreeing: usize,
    /// The pairs that have the field.
    pub of: usize,
}

/// As a list: agreeing, of.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.agreeing, self.of].serialize(serializer)
    }
}

/// The figures of one record type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeScore {
    /// The type.
    #[serde(skip)]
    pub record_type: RecordType,
    /// All scored fields agree.
    pub strict: Figures,
    /// The value alone agrees.
    pub value: Figures,
    /// How many records gold must have.
    #[serde(rename = "n")]
    pub gold: usize,
    /// How often the role, period or authors of a strict pair agree.
    #[serde(rename = "side")]
    pub beside: Share,
    /// The titles of the people in strict pairs; people only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<Figures>,
}

/// What went wrong with one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MistakeKind {
    /// Emitted, and nothing in gold agrees.
    False,
    /// In gold, and nothing emitted agrees.
    Missed,
    /// A person's title in gold that was not emitted.
    TitleMissed,
    /// A person's title that is not in gold.
    TitleWrong,
}

impl fmt::Display for MistakeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::False => "false",
            Self::Missed => "missed",
            Self::TitleMissed => "title missed",
            Self::TitleWrong => "title wrong",
        })
    }
}

/// One miss or false alarm of the strict pairing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The type of the record.
    pub record_type: RecordType,
    /// The document.
    pub document: String,
    /// What went wrong.
    pub kind: MistakeKind,
    /// The record's text, or the person's name where a title is at fault.
    pub text: String,
    /// The record's fields as JSON, or the title.
    pub detail: String,
}

/// As columns between tabs: document, type, kind, text, detail. Tabs and line breaks in the text become spaces.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.replace(['\t', '\n', '\r'], " ");
        write!(f, "{}\t{}\t{}\t{text}\t{}", self.document, self.record_type.name(), self.kind, self.detail)
    }
}

/// How good the records of a corpus are. Displays as a table for people; serialises for programs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The mean of the strict F1 of the five main types that gold has records of.
    pub headline: f64,
    /// The same by value alone.
    pub value_mean: f64,
    /// The figures of each type, in the order of the table.
    #[serde(serialize_with = "by_name")]
    pub types: Vec<TypeScore>,
    /// How many documents were scored.
    #[serde(skip)]
    pub documents: usize,
    /// Every miss and false alarm, by type, document and kind.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
}

impl Report {
    /// The figures of one type, if it was scored.
    pub fn of(&self, record_type: RecordType) -> Option<&TypeScore> {
        self.types.iter().find(|scored| scored.record_type == record_type)
    }
}

fn by_name<S: Serializer>(types: &[TypeScore], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(types.iter().map(|scored| (scored.record_type.name(), scored)))
}
