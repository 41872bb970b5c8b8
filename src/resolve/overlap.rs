//! Which candidates stand, and which win where two want the same letters.
//!
//! The order is total and written: the higher priority wins; then the longer match; then the one that begins earlier;
//! then the rule that comes first in the packs.

use std::cmp::Reverse;

use super::Context;
use super::claims::Claims;
use super::phrase;
use super::scope::Scopes;
use crate::compile::{Rule, Ruleset};
use crate::matching::{Candidate, Scratch, allows, allows_earlier, holds_in};
use crate::record::RecordType;

/// The candidates whose conditions are met.
pub(super) fn viable(context: Context<'_>, scratch: &Scratch, scopes: &Scopes) -> Vec<Candidate> {
    let no_claims = Claims::default();
    let stands = |candidate: &&Candidate| {
        let rule = &context.rules.rules[candidate.rule as usize];
        in_scope(rule, candidate, scopes)
            && allows_earlier(context.page, candidate.first as usize, &rule.earlier)
            && sentence_allows(context, rule, candidate)
            && follows(context.rules, rule, candidate, &scratch.candidates)
            && has_needed(context, scratch, rule, candidate, &no_claims)
    };
    scratch.candidates.iter().filter(stands).copied().collect()
}

fn in_scope(rule: &Rule, candidate: &Candidate, scopes: &Scopes) -> bool {
    let open = |scope: &usize| scopes.is_open(*scope, candidate.first as usize);
    (rule.inside.is_empty() || rule.inside.iter().any(open)) && !rule.outside.iter().any(open)
}

fn sentence_allows(context: Context<'_>, rule: &Rule, candidate: &Candidate) -> bool {
    let (first, end) = context.page.sentence(candidate.first as usize);
    let holds = |set: &crate::compile::ruleset::EntrySet| holds_in(context.page, first, end, set);
    allows(&rule.sentence, holds)
}

/// Whether a candidate of one of the types that the rule follows ends right before the match.
fn follows(rules: &Ruleset, rule: &Rule, candidate: &Candidate, all: &[Candidate]) -> bool {
    let ends_before = |other: &Candidate| {
        let emits = rules.rules[other.rule as usize].emits;
        other.last == candidate.first && emits.is_some_and(|kind: RecordType| rule.follows.contains(&kind))
    };
    let from = all.partition_point(|other| other.first + 64 < candidate.first);
    rule.follows.is_empty()
        || all[from..].iter().take_while(|other| other.first <= candidate.first).any(ends_before)
}

fn has_needed(
    context: Context<'_>,
    scratch: &Scratch,
    rule: &Rule,
    candidate: &Candidate,
    claims: &Claims,
) -> bool {
    let captures = &scratch.captures[candidate.captures as usize..candidate.captures_end as usize];
    let filled = |slot: &crate::compile::Slot| {
        captures.iter().any(|capture| capture.slot == *slot)
            || rule
                .finds
                .iter()
                .filter(|(found, _)| found == slot)
                .flat_map(|(_, finds)| finds)
                .filter(|find| !find.further)
                .any(|find| phrase::find(context, claims, captures, candidate, find).is_some())
    };
    rule.needs.is_empty() || rule.needs.iter().any(filled)
}

/// The candidates that win, in text order, of `candidates` in the order of their beginnings.
///
/// Candidates that overlap, and those that overlap these, are settled by themselves: what is sorted is a handful, however
/// long the page.
pub(super) fn choose(mut candidates: Vec<Candidate>, rules: &Ruleset) -> Vec<Candidate> {
    let (mut kept, mut from) = (0, 0);
    while from < candidates.len() {
        let mut end = candidates[from].end;
        let mut to = from + 1;
        while let Some(next) = candidates.get(to).filter(|next| next.start < end) {
            end = end.max(next.end);
            to += 1;
        }
        let winners = settle(&mut candidates[from..to], rules);
        candidates.copy_within(from..from + winners, kept);
        (kept, from) = (kept + winners, to);
    }
    candidates.truncate(kept);
    candidates
}

/// Puts those that win among `candidates` first, in text order, and tells how many they are.
fn settle(candidates: &mut [Candidate], rules: &Ruleset) -> usize {
    if candidates.len() == 1 {
        return 1;
    }
    candidates.sort_by_key(|candidate| {
        let rule = &rules.rules[candidate.rule as usize];
        let length = candidate.end - candidate.start;
        (Reverse(rule.priority), Reverse(length), candidate.start, candidate.rule)
    });
    let mut taken = Taken::default();
    let mut winners = 0;
    for number in 0..candidates.len() {
        let candidate = candidates[number];
        if taken.take(candidate.start, candidate.end) {
            candidates[winners] = candidate;
            winners += 1;
        }
    }
    candidates[..winners].sort_by_key(|candidate| candidate.start);
    winners
}

/// Spans that do not overlap, in their order.
#[derive(Default)]
struct Taken {
    spans: std::collections::BTreeMap<u32, u32>,
}

impl Taken {
    /// Takes `start..end` if it is free.
    fn take(&mut self, start: u32, end: u32) -> bool {
        let before = self.spans.range(..end).next_back();
        let free = before.is_none_or(|(_, &taken_end)| taken_end <= start);
        if free {
            self.spans.insert(start, end);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_spans_are_not_taken() {
        let mut taken = Taken::default();
        assert!(taken.take(5, 10));
        assert!(!taken.take(9, 12));
        assert!(!taken.take(0, 6));
        assert!(!taken.take(6, 7));
        assert!(taken.take(10, 12));
        assert!(taken.take(0, 5));
    }
}
