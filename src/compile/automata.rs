//! All rules as automata: which rules match at a place is found in one walk, what their slots capture only for those.
//!
//! Most rules that something sets off do not match. One automaton over all of them tells which do, at the cost of
//! reading the few characters that any of them gets to. It is built from its states as texts need them, so that rules
//! which no text comes near cost nothing, however many there are. A rule that matches is then matched by an automaton
//! of its own, which knows its slots.

use std::collections::BTreeSet;

use once_cell::sync::OnceCell;
use regex_automata::hybrid::dfa::{Cache as WalkCache, DFA};
use regex_automata::nfa::thompson::backtrack::{BoundedBacktracker, Cache};
use regex_automata::nfa::thompson::pikevm::PikeVM;
use regex_automata::nfa::thompson::{BuildError, NFA};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, MatchKind};

use super::alphabet::Alphabet;
use super::expression::{ClassId, Expression, ExpressionId, Expressions};
use super::program::{self, Lists, Parts};
use super::ruleset::{Rule, RuleId, Ruleset, Term, TermId};
use super::slot::Slot;
use super::spelling::Branch;

/// The most memory that the automaton of one rule may take, in bytes.
const RULE_LIMIT: usize = 8 << 20;
/// The most memory that the automaton of all rules may take before a text is seen, in bytes.
const WALK_LIMIT: usize = 256 << 20;
/// The memory of a thread for the states that texts needed, in bytes; when it is full they are built anew.
const WALK_CACHE: usize = 32 << 20;
/// The memory for what a rule's automaton has tried, in bytes; beyond it a slower way is taken.
const TRIED_CAPACITY: usize = 1 << 20;

/// The automata of a set of rules.
#[derive(Debug)]
pub struct Automata {
    alphabet: Alphabet,
    expressions: Expressions,
    lists: Lists,
    space: ClassId,
    /// For each rule its pattern, or what is wrong with it.
    patterns: Vec<Result<ExpressionId, String>>,
    /// Rules that match from the token that sets them off.
    pub starts: Walk,
    /// Rules that match what follows the words that set them off.
    pub leads: Walk,
    /// What sets off which rules.
    pub triggers: Triggers,
}

/// Rules that are walked together.
#[derive(Debug)]
pub struct Walk {
    /// `None` if the automaton would be too large: then any of the rules may match.
    automaton: Option<DFA>,
    rules: Vec<RuleId>,
}

/// A set of rules.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    bits: Vec<u64>,
    any: bool,
}

impl RuleSet {
    fn insert(&mut self, rule: RuleId) {
        let word = rule as usize / 64;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (rule % 64);
        self.any = true;
    }

    /// Whether `rule` is in it.
    #[inline]
    pub fn contains(&self, rule: RuleId) -> bool {
        self.bits.get(rule as usize / 64).is_some_and(|bits| bits & (1 << (rule % 64)) != 0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        !self.any
    }

    fn clear(&mut self) {
        if self.any {
            self.bits.fill(0);
            self.any = false;
        }
    }
}

/// The memory of a walk, of one thread.
#[derive(Debug, Default)]
pub struct WalkMemory {
    cache: Option<WalkCache>,
    /// The rules that match.
    pub found: RuleSet,
    /// Where the last of their matches ends.
    pub end: usize,
}

impl Walk {
    fn new(parts: Parts<'_>, rules: Vec<RuleId>, patterns: &[Vec<ExpressionId>]) -> Self {
        let automaton = program::together(parts, patterns, WALK_LIMIT).ok().and_then(walkable);
        Self { automaton, rules }
    }

    /// Finds the rules with a match that begins at `at` and ends by `end`, at a byte for which `may_end` holds. It is
    /// asked about ascending bytes.
    pub fn find(
        &self,
        symbols: &[u8],
        at: usize,
        end: usize,
        memory: &mut WalkMemory,
        mut may_end: impl FnMut(usize) -> bool,
    ) {
        memory.found.clear();
        memory.end = at;
        let walked = self.walk(symbols, at, end, memory, &mut may_end);
        if walked.is_none() {
            self.rules.iter().for_each(|&rule| memory.found.insert(rule));
            memory.end = end;
        }
    }

    /// `None` if there is no automaton to walk.
    #[inline]
    fn walk(
        &self,
        symbols: &[u8],
        at: usize,
        end: usize,
        memory: &mut WalkMemory,
        may_end: &mut impl FnMut(usize) -> bool,
    ) -> Option<()> {
        let automaton = self.automaton.as_ref()?;
        let WalkMemory { cache, found, end: last } = memory;
        let cache = cache.get_or_insert_with(|| automaton.create_cache());
        let input = Input::new(symbols).range(at..end).anchored(Anchored::Yes);
        let mut state = automaton.start_state_forward(cache, &input).ok()?;
        // A match is told one symbol after its end.
        for (offset, &symbol) in symbols[at..end].iter().enumerate() {
            state = automaton.next_state(cache, state, symbol).ok()?;
            if state.is_tagged() {
                if state.is_match() && may_end(at + offset) {
                    (0..automaton.match_len(cache, state)).for_each(|number| {
                        found.insert(self.rules[automaton.match_pattern(cache, state, number).as_usize()]);
                    });
                    *last = at + offset;
                } else if state.is_dead() {
                    return Some(());
                }
            }
        }
        state = automaton.next_eoi_state(cache, state).ok()?;
        if state.is_match() && may_end(end) {
            (0..automaton.match_len(cache, state)).for_each(|number| {
                found.insert(self.rules[automaton.match_pattern(cache, state, number).as_usize()]);
            });
            *last = end;
        }
        Some(())
    }
}

/// An automaton whose states are built when a text needs them.
fn walkable(automaton: NFA) -> Option<DFA> {
    let config =
        DFA::config().match_kind(MatchKind::All).cache_capacity(WALK_CACHE).skip_cache_capacity_check(true);
    DFA::builder().configure(config).build_from_nfa(automaton).ok()
}

/// What sets off which rules.
#[derive(Debug, Default)]
pub struct Triggers {
    lists: Vec<TriggerList>,
    /// For each entry of the trie the number of its list.
    of_entry: Vec<u32>,
    /// The rules that a number sets off.
    pub number: TriggerList,
    /// The rules that a run of capitals sets off.
    pub capital: TriggerList,
}

/// Rules that the same thing sets off.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TriggerList {
    /// The rules, in the order of the packs.
    pub rules: Vec<RuleId>,
    /// Whether any of them matches from the token itself.
    pub starts: bool,
    /// Whether any of them begins with the words that set it off.
    pub words: bool,
    /// Whether any of them has a pattern to match after the words that set it off.
    pub leads: bool,
    /// The zones that any of them reads.
    pub zones: u16,
}

impl TriggerList {
    fn new(ids: &[RuleId], rules: &[Rule]) -> Self {
        let held = || ids.iter().map(|&id| &rules[id as usize]);
        Self {
            rules: ids.to_vec(),
            starts: held().any(|rule| rule.lead.is_none()),
            words: held().any(|rule| rule.lead.is_some()),
            leads: held().any(|rule| rule.lead.is_some() && !rule.pieces.is_empty()),
            zones: held().fold(0, |zones, rule| zones | rule.zones),
        }
    }
}

impl Triggers {
    fn new(rules: &Ruleset) -> Self {
        let mut numbers = std::collections::HashMap::from([(&[][..], 0)]);
        let mut lists = vec![TriggerList::default()];
        let of_entry = rules.set_off.iter().map(|ids| {
            *numbers.entry(ids.as_slice()).or_insert_with(|| {
                lists.push(TriggerList::new(ids, &rules.rules));
                lists.len() as u32 - 1
            })
        });
        let of_entry = of_entry.collect();
        let number = TriggerList::new(&rules.by_number, &rules.rules);
        let capital = TriggerList::new(&rules.by_capital, &rules.rules);
        Self { lists, of_entry, number, capital }
    }

    /// The rules that an entry sets off.
    #[inline]
    pub fn of(&self, entry: u32) -> Option<&TriggerList> {
        let number = self.of_entry.get(entry as usize).copied().filter(|&number| number != 0)?;
        self.lists.get(number as usize)
    }
}

impl Automata {
    /// The automata of `rules`.
    pub fn new(rules: &Ruleset) -> Self {
        let mut expressions = Expressions::default();
        let space = expressions.space();
        let patterns: Vec<_> =
            rules.rules.iter().map(|rule| expressions.parse(&rule.pieces, &rules.terms)).collect();
        let lists = lists(&mut expressions, &patterns, &rules.terms);
        let mut groups = [const { (Vec::new(), Vec::new()) }; 2];
        for (number, rule) in rules.rules.iter().enumerate() {
            let Ok(pattern) = &patterns[number] else { continue };
            let bare = expressions.bare(*pattern);
            let (ids, parts) = &mut groups[usize::from(rule.lead.is_some())];
            ids.push(number as RuleId);
            parts.push(match expressions.get(bare) {
                Expression::Sequence(parts) => parts.clone(),
                _ => vec![bare],
            });
        }
        let alphabet = Alphabet::new(expressions.classes());
        let parts = Parts { expressions: &expressions, alphabet: &alphabet, lists: &lists, space };
        let [starts, leads] = groups.map(|(ids, patterns)| Walk::new(parts, ids, &patterns));
        Self { starts, leads, triggers: Triggers::new(rules), alphabet, expressions, lists, space, patterns }
    }

    /// The alphabet in which texts are walked.
    pub fn alphabet(&self) -> &Alphabet {
        &self.alphabet
    }

    /// The automaton of one rule, with its slots.
    pub fn slot_automaton(&self, rule: RuleId) -> Result<SlotAutomaton, String> {
        let pattern = self.patterns[rule as usize].clone()?;
        let (expressions, alphabet, lists, space) =
            (&self.expressions, &self.alphabet, &self.lists, self.space);
        let parts = Parts { expressions, alphabet, lists, space };
        let mut slots = Vec::new();
        expressions.slots(pattern, &mut slots);
        let built =
            program::with_slots(parts, pattern, RULE_LIMIT).and_then(|nfa| SlotAutomaton::new(nfa, slots));
        built.map_err(|error| error.to_string())
    }
}

/// The phrases of all word terms in the patterns.
fn lists(expressions: &mut Expressions, patterns: &[Result<ExpressionId, String>], terms: &[Term]) -> Lists {
    let mut found: BTreeSet<TermId> = BTreeSet::new();
    let mut open: Vec<ExpressionId> = patterns.iter().flatten().copied().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            found.extend(expressions.inner(id, &mut open));
        }
    }
    found.into_iter().map(|term| (term, Branch::of(term, terms, expressions))).collect()
}

/// The automaton of one rule: where it matches and what its slots capture.
#[derive(Debug)]
pub struct SlotAutomaton {
    automaton: BoundedBacktracker,
    /// For matches too long for the quick way.
    slow: OnceCell<Option<PikeVM>>,
    /// For each group its slot and the term that reads it.
    pub groups: Vec<(Slot, TermId)>,
}

/// The memory of matching with slots, of one thread, shared by all rules.
#[derive(Debug, Default)]
pub struct SlotMemory {
    cache: Option<Cache>,
    /// For the match, then for each group, where it begins and ends.
    pub slots: Vec<Option<NonMaxUsize>>,
}

impl SlotAutomaton {
    fn new(automaton: NFA, groups: Vec<(Slot, TermId)>) -> Result<Self, BuildError> {
        let config = BoundedBacktracker::config().visited_capacity(TRIED_CAPACITY);
        let automaton = BoundedBacktracker::builder().configure(config).build_from_nfa(automaton)?;
        Ok(Self { automaton, slow: OnceCell::new(), groups })
    }

    /// Matches from `at`, at most to `end`; the end of the match. The slots are left in `memory`.
    pub fn search(&self, symbols: &[u8], at: usize, end: usize, memory: &mut SlotMemory) -> Option<usize> {
        let input = Input::new(symbols).range(at..end).anchored(Anchored::Yes);
        let SlotMemory { cache, slots } = memory;
        slots.clear();
        slots.resize(self.groups.len() * 2 + 2, None);
        let cache = cache.get_or_insert_with(|| self.automaton.create_cache());
        if self.automaton.try_search_slots(cache, &input, slots).is_err() {
            let slow = self.slow.get_or_init(|| PikeVM::new_from_nfa(self.automaton.get_nfa().clone()).ok());
            let slow = slow.as_ref()?;
            slow.search_slots(&mut slow.create_cache(), &input, slots);
        }
        slots[1].map(NonMaxUsize::get)
    }
}
