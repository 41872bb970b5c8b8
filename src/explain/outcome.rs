//! What became of a match.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::fmt;

use serde::Serialize;

use super::brief;
use crate::compile::Ruleset;
use crate::matching::Candidate;
use crate::record::Record;
use crate::trace::Trace;

/// What became of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It made a record.
    Made {
        /// The record, in short.
        record: String,
    },
    /// It made no record of its own, but without it others would be different.
    Changed {
        /// A record that it added to, or kept off.
        record: String,
    },
    /// Another match took its letters.
    Lost {
        /// The rule that matched there.
        to: String,
        /// Why that one goes before.
        by: Reason,
    },
    /// What the rule asks of the text around is not met, or the match says nothing new.
    Idle,
}

/// Why one match goes before another: the first difference decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its rule has the higher priority.
    Priority,
    /// It is longer.
    Length,
    /// It begins earlier.
    Start,
    /// Its rule comes first in the packs.
    Order,
}

impl Outcome {
    /// Whether the match counts for something.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Made { .. } | Self::Changed { .. })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Priority => "its priority is higher",
            Self::Length => "it is longer",
            Self::Start => "it begins earlier",
            Self::Order => "its rule comes first in the packs",
        })
    }
}

/// The order in which matches win: the lower key goes first.
type Rank = (Reverse<i32>, Reverse<u32>, u32, u32);

/// Finds out what became of each match.
pub(super) struct Judge<'t> {
    trace: &'t Trace<'t>,
    rules: &'t Ruleset,
    /// The records of the whole document.
    records: Vec<Record>,
    /// For each record the rule and the tokens that made it.
    makers: Vec<Option<(u32, usize, usize)>>,
    /// What each match is good for, once it was asked.
    effects: Vec<OnceCell<Option<Outcome>>>,
}

impl<'t> Judge<'t> {
    pub(super) fn new(trace: &'t Trace<'t>, rules: &'t Ruleset) -> Self {
        let drafts = trace.drafts();
        let makers = drafts.iter().map(|draft| draft.rule.map(|rule| (rule, draft.first, draft.last)));
        let makers = makers.collect();
        let effects = vec![OnceCell::new(); trace.candidates().len()];
        Self { trace, rules, records: trace.records(drafts), makers, effects }
    }

    /// Where match `number` stands in the order of winning.
    pub(super) fn rank(&self, number: usize) -> Rank {
        let candidate = self.candidate(number);
        let priority = self.rules.rules[candidate.rule as usize].priority;
        (Reverse(priority), Reverse(candidate.end - candidate.start), candidate.start, candidate.rule)
    }

    /// What became of match `number`.
    pub(super) fn outcome(&self, number: usize) -> Outcome {
        let effect = self.effect(number).cloned();
        effect.or_else(|| self.lost(number)).unwrap_or(Outcome::Idle)
    }

    fn candidate(&self, number: usize) -> &'t Candidate {
        &self.trace.candidates()[number]
    }

    /// What match `number` is good for, if anything.
    fn effect(&self, number: usize) -> Option<&Outcome> {
        self.effects[number].get_or_init(|| self.made(number).or_else(|| self.changed(number))).as_ref()
    }

    fn made(&self, number: usize) -> Option<Outcome> {
        let candidate = self.candidate(number);
        let maker = Some((candidate.rule, candidate.first as usize, candidate.last as usize));
        let at = self.makers.iter().position(|found| *found == maker)?;
        Some(Outcome::Made { record: brief(&self.records[at]) })
    }

    /// A record that is there only with, or only without match `number`.
    fn changed(&self, number: usize) -> Option<Outcome> {
        let without = self.trace.records(self.trace.drafts_of(|other, _| other != number));
        let record = difference(&self.records, &without)?;
        Some(Outcome::Changed { record: brief(record) })
    }

    /// The match that took the letters of match `number`, if it would count without those that go before it.
    fn lost(&self, number: usize) -> Option<Outcome> {
        let mut winners = self.better(number);
        winners.sort_by_key(|&other| self.rank(other));
        let winner = winners.iter().copied().find(|&other| self.effect(other).is_some())?;
        self.would_count(number, &winners).then(|| Outcome::Lost {
            to: self.rules.rules[self.candidate(winner).rule as usize].id.to_string(),
            by: self.reason(winner, number),
        })
    }

    /// The matches that share letters with match `number` and go before it.
    fn better(&self, number: usize) -> Vec<usize> {
        let own = self.candidate(number);
        let shares = |other: &Candidate| other.start < own.end && own.start < other.end;
        let all = self.trace.candidates().iter().enumerate();
        let better =
            all.filter(|(other, candidate)| shares(candidate) && self.rank(*other) < self.rank(number));
        better.map(|(other, _)| other).collect()
    }

    /// Whether match `number` makes a difference where `winners` are not.
    fn would_count(&self, number: usize, winners: &[usize]) -> bool {
        let with = self.trace.drafts_of(|other, _| !winners.contains(&other));
        let without = self.trace.drafts_of(|other, _| other != number && !winners.contains(&other));
        difference(&self.trace.records(with), &self.trace.records(without)).is_some()
    }

    fn reason(&self, winner: usize, loser: usize) -> Reason {
        let (winner, loser) = (self.rank(winner), self.rank(loser));
        if winner.0 != loser.0 {
            Reason::Priority
        } else if winner.1 != loser.1 {
            Reason::Length
        } else if winner.2 != loser.2 {
            Reason::Start
        } else {
            Reason::Order
        }
    }
}

/// The first record, the article last, that is in one list and not in the other.
fn difference<'r>(one: &'r [Record], other: &'r [Record]) -> Option<&'r Record> {
    let only = |records: &'r [Record], others: &'r [Record]| {
        records.iter().skip(1).find(|record| !others.contains(record))
    };
    let article = || one.first().filter(|article| Some(*article) != other.first());
    only(one, other).or_else(|| only(other, one)).or_else(article)
}
