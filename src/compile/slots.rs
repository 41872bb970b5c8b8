//! What the slots of one pattern capture where it matches.
//!
//! A walk tells that a rule matches; here it is matched once more to know its slots. The preferred way is tried first,
//! and no place of the pattern is tried twice at one place of the text, so that the time is bounded by the two lengths.

use regex_automata::util::primitives::NonMaxUsize;

use super::alphabet::{FILLER, Symbol};
use super::automata::Pattern;
use super::expression::{ClassId, Edge, ExpressionId};
use super::nodes::{Item, Node, NodeId, Nodes, Parts, PatternId};
use super::ruleset::TermId;

/// When a thread has made so many nodes, they are forgotten.
const MOST_NODES: usize = 1 << 18;

/// The memory of matching with slots, of one thread, shared by all patterns.
#[derive(Debug)]
pub struct SlotMemory {
    /// For each group where it begins and ends.
    pub slots: Vec<Option<NonMaxUsize>>,
    nodes: Nodes,
    tried: Tried,
    jobs: Vec<Job>,
    last: Vec<Found>,
    oldest: usize,
}

impl Default for SlotMemory {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            nodes: Nodes::with_groups(),
            tried: Tried::default(),
            jobs: Vec::new(),
            last: Vec::new(),
            oldest: 0,
        }
    }
}

/// What is still to be done when a way has failed.
#[derive(Debug)]
enum Job {
    /// Another way is to be tried.
    Try(NodeId, usize),
    /// A run of characters, at least and at most so far, is to be shorter.
    Fewer(NodeId, usize, usize),
    /// A slot had another value before.
    Restore(usize, Option<NonMaxUsize>),
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

/// The text of a search.
#[derive(Clone, Copy)]
struct Text<'a> {
    parts: Parts<'a>,
    /// The text up to where a match may end at most.
    symbols: &'a [Symbol],
    /// The length of the whole text.
    length: usize,
}

impl Text<'_> {
    /// The place after the character at `here`, if a class holds it.
    #[inline]
    fn read(&self, class: ClassId, here: usize) -> Option<usize> {
        let &symbol = self.symbols.get(here)?;
        let after = here + self.parts.alphabet.length(symbol);
        (self.parts.alphabet.holds(class, symbol) && after <= self.symbols.len()).then_some(after)
    }
}

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

    fn search_anew(
        &mut self,
        parts: Parts<'_>,
        expression: ExpressionId,
        symbols: &[Symbol],
        stretch: Stretch,
    ) -> Option<usize> {
        if self.nodes.len() > MOST_NODES {
            self.nodes = Nodes::with_groups();
        }
        self.tried.begin();
        self.jobs.clear();
        let matched = self.nodes.at(Item::Match(PatternId::MAX), 0, 0);
        self.jobs.push(Job::Try(self.nodes.at(Item::Whole(expression), 0, matched), stretch.at));
        let text = Text { parts, symbols: &symbols[..stretch.end], length: symbols.len() };
        while let Some(job) = self.jobs.pop() {
            let (node, here) = match job {
                Job::Restore(slot, before) => {
                    self.slots[slot] = before;
                    continue;
                }
                Job::Try(node, here) => (node, here),
                Job::Fewer(run, least, most) => match self.one_less(text, run, least, most) {
                    Some(next) => next,
                    None => continue,
                },
            };
            let found = self.follow(text, node, here);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Follows the preferred way from `node` until it fails or matches; the others are put off.
    fn follow(&mut self, text: Text<'_>, node: NodeId, here: usize) -> Option<usize> {
        let (mut node, mut here) = (node, here);
        loop {
            node = match self.nodes.get(text.parts, node) {
                Node::Class(class, next) => {
                    here = text.read(class, here)?;
                    next
                }
                Node::Run(class, next) => {
                    let least = here;
                    while let Some(after) = text.read(class, here) {
                        here = after;
                    }
                    if here > least {
                        self.jobs.push(Job::Fewer(node, least, here));
                    }
                    if !self.tried.is_new(node, here) {
                        return None;
                    }
                    next
                }
                Node::Phrases(term, _, next) => {
                    here = self.read_phrases(text, term, next, here)?;
                    next
                }
                Node::Fork(first, count) => {
                    if !self.tried.is_new(node, here) {
                        return None;
                    }
                    self.prefer(text, first, count, here)?
                }
                Node::Edge(Edge::Start, next) if here == 0 => next,
                Node::Edge(Edge::End, next) if here == text.length => next,
                Node::Begin(group, next) => {
                    self.set(2 * group as usize, here);
                    next
                }
                Node::End(group, next) => {
                    self.set(2 * group as usize + 1, here);
                    next
                }
                Node::Match(_) => return Some(here),
                Node::Edge(..) | Node::Unseen => return None,
            };
        }
    }

    /// Where to go on when a run is to be a character shorter than `most`, but not shorter than `least`.
    fn one_less(
        &mut self,
        text: Text<'_>,
        run: NodeId,
        least: usize,
        most: usize,
    ) -> Option<(NodeId, usize)> {
        let Node::Run(_, next) = self.nodes.get(text.parts, run) else { return None };
        let mut end = most;
        while end > least {
            end -= 1;
            if text.symbols[end] != FILLER && self.tried.is_new(run, end) {
                self.jobs.push(Job::Fewer(run, least, end));
                return Some((next, end));
            }
        }
        None
    }

    /// The first of the ways of a fork that can go on at `here`; the others are put off.
    fn prefer(&mut self, text: Text<'_>, first: u32, count: u32, here: usize) -> Option<NodeId> {
        let parts = text.parts;
        let symbol = text.symbols.get(here).copied();
        let mut preferred = None;
        for number in (0..count).rev() {
            let way = self.nodes.ways(first, count)[number as usize];
            let can = match self.nodes.get(parts, way) {
                Node::Class(class, _) => symbol.is_some_and(|symbol| parts.alphabet.holds(class, symbol)),
                Node::Phrases(term, ..) => {
                    symbol.is_some_and(|symbol| parts.lists.tree(parts, term).begins_with(symbol))
                }
                _ => true,
            };
            if can {
                self.jobs.extend(preferred.replace(way).map(|later| Job::Try(later, here)));
            }
        }
        preferred
    }

    /// The end of the longest phrase of a word term that begins at `here`; the shorter ones are put off.
    fn read_phrases(&mut self, text: Text<'_>, term: TermId, next: NodeId, here: usize) -> Option<usize> {
        let tree = text.parts.lists.tree(text.parts, term);
        let (mut branch, mut here) = (&tree.branches[0], here);
        let mut longest = None;
        loop {
            if branch.ends {
                self.jobs.extend(longest.replace(here).map(|shorter| Job::Try(next, shorter)));
            }
            let Some(&symbol) = text.symbols.get(here) else { return longest };
            here += text.parts.alphabet.length(symbol);
            match branch.below(symbol).filter(|_| here <= text.symbols.len()) {
                Some(below) => branch = &tree.branches[below as usize],
                None => return longest,
            }
        }
    }

    fn set(&mut self, slot: usize, here: usize) {
        if let Some(value) = self.slots.get_mut(slot) {
            let before = std::mem::replace(value, NonMaxUsize::new(here));
            self.jobs.push(Job::Restore(slot, before));
        }
    }
}

/// Which nodes were tried where.
#[derive(Debug, Default)]
struct Tried {
    /// A place and the search that tried it.
    places: Vec<(u64, u32)>,
    count: usize,
    search: u32,
}

/// The size of the table when the first place comes; always a power of two.
const FIRST_PLACES: usize = 1 << 8;

impl Tried {
    fn begin(&mut self) {
        self.count = 0;
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            self.places.fill((0, 0));
            self.search = 1;
        }
    }

    /// Whether `node` was not tried at byte `here` before; now it is.
    fn is_new(&mut self, node: NodeId, here: usize) -> bool {
        if self.count * 2 >= self.places.len() {
            self.grow();
        }
        let place = u64::from(node) << 32 | here as u64;
        let at = self.place_of(place);
        let new = self.places[at].1 != self.search;
        self.places[at] = (place, self.search);
        self.count += usize::from(new);
        new
    }

    fn place_of(&self, place: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = (place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while self.places[at].1 == self.search && self.places[at].0 != place {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(FIRST_PLACES);
        let old = std::mem::replace(&mut self.places, vec![(0, 0); size]);
        for (place, _) in old.into_iter().filter(|&(_, search)| search == self.search) {
            let at = self.place_of(place);
            self.places[at] = (place, self.search);
        }
    }
}
