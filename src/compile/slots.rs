//! What the slots of one pattern capture where it matches.
//!
//! A walk tells that a rule matches; here it is matched once more to know its slots. The text is read once, and the way
//! by which the preferred match was reached is followed back ([`super::paths`]).

use regex_automata::util::primitives::NonMaxUsize;

use super::alphabet::{FILLER, Symbol};
use super::automata::Pattern;
use super::expression::ExpressionId;
use super::nodes::Parts;
use super::paths::{DEAD, Edges, MATCHES, Paths, StepId};

/// The memory of matching with slots, of one thread, shared by all patterns.
#[derive(Debug, Default)]
pub struct SlotMemory {
    /// For each group where it begins and ends.
    pub slots: Vec<Option<NonMaxUsize>>,
    paths: Paths,
    /// The steps of the search at hand.
    taken: Vec<StepId>,
    last: Vec<Found>,
    oldest: usize,
}

/// Where a match may lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) at: usize,
    pub(super) end: usize,
}

/// What a search found.
#[derive(Debug, Default)]
struct Found {
    pattern: ExpressionId,
    stretch: Stretch,
    stop: Option<usize>,
    slots: Vec<Option<NonMaxUsize>>,
}

/// So many searches are remembered.
const LAST: usize = 4;

impl SlotMemory {
    /// Matches a pattern from the beginning of `stretch`; the end of the match. Rules that match alike are often tried
    /// one after another: what was found last is remembered.
    pub(super) fn search(
        &mut self,
        parts: Parts<'_>,
        pattern: &Pattern,
        symbols: &[Symbol],
        stretch: Stretch,
    ) -> Option<usize> {
        self.slots.clear();
        let known =
            self.last.iter().find(|found| found.pattern == pattern.expression && found.stretch == stretch);
        if let Some(known) = known {
            self.slots.extend_from_slice(&known.slots);
            return known.stop;
        }
        self.slots.resize(pattern.groups.len() * 2, None);
        let stop = self.search_anew(parts, pattern.expression, symbols, stretch);
        if self.last.len() < LAST {
            self.last.push(Found::default());
        }
        self.oldest = (self.oldest + 1) % LAST;
        let at = self.oldest.min(self.last.len() - 1);
        let Found { pattern: of, stretch: within, stop: end, slots } = &mut self.last[at];
        (*of, *within, *end) = (pattern.expression, stretch, stop);
        slots.clone_from(&self.slots);
        stop
    }

    /// Forgets what was found last: another text comes.
    pub(super) fn forget_found(&mut self) {
        self.last.clear();
    }

    /// Reads as far as anything can match; of the places where the pattern matched, the last is the preferred: in a
    /// state, nothing comes after the end of the pattern.
    fn search_anew(
        &mut self,
        parts: Parts<'_>,
        pattern: ExpressionId,
        symbols: &[Symbol],
        Stretch { at, end }: Stretch,
    ) -> Option<usize> {
        let start = self.paths.start(parts, pattern, Edges { start: at == 0, end: at == symbols.len() });
        self.taken.clear();
        self.taken.push(start);
        let mut state = self.paths.leads_to(start);
        let mut here = at;
        let mut matched = None;
        loop {
            if state & MATCHES != 0 {
                matched = Some((self.taken.len(), here));
            }
            let Some(&symbol) = symbols.get(here) else { break };
            here += parts.alphabet.length(symbol);
            if state == DEAD || here > end {
                break;
            }
            let step = self.paths.step(parts, state, symbol, here == symbols.len());
            self.taken.push(step);
            state = self.paths.leads_to(step);
        }
        let (steps, stop) = matched?;
        self.taken.truncate(steps);
        self.follow_back(symbols, stop);
        Some(stop)
    }

    /// Sets the slots by following the steps that were taken back from the end of the match at `stop`. A slot that was
    /// passed more than once holds what it was passed at last.
    fn follow_back(&mut self, symbols: &[Symbol], stop: usize) {
        let Self { slots, paths, taken, .. } = self;
        let Some(&last) = taken.last() else { return };
        let mut place = paths.place_of_match(paths.leads_to(last));
        let mut here = stop;
        for &step in taken.iter().rev() {
            let origin = paths.origin(step, place);
            for &end in paths.passed(origin) {
                let slot = &mut slots[end as usize];
                *slot = slot.or(NonMaxUsize::new(here));
            }
            place = origin.from;
            here = symbols[..here].iter().rposition(|&symbol| symbol != FILLER).unwrap_or(0);
        }
    }
}
