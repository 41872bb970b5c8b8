//! The typed slots that a pattern can fill, by record type.

use crate::record::RecordType;

macro_rules! slots {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// A typed place in a record that a pattern or a phrase fills.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Slot { $(#[doc = $doc] $variant),* }

        impl Slot {
            /// Every slot.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name that rule files use.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

slots! {
    Value "value" "The number.",
    ValueMax "value_max" "The upper end of a range.",
    Comparator "comparator" "A word whose value is a comparator.",
    Unit "unit" "The unit or classifier.",
    Subject "subject" "The noun counted, or what a document is about.",
    Metric "metric" "What is measured.",
    Organization "organization" "Of whom.",
    Numerator "numerator" "The a of a/b.",
    Denominator "denominator" "The b of a/b, the N of a rate per N.",
    Action "action" "What is to be done.",
    Day "day" "The day of the month.",
    Month "month" "The month.",
    Year "year" "The year.",
    EndDay "end_day" "The last day's day.",
    EndMonth "end_month" "The last day's month.",
    EndYear "end_year" "The last day's year.",
    Hour "hour" "The hour.",
    Minute "minute" "The minute.",
    PartOfDay "part_of_day" "A word whose value is a part of the day.",
    Weekday "weekday" "A word whose value is a weekday, 1 for Monday to 7.",
    Quarter "quarter" "The quarter of the year.",
    EndQuarter "end_quarter" "The last quarter of the year.",
    FirstMonths "first_months" "How many months from the beginning of the year.",
    LastMonths "last_months" "How many months to the end of the year.",
    Relative "relative" "A word whose value is a step from the day of publication, such as `day -1`.",
    Amount "amount" "How many such steps.",
    Name "name" "A person's name.",
    Honorific "honorific" "The form of address.",
    Degrees "degrees" "Degrees before a name.",
    Titles "titles" "Positions of a person.",
    Kind "kind" "What kind of document.",
    Number "number" "A document's number.",
    Issuer "issuer" "Who issued it.",
    Event "event" "What was held.",
    Place "event_place" "Where it was held.",
    Province "province" "Whose province it is.",
    SourceUrl "source_url" "Where the page comes from.",
}

/// What a rule emits, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emits {
    /// Records of this type.
    Records(RecordType),
    /// Nothing: it only keeps other rules off.
    Nothing,
    /// A pattern that is no rule's, or a rule whose `emits` is wrong.
    Unknown,
}

impl Emits {
    /// The type of the records, if there are any.
    pub(super) fn record_type(self) -> Option<RecordType> {
        match self {
            Self::Records(record_type) => Some(record_type),
            Self::Nothing | Self::Unknown => None,
        }
    }

    /// The slots that can be filled.
    pub(super) fn slots(self) -> &'static [Slot] {
        match self {
            Self::Records(record_type) => Slot::of(record_type),
            Self::Nothing => &[],
            Self::Unknown => Slot::ALL,
        }
    }
}

impl Slot {
    /// The slot called `name` in rule files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|slot| slot.name() == name)
    }

    /// The slots of records of `kind`.
    pub fn of(kind: RecordType) -> &'static [Self] {
        match kind {
            RecordType::Article => {
                &[Self::Event, Self::Place, Self::Province, Self::Organization, Self::SourceUrl]
            }
            RecordType::Date => &[
                Self::Day,
                Self::Month,
                Self::Year,
                Self::EndDay,
                Self::EndMonth,
                Self::EndYear,
                Self::Hour,
                Self::Minute,
                Self::PartOfDay,
                Self::Weekday,
                Self::Quarter,
                Self::EndQuarter,
                Self::FirstMonths,
                Self::LastMonths,
                Self::Relative,
                Self::Amount,
            ],
            RecordType::Person => &[Self::Name, Self::Honorific, Self::Degrees, Self::Titles],
            RecordType::Count => &[
                Self::Value,
                Self::ValueMax,
                Self::Comparator,
                Self::Unit,
                Self::Subject,
                Self::Organization,
                Self::Action,
            ],
            RecordType::Ratio | RecordType::Target => &[
                Self::Value,
                Self::ValueMax,
                Self::Comparator,
                Self::Unit,
                Self::Numerator,
                Self::Denominator,
                Self::Metric,
                Self::Subject,
                Self::Action,
            ],
            RecordType::Measure => {
                &[Self::Value, Self::ValueMax, Self::Comparator, Self::Unit, Self::Metric, Self::Action]
            }
            RecordType::Reference => &[Self::Kind, Self::Number, Self::Issuer, Self::Subject],
        }
    }
}
