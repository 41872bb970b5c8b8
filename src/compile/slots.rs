//! What the slots of one pattern capture where it matches.
//!
//! A walk tells that a rule matches; here it is matched once more to know its slots. The text is read once, and the way
//! by which the preferred match was reached is followed back (`paths`).

use regex_automata::util::primitives::NonMaxUsize;

use super::alphabet::Symbol;
use super::automata::Pattern;
use super::expression::ExpressionId;
use super::nodes::Parts;
use super::paths::{DEAD, Edges, MATCHES, Paths, StateId, StepId};
use super::walk::word_number;
use crate::scan::Token;

/// The memory of matching with slots, of one thread, shared by all patterns.
#[derive(Debug, Default)]
pub struct SlotMemory {
    /// For each group where it begins and ends.
    pub slots: Vec<Option<NonMaxUsize>>,
    paths: Paths,
    /// The steps of the search at hand, and where each ends.
    taken: Vec<(StepId, usize)>,
    last: Vec<Found>,
    oldest: usize,
}

/// Where a match may lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) at: usize,
    pub(super) end: usize,
}

/// What a search reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'t> {
    pub(super) symbols: &'t [Symbol],
    /// The tokens that do not end where the search begins or before; none of them has to be there, but a known word that
    /// is takes one step.
    pub(super) tokens: &'t [Token],
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
        text: Text<'_>,
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
        let stop = self.search_anew(parts, pattern.expression, text, stretch);
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
        text: Text<'_>,
        Stretch { at, end }: Stretch,
    ) -> Option<usize> {
        let Text { symbols, mut tokens } = text;
        let start = self.paths.start(
            parts,
            pattern,
            Edges { start: at == 0, end: at == symbols.len(), inside: false },
        );
        self.taken.clear();
        self.taken.push((start, at));
        let mut state = self.paths.leads_to(start);
        let mut here = at;
        let mut matched = None;
        loop {
            if state & MATCHES != 0 {
                matched = Some(self.taken.len());
            }
            while let Some((_, rest)) = tokens.split_first().filter(|(token, _)| token.end as usize <= here) {
                tokens = rest;
            }
            let over =
                tokens.first().and_then(|token| self.step_over(parts, state, symbols, (here, end), token));
            let (step, after) = if let Some(over) = over {
                over
            } else {
                let Some(&symbol) = symbols.get(here) else { break };
                let after = here + parts.alphabet.length(symbol);
                if after > end {
                    break;
                }
                let inside = tokens.first().is_some_and(|token| lies_inside(after, token));
                let edges = Edges { start: false, end: after == symbols.len(), inside };
                (self.paths.step(parts, state, symbol, edges), after)
            };
            state = self.paths.leads_to(step);
            if state == DEAD {
                break;
            }
            self.taken.push((step, after));
            here = after;
        }
        self.taken.truncate(matched?);
        self.follow_back()
    }

    /// The step over a known word that begins at `here` or after one space, and that ends by `end` and before the text
    /// does; and where it ends.
    #[inline]
    fn step_over(
        &mut self,
        parts: Parts<'_>,
        state: StateId,
        symbols: &[Symbol],
        (here, end): (usize, usize),
        token: &Token,
    ) -> Option<(StepId, usize)> {
        let after = token.end as usize;
        let gap = (token.start as usize).checked_sub(here).filter(|&gap| gap <= 1)?;
        let word = word_number(token).filter(|_| after <= end && after < symbols.len())?;
        let number = word << 1 | gap as u32;
        Some((self.paths.step_over(parts, state, number, &symbols[here..after])?, after))
    }

    /// Sets the slots by following the steps that were taken back from the end of the match, which it tells. A slot that
    /// was passed more than once holds what it was passed at last.
    fn follow_back(&mut self) -> Option<usize> {
        let Self { slots, paths, taken, .. } = self;
        let &(last, stop) = taken.last()?;
        let mut place = paths.place_of_match(paths.leads_to(last));
        for &(step, here) in taken.iter().rev() {
            let origin = paths.origin(step, place);
            for &(end, back) in paths.passed(origin) {
                let slot = &mut slots[end as usize];
                *slot = slot.or(NonMaxUsize::new(here - back as usize));
            }
            place = origin.from;
        }
        Some(stop)
    }
}

fn lies_inside(at: usize, token: &Token) -> bool {
    (token.start as usize) < at && at < token.end as usize
}
