//! What a run counted.

use std::fmt;
use std::ops::AddAssign;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::{Record, RecordType};

/// Documents, failures, bytes and records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Documents seen, the failed ones among them.
    pub documents: u64,
    /// Documents that gave no records because something went wrong.
    pub failed: u64,
    /// Documents whose text is nearly that of an earlier one; counted where this was asked for.
    #[serde(default)]
    pub duplicates: u64,
    /// Size of the documents as they were read, in bytes.
    pub bytes: u64,
    /// Records written, by type.
    pub records: RecordTally,
}

/// Records by type. Serialises as an object with a key for each type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordTally([u64; RecordType::ALL.len()]);

impl RecordTally {
    /// Counts the records of one document.
    pub fn add(&mut self, records: &[Record]) {
        for record in records {
            self.0[record.record_type() as usize] += 1;
        }
    }

    /// Records of one type.
    pub fn of(&self, kind: RecordType) -> u64 {
        self.0[kind as usize]
    }

    /// Records of every type.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl AddAssign for RecordTally {
    fn add_assign(&mut self, other: Self) {
        for (sum, count) in self.0.iter_mut().zip(other.0) {
            *sum += count;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.failed += other.failed;
        self.duplicates += other.duplicates;
        self.bytes += other.bytes;
        self.records += other.records;
    }
}

impl Serialize for RecordTally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(RecordType::ALL.map(|kind| (kind.name(), self.of(kind))))
    }
}

impl<'de> Deserialize<'de> for RecordTally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let counts = std::collections::BTreeMap::<String, u64>::deserialize(deserializer)?;
        Ok(Self(RecordType::ALL.map(|kind| counts.get(kind.name()).copied().unwrap_or(0))))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} failed, ", counted(self.documents, "document"), self.failed)?;
        if self.duplicates > 0 {
            write!(f, "{}, ", counted(self.duplicates, "near-duplicate"))?;
        }
        self.records.fmt(f)
    }
}

impl fmt::Display for RecordTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.total(), "record"))?;
        let found = RecordType::ALL.iter().filter(|&&kind| self.of(kind) > 0);
        let counts: Vec<String> = found.map(|&kind| format!("{} {}", kind.name(), self.of(kind))).collect();
        if counts.is_empty() { Ok(()) } else { write!(f, " ({})", counts.join(", ")) }
    }
}

/// A number and its noun.
fn counted(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn counts_are_told_by_type() {
        let mut tally = Tally { documents: 2, failed: 1, ..Tally::default() };
        tally.records.add(&samples::all());
        tally.records.add(&[samples::count()]);
        let expected = "2 documents, 1 failed, 5 records (article 1, date 1, person 1, count 2)";
        assert_eq!(tally.to_string(), expected);
    }

    #[test]
    fn a_tally_survives_the_manifest() {
        let mut tally = Tally { documents: 2, bytes: 7, ..Tally::default() };
        tally.records.add(&samples::all());
        let json = serde_json::to_string(&tally).unwrap();
        assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), tally);
    }
}
