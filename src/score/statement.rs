//! What a gold record and an emitted one have in common: the fields that are scored.
//!
//! Both come from files that this program need not have written, so every field may be missing, and more fields may
//! be there.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::likeness::fold;
use crate::record::RecordType;

/// A record of either side, as far as it is scored.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Its type; `None` for one that this version does not know.
    pub(super) record_type: Option<RecordType>,
    /// Offset of the first code point; 0 where the type has no scored offsets and none is given.
    pub(super) start: usize,
    /// Offset after the last code point.
    pub(super) end: usize,
    /// The scored fields.
    pub(super) fields: Fields,
    /// All fields as they were read.
    pub(super) all: Map<String, Value>,
}

/// The scored fields, by the names of the record contract.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub(super) text: Option<String>,
    pub(super) value: Option<Value>,
    pub(super) value_max: Option<Value>,
    pub(super) comparator: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) metric: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) name: Option<String>,
    pub(super) number: Option<String>,
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) titles: Option<Vec<TitleText>>,
    pub(super) authors: Option<Value>,
    pub(super) role: Option<Value>,
    pub(super) period: Option<Value>,
    optional: Option<bool>,
    r#type: String,
}

/// A position with its organisation: as one string, or in two fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum TitleText {
    Whole(String),
    Parts { title: Option<String>, organization: Option<String> },
}

impl TitleText {
    /// The title as one string.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Whole(text) => text.clone(),
            Self::Parts { title, organization } => {
                let parts = [title, organization].into_iter().flatten().filter(|part| !part.is_empty());
                parts.map(String::as_str).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

impl Statement {
    /// Reads the scored fields of `all`; the error says which field is amiss.
    pub(super) fn read(all: Map<String, Value>) -> Result<Self, serde_json::Error> {
        let fields = Fields::deserialize(Value::Object(all.clone()))?;
        let record_type = RecordType::ALL.into_iter().find(|known| known.name() == fields.r#type);
        Ok(Self { record_type, start: 0, end: 0, fields, all })
    }

    /// Whether it is of a type whose offsets are scored.
    pub(super) fn has_scored_offsets(&self) -> bool {
        self.record_type.is_some_and(has_scored_offsets)
    }

    /// Whether a careful reader may or may not count it.
    pub(super) fn is_optional(&self) -> bool {
        self.fields.optional.unwrap_or(false)
    }

    /// Whether the two stand on common ground.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// How far the rims of the two are apart.
    pub(super) fn distance(&self, other: &Self) -> usize {
        self.start.abs_diff(other.start) + self.end.abs_diff(other.end)
    }

    /// The folded name; empty where there is none.
    pub(super) fn folded_name(&self) -> String {
        fold(self.fields.name.as_deref().unwrap_or_default())
    }

    /// The titles, each as one string.
    pub(super) fn titles(&self) -> Vec<String> {
        self.fields.titles.iter().flatten().map(TitleText::text).collect()
    }
}

/// Whether records of `record_type` are paired by where they stand.
pub(super) fn has_scored_offsets(record_type: RecordType) -> bool {
    !matches!(record_type, RecordType::Person | RecordType::Article)
}
