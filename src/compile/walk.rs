//! One automaton over many patterns, whose states are built when a text needs them.
//!
//! Most rules that something sets off do not match. A walk reads the few characters that any of the rules gets to, and
//! tells which of them match. Rules that no text comes near cost nothing, however many there are.
//!
//! The states and the ways between them belong to the thread that walks. A way is looked up in one hash table instead
//! of a row for each state: there are thousands of states and hundreds of symbols, but the ways that texts take again
//! and again are few. Where a known word leads is remembered as well, so that a walk takes a step a word.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::alphabet::{Symbol, symbol_bit};
use super::expression::ExpressionId;
use super::nodes::{Item, Node, NodeId, Nodes, Parts, Shared, share};
use super::ruleset::RuleId;
use crate::scan::Token;
use crate::scan::table::NumberTable;
use crate::scan::trie::NumberHasher;

/// The memory of a thread for states and ways, in bytes; when it is full they are built anew.
const MEMORY_LIMIT: usize = 16 << 20;

/// The bits of the number of a word whose ways are remembered: there are hardly packs with more words.
const WORD_BITS: u32 = 18;

/// A number, of 20 bits, that tells the letters and the case of a known word.
#[inline]
pub(super) fn word_number(token: &Token) -> Option<u32> {
    (token.is_plain && token.word >> WORD_BITS == 0).then_some(token.word << 2 | token.capital as u32)
}

/// Patterns that are walked together.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) shared: Vec<Shared>,
}

/// A set of rules.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    bits: Vec<u64>,
}

impl RuleSet {
    /// Adds a rule.
    pub(super) fn insert(&mut self, rule: RuleId) {
        let word = rule as usize / 64;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (rule % 64);
    }

    /// The rules from the `64 * word`th on, as bits.
    #[inline]
    pub fn word(&self, word: usize) -> u64 {
        self.bits.get(word).copied().unwrap_or(0)
    }

    /// How many words of bits there are.
    pub fn words(&self) -> usize {
        self.bits.len()
    }

    fn clear(&mut self) {
        self.bits.fill(0);
    }

    /// Adds rules, given as words of bits and their numbers.
    #[inline]
    fn extend(&mut self, words: &[(u32, u64)]) {
        for &(word, bits) in words {
            let word = word as usize;
            if self.bits.len() <= word {
                self.bits.resize(word + 1, 0);
            }
            self.bits[word] |= bits;
        }
    }
}

/// What a thread has built of a walk, and what its last walk found.
#[derive(Debug, Default)]
pub struct WalkMemory {
    /// The rules that match.
    pub found: RuleSet,
    /// Where the last of their matches ends.
    pub end: usize,
    states: States,
}

impl Walk {
    /// Walks the patterns of rules, each a sequence of expressions, together.
    pub(super) fn new(patterns: &[(RuleId, Vec<ExpressionId>)]) -> Self {
        Self { shared: share(patterns) }
    }

    /// Finds the rules with a match that begins at byte `at` and ends by byte `end` between two of `tokens`, of which
    /// the first is the first that does not end by `at`.
    pub(super) fn find(
        parts: Parts<'_>,
        symbols: &[Symbol],
        tokens: &[Token],
        (at, end): (usize, usize),
        memory: &mut WalkMemory,
    ) {
        let WalkMemory { found, end: last, states } = memory;
        found.clear();
        *last = at;
        let mut note = |states: &States, state: WalkState, here: usize| {
            if state & MATCHES != 0 {
                found.extend(states.matches(state));
                *last = here;
            }
        };
        let mut over = Step { parts, states, symbols };
        let mut state = over.states.start(parts);
        let mut here = at;
        note(over.states, state, here);
        for token in tokens {
            let (start, stop) = (token.start as usize, token.end as usize);
            while here < start.min(end) && state != DEAD {
                state = over.states.after_space(parts, state);
                here += 1;
                note(over.states, state, here);
            }
            if state == DEAD || stop > end || !over.states.may_read(state, symbols[start]) {
                return;
            }
            state = over.token(state, token);
            here = stop;
            note(over.states, state, here);
        }
        while here < end && state != DEAD {
            state = over.states.next(parts, state, symbols[here]);
            here += 1;
            note(over.states, state, here);
        }
    }

    /// Whether any of the patterns that `parts` holds has a match that begins at byte `at` and ends by byte `end`.
    pub(super) fn matches(
        parts: Parts<'_>,
        symbols: &[Symbol],
        (at, end): (usize, usize),
        memory: &mut WalkMemory,
    ) -> bool {
        let mut state = memory.states.start(parts);
        let mut here = at;
        while state & MATCHES == 0 && state != DEAD && here < end {
            state = memory.states.next(parts, state, symbols[here]);
            here += parts.alphabet.length(symbols[here]);
        }
        state & MATCHES != 0 && here <= end
    }
}

/// The way over one token.
struct Step<'a> {
    parts: Parts<'a>,
    states: &'a mut States,
    symbols: &'a [Symbol],
}

impl Step<'_> {
    /// The state after `token`. What a known word leads to is remembered, so that it is one step; other tokens are read
    /// symbol by symbol.
    #[inline]
    fn token(&mut self, state: WalkState, token: &Token) -> WalkState {
        let Some(word) = word_number(token) else { return self.spell(state, token) };
        let way = u64::from(state >> 1) << 20 | u64::from(word);
        self.states.words.get(way).unwrap_or_else(|| self.read_word(state, token, way))
    }

    #[cold]
    fn read_word(&mut self, state: WalkState, token: &Token, way: u64) -> WalkState {
        let next = self.spell(state, token);
        self.states.words.insert(way, next);
        next
    }

    fn spell(&mut self, state: WalkState, token: &Token) -> WalkState {
        let mut state = state;
        let mut here = token.start as usize;
        while here < token.end as usize && state != DEAD {
            let symbol = self.symbols[here];
            state = self.states.next(self.parts, state, symbol);
            here += self.parts.alphabet.length(symbol);
        }
        state
    }
}

/// The number of a state of a walk, twice, and a bit for whether something matches there.
type WalkState = u32;
/// Nothing can match any more.
const DEAD: WalkState = 0;
/// The bit of states in which something matches.
const MATCHES: WalkState = 1;
/// Stands for a state that is not known yet.
const UNKNOWN: WalkState = WalkState::MAX;

/// The way from a state by a symbol.
#[inline]
fn way_by(state: WalkState, symbol: Symbol) -> u64 {
    u64::from(state >> 1) << 16 | u64::from(symbol)
}

/// A state of a walk.
#[derive(Debug)]
struct State {
    /// The symbols by which a way may lead on, by their lowest bits: most that lead nowhere are told at a glance.
    reads: u64,
    /// The state after a space: every walk comes to spaces.
    after_space: WalkState,
    /// Which nodes it stands for.
    members: Range<u32>,
    /// The rules that match in it, as words of bits and their numbers.
    matched: Range<u32>,
}

/// The states that were built so far, and the ways between them.
#[derive(Debug, Default)]
struct States {
    nodes: Nodes,
    all: Vec<State>,
    members: Vec<NodeId>,
    matched: Vec<(u32, u64)>,
    numbers: HashMap<Box<[NodeId]>, WalkState, BuildHasherDefault<NumberHasher>>,
    /// From a state by a symbol.
    ways: NumberTable,
    /// From a state over a word.
    words: NumberTable,
    start: Option<WalkState>,
    closure: Closure,
}

impl States {
    /// The state in which a walk begins. What was built is forgotten between walks only: no walk is long enough to
    /// take much memory.
    fn start(&mut self, parts: Parts<'_>) -> WalkState {
        if self.memory() > MEMORY_LIMIT {
            *self = Self::default();
        }
        self.start.unwrap_or_else(|| self.build_start(parts))
    }

    #[cold]
    fn build_start(&mut self, parts: Parts<'_>) -> WalkState {
        let first = self.nodes.at(Item::Shared(0), 0, 0);
        self.closure.begin();
        self.closure.add(&mut self.nodes, parts, first);
        let start = self.state_of_closure(parts);
        self.start = Some(start);
        start
    }

    /// The rules that match in a state, as words of bits and their numbers.
    #[inline]
    fn matches(&self, state: WalkState) -> &[(u32, u64)] {
        let Range { start, end } = self.all[(state >> 1) as usize].matched;
        &self.matched[start as usize..end as usize]
    }

    /// Whether `symbol` may lead on from a state that is not dead.
    #[inline]
    fn may_read(&self, state: WalkState, symbol: Symbol) -> bool {
        self.all[(state >> 1) as usize].reads & symbol_bit(symbol) != 0
    }

    /// Where a space leads from a state that is not dead.
    #[inline]
    fn after_space(&mut self, parts: Parts<'_>, state: WalkState) -> WalkState {
        let known = self.all[(state >> 1) as usize].after_space;
        if known == UNKNOWN { self.build_after_space(parts, state) } else { known }
    }

    #[cold]
    fn build_after_space(&mut self, parts: Parts<'_>, state: WalkState) -> WalkState {
        let next = self.next(parts, state, parts.alphabet.space());
        self.all[(state >> 1) as usize].after_space = next;
        next
    }

    #[inline]
    fn next(&mut self, parts: Parts<'_>, state: WalkState, symbol: Symbol) -> WalkState {
        match self.ways.get(way_by(state, symbol)) {
            Some(next) => next,
            None => self.build_next(parts, state, symbol),
        }
    }

    #[cold]
    fn build_next(&mut self, parts: Parts<'_>, state: WalkState, symbol: Symbol) -> WalkState {
        let next = self.follow(parts, self.all[(state >> 1) as usize].members.clone(), symbol);
        self.ways.insert(way_by(state, symbol), next);
        next
    }

    fn follow(&mut self, parts: Parts<'_>, members: Range<u32>, symbol: Symbol) -> WalkState {
        self.closure.begin();
        for member in members {
            let id = self.members[member as usize];
            if let Some(next) = self.nodes.after(parts, id, symbol) {
                self.closure.add(&mut self.nodes, parts, next);
            }
        }
        self.state_of_closure(parts)
    }

    /// The state that stands for what the closure holds.
    fn state_of_closure(&mut self, parts: Parts<'_>) -> WalkState {
        if self.all.is_empty() {
            self.all.push(State { reads: 0, after_space: DEAD, members: 0..0, matched: 0..0 });
        }
        let held = self.closure.sorted();
        if held.is_empty() {
            return DEAD;
        }
        if let Some(&known) = self.numbers.get(held) {
            return known;
        }
        let (member, matched) = (self.members.len() as u32, self.matched.len() as u32);
        let mut reads = 0;
        for &id in held {
            reads |= match self.nodes.get(parts, id) {
                Node::Match(rule) => {
                    add_rule(&mut self.matched, matched as usize, rule);
                    continue;
                }
                Node::Class(class, _) | Node::Run(class, _) => parts.alphabet.symbol_bits(class),
                Node::Phrases(term, branch, _) => parts.lists.branch(parts, term, branch).reads,
                _ => 0,
            };
            self.members.push(id);
        }
        let (members, matched) = (member..self.members.len() as u32, matched..self.matched.len() as u32);
        let number = (self.all.len() as WalkState) << 1 | WalkState::from(!matched.is_empty());
        self.numbers.insert(held.into(), number);
        self.all.push(State { reads, after_space: UNKNOWN, members, matched });
        number
    }

    /// The memory taken, roughly, in bytes.
    fn memory(&self) -> usize {
        4 * self.members.len()
            + 16 * self.matched.len()
            + 112 * (self.all.len() + self.nodes.len())
            + self.ways.memory()
            + self.words.memory()
    }
}

/// Adds a rule to the words of bits that stand from `first` on.
fn add_rule(words: &mut Vec<(u32, u64)>, first: usize, rule: RuleId) {
    let (word, bit) = (rule / 64, 1 << (rule % 64));
    match words[first..].iter_mut().find(|(known, _)| *known == word) {
        Some((_, bits)) => *bits |= bit,
        None => words.push((word, bit)),
    }
}

/// The nodes that are reached without reading anything.
#[derive(Debug, Default)]
struct Closure {
    held: Vec<NodeId>,
    open: Vec<NodeId>,
    /// For each node the round in which it was reached last.
    reached: Vec<u32>,
    round: u32,
}

impl Closure {
    fn begin(&mut self) {
        self.held.clear();
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.reached.clear();
            self.round = 1;
        }
    }

    /// Adds `id` and what follows from it. Edges of the text are taken to be everywhere: a walk may find too much, never
    /// too little.
    fn add(&mut self, nodes: &mut Nodes, parts: Parts<'_>, id: NodeId) {
        self.open.push(id);
        while let Some(id) = self.open.pop() {
            if self.reached.len() <= id as usize {
                self.reached.resize(nodes.len().max(id as usize + 1), 0);
            }
            if std::mem::replace(&mut self.reached[id as usize], self.round) == self.round {
                continue;
            }
            match nodes.get(parts, id) {
                Node::Fork(first, count) => self.open.extend_from_slice(nodes.ways(first, count)),
                Node::Edge(_, next) | Node::Begin(_, next) | Node::End(_, next) => self.open.push(next),
                Node::Run(_, next) => {
                    self.open.push(next);
                    self.held.push(id);
                }
                Node::Phrases(term, branch, next) => {
                    if parts.lists.branch(parts, term, branch).ends {
                        self.open.push(next);
                    }
                    self.held.push(id);
                }
                Node::Class(..) | Node::Match(_) => self.held.push(id),
                Node::Unseen => {}
            }
        }
    }

    fn sorted(&mut self) -> &[NodeId] {
        self.held.sort_unstable();
        &self.held
    }
}
