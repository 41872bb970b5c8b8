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

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use crate::compile::ruleset::{Lead, Reader, RuleId, Ruleset, SlotRegex, TermId};
use crate::compile::slot_regex;
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

/// Appends to `scratch` every candidate of `page`.
pub fn find(page: &Page, rules: &Ruleset, scratch: &mut Scratch) {
    scratch.clear(rules);
    for block in &page.blocks {
        let mut matcher = Matcher { page, rules, block, scratch };
        for token in block.tokens.0 as usize..block.tokens.1 as usize {
            matcher.try_at(token);
        }
    }
}

struct Matcher<'a> {
    page: &'a Page,
    rules: &'a Ruleset,
    block: &'a Block,
    scratch: &'a mut Scratch,
}

impl Matcher<'_> {
    /// Tries every rule that something at `token` sets off.
    fn try_at(&mut self, token: usize) {
        let (page, rules) = (self.page, self.rules);
        for hit in page.scan.hits_at(token).iter().rev() {
            let Some(set_off) = rules.set_off.get(hit.entry as usize) else { continue };
            for &rule in set_off {
                self.try_rule(rule, token, Some(hit));
            }
        }
        let found = &page.scan.tokens[token];
        if found.kind == TokenKind::Number {
            rules.by_number.iter().for_each(|&rule| self.try_rule(rule, token, None));
        } else if found.is_capitalised() && self.begins_run(token) {
            rules.by_capital.iter().for_each(|&rule| self.try_rule(rule, token, None));
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

    fn try_rule(&mut self, id: RuleId, token: usize, hit: Option<&Hit>) {
        let (page, rules) = (self.page, self.rules);
        let rule = &rules.rules[id as usize];
        if rule.zones & self.block.zone.bit() == 0 || self.scratch.is_tried(id, token) {
            return;
        }
        if !guard::allows_before(page, token, &rule.before)
            || !guard::allows_earlier(page, token, &rule.earlier)
        {
            return;
        }
        let captures = self.scratch.captures.len();
        let matched = match (rule.lead, hit) {
            (Some(lead), Some(hit)) => self.match_lead(id, rule, lead, hit),
            (None, _) => self.match_at(id, rule, page.scan.tokens[token].start as usize),
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
        self.match_at(id, rule, end)
    }

    /// Matches the rule's regex at byte `at`; the end of the match, which lies between tokens.
    fn match_at(&mut self, id: RuleId, rule: &Rule, at: usize) -> Option<usize> {
        let compiled = rule.regex.get_or_init(|| slot_regex(&rule.pieces, self.rules).unwrap_or_default());
        let Some(compiled) = compiled else { return rule.pieces.is_empty().then_some(at) };
        let mut end = self.block.end as usize;
        loop {
            let captures = self.scratch.captures.len();
            let stop = self.search(id, compiled, at, end)?;
            match self.token_cut_by(stop) {
                None => return Some(stop),
                Some(start) if start > at => {
                    self.scratch.captures.truncate(captures);
                    end = start;
                }
                Some(_) => return None,
            }
        }
    }

    fn search(&mut self, id: RuleId, compiled: &SlotRegex, at: usize, end: usize) -> Option<usize> {
        let input = Input::new(&self.page.folded).range(at..end).anchored(Anchored::Yes);
        let mut found = std::mem::take(&mut self.scratch.found);
        let (cache, slots) = self.scratch.regex_memory(id, compiled);
        let matched = compiled.regex.search_slots_with(cache, &input, slots).and_then(|_| slots[1]);
        let groups = compiled.groups.iter().enumerate().filter(|_| matched.is_some());
        for (number, &(slot, term)) in groups {
            let (start, end) = (slots[2 * number + 2], slots[2 * number + 3]);
            if let (Some(start), Some(end)) = (start, end) {
                let capture = Capture { slot, term, start: start.get() as u32, end: end.get() as u32 };
                found.push(capture);
            }
        }
        self.scratch.captures.append(&mut found);
        self.scratch.found = found;
        matched.map(NonMaxUsize::get)
    }

    /// The start of the token that byte `at` lies inside of.
    fn token_cut_by(&self, at: usize) -> Option<usize> {
        let next = self.page.scan.token_from(at);
        let before = self.page.scan.tokens.get(next.checked_sub(1)?)?;
        (before.end as usize > at).then_some(before.start as usize)
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
