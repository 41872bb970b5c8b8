//! What the slots of one pattern capture where it matches.
//!
//! A walk tells that a rule matches; here it is matched once more to know its slots. The preferred way is tried first,
//! and no place of the pattern is tried twice at one place of the text, so that the time is bounded by the two lengths.

use regex_automata::util::primitives::NonMaxUsize;

use super::alphabet::Symbol;
use super::expression::Edge;
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
}

impl Default for SlotMemory {
    fn default() -> Self {
        let nodes = Nodes::with_groups();
        Self { slots: Vec::new(), nodes, tried: Tried::default(), jobs: Vec::new() }
    }
}

/// What is still to be done when a way has failed.
#[derive(Debug)]
enum Job {
    /// Another way is to be tried.
    Try(NodeId, usize),
    /// A slot had another value before.
    Restore(usize, Option<NonMaxUsize>),
}

/// Where a match may lie.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) at: usize,
    pub(super) end: usize,
}

impl SlotMemory {
    /// Matches `item`, which has so many groups, from the beginning of `stretch`; the end of the match.
    pub(super) fn search(
        &mut self,
        parts: Parts<'_>,
        (item, groups): (Item, usize),
        symbols: &[Symbol],
        stretch: Stretch,
    ) -> Option<usize> {
        if self.nodes.len() > MOST_NODES {
            self.nodes = Nodes::with_groups();
        }
        self.slots.clear();
        self.slots.resize(groups * 2, None);
        self.tried.begin();
        self.jobs.clear();
        let matched = self.nodes.at(Item::Match(PatternId::MAX), 0, 0);
        self.jobs.push(Job::Try(self.nodes.at(item, 0, matched), stretch.at));
        while let Some(job) = self.jobs.pop() {
            match job {
                Job::Restore(slot, before) => self.slots[slot] = before,
                Job::Try(node, here) => {
                    let found = self.follow(parts, node, here, symbols, stretch);
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// Follows the preferred way from `node` until it fails or matches; the others are put off.
    fn follow(
        &mut self,
        parts: Parts<'_>,
        node: NodeId,
        here: usize,
        symbols: &[Symbol],
        stretch: Stretch,
    ) -> Option<usize> {
        let (mut node, mut here) = (node, here);
        loop {
            node = match self.nodes.get(parts, node) {
                Node::Class(class, next) => {
                    let &symbol = symbols[..stretch.end].get(here)?;
                    let after = here + parts.alphabet.length(symbol);
                    if !parts.alphabet.holds(class, symbol) || after > stretch.end {
                        return None;
                    }
                    here = after;
                    next
                }
                Node::Phrases(term, _, next) => {
                    here = self.read_phrases(parts, (term, next), here, symbols, stretch)?;
                    next
                }
                Node::Fork(first, count) => {
                    if !self.tried.is_new(node, here) {
                        return None;
                    }
                    let symbol = symbols[..stretch.end].get(here).copied();
                    self.prefer(parts, first, count, symbol, here)?
                }
                Node::Edge(Edge::Start, next) if here == 0 => next,
                Node::Edge(Edge::End, next) if here == symbols.len() => next,
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

    /// The first of the ways of a fork that can go on with `symbol`; the others are put off.
    fn prefer(
        &mut self,
        parts: Parts<'_>,
        first: u32,
        count: u32,
        symbol: Option<Symbol>,
        here: usize,
    ) -> Option<NodeId> {
        let mut preferred = None;
        for number in (0..count).rev() {
            let way = self.nodes.ways(first, count)[number as usize];
            let can = match self.nodes.get(parts, way) {
                Node::Class(class, _) => symbol.is_some_and(|symbol| parts.alphabet.holds(class, symbol)),
                Node::Phrases(term, ..) => {
                    let tree = parts.lists.tree(parts, term);
                    tree[0].ends || symbol.is_some_and(|symbol| tree[0].below(symbol).is_some())
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
    fn read_phrases(
        &mut self,
        parts: Parts<'_>,
        (term, next): (TermId, NodeId),
        here: usize,
        symbols: &[Symbol],
        stretch: Stretch,
    ) -> Option<usize> {
        let tree = parts.lists.tree(parts, term);
        let (mut branch, mut here) = (&tree[0], here);
        let mut longest = None;
        loop {
            if branch.ends {
                self.jobs.extend(longest.replace(here).map(|shorter| Job::Try(next, shorter)));
            }
            let Some(&symbol) = symbols[..stretch.end].get(here) else { return longest };
            here += parts.alphabet.length(symbol);
            match branch.below(symbol).filter(|_| here <= stretch.end) {
                Some(below) => branch = &tree[below as usize],
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
