//! What a run counted.

use std::fmt;
use std::ops::AddAssign;

use crate::record::{Record, RecordType};

/// Documents, failures, bytes and records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents seen, the failed ones among them.
    pub documents: u64,
    /// Documents that gave no records because something went wrong.
    pub failed: u64,
    /// Size of the documents as they were read, in bytes.
    pub bytes: u64,
    /// Records written, in the order of [`RecordType::ALL`].
    records: [u64; RecordType::ALL.len()],
}

impl Tally {
    /// Counts the records of one document.
    pub fn add_records(&mut self, records: &[Record]) {
        for record in records {
            self.records[record.record_type() as usize] += 1;
        }
    }

    /// Records of one type.
    pub fn records_of(&self, kind: RecordType) -> u64 {
        self.records[kind as usize]
    }

    /// Records of every type.
    pub fn records(&self) -> u64 {
        self.records.iter().sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.failed += other.failed;
        self.bytes += other.bytes;
        for (sum, count) in self.records.iter_mut().zip(other.records) {
            *sum += count;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} documents, {} failed, {} records", self.documents, self.failed, self.records())?;
        let counts = RecordType::ALL.map(|kind| (kind.name(), self.records_of(kind)));
        let mut separator = " (";
        for (name, count) in counts.iter().filter(|(_, count)| *count > 0) {
            write!(f, "{separator}{name} {count}")?;
            separator = ", ";
        }
        if separator == ", " { f.write_str(")") } else { Ok(()) }
    }
}
