//! One automaton for each pattern, whose states know by which way they were reached.
//!
//! A state is a list of nodes in the order of preference, as a backtracking search would try them. A step from state to
//! state remembers for each node of the new state from which node of the old one it was reached, and which slots begin
//! or end on the way. Followed back from where a pattern has matched, the steps tell what its slots captured: nothing
//! is tried twice, and a text is read once.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::alphabet::Symbol;
use super::expression::{Edge, ExpressionId};
use super::nodes::{Item, Node, NodeId, Nodes, Parts, PatternId};
use crate::scan::table::NumberTable;
use crate::scan::trie::NumberHasher;

/// The number of a state.
pub(super) type StateId = u32;
/// The number of a step from state to state.
pub(super) type StepId = u32;

/// The state from which nothing can match, and the step to it.
pub(super) const DEAD: StateId = 0;
/// Stands for the step over a word that has to be read symbol by symbol.
const BY_SYMBOL: StepId = 1;
/// The bit of states whose last node is the end of the pattern.
pub(super) const MATCHES: StateId = 1 << 31;

/// The memory of a thread for states and steps, in bytes; when it is full they are built anew.
const MEMORY_LIMIT: usize = 32 << 20;

/// Which edges of the text a place is at, and whether a match may end there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    pub(super) start: bool,
    pub(super) end: bool,
    /// The place lies inside a token: no match ends there, so that none takes the place of a longer one.
    pub(super) inside: bool,
}

impl Edges {
    fn holds(self, edge: Edge) -> bool {
        match edge {
            Edge::Start => self.start,
            Edge::End => self.end,
        }
    }
}

/// By which way a node of a state was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The node of the state before, by its place in it.
    pub(super) from: u32,
    /// The number of the list of slot ends on the way.
    passed: u32,
}

/// Origins, each in four bytes: there is one for every node of every step, and following them back waits for memory.
#[derive(Debug, Default)]
struct Origins {
    packed: Vec<u32>,
    /// Those that are too large to be packed.
    large: Vec<Origin>,
}

/// The bits of a packed origin that tell the list; the bit above the place tells that the rest is a number in `large`.
const LIST_BITS: u32 = 12;
const LARGE: u32 = 1 << 31;

impl Origins {
    fn len(&self) -> usize {
        self.packed.len()
    }

    fn push(&mut self, origin: Origin) {
        let Origin { from, passed } = origin;
        let is_small = passed >> LIST_BITS == 0 && from >> (31 - LIST_BITS) == 0;
        self.packed.push(if is_small { from << LIST_BITS | passed } else { LARGE | self.large.len() as u32 });
        if !is_small {
            self.large.push(origin);
        }
    }

    #[inline]
    fn get(&self, number: u32) -> Origin {
        let packed = self.packed[number as usize];
        if packed & LARGE != 0 {
            return self.large[(packed & !LARGE) as usize];
        }
        Origin { from: packed >> LIST_BITS, passed: packed & ((1 << LIST_BITS) - 1) }
    }
}

/// The end of a slot on a way, and how many bytes before the end of the step it lies.
pub(super) type Passed = (u32, u32);

/// Lists of slot ends; equal ones are one.
#[derive(Debug, Default)]
struct PassedLists {
    /// All lists but the empty one, whose number is 0.
    lists: Vec<Box<[Passed]>>,
    numbers: HashMap<Box<[Passed]>, u32, BuildHasherDefault<NumberHasher>>,
}

impl PassedLists {
    fn number(&mut self, list: &[Passed]) -> u32 {
        if list.is_empty() {
            return 0;
        }
        if let Some(&known) = self.numbers.get(list) {
            return known;
        }
        self.lists.push(list.into());
        let new = self.lists.len() as u32;
        self.numbers.insert(list.into(), new);
        new
    }

    #[inline]
    fn get(&self, number: u32) -> &[Passed] {
        number.checked_sub(1).map_or(&[], |number| &self.lists[number as usize])
    }
}

/// The states and steps that were built so far.
#[derive(Debug)]
pub(super) struct Paths {
    nodes: Nodes,
    /// For each pattern the steps into it, by the edges that it begins at.
    starts: Vec<[Option<StepId>; 4]>,
    /// The nodes of each state, the preferred first.
    members: Vec<Range<u32>>,
    member_list: Vec<NodeId>,
    numbers: HashMap<Box<[NodeId]>, StateId, BuildHasherDefault<NumberHasher>>,
    /// From a state by a symbol.
    ways: NumberTable,
    /// From a state over a known word.
    words: NumberTable,
    /// Where each step leads, and the first of the origins of that state's nodes.
    steps: Vec<(StateId, u32)>,
    origins: Origins,
    passed: PassedLists,
    closure: Closure,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            nodes: Nodes::with_groups(),
            starts: Vec::new(),
            members: std::iter::once(0..0).collect(),
            member_list: Vec::new(),
            numbers: HashMap::default(),
            ways: NumberTable::default(),
            words: NumberTable::default(),
            steps: vec![(DEAD, 0); 2],
            origins: Origins::default(),
            passed: PassedLists::default(),
            closure: Closure::default(),
        }
    }
}

impl Paths {
    /// The step into a pattern. What was built is forgotten between searches only.
    pub(super) fn start(&mut self, parts: Parts<'_>, pattern: ExpressionId, edges: Edges) -> StepId {
        if self.memory() > MEMORY_LIMIT {
            *self = Self::default();
        }
        let at_edges = usize::from(edges.start) + 2 * usize::from(edges.end);
        match self.starts.get(pattern).and_then(|starts| starts[at_edges]) {
            Some(step) => step,
            None => self.build_start(parts, pattern, edges, at_edges),
        }
    }

    #[cold]
    fn build_start(
        &mut self,
        parts: Parts<'_>,
        pattern: ExpressionId,
        edges: Edges,
        at_edges: usize,
    ) -> StepId {
        let matched = self.nodes.at(Item::Match(PatternId::MAX), 0, 0);
        let first = self.nodes.at(Item::Whole(pattern), 0, matched);
        self.closure.begin();
        self.closure.add(&mut self.nodes, parts, (first, 0), edges);
        let step = self.step_of_closure();
        self.starts.resize(self.starts.len().max(pattern + 1), [None; 4]);
        self.starts[pattern][at_edges] = Some(step);
        step
    }

    /// The step from a state by a symbol to a place.
    #[inline]
    pub(super) fn step(&mut self, parts: Parts<'_>, state: StateId, symbol: Symbol, edges: Edges) -> StepId {
        let place = u64::from(edges.inside) << 1 | u64::from(edges.end);
        let way = u64::from(state & !MATCHES) << 18 | place << 16 | u64::from(symbol);
        match self.ways.get(way) {
            Some(step) => step,
            None => self.build_step(parts, way, (state, symbol, edges)),
        }
    }

    #[cold]
    fn build_step(
        &mut self,
        parts: Parts<'_>,
        way: u64,
        (state, symbol, edges): (StateId, Symbol, Edges),
    ) -> StepId {
        self.closure.begin();
        let members = self.members[(state & !MATCHES) as usize].clone();
        for (place, member) in members.enumerate() {
            let id = self.member_list[member as usize];
            if let Some(next) = self.nodes.after(parts, id, symbol) {
                self.closure.add(&mut self.nodes, parts, (next, place as u32), edges);
            }
        }
        let step = self.step_of_closure();
        self.ways.insert(way, step);
        step
    }

    /// The step from a state over a known word and perhaps a space before it, given by a number of 21 bits and the symbols
    /// of the bytes; it does not end where the text does. `None` if they have to be read symbol by symbol.
    #[inline]
    pub(super) fn step_over(
        &mut self,
        parts: Parts<'_>,
        state: StateId,
        number: u32,
        word: &[Symbol],
    ) -> Option<StepId> {
        let way = u64::from(state & !MATCHES) << 21 | u64::from(number);
        let step = self.words.get(way).unwrap_or_else(|| self.build_step_over(parts, state, way, word));
        (step != BY_SYMBOL).then_some(step)
    }

    #[cold]
    fn build_step_over(&mut self, parts: Parts<'_>, state: StateId, way: u64, word: &[Symbol]) -> StepId {
        let gap = (way & 1) as usize;
        let mut taken = Vec::new();
        let (mut state, mut at, mut matched) = (state, 0, false);
        while at < word.len() && state != DEAD {
            let after = at + parts.alphabet.length(word[at]);
            // A space that stands before the word is no part of it.
            let inside = after > gap && after < word.len();
            let step = self.step(parts, state, word[at], Edges { start: false, end: false, inside });
            at = after;
            taken.push((step, (word.len() - at) as u32));
            state = self.leads_to(step);
            matched |= state & MATCHES != 0;
        }
        // A match that ends with the space before the word, and not with the word, would be passed over.
        let step = if matched && state & MATCHES == 0 {
            BY_SYMBOL
        } else if state == DEAD {
            DEAD
        } else {
            self.put_together(&taken, state)
        };
        self.words.insert(way, step);
        step
    }

    /// One step for several, each with the number of bytes from its end to the end of the last.
    fn put_together(&mut self, taken: &[(StepId, u32)], state: StateId) -> StepId {
        let first_origin = self.origins.len() as u32;
        let members = self.members[(state & !MATCHES) as usize].len() as u32;
        let mut list = Vec::new();
        for member in 0..members {
            list.clear();
            let mut place = member;
            for &(step, back) in taken.iter().rev() {
                let origin = self.origin(step, place);
                list.extend(self.passed(origin).iter().map(|&(end, _)| (end, back)));
                place = origin.from;
            }
            self.origins.push(Origin { from: place, passed: self.passed.number(&list) });
        }
        self.steps.push((state, first_origin));
        self.steps.len() as StepId - 1
    }

    /// A step to the state that stands for what the closure holds.
    fn step_of_closure(&mut self) -> StepId {
        let Closure { held, ways, found_match, .. } = &self.closure;
        if held.is_empty() {
            return DEAD;
        }
        let known = self.numbers.get(held.as_slice()).copied();
        let state = known.unwrap_or_else(|| {
            let number = self.members.len() as StateId | u32::from(*found_match) << 31;
            let first = self.member_list.len() as u32;
            self.member_list.extend_from_slice(held);
            self.members.push(first..self.member_list.len() as u32);
            self.numbers.insert(held.as_slice().into(), number);
            number
        });
        self.steps.push((state, self.origins.len() as u32));
        let mut list = Vec::new();
        for &(from, link) in ways {
            list.clear();
            list.extend(self.closure.passed_by(link).map(|end| (end, 0)));
            self.origins.push(Origin { from, passed: self.passed.number(&list) });
        }
        self.steps.len() as StepId - 1
    }

    /// The state that a step leads to.
    #[inline]
    pub(super) fn leads_to(&self, step: StepId) -> StateId {
        self.steps[step as usize].0
    }

    /// The place, among the nodes of a state in which the pattern matches, of the node that is its end.
    pub(super) fn place_of_match(&self, state: StateId) -> u32 {
        let Range { start, end } = self.members[(state & !MATCHES) as usize];
        (end - start).saturating_sub(1)
    }

    /// By which way a step leads to the node at `place` of its state.
    #[inline]
    pub(super) fn origin(&self, step: StepId, place: u32) -> Origin {
        self.origins.get(self.steps[step as usize].1 + place)
    }

    /// The ends of slots that lie on a way, the last first.
    #[inline]
    pub(super) fn passed(&self, origin: Origin) -> &[Passed] {
        self.passed.get(origin.passed)
    }

    /// The memory taken, roughly, in bytes.
    fn memory(&self) -> usize {
        4 * (self.member_list.len() + self.origins.len())
            + 8 * self.steps.len()
            + 16 * self.origins.large.len()
            + 96 * self.passed.lists.len()
            + 96 * (self.members.len() + self.nodes.len())
            + self.ways.memory()
            + self.words.memory()
    }
}

/// The nodes that are reached without reading anything, in the order of preference, and the ways to them.
#[derive(Debug, Default)]
struct Closure {
    held: Vec<NodeId>,
    /// For each of them the place of the node that it was reached from, and the last slot end on the way.
    ways: Vec<(u32, u32)>,
    /// Slot ends, each with the number plus one of the one before it on its way.
    links: Vec<(u32, u32)>,
    open: Vec<(NodeId, u32)>,
    /// For each node the round in which it was reached last.
    reached: Vec<u32>,
    round: u32,
    /// Whether the end of the pattern is held; whatever would come after it is not preferred.
    found_match: bool,
}

impl Closure {
    fn begin(&mut self) {
        self.held.clear();
        self.ways.clear();
        self.links.clear();
        self.found_match = false;
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.reached.clear();
            self.round = 1;
        }
    }

    /// Adds a node and what follows from it.
    fn add(&mut self, nodes: &mut Nodes, parts: Parts<'_>, (id, from): (NodeId, u32), edges: Edges) {
        self.open.push((id, 0));
        while let Some((id, link)) = self.open.pop() {
            if self.found_match {
                continue;
            }
            if self.reached.len() <= id as usize {
                self.reached.resize(nodes.len().max(id as usize + 1), 0);
            }
            if std::mem::replace(&mut self.reached[id as usize], self.round) == self.round {
                continue;
            }
            let node = nodes.get(parts, id);
            let is_held = match node {
                Node::Class(..) | Node::Run(..) | Node::Phrases(..) => true,
                Node::Match(_) => !edges.inside,
                _ => false,
            };
            if is_held {
                self.held.push(id);
                self.ways.push((from, link));
            }
            match node {
                Node::Fork(first, count) => {
                    self.open.extend(nodes.ways(first, count).iter().rev().map(|&way| (way, link)));
                }
                Node::Edge(edge, next) if edges.holds(edge) => self.open.push((next, link)),
                Node::Begin(group, next) => self.pass(next, 2 * group, link),
                Node::End(group, next) => self.pass(next, 2 * group + 1, link),
                Node::Run(_, next) => self.open.push((next, link)),
                Node::Phrases(term, branch, next) if parts.lists.branch(parts, term, branch).ends => {
                    self.open.push((next, link));
                }
                Node::Match(_) => self.found_match = !edges.inside,
                Node::Class(..) | Node::Phrases(..) | Node::Edge(..) | Node::Unseen => {}
            }
        }
    }

    /// Goes on past the end of a slot.
    fn pass(&mut self, next: NodeId, end: u32, link: u32) {
        self.links.push((end, link));
        self.open.push((next, self.links.len() as u32));
    }

    /// The slot ends on the way that ends with `link`, the last first.
    fn passed_by(&self, link: u32) -> impl Iterator<Item = u32> {
        let mut next = link;
        std::iter::from_fn(move || {
            let (end, before) = self.links[next.checked_sub(1)? as usize];
            next = before;
            Some(end)
        })
    }
}
