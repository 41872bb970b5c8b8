//! The memory that one thread matches with, kept from document to document.

use regex_automata::meta::Cache;
use regex_automata::util::primitives::NonMaxUsize;

use super::{Candidate, Capture};
use crate::compile::ruleset::{RuleId, Ruleset, SlotRegex};

/// Reused memory: what was found, and the regexes' caches.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What matched, in the order of the text.
    pub candidates: Vec<Candidate>,
    /// What the candidates' slots captured.
    pub captures: Vec<Capture>,
    /// The captures of the match at hand.
    pub(super) found: Vec<Capture>,
    caches: Vec<Option<Box<Cache>>>,
    slots: Vec<Option<NonMaxUsize>>,
    /// For each rule the last token, plus one, at which it matched.
    matched: Vec<u32>,
}

impl Scratch {
    /// Forgets what was found but keeps the memory.
    pub(super) fn clear(&mut self, rules: &Ruleset) {
        self.candidates.clear();
        self.captures.clear();
        self.matched.clear();
        self.matched.resize(rules.rules.len(), 0);
        self.caches.resize_with(rules.rules.len(), || None);
    }

    /// Whether the rule has matched at this token already, by a longer word.
    pub(super) fn is_tried(&self, rule: RuleId, token: usize) -> bool {
        self.matched[rule as usize] == token as u32 + 1
    }

    pub(super) fn set_tried(&mut self, rule: RuleId, token: usize) {
        self.matched[rule as usize] = token as u32 + 1;
    }

    /// The cache of a rule's regex, and room for its groups.
    pub(super) fn regex_memory(
        &mut self,
        rule: RuleId,
        compiled: &SlotRegex,
    ) -> (&mut Cache, &mut [Option<NonMaxUsize>]) {
        self.slots.clear();
        self.slots.resize(compiled.groups.len() * 2 + 2, None);
        let cache = self.caches[rule as usize].get_or_insert_with(|| Box::new(compiled.regex.create_cache()));
        (cache, &mut self.slots)
    }
}
