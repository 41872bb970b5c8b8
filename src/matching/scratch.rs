//! The memory that one thread matches with, kept from document to document.

use super::{Candidate, Capture};
use crate::compile::automata::Memory;
use crate::compile::ruleset::{RuleId, Ruleset};
use crate::layout::Page;

/// Reused memory: what was found, and what the automata build on the way.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What matched, in the order of the text.
    pub candidates: Vec<Candidate>,
    /// What the candidates' slots captured.
    pub captures: Vec<Capture>,
    /// What the automata build on the way.
    pub memory: Memory,
    /// The last page, whose memory serves the next.
    pub page: Page,
    /// For each rule the last token, plus one, at which it matched.
    matched: Vec<u32>,
}

impl Scratch {
    /// Forgets what was found but keeps the memory.
    pub(super) fn clear(&mut self, rules: &Ruleset) {
        self.memory.prepare(rules);
        self.candidates.clear();
        self.captures.clear();
        self.matched.clear();
        self.matched.resize(rules.rules.len(), 0);
    }

    /// Whether the rule has matched at this token already, by a longer word.
    pub(super) fn is_tried(&self, rule: RuleId, token: usize) -> bool {
        self.matched[rule as usize] == token as u32 + 1
    }

    pub(super) fn set_tried(&mut self, rule: RuleId, token: usize) {
        self.matched[rule as usize] = token as u32 + 1;
    }
}
