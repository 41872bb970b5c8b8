//! Which gold record and which emitted record belong together.

use super::agree::{Level, agrees};
use super::statement::{Statement, has_scored_offsets};
use crate::record::RecordType;

/// The outcome of pairing the records of one type in one document.
#[derive(Debug, Default)]
pub(super) struct Pairing<'s> {
    /// Gold and emitted records that agree.
    pub(super) pairs: Vec<(&'s Statement, &'s Statement)>,
    /// Gold records that nothing agrees with, optional ones left out.
    pub(super) missed: Vec<&'s Statement>,
    /// Emitted records that agree with nothing.
    pub(super) alarms: Vec<&'s Statement>,
}

/// Pairs one to one, the closest spans first; what gold must have goes before what it may have.
pub(super) fn pair<'s>(
    level: Level,
    record_type: RecordType,
    gold: &[&'s Statement],
    emitted: &[&'s Statement],
) -> Pairing<'s> {
    let mut pairing = Pairing::default();
    let (mut gold_used, mut emitted_used) = (vec![false; gold.len()], vec![false; emitted.len()]);
    for (one, other) in candidates(level, record_type, gold, emitted) {
        if !gold_used[one] && !emitted_used[other] {
            (gold_used[one], emitted_used[other]) = (true, true);
            pairing.pairs.push((gold[one], emitted[other]));
        }
    }
    pairing.missed = unused(gold, &gold_used).filter(|statement| !statement.is_optional()).collect();
    pairing.alarms = unused(emitted, &emitted_used).collect();
    pairing
}

/// The pairs that agree, by number, the best first.
fn candidates(
    level: Level,
    record_type: RecordType,
    gold: &[&Statement],
    emitted: &[&Statement],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (one, wanted) in gold.iter().enumerate() {
        for (other, made) in emitted.iter().enumerate() {
            let near = !has_scored_offsets(record_type) || wanted.overlaps(made);
            if near && agrees(level, record_type, wanted, made) {
                found.push((wanted.is_optional(), wanted.distance(made), one, other));
            }
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, _, one, other)| (one, other)).collect()
}

fn unused<'a, 's>(
    statements: &'a [&'s Statement],
    used: &'a [bool],
) -> impl Iterator<Item = &'s Statement> + 'a {
    statements.iter().zip(used).filter(|(_, used)| !**used).map(|(statement, _)| *statement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn count(value: u32, start: usize, optional: bool) -> Statement {
        let json = json!({ "type": "count", "value": value, "subject": "xã", "optional": optional });
        let serde_json::Value::Object(fields) = json else { unreachable!() };
        Statement { start, end: start + 5, ..Statement::read(fields).unwrap() }
    }

    fn paired(gold: &[Statement], emitted: &[Statement]) -> (Vec<(usize, usize)>, usize, usize) {
        let gold: Vec<&Statement> = gold.iter().collect();
        let emitted: Vec<&Statement> = emitted.iter().collect();
        let pairing = pair(Level::Strict, RecordType::Count, &gold, &emitted);
        let starts = pairing.pairs.iter().map(|(one, other)| (one.start, other.start)).collect();
        (starts, pairing.missed.len(), pairing.alarms.len())
    }

    #[test]
    fn the_closest_span_wins() {
        let emitted = [count(3, 12, false), count(3, 11, false)];
        assert_eq!(paired(&[count(3, 10, false)], &emitted), (vec![(10, 11)], 0, 1));
    }

    #[test]
    fn spans_must_overlap_and_values_agree() {
        let emitted = [count(3, 15, false), count(4, 10, false)];
        assert_eq!(paired(&[count(3, 10, false)], &emitted), (vec![], 1, 2));
    }

    #[test]
    fn what_gold_may_have_comes_last_and_is_never_missed() {
        let gold = [count(3, 10, true), count(3, 12, false)];
        assert_eq!(paired(&gold, &[count(3, 10, false)]), (vec![(12, 10)], 0, 0));
        assert_eq!(paired(&gold, &[]), (vec![], 1, 0));
    }
}
