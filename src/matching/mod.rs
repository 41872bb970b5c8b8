//! From a scanned page to candidates: which rule matched where, and what its slots captured.
//!
//! Rules are tried only where the scan found something that sets them off, and always anchored. A match must begin
//! and end between tokens.

mod guard;
mod name;
mod scratch;

pub(crate) use guard::allows;
pub use guard::{allows_after, allows_before, allows_earlier, holds_in};
pub use scratch::Scratch;

use crate::compile::automata::{Automata, TriggerList};
use crate::compile::ruleset::{Lead, Reader, RuleId, Ruleset, TermId};
use crate::compile::{Rule, Slot};
use crate::layout::{Block, Page};
use crate::scan::{Hit, TokenKind};

/// A rule that matched, before anything is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which rule.
    pub rule: RuleId,
    /// The first byte of the match.
    pub start: u32,
    /// The byte after the match.
    pub end: u32,
    /// Its first token.
    pub first: u32,
    /// The token after its last.
    pub last: u32,
    /// The first of its captures.
    pub captures: u32,
    /// The capture after its last.
    pub captures_end: u32,
}

/// What a slot captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Which slot.
    pub slot: Slot,
    /// The term that reads it.
    pub term: TermId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// The longest match, in bytes; for a pattern it is as if the text ended there.
const LONGEST_MATCH: usize = 1 << 10;

/// Finds every candidate of `page`; they are left in `scratch`.
pub fn find(page: &Page, rules: &Ruleset, scratch: &mut Scratch) {
    scratch.clear(rules);
    for block in &page.blocks {
        let mut matcher = Matcher { page, rules, automata: rules.automata(), block, scratch };
        for token in block.tokens.0 as usize..block.tokens.1 as usize {
            matcher.try_at(token);
        }
    }
}

struct Matcher<'a> {
    page: &'a Page,
    rules: &'a Ruleset,
    automata: &'a Automata,
    block: &'a Block,
    scratch: &'a mut Scratch,
}

impl Matcher<'_> {
    /// Tries every rule that something at `token` sets off.
    fn try_at(&mut self, token: usize) {
        let (page, automata) = (self.page, self.automata);
        let mut walked = false;
        for hit in page.scan.hits_at(token).iter().rev() {
            if let Some(list) = automata.triggers.of(hit.entry) {
                self.try_list(list, token, Some(hit), &mut walked);
            }
        }
        let found = &page.scan.tokens[token];
        if found.kind == TokenKind::Number {
            self.try_list(&automata.triggers.number, token, None, &mut walked);
        } else if found.is_capitalised() && self.begins_run(token) {
            self.try_list(&automata.triggers.capital, token, None, &mut walked);
        }
    }

    /// Whether a run of capitalised words begins at `token`: a word that never begins a name parts runs.
    fn begins_run(&self, token: usize) -> bool {
        let scan = &self.page.scan;
        let before = (token > self.block.tokens.0 as usize).then(|| &scan.tokens[token - 1]);
        !before.is_some_and(|before| before.kind == TokenKind::Word && before.is_capitalised())
            || self.rules.names.never.longest_ending_at(scan, token).is_some()
            || self
                .rules
                .names
                .never_long
                .longest_ending_at(scan, token)
                .is_some_and(|hit| hit.end - hit.start > 1)
    }

    /// Tries the rules of a list; `walked` is whether the rules that match from `token` are known already.
    fn try_list(&mut self, list: &TriggerList, token: usize, hit: Option<&Hit>, walked: &mut bool) {
        if list.zones & self.block.zone.bit() == 0 {
            return;
        }
        if list.has_starts() && !*walked {
            self.walk_starts(token);
            *walked = true;
        }
        if list.has_leads() {
            self.walk_leads(hit);
        }
        for word in 0..list.words() {
            let mut rules = list.matching(word, &self.scratch.memory);
            while rules != 0 {
                self.try_rule(64 * word as RuleId + rules.trailing_zeros(), token, hit);
                rules &= rules - 1;
            }
        }
    }

    /// Finds the rules that match from `token`.
    fn walk_starts(&mut self, token: usize) {
        let tokens = &self.page.scan.tokens[token..self.block.tokens.1 as usize];
        let at = tokens[0].start as usize;
        let stretch = (at, self.reach(at));
        let memory = &mut self.scratch.memory;
        self.automata.find_starts(self.rules, &self.page.symbols, tokens, stretch, memory);
    }

    /// Finds the rules that match after the words of `hit`.
    fn walk_leads(&mut self, hit: Option<&Hit>) {
        let Some(hit) = hit else { return };
        let tokens = &self.page.scan.tokens[..self.block.tokens.1 as usize];
        let at = tokens[hit.end as usize - 1].end as usize;
        let (stretch, tokens) = ((at, self.reach(at)), &tokens[hit.end as usize..]);
        let memory = &mut self.scratch.memory;
        self.automata.find_leads(self.rules, &self.page.symbols, tokens, stretch, memory);
    }

    /// Where a match from `at` ends at the latest.
    fn reach(&self, at: usize) -> usize {
        (self.block.end as usize).min(at + LONGEST_MATCH)
    }

    fn try_rule(&mut self, id: RuleId, token: usize, hit: Option<&Hit>) {
        let (page, rules) = (self.page, self.rules);
        let rule = &rules.rules[id as usize];
        if rule.zones & self.block.zone.bit() == 0
            || self.scratch.is_tried(id, token)
            || !guard::allows_before(page, token, &rule.before)
            || !guard::allows_earlier(page, token, &rule.earlier)
        {
            return;
        }
        let captures = self.scratch.captures.len();
        let matched = match (rule.lead, hit) {
            (Some(lead), Some(hit)) => self.match_lead(id, rule, lead, hit),
            (None, _) => self.match_at(
                id,
                page.scan.tokens[token].start as usize,
                token,
                self.scratch.memory.starts.end,
            ),
            (Some(_), None) => None,
        };
        match matched.and_then(|end| self.candidate(id, rule, token, end, captures)) {
            Some(candidate) => {
                self.scratch.set_tried(id, token);
                self.scratch.candidates.push(candidate);
            }
            None => self.scratch.captures.truncate(captures),
        }
    }

    /// Matches what follows a word that the scan found.
    fn match_lead(&mut self, id: RuleId, rule: &Rule, lead: Lead, hit: &Hit) -> Option<usize> {
        let (start, end) = self.page.bytes_of(hit.start as usize, hit.end as usize);
        if let Some(slot) = lead.slot {
            let capture = Capture { slot, term: lead.term, start: start as u32, end: end as u32 };
            self.scratch.captures.push(capture);
        }
        if rule.pieces.is_empty() {
            return Some(end);
        }
        self.match_at(id, end, hit.end as usize, self.scratch.memory.leads.end)
    }

    /// Matches the rule at byte `at`, at or before token `token`; the end of the match, which lies between tokens and is
    /// not after `end`.
    fn match_at(&mut self, id: RuleId, at: usize, token: usize, end: usize) -> Option<usize> {
        let tokens = &self.page.scan.tokens[token..self.block.tokens.1 as usize];
        let mut end = end;
        loop {
            let memory = &mut self.scratch.memory;
            let stop =
                self.automata.match_slots(id, self.rules, &self.page.symbols, tokens, (at, end), memory)?;
            match self.phrase_cut_by(stop) {
                None => {
                    self.take_captures(id);
                    return Some(stop);
                }
                Some(start) if start > at => end = start,
                Some(_) => return None,
            }
        }
    }

    /// Adds what the slots of a rule captured.
    fn take_captures(&mut self, id: RuleId) {
        let Scratch { memory, captures, .. } = &mut *self.scratch;
        for (ends, &(slot, term)) in memory.slots.slots.chunks_exact(2).zip(self.automata.groups(id)) {
            if let [Some(start), Some(end)] = ends {
                captures.push(Capture { slot, term, start: start.get() as u32, end: end.get() as u32 });
            }
        }
    }

    /// The start of the phrase that byte `at`, where a token ends, parts after its first word, if it is one that is only
    /// taken whole.
    fn phrase_cut_by(&self, at: usize) -> Option<usize> {
        let scan = &self.page.scan;
        let next = scan.token_from(at);
        let first = next.checked_sub(1)?;
        let hit = self.rules.numbers.whole.longest_at(scan, first)?;
        (hit.end as usize > next).then_some(scan.tokens[first].start as usize)
    }

    /// Makes a candidate of a match, its name cut where the name ends.
    fn candidate(
        &mut self,
        id: RuleId,
        rule: &Rule,
        token: usize,
        end: usize,
        captures: usize,
    ) -> Option<Candidate> {
        let page = self.page;
        let mut end = end;
        let reader = |number: usize| self.rules.terms[self.scratch.captures[number].term].reader;
        let is_name = |number: &usize| matches!(reader(*number), Reader::Name | Reader::Author);
        let named = (captures..self.scratch.captures.len()).find(is_name);
        if let Some(number) = named {
            let author = reader(number) == Reader::Author;
            let capture = &mut self.scratch.captures[number];
            let cut = name::end(page, self.rules, capture.start as usize, capture.end as usize, author)?;
            if cut != capture.end as usize {
                capture.end = cut as u32;
                end = cut;
            }
        }
        let last = page.scan.token_from(end);
        guard::allows_after(page, last, &rule.after).then_some(Candidate {
            rule: id,
            start: page.scan.tokens[token].start,
            end: end as u32,
            first: token as u32,
            last: last as u32,
            captures: captures as u32,
            captures_end: self.scratch.captures.len() as u32,
        })
    }
}
