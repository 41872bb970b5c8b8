//! What one run emits: flat, typed records.
//!
//! A record is an envelope (which document, which letters, which rule) around a [`Fact`]. The field names, their
//! order and their types are the published contract, and [`schema`] prints it. Nothing here decides anything: the
//! records are built by the resolve stage and written by the output stage.

mod fact;
mod number;
mod schema;

pub use fact::{
    Action, Article, Comparator, Count, Date, DateRole, Fact, Measure, Mention, PartOfDay, Person,
    PersonRole, Precision, Ratio, RatioKind, RecordCounts, RecordType, Reference, Target, Title,
};
pub use number::Number;
pub use schema::{SCHEMA_VERSION, schema};

use serde::{Deserialize, Serialize, Serializer};

/// One extracted fact and where it was read.
///
/// `start` and `end` are half-open offsets into the document's text as it was given, in the unit chosen in the
/// options (Unicode code points unless told otherwise); `text` is exactly that slice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Record {
    /// Stable over runs and machines: the same text, rules and options give the same id.
    pub id: String,
    /// The document's id.
    pub doc: String,
    /// The evidence, verbatim.
    pub text: String,
    /// Offset of the first unit of the evidence.
    pub start: usize,
    /// Offset after the last unit of the evidence.
    pub end: usize,
    /// The id of the rule that made the record.
    pub rule: String,
    /// Data-quality remarks; empty where there are none.
    pub flags: Vec<Flag>,
    /// What is stated.
    #[serde(flatten)]
    pub fact: Fact,
}

/// A data-quality remark on a record. A flag never removes a record and never changes its value.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flag {
    /// The parts stated for a count do not add up to it.
    SumMismatch,
    /// A stated percentage is not what its own numerator and denominator give.
    RatioMismatch,
    /// A day that no calendar has, such as 31/02.
    DateImpossible,
    /// The year is not in the text: context supplied it.
    YearInferred,
    /// A ratio that falls short of its own target.
    BelowTarget,
    /// A ratio that exceeds its own target.
    AboveTarget,
    /// The stated weekday is not the date's.
    WeekdayMismatch,
    /// The reported event lies after the page's own stamp.
    EventAfterPublication,
    /// The same fact is stated elsewhere in the document with another value.
    ConflictingValues,
}

impl Record {
    /// The record's `type` field.
    pub fn record_type(&self) -> RecordType {
        self.fact.record_type()
    }
}

/// The record in the contract's key order.
#[derive(Serialize)]
struct Wire<'a> {
    r#type: RecordType,
    id: &'a str,
    doc: &'a str,
    text: &'a str,
    start: usize,
    end: usize,
    rule: &'a str,
    flags: &'a [Flag],
    #[serde(flatten)]
    fact: fact::Fields<'a>,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            r#type: self.record_type(),
            id: &self.id,
            doc: &self.doc,
            text: &self.text,
            start: self.start,
            end: self.end,
            rule: &self.rule,
            flags: &self.flags,
            fact: fact::Fields::of(&self.fact),
        }
        .serialize(serializer)
    }
}
