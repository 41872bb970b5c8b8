//! A record in the making.

use crate::compile::Slot;
use crate::compile::ruleset::RuleId;
use crate::record::{Fact, Flag, RecordType};

use super::date::Parts;

/// A record before it has an id and offsets in the user's unit.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The rule that made it; `None` for the article itself.
    pub rule: Option<RuleId>,
    /// The first byte of the evidence in the composed text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// The first token of the match.
    pub first: usize,
    /// The token after its last.
    pub last: usize,
    /// What is stated.
    pub fact: Fact,
    /// Data-quality remarks.
    pub flags: Vec<Flag>,
    /// What a date's text says, before its year and role are settled.
    pub(super) parts: Option<Parts>,
    /// Slots that were read from open text, as ranges of tokens.
    pub(super) phrases: Vec<(Slot, (usize, usize))>,
    /// What is taken for an open slot if no earlier record fills it.
    pub(super) fallback: Option<(usize, usize)>,
    /// Records that this one is linked to, by number, and how.
    pub links: Vec<(Link, usize)>,
    /// The places where a person is named, in bytes.
    pub mentions: Vec<(usize, usize)>,
    /// Dropped: it turned out to be no record of its own.
    pub(super) dropped: bool,
}

/// How one record points at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A part of a count.
    PartOf,
    /// What a ratio qualifies.
    Of,
    /// The target that a ratio is held against.
    Target,
}

impl Draft {
    /// The record's type.
    pub fn record_type(&self) -> RecordType {
        self.fact.record_type()
    }

    /// The tokens of an open slot.
    pub(super) fn phrase(&self, slot: Slot) -> Option<(usize, usize)> {
        self.phrases.iter().find(|(found, _)| *found == slot).map(|&(_, tokens)| tokens)
    }

    /// The tokens after the match, and after the noun that it counts.
    pub(super) fn ends(&self) -> impl Iterator<Item = usize> {
        let counts = match &self.fact {
            Fact::Count(_) => true,
            Fact::Target(target) => target.unit == "count",
            _ => false,
        };
        let phrases = self.phrases.iter().filter(move |_| counts);
        std::iter::once(self.last).chain(phrases.map(|&(_, (_, end))| end))
    }

    /// Adds a remark once.
    pub(super) fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
            self.flags.sort();
        }
    }

    /// The words for what is counted or measured.
    pub(super) fn metric(&self) -> Option<&str> {
        match &self.fact {
            Fact::Count(count) => count.subject.as_deref(),
            Fact::Ratio(ratio) => ratio.metric.as_deref(),
            Fact::Target(target) => target.metric.as_deref(),
            Fact::Measure(measure) => measure.metric.as_deref(),
            _ => None,
        }
    }
}
