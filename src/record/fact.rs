//! The eight kinds of fact and their fields, as the contract names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Number;

/// What a record states, by type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fact {
    /// The document itself: always its first record.
    Article(Article),
    /// A calendar date or interval.
    Date(Date),
    /// A person, once a document, however often named.
    Person(Person),
    /// How many people, organisations or things.
    Count(Count),
    /// A share, a rate or a fraction.
    Ratio(Ratio),
    /// What is to be reached, or was assigned.
    Target(Target),
    /// A quantity with a unit of measure.
    Measure(Measure),
    /// A cited document.
    Reference(Reference),
}

/// The `type` field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordType {
    /// See [`Article`].
    Article,
    /// See [`Date`].
    Date,
    /// See [`Person`].
    Person,
    /// See [`Count`].
    Count,
    /// See [`Ratio`].
    Ratio,
    /// See [`Target`].
    Target,
    /// See [`Measure`].
    Measure,
    /// See [`Reference`].
    Reference,
}

impl RecordType {
    /// Every type, in the order of the contract.
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Date,
        Self::Person,
        Self::Count,
        Self::Ratio,
        Self::Target,
        Self::Measure,
        Self::Reference,
    ];

    /// The name used in the `type` field and in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Date => "date",
            Self::Person => "person",
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Target => "target",
            Self::Measure => "measure",
            Self::Reference => "reference",
        }
    }
}

impl Fact {
    /// Which of the eight types this is.
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Article(_) => RecordType::Article,
            Self::Date(_) => RecordType::Date,
            Self::Person(_) => RecordType::Person,
            Self::Count(_) => RecordType::Count,
            Self::Ratio(_) => RecordType::Ratio,
            Self::Target(_) => RecordType::Target,
            Self::Measure(_) => RecordType::Measure,
            Self::Reference(_) => RecordType::Reference,
        }
    }
}

/// The fields of a fact without its tag: the envelope writes the `type` first.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Fields<'a> {
    Article(&'a Article),
    Date(&'a Date),
    Person(&'a Person),
    Count(&'a Count),
    Ratio(&'a Ratio),
    Target(&'a Target),
    Measure(&'a Measure),
    Reference(&'a Reference),
}

impl<'a> Fields<'a> {
    pub(super) fn of(fact: &'a Fact) -> Self {
        match fact {
            Fact::Article(fields) => Self::Article(fields),
            Fact::Date(fields) => Self::Date(fields),
            Fact::Person(fields) => Self::Person(fields),
            Fact::Count(fields) => Self::Count(fields),
            Fact::Ratio(fields) => Self::Ratio(fields),
            Fact::Target(fields) => Self::Target(fields),
            Fact::Measure(fields) => Self::Measure(fields),
            Fact::Reference(fields) => Self::Reference(fields),
        }
    }
}

/// One a document, always first of its document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The headline, without the page's stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// ISO 8601, as precise as the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The byline's names, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Where the page says it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The province whose news it is, by its canonical name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Whose news it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// What was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// When it was held, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_date: Option<String>,
    /// Where it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_place: Option<String>,
    /// The id of the first document with nearly the same text, where near-duplicates are marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// How many records of each other type the document gave.
    #[serde(default)]
    pub record_counts: RecordCounts,
}

/// How many records of each type a document gave, the article itself left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RecordCounts {
    /// Records of type `date`.
    pub date: usize,
    /// Records of type `person`.
    pub person: usize,
    /// Records of type `count`.
    pub count: usize,
    /// Records of type `ratio`.
    pub ratio: usize,
    /// Records of type `target`.
    pub target: usize,
    /// Records of type `measure`.
    pub measure: usize,
    /// Records of type `reference`.
    pub reference: usize,
}

impl RecordCounts {
    /// Counts one record; an article counts nothing.
    pub fn add(&mut self, kind: RecordType) {
        match kind {
            RecordType::Article => {}
            RecordType::Date => self.date += 1,
            RecordType::Person => self.person += 1,
            RecordType::Count => self.count += 1,
            RecordType::Ratio => self.ratio += 1,
            RecordType::Target => self.target += 1,
            RecordType::Measure => self.measure += 1,
            RecordType::Reference => self.reference += 1,
        }
    }
}

/// A calendar date or interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// ISO 8601 at the precision stated, or an interval `start/end`; for a day that no calendar has, as printed.
    pub value: String,
    /// The first day covered; absent for a day that no calendar has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// The last day covered, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub to: Option<String>,
    /// How precise the text is.
    pub precision: Precision,
    /// The part of the day that the text names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of_day: Option<PartOfDay>,
    /// What the text does not say and context supplied: `year`, `month`, `day`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<String>,
    /// What the date is to the article.
    pub role: DateRole,
}

/// The smallest calendar unit that a date states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A year, or a range of years.
    Year,
    /// A month, or a range of months.
    Month,
    /// A day, or a range of days.
    Day,
    /// A day with its time.
    Minute,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOfDay {
    /// From dawn.
    Morning,
    /// Around midday.
    Noon,
    /// Until dusk.
    Afternoon,
    /// Evening and night.
    Evening,
}

/// What a date is to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// The page's own stamp.
    Published,
    /// When the reported event took place.
    Event,
    /// The date of a cited document.
    Document,
    /// A term of office.
    Term,
    /// The day that a figure holds for.
    AsOf,
    /// When something is to be reached.
    Deadline,
    /// A stretch of time that is reported on.
    Period,
    /// Any other.
    Mention,
}

/// A person, once a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The name as the first full mention writes it.
    pub name: String,
    /// The form of address, by its canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub honorific: Option<String>,
    /// Academic and professional degrees, by their canonical forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub degrees: Vec<String>,
    /// Every position that the text gives the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Title>,
    /// Whether the person takes part in the news or wrote it.
    pub role: PersonRole,
    /// Every place where the person is named.
    pub mentions: Vec<Mention>,
}

/// A position and the organisation it is held in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Title {
    /// The position, in the article's own letters.
    pub title: String,
    /// The organisation, where the text names one with the position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

/// Whether a person takes part in the news or wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Named in the article.
    Participant,
    /// Named in the byline or a credit.
    Author,
}

/// One place where a person is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Offset of the first unit, in the unit of the record's own offsets.
    pub start: usize,
    /// Offset after the last unit.
    pub end: usize,
    /// The mention, verbatim.
    pub text: String,
}

/// How a stated number relates to the true one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Comparator {
    /// None stated.
    #[default]
    #[serde(rename = "=")]
    Equal,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// More than.
    #[serde(rename = ">")]
    Above,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// Less than, nearly.
    #[serde(rename = "<")]
    Below,
    /// About.
    #[serde(rename = "~")]
    About,
    /// From `value` to `value_max`.
    #[serde(rename = "between")]
    Between,
}

impl Comparator {
    /// The comparator that rule files and records write as `symbol`.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        Some(match symbol {
            "=" => Self::Equal,
            ">=" => Self::AtLeast,
            ">" => Self::Above,
            "<=" => Self::AtMost,
            "<" => Self::Below,
            "~" => Self::About,
            "between" => Self::Between,
            _ => return None,
        })
    }
}

/// How many people, organisations or things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// The number.
    pub value: Number,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<Number>,
    /// How the number relates to the true one.
    pub comparator: Comparator,
    /// The noun counted, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The classifier that follows the number, where the noun stands elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A stable id from the rule pack's lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Of whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The day or time that the count holds for, a date's `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The id of the count that this one breaks down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
}

/// A share, a rate or a fraction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    /// The number; for a/b the quotient.
    pub value: Number,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<Number>,
    /// How the number relates to the true one.
    pub comparator: Comparator,
    /// `percent`, `permille`, `per_100`, `per_1000`, `per_10000`, `per_100000`, `fraction` …
    pub unit: String,
    /// The a of a/b.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Number>,
    /// The b of a/b, the N of a rate per N.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Number>,
    /// What is measured, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// A stable id from the rule pack's lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether it is a level, an achievement of a plan, or a change.
    pub kind: RatioKind,
    /// The day or time that the ratio holds for, a date's `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The id of the record that it qualifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The id of the target that it is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// What a ratio tells of its metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatioKind {
    /// Where it stands.
    #[default]
    Level,
    /// How much of a plan was reached.
    Achievement,
    /// By how much it changed.
    Change,
}

/// What is to be reached, or was assigned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// How the number binds.
    pub comparator: Comparator,
    /// The number.
    pub value: Number,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<Number>,
    /// A ratio's units, or `count`, or a measure's.
    pub unit: String,
    /// What is to be reached, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// A stable id from the rule pack's lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// When it is to be reached, a date's `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// `yearly`, `quarterly`, `monthly` … where it recurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// What is to be done, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
}

/// A verb in the article's own letters.
pub type Action = String;

/// A quantity with a unit of measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// The number, in `unit`.
    pub value: Number,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<Number>,
    /// How the number relates to the true one.
    pub comparator: Comparator,
    /// `VND`, `years`, `km2` …
    pub unit: String,
    /// What is measured, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
}

/// A cited document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// What it is: a plan, a directive, a resolution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its number, as printed.
    pub number: String,
    /// When it was issued, a date's `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}
